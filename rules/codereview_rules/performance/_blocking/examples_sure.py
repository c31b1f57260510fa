"""How sure the rule is: examples with the confidence that is asked of it."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

SURE: tuple[Bad, ...] = (
    Bad(
        "from django.core.cache import cache\n\n\nasync def rate(name):\n    return cache.get(name)\n",
        lines=(5,),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "shop/settings.py": "CACHES = {'default': {'BACKEND': 'django.core.cache.backends.redis.RedisCache'}}\n",
            "shop/rates.py": "from django.core.cache import cache\n\n\nasync def rate(name):\n"
            "    return cache.get(name)\n",
        },
        lines=("shop/rates.py:5",),
        confidence=Confidence.MEDIUM,
    ),
    Bad(
        "import sqlite3\n\n\nclass Store:\n    async def open(self):\n        self.db = sqlite3.connect('a.db')\n",
        lines=(6,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import asyncio\nimport time\n\nimport click\n\n\n@click.command()\ndef fetch():\n"
        "    asyncio.run(pause())\n\n\n"
        "async def pause():\n    for _ in range(9):\n        asyncio.create_task(tick())\n        time.sleep(1)\n\n\n"
        "async def tick():\n    print('tick')\n",
        lines=(15,),
        confidence=Confidence.HIGH,
    ),
    # only where a text is missing
    Bad(
        "import requests\n\nTEXTS = {'hello': 'hello'}\n\n\ndef text(key):\n    try:\n        return TEXTS[key]\n"
        "    except KeyError:\n        TEXTS[key] = translated(key)\n        return TEXTS[key]\n\n\n"
        "def translated(key):\n    return requests.get('https://api.example.com/' + key).text\n\n\n"
        "async def greet(message):\n    await message.reply(text('hello'))\n",
        lines=(19,),
        confidence=Confidence.LOW,
    ),
    # on a loop of its own, unless the view is run by a loop itself
    Bad(
        "import time\n\nfrom asgiref.sync import async_to_sync\nfrom django.views import View\n\n\n"
        "class Login(View):\n    async def step(self):\n        time.sleep(1)\n\n"
        "    @async_to_sync\n    async def get(self, request):\n        await self.step()\n",
        lines=(9,),
        confidence=Confidence.LOW,
    ),
    # what ends with the program
    Bad(
        "import time\n\n\nclass Poller:\n    def stop(self):\n        time.sleep(1)\n\n\n"
        "async def application(scope, receive, send):\n    message = await receive()\n"
        "    if message['type'] == 'lifespan.shutdown':\n        Poller().stop()\n",
        lines=(12,),
        confidence=Confidence.LOW,
    ),
    # declared as one, where all engines are asynchronous
    Bad(
        {
            "shop/db.py": "from sqlalchemy.ext.asyncio import create_async_engine\n\n"
            "engine = create_async_engine('postgresql+asyncpg://localhost/shop')\n",
            "shop/orders.py": "from sqlalchemy.orm import Session\n\nfrom shop.models import Order\n\n\n"
            "async def newest(db: Session):\n    return db.query(Order).first()\n",
        },
        lines=("shop/orders.py:7",),
        confidence=Confidence.LOW,
    ),
    # a file of the own machine; a change is written to the disk
    Bad(
        {
            "shop/database.py": "from sqlalchemy import create_engine\nfrom sqlalchemy.orm import sessionmaker\n\n"
            "engine = create_engine('sqlite:///shop.db')\nmake = sessionmaker(engine)\n",
            "shop/orders.py": "from shop.database import make\nfrom shop.models import Order\n\n\n"
            "async def newest():\n    return make().query(Order).first()\n",
        },
        lines=("shop/orders.py:6",),
        confidence=Confidence.LOW,
    ),
    # a copy beside the one that runs
    Bad(
        {"bot/JUNE/bot.py": "import time\n\n\nasync def tick():\n    time.sleep(1)\n"},
        lines=("bot/JUNE/bot.py:5",),
        confidence=Confidence.LOW,
    ),
    # soon done, unless the parts are large
    Bad(
        "async def keep(parts):\n    with open('a', 'wb') as file:\n        async for part in parts:\n"
        "            file.write(part)\n",
        lines=(2, 4),
        confidence=Confidence.LOW,
    ),
    Bad(
        {"api/BACKUP CODE/bot.py": "import time\n\n\nasync def tick():\n    time.sleep(1)\n"},
        lines=("api/BACKUP CODE/bot.py:5",),
        confidence=Confidence.LOW,
    ),
    # what a store lacks is made before it is asked
    Bad(
        "import sqlite3\n\n\nasync def ensure_schema(path):\n"
        "    sqlite3.connect(path).execute('CREATE TABLE IF NOT EXISTS a (b)')\n",
        lines=(5,),
        confidence=Confidence.LOW,
    ),
    # a table of a few rows, to be filled in
    Bad(
        "import pandas as pd\nfrom fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.get('/template')\n"
        "async def download_template(path):\n    table = pd.DataFrame({'number': ['A1', 'A2']})\n"
        "    table.to_excel(path)\n    return path\n",
        lines=(10,),
        confidence=Confidence.LOW,
    ),
    # packed in memory, piece by piece
    Bad(
        "import gzip\nimport io\n\n\nclass Packer:\n    def __init__(self):\n        self.buffer = io.BytesIO()\n"
        "        self.file = gzip.GzipFile(fileobj=self.buffer, mode='wb')\n\n    def pack(self, part):\n"
        "        self.file.write(part)\n\n\nasync def send(parts):\n    packer = Packer()\n"
        "    async for part in parts:\n        packer.pack(part)\n",
        lines=(15, 17),
        confidence=Confidence.LOW,
    ),
)

SILENT: tuple[Good, ...] = (
    # there is something in the queue: it was asked before
    Good(
        "import queue\n\n\nclass Closing:\n    def __init__(self):\n        self._left = queue.PriorityQueue()\n\n"
        "    async def close(self):\n        while not self._left.empty():\n"
        "            await self._left.get().aclose()\n",
    ),
    # which of its bases has the method is not told
    Good(
        "import requests\nfrom kept.stores import AsyncStore\n\n\nclass Remote:\n    def load(self, key):\n"
        "        return requests.get(f'https://api.example.com/{key}').json()\n\n\n"
        "class Store(AsyncStore, Remote):\n    pass\n\n\nasync def one(key):\n    return await Store().load(key)\n",
    ),
)
