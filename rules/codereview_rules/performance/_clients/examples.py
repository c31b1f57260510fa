"""Examples of clients that are made over and over."""

from __future__ import annotations

from codereview.api import Bad, Good

_API = "from fastapi import FastAPI\n\napp = FastAPI()\n\n"
_HTTPX = "import httpx\n" + _API
_GET = '@app.get("/rates")\nasync def rates():\n'
_ASK = '    async with httpx.AsyncClient(timeout=5) as client:\n        return (await client.get("https://x.example")).json()\n'

BAD = (
    Bad(_HTTPX + _GET + _ASK, lines=(8,)),
    Bad(_HTTPX + "async def ask():\n" + _ASK + "\n" + _GET + "    return await ask()\n", lines=(7,)),
    Bad(
        "import boto3\nfrom flask import Flask\n\napp = Flask(__name__)\n\n"
        '@app.route("/files")\ndef files():\n'
        '    s3 = boto3.client("s3")\n    return s3.list_objects_v2(Bucket="reports")\n',
        lines=(8,),
    ),
    Bad(
        {
            "settings.py": 'URL = "postgresql://db/app"\n',
            "main.py": "from fastapi import Depends\nfrom sqlalchemy import create_engine\n"
            "from sqlalchemy.orm import Session\n\nfrom settings import URL\n"
            + _API
            + "def database():\n    engine = create_engine(URL)\n    with Session(engine) as session:\n"
            '        yield session\n\n@app.get("/users")\ndef users(db=Depends(database)):\n    return db.get(1)\n',
        },
        lines=("main.py:11",),
    ),
    Bad(
        {
            "api.py": _API.replace("app =", "from service import Service\n\napp =")
            + '@app.post("/say")\ndef say(text: str):\n    return Service().say(text)\n',
            "service.py": "import os\nfrom openai import OpenAI\n\nclass Service:\n    def __init__(self):\n"
            '        self.client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])\n\n'
            "    def say(self, text):\n        return self.client.responses.create(input=text)\n",
        },
        lines=("service.py:6",),
    ),
    Bad(
        "import redis\nfrom celery import shared_task\n\n@shared_task\ndef count(name):\n"
        '    store = redis.Redis(host="cache")\n    store.incr(name)\n',
        lines=(6,),
    ),
    Bad(
        "import httpx\n\ndef sizes(urls):\n    found = []\n    for url in urls:\n"
        "        with httpx.Client() as client:\n            found.append(len(client.get(url).content))\n"
        "    return found\n",
        lines=(6,),
    ),
    Bad(
        "import requests\n\ndef size(url):\n    s = requests.Session()\n    return len(s.get(url).content)\n\n"
        "def sizes(urls):\n    return [size(url) for url in urls]\n",
        lines=(4,),
    ),
    Bad(
        "import re\n\ndef numbers(lines):\n    for line in lines:\n"
        '        pattern = re.compile(r"\\d+")\n        yield pattern.findall(line)\n',
        lines=(5,),
    ),
    Bad(
        "from sentence_transformers import SentenceTransformer\n\ndef embed(texts):\n    out = []\n"
        '    for text in texts:\n        model = SentenceTransformer("small")\n'
        "        out.append(model.encode(text))\n    return out\n",
        lines=(6,),
    ),
)
GOOD = (
    Good(
        "import httpx\nfrom contextlib import asynccontextmanager\nfrom fastapi import FastAPI, Request\n\n"
        "@asynccontextmanager\nasync def lifespan(app):\n    async with httpx.AsyncClient() as client:\n"
        "        app.state.client = client\n        yield\n\napp = FastAPI(lifespan=lifespan)\n\n"
        '@app.get("/rates")\nasync def rates(request: Request):\n'
        '    return (await request.app.state.client.get("https://x.example")).json()\n'
    ),
    Good(
        'import httpx\n\nif __name__ == "__main__":\n    with httpx.Client() as client:\n        client.get("x")\n'
    ),
    Good(
        "import httpx\nfrom functools import lru_cache\n" + _API + "@lru_cache\ndef client():\n"
        "    return httpx.AsyncClient()\n\n"
        + _GET
        + '    return (await client().get("https://x.example")).json()\n'
    ),
    Good(
        _HTTPX + "_client = None\n\ndef client():\n    global _client\n    if _client is None:\n"
        "        _client = httpx.AsyncClient()\n    return _client\n\n"
        + _GET
        + '    return (await client().get("https://x.example")).json()\n'
    ),
    Good(
        "from fastapi import Header\nfrom openai import OpenAI\n" + _API + '@app.post("/say")\n'
        "def say(text: str, key: str = Header()):\n    client = OpenAI(api_key=key)\n"
        "    return client.responses.create(input=text)\n"
    ),
    Good(
        "import asyncio\nimport aiohttp\nfrom flask import Flask\n\napp = Flask(__name__)\n\n"
        "async def ask():\n    async with aiohttp.ClientSession() as session:\n"
        '        return await session.get("https://x.example")\n\n'
        '@app.route("/rates")\ndef rates():\n    return asyncio.run(ask())\n'
    ),
    Good(_HTTPX + '@app.get("/health")\nasync def health():\n' + _ASK),
    Good(
        "import requests\n\ndef sizes(urls):\n    with requests.Session() as session:\n"
        "        return [len(session.get(url).content) for url in urls]\n"
    ),
    Good(
        "import httpx\n\ndef read(regions):\n    for region in regions:\n"
        '        with httpx.Client(base_url=f"https://{region}.example") as c:\n            yield c.get("/")\n'
    ),
    Good(
        "import aiohttp\n\nasync def listen():\n    while True:\n        async with aiohttp.ClientSession() as s:\n"
        '            await s.ws_connect("https://x.example")\n'
    ),
    Good(
        "import re\n\ndef first(words, line):\n    for word in words:\n        if re.compile(word).search(line):\n"
        "            return word\n    return None\n"
    ),
    Good(
        {
            "api.py": _API.replace("app =", "from service import Service\n\nservice = Service()\n\napp =")
            + '@app.post("/say")\ndef say(text: str):\n    return service.say(text)\n',
            "service.py": "from openai import OpenAI\n\nclass Service:\n    def __init__(self):\n"
            "        self.client = OpenAI()\n\n    def say(self, text):\n"
            "        return self.client.responses.create(input=text)\n",
        }
    ),
)
