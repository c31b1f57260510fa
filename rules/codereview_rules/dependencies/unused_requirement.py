"""DEP003: a distribution is declared that nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Severity, Zone
from codereview.facts.dependencies.declared import PLUMBING, Declared, is_frozen
from codereview.facts.dependencies.imported import is_standard
from codereview.facts.dependencies.installs import where_of
from codereview.facts.dependencies.kinds import format_of
from codereview.facts.dependencies.names import brings, canonical, distributions_of, import_names
from codereview.facts.dependencies.project import Application
from codereview.facts.dependencies.uses import brought, is_used_by_name, serves
from codereview.facts.dependencies.values import Requirement
from codereview.facts.project import ProjectFacts
from codereview_rules.dependencies._examples import unused

CARD = Card(
    id="DEP003",
    title="Declared, not imported",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    effort=5,
    why=(
        "Every install fetches it with all that it needs itself: time, image size, and one more package whose "
        "vulnerabilities and version conflicts concern the project without any use."
    ),
    instead="Remove the line, or move it to the group (development, an extra) of what does use it.",
    false_alarms=(
        "Only distributions whose modules are known are judged. Servers, commands, database drivers, plug-ins, "
        "stubs, packages that another one uses when they are there, pins of what comes along with others, and "
        "names in settings, connection URLs, commands and containers are understood. Printed lists of "
        "everything that was installed, and folders with notebooks, are not judged. Wrong where a package is "
        "named in files that are not read: templates, data, documents."
    ),
)


_NO_CODE = frozenset({"template", "lfs-pointer"})


class UnusedRequirement(ProjectRule):
    """One finding for each requirement of an application whose modules nothing imports or names."""

    card = CARD
    bad = unused.BAD
    good = unused.GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without manifests there is nothing to compare."""
        return "" if project.dependencies.applications else "the repository has no manifest of dependencies"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """The findings of each application."""
        declared = Declared(project)
        for application in declared.applications.values():
            use = _Use(declared, application)
            if use.can_be_told():
                yield from self._of_application(declared, application, use)

    def _of_application(self, declared: Declared, application: Application, use: _Use) -> Iterator[Finding]:
        seen: set[str] = set()
        for path in application.manifests:
            manifest = declared.dependencies.manifests[path]
            if path in declared.dependencies.constraint_files or is_frozen(
                manifest.requirements, use.imported
            ):
                continue
            for requirement in manifest.requirements:
                if requirement.name not in seen and use.is_missing(requirement):
                    seen.add(requirement.name)
                    yield self._found(application, requirement)

    def _found(self, application: Application, requirement: Requirement) -> Finding:
        modules = import_names(requirement.name) or ()
        shown = " or ".join(f"`{module}`" for module in modules[:3])
        where = f"`{application.folder}/`" if application.folder else "the project"
        return self.finding(
            requirement.path,
            At(requirement.line),
            f"`{requirement.name}` is declared, and nothing in {where} imports {shown}, names it in settings "
            "or runs it",
            checked="imports, settings, connection URLs, commands, containers and workflows",
            cause=f"{application.folder}:{requirement.name}",
        )


class _Use:
    """What the files of an application use: its own, and those of other folders that they import."""

    def __init__(self, declared: Declared, application: Application) -> None:
        self._project = declared.project
        self._folder = application.folder
        start = f"{application.folder}/" if application.folder else ""
        own = {path for path in self._project.files if path.startswith(start)}
        self.files = set(own)
        queue = list(own)
        while queue:
            for path in self._project.imports.get(queue.pop(), ()):
                if path not in self.files:
                    self.files.add(path)
                    queue.append(path)
        self._start = start
        self.names = {item.name for item in declared.imports if item.path in self.files}
        self.imported = {name for module in self.names for name in distributions_of(module)}
        self._requirements = declared.scope_of(application.folder).requirements
        self._locked = declared.scope_of(application.folder).locked
        self._manifests = set(application.manifests)

    def can_be_told(self) -> bool:
        """Whether all use is in sight: some code, no notebooks beside it, no files that cannot be read."""
        aside = (Zone.DOCS, Zone.EXAMPLES, Zone.TESTS)
        for path in self._project.others:
            if (
                path.endswith(".ipynb")
                and path.startswith(self._start)
                and self._project.zone(path) not in aside
            ):
                return False
        failures = (self._project.files[path].failure for path in self.files)
        return bool(self.names) and not any(f.kind not in _NO_CODE for f in failures if f is not None)

    def is_missing(self, requirement: Requirement) -> bool:
        """Whether a requirement is for running the code, its modules are known, and nothing uses them."""
        name, modules = requirement.name, import_names(requirement.name)
        if requirement.group != "main" or requirement.url or requirement.conda or not modules:
            return False
        if name in PLUMBING or all(is_standard(module) for module in modules):
            return False
        if is_used_by_name(name) or any(brings(name, module) for module in self.names):
            return False
        if name in self._along or serves(name, self._others(name)):
            return False
        return not self._provides(requirement) and not self._is_named(name, modules)

    def _others(self, name: str) -> Sequence[str]:
        return [r.name for r in self._requirements if r.name != name] + sorted(self.imported)

    @cached_property
    def _along(self) -> frozenset[str]:
        """What others bring: its line is a pin, not a wish."""
        found = {other for entry in self._locked for other in entry.needs}
        for requirement in self._requirements:
            found.update(brought({requirement.name: requirement.extras}))
        return frozenset(found)

    def _provides(self, requirement: Requirement) -> bool:
        """Whether the code imports what only this requirement brings along: without the line it would be gone."""
        asked = {r.name for r in self._requirements}
        along = set(brought({requirement.name: requirement.extras}))
        along.update(
            other for entry in self._locked if entry.name == requirement.name for other in entry.needs
        )
        return bool(along & self.imported - asked)

    def _is_named(self, name: str, modules: Sequence[str]) -> bool:
        tops = {module.partition(".")[0] for module in modules}
        if any(word in tops or canonical(word) == name for word in self._words):
            return True
        spelled = "|".join(re.escape(word) for word in sorted({name, name.replace("-", "_"), *tops}))
        pattern = re.compile(rf"(?<![\w-])(?:{spelled})(?![\w-])", re.IGNORECASE)
        return any(pattern.search(text) for text in self._texts)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for facts in self._project.files.values() for word in facts.words)

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """Commands and settings: all texts but lists of packages and instructions, the lines of requirements left
        out."""
        lines: dict[str, set[int]] = {}
        for manifest in self._project.dependencies.manifests.values():
            lines[manifest.path] = {requirement.line for requirement in manifest.requirements}
        found = []
        for path, text in self._project.texts.items():
            form = format_of(path)
            if where_of(path) == "instructions" or form not in (None, "pyproject", "setup.cfg"):
                continue
            if path.endswith(".gitignore"):
                continue
            kept = (t for n, t in enumerate(text.split("\n"), 1) if n not in lines.get(path, ()))
            found.append("\n".join(t for t in kept if not re.search(r"pip3?\s+install", t)))
        return tuple(found)
