"""The rule's examples: its tests and its documentation."""

from __future__ import annotations

from codereview.api import Bad, Good

BAD: tuple[Bad, ...] = (
    Bad(
        "import time\n\n\nasync def poll():\n    while True:\n        time.sleep(5)\n",
        lines=(6,),
        fixed="import asyncio\nimport time\n\n\nasync def poll():\n    while True:\n"
        "        await asyncio.sleep(5)\n",
    ),
    Bad(
        "from time import sleep as pause\n\n\ndef back_off(attempt):\n    pause(2**attempt)\n\n\n"
        "async def retry():\n    back_off(3)\n",
        lines=(9,),
    ),
    Bad(
        {
            "shop/api.py": "from fastapi import APIRouter\nfrom shop.service import Prices\n\n"
            "router = APIRouter()\n\n\n"
            '@router.get("/prices")\nasync def prices():\n    return Prices().current()\n',
            "shop/service.py": "from .client import fetch\n\n\nclass Prices:\n    def current(self):\n"
            "        return self._load()\n\n    def _load(self):\n        return fetch()\n",
            "shop/client.py": "import requests\n\n\ndef fetch():\n"
            '    return requests.get("https://prices.example.org", timeout=5).json()\n',
        },
        lines=("shop/api.py:9",),
    ),
    Bad(
        "import requests as rq\n\nsession = rq.Session()\n\n\nasync def fetch(url):\n"
        "    return session.get(url, timeout=3)\n",
        lines=(7,),
    ),
    Bad(
        "from httpx import Client\n\n\nasync def load(url):\n    with Client() as client:\n"
        "        return client.get(url).text\n",
        lines=(6,),
    ),
    Bad(
        "async def export(rows, target):\n    with open(target, 'w') as out:\n        for row in rows:\n"
        "            out.write(row)\n",
        lines=(2, 4),
    ),
    Bad(
        "from pathlib import Path\n\n\nasync def template(name):\n"
        "    return (Path('templates') / name).read_text()\n",
        lines=(5,),
    ),
    Bad(
        "import subprocess as sp\n\n\nclass Encoder:\n    def __init__(self, source):\n"
        "        self.info = sp.check_output(['ffprobe', source])\n\n\nasync def encode(source):\n"
        "    return Encoder(source)\n",
        lines=(10,),
    ),
    Bad(
        "from fastapi import Depends, FastAPI\nfrom sqlalchemy.orm import Session\n\napp = FastAPI()\n\n\n"
        "def get_db():\n    yield None\n\n\n"
        '@app.get("/users")\nasync def users(db: Session = Depends(get_db)):\n'
        "    return db.query(User).filter(User.active).all()\n",
        lines=(13,),
    ),
    Bad(
        "import boto3\n\n\nclass Store:\n    def __init__(self):\n        self.s3 = boto3.client('s3')\n\n"
        "    async def put(self, key, body):\n"
        "        self.s3.put_object(Bucket='files', Key=key, Body=body)\n",
        lines=(9,),
    ),
    Bad(
        "import requests\n\n\nasync def fetch(session, url):\n    return session.get(url)\n\n\n"
        "async def run():\n    return await fetch(requests.Session(), 'https://example.org')\n",
        lines=(5,),
    ),
    Bad(
        "from passlib.context import CryptContext\n\ncontext = CryptContext(schemes=['bcrypt'])\n\n\n"
        "def verify(plain, stored):\n    return context.verify(plain, stored)\n\n\n"
        "async def login(plain, stored):\n    if not verify(plain, stored):\n        raise PermissionError\n",
        lines=(11,),
    ),
    Bad(
        "import gzip\nimport json\n\n\nasync def read(path):\n    with gzip.open(path, 'rt') as packed:\n"
        "        return json.loads(packed.read())\n",
        lines=(6, 7),
    ),
    Bad(
        "import urllib3\n\npool = urllib3.PoolManager()\n\n\nasync def ping(url):\n"
        "    return pool.request('GET', url).status\n",
        lines=(7,),
    ),
    Bad(
        "from contextlib import contextmanager\nimport sqlite3\n\n\n@contextmanager\ndef database():\n"
        "    connection = sqlite3.connect('app.db')\n    yield connection\n    connection.commit()\n\n\n"
        "async def count():\n    with database() as connection:\n"
        "        return connection.execute('SELECT count(*) FROM t')\n",
        lines=(13, 14),
    ),
    Bad(
        "from concurrent.futures import ThreadPoolExecutor\n\npool = ThreadPoolExecutor()\n\n\n"
        "async def compute(job):\n    return pool.submit(job).result()\n",
        lines=(7,),
    ),
    Bad(
        "from django.db import models\n\n\nclass Order(models.Model):\n    paid = models.BooleanField()\n\n\n"
        "async def unpaid():\n    for order in Order.objects.filter(paid=False):\n        print(order)\n",
        lines=(9,),
    ),
    Bad(
        "import os.path\n\n\nasync def known(path):\n    return os.path.exists(path)\n",
        lines=(5,),
        fixed=(
            "import asyncio\nimport os.path\n\n\nasync def known(path):\n"
            "    return await asyncio.to_thread(os.path.exists, path)\n"
        ),
    ),
    Bad(
        "import requests\n\n\ndef pages(urls):\n    for url in urls:\n"
        "        yield requests.get(url).text\n\n\n"
        "def rows(urls):\n    yield from pages(urls)\n\n\n"
        "async def export(urls, sink):\n    for row in rows(urls):\n        await sink.send(row)\n",
        lines=(14,),
    ),
    Bad(
        "import functools\nimport time\n\n\ndef again(function):\n    @functools.wraps(function)\n"
        "    def patient(*args):\n        try:\n            return function(*args)\n        except OSError:\n"
        "            time.sleep(3)\n            return function(*args)\n\n    return patient\n\n\n"
        "@again\ndef total(items):\n    return sum(items)\n\n\n"
        "async def bill(items):\n    return total(items)\n",
        lines=(23,),
    ),
    Bad(
        "import asyncio\nimport requests\n\n\nasync def schedule(url):\n"
        "    asyncio.get_running_loop().call_later(60, requests.post, url)\n",
        lines=(6,),
    ),
    Bad(
        "import time\n\n\nasync def back_off(seconds):\n    await time.sleep(seconds)\n",
        lines=(5,),
    ),
    Bad(
        "import requests\n\n\nasync def fetch(urls):\n    return list(map(requests.get, urls))\n",
        lines=(5,),
    ),
    Bad(
        "import psutil\n\n\nasync def health():\n    return psutil.cpu_percent(interval=1)\n",
        lines=(5,),
    ),
    Bad(
        "import json\nfrom pathlib import Path\n\n\nasync def reports(folder: Path):\n"
        "    return [json.loads(path.read_text()) for path in folder.glob('*.json')]\n",
        lines=(6, 6),
    ),
)

GOOD: tuple[Good, ...] = (
    Good(
        "import psutil\n\n\nasync def health():\n    return psutil.cpu_percent(interval=None)\n",
    ),
    Good(
        "import time\n\n\nclass Store:\n    def __init__(self, is_async):\n        self.is_async = is_async\n\n"
        "    def ping(self):\n        if self.is_async:\n            return self._later()\n"
        "        return self._now()\n\n"
        "    async def _later(self):\n        return True\n\n"
        "    def _now(self):\n        time.sleep(1)\n        return True\n\n\n"
        "async def health(store: Store):\n    return await store.ping()\n"
    ),
    Good(
        "import asyncio\nimport requests\n\n\nasync def fetch(url):\n"
        "    return await asyncio.to_thread(requests.get, url)\n"
    ),
    Good(
        "import asyncio\nimport time\nfrom functools import partial\n\n\ndef slow(seconds):\n"
        "    time.sleep(seconds)\n\n\n"
        "async def run():\n    loop = asyncio.get_running_loop()\n"
        "    await loop.run_in_executor(None, partial(slow, seconds=2))\n"
        "    await loop.run_in_executor(None, lambda: slow(2))\n"
    ),
    Good(
        "import anyio\nfrom starlette.concurrency import run_in_threadpool\n\n\ndef read(path):\n"
        "    with open(path) as f:\n"
        "        return f.read()\n\n\nasync def both(path):\n    await anyio.to_thread.run_sync(read, path)\n"
        "    return await run_in_threadpool(read, path)\n"
    ),
    Good(
        "import requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/')\ndef proxy():\n"
        "    return requests.get('https://example.org').json()\n\n\n@app.get('/health')\n"
        "async def health():\n    return 'ok'\n"
    ),
    Good(
        "import httpx\n\n\nasync def fetch(url):\n    async with httpx.AsyncClient() as client:\n"
        "        response = await client.get(url)\n    return response.json()\n"
    ),
    Good(
        "import aiofiles\n\n\nasync def read(path):\n    async with aiofiles.open(path) as f:\n"
        "        return await f.read()\n"
    ),
    Good(
        "from anyio import Path\n\n\nasync def read(name):\n    if await Path(name).exists():\n"
        "        return await Path(name).read_text()\n"
    ),
    Good(
        "class Session:\n    def get(self, key):\n        return self.__dict__.get(key)\n\n\n"
        "async def user(session: Session):\n    return session.get('user')\n"
    ),
    Good(
        "async def handle(open, time):\n    open('door')\n    time.sleep(1)\n",
    ),
    Good(
        "import time\n\n\nasync def build():\n    def later():\n        time.sleep(1)\n\n"
        "    return [later, lambda: time.sleep(2)]\n"
    ),
    Good(
        "import functools\nimport asyncio\nimport requests\n\n\ndef threaded(function):\n"
        "    @functools.wraps(function)\n"
        "    def wrapper(*args):\n        return asyncio.to_thread(function, *args)\n\n"
        "    return wrapper\n\n\n"
        "@threaded\ndef fetch(url):\n    return requests.get(url)\n\n\nasync def run():\n"
        "    return await fetch('https://example.org')\n"
    ),
    Good(
        "from asgiref.sync import sync_to_async\nfrom django.db import models\n\n\n"
        "class Item(models.Model):\n    pass\n\n\n"
        "@sync_to_async\ndef total():\n    return Item.objects.count()\n\n\n"
        "async def view():\n    first = await Item.objects.afirst()\n    return first, await total()\n"
    ),
    Good(
        "import threading\nimport time\n\n\ndef work():\n    time.sleep(60)\n\n\n"
        "async def start(background, executor):\n    threading.Thread(target=work).start()\n"
        "    background.add_task(work)\n"
        "    executor.submit(work)\n"
    ),
    Good(
        "import redis.asyncio as redis\nfrom sqlalchemy.ext.asyncio import AsyncSession\n\n"
        "cache = redis.Redis()\n\n\n"
        "async def load(session: AsyncSession, key):\n    await session.execute(key)\n"
        "    return await cache.get(key)\n"
    ),
    Good(
        "import io\nimport zipfile\n\n\nasync def pack(body):\n    buffer = io.BytesIO()\n"
        "    with zipfile.ZipFile(buffer, 'w') as archive:\n        archive.writestr('body', body)\n"
        "    buffer.write(b'')\n"
        "    return buffer.read()\n"
    ),
    Good(
        "import time\n\n\nasync def give_way():\n    time.sleep(0)\n",
    ),
    Good(
        "import requests\n\n\ndef pages(url):\n    while url:\n        reply = requests.get(url).json()\n"
        "        yield reply\n        url = reply['next']\n\n\nasync def stream(respond, url):\n"
        "    return respond(pages(url))\n"
    ),
    Good(
        {
            "app/main.py": "from . import jobs\n\n\nasync def handle(queue):\n"
            "    await queue.put(jobs.nightly)\n",
            "app/jobs.py": "import subprocess\n\n\ndef nightly():\n    subprocess.run(['backup'])\n\n\n"
            "if __name__ == '__main__':\n    nightly()\n",
        }
    ),
    Good(
        "import asyncio\n\n\nasync def run(*command):\n"
        "    process = await asyncio.create_subprocess_exec(*command)\n"
        "    return await process.wait()\n"
    ),
    Good(
        "import socket\n\n\nasync def is_address(text):\n"
        "    return bool(socket.getaddrinfo(text, 0, flags=socket.AI_NUMERICHOST))\n"
    ),
    Good("import os\n\n\nasync def reap(pid):\n    return os.waitpid(pid, os.WNOHANG)\n"),
    Good(
        "import functools\nimport time\n\n\ndef counted(function):\n    def nightly():\n"
        "        time.sleep(60)\n\n"
        "    @functools.wraps(function)\n    def inner(*args):\n        inner.calls += 1\n"
        "        return function(*args)\n\n    inner.calls = 0\n    inner.nightly = nightly\n"
        "    return inner\n\n\n"
        "@counted\ndef total(items):\n    return sum(items)\n\n\n"
        "async def bill(items):\n    return total(items)\n"
    ),
    Good(
        "import asyncio\nimport requests\n\n\nasync def fetch(urls, pool):\n"
        "    loop = asyncio.get_running_loop()\n"
        "    loop.call_later(60, pool.submit, requests.get, urls[0])\n"
        "    return pool.map(requests.get, urls)\n"
    ),
    Good(
        "from concurrent import futures\n\n\nclass Attempt(futures.Future):\n    @property\n    def failed(self):\n"
        "        return self.exception() is not None\n\n\nclass State:\n    outcome: Attempt | None = None\n\n"
        "    def fail(self, error):\n        attempt = Attempt()\n        attempt.set_exception(error)\n"
        "        self.outcome = attempt\n\n\n"
        "async def again(state: State):\n    if state.outcome is not None and state.outcome.failed:\n"
        "        raise state.outcome.exception()\n"
    ),
    Good(
        "import asyncio\nfrom concurrent.futures import ThreadPoolExecutor\n\npool = ThreadPoolExecutor()\n\n\n"
        "async def compute(job):\n    future = pool.submit(job)\n    await asyncio.wrap_future(future)\n"
        "    return future.result()\n\n\n"
        "async def polled(job):\n    future = pool.submit(job)\n    while not future.done():\n"
        "        await asyncio.sleep(1)\n    return future.result()\n"
    ),
)
