"""What a call comes to with what it is given, and code that nothing comes to: examples."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_ASKS = "import requests\n\nURL = 'https://api.example.com/kind'\n\n\n"
_KIND = (
    "def kind(data, *, ask=True):\n    if not ask:\n        return data[:4]\n"
    "    return requests.post(URL, data=data).text\n\n\n"
)
_SEQUENCE = (
    "".join(f"def step_{n}(name):\n    return step_{n + 1}(name)\n\n\n" for n in range(1, 7))
    + "def step_7(name):\n    return requests.get(URL + name)\n\n\n"
)
# a server for the developer beside the function that is set up
_CONTAINER = 'FROM python:3.12\nCMD ["uvicorn", "service.app:app", "--reload"]\n'
_TERRAFORM = 'resource "aws_lambda_function" "api" {\n  handler = "service.app.serve"\n}\n'

WAYS: tuple[Bad, ...] = (
    Bad(
        _ASKS + _KIND + "async def upload(data):\n    return kind(data)\n",
        lines=(13,),
        confidence=Confidence.HIGH,
    ),
    # what is passed rules out the first call, and not the second
    Bad(
        _ASKS
        + "def send(text, stream=False):\n    if stream:\n        return requests.get(URL, stream=True)\n"
        "    return requests.post(URL, text)\n\n\nasync def greet(name):\n    return send('hello ' + name)\n",
        lines=(13,),
        confidence=Confidence.HIGH,
    ),
    Bad(
        _ASKS + _SEQUENCE + "async def whole(name):\n    return step_1(name)\n",
        lines=(35,),
        confidence=Confidence.LOW,
    ),
    # only where a package is missing
    Bad(
        _ASKS + "def plain(name):\n    return requests.get(URL + name)\n\n\nasync def ask(name):\n    try:\n"
        "        import aiohttp\n    except ImportError:\n        return plain(name)\n"
        "    async with aiohttp.ClientSession() as session:\n        return await session.get(URL + name)\n",
        lines=(14,),
        confidence=Confidence.LOW,
    ),
    # only what is not kept yet
    Bad(
        _ASKS + "KEPT = {}\n\n\ndef load(name):\n    return requests.get(URL + name)\n\n\n"
        "def one(name):\n    return KEPT.get(name) or load(name)\n\n\n"
        "async def ask(name):\n    return one(name)\n",
        lines=(18,),
        confidence=Confidence.LOW,
    ),
    # what all calls pass stands in for it, on the way as well
    Bad(
        _ASKS + "def load():\n    return requests.get(URL)\n\n\nasync def ask(name, kind=None):\n"
        "    kind = kind or load()\n    return kind\n\n\nasync def first(request):\n"
        "    return await ask('a', request.kind)\n",
        lines=(11,),
        confidence=Confidence.LOW,
    ),
    Bad(
        _ASKS + "def load(kind=None):\n    return requests.get(URL) if kind is None else kind\n\n\n"
        "async def ask(name, kind=None):\n    return load(kind)\n\n\nasync def first(request):\n"
        "    return await ask('a', kind=request.kind)\n",
        lines=(11,),
        confidence=Confidence.LOW,
    ),
    # one call leaves it out
    Bad(
        _ASKS + "def load():\n    return requests.get(URL)\n\n\nasync def ask(name, kind=None):\n"
        "    kind = kind or load()\n    return kind\n\n\nasync def first(request):\n"
        "    return await ask('a', request.kind) or await ask('b')\n",
        lines=(11,),
        confidence=Confidence.HIGH,
    ),
    # only where it is switched on
    Bad(
        _ASKS
        + "class Log:\n    def __init__(self):\n        self.enabled = False\n\n    def send(self, text):\n"
        "        if not self.enabled:\n            return\n        requests.post(URL, text)\n\n\nLOG = Log()\n\n\n"
        "async def ask(name):\n    LOG.send(name)\n",
        lines=(20,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import sqlite3\n\n\nasync def rank(name):\n    db = sqlite3.connect('a.db')\n"
        "    rows = db.execute('select * from ranks')\n    db.commit()\n    return rows\n",
        lines=(5, 6, 7),
    ),
    Bad(
        "import subprocess\n\n\nasync def version(request):\n"
        "    return subprocess.check_output(['git', 'rev-parse', 'HEAD'])\n",
        lines=(5,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(
        {
            "shop/app.py": "from fastapi import FastAPI\n\nfrom shop.orders import newest\n\napp = FastAPI()\n\n\n"
            "@app.get('/newest')\nasync def show():\n    return await newest()\n",
            "shop/orders.py": _ASKS + "async def newest():\n    return requests.get(URL)\n\n\n"
            "async def oldest_of_all():\n    return 1\n",
        },
        lines=("shop/orders.py:7",),
        confidence=Confidence.MEDIUM,
    ),
    Bad(
        {
            "shop/app.py": "from fastapi import FastAPI\n\nfrom shop.orders import newest\n\napp = FastAPI()\n\n\n"
            "@app.get('/newest')\nasync def show():\n    return await newest()\n",
            "Dockerfile": 'FROM python:3.12\nCMD ["uvicorn", "shop.app:app"]\n',
            "shop/orders.py": _ASKS + "async def newest():\n    return 1\n\n\n"
            "async def oldest_of_all():\n    return requests.get(URL)\n",
        },
        lines=("shop/orders.py:11",),
        confidence=Confidence.LOW,
    ),
    *(
        Bad(
            {
                "service/app.py": "from fastapi import FastAPI\nfrom mangum import Mangum\n\n"
                "from service.orders import newest\n\napp = FastAPI()\nserve = Mangum(app)\n\n\n"
                "@app.get('/newest')\nasync def show():\n    return newest()\n",
                "service/orders.py": _ASKS + "def newest():\n    return requests.get(URL)\n",
                **files,
            },
            lines=("service/app.py:12",),
            confidence=confidence,
        )
        for files, confidence in (
            ({}, Confidence.LOW),
            ({"Dockerfile": _CONTAINER}, Confidence.MEDIUM),
            ({"Dockerfile": _CONTAINER, "infra/api.tf": _TERRAFORM}, Confidence.LOW),
        )
    ),
    Bad(
        _ASKS + "from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP('kinds')\n\n\n@mcp.tool()\n"
        "async def kind(name):\n    return requests.get(URL).text\n\n\nif __name__ == '__main__':\n    mcp.run()\n",
        lines=(13,),
        confidence=Confidence.LOW,
    ),
)
UNREACHED: tuple[Good, ...] = (
    Good(_ASKS + _KIND + "async def upload(data):\n    return kind(data, ask=False)\n"),
    # what stands beside it
    Good(
        _ASKS + "def load():\n    return requests.get(URL)\n\n\ndef kind(name, ask=False):\n"
        "    return load() if ask else name\n\n\nasync def upload(data):\n    return kind(data)\n"
    ),
    # through a function that hands on its default
    Good(
        _ASKS
        + "def read(name, fetch):\n    if fetch:\n        return requests.get(URL)\n    return name\n\n\n"
        "def kind(name, fetch=False):\n    return read(name, fetch=fetch)\n\n\n"
        "async def ask(name):\n    return kind(name)\n"
    ),
    Good(
        _ASKS + "from enum import Enum\n\n\nclass Side(Enum):\n    LEFT = 1\n    RIGHT = 2\n\n\n"
        "def kind(name, side):\n"
        "    if name and side == Side.LEFT:\n        return requests.get(URL)\n    return name\n\n\n"
        "async def ask(name):\n    return kind(name, Side.RIGHT)\n"
    ),
    # declared as one thing, and made with another by all
    Good(
        {
            "shop/orders.py": "from sqlalchemy.orm import Session\n\n\nclass Orders:\n"
            "    def __init__(self, db: Session):\n        self.db = db\n\n    async def newest(self):\n"
            "        return self.db.query(1).first()\n",
            "shop/app.py": "from supabase import create_client\n\nfrom shop.orders import Orders\n\n"
            "client = create_client('https://example.com', '')\n\n\nasync def show():\n"
            "    return await Orders(client).newest()\n",
        }
    ),
)
