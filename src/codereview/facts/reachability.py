"""What a place in the code is reached from: the label that every finding carries.

A module is *reachable* if something that starts the project imports it, through any number of modules; the first
entry point in the order of what matters (applications, commands, tasks, scripts; those of examples last) is named.
The modules of a library are reachable for whoever imports it, whatever its examples start. A module is for *tests
only* if it is a test, or if tests import it and nothing that starts the project does. It is *unreachable* where
`codereview.facts.reach` is sure that nothing leads to it. Everything else is *unknown*: files that are not Python,
modules that a framework or a computed import could load.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal, NamedTuple

from codereview.facts.entrypoints import EntryPoint
from codereview.facts.project import ProjectFacts
from codereview.facts.reach import Reach
from codereview.model import Zone

Label = Literal["reachable", "unreachable", "tests only", "unknown"]

_FIRST = ("application", "command line", "command", "Django", "task", "workflow", "page", "script")
"""Kinds of entry points by what matters, as parts of their names."""
_SCRIPT = "script"
"""The kind of an entry point that somebody starts by hand."""
_SHOW = frozenset({Zone.EXAMPLES, Zone.DOCS, Zone.TESTS})
"""Where programs only show or try what others start."""


class Reached(NamedTuple):
    """A label, and for what is reachable the entry point: its file and kind."""

    label: Label
    by: str = ""


_UNKNOWN = Reached("unknown")


def is_by_hand(by: str) -> bool:
    """Whether an entry point, as labels name it, is a script that somebody starts."""
    return by.endswith(f"({_SCRIPT})")


class Reachability:
    """The labels of all files of a project.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._found: dict[str, Reached] = {}

    def of(self, path: str) -> Reached:
        """The label of a file."""
        found = self._found.get(path)
        if found is None:
            found = self._found[path] = self._of(path)
        return found

    def _of(self, path: str) -> Reached:
        project = self.project
        if project.zone(path) is Zone.TESTS:
            return Reached("tests only")
        entry = self._from.get(path)
        own = path in project.files and project.zone(path) is Zone.PRODUCTION
        shown = entry is not None and project.zone(entry.path) in _SHOW
        if entry is not None and not (own and shown and self._is_for_others):
            return Reached("reachable", f"{entry.path} ({entry.kind})")
        if not own:
            return _UNKNOWN
        if self._is_for_others and path.endswith(".py"):
            return Reached("reachable", "those who import the package")
        if project.library:  # deployed, and packaged as well: it cannot be told what is for others
            return _UNKNOWN
        if path in self._unreached:
            return Reached("tests only" if path in self._from_tests else "unreachable")
        return _UNKNOWN

    @cached_property
    def _is_for_others(self) -> bool:
        """Whether code elsewhere may call what is public; so may what starts the project, where that is not seen."""
        if not self.project.library:
            return False
        own = any(self.project.zone(entry.path) is Zone.PRODUCTION for entry in self.project.entry_points)
        return self.project.for_others or not own

    @cached_property
    def is_told(self) -> bool:
        """Whether most modules of production are reached from an application or a command: one of which that is not
        known stands apart from what runs."""
        labels = [
            self.of(path)
            for path in self.project.files
            if path.endswith(".py") and self.project.zone(path) is Zone.PRODUCTION
        ]
        unknown = sum(label == "unknown" or is_by_hand(by) for label, by in labels)
        reached = sum(label == "reachable" and not is_by_hand(by) for label, by in labels)
        return reached > unknown

    @cached_property
    def _from(self) -> dict[str, EntryPoint]:
        """By file, the entry point that leads to it."""
        found: dict[str, EntryPoint] = {}
        imports = self.project.imports
        for entry in sorted(self.project.entry_points, key=self._order):
            queue = [entry.path] if entry.path not in found else []
            while queue:
                path = queue.pop()
                if path not in found:
                    found[path] = entry
                    queue += [other for other in sorted(imports.get(path, ())) if other not in found]
        return found

    def _order(self, entry: EntryPoint) -> tuple[bool, int, str]:
        ranks = [number for number, part in enumerate(_FIRST) if part in entry.kind]
        return self.project.zone(entry.path) in _SHOW, min(ranks, default=len(_FIRST)), entry.path

    @cached_property
    def _unreached(self) -> frozenset[str]:
        """Modules that nothing outside the tests leads to."""
        return frozenset(facts.path for facts in self.reach.unreached())

    @cached_property
    def reach(self) -> Reach:
        """What something outside the tests leads to."""
        return Reach(self.project, tests=False)

    @cached_property
    def _from_tests(self) -> frozenset[str]:
        queue = [path for path in self.project.files if self.project.zone(path) is Zone.TESTS]
        seen = set(queue)
        while queue:
            fresh = [other for other in self.project.imports.get(queue.pop(), ()) if other not in seen]
            seen.update(fresh)
            queue += fresh
        return frozenset(seen)
