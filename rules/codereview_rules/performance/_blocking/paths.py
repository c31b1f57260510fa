"""Which functions reach a blocking call, and by which shortest path.

Forward from the coroutines, the plain functions that they can reach are collected with their calls. Backward
from the blocking calls among these, each function gets the worst that it reaches, and of equally bad the
nearest (Dijkstra's algorithm over whether it happens every time and where nothing fails, severity, confidence,
certainty of the links, whether it asks no more than a cache, whether it stands under a condition, number of calls).
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import NamedTuple

from codereview.api import Place
from codereview.facts.module import CallFact
from codereview.facts.project import Key, ProjectFacts

from ..._syntax.given import Given, Values
from .extent import in_rounds
from .found import ON_FAILURE, Hit, Step, is_conditional
from .grading import Grading
from .held import Locks
from .roles import Roles
from .scan import Scanner
from .ways import Ways

_PROCESSES = ("ProcessPoolExecutor", "multiprocessing.Pool", "multiprocessing.Process")
_OFF = frozenset({"=False", "=None"})
_UNKNOWN: Values = {}
_PASSED = "whether any call comes to it: all that are known pass what it stands in for"


class Route(NamedTuple):
    """A way from a function to a blocking call: the steps after the first, and the call."""

    steps: tuple[Step, ...]
    hit: Hit
    sure: bool
    once: bool
    rare: Step | None = None
    """The first step that stands in an exception handler: the call is come to as something fails."""
    switched: Step | None = None
    """The first step that is given a literal ``False`` or ``None``, where what it calls goes on under a condition."""
    spared: Step | None = None
    """The first step that is made where a package is missing, nothing is kept yet, or the object is told to."""
    repeated: bool = False
    """Whether a step stands in a loop that never lets go."""
    lapses: bool = False
    """Whether what it fetches is then kept for a while."""


class Reach:
    """Blocking calls of a project's functions. Use `hits`, `steps` and `route`."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.grading = Grading(Roles(project))
        self.locks = Locks(project)
        self._scan = Scanner(project).scan
        self._given = Given(project)
        self._refused = self.grading.doubts.refused
        self._best: dict[Key, tuple[Hit, Step | None]] = {}
        self.coroutines = [
            key for key, function in project.functions if function.is_async and not function.stub
        ]
        self._search()

    def hits(self, key: Key) -> list[Hit]:
        """The blocking calls that stand in a function itself."""
        return self._scan(key)[0]

    def steps(self, key: Key) -> list[Step]:
        """The calls of first-party functions that run on the same thread."""
        return self._scan(key)[1]

    def does(self, hit: Hit) -> str:
        """What a call does to a coroutine that comes to it, for a message."""
        if self._refused.holds(hit):
            return "raises SynchronousOnlyOperation (Django refuses queries on the event loop's thread)"
        return "blocks the event loop"

    def kind(self, hit: Hit) -> str:
        """What blocks, for a message: what the table calls a thread may be the processes of a pool."""
        kind = hit.group.kind
        if kind != "waiting for a thread":
            return kind
        made = [call.path for call in self.project.calls_in(hit.key)]
        pools = any(path.endswith(_PROCESSES) for path in made) and not any(
            path.endswith("ThreadPoolExecutor") for path in made
        )
        return "waiting for worker processes" if pools or any(one in hit.name for one in _PROCESSES) else kind

    def doubt(self, key: Key, at: Place) -> str:
        """What is to be checked of a place in a coroutine: whether it is come to; empty if all is well."""
        if self._given.excluded(key, at) or self._given.is_left_out(key, at):
            return "whether that is come to: no call passes what leads there"
        if self._given.is_spared(key, at):
            return "how often that is come to: it is for where something is missing or switched on"
        if not self._given.reaches(key, at, self._given.usual(key)):
            return _PASSED
        return ""

    def doubt_of_way(self, step: Step, route: Route) -> str:
        """What is to be checked of a way: whether it is gone with what all calls of the coroutine pass."""
        below = (*((one.key, one.at) for one in route.steps), (route.hit.key, route.hit.at))
        if self._refused.holds(route.hit) and self._refused.is_taken(below):
            return "what becomes of the error: a handler on the way takes whatever comes"
        usual = self._given.usual(step.key)
        if usual and not self._goes(step, route.steps, route.hit, usual):
            return _PASSED
        return ""

    def route(self, step: Step) -> Route | None:
        """The way from a call to the worst blocking call that it comes to with what it is given, if any."""
        found = self._nearest(step)
        if found is None:
            return None
        hit, steps = found
        if not self._goes(step, steps, hit):
            other = Ways(self._scan, self._given, self._best.keys()).worst(step)
            if other is None:
                return None
            hit, steps = other
        return self._described(step, steps, hit)

    def _goes(self, step: Step, steps: Sequence[Step], hit: Hit, around: Values = _UNKNOWN) -> bool:
        """Whether what is called comes to each step of a way, with what it is given and what is known around it."""
        values = self._given.passed(step.key, step.at, step.callee, around)
        key = step.callee
        for one in steps:
            if not self._given.reaches(key, one.at, values):
                return False
            key, values = one.callee, self._given.passed(one.key, one.at, one.callee, values)
        return self._given.reaches(key, hit.at, values)

    def _nearest(self, step: Step) -> tuple[Hit, list[Step]] | None:
        steps: list[Step] = []
        callee = step.callee
        while True:
            found = self._best.get(callee)
            if found is None:
                return None
            hit, after = found
            if after is None:
                return hit, steps
            steps.append(after)
            callee = after.callee

    def _described(self, step: Step, steps: Sequence[Step], hit: Hit) -> Route:
        sure, once, rare = step.sure, step.once, None
        switched: Step | None = None
        spared: Step | None = step if self._given.is_spared(step.key, step.at) else None
        before = step
        for one in steps:
            if switched is None and _is_switched(before, one.at):
                switched = before
            if spared is None and self._given.is_spared(one.key, one.at):
                spared = one
            sure, once = sure and one.sure, once or one.once
            rare = rare or (one if one.rare or self._explains(one, hit) else None)
            before = one
        if switched is None and _is_switched(before, hit.at):
            switched = before
        if spared is None and self._given.is_spared(hit.key, hit.at):
            spared = before
        repeated = any(map(self._repeats, (step, *steps)))
        lapses = hit.lapses or any(one.lapses for one in (step, *steps))
        sure, once = sure and hit.sure, once or hit.once
        return Route(tuple(steps), hit, sure, once, rare, switched, spared, repeated, lapses)

    def _repeats(self, step: Step) -> bool:
        """Whether a step is made again and again, and the loop does not let go in between."""
        loops = [loop for loop in self.project.files[step.key[0]].loops if loop.function == step.key[1]]
        return in_rounds(step.at, self.project.calls_in(step.key), loops)

    def _explains(self, step: Step, hit: Hit) -> bool:
        """Whether a file is read or written for the text of an error that is raised then."""
        return hit.group.kind in ON_FAILURE and self._given.is_raising(step.key, step.at)

    # the search

    def _search(self) -> None:
        callers: dict[Key, list[Step]] = {}
        queue = list(self.coroutines)
        seen = set(queue)
        heap: list[tuple[bool, int, int, int, bool, bool, int, str, int, int, int]] = []
        starts: list[tuple[Hit, Step | None, bool]] = []

        def push(
            key: Key, hit: Hit, step: Step | None, unsure: int, maybe: bool, hops: int, once: bool, rare: bool
        ) -> None:
            starts.append((hit, step, once))
            doubt = 2 * unsure + int(rare)
            severity = 0 if hit.slight else hit.group.severity.rank
            rank = (-severity, -hit.group.confidence.rank, doubt, hit.light, maybe, hops)
            heapq.heappush(heap, (once or rare, *rank, key[0], key[1], hit.at.line, len(starts) - 1))

        while queue:
            key = queue.pop()
            hits, steps = self._scan(key)
            if not self.project.function(key).is_async:
                for hit in hits:
                    if not hit.group.direct:
                        seldom = hit.rare or self._given.is_spared(key, hit.at)
                        push(key, hit, None, int(not hit.sure), is_conditional(hit.at), 0, hit.once, seldom)
            for step in steps:
                callers.setdefault(step.callee, []).append(step)
                if step.callee not in seen:
                    seen.add(step.callee)
                    queue.append(step.callee)
        while heap:
            _, _, _, doubt, _, maybe, hops, file, index, _, number = heapq.heappop(heap)
            key = (file, index)
            if key in self._best:
                continue
            hit, below, once = starts[number]
            self._best[key] = (hit, below)
            for step in callers.get(key, ()):
                if step.key not in self._best and not self.project.function(step.key).is_async:
                    unsure = max(doubt // 2, int(not step.sure))
                    rare = bool(doubt % 2) or step.rare or self._given.is_spared(step.key, step.at)
                    depends = maybe or is_conditional(step.at)
                    push(step.key, hit, step, unsure, depends, hops + 1, once or step.once, rare)


def _is_switched(step: Step, after: Place) -> bool:
    """Whether a call passes a literal ``False`` or ``None``, and what it calls goes on under a condition."""
    given = step.at.given if isinstance(step.at, CallFact) else ()
    return is_conditional(after) and not _OFF.isdisjoint(given)
