"""Examples of coroutines that are lost, and of code that looks like it."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_SAVE = "class Store:\n    async def save(self, row):\n        return row\n\n"
_LOAD = "async def load(key):\n    return {'key': key}\n\n"

BAD: tuple[Bad, ...] = (
    Bad(  # the call raises before there is a coroutine
        "async def load(key, shelf):\n    return {'key': key}\n\n\nasync def show(key):\n    row = load(key)\n"
        "    return row['key']\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # no runner looks into that folder
        {
            "shop.py": _LOAD,
            "pytest.ini": "[pytest]\ntestpaths = tests/unit\n",
            "tests/unit/test_names.py": "def test_names():\n    assert len('ab') == 2\n",
            "tests/old/test_shop.py": "from shop import load\n\n\ndef test_load():\n    assert load(1)['key'] == 1\n",
        },
        lines=("tests/old/test_shop.py:5",),
        confidence=Confidence.LOW,
    ),
    Bad(_LOAD + "async def show(key):\n    row, rest = load(key)\n    return row\n", lines=(5,)),
    Bad(  # whichever round comes first
        _LOAD + "async def show(keys):\n    rows = load(keys)\n    found = []\n    for key in keys:\n"
        "        if key:\n            found.append(rows.get(key) or rows[0])\n    return found\n",
        lines=(9,),
    ),
    Bad(
        "class Row:\n    pass\n\n\nclass Answer:\n    def __init__(self, row):\n        self.row = row\n\n\n"
        "async def load(key) -> Row:\n    return Row()\n\n\n"
        "async def show(key):\n    row: Row = load(key)\n    return Answer(row=row)\n",
        lines=(15,),
    ),
    Bad(_SAVE + "    async def run(self, row):\n        self.save(row)\n", lines=(6,)),
    Bad(  # a test that is not run
        {
            "shop.py": _LOAD,
            "tests/test_shop.py": "import pytest\n\nfrom shop import load\n\n\n@pytest.mark.skip(reason='old')\n"
            "def test_load():\n    assert load(1)['key'] == 1\n",
        },
        lines=("tests/test_shop.py:8",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "shop/store.py": _LOAD + "def fetch(key):\n    return load(key)\n",
            "shop/views.py": "from shop.store import fetch\n\n"
            "async def show(key):\n    fetch(key)\n    return key\n",
        },
        lines=("shop/views.py:4",),
    ),
    Bad(
        _LOAD + "async def show(key):\n    row = load(key)\n    return row['key']\n",
        lines=(6,),
    ),
    Bad(
        _LOAD + "async def check(key):\n    if not load(key):\n"
        "        raise KeyError(key)\n    return load(key)['key']\n",
        lines=(5, 7),
    ),
    Bad(
        "from contextlib import asynccontextmanager\n\n@asynccontextmanager\n"
        "async def session():\n    yield 1\n\n"
        "async def use():\n    with session() as one:\n        return one\n",
        lines=(8,),
    ),
    Bad(
        "async def rows():\n    yield 1\n\nasync def show():\n"
        "    for row in rows():\n        print(row)\n    await rows()\n",
        lines=(5, 7),
    ),
    Bad(
        "import asyncio\n\n" + _LOAD + "async def main():\n    asyncio.run(load(1))\n",
        lines=(7,),
    ),
    Bad(
        "import threading\n\n"
        + _LOAD
        + "def start():\n    threading.Thread(target=load, args=(1,)).start()\n",
        lines=(7,),
    ),
    Bad(
        "import json\n\ndef write(row) -> None:\n    print(json.dumps(row))\n\n"
        "async def show(row):\n    await write(row)\n",
        lines=(7,),
    ),
    Bad(
        _LOAD + "async def first(key):\n    name = load(key).get('name')\n    return f'{name} {load(key)}'\n",
        lines=(5, 6),
    ),
    Bad(
        _SAVE + "async def run(store: Store, row):\n    done = store.save(row)\n    return row\n",
        lines=(6,),
    ),
    Bad(_LOAD + "async def show(key) -> dict:\n    return load(key)\n", lines=(5,)),
    Bad(_LOAD + "@app.get('/')\nasync def show(key):\n    return load(key)\n", lines=(6,)),
    Bad(
        _LOAD
        + "async def one(key):\n    return load(key)\n\nasync def two(key):\n    return len(await one(key))\n",
        lines=(5,),
    ),
    Bad(_LOAD + "async def show(key) -> dict:\n    row = load(key)\n    return row\n", lines=(6,)),
)

_BRANCHES = (
    "import asyncio\n\n\ndef reload():\n    return 1\n\n\nasync def main(other):\n"
    "    if asyncio.iscoroutinefunction({asked}):\n        await reload()\n    else:\n        reload()\n"
)
BAD += (Bad(_BRANCHES.format(asked="other"), lines=(10,)),)

GOOD = (
    Good(_BRANCHES.format(asked="reload")),  # it is awaited only if it is one
    Good(
        "import asyncio\nfrom collections.abc import Awaitable\n\n" + _LOAD + "async def show(keys):\n"
        "    row: Awaitable[dict] = load(1)\n    second = load(2)\n    third: dict = load(3)\n    fourth = load(4)\n"
        "    second.close()\n    await asyncio.gather(third)\n    found = []\n    for key in keys:\n"
        "        if not found:\n            found = await row\n        if isinstance(fourth, dict):\n"
        "            found = fourth['key']\n    row, rest = await load(5), load(6)\n    return found, await rest\n"
    ),
    Good(
        _LOAD
        + "async def show(keys, cached):\n    rows = load(keys)\n    if cached:\n        rows = cached\n"
        "    for key in keys:\n        if key:\n            print(rows.get(key))\n"
    ),
    Good(
        "import asyncio\n\n"
        + _LOAD
        + "async def main():\n    task = asyncio.create_task(load(1))\n    rest = load(2)\n"
        "    await asyncio.gather(load(3), rest)\n    return (await load(4))['key'], await task\n"
    ),
    Good(
        _LOAD + "def fetch(key):\n    return load(key)\n\nasync def show(key):\n"
        "    row = await fetch(key)\n    return row['key']\n"
    ),
    Good(
        "from collections.abc import Awaitable\n\n" + _LOAD + "async def later(key) -> Awaitable[dict]:\n"
        "    return load(key)\n\nasync def plain(key):\n    return load(key)\n\n"
        "def handed(key) -> dict:\n    return load(key)\n"
    ),
    Good(
        "from tools import synchronous\n\n@synchronous\nasync def load(key):\n"
        "    return key\n\ndef show(key):\n    load(key)\n"
    ),
    Good(
        "class Base:\n    def close(self):\n        return None\n\n"
        "class Async(Base):\n    async def close(self):\n        return None\n\n"
        "async def stop(one: Base):\n    await one.close()\n"
    ),
    Good(
        "import pytest\n\n@pytest.fixture\nasync def client():\n    yield 1\n\n"
        "async def test_it(client):\n    assert client\n",
        path="tests/test_app.py",
    ),
    Good(
        "from contextlib import asynccontextmanager\n\n@asynccontextmanager\n"
        "async def session():\n    yield 1\n\n"
        "async def use():\n    async with session() as one:\n        return one\n"
    ),
    Good(
        "import asyncio\n\n" + _LOAD + "def main():\n    asyncio.run(load(1))\n\ndef later():\n"
        "    return [load(key) for key in (1, 2)]\n"
    ),
    Good(
        "import click\n\n@click.command()\nasync def run():\n    return 1\n\n"
        "if __name__ == '__main__':\n    run()\n"
    ),
    Good(
        "import asyncio\n\n"
        + _LOAD
        + "async def main(loop, app):\n    app.on_startup.append(load)\n    coro = load(1)\n"
        "    loop.call_soon(lambda: asyncio.ensure_future(load(2)))\n"
        "    return await asyncio.wait_for(coro, 1)\n"
    ),
    Good(
        "async def rows():\n    yield 1\n\nasync def show():\n"
        "    async for row in rows():\n        print(row)\n    return [row async for row in rows()]\n"
    ),
    Good(
        "import asyncio\nimport threading\n\nasync def made():\n    return load()\n\n"
        "async def load():\n    return 1\n\n"
        "def fetch():\n    coro = None\n\n    def runner():\n        nonlocal coro\n"
        "        coro = asyncio.run(made())\n\n"
        "    thread = threading.Thread(target=runner)\n    thread.start()\n    thread.join()\n    return coro\n\n"
        "async def show():\n    print(await fetch())\n"
    ),
    Good(
        "async def rows():\n    yield 1\n\nasync def show():\n    found = rows()\n    async for row in found:\n"
        "        print(row)\n    return [row async for row in found]\n"
    ),
    Good(
        "import asyncio\nimport inspect\n\nasync def run():\n    return 1\n\ndef main():\n"
        "    if inspect.iscoroutinefunction(run):\n        asyncio.run(run())\n    else:\n        run()\n"
    ),
    Good(
        "from abc import ABC, abstractmethod\n\nclass Port(ABC):\n"
        "    @abstractmethod\n    def send(self, x): ...\n\nasync def go(port: Port):\n    await port.send(1)\n"
    ),
)
