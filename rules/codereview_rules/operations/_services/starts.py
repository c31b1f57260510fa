"""What a service starts beside its requests, and whether anything ends it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from codereview.api import Collector, ModuleContext, Note
from codereview.facts import module as m
from codereview.facts.module import CallFact, FileFacts, FunctionFact
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts

from ..._services.service import own
from ..._syntax.patterns import lazy_pattern

_SCHEDULERS = lazy_pattern(r"apscheduler\.schedulers\.\w+\.\w+Scheduler\(\)\.start$")
_CLIENTS = ("httpx.AsyncClient", "aiohttp.ClientSession", "aiohttp.client.ClientSession")
_STARTS = ("start", "create_task", "ensure_future", "Thread", "AsyncClient", "ClientSession")
_REGISTERS = ("register", "signal", "handler", "append", "callback")
_STARTUP = lazy_pattern(
    r"start_?up|lifespan|before_serving|on_event|asynccontextmanager|post_init|on_ready|setup_hook",
    re.IGNORECASE,
)
_QUEUES = lazy_pattern(
    r"(?:queue|jobs?|tasks?|pending|inbox|buffer|logs|events|messages)\w*\.(?:get|pop|popleft)$",
    re.IGNORECASE,
)
_ENDS = lazy_pattern(
    r"^_*(?:stop|shut_?down|close|a_?close|terminate|join|clean_?up|halt|exit|on_exit|dispose|tear_?down|disconnect)",
    re.IGNORECASE,
)
_SIGNALS = frozenset({"signal", "atexit"})


class Endless(Collector):
    """A note of kind ``endless`` for each loop that no condition ends: ``while True``."""

    nodes = (ast.While,)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none."""
        test = node.test  # type: ignore[attr-defined]
        return (self.noted(node, file, "endless"),) if type(test) is ast.Constant and test.value else ()


class Start(NamedTuple):
    """A start without an end: the call, what it starts, and what becomes of it when the process is told to stop.

    ``harm`` is whether something is lost, or held up, by that: what only looks at something again and again can be
    cut off anywhere.
    """

    path: str
    call: CallFact
    what: str
    then: str
    harm: bool = True


def unended(project: ProjectFacts) -> Iterator[Start]:
    """All starts that nothing ends, in the order of files."""
    files = dict(own(project))
    asked = {last for facts in files.values() for last in _ending(facts)}
    endless = {(path, note.function) for path, notes in project.noted(Endless) for note in notes}
    for path, facts in files.items():
        for call in facts.calls:
            if not call.path.endswith(_STARTS) or call.flags & m.IN_MAIN:
                continue
            last = call.path.rpartition(".")[2]
            if last == "start" and "shutdown" not in asked:
                yield from _scheduler(project, path, call)
            elif last in ("create_task", "ensure_future"):
                yield from _task(project, path, call, endless)
            elif call.path == "threading.Thread":
                yield from _thread(project, path, call, endless)
            elif last in ("AsyncClient", "ClientSession") and call.path in _CLIENTS:
                yield from _client(path, facts, call, asked)


def _ending(facts: FileFacts) -> Iterator[str]:
    """The last names of what a file calls, or hands on, that ends something."""
    for call in facts.calls:
        path = call.path
        if path.endswith((".shutdown", ".aclose")) and path != "logging.shutdown":
            yield path.rpartition(".")[2]
        elif path.endswith(_REGISTERS) and any(arg.endswith(".shutdown") for arg in call.args):
            yield "shutdown"
    for ref in facts.refs:
        if ref.path.endswith((".shutdown", ".aclose")):
            yield ref.path.rpartition(".")[2]


def _scheduler(project: ProjectFacts, path: str, call: CallFact) -> Iterator[Start]:
    name = call.path if call.path[:1] not in "@%" else project.resolve(path, call.path).name
    if _SCHEDULERS.search(name):
        yield Start(
            path,
            call,
            f"`{call.written or 'scheduler.start'}` starts a scheduler",
            "a job is cut off in the middle",
        )


def _task(project: ProjectFacts, path: str, call: CallFact, endless: set[Key]) -> Iterator[Start]:
    facts = project.files[path]
    if call.function < 0 or not _starts_up(facts.functions[call.function]) or not call.args:
        return
    given = call.args[0]
    target = project.resolve(path, given.removesuffix("()")) if given.endswith("()") else None
    if target is None or target.kind != "function" or target.key not in endless:
        return
    if (
        _has_end(facts)
        or any(c.path.endswith(".cancel") for c in facts.calls)
        or _has_end(project.files[target.file])
    ):
        return
    name = project.function(target.key).name
    what = f"`{name}` is started as a task that never ends"
    yield Start(path, call, what, "it is dropped wherever it stands", _takes(project, target.key))


def _thread(project: ProjectFacts, path: str, call: CallFact, endless: set[Key]) -> Iterator[Start]:
    facts = project.files[path]
    given = dict(call.kwargs)
    if given.get("target", "?")[:1] in "?=%":
        return
    target = project.resolve(path, given["target"])
    if target.kind != "function" or target.key not in endless:
        return
    there = project.files[target.file]
    waits = any(c.path.endswith((".join", "threading.Event")) for c in (*facts.calls, *there.calls))
    if waits or _has_end(facts) or _has_end(there):
        return
    name = project.function(target.key).name
    daemon = given.get("daemon") == "=True" or "daemon" in facts.foreign
    then = "it is cut off in the middle" if daemon else "it keeps the process from ending until it is killed"
    what = f"`{name}` runs for ever in a thread"
    yield Start(path, call, what, then, not daemon or _takes(project, target.key))


def _takes(project: ProjectFacts, key: Key) -> bool:
    """Whether a function takes from a queue, so that what waits there is lost with it."""
    return any(_QUEUES.search(call.written or call.path) for call in project.calls_in(key))


def _client(path: str, facts: FileFacts, call: CallFact, asked: set[str]) -> Iterator[Start]:
    if call.flags & (m.ENTERED | m.AWAITED | m.PASSED) or "aclose" in asked or _has_end(facts):
        return
    function = facts.functions[call.function] if call.function >= 0 else None
    if function is not None and not _starts_up(function):
        return
    if any(c.path.endswith(".close") for c in facts.calls):
        return
    yield Start(
        path,
        call,
        f"`{last_name(call.path)}` is opened for the life of the service",
        "its connections are left open",
        harm=function is not None,
    )


def _starts_up(function: FunctionFact) -> bool:
    return bool(_STARTUP.search(function.name)) or any(_STARTUP.search(path) for path in function.decorators)


def _has_end(facts: FileFacts) -> bool:
    """Whether a file has something that stops: a function named for it, a signal's handler."""
    if any(item.module in _SIGNALS for item in facts.imports):
        return True
    return any(_ENDS.match(function.name) for function in facts.functions)
