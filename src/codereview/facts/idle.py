"""Why nothing comes to a place of the code, as things stand: what stands in the way of a fault there.

Silence where it is not known: what could be called by a name, a framework or another project is never idle.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from codereview.facts.aside import Aside
from codereview.facts.left_out import LeftOut
from codereview.facts.module import FunctionFact
from codereview.facts.paths import last_name
from codereview.facts.reach import Reach
from codereview.facts.uncalled import WRAPS, Uncalled
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_FEWEST_NEIGHBOURS = 2
_FEWEST_MODULES, _AS_A_RULE = 20, 0.8
_LOADED_BY_ITS_APP = re.compile(
    r"/(?:signals?|receivers?|handlers?|routing|consumers|checks|lookups|feeds|sitemaps)\.py$"
)
"""Modules of a Django application that nobody loads unless one of its own does."""


class Why(NamedTuple):
    """Why nothing comes to a place, as a clause, and whether somebody can start it by hand for all that."""

    text: str = ""
    by_hand: bool = False


_MAY = Why()
_ONLY_IDLE = "only modules to which nothing comes import it"


class Idle:
    """Answers for one project.

    Args:
        project: its facts.
        uncalled: what nothing calls of it.
        reach: what something leads to.
        aside: what says of itself that it is not in use.
    """

    def __init__(self, project: ProjectFacts, uncalled: Uncalled, reach: Reach, aside: Aside) -> None:
        self.project = project
        self.uncalled = uncalled
        self.reach = reach
        self.aside = aside
        self.left_out = LeftOut(project, uncalled.taken)
        self._files: dict[str, Why] = {}
        self._functions: dict[Key, str] = {}
        self._lines: dict[str, list[tuple[int, int]]] = {}

    def why(self, path: str, line: int, end_line: int = 0) -> Why:
        """Why nothing comes to a line, or to any up to ``end_line``; without a text where something may."""
        facts = self.project.files.get(path)
        if facts is None or facts.failure is not None:
            return _MAY
        found = self._of_file(path)
        return found if found.text else Why(self._of_function(path, line, max(line, end_line)))

    def _of_file(self, path: str) -> Why:
        """The same for all lines of a file."""
        found = self._files.get(path)
        if found is None:
            self._files[path] = _MAY  # two files that import each other lead nowhere by that
            found = self._files[path] = self._judged(path)
        return found

    def _judged(self, path: str) -> Why:
        by_hand = self.aside.by_hand(path)
        if by_hand:
            return Why(by_hand, True)
        return Why(self.aside.kept(path) or self.left_out.why(path) or self._of_neighbours(path))

    def _of_function(self, path: str, line: int, end_line: int) -> str:
        """The same for the outermost function around some lines."""
        key = self.outermost(path, line)
        if key is None or end_line > self.project.function(key).end_line:
            return ""
        if key not in self._functions:
            self._functions[key] = self._of_key(key, self.project.function(key))
        return self._functions[key]

    def outermost(self, path: str, line: int) -> Key | None:
        """The last function to begin before a line, of those that stand in no other one; None where there is none."""
        outer = self._outer(path)
        at = bisect_right(outer, line, key=lambda one: one[0]) - 1
        return (path, outer[at][1]) if at >= 0 else None

    def _outer(self, path: str) -> list[tuple[int, int]]:
        """The lines of a file's functions that stand in no other one, with their indices."""
        if path not in self._lines:
            self._lines[path] = sorted(
                (item.line, index)
                for index, item in enumerate(self.project.files[path].functions)
                if item.parent < 0 and item.name != "<lambda>"
            )
        return self._lines[path]

    def _of_key(self, key: Key, function: FunctionFact) -> str:
        if self.project.zone(key[0]) is Zone.TESTS:
            return ""
        again = self._defined_again(key, function)
        if again:
            return f"`{function.qualname}` is defined again in line {again}, which takes its place"
        if self._may_be_asked_for(key[0]):
            return ""
        if self.uncalled.holds(key, surely=True):
            return f"nothing calls or names `{function.qualname}`, or leads to what does"
        return ""

    def _may_be_asked_for(self, path: str) -> bool:
        """Whether something may load a module that nothing imports: it has names of its own for what it calls there."""
        if path in self._starts or self.project.files[path].main_line or self.project.importers.get(path):
            return False
        return self._may_be_loaded(path, path.rpartition("/")[0])

    def _defined_again(self, key: Key, function: FunctionFact) -> int:
        """The line of a later definition that takes the place of a function; 0 where there is none."""
        mine = function.name, function.cls, -1
        functions = self.project.files[key[0]].functions
        same = [item for item in functions if (item.name, item.cls, item.parent) == mine]
        if len(same) < 2 or not all(_is_replaceable(item) for item in same):
            return 0
        return same[-1].line if same[-1].line > function.line else 0

    def _of_neighbours(self, path: str) -> str:
        """Whether nothing imports or starts a module of production, and most of its neighbours are imported."""
        facts, project = self.project.files[path], self.project
        if project.zone(path) is not Zone.PRODUCTION or facts.main_line:
            return ""
        importers = project.importers.get(path, ())
        if not all(self._of_file(other).text for other in importers):
            return ""
        if path in self._starts or path.endswith("__init__.py") or self.project.for_others:
            return ""
        if facts.acts:
            return ""
        folder = path.rpartition("/")[0]
        if self._may_be_loaded(path, folder):
            return ""
        near = self.left_out.beside(path)
        taken = sum(bool(project.importers.get(other)) for other in near)
        beside = taken >= _FEWEST_NEIGHBOURS and 2 * taken > len(near)
        if not folder or not (beside or self._is_imported_as_a_rule):
            return ""
        if importers:
            return (
                f"only `{min(importers)}` imports it, to which nothing comes"
                if len(importers) == 1
                else _ONLY_IDLE
            )
        others = "modules beside it" if beside else "modules of the project"
        return f"nothing imports or starts it, though most {others} are imported"

    @cached_property
    def _is_imported_as_a_rule(self) -> bool:
        """Whether nearly all modules of the project that could be imported are: an import of this one would be seen."""
        own = [
            path
            for path in self.project.files
            if self.project.zone(path) is Zone.PRODUCTION and "/" in path and not path.endswith("__init__.py")
        ]
        taken = sum(bool(self.project.importers.get(path)) for path in own)
        return taken >= _FEWEST_MODULES and taken >= _AS_A_RULE * len(own)

    def _may_be_loaded(self, path: str, folder: str) -> bool:
        """Whether something may import a module by a name that it works out or reads."""
        parts = folder.split("/")
        around = {"/".join(parts[:end]) for end in range(1, len(parts) + 1)} | {folder.rpartition("/")[0]}
        loaded = not self._loading.isdisjoint(around)
        named = self._is_known(path) or self.reach.is_meant(path)
        return loaded or named or self.uncalled.is_taken_whole(path)

    @cached_property
    def _loading(self) -> frozenset[str]:
        """The folders of modules that import others by names that they work out."""
        return frozenset(other.rpartition("/")[0] for other in self.reach.loaders)

    @cached_property
    def _starts(self) -> frozenset[str]:
        """The files that something starts; one that only registers tasks does so once a queue loads it by its name."""
        return frozenset(
            entry.path
            for entry in self.project.entry_points
            if (entry.kind != "task" and not _LOADED_BY_ITS_APP.search(f"/{entry.path}"))
            or self._is_known(entry.path)
            or self.reach.is_spoken_of(entry.path)
        )

    def _is_known(self, path: str) -> bool:
        """Whether a module has a name by which something loads it."""
        return self.reach.is_known_by_name(path) and not _LOADED_BY_ITS_APP.search(f"/{path}")


def _is_replaceable(function: FunctionFact) -> bool:
    """Whether all that a definition does is to give its name a function."""
    wrapped = all(WRAPS.match(last_name(path)) for path in function.decorators)
    return wrapped and not function.conditional and not function.overload
