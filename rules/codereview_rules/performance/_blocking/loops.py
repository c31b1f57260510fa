"""Coroutines that only loops of their own run, started by a thread, a task of a queue or a step of a job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from codereview.api import Note, Place, Zone
from codereview.facts.module import AWAITED, ENTERED, ITERATED
from codereview.facts.paths import last_name
from codereview.facts.project import Edge, Key

from ..._syntax.given import Given
from .._queries.tables import TASKS
from .handed import is_first_argument
from .makers import Makers
from .oneshot import COMPANY, SERVING, OneShot
from .rarity import Rarity
from .region import Regions
from .sequence import side_by_side

_MOST = 60
_MANAGERS = frozenset({"contextmanager", "asynccontextmanager"})
PLAIN = frozenset("staticmethod classmethod property override abstractmethod asynccontextmanager".split())
"""Decorators that hand a function to nobody."""
_WAITED = AWAITED | ENTERED | ITERATED
# what an agent calls while a model answers: a function in the one that makes the agent
_TOOLS = frozenset({"tool", "tool_plain"})


class Loops:
    """Answers for one project; remembered by coroutine."""

    def __init__(self, regions: Regions, one_shot: OneShot) -> None:
        self.regions = regions
        self.project = regions.project
        self._one_shot = one_shot
        self._given = Given(self.project)
        self.makers = Makers(self.project)
        self._known: dict[Key, bool] = {}
        self._jobs: dict[Key, bool] = {}

    def apart(self, key: Key) -> bool:
        """Whether each way to a coroutine begins with a loop that is started for it, and on which nothing is served."""
        if not self._any:
            return False
        if key not in self._known:
            self._known[key] = self._is_apart(key)
        return self._known[key]

    def of_jobs(self, key: Key, at: Place) -> bool:
        """Whether each way to a place in a coroutine begins with a loop that is started for a job: what runs beside it
        there are parts of the same job, which comes to an end, and no callers."""
        if not self._any:
            return False
        if key not in self._jobs:
            self._jobs[key] = self._begin_jobs(key)
        return self._jobs[key] or (self._given.depends(key, at) and self._begin_jobs(key, at))

    def in_turn(self, key: Key) -> bool:
        """Whether each way to a coroutine is awaited step by step, so that it runs beside no other call of itself."""
        seen, queue = {key}, [key]
        while queue and len(seen) <= _MOST:
            one = queue.pop()
            for edge in self._edges(one):
                plain = edge.caller[1] < 0 or not self.project.function(edge.caller).is_async
                begun = self._starts(edge) or (plain and one in self._one_shot.entries)
                if begun or self.project.zone(edge.caller[0]) is Zone.TESTS:
                    continue
                if self.project.function(one).is_async and not edge.call.flags & _WAITED:
                    return False
                if edge.caller[1] >= 0 and edge.caller not in seen:
                    seen.add(edge.caller)
                    queue.append(edge.caller)
        return not queue

    def _begin_jobs(self, key: Key, at: Place | None = None) -> bool:
        entries, started = self._one_shot.entries, set()
        seen, queue = {key}, [key]
        while queue:
            one = queue.pop()
            above = self._above(one, at if one == key else None)
            if one in entries:
                started.add(one)
            if above is None or not above:
                if one not in entries or len(seen) > _MOST:
                    return False
                continue
            for caller, goes_on in above.items():
                if goes_on and caller not in seen:
                    seen.add(caller)
                    queue.append(caller)
        return bool(started) and all(self._ends(one) for one in started)

    def _ends(self, entry: Key) -> bool:
        """Whether what a loop is started for serves nobody, and does not go on for ever."""
        reached = self._one_shot.reached(entry, SERVING)
        return bool(reached) and (self._is_queued(entry) or not any(map(self._goes_on, reached)))

    def _is_queued(self, entry: Key) -> bool:
        """Whether tasks of a queue alone start a loop for a coroutine: what goes on in it ends with them."""
        starting = [
            edge.caller
            for edge in self._edges(entry)
            if self.project.zone(edge.caller[0]) is not Zone.TESTS and self._starts(edge)
        ]
        return bool(starting) and all(map(self._is_task, starting))

    def _is_task(self, key: Key) -> bool:
        """Whether a function, or the one in which it stands, is a task of a queue."""
        while key[1] >= 0:
            function = self.project.function(key)
            if any(last_name(path.removesuffix("()")) in TASKS for path in function.decorators):
                return True
            key = (key[0], function.parent)
        return False

    def _goes_on(self, key: Key) -> bool:
        """Whether a coroutine pauses in a loop that it does not leave, as what runs as long as the program does."""
        loops = [
            range(note.line, note.end_line + 1)
            for note in self._endless.get(key[0], ())
            if note.kind == "endless" and note.function == key[1]
        ]
        calls = self.project.calls_in(key) if loops else ()
        return any(call.flags & AWAITED and any(call.line in lines for lines in loops) for call in calls)

    @cached_property
    def _endless(self) -> dict[str, tuple[Note, ...]]:
        return dict(self.project.noted(Rarity))

    @cached_property
    def _any(self) -> bool:
        """Whether the program starts a loop anywhere, or has it started."""
        return bool(self._one_shot.entries)

    def _is_apart(self, key: Key) -> bool:
        """Looks at the callers, theirs, and so on, up to where a loop is started."""
        ways: dict[Key, dict[Key, bool]] = {}
        queue = [key]
        while queue:
            one = queue.pop()
            if one in ways:
                continue
            above = self._above(one)
            if above is None or len(ways) == _MOST or not (above or self._one_shot.is_flow(one)):
                return False
            ways[one] = above
            queue += [caller for caller, goes_on in above.items() if goes_on]
        started = {one for one, above in ways.items() if not above or not all(above.values())}
        return _all_begin(ways, started) and all(self._has_no_company(one, key) for one in started)

    def _has_no_company(self, entry: Key, key: Key) -> bool:
        """Whether nothing is served on the loop that is started for a coroutine, or runs beside another one of it."""
        reached = self._one_shot.reached(entry, COMPANY - {"gather"})
        if not reached:
            return False
        beside = side_by_side(self.regions, reached)
        return key not in beside or entry in beside

    def _above(self, key: Key, at: Place | None = None) -> dict[Key, bool] | None:
        """The callers of a coroutine, each with whether the way goes on to its own; not where it starts a loop for it.
        None if that is not known: it is passed on, or decorated for somebody. Those that pass what keeps it from ``at``
        are left out."""
        function = self.project.function(key)
        if self._one_shot.is_flow(key):
            return {}
        names = {last_name(path) for path in function.decorators if not self._surrounds(key, path)} - PLAIN
        if names:
            return {(key[0], function.parent): True} if names <= _TOOLS and function.parent >= 0 else None
        found: dict[Key, bool] = {}
        for edge in self._edges(key):
            caller = edge.caller
            if self.project.zone(caller[0]) is Zone.TESTS or caller == key or "^" in edge.call.path:
                continue
            if at is not None and not self._given.comes(edge, key, at):
                continue
            if self._starts(edge):
                found.setdefault(caller, False)
            elif self._is_dead(caller):
                continue
            elif caller[1] < 0:
                return None
            elif self.project.function(caller).is_async or not function.is_async:
                found[caller] = True
            elif (around := self._hands_back(edge)) is not None:
                found[around] = True
            else:
                return None
        if not found and function.cls >= 0:
            found = self.makers.of(key)
        return None if self.regions.is_named(key) else found

    def _hands_back(self, edge: Edge) -> Key | None:
        """The coroutine to whose loop a function in it hands another one, from a thread."""
        around = (edge.caller[0], self.project.function(edge.caller).parent)
        if around[1] < 0 or not self.project.function(around).is_async:
            return None
        handed = any(
            last_name(call.path) == "run_coroutine_threadsafe" and is_first_argument(edge.call, call)
            for call in self.project.calls_in(edge.caller)
        )
        return around if handed else None

    def _is_dead(self, key: Key) -> bool:
        """Whether nothing comes to a function: it runs nothing."""
        project = self.project
        function = project.function(key) if key[1] >= 0 else None
        if project.live.idle.why(key[0], function.line if function is not None else 1).text:
            return True
        if function is None or function.decorators or project.callers.get(key):
            return False
        # a name that servers know, in a file that none of them has
        unreached = project.live.reachability.of(key[0]).label != "reachable"
        return unreached and not project.files[key[0]].main_line and not project.importers.get(key[0])

    def _surrounds(self, key: Key, path: str) -> bool:
        """Whether a decorator is a context manager of the project, in which the coroutine runs for whoever calls it."""
        target = self.project.resolve(key[0], path.removesuffix("()"))
        if target.kind != "function":
            return False
        return any(last_name(one) in _MANAGERS for one in self.project.function(target.key).decorators)

    def _edges(self, key: Key) -> Iterator[Edge]:
        """The calls of a function, and those of the methods that it overrides."""
        yield from self.project.callers.get(key, ())
        function = self.project.function(key)
        if function.cls < 0:
            return
        for base in self.project.resolver.bases((key[0], function.cls))[1:]:
            if not isinstance(base, str):
                method = self.project.resolver.class_(base).methods.get(function.name)
                if method is not None:
                    yield from self.project.callers.get((base[0], method), ())

    def _starts(self, edge: Edge) -> bool:
        """Whether a call makes the coroutine that a loop is started for: ``asyncio.run(work())``."""
        return edge.caller in self._one_shot.lambdas or any(
            is_first_argument(edge.call, call) and self._one_shot.runs(edge.caller, call)
            for call in self.project.calls_in(edge.caller)
        )


def _all_begin(ways: Mapping[Key, Iterable[Key]], started: Iterable[Key]) -> bool:
    """Whether each of some functions is come to from where a loop is started: some may only call one another."""
    begun = set(started)
    grows = bool(begun)
    while grows:
        new = {one for one, above in ways.items() if one not in begun and not begun.isdisjoint(above)}
        grows = bool(new)
        begun |= new
    return bool(begun) and begun.issuperset(ways)
