"""Who uses a distribution: the modules that import it, the entry points that lead there, the packages that need it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from codereview.facts.dependencies.imported import Imported, foreign_imports
from codereview.facts.dependencies.names import brings, canonical, import_names, squeezed
from codereview.facts.dependencies.uses import is_used_by_name, uses
from codereview.facts.dependencies.values import Requirement
from codereview.facts.entrypoints import EntryPoint
from codereview.facts.project import ProjectFacts
from codereview.model import Zone

How = Literal["imported", "tests only", "by name", "not imported", "unknown"]
_RUN = frozenset({Zone.PRODUCTION, Zone.SCRIPTS})


class Usage(NamedTuple):
    """How a distribution is used.

    Attributes:
        how: ``by name`` is a server, plug-in or driver, which nobody needs to import, or one that code names in a
            text; ``unknown`` means that some import bears a name like it.
        imports: the imports of it, those of production first.
        entry: an entry point from which one of the imports is reached, if there is one.
        through: the import among ``imports`` that it reaches.
        needed_by: a distribution that is imported and needs it, as a lock file says or as is known of it; with
            the import of it.
        named: the file that names it in a text, such as a list of installed applications.
    """

    how: How
    imports: tuple[Imported, ...] = ()
    entry: EntryPoint | None = None
    through: Imported | None = None
    needed_by: tuple[str, Imported] | None = None
    named: str = ""

    @property
    def idle(self) -> bool:
        """Whether the project's own running code is seen not to import it."""
        return self.how in ("tests only", "not imported")


class Users:
    """Finds who uses what in one project.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._reach: dict[str, frozenset[str]] = {}
        self._parts: dict[str, frozenset[str]] = {}
        self._brought: dict[str, Mapping[str, frozenset[str]]] = {}

    @cached_property
    def _imports(self) -> tuple[Imported, ...]:
        order = {zone: number for number, zone in enumerate(Zone)}
        return tuple(sorted(foreign_imports(self._project), key=lambda i: (order[i.zone], i.path, i.line)))

    @cached_property
    def _by_name(self) -> dict[str, tuple[Imported, ...]]:
        found: dict[str, list[Imported]] = defaultdict(list)
        for item in self._imports:
            found[item.name].append(item)
        return {name: tuple(items) for name, items in found.items()}

    @cached_property
    def _needed(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """By lock file and distribution, the distributions that need it."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for path, manifest in self._project.dependencies.manifests.items():
            for requirement in manifest.requirements:
                for name in requirement.needs:
                    found[path, name].add(requirement.name)
        return {key: frozenset(names) for key, names in found.items()}

    @cached_property
    def _entries(self) -> tuple[EntryPoint, ...]:
        """What is started from outside comes before scripts and what only installs."""

        def rank(entry: EntryPoint) -> tuple[int, EntryPoint]:
            return (2 if entry.kind == "setup.py" else 1 if entry.kind == "script" else 0, entry)

        return tuple(sorted(self._project.entry_points, key=rank))

    def of(self, requirement: Requirement) -> Usage:
        """How the distribution of a requirement is used, in the code that its manifest is for."""
        files = self._files_of(requirement.path)
        sure, likely = self._imports_of(requirement.name, files)
        if sure:
            running = [item for item in sure if item.zone in _RUN]
            entry, through = self._entry(running)
            return Usage("imported" if running else "tests only", sure, entry, through)
        named = self._named(requirement.name, files)
        if named or is_used_by_name(requirement.name):
            return Usage("by name", named=named)
        if likely:
            return Usage("unknown")
        return Usage("not imported", needed_by=self._above(requirement, files))

    def _files_of(self, manifest: str) -> frozenset[str]:
        """The files of the application that a manifest belongs to, with all that they import; all files, where the
        application has no code of its own.
        """
        application = self._project.dependencies.application_of(manifest)
        folder = application.folder if application is not None else ""
        if folder not in self._parts:
            own = [path for path in self._project.files if path.startswith(f"{folder}/")] if folder else []
            seen = set(own or self._project.files)
            queue = list(own)
            while queue:
                fresh = self._project.imports.get(queue.pop(), frozenset()) - seen
                seen |= fresh
                queue += fresh
            self._parts[folder] = frozenset(seen)
        return self._parts[folder]

    def _imports_of(self, name: str, files: frozenset[str]) -> tuple[tuple[Imported, ...], bool]:
        """The imports of a distribution in some files, and whether there are others that bear a name like it."""
        found: list[Imported] = []
        likely = False
        for module, items in self._by_name.items():
            sureness = brings(name, module)
            if sureness == "known" or (sureness and squeezed(name) == squeezed(module.partition(".")[0])):
                found += [item for item in items if item.path in files]
            elif sureness:
                likely = True
        order = {id(item): number for number, item in enumerate(self._imports)}
        found.sort(key=lambda item: order[id(item)])
        return tuple(found), likely and import_names(name) is None

    @cached_property
    def _words(self) -> Mapping[str, tuple[str, ...]]:
        """The files that have a word as a text, by the word as names of packages compare."""
        found: dict[str, list[str]] = defaultdict(list)
        for path, facts in self._project.files.items():
            if self._project.zone(path) in _RUN:
                for word in facts.words:
                    found[canonical(word)].append(path)
        return {word: tuple(paths) for word, paths in found.items()}

    def _named(self, name: str, files: frozenset[str]) -> str:
        tops = {module.partition(".")[0] for module in import_names(name) or ()}
        words = sorted({name, *(canonical(top) for top in tops)})
        return next((path for word in words for path in self._words.get(word, ()) if path in files), "")

    def _entry(self, imports: Iterable[Imported]) -> tuple[EntryPoint | None, Imported | None]:
        by_path: dict[str, Imported] = {}
        for item in imports:
            by_path.setdefault(item.path, item)
        if by_path:
            for entry in self._entries:
                if entry.path not in self._reach:
                    self._reach[entry.path] = self._project.reachable_from(entry.path)
                reached = self._reach[entry.path] & by_path.keys()
                if reached:
                    return entry, by_path[entry.path if entry.path in reached else min(reached)]
        return None, None

    def _above(self, requirement: Requirement, files: frozenset[str]) -> tuple[str, Imported] | None:
        """The nearest imported distribution that needs another one."""
        seen = {requirement.name}
        layer = [requirement.name]
        while layer:
            above = {name for item in layer for name in self._needing(requirement.path, item)}
            layer = sorted(above - seen)
            seen.update(layer)
            for name in layer:
                running = [item for item in self._imports_of(name, files)[0] if item.zone in _RUN]
                if running:
                    return name, running[0]
        return None

    def _needing(self, path: str, name: str) -> frozenset[str]:
        """The distributions of a manifest that need another one, as a lock says or as is known of them."""
        return self._needed.get((path, name)) or self._brought_in(path).get(name, frozenset())

    def _brought_in(self, path: str) -> Mapping[str, frozenset[str]]:
        if path not in self._brought:
            manifest = self._project.dependencies.manifests.get(path)
            found: dict[str, set[str]] = defaultdict(set)
            for item in manifest.requirements if manifest is not None else ():
                for key in (item.name, *(f"{item.name}[{extra}]" for extra in item.extras)):
                    for name in uses().brings.get(key, ()):
                        found[name].add(item.name)
            self._brought[path] = {name: frozenset(above) for name, above in found.items()}
        return self._brought[path]
