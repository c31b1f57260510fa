"""Which functions run a query when they are called, directly or through what they call."""

from __future__ import annotations

import heapq
import itertools
from collections import defaultdict
from functools import cached_property
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
_CONDITION = 2
_MOST_LEVELS = 3
_STARTS = frozenset({"create_task", "ensure_future", "run_coroutine_threadsafe", "start_soon", "add_task"})
_STEMS = (
    "repo",
    "repository",
    "dao",
    "crud",
    "store",
    "service",
    "manager",
    "gateway",
    "storage",
    "db",
    "database",
    "client",
)


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


class Reach:
    """Ways from functions to queries, found backwards from the queries."""

    def __init__(self, project: ProjectFacts, events: Events, loops: Loops) -> None:
        self.project = project
        self.events = events
        self.loops = loops

    @cached_property
    def ways(self) -> dict[Key, Way]:
        """The shortest and least conditional way of each function that reaches a query."""
        found: dict[Key, Way] = {}
        heap: list[tuple[int, str, int, int, Key, int, Way]] = []
        count = itertools.count()  # of equal entries the first goes first; ways are never compared
        for key, call, event in self.direct:
            if key[1] < 0 or event.sure == 0 or call.flags & m.IN_HANDLER or event.kind == "lookup":
                continue
            if event.advice in ("sql", "statement") and not any(arg.startswith("=sql:") for arg in call.args):
                continue  # a wrapper that runs whatever it is given
            conditions = 2 if self._remembered(key, call) else doubts(call)
            cost = _CONDITION * conditions + (1 if event.kind != "read" else 0) + (2 - event.sure)
            way = Way(cost, (), key[0], call, self._within(key, call, event), conditions)
            heapq.heappush(heap, (cost, key[0], call.line, call.column, key, next(count), way))
        while heap:
            cost, _, _, _, key, _, way = heapq.heappop(heap)
            if key in found or self.cached(key):
                continue
            found[key] = way
            name = self.project.function(key).qualname
            for edge in self.project.callers.get(key, ()):
                caller, call = edge.caller, edge.call
                if caller[1] < 0 or caller in found or call.flags & m.IN_HANDLER or len(way.hops) > 4:
                    continue
                if self._left_running(caller, call):
                    continue
                doubted = doubts(call)
                added = 1 + _CONDITION * doubted
                if cost + added > _MOST_COST:
                    continue
                hops = ((caller[0], call.line, name), *way.hops)
                longer = way._replace(cost=cost + added, hops=hops, conditions=way.conditions + doubted)
                entry = (cost + added, caller[0], call.line, call.column, caller, next(count), longer)
                heapq.heappush(heap, entry)
        return found

    def _within(self, key: Key, call: CallFact, event: Event) -> Event:
        """A query as a caller sees it: what is read for a change, or again after it, is a part of the writing."""
        if event.kind != "read":
            return event
        if event.advice.startswith("sa_refresh"):
            commits = any(one.path.endswith(".commit") for one in self.project.calls_in(key))
            return Event("write", "row", "commit", "sa_commit", event.sure) if commits else event
        writes = key in self.writes or any(one.path.endswith(".commit") for one in self.project.calls_in(key))
        return event._replace(advice="reread") if writes else event

    @cached_property
    def writes(self) -> frozenset[Key]:
        """The functions that write themselves."""
        return frozenset(key for key, _, event in self.direct if event.kind == "write")

    @cached_property
    def changing(self) -> frozenset[Key]:
        """The functions that write or commit, themselves or through what they call: what a round of a loop does with
        one of them, the next may read."""
        found = {key for key in self.writes if key[1] >= 0}
        for path, facts in self.project.files.items():
            commits = (call.function for call in facts.calls if call.path.endswith((".commit", ".flush")))
            found.update((path, index) for index in commits if index >= 0)
        newest = found
        for _ in range(_MOST_LEVELS):
            newest = {
                edge.caller
                for key in newest
                for edge in self.project.callers.get(key, ())
                if edge.caller[1] >= 0 and edge.caller not in found
            }
            found = found | newest
        return frozenset(found)

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

    @cached_property
    def direct(self) -> tuple[tuple[Key, CallFact, Event], ...]:
        """All calls outside tests that run a query themselves."""
        found = []
        names, of = tables.EVENT_NAMES, self.events.of
        for path, facts in self.project.files.items():
            if self.loops.silent(path):
                continue
            for call in facts.calls:
                if call.path.rpartition(".")[2] in names:
                    event = of(path, call)
                    if event is not None:
                        found.append(((path, call.function), call, event))
        return tuple(found)

    def cached(self, key: Key) -> bool:
        """Whether a function remembers its results, or asks a cache first."""
        function = self.project.function(key)
        for path in function.decorators:
            name = last_name(path)
            if name in tables.CACHES or "cache" in name.lower():
                return True
        for call in self.project.calls_in(key):
            head, _, name = call.path.rpartition(".")
            if name in ("get", "get_or_set", "get_many") and "cache" in last_name(head).lower():
                return True
            if "cache" in name.lower() and name.lstrip("?_").partition("_")[0] in _ASKS:
                return True
        return False

    def through(self, file: str, call: CallFact) -> tuple[Way, Key] | None:
        """The way to a query through a call: by what it resolves to, or by a name that only one class has."""
        project = self.project
        target = project.resolve(file, call.path) if call.path[0] != "?" else None
        key = project.callee(target) if target is not None else None
        if key is None:
            key = self._by_name(call)
        if key is None:
            return None
        way = self.ways.get(key)
        if way is None and project.function(key).stub:
            for other in self._overrides(key):
                if other in self.ways:
                    return self.ways[other]._replace(conditions=self.ways[other].conditions + 2), other
        return (way, key) if way is not None else None

    @cached_property
    def _methods(self) -> dict[str, list[Key]]:
        found: dict[str, list[Key]] = defaultdict(list)
        for path, facts in self.project.files.items():
            if not self.loops.silent(path):
                for index, function in enumerate(facts.functions):
                    if function.cls >= 0 and not function.stub:
                        found[function.name].append((path, index))
        return found

    def _overrides(self, key: Key) -> list[Key]:
        """The methods that implement an abstract one."""
        function = self.project.function(key)
        if function.cls < 0 or function.name.startswith("__"):
            return []
        owner, files = (key[0], function.cls), self.project.files
        return [
            other
            for other in self._methods.get(function.name, ())
            if other != key
            and owner in self.project.resolver.bases((other[0], files[other[0]].functions[other[1]].cls))
        ]

    def _by_name(self, call: CallFact) -> Key | None:
        """``self.user_repo.by_id(x)`` with a repository that is not annotated."""
        head, _, name = call.path.rpartition(".")
        keys = self._methods.get(name, ())
        if len(keys) != 1 or head[:1] not in "%?@":
            return None
        receiver = last_name(head).strip("_").lower().replace("_", "")
        file, index = keys[0]
        facts = self.project.files[file]
        owner = facts.classes[facts.functions[index].cls].name.lower()
        if not any(stem in receiver or stem in owner for stem in _STEMS):
            return None
        return keys[0] if len(receiver) > 3 and (receiver in owner or owner in receiver) else None
