"""Examples of work in the background that fails unseen."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

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
    Bad(
        "import asyncio\nimport json\nimport httpx\n\nasync def follow(url):\n"
        "    async with httpx.AsyncClient() as client:\n        answer = await client.get(url)\n"
        "    try:\n        print(json.loads(answer.text))\n    except ValueError:\n"
        "        print('not JSON')\n\n"
        "class Feed:\n    def open(self, url):\n        self._task = asyncio.create_task(follow(url))\n",
        lines=(15,),
    ),
    Bad(
        "import asyncio\nfrom aiohttp import ClientError, ClientSession\n\n"
        "async def hand_over(session, order):\n"
        "    try:\n        await session.post('https://stock.example', json=order)\n"
        "    except ClientError:\n        print('later')\n    order.sent = True\n    order.save()\n\n"
        "async def buy(session, order):\n    asyncio.create_task(hand_over(session, order))\n",
        lines=(13,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(
        "import asyncio\n\nasync def book(session, order):\n    order.sent = True\n    session.commit()\n\n"
        "async def buy(session, order):\n    # fire and forget\n    asyncio.create_task(book(session, order))\n",
        lines=(9,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import asyncio\n\nasync def remove(message, after):\n    if after < 1:\n        raise ValueError\n\n"
        "async def show(message):\n    asyncio.create_task(remove(message, after=5))\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what is not open is found out by all that need it
        "import asyncio\n\nclass NotOpen(Exception): ...\n\ndef till(shop):\n    if shop.till is None:\n"
        "        raise NotOpen\n    return shop.till\n\nasync def count(shop):\n    print(till(shop))\n\n"
        "async def close(shop):\n    asyncio.create_task(count(shop))\n",
        lines=(14,),
        confidence=Confidence.LOW,
    ),
    Bad(  # the next time takes what is left
        "import asyncio\n\nasync def cleanup(session):\n    session.drop_old()\n    session.commit()\n\n"
        "async def start(session):\n    asyncio.create_task(cleanup(session))\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # a message to somebody who waits for none
        "import asyncio\n\nasync def greet(client, chat):\n    await client.send_message(chat, 'hello')\n\n"
        "async def joined(client, chat):\n    asyncio.create_task(greet(client, chat))\n",
        lines=(7,),
        confidence=Confidence.LOW,
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
    Good(
        "import asyncio\nimport httpx\n\nasync def announce(text):\n    try:\n"
        "        async with httpx.AsyncClient() as client:\n"
        "            await client.post('https://chat.example', content=text)\n"
        "    except httpx.HTTPError as error:\n        print('not announced', error)\n\n"
        "def later(loop, text):\n    asyncio.run_coroutine_threadsafe(announce(text), loop)\n"
    ),
    Good(
        "import asyncio\nimport logging\n\nlog = logging.getLogger(__name__)\n\n"
        "async def book(session, row):\n    print('booking', row.id)\n    print(row)\n    print('now')\n"
        "    print('soon')\n"
        "    try:\n        await session.commit()\n    except Exception:\n"
        "        log.exception('not booked')\n        raise\n\n"
        "async def start(session, row):\n    asyncio.create_task(book(session, row))\n"
    ),
    Good(
        "import asyncio\n\nclass NoSuchOption(Exception): ...\n\ndef option(options, name):\n"
        "    if name not in options:\n        raise NoSuchOption(name)\n    return options[name]\n\n"
        "class Clock:\n    options = {'pause': 3}\n\n    def read(self, name):\n"
        "        return option(self.options, name)\n\n"
        "    async def tick(self):\n        await asyncio.sleep(self.read('pause'))\n\n"
        "    def start(self):\n        self._task = asyncio.create_task(self.tick())\n"
    ),
    Good(
        "import asyncio\nimport logging\n\nclass Desk:\n    async def refund(self, client, number):\n"
        "        try:\n            await client.refunds.create(number)\n        except Exception:\n"
        "            logging.exception('not refunded')\n\n"
        "    async def settle(self, client, numbers):\n        for number in numbers:\n"
        "            await self.refund(client, number)\n        print('settled')\n\n"
        "    def start(self, client, numbers):\n"
        "        asyncio.create_task(self.settle(client, numbers))\n"
    ),
)
