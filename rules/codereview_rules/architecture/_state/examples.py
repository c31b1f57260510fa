"""Examples of ARC011."""

from __future__ import annotations

from codereview.api import Bad, Good

_APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"
_LOGIN = "@app.post('/login')\ndef login(name: str):\n    SESSIONS[name] = 1\n    return name\n"
_FLASK = "from flask import Flask, request\n\napp = Flask(__name__)\n"

BAD = (
    Bad(_APP + "SESSIONS = {}\n\n\n" + _LOGIN, (4,)),
    Bad(_APP + "SESSIONS: dict[str, int] = {}\n\n\n" + _LOGIN.replace("def", "async def"), (4,)),
    Bad(
        _FLASK + "orders = []\n\n\n"
        "@app.route('/order', methods=['POST'])\ndef order():\n    orders.append(request.json)\n    return ''\n",
        (4,),
    ),
    Bad(
        _APP
        + "total = 0\n\n\n@app.get('/')\ndef home():\n    global total\n    total += 1\n    return total\n",
        (4,),
    ),
    Bad(
        {
            "main.py": "from fastapi import FastAPI\n\nimport store\n\napp = FastAPI()\n\n\n"
            "@app.post('/')\ndef add(x: int):\n    store.put(x)\n",
            "store.py": "JOBS = {}\n\n\ndef put(x):\n    JOBS[x] = 'new'\n",
        },
        ("store.py:1",),
    ),
    Bad(
        {
            "main.py": "from fastapi import FastAPI\n\nfrom store import JOBS\n\napp = FastAPI()\n\n\n"
            "@app.post('/')\ndef add(x: int):\n    JOBS[x] = 1\n",
            "store.py": "JOBS = {}\n",
        },
        ("store.py:1",),
    ),
    Bad(
        _APP + "from collections import defaultdict\n\nattempts = defaultdict(list)\n\n\n"
        "def check(ip):\n    attempts[ip].append(1)\n\n\n"
        "@app.post('/login')\ndef login(ip: str):\n    check(ip)\n",
        (6,),
    ),
    Bad(
        _APP + "hits = []\n\n\n@app.get('/')\ndef home(x: int):\n    hits.append(x)\n    return len(hits)\n",
        (4,),
    ),
)
GOOD = (
    Good(
        _APP
        + "_cache = {}\n\n\n@app.get('/')\ndef home(x: int):\n    _cache[x] = x * x\n    return _cache[x]\n"
    ),
    Good(
        _APP + "running = set()\n\n\n@app.get('/')\nasync def home():\n    task = create_task(run())\n"
        "    running.add(task)\n    task.add_done_callback(running.discard)\n"
    ),
    Good(_APP + "a_tasks: set = set()\n\n\n@app.get('/')\nasync def home():\n    a_tasks.add(run())\n"),
    Good(_APP + "RATES = {}\n\n\n@app.get('/')\ndef home(x: str):\n    return RATES[x]\n"),
    Good(
        _APP + "RATES = {}\n\n\ndef load():\n    RATES['a'] = 1\n\n\nload()\n\n\n"
        "@app.get('/')\ndef home():\n    return RATES\n"
    ),
    Good(
        _APP + "SESSIONS = {}\n\n\n"
        "@app.post('/')\ndef home(x: str):\n    SESSIONS = {}\n    SESSIONS[x] = 1\n    return SESSIONS\n"
    ),
    Good(
        _APP + "rows = []\n\n\n@app.post('/')\ndef home(rows: list):\n    rows.append(1)\n    return rows\n"
    ),
    Good("SESSIONS = {}\n\n\ndef login(name):\n    SESSIONS[name] = 1\n"),
    Good(_APP + "def home():\n    rows = []\n    rows.append(1)\n    return rows\n\n\napp.get('/')(home)\n"),
    Good({"tests/test_app.py": _APP + "SESSIONS = {}\n\n\n" + _LOGIN}),
    Good(
        _APP + "from fastapi import WebSocket\n\nviewers = []\n\n\n@app.websocket('/live')\n"
        "async def live(socket: WebSocket):\n    await socket.accept()\n    viewers.append(socket)\n"
    ),
    Good(
        {
            "main.py": _APP
            + "import metrics\n\n\n@app.get('/')\ndef home():\n    metrics.orders['seen'] = 1\n",
            "metrics.py": "orders = {}\n",
        }
    ),
    Good(_APP + "user_locks = {}\n\n\n@app.post('/')\ndef home(x: str):\n    user_locks[x] = 1\n"),
    Good(
        _APP + "total = 0\n\n\n@app.get('/')\ndef home():\n    total = 1\n    total += 1\n    return total\n"
    ),
)
