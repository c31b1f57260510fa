"""DEP007: what a container or workflow installs lacks what the program that it starts imports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.dependencies.declared import Declared, Scope, brought_by, that_bring
from codereview.facts.dependencies.imported import Imported
from codereview.facts.dependencies.installs import Install
from codereview.facts.dependencies.names import distributions_of
from codereview.facts.dependencies.values import Requirement
from codereview.facts.project import ProjectFacts
from codereview_rules.dependencies._examples import incomplete

from .._syntax.patterns import lazy_pattern

CARD = Card(
    id="DEP007",
    title="Installed manifest that lacks an import",
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    effort=10,
    why=(
        "The image builds and the container stops at its first import, or the job fails: the package is declared, "
        "but in a manifest or group that is not installed there."
    ),
    instead=(
        "Install the manifest, extra or group that has it, move the requirement to the manifest that is installed, "
        "or keep the import out of what this program starts."
    ),
    false_alarms=(
        "Only imports that run when the program starts count, and only where every install command and the base "
        "image are understood. Packages named in commands, includes, extras, groups, and what comes along with "
        "others are taken into account."
    ),
)

# Base images that hold Python and nothing of what applications import; names of stages are looked up first.
_PLAIN = lazy_pattern(
    r"(?:[\w.-]+(?::\d+)?/)*(?:python|debian|ubuntu|alpine|pypy|uv|python3?[\w.-]*|amazonlinux|fedora|rockylinux|"
    r"almalinux|busybox|scratch|node|nginx|golang|rust)(?:[:@].*)?$",
    re.IGNORECASE,
)
_FROM = lazy_pattern(r"^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?", re.IGNORECASE | re.MULTILINE)
_UNCLEAR = lazy_pattern(
    r"(?:pip3?|uv)\s[^\n]*\binstall\b[^\n]*(?:\$|\.whl|<\()|\bapt(?:-get)?\b[^\n]*\bpython3?-(?!pip|dev|venv|distutils|"
    r"setuptools|minimal|full|wheel)\w|\bapk\b[^\n]*\bpy3-(?!pip|setuptools|wheel)|\bconda\b|\bmamba\b|\bpixi\b|\bnix\b|"
    r"site-packages[^\n]*site-packages|\bexport\b[^\n]*requirements|setup\.py\s+(?:install|develop)",
    re.IGNORECASE,
)


class IncompleteInstall(ProjectRule):
    """One finding for each distribution that a container or workflow lacks, at its install command."""

    card = CARD
    bad = incomplete.BAD
    good = incomplete.GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without install commands there is nothing to compare with."""
        if any(install.where in ("container", "workflow") for install in project.dependencies.installs):
            return ""
        return "no container or workflow is seen to install a manifest of the repository"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """The findings of each container and workflow file."""
        declared = Declared(project)
        by_file: dict[str, list[Install]] = defaultdict(list)
        for install in project.dependencies.installs:
            if install.where in ("container", "workflow"):
                by_file[install.path].append(install)
        imports: dict[str, list[Imported]] = defaultdict(list)
        for item in declared.imports:
            imports[item.path].append(item)
        for path, installs in by_file.items():
            homes = {declared.dependencies.application_of(m) for i in installs for m in i.manifests}
            starts = {
                e.path
                for e in project.entry_points
                if e.said == path and declared.dependencies.application_of(e.path) in homes
            }
            if starts and any(i.manifests for i in installs) and _is_clear(path, project.texts[path]):
                needed = {p: i for start in sorted(starts) for p in _runs(project, start) for i in [start]}
                yield from self._of_file(declared, installs, needed, imports)

    def _of_file(
        self,
        declared: Declared,
        installs: Sequence[Install],
        needed: dict[str, str],
        imports: dict[str, list[Imported]],
    ) -> Iterator[Finding]:
        installed = tuple(_installed(declared, installs))
        place = next(install for install in installs if install.manifests)
        have = Scope(place.path, tuple(place.manifests), installed, (), False, "")
        seen: set[tuple[str, ...]] = set()
        for path in sorted(needed):
            for item in imports.get(path, ()):
                key = distributions_of(item.name)
                if (
                    not key
                    or key in seen
                    or item.optional
                    or item.typing
                    or item.local
                    or item.zone is Zone.TESTS
                ):
                    continue
                if any(that_bring(item.name, installed)) or brought_by(item.name, have)[0]:
                    continue
                elsewhere = _elsewhere(declared, item, needed[path])
                if elsewhere is not None and elsewhere not in installed:
                    seen.add(key)
                    yield self._found(place, item, elsewhere, needed[path])

    def _found(self, place: Install, item: Imported, elsewhere: Requirement, start: str) -> Finding:
        manifests = ", ".join(f"`{name}`" for name in place.manifests)
        through = f" through `{item.path}`" if item.path != start else ""
        what = "container" if place.where == "container" else "workflow"
        group = elsewhere.group.partition(":")[2]
        where = f"`{elsewhere.path}`" + (f", group {group}" if group else "")
        return self.finding(
            place.path,
            At(place.line),
            f"The {what} installs {manifests} and starts `{start}`, which imports `{item.name}`{through}: "
            f"`{elsewhere.name}` is declared in {where} only",
            related=[
                Related(item.path, item.line, f"imports `{item.name}`"),
                Related(elsewhere.path, elsewhere.line, f"declares `{elsewhere.name}`"),
            ],
            checked="all install commands of the file, what they include, and what comes along with it",
            cause=f"{place.path}:{elsewhere.name}",
        )


def _runs(project: ProjectFacts, start: str) -> Iterator[str]:
    """The files that run when a program starts: imports in functions, under conditions and in ``try`` lead nowhere.

    Files of other projects of the repository are left out: they are installed as packages, with their own needs.
    """
    application = project.dependencies.application_of(start)
    seen, queue = {start}, [start]
    while queue:
        path = queue.pop()
        yield path
        for found in _imports(project, path):
            if found not in seen and project.dependencies.application_of(found) == application:
                seen.add(found)
                queue.append(found)


def _imports(project: ProjectFacts, path: str) -> Iterator[str]:
    folder = path.rpartition("/")[0]
    for item in project.files[path].imports:
        if item.guarded or item.type_checking or item.function >= 0:
            continue
        for name in (item.module, f"{item.module}.{item.name}") if item.name else (item.module,):
            found = project.layout.find(name, folder)
            if found.endswith(".py"):
                yield found
                above = found.rpartition("/")[0]
                while above and f"{above}/__init__.py" in project.files:
                    yield f"{above}/__init__.py"
                    above = above.rpartition("/")[0]


def _elsewhere(declared: Declared, item: Imported, start: str) -> Requirement | None:
    """A requirement of the same application, or of the folders above, that brings a module."""
    application = declared.dependencies.application_of(start)
    if application is None:
        return None
    requirements = declared.scope_of(application.folder).requirements
    known = (r for r in requirements if r.path in declared.dependencies.manifests)
    return next(that_bring(item.name, known), None)


def _installed(declared: Declared, installs: Iterable[Install]) -> Iterator[Requirement]:
    """All that the commands of one file install."""
    for install in installs:
        yield from install.packages
        for manifest in install.manifests:
            for path in declared.with_locals(manifest):
                for requirement in declared.dependencies.manifests[path].requirements:
                    if install.covers(requirement.group) or path != manifest:
                        yield requirement


def _is_clear(path: str, text: str) -> bool:
    """Whether all that is installed can be told from the text: plain base images, no computed packages."""
    if _UNCLEAR.search(text):
        return False
    stages = {stage.lower() for _, stage in _FROM.findall(text) if stage}
    images = [image for image, _ in _FROM.findall(text)]
    return all(image.lower() in stages or _PLAIN.match(image) is not None for image in images)
