"""Coroutine functions handed to what calls them plainly, and loops started within a running one."""

from __future__ import annotations

import re

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
    r"asyncio\.run|asyncio\.(?:get_event_loop|get_running_loop|new_event_loop)\(\)\.run_(?:until_complete|forever)"
)
"""What starts an event loop, and raises where one is running in the thread."""


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
