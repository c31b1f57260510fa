"""How often a loop is held up: seldom where administrators alone, or jobs with long pauses, come to a call.

A panel that an operator opens now and then, and a job once in an hour, run on the loop that all share, and stall it as
rarely as they are come to. What says so stands in the code. Where only some of the ways to a coroutine say it, the
others count.
"""

from __future__ import annotations

from functools import cached_property

from codereview.api import Place, Zone
from codereview.facts.module import FunctionFact
from codereview.facts.paths import known
from codereview.facts.project import Key, ProjectFacts

from .rarity import Rarity, says_admin
from .region import Regions

_MOST_LEVELS = 5


class Stakes:
    """Answers for one project; remembered by coroutine.

    Args:
        regions: its calls and names.
    """

    def __init__(self, regions: Regions) -> None:
        self.project: ProjectFacts = regions.project
        self._regions = regions
        self._notes = {
            path: tuple((note.kind, note.line, note.end_line) for note in notes)
            for path, notes in self.project.noted(Rarity)
        }
        self._known: dict[tuple[Key, int], bool] = {}

    def rare(self, key: Key, at: Place) -> bool:
        """Whether a place in a coroutine is seldom come to, by whatever way.

        Args:
            key: the coroutine.
            at: the place.
        """
        return self._pauses(key[0], at) or self._is_rare(key, _MOST_LEVELS)

    def _is_rare(self, key: Key, levels: int) -> bool:
        if (key, levels) not in self._known:
            self._known[key, levels] = False  # as long as it is being asked
            self._known[key, levels] = self._asks_rarely(key, levels)
        return self._known[key, levels]

    def _asks_rarely(self, key: Key, levels: int) -> bool:
        function = self.project.function(key)
        if self._is_said(key, function):
            return True
        if levels == 0 or self._regions.decorated(key):
            return False
        edges = [
            edge
            for edge in self.project.callers.get(key, ())
            if edge.caller != key and self.project.zone(edge.caller[0]) is not Zone.TESTS
        ]
        if not all(
            self._pauses(edge.caller[0], edge.call)
            or (edge.caller[1] >= 0 and self._is_rare(edge.caller, levels - 1))
            for edge in edges
        ):
            return False
        if key in self._of_jobs:
            return True
        return bool(edges) and not self._regions.is_named(key)

    def _is_said(self, key: Key, function: FunctionFact) -> bool:
        """Whether a function says itself, or by where it stands, that it is seldom come to."""
        owner = function.qualname.rpartition(".")[0]
        if says_admin(key[0].rpartition(".")[0]) or says_admin(owner):
            return True
        top = min([function.line, *self._decorated_from(key, function)])
        for kind, line, end_line in self._notes.get(key[0], ()):
            if kind == "admin" and line == function.line:
                return True
            if kind == "router" and function.decorators:
                return True
            if kind == "job" and top <= line <= end_line <= function.line:
                return True
        return False

    def _decorated_from(self, key: Key, function: FunctionFact) -> list[int]:
        """The lines above a function on which its decorators are called."""
        if not function.decorators:
            return []
        paths = {path.removesuffix("()") for path in function.decorators}
        calls = self.project.files[key[0]].calls
        above = [call.line for call in calls if call.path in paths and call.end_line < function.line]
        return above[-len(function.decorators) :]

    def _pauses(self, path: str, at: Place) -> bool:
        """Whether a place stands in a loop that pauses for long."""
        return any(
            kind == "pause" and line < at.line <= end_line
            for kind, line, end_line in self._notes.get(path, ())
        )

    @cached_property
    def _of_jobs(self) -> frozenset[Key]:
        """The functions that a scheduler is given to call seldom."""
        found: set[Key] = set()
        for path, notes in self._notes.items():
            lines = {line for kind, line, _ in notes if kind == "job"}
            for call in self.project.files[path].calls if lines else ():
                if call.line in lines:
                    for value in call.given:
                        target = self.project.resolve(path, value) if known(value) else None
                        if target is not None and target.kind == "function":
                            found.add(target.key)
        return frozenset(found)
