"""Examples of what services start, with and without an end."""

from __future__ import annotations

from codereview.api import Bad, Good

_FAST = "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get('/a')\ndef a():\n    return 1\n\n"
_FLASK = "from flask import Flask\n\napp = Flask(__name__)\n\n@app.route('/a')\ndef a():\n    return 'a'\n\n"
_LOOP = "async def poll():\n    while True:\n        await asyncio.sleep(60)\n\n"
_WORK = "def work():\n    while True:\n        time.sleep(60)\n\n"
_BACKGROUND = "from apscheduler.schedulers.background import BackgroundScheduler\n"
_SCHEDULE = (
    "scheduler = BackgroundScheduler()\nscheduler.add_job(a, 'interval', minutes=5)\nscheduler.start()\n"
)

BAD = (
    Bad(_BACKGROUND + _FLASK + _SCHEDULE, lines=(12,)),
    Bad(
        "import asyncio\n" + _FAST + _LOOP + "@app.on_event('startup')\nasync def begin():\n"
        "    app.poller = asyncio.create_task(poll())\n",
        lines=(16,),
    ),
    Bad(
        "import asyncio\nfrom contextlib import asynccontextmanager\n\nfrom fastapi import FastAPI\n\n"
        + _LOOP
        + "@asynccontextmanager\nasync def lifespan(app):\n    asyncio.create_task(poll())\n    yield\n\n"
        "app = FastAPI(lifespan=lifespan)\n",
        lines=(12,),
    ),
    Bad(
        "import threading\nimport time\n"
        + _FLASK
        + _WORK
        + "threading.Thread(target=work, daemon=True).start()\n",
        lines=(15,),
    ),
    Bad(
        "import threading\nimport time\n" + _FAST + _WORK + "threading.Thread(target=work).start()\n",
        lines=(15,),
    ),
    Bad(
        "import queue\nimport threading\n" + _FLASK + "outbox_queue = queue.Queue()\n\n"
        "def send():\n    while True:\n        print(outbox_queue.get())\n\n"
        "threading.Thread(target=send, daemon=True).start()\n",
        lines=(17,),
    ),
    Bad("import httpx\n" + _FAST + "client = httpx.AsyncClient(timeout=5)\n", lines=(10,)),
    Bad(
        "import aiohttp\n" + _FAST + "@app.on_event('startup')\nasync def begin():\n"
        "    app.state.http = aiohttp.ClientSession()\n",
        lines=(12,),
    ),
    Bad(
        {
            "main.py": _FAST + "from jobs import begin\n\n@app.on_event('startup')\ndef go():\n    begin()\n",
            "jobs.py": "from apscheduler.schedulers.asyncio import AsyncIOScheduler\n\n"
            "def begin():\n    scheduler = AsyncIOScheduler()\n    scheduler.start()\n",
        },
        lines=("jobs.py:5",),
    ),
)
GOOD = (
    Good(
        "import atexit\n"
        + _BACKGROUND
        + _FLASK
        + _SCHEDULE
        + "atexit.register(lambda: scheduler.shutdown())\n"
    ),
    Good("import atexit\n" + _BACKGROUND + _FLASK + _SCHEDULE + "atexit.register(scheduler.shutdown)\n"),
    Good(
        "import asyncio\nfrom contextlib import asynccontextmanager\n\nfrom fastapi import FastAPI\n\n"
        + _LOOP
        + "@asynccontextmanager\nasync def lifespan(app):\n    task = asyncio.create_task(poll())\n    yield\n"
        "    task.cancel()\n\napp = FastAPI(lifespan=lifespan)\n"
    ),
    Good(
        "import threading\n" + _FLASK + "stopped = threading.Event()\n\n"
        "def work():\n    while not stopped.wait(60):\n        a()\n\nthreading.Thread(target=work).start()\n"
    ),
    Good(
        "import httpx\n"
        + _FAST
        + "async def ask():\n    async with httpx.AsyncClient() as client:\n        return client\n"
    ),
    Good(
        "import httpx\n" + _FAST + "client = httpx.AsyncClient()\n\n"
        "@app.on_event('shutdown')\nasync def end():\n    await client.aclose()\n"
    ),
    Good("import threading\nimport time\n\n" + _WORK + "threading.Thread(target=work).start()\n"),
    Good(
        "import threading\n" + _FAST + "def once():\n    return a()\n\n"
        "threading.Thread(target=once, daemon=True).start()\n"
    ),
)
