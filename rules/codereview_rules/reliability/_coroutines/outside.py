"""Coroutines of well-known libraries: what a program has to await of them, from their documentation."""

from __future__ import annotations

import re

_METHODS: dict[str, str] = {
    r"asyncio\.(?:locks\.|queues\.)?(?:Event|Condition|Barrier)": "wait wait_for",
    r"asyncio\.(?:locks\.)?(?:Lock|Semaphore|BoundedSemaphore|Condition)": "acquire",
    r"asyncio\.(?:queues\.)?(?:Queue|PriorityQueue|LifoQueue)": "put get join",
    r"asyncio\.create_subprocess_(?:exec|shell)": "wait communicate",
    r"asyncio\.(?:streams\.)?StreamWriter": "drain wait_closed",
    r"asyncio\.(?:streams\.)?StreamReader": "read readline readexactly readuntil",
    r"sqlalchemy\.ext\.asyncio\.(?:session\.)?(?:AsyncSession|async_scoped_session|async_sessionmaker\(\))": (
        "commit rollback flush refresh execute scalar scalars get get_one delete merge close stream reset invalidate"
    ),
    r"sqlalchemy\.ext\.asyncio\.(?:engine\.)?AsyncConnection": (
        "commit rollback execute scalar scalars close run_sync stream"
    ),
    r"sqlalchemy\.ext\.asyncio\.(?:create_async_engine|(?:engine\.)?AsyncEngine)": "dispose",
    r"httpx\.AsyncClient": "get post put patch delete head options request send aclose",
    r"aiohttp\.(?:client\.)?ClientSession": "close",
}
_FUNCTIONS = frozenset(
    "asyncio.sleep asyncio.wait_for asyncio.wait asyncio.to_thread asyncio.open_connection asyncio.start_server "
    "asyncio.create_subprocess_exec asyncio.create_subprocess_shell anyio.sleep anyio.to_thread.run_sync "
    "trio.sleep".split()
)
_OF = [
    (re.compile(owner + r"\(\)\.(?:" + "|".join(names.split()) + r")"), names)
    for owner, names in _METHODS.items()
]
_LAST = frozenset(name for _, names in _OF for name in names.split())
_LAST = frozenset({*_LAST, *(name.rpartition(".")[2] for name in _FUNCTIONS)})


def may_be_one(path: str) -> bool:
    """Whether a path ends like one of them: the quick answer for most."""
    return path.rpartition(".")[2] in _LAST


def is_coroutine(name: str) -> bool:
    """Whether calling what has a canonical name, outside of the project, gives a coroutine and runs nothing."""
    return name in _FUNCTIONS or any(pattern.fullmatch(name) for pattern, _ in _OF)
