"""Examples of work in the background that fails unseen."""

from __future__ import annotations

from codereview.api import Bad, Good

_LOOP = (
    "import asyncio\nimport httpx\n\nasync def sync():\n"
    "    async with httpx.AsyncClient() as client:\n        await client.get('/')\n\n"
)
_WORK = (
    "import requests\nfrom concurrent.futures import ThreadPoolExecutor\n\ndef push(url):\n"
    "    requests.post(url, timeout=5)\n\n"
)
_FAILS = (
    "import asyncio\n\nclass SyncError(Exception): ...\n\nasync def sync(item):\n"
    "    if item is None:\n        raise SyncError\n\n"
)
BAD = (
    Bad(_LOOP + "async def start():\n    asyncio.create_task(sync())\n", lines=(9,)),
    Bad(
        _LOOP + "async def start():\n    task = asyncio.ensure_future(sync())\n    return None\n", lines=(9,)
    ),
    Bad(
        _LOOP
        + "class Service:\n    async def start(self):\n        self._task = asyncio.create_task(sync())\n\n"
        "    async def stop(self):\n        if self._task:\n            self._task.cancel()\n",
        lines=(10,),
    ),
    Bad(
        _FAILS + "async def start(item):\n    asyncio.get_running_loop().create_task(sync(item))\n",
        lines=(10,),
    ),
    Bad(
        _WORK + "def start(url):\n    with ThreadPoolExecutor() as pool:\n        pool.submit(push, url)\n",
        lines=(9,),
    ),
    Bad(_LOOP + "def start(loop):\n    asyncio.run_coroutine_threadsafe(sync(), loop)\n", lines=(9,)),
    Bad(
        "import threading\nimport requests\n\ndef watch(url):\n    while True:\n"
        "        requests.get(url, timeout=5)\n\n"
        "def start(url):\n    threading.Thread(target=watch, args=(url,), daemon=True).start()\n",
        lines=(9,),
    ),
    Bad(
        {
            "app/__init__.py": "",
            "app/store.py": "def store(session, row):\n    session.add(row)\n    session.commit()\n",
            "app/work.py": (
                "from concurrent.futures import ThreadPoolExecutor\n\n"
                "from app.store import store\n\npool = ThreadPoolExecutor()\n\n"
                "def later(session, row):\n    pool.submit(store, session, row)\n"
            ),
        },
        lines=("app/work.py:8",),
    ),
)
GOOD = (
    Good(_LOOP + "async def start():\n    task = asyncio.create_task(sync())\n    await task\n"),
    Good(_LOOP + "async def start():\n    await asyncio.gather(asyncio.create_task(sync()))\n"),
    Good(
        _LOOP + "def told(task):\n    print(task.exception())\n\nasync def start():\n"
        "    task = asyncio.create_task(sync())\n"
        "    task.add_done_callback(told)\n"
    ),
    Good(
        _LOOP + "async def start():\n    async with asyncio.TaskGroup() as group:\n"
        "        group.create_task(sync())\n"
    ),
    Good(
        "import asyncio\nimport logging\nimport httpx\n\nasync def sync():\n    try:\n"
        "        async with httpx.AsyncClient() as client:\n"
        "            await client.get('/')\n    except Exception:\n"
        "        logging.exception('not synced')\n\n"
        "async def start():\n    asyncio.create_task(sync())\n"
    ),
    Good(
        _WORK + "def start(url):\n    with ThreadPoolExecutor() as pool:\n"
        "        future = pool.submit(push, url)\n        future.result()\n"
    ),
    Good(
        _WORK + "def start(urls):\n    with ThreadPoolExecutor() as pool:\n"
        "        return [pool.submit(push, url) for url in urls]\n"
    ),
    Good(
        "import asyncio\n\nasync def tick():\n    await asyncio.sleep(1)\n\nasync def start():\n"
        "    asyncio.create_task(tick())\n"
    ),
    Good(
        "import requests\nfrom fastapi import BackgroundTasks\n\ndef push(url):\n"
        "    requests.post(url, timeout=5)\n\n"
        "def start(url, tasks: BackgroundTasks):\n    tasks.add_task(push, url)\n"
    ),
)
