"""Which coroutines have nobody to hold up: those of a program of one shot, and those that run before it serves.

A loop that ``asyncio.run(main())`` starts, and on which nothing reachable from ``main`` starts a task, a
server or a worker, runs one thing anyway: a call that blocks there delays nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from codereview.api import Place
from codereview.facts import module as m
from codereview.facts.module import CallFact, FunctionFact
from codereview.facts.paths import known, last_name
from codereview.facts.project import Key, ProjectFacts

from .sequence import side_by_side

_RUNNERS = frozenset({"asyncio.run", "anyio.run", "trio.run", "uvloop.run", "asyncio.Runner().run"})
_RUNS = frozenset({"run_until_complete"})
# what lets a second thing run on the loop, or waits for clients: as the last name of what is called
_COMPANY = frozenset(
    """
    gather create_task ensure_future as_completed wait TaskGroup start_soon start_server create_server
    create_unix_server start_unix_server create_task_group open_nursery serve serve_forever start_serving
    start run run_forever start_polling run_polling infinity_polling polling run_async run_until_disconnected
    run_webhook idle stdio_server run_stdio_async run_http_async run_sse_async listen consume subscribe
    run_coroutine_threadsafe add_signal_handler add_reader call_later call_soon call_at run_app TCPSite setup
    add_handler add_event_handler on start_consuming amap
    """.split()
)
# of these, what only runs the parts of one job side by side
_PARTS = frozenset(
    """
    gather create_task ensure_future as_completed wait TaskGroup start_soon create_task_group open_nursery amap
    """.split()
)
# packages whose connections keep tasks of their own, and how these begin
_SOCIABLE = frozenset(
    "discord telethon pyrogram aiogram telegram websockets nats aio_pika aiokafka mcp".split()
)
_BEGINS = frozenset({"connect", "connect_robust", "login", "ClientSession"})
# modules whose calls are known to keep to their own thread or process
_PLAIN = frozenset(
    {"builtins", "concurrent", "subprocess", "threading", "multiprocessing", "os", "re", "time", "itertools"}
)
_STARTUP = frozenset(
    """
    lifespan startup on_startup setup_hook shutdown on_shutdown startup_event shutdown_event app_lifespan
    startup_handler shutdown_handler init_app before_serving after_serving post_init on_cleanup
    initialize initialise bootstrap launch_server startup_tasks teardown __pre_destroy__
    """.split()
)
_PHASE = re.compile(r"(?:\A|_)(?:startup|start_up|shutdown|shut_down|teardown)(?:_|\Z)")
_HOOKS = frozenset({"on_event", "before_serving", "after_serving", "on_startup", "on_shutdown"})
_EXTENSION = frozenset({"setup", "teardown"})
_HANDED = frozenset({"lifespan", "on_startup", "on_shutdown", "post_init"})


class Roles:
    """Answers for one project; worked out on the first question."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._read: dict[str, dict[int, list[str]]] = {}

    def alone(self, key: Key) -> bool:
        """Whether a coroutine runs only on loops of its own program of one shot."""
        return key in self._alone

    def batch(self, key: Key) -> bool:
        """Whether a coroutine runs only on loops of a job that serves nobody, though parts of it run side by side."""
        return key in self._batch

    def enters(self, key: Key) -> bool:
        """Whether a coroutine is what a loop is started for."""
        return key in self._started

    @cached_property
    def _started(self) -> frozenset[Key]:
        return frozenset(key for key in self._entries if not self._decorated(key))

    def starts_up(self, key: Key) -> bool:
        """Whether a coroutine runs only before or after the application serves."""
        return key in self._starting

    def follows_start(self, key: Key) -> bool:
        """Whether a coroutine is all or part of a task that start-up begins, and that comes to an end."""
        return key in self._kicked

    def again(self, key: Key, at: Place) -> bool:
        """Whether a place in a function stands in a ``while`` loop."""
        return any(
            loop.kind == "while" and loop.function == key[1] and loop.line < at.line <= loop.end_line
            for loop in self.project.files[key[0]].loops
        )

    def shares(self, key: Key) -> bool:
        """Whether a coroutine itself starts what runs beside it."""
        return any(last_name(call.path) in _PARTS for call in self.project.calls_in(key))

    # programs of one shot

    @cached_property
    def _alone(self) -> frozenset[Key]:
        return self._own(_COMPANY) | self._own(_COMPANY - {"gather"}, apart=True)

    @cached_property
    def _batch(self) -> frozenset[Key]:
        return self._own(_COMPANY - _PARTS)

    def _own(self, company: frozenset[str], apart: bool = False) -> frozenset[Key]:
        """The coroutines that run only on loops on which none of some calls is made; ``apart`` leaves out those that
        run side by side."""
        entries: set[Key] = set()
        region: set[Key] = set()
        for entry in self._entries:
            reached = self._reached(entry, company)
            if apart:
                reached -= side_by_side(self.project, reached, self._callee, self._named_in)
            if reached:
                entries.add(entry)
                region |= reached
        return self._closed(region, entries.__contains__)

    @cached_property
    def _entries(self) -> tuple[Key, ...]:
        """The functions whose coroutine a loop is started for."""
        found: list[Key] = []
        for path, facts in self.project.files.items():
            for call in facts.calls:
                name = call.path
                if call.args and (name in _RUNNERS or name[name.rfind(".") + 1 :] in _RUNS):
                    given = call.args[0].removesuffix("()")
                    target = self.project.resolve(path, given) if known(given) else None
                    if target is not None and target.kind == "function":
                        found.append(target.key)
        return tuple(dict.fromkeys(found))

    def _reached(self, entry: Key, company: frozenset[str]) -> set[Key]:
        """What an entry reaches by calls; nothing if some of it starts company, or is too much to say."""
        seen = {entry}
        queue = [entry]
        while queue:
            key = queue.pop()
            for call in self.project.calls_in(key):
                found = self._callee(key, call)
                if found is None:
                    if self._company(key, call, company):
                        return set()
                elif found not in seen:
                    seen.add(found)
                    queue.append(found)
            for found in self._named_in(key):
                if found not in seen:
                    seen.add(found)
                    queue.append(found)
        return seen

    def _company(self, key: Key, call: CallFact, company: frozenset[str]) -> bool:
        """Whether a call of something outside of the project may let a second thing run on the loop."""
        target = self.project.resolve(key[0], call.path) if known(call.path) else None
        root = target.name.partition(".")[0] if target is not None and target.kind == "external" else ""
        if root in _PLAIN or call.path in _RUNNERS:
            return False
        name = last_name(call.written or call.path)
        return name in company or (name in _BEGINS and root in _SOCIABLE)

    def _callee(self, key: Key, call: CallFact) -> Key | None:
        if not known(call.path) or call.path.startswith("builtins."):
            return None
        return self.project.callee(self.project.resolve(key[0], call.path))

    # start-up

    @cached_property
    def _starting(self) -> frozenset[Key]:
        return self._closed(self._awaited_by(self._hooks), self._hooks.__contains__)

    @cached_property
    def _hooks(self) -> frozenset[Key]:
        return frozenset(key for key, function in self.project.functions if self._is_hook(key, function))

    @cached_property
    def _kicked(self) -> frozenset[Key]:
        """The coroutines of tasks that start-up begins and that come to an end, with what they await."""
        begun: set[Key] = set()
        for key in self._starting:
            for call in self.project.calls_in(key):
                found = self._callee(key, call) if call.flags & m.PASSED else None
                if found is not None and self.project.function(found).is_async and not self._goes_on(found):
                    begun.add(found)
        region = {key for key in self._awaited_by(begun) if not self._goes_on(key)}
        return self._closed(region | self._starting, self._starting.__contains__) - self._starting

    def _goes_on(self, key: Key) -> bool:
        return any(
            loop.kind == "while" and loop.function == key[1] for loop in self.project.files[key[0]].loops
        )

    def _awaited_by(self, first: Iterable[Key]) -> set[Key]:
        """Some coroutines, and what they await other than again and again."""
        region = set(first)
        queue = list(region)
        while queue:
            key = queue.pop()
            for call in self.project.calls_in(key):
                found = self._callee(key, call) if call.flags & m.AWAITED else None
                if found is not None and found not in region and not self.again(key, call):
                    region.add(found)
                    queue.append(found)
        return region

    def _is_hook(self, key: Key, function: FunctionFact) -> bool:
        if not function.is_async:
            return False
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
                for name, value in call.kwargs:
                    if name in _HANDED and value.startswith("@."):
                        found.setdefault(path, set()).add(value[2:])
        return found

    # both

    def _closed(self, region: set[Key], first: Callable[[Key], bool]) -> frozenset[Key]:
        """The largest part of a region that is called and named from nowhere else."""
        inside = {key for key in region if first(key) or not self._decorated(key)}
        named = self._named_by(inside)
        while True:
            out = {key for key in inside if not first(key) and not self._only_from(key, inside, named)}
            if not out:
                return frozenset(inside)
            inside -= out

    def _only_from(self, key: Key, inside: set[Key], named: dict[Key, set[Key]]) -> bool:
        callers = self.project.callers.get(key, ())
        return all(edge.caller in inside for edge in callers) and named.get(key, set()) <= inside

    def _decorated(self, key: Key) -> bool:
        kept = (
            "staticmethod",
            "classmethod",
            "property",
            "asynccontextmanager",
            "contextmanager",
            "override",
        )
        return any(last_name(path) not in kept for path in self.project.function(key).decorators)

    def _passed(self, path: str) -> dict[int, list[str]]:
        """For each function of a file, what it passes on or reads without calling it there."""
        found = self._read.get(path)
        if found is None:
            found = self._read[path] = {}
            facts = self.project.files[path]
            for ref in facts.refs:
                found.setdefault(ref.function, []).append(ref.path)
            for call in facts.calls:
                if call.args or call.kwargs:
                    found.setdefault(call.function, []).extend(_values(call))
        return found

    def _named_in(self, key: Key) -> Iterator[Key]:
        """The functions that a function passes on or picks without calling them there."""
        for value in dict.fromkeys(self._passed(key[0]).get(key[1], ())):
            if known(value) and not value.endswith(")"):
                target = self.project.resolve(key[0], value)
                if target.kind == "function":
                    yield target.key

    def _named_by(self, wanted: set[Key]) -> dict[Key, set[Key]]:
        """For each of some functions, those that pass it on or pick it.

        Only what is spelled like one of them is looked up: most that is passed on or read is no function.
        """
        names = self._spelled({self.project.function(key).name for key in wanted})
        found: dict[Key, set[Key]] = {}
        for path in self.project.files if wanted else ():
            for index, values in self._passed(path).items():
                for value in values:
                    last = value[value.rfind(".") + 1 :]
                    if (last in names or last[:1] in "%=") and known(value) and not value.endswith(")"):
                        target = self.project.resolve(path, value)
                        if target.kind == "function" and target.key in wanted:
                            found.setdefault(target.key, set()).add((path, index))
        return found

    def _spelled(self, names: set[str]) -> set[str]:
        """Names, and those that modules bind to what has one of them."""
        bound = [
            (name, value[value.rfind(".") + 1 :])
            for facts in self.project.files.values()
            for name, value in facts.names.items()
        ]
        found: set[str] = set()
        while names - found:
            found |= names
            names = {name for name, value in bound if value in found}
        return found


def _values(call: CallFact) -> tuple[str, ...]:
    return (*call.args, *(value for _, value in call.kwargs))


def _is_bare_method(function: FunctionFact) -> bool:
    """Whether a function is a method that is given nothing."""
    return function.cls >= 0 and len(function.params) == 1
