"""Code that commands, or the end of the program, alone come to: nobody waits for a page there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.paths import known, last_name

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts
    from codereview_rules.performance._queries.loops import Loops

_MOST_LEVELS = 3
_AT_END = ("on_shutdown.append", "on_cleanup.append", "atexit.register")


class Rarely:
    """Answers for one project, from indexes made on the first question."""

    def __init__(self, project: ProjectFacts, loops: Loops) -> None:
        self._project = project
        self._loops = loops

    def runs(self, key: Key, levels: int = _MOST_LEVELS) -> bool:
        """Whether a function runs as the program ends, or is called by code alone that runs by hand or once.

        Args:
            key: the function.
            levels: how far its callers are followed.
        """
        if key[1] < 0 or levels == 0:
            return False
        if key in self._at_end:
            return True
        hands = self._loops.hands
        if hands.is_handed(self._project.function(key).decorators) or hands.stays(key):
            return False
        seen = self._that_count(key, {edge.caller for edge in self._project.callers.get(key, ())})
        if not all(self._is_rare(caller, levels) for caller in seen):
            return False  # before names are looked for in all files, which takes its time
        named = self._named(key)
        if named is None:
            return False
        others = self._that_count(key, named) - seen
        return bool(seen or others) and all(self._is_rare(caller, levels) for caller in others)

    def _is_rare(self, caller: Key, levels: int) -> bool:
        return self._loops.once(*caller) or self.runs(caller, levels - 1)

    def _that_count(self, key: Key, callers: set[Key]) -> set[Key]:
        return {caller for caller in callers if caller != key and not self._loops.silent(caller[0])}

    def _named(self, key: Key) -> set[Key] | None:
        """Who may call a function by its name: what a method is called on is not always known, so that each file that
        has its name counts, as a whole where no call in it is seen. None where what is no code has a method's name."""
        name, method = self._project.function(key).name, self._project.function(key).cls >= 0
        found = self._naming(name, key[0])
        for path in self._project.live.uncalled.taken.others(key[0], name):
            if path:
                found |= self._naming(name, path) or ({(path, -1)} if method else set())
            elif method:  # what is no code has the name too
                return None
        return found

    def _naming(self, name: str, path: str) -> set[Key]:
        """The functions of a file that call something of a name, pass it on or read it."""
        facts, found = self._project.files[path], set()
        for call in facts.calls:
            paths = (call.written or call.path, *call.given)
            if any(name in one and last_name(one).lstrip("?") == name for one in paths):
                found.add((path, call.function))
        for ref in facts.refs:
            if name in ref.path and last_name(ref.path).lstrip("?") == name:
                found.add((path, ref.function))
        return found

    @cached_property
    def _at_end(self) -> frozenset[Key]:
        """The functions that are handed over to be called as the program ends."""
        targets = (
            self._project.resolve(path, call.args[0])
            for path, facts in self._project.files.items()
            for call in facts.calls
            if call.args and (call.written or call.path).endswith(_AT_END) and known(call.args[0])
        )
        return frozenset(target.key for target in targets if target.kind == "function")
