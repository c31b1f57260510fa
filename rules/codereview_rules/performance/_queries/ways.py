"""The shortest and least doubtful ways from functions to queries, worked out for what loops can reach."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from codereview.facts import module as m
from codereview.facts.paths import last_name
from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.events import Events
from codereview_rules.performance._queries.loops import Loops
from codereview_rules.performance._queries.verdicts import Event

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, RefFact
    from codereview.facts.project import Key, ProjectFacts

_ASKS = frozenset("get read load fetch find lookup from".split())
_MOST_COST = 7
_MOST_HOPS = 4
_CONDITION = 2
_MOST_LEVELS = 3
_STARTS = frozenset({"create_task", "ensure_future", "run_coroutine_threadsafe", "start_soon", "add_task"})


def doubts(at: CallFact | RefFact) -> int:
    """How much the conditions around a place in a called function speak against its running: 0 to 2."""
    if at.flags & m.FILLS or (at.flags & m.SELDOM and at.loop < 0):
        return 2
    return 1 if at.flags & m.CONDITIONAL else 0


class Way(NamedTuple):
    """From a function to a query: the hops (file, line, function called), the query's place, and what it
    costs in doubt."""

    cost: int
    hops: tuple[tuple[str, int, str], ...]
    file: str
    call: CallFact
    event: Event
    conditions: int


class _Entry(NamedTuple):
    """Of equal entries the first goes first: ways are never compared."""

    cost: int
    file: str
    line: int
    column: int
    key: Key
    number: int
    way: Way


class Ways:
    """Ways of functions, found backwards from the queries among all that the functions can reach.

    What a function reaches tells its way alone, so that it does not matter which function is asked for first.
    """

    def __init__(self, project: ProjectFacts, events: Events, loops: Loops) -> None:
        self.project = project
        self.events = events
        self.loops = loops
        self._found: dict[Key, _Entry] = {}
        self._below: dict[Key, tuple[Key, ...]] = {}
        self._queries: dict[Key, tuple[tuple[CallFact, Event], ...]] = {}
        self._changes: dict[tuple[Key, int], bool] = {}

    def of(self, key: Key) -> Way | None:
        """The way of a function, if it reaches a query."""
        if key not in self._below:
            self.learn((key,))
        found = self._found.get(key)
        return found.way if found is not None else None

    def learn(self, keys: Iterable[Key]) -> None:
        """Works out the ways of some functions, and of all that they reach."""
        new: set[Key] = set()
        queue = [key for key in keys if key not in self._below]
        while queue:
            key = queue.pop()
            if key not in self._below:
                new.add(key)
                self._below[key] = self._callees(key)
                queue.extend(below for below in self._below[key] if below not in self._below)
        heap: list[_Entry] = []
        numbers = itertools.count()
        for key in sorted(new):
            heap.extend(self._starts(key, numbers))
        heap.extend(
            {below: e for key in new for below in self._below[key] if (e := self._found.get(below))}.values()
        )
        heapq.heapify(heap)
        self._search(heap, new, numbers)

    def changes(self, key: Key, levels: int = _MOST_LEVELS) -> bool:
        """Whether a function writes or commits, itself or through what it calls: what a round of a loop does with it,
        the next may read."""
        at = (key, levels)
        if at not in self._changes:
            calls = self.project.calls_in(key)
            self._changes[at] = (
                self._writes(key)
                or any(call.path.endswith((".commit", ".flush")) for call in calls)
                or (levels > 0 and any(self.changes(below, levels - 1) for below in self._callees(key)))
            )
        return self._changes[at]

    def cached(self, key: Key, before: int = 0) -> bool:
        """Whether a function remembers its results, or asks a cache; ``before`` a line of it, if that is told."""
        function = self.project.function(key)
        for path in function.decorators:
            name = last_name(path)
            if name in tables.CACHES or "cache" in name.lower():
                return True
        for call in self.project.calls_in(key):
            if before and (call.loop >= 0 or call.line >= before):
                continue
            head, _, name = call.path.rpartition(".")
            if name in ("get", "get_or_set", "get_many") and "cache" in last_name(head).lower():
                return True
            if "cache" in name.lower() and name.lstrip("?_").partition("_")[0] in _ASKS:
                return True
        return False

    def _search(self, heap: list[_Entry], new: set[Key], numbers: itertools.count[int]) -> None:
        """Dijkstra's algorithm, for what is new, by doubt and number of calls."""
        while heap:
            entry = heapq.heappop(heap)
            key, way = entry.key, entry.way
            if key in new:
                if key in self._found or self.cached(key):
                    continue
                self._found[key] = entry
            name = self.project.function(key).qualname
            for edge in self.project.callers.get(key, ()):
                caller, call = edge.caller, edge.call
                if caller not in new or caller in self._found or call.flags & m.IN_HANDLER:
                    continue
                doubted = doubts(call)
                cost = entry.cost + 1 + _CONDITION * doubted
                if cost > _MOST_COST or len(way.hops) > _MOST_HOPS or self._left_running(caller, call):
                    continue
                hops = ((caller[0], call.line, name), *way.hops)
                longer = way._replace(cost=cost, hops=hops, conditions=way.conditions + doubted)
                place = (cost, caller[0], call.line, call.column)
                heapq.heappush(heap, _Entry(*place, caller, next(numbers), longer))

    def _starts(self, key: Key, numbers: itertools.count[int]) -> Iterable[_Entry]:
        """The queries that a function runs itself."""
        for call, event in self._run_in(key):
            if event.sure == 0 or call.flags & m.IN_HANDLER or event.kind == "lookup":
                continue
            if event.advice in ("sql", "statement") and not any(arg.startswith("=sql:") for arg in call.args):
                continue  # a wrapper that runs whatever it is given
            conditions = 2 if self._remembered(key, call) else doubts(call)
            cost = _CONDITION * conditions + (1 if event.kind != "read" else 0) + (2 - event.sure)
            way = Way(cost, (), key[0], call, self._within(key, call, event), conditions)
            yield _Entry(cost, key[0], call.line, call.column, key, next(numbers), way)

    def _callees(self, key: Key) -> tuple[Key, ...]:
        """The functions of the project that a function calls."""
        found = self._below.get(key)
        if found is None:
            project = self.project
            paths = {call.path for call in project.calls_in(key)}
            keys = {
                project.callee(project.resolve(key[0], path))
                for path in paths
                if path[0] not in "?=" and not path.startswith("builtins.")
            }
            found = tuple(one for one in keys if one is not None)
        return found

    def _run_in(self, key: Key) -> tuple[tuple[CallFact, Event], ...]:
        """The calls of a function outside tests that run a query themselves."""
        found = self._queries.get(key)
        if found is None:
            names, of, path = tables.EVENT_NAMES, self.events.of, key[0]
            found = self._queries[key] = tuple(
                (call, event)
                for call in (self.project.calls_in(key) if not self.loops.silent(path) else ())
                if call.path[call.path.rfind(".") + 1 :] in names and (event := of(path, call)) is not None
            )
        return found

    def _writes(self, key: Key) -> bool:
        return any(event.kind == "write" for _, event in self._run_in(key))

    def _within(self, key: Key, call: CallFact, event: Event) -> Event:
        """A query as a caller sees it: what is read for a change, or again after it, is a part of the writing."""
        if event.kind != "read":
            return event
        if event.advice.startswith("sa_refresh"):
            commits = any(one.path.endswith(".commit") for one in self.project.calls_in(key))
            return Event("write", "row", "commit", "sa_commit", event.sure) if commits else event
        writes = self._writes(key) or any(one.path.endswith(".commit") for one in self.project.calls_in(key))
        return event._replace(advice="reread") if writes else event

    def _remembered(self, key: Key, call: CallFact) -> bool:
        """Whether a query runs only where a dict outside the function had no entry: ``found = KNOWN.get(key)``."""
        if not call.flags & m.CONDITIONAL:
            return False
        return any(
            one.line < call.line
            and one.path.endswith(".get")
            and one.args
            and one.args[0][:1] != "="
            and (one.path[0] not in "%?=" or one.path == "=dict.get")
            and "(" not in one.path
            and self.events.of(key[0], one) is None
            for one in self.project.calls_in(key)
        )

    def _left_running(self, key: Key, call: CallFact) -> bool:
        """Whether a coroutine is only started, as a task of its own: ``create_task(work())``."""
        if not call.flags & m.PASSED or call.flags & m.AWAITED:
            return False
        place = (call.line, call.column)
        return any(
            last_name(one.path) in _STARTS
            and (one.line, one.column) < place
            and place < (one.end_line, one.end_column)
            for one in self.project.calls_in(key)
        )
