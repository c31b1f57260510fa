"""Coroutine functions handed to what calls them plainly, and loops started within a running one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import Note
from codereview.facts.module import CONDITIONAL, IN_HANDLER, IN_TRY, CallFact, FileFacts

# what calls the function that it is given, and knows nothing of coroutines: the path, and where the function stands
_CALLS: dict[str, tuple[int, str]] = {
    "threading.Thread": (1, "target"),
    "threading.Timer": (1, "function"),
    "multiprocessing.Process": (1, "target"),
    "asyncio.to_thread": (0, "func"),
    "anyio.to_thread.run_sync": (0, "func"),
    "starlette.concurrency.run_in_threadpool": (0, "func"),
    "asgiref.sync.sync_to_async": (0, "func"),
    "atexit.register": (0, "func"),
    "signal.signal": (1, "handler"),
    "builtins.map": (0, ""),
    "builtins.filter": (0, ""),
    "builtins.sorted": (-1, "key"),
    "builtins.min": (-1, "key"),
    "builtins.max": (-1, "key"),
    "functools.reduce": (0, ""),
    "_thread.start_new_thread": (0, ""),
}
_METHODS: dict[str, tuple[int, str]] = {
    "call_soon": (0, "callback"),
    "call_soon_threadsafe": (0, "callback"),
    "call_later": (1, "callback"),
    "call_at": (1, "callback"),
    "add_signal_handler": (1, "callback"),
    "run_in_executor": (1, "func"),
    "add_done_callback": (0, "fn"),
}
_OWNERS = re.compile(
    r"asyncio\.(?:get_event_loop|get_running_loop|new_event_loop|create_task|ensure_future|AbstractEventLoop|Task|Future)\(\)"
    r"|concurrent\.futures\.(?:Thread|Process)PoolExecutor\(\)"
)
_POOLS = re.compile(r"concurrent\.futures\.(?:Thread|Process)PoolExecutor\(\)\.(?:submit|map)")
LOOPS = re.compile(
    r"asyncio\.run|asyncio\.(?:get_event_loop|get_running_loop)\(\)\.run_(?:until_complete|forever)"
)
"""What starts an event loop, and raises where one is running in the thread."""


HANDED = "handed"
"""Kind of a note: a function is handed to what calls it. Its values: the path of the function, what calls it."""
LOOP = "loop"
"""Kind of a note: a loop is started in a coroutine function. Its value: what starts it."""
_LAST = {name.rpartition(".")[2] for name in _CALLS} | set(_METHODS)
_LAST |= {"submit", "map", "run", "run_until_complete", "run_forever"}


def handed(facts: FileFacts) -> Iterator[Note]:
    """The notes of a file on functions that are handed over, and loops that are started where one runs."""
    for call in facts.calls:
        name = call.path
        if name[name.rfind(".") + 1 :] not in _LAST or name[0] in "?=%@":
            continue
        place = place_of_callback(name)
        if place is not None:
            position, keyword = place
            passed = dict(call.kwargs).get(keyword, "")
            if not passed and 0 <= position < len(call.args):
                passed = call.args[position]
            if passed and passed[0] not in "?=%" and not passed.endswith(")"):
                yield _note(HANDED, call, passed, name.rpartition(".")[2])
        elif LOOPS.fullmatch(name) and not call.flags & (IN_TRY | IN_HANDLER | CONDITIONAL):
            within = call.function >= 0 and facts.functions[call.function].is_async
            if within:
                yield _note(LOOP, call, name.rpartition(".")[2])


def _note(kind: str, call: CallFact, *values: str) -> Note:
    return Note(
        kind, call.line, call.column, call.end_line, call.end_column, call.function, call.loop, values
    )


def place_of_callback(name: str) -> tuple[int, str] | None:
    """Where the callee takes the function that it calls: position and keyword; None for another callee.

    Args:
        name: the canonical path of the callee.
    """
    if name in _CALLS:
        return _CALLS[name]
    if _POOLS.fullmatch(name):
        return 0, "fn"
    owner, _, method = name.rpartition(".")
    return _METHODS.get(method) if _OWNERS.fullmatch(owner) else None
