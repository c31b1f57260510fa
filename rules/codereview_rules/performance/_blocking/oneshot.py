"""Programs of one shot: loops that ``asyncio.run(main())`` starts, and on which nothing else is started."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from codereview.api import Zone
from codereview.facts.module import CallFact, FunctionFact
from codereview.facts.paths import known, last_name
from codereview.facts.project import Edge, Key

from .region import Regions
from .sequence import side_by_side

_LAMBDA = "=lambda:"
_FLOWS = ("prefect.flow", "prefect.task", "dagster.")
RUNNERS = frozenset({"asyncio.run", "anyio.run", "trio.run", "uvloop.run", "asyncio.Runner().run"})
_RUNS = frozenset({"run_until_complete"})
# what lets a second thing run on the loop, or waits for clients: as the last name of what is called
COMPANY = frozenset(
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
PARTS = frozenset(
    """
    gather create_task ensure_future as_completed wait TaskGroup start_soon create_task_group open_nursery amap
    """.split()
)
# of these, what has others come: clients, messages, events
SERVING = COMPANY - PARTS - {"run_coroutine_threadsafe", "call_later", "call_soon", "call_at", "setup"}
# clients that a job may begin, and end with its work
_ASKING = frozenset({"telethon", "pyrogram"})
# packages whose connections keep tasks of their own, and how these begin
_SOCIABLE = frozenset(
    "discord telethon pyrogram aiogram telegram websockets nats aio_pika aiokafka mcp".split()
)
_BEGINS = frozenset({"connect", "connect_robust", "login", "ClientSession"})
# packages whose ``run`` has a model answer, and nothing beside it
_AGENTS = frozenset(
    "agents autogen beeai_framework crewai langchain langgraph llama_index pydantic_ai smolagents".split()
)
# modules whose calls are known to keep to their own thread or process
_PLAIN = frozenset(
    {"builtins", "concurrent", "subprocess", "threading", "multiprocessing", "os", "re", "time", "itertools"}
)


def calls_any(calls: Iterable[CallFact], names: frozenset[str]) -> bool:
    """Whether one of some calls is of something with one of some last names."""
    return any(last_name(call.path) in names for call in calls)


class OneShot:
    """Answers for one project; worked out on the first question."""

    def __init__(self, regions: Regions) -> None:
        self.regions = regions
        self.project = regions.project

    @cached_property
    def alone(self) -> frozenset[Key]:
        """What runs only on loops of its own program."""
        return self._own(COMPANY) | self._own(COMPANY - {"gather"}, apart=True)

    @cached_property
    def batch(self) -> frozenset[Key]:
        """What runs only on loops of a job that serves nobody, though parts of it run side by side."""
        return self._own(COMPANY - PARTS)

    @cached_property
    def started(self) -> frozenset[Key]:
        """What a loop is started for, as the program starts: not again and again by threads."""
        unshared = self._unshared(set(self.entries))
        return frozenset(key for key in unshared if self.entries[key] and not self.regions.decorated(key))

    def _own(self, company: frozenset[str], apart: bool = False) -> frozenset[Key]:
        """The coroutines that run only on loops on which none of some calls is made; ``apart`` leaves out those that
        run side by side."""
        entries: set[Key] = set()
        region: set[Key] = set()
        for entry in self.entries:
            reached = self.reached(entry, company)
            if apart:
                reached -= side_by_side(self.regions, reached)
            if reached:
                entries.add(entry)
                region |= reached
        return self.regions.closed(region, frozenset(entries) & self._unshared(region))

    def _unshared(self, region: set[Key]) -> frozenset[Key]:
        """Of what loops are started for, that which no coroutine elsewhere awaits as well."""
        return frozenset(
            key
            for key in self.entries
            if all(
                edge.caller in region
                or edge.caller[1] < 0
                or not self.project.function(edge.caller).is_async
                or self.project.zone(edge.caller[0]) is Zone.TESTS
                for edge in self.project.callers.get(key, ())
            )
        )

    @cached_property
    def entries(self) -> dict[Key, bool]:
        """The functions whose coroutine a loop is started for, also by a function that is given it; whether that is not
        done by a thread, or by whoever is given a function, as often as it is called."""
        found: list[Key] = []
        for path, facts in self.project.files.items():
            for call in facts.calls:
                if _runs(call):
                    found.extend(self._given(path, call))
        found.extend(
            key for key, function in self.project.functions if function.decorators and _is_flow(function)
        )
        entries = dict.fromkeys(found, True)
        for edge, plain in self._handed:
            for one in self._given(edge.caller[0], edge.call):
                entries[one] = entries.get(one, False) or plain
        return entries

    @cached_property
    def lambdas(self) -> frozenset[Key]:
        """The lambdas that make the coroutine a loop is started for: ``run(lambda: work())``."""
        return frozenset(
            (edge.caller[0], int(first.removeprefix(_LAMBDA)))
            for edge, _ in self._handed
            if (first := edge.call.args[0]).startswith(_LAMBDA)
        )

    def runs(self, key: Key, call: CallFact) -> bool:
        """Whether a call starts a loop for its first argument, itself or by a function of the project."""
        return _runs(call) or any(edge.call is call and edge.caller == key for edge, _ in self._handed)

    @cached_property
    def _handed(self) -> list[tuple[Edge, bool]]:
        """The calls of functions that start a loop for what they are given, each with whether that is a coroutine that
        the same thread runs."""
        runners: dict[Key, bool] = {}
        for path, facts in self.project.files.items():
            for call in facts.calls:
                for key, plain in self._runner(path, call) if _runs(call) else ():
                    runners[key] = runners.get(key, False) or plain
        names = {self.project.function(key).name for key in runners}
        return [
            (edge, plain)
            for key, plain in sorted(runners.items())
            for edge in self.project.callers.get(key, ())
            if edge.call.args and last_name(edge.call.path) in names
        ]

    def _given(self, path: str, call: CallFact) -> list[Key]:
        """The function whose call is the first argument of a call; tests run what serves otherwise."""
        given = call.args[0].removesuffix("()")
        if self.project.zone(path) is Zone.TESTS:
            return []
        if given.startswith(_LAMBDA):
            key = (path, int(given.removeprefix(_LAMBDA)))
            found = [self.regions.callee(key, one) for one in self.project.calls_in(key)]
            return [one for one in found if one is not None and self.project.function(one).is_async]
        target = self.project.resolve(path, given) if known(given) else None
        return [target.key] if target is not None and target.kind == "function" else []

    def _runner(self, path: str, call: CallFact) -> Iterator[tuple[Key, bool]]:
        """The function that is given what a call runs on a loop, as a coroutine or as what makes it; whether it is the
        coroutine and the call does not stand in a function of its own, for a thread."""
        index = call.function
        while index >= 0:
            first = self._first((path, index))
            if first and call.args[0].removesuffix("()") == first:
                yield (path, index), index == call.function and call.args[0] == first
            elif first and any(
                one.path == first for key in self._inner(path, call) for one in self.project.calls_in(key)
            ):
                yield (path, index), False
            index = self.project.files[path].functions[index].parent

    def _inner(self, path: str, call: CallFact) -> list[Key]:
        """The coroutine that a loop is started for, if it is of the function in which that is done."""
        return [
            key
            for key in self._given(path, call)
            if key[0] == path and self.project.function(key).parent == call.function
        ]

    def _first(self, key: Key) -> str:
        """The path of the first parameter of a function."""
        params = self.project.function(key).params
        return f"%{key[1]}:{params[0].name}" if params else ""

    def reached(self, entry: Key, company: frozenset[str]) -> set[Key]:
        """What an entry reaches by calls; nothing if some of it starts company, or is too much to say."""
        seen = {entry}
        queue = [entry]
        while queue:
            key = queue.pop()
            for call in self.project.calls_in(key):
                found = self.regions.callee(key, call)
                if found is None:
                    if self._company(key, call, company):
                        return set()
                elif found not in seen:
                    seen.add(found)
                    queue.append(found)
            for found in self.regions.named_in(key):
                if found not in seen:
                    seen.add(found)
                    queue.append(found)
        return seen

    def is_flow(self, key: Key) -> bool:
        """Whether a coroutine is a flow, a task of one or a step of a job, which gets a loop of its own."""
        return _is_flow(self.project.function(key))

    def _company(self, key: Key, call: CallFact, company: frozenset[str]) -> bool:
        """Whether a call of something outside of the project may let a second thing run on the loop."""
        target = self.project.resolve(key[0], call.path) if known(call.path) else None
        root = target.name.partition(".")[0] if target is not None and target.kind == "external" else ""
        if root in _PLAIN or call.path in RUNNERS:
            return False
        name = last_name(call.written or call.path)
        if name == "run" and root in _AGENTS:
            return False
        if company is SERVING:
            return name in company and not (name == "start" and root in _ASKING)
        return name in company or (name in _BEGINS and root in _SOCIABLE)


def _runs(call: CallFact) -> bool:
    """Whether a call starts a loop for its first argument."""
    name = call.path
    if "run" not in name or not call.args:  # as in most
        return False
    return name in RUNNERS or name[name.rfind(".") + 1 :] in _RUNS


def _is_flow(function: FunctionFact) -> bool:
    """Whether Prefect or Dagster runs a function, each time on a loop of its own."""
    return any(path.startswith(_FLOWS) for path in function.decorators)
