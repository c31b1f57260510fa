"""Examples of coroutines that are passed on where a value is taken, and of those that may be."""

from __future__ import annotations

from codereview.api import Bad, Good

_LOAD = "async def load(key):\n    return {'key': key}\n\n"
_SUM = _LOAD + "def summed(rows: list[int], by: str | None = None) -> int:\n    return sum(rows)\n\n"
_MODEL = (
    "from typing import Generic, TypeVar\n\nfrom pydantic import BaseModel\n\nT = TypeVar('T')\n\n\n"
    "class Page(BaseModel, Generic[T]):\n    rows: T\n    total: int\n\n\n"
)
_MADE = (
    "import asyncio\nfrom functools import wraps\n\n\ndef off_thread(function):\n    @wraps(function)\n"
    "    async def run(*args):\n        return await asyncio.to_thread(function, *args)\n\n    return run\n\n\n"
    "def _find(key):\n    return key\n\n\nfind = off_thread(_find)\n\n\n"
)
_STORE = "from sqlalchemy.ext.asyncio import AsyncSession\n\n\n"

BAD: tuple[Bad, ...] = (
    Bad(_SUM + "async def show(key):\n    return summed(load(key))\n", lines=(8,)),
    Bad(_SUM + "async def show(key):\n    return summed([1], by=load(key))\n", lines=(8,)),
    Bad(  # whatever else is done with it
        _SUM
        + "async def show(key, seen):\n    rows = load(key)\n    seen[key] = rows\n    return summed(rows)\n",
        lines=(10,),
    ),
    Bad(_LOAD + "async def count(key):\n    rows = load(key)\n    return len(rows)\n", lines=(6,)),
    Bad("import json\n\n" + _LOAD + "async def show(key):\n    return json.dumps(load(key))\n", lines=(7,)),
    Bad(_LOAD + _MODEL + "async def show(key):\n    return Page(rows=load(key), total=1)\n", lines=(17,)),
    Bad(_LOAD + "async def show(key):\n    return {'total': 1, 'row': load(key)}\n", lines=(5,)),
    Bad(
        _LOAD + "async def show(key):\n    row = load(key)\n    return {'page': f'{key}', 'row': row}\n",
        lines=(6,),
    ),
    Bad(  # what is awaited is something of it
        "async def connect():\n    return Pool()\n\n\nasync def show():\n    pool = connect()\n    try:\n"
        "        rows = await pool.fetch()\n    finally:\n        await pool.close()\n    return rows\n",
        lines=(8,),
    ),
    Bad(_MADE + "async def show(key):\n    find(key)\n", lines=(21,)),
    Bad(_LOAD + "async def show(key):\n    if key and load(key):\n        return key\n", lines=(5,)),
    Bad(
        "from typing import Any\n\n"
        + _LOAD
        + "async def show(key) -> dict[str, Any]:\n    return load(key)\n",
        lines=(7,),
    ),
    Bad(_STORE + "async def keep(db: AsyncSession, row):\n    db.add(row)\n    db.commit()\n", lines=(6,)),
    Bad(
        _STORE
        + _LOAD
        + "async def drop(db: AsyncSession, key):\n    row = load(key)\n    await db.delete(row)\n",
        lines=(9,),
    ),
    Bad("import asyncio\n\n\nasync def wait():\n    asyncio.sleep(1)\n", lines=(5,)),
)

GOOD: tuple[Good, ...] = (
    # whoever asks for the rows by their keys may await them
    Good(_LOAD + "async def show(key):\n    row = load(key)\n    return {key: row}\n"),
    Good(
        "import asyncio\nfrom collections.abc import Awaitable\nfrom typing import Any, TypeVar\n\nT = TypeVar('T')\n\n"
        + _LOAD
        + "async def timed(work: Awaitable[T]) -> T:\n    return await work\n\n"
        "def spawn(work):\n    return asyncio.create_task(work)\n\n"
        "def any_of(work: Any, other: T):\n    return work, other\n\n"
        "async def show(key, jobs: list):\n    spawn(load(key))\n    jobs.append(load(key))\n"
        "    any_of(load(1), load(2))\n"
        "    first = load(3)\n    jobs.append(first)\n    return await timed(load(key))\n"
    ),
    Good(  # what is passed is what was awaited
        _SUM + "async def show(key):\n    return summed(await load(key)), summed([1], await load(1))\n"
    ),
    Good(
        "import asyncio\n\n" + _LOAD + "async def show(keys):\n"
        "    jobs = [load(key) for key in keys]\n    print(len(jobs))\n    return await asyncio.gather(*jobs)\n"
    ),
    Good(  # a job, to be run later
        _LOAD + "async def show(queue, key):\n    queue.put({'name': 'load', 'work': load(key)})\n"
    ),
    Good(
        "from collections.abc import Coroutine\nfrom dataclasses import dataclass\n\n"
        + _LOAD
        + "@dataclass\nclass Job:\n    name: str\n    work: Coroutine\n\n\n"
        "async def show(key):\n    return Job('load', load(key))\n"
    ),
    Good(
        _STORE.replace("AsyncSession", "Session").replace("ext.asyncio", "orm")
        + "async def keep(db: Session):\n    db.commit()\n"
    ),
    Good("import asyncio\n\n\nasync def wait():\n    return asyncio.sleep(1)\n"),
)
