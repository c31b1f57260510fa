"""TYP005: mypy without the stubs of packages that the code uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.pipeline.values import Row, Spot
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._stubs.examples import BAD, GOOD
from ._stubs.table import STUBS, Stub

_SHOWN = 5
_RELATED = 8
# other ways to get all stubs, or to do without
_OTHERWISE = lazy_pattern(
    r"install[-_]types|types-all|stubgen|follow_imports\s*=\s*[\"']?skip|ignore_errors\s*=\s*[\"']?true",
    re.IGNORECASE,
)
_SILENT = lazy_pattern(r"^\s*ignore_missing_imports\s*=\s*[\"']?true", re.IGNORECASE | re.MULTILINE)
_MYPY_FILES = ("pyproject.toml", "setup.cfg", "tox.ini", "mypy.ini", ".mypy.ini")


class MissingStubs(ProjectRule):
    """Holds the imports of production code against a table of stubs and every text that could ask for them."""

    card = Card(
        id="TYP005",
        title="Type checker without published stubs",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "mypy takes everything that such a package gives for Any, or reports that the stubs are not "
            "installed: what "
            "is done with its results is not checked, and the run looks clean all the same."
        ),
        instead=(
            "Add the stubs to the requirements that mypy runs with: the development group, and "
            "`additional_dependencies` "
            "of the hook. Or say in an override of mypy that the package is left without types."
        ),
        false_alarms=(
            "Only mypy: pyright and others bring these stubs along. The package has to be declared and imported by "
            "production code. Stubs named in any manifest, lock file, hook or workflow, folders of stubs, "
            "overrides for "
            "the package, `--install-types` and `types-all` clear it. Wrong for a release that carries types of "
            "its own."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Who does not run mypy needs no stubs for it."""
        return "" if _mypy(project) else "the project does not use mypy"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for the project."""
        row = _mypy(project)
        if row is None or any(_OTHERWISE.search(text) for text in project.texts.values()):
            return
        used = _used(project)
        declared = {requirement.name for requirement in project.dependencies.direct()}
        text = "\n".join(project.texts.values()).lower().replace("_", "-")
        own = _own_stubs(project)
        missing = [
            stub
            for stub in STUBS
            if stub.module in used
            and stub.distribution in declared
            and not _asked(stub, text)
            and stub.module.partition(".")[0] not in own
            and not _left_out(project.texts, stub.module)
        ]
        if not missing:
            return
        spot = _spot(row)
        told = [f"`{stub.distribution}` ({stub.stubs}, {_files(len(used[stub.module]))})" for stub in missing]
        more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
        yield self.finding(
            spot.path,
            At(spot.line),
            f"mypy runs without the stubs of {', '.join(told[:_SHOWN])}{more}: what they give is not checked",
            severity=Severity.INFO if _ignores(project.texts) else self.card.severity,
            related=[
                Related(
                    path=used[stub.module][0][0],
                    line=used[stub.module][0][1],
                    message=f"imports `{stub.module}`",
                )
                for stub in missing[:_RELATED]
            ],
            checked="manifests, lock files, hooks, workflows, folders of stubs, and overrides of mypy",
        )


def _mypy(project: ProjectFacts) -> Row | None:
    return next((row for row in project.pipeline.of_kind("type checker") if row.tool == "mypy"), None)


def _spot(row: Row) -> Spot:
    """Where a reader would add them: beside mypy's own requirement, its hook, else where it is configured or run."""
    spots = (*row.declared, *(Spot(s.path, s.line) for s in row.hooks), *row.configured)
    return (*spots, *(Spot(s.path, s.line) for s in (*row.tasks, *row.ci)))[0]


def _used(project: ProjectFacts) -> dict[str, list[tuple[str, int]]]:
    """The files that import each module of the table, with the line of the first import."""
    modules = {stub.module for stub in STUBS}
    tops = {module.partition(".")[0] for module in modules}
    found: dict[str, dict[str, int]] = {}
    for path, facts in project.files.items():
        if project.zone(path) is not Zone.PRODUCTION:
            continue
        for item in facts.imports:
            if item.module.partition(".")[0] not in tops or item.level:
                continue
            full = f"{item.module}.{item.name}"
            for module in modules:
                if f"{full}.".startswith(f"{module}."):
                    found.setdefault(module, {}).setdefault(path, item.line)
    return {module: sorted(paths.items()) for module, paths in found.items()}


def _asked(stub: Stub, text: str) -> bool:
    """Whether any text names stubs for a package, of whoever."""
    name = stub.stubs.lower().removeprefix("types-").removesuffix("-stubs")
    return any(word in text for word in (f"types-{name}", f"{name}-stubs", f"{stub.distribution}-stubs"))


def _own_stubs(project: ProjectFacts) -> frozenset[str]:
    """The packages for which the repository has stub files of its own, or modules of that name."""
    found: set[str] = set()
    for path in (*project.files, *project.others):
        parts = path.split("/")
        if path.endswith(".pyi"):
            found.update(part.removesuffix(".pyi").removesuffix("-stubs") for part in parts)
    return frozenset(found)


def _left_out(texts: Mapping[str, str], module: str) -> bool:
    """Whether an override of mypy names a module: ``[mypy-requests.*]``, or an entry of ``module = [...]``."""
    name = re.escape(module.partition(".")[0])
    pattern = re.compile(rf"\[mypy-[^\]]*\b{name}\b|[\"']{name}(?:\.[\w.*]+)?[\"']")
    for path, text in texts.items():
        if path.rpartition("/")[2] in _MYPY_FILES and "mypy" in text:
            start = text.find("tool.mypy.overrides") if path.endswith(".toml") else 0
            if start >= 0 and pattern.search(text, start):
                return True
    return False


def _ignores(texts: Mapping[str, str]) -> bool:
    """Whether mypy is told for everything not to mention what has no types."""
    for path, text in texts.items():
        if path.rpartition("/")[2] in _MYPY_FILES and "mypy" in text:
            end = text.find("[[tool.mypy.overrides]]")
            if _SILENT.search(text if end < 0 else text[:end]):
                return True
    return False


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
