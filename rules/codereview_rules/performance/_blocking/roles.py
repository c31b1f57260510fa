"""Which coroutines have nobody to hold up: those of a program of one shot, and those that run before it serves.

A loop that ``asyncio.run(main())`` starts, and on which nothing reachable from ``main`` starts a task, a
server or a worker, runs one thing anyway: a call that blocks there delays nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from codereview.api import Place
from codereview.facts import module as m
from codereview.facts.module import FunctionFact
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts

from .loops import Loops
from .oneshot import PARTS, OneShot, calls_any
from .region import Regions

_STARTUP = frozenset(
    """
    lifespan startup on_startup setup_hook shutdown on_shutdown startup_event shutdown_event app_lifespan
    startup_handler shutdown_handler init_app before_serving after_serving post_init on_cleanup
    initialize initialise bootstrap launch_server startup_tasks teardown __pre_destroy__
    """.split()
)
_PHASE = re.compile(r"(?:\A|_)(?:lifespan|startup|start_up|shutdown|shut_down|teardown)(?:_|\Z)")
_HOOKS = frozenset({"on_event", "before_serving", "after_serving", "on_startup", "on_shutdown"})
_EXTENSION = frozenset({"setup", "teardown"})
_HANDED = frozenset({"lifespan", "on_startup", "on_shutdown", "post_init"})


class Roles:
    """Answers for one project; worked out on the first question."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.regions = Regions(project)
        self._one_shot = OneShot(self.regions)
        self._loops = Loops(self.regions, self._one_shot)

    def alone(self, key: Key) -> bool:
        """Whether a coroutine runs only on loops of its own program of one shot."""
        return key in self._one_shot.alone

    def apart(self, key: Key) -> bool:
        """Whether each way to a coroutine begins with a loop that is started for it, and serves nobody."""
        return self._loops.apart(key)

    def of_jobs(self, key: Key, at: Place) -> bool:
        """Whether each way to a place in a coroutine begins with a loop of a job, whose parts alone wait."""
        return self._loops.of_jobs(key, at)

    def in_turn(self, key: Key) -> bool:
        """Whether a coroutine is awaited step by step wherever it is come to, and never begun beside others."""
        return self._loops.in_turn(key)

    def batch(self, key: Key) -> bool:
        """Whether a coroutine runs only on loops of a job that serves nobody, though parts of it run side by side."""
        return key in self._one_shot.batch

    def enters(self, key: Key) -> bool:
        """Whether a coroutine is what a loop is started for, or is awaited by that once."""
        return key in self._once and key in self._entering

    def starts_up(self, key: Key) -> bool:
        """Whether a coroutine runs only before or after the application serves."""
        return key in self._once and key in self._starting

    def follows_start(self, key: Key) -> bool:
        """Whether a coroutine is all or part of a task that start-up begins, and that comes to an end."""
        return key in self._kicked

    def again(self, key: Key, at: Place) -> bool:
        """Whether a place in a function stands in a ``while`` loop."""
        return self._in_loop(key, at, ("while",))

    def repeats(self, key: Key, at: Place) -> bool:
        """Whether a place in a function stands in a loop."""
        return self._in_loop(key, at, ("while", "for", "async for", "comprehension"))

    def shares(self, key: Key) -> bool:
        """Whether a coroutine itself starts what runs beside it."""
        return calls_any(self.project.calls_in(key), PARTS)

    @cached_property
    def _once(self) -> frozenset[Key]:
        """What hooks and entries await, and nobody else."""
        first = self._hooks | self._one_shot.started
        return self.regions.closed(set(self._starting | self._entering), first)

    @cached_property
    def _starting(self) -> frozenset[Key]:
        return frozenset(self._awaited_by(self._hooks, self.again))

    @cached_property
    def _entering(self) -> frozenset[Key]:
        return frozenset(self._awaited_by(self._one_shot.started, self.repeats))

    @cached_property
    def _hooks(self) -> frozenset[Key]:
        functions = self.project.functions
        return frozenset(key for key, one in functions if one.is_async and self._is_hook(key, one))

    @cached_property
    def _kicked(self) -> frozenset[Key]:
        """The coroutines of tasks that start-up begins and that come to an end, with what they await."""
        starting = self._starting & self._once
        begun: set[Key] = set()
        for key in starting:
            for call in self.project.calls_in(key):
                found = self.regions.callee(key, call) if call.flags & m.PASSED else None
                if found is not None and self.project.function(found).is_async and not self._goes_on(found):
                    begun.add(found)
        region = {key for key in self._awaited_by(begun, self.again) if not self._goes_on(key)}
        return self.regions.closed(region | starting, starting) - starting

    def _goes_on(self, key: Key) -> bool:
        loops = self.project.files[key[0]].loops
        return any(loop.kind == "while" and loop.function == key[1] for loop in loops)

    def _in_loop(self, key: Key, at: Place, kinds: tuple[str, ...]) -> bool:
        return any(
            loop.kind in kinds and loop.function == key[1] and loop.line < at.line <= loop.end_line
            for loop in self.project.files[key[0]].loops
        )

    def _awaited_by(self, first: Iterable[Key], again: Callable[[Key, Place], bool]) -> set[Key]:
        """Some coroutines, and what they await, and never begin otherwise or again and again."""
        entries = frozenset(first)
        region = set(entries)
        other: set[Key] = set()
        queue = list(region)
        while queue:
            key = queue.pop()
            for call in self.project.calls_in(key):
                found = self.regions.callee(key, call)
                if found is None or found in entries or not self.project.function(found).is_async:
                    continue
                if not call.flags & m.AWAITED or again(key, call):
                    other.add(found)
                elif found not in region:
                    region.add(found)
                    queue.append(found)
        return region - other

    def _is_hook(self, key: Key, function: FunctionFact) -> bool:
        if _PHASE.search(function.name) or (function.name in ("start", "stop") and _is_bare_method(function)):
            return True
        if function.name in _STARTUP or any(last_name(path) in _HOOKS for path in function.decorators):
            return True
        if function.cls < 0 and function.name in _EXTENSION and [p.name for p in function.params] == ["bot"]:
            return True
        return function.qualname in self._given.get(key[0], ())

    @cached_property
    def _given(self) -> dict[str, set[str]]:
        """For each file, the functions handed over as ``lifespan=`` and the like."""
        found: dict[str, set[str]] = {}
        for path, facts in self.project.files.items():
            for call in facts.calls:
                if not call.kwargs:  # as of most
                    continue
                for name, value in call.kwargs:
                    if name in _HANDED and value.startswith("@."):
                        found.setdefault(path, set()).add(value[2:])
        return found


def _is_bare_method(function: FunctionFact) -> bool:
    """Whether a function is a method that is given nothing."""
    return function.cls >= 0 and len(function.params) == 1
