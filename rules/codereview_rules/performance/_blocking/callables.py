"""All tables as one, and what a call's arguments say against it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from codereview.facts.module import AWAITED, ENTERED, CallFact
from codereview.facts.targets import Target

from . import agents, compute, databases, network, services, system
from .table import Group, Table

_MEMORY = frozenset({"io.BytesIO()", "io.StringIO()", "tempfile.SpooledTemporaryFile()"})
# callables that block only when they are given something: a host, an interval
_NEEDS_ARGUMENT = frozenset(
    {
        "smtplib.SMTP",
        "ftplib.FTP",
        "ftplib.FTP_TLS",
        "telnetlib.Telnet",
        "fitz.open",
        "pymupdf.open",
    }
)
# what measures for as long as it is told
_MEASURES = frozenset(
    {
        "psutil.cpu_percent",
        "psutil.cpu_times_percent",
        "psutil.Process().cpu_percent",
    }
)
_ZERO = frozenset({"=0", "=0.0"})
_AT_ONCE = _ZERO | {"=None"}
# what waits for as long as it is told, and which argument tells it: with zero it only looks
_TIMED = {
    "time.sleep": 0,
    "select.select": 3,
    "concurrent.futures.wait": 1,
    "signal.sigtimedwait": 1,
    **dict.fromkeys((").wait", ").join", ").result", ").exception", ").poll", ").select"), 0),
    **dict.fromkeys((").get", ").acquire", ").wait_for", ").communicate"), 1),
}
# modules whose functions are never to be awaited
_NEVER_AWAITED = frozenset({"time", "os", "subprocess", "requests", "shutil"})
_DATAGRAMS = frozenset({"socket.SOCK_DGRAM", "socket.SOCK_NONBLOCK"})
_TEXTS = (".text()", ".text", ".read()", ".content")
_NOT_WAITING = frozenset({"blocking", "block", "wait"})
_NEVER = _ZERO | {"=False"}
_FROM_MEMORY = frozenset(
    {
        "zipfile.ZipFile",
        "tarfile.open",
        "gzip.GzipFile",
        "gzip.open",
        "bz2.open",
        "lzma.open",
        "lzma.LZMAFile",
        "bz2.BZ2File",
        "PIL.Image.open",
        "wave.open",
        "io.TextIOWrapper",
        "io.BufferedReader",
        "io.BufferedWriter",
    }
)

# what takes coroutines, what reads an iterable to its end, whose clients are awaited, what wraps a file
GATHER = frozenset(
    {
        "asyncio.gather",
        "asyncio.wait_for",
        "asyncio.create_task",
        "asyncio.ensure_future",
        "asyncio.shield",
        "asyncio.wait",
        "asyncio.run",
        "asyncio.as_completed",
        "asyncio.run_coroutine_threadsafe",
        "asyncio.timeout",
        "asyncio.TaskGroup().create_task",
    }
)
CONSUMERS = frozenset(
    {
        "builtins.list",
        "builtins.tuple",
        "builtins.set",
        "builtins.sorted",
        "builtins.next",
        "builtins.sum",
        "builtins.max",
        "builtins.min",
        "builtins.any",
        "builtins.all",
        "builtins.dict",
        "builtins.frozenset",
        "builtins.len",
        "builtins.bool",
    }
)
ASYNC_CLIENTS = frozenset({"aiohttp", "httpx", "httpx2", "aiobotocore", "asyncpraw", "curl_cffi", "niquests"})
WRAPPERS = frozenset({"trio.wrap_file", "anyio.wrap_file"})


@lru_cache(maxsize=1)
def table() -> Table:
    """The table of all blocking callables; built on first use."""
    return Table(
        (
            *system.GROUPS,
            *network.GROUPS,
            *services.GROUPS,
            *agents.GROUPS,
            *databases.GROUPS,
            *compute.GROUPS,
        )
    )


def waits(name: str, call: CallFact) -> bool:
    """Whether a call of a blocking callable blocks with these arguments."""
    if name == "socket.getaddrinfo":  # an address in digits is read, and nobody is asked
        return "socket.AI_NUMERICHOST" not in call.given
    if name.startswith("os.wait"):
        return "os.WNOHANG" not in call.args
    if name in _NEEDS_ARGUMENT:
        return bool(call.args or call.kwargs) and call.args[:1] != ("=None",)
    if name in _MEASURES:
        return bool({*call.args[:1], *(value for key, value in call.kwargs if key == "interval")} - _AT_ONCE)
    if name == "feedparser.parse" and call.args[:1] and call.args[0].endswith(_TEXTS):
        return False
    if name.endswith(".to_csv") and not call.args and "path_or_buf" not in dict(call.kwargs):
        return False
    if any(key in _NOT_WAITING and value == "=False" for key, value in call.kwargs):
        return False
    if name.endswith((").acquire", "Queue().get")) and call.args[:1] and call.args[0] in _NEVER:
        return False
    return not _only_looks(name, call)


def _only_looks(name: str, call: CallFact) -> bool:
    """Whether a call that waits for as long as it is told is told not to: ``wait(0)``, ``get(timeout=0)``."""
    place = _TIMED.get(name, _TIMED.get(")." + name.rpartition(").")[2]))
    if place is None:
        return False
    timeouts = {value for key, value in call.kwargs if key in ("timeout", "secs")}
    return not _ZERO.isdisjoint({*call.args[place : place + 1], *timeouts})


def awaitable(target: Target, call: CallFact) -> bool:
    """Whether what is awaited may be no blocking call at all.

    A function of these modules, reached by its import, gives nothing that can be awaited: ``await
    time.sleep(1)`` sleeps on the loop's thread and fails then. An awaited ``open`` is left to the reader.
    """
    name = target.name
    if "(" in name or name.partition(".")[0] not in _NEVER_AWAITED:
        return name != "builtins.open" or not call.flags & ENTERED
    return False


def in_memory(name: str, call: CallFact) -> bool:
    """Whether what is opened is a buffer in memory, or a database there."""
    if name == "duckdb.connect" and not call.args and not call.kwargs:
        return True
    if name not in _FROM_MEMORY and not name.startswith("pandas."):
        return False
    given = (
        *call.args[:1],
        *(value for key, value in call.kwargs if key in ("fileobj", "file", "fp", "mode")),
    )
    return any(value in _MEMORY for value in given)


def gives_at_once(meant: str, call: CallFact, calls: Sequence[CallFact]) -> bool:
    """Whether what a call waits for is there already, as the same function made sure of.

    Args:
        meant: what is called, as it is known from outside: ``queue.Queue().get``.
        call: the call.
        calls: all calls of the same function.
    """
    return _is_heap(meant, call, calls) or _is_done(call, calls)


def _is_heap(meant: str, call: CallFact, calls: Sequence[CallFact]) -> bool:
    """Whether ``get()`` is of a queue that is asked for its size first, and so holds something."""
    head, _, name = call.path.rpartition(".")
    asked = (head + ".qsize", head + ".empty")
    return name == "get" and "ueue()" in meant and any(one.path in asked for one in calls)


def _is_done(call: CallFact, calls: Sequence[CallFact]) -> bool:
    """Whether ``result()`` is of a future that was awaited, or asked whether it is done, in the same function; or
    ``communicate()`` of a process that was asked in a loop whether it has ended, ``recv()`` of a pipe that was asked
    whether there is anything."""
    head, _, name = call.path.rpartition(".")
    if name == "recv" or (name in ("communicate", "wait") and head.endswith("()")):
        return any(one.path == head + ".poll" and one.line <= call.line for one in calls)
    if name not in ("result", "exception") or not head.endswith("()"):
        return False
    return any(one.path == head + ".done" or (head in one.args and one.flags & AWAITED) for one in calls)


def never_wait(calls: Sequence[CallFact]) -> bool:
    """Whether the sockets of these calls do not wait: datagrams, ``setblocking(False)``."""
    return any(
        call.path.endswith((".setblocking", ".settimeout"))
        or (call.path == "socket.socket" and not _DATAGRAMS.isdisjoint(call.given))
        for call in calls
    )


def begins(group: Group, name: str, opener: str) -> bool:
    """Whether a call named ``name`` goes on with what a call named ``opener`` began."""
    return group.follows and opener != name and name.startswith(opener + "(")
