"""Who waits while a call blocks, and how often it is come to: examples."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_ASKS = "import requests\n\nURL = 'https://api.example.com/kind'\n\n\n"
_VOICE = (
    "class Voice:\n    async def speak(self, text):\n        raise NotImplementedError\n\n"
    "    def work(self, texts):\n        for text in texts:\n            asyncio.run(self.speak(text))\n\n\n"
    "class Web(Voice):\n    async def speak(self, text):\n        return requests.post(URL, text)\n"
)

STAKE: tuple[Bad, ...] = (
    # a loop for each text, in a thread: the way to what the class overrides
    Bad("import asyncio\n" + _ASKS + _VOICE, lines=(18,), confidence=Confidence.LOW),
    Bad(
        "import asyncio\n" + _ASKS + _VOICE + "\n\nasync def answer(voice: Voice, request):\n"
        "    return await voice.speak(request)\n",
        lines=(18,),
        confidence=Confidence.HIGH,
    ),
    # a loop for a trial, whatever calls itself there
    Bad(
        "import asyncio\n"
        + _ASKS
        + "class Ear:\n    async def hear(self, text):\n        await self.tell(text)\n\n"
        "    async def tell(self, text):\n        await self.hear(requests.post(URL, text).text)\n\n\n"
        "async def trial(ear: Ear):\n    await ear.tell('hello')\n\n\ndef test():\n    asyncio.run(trial(Ear()))\n\n\n"
        "class Near(Ear):\n    async def hear(self, text):\n        await super().hear(text)\n",
        lines=(12,),
        confidence=Confidence.LOW,
    ),
    # who begins it is not seen: what extends it calls what it extends
    Bad(
        "import asyncio\n"
        + _ASKS
        + "class Ear:\n    async def hear(self, text):\n        await self.tell(text)\n\n"
        "    async def tell(self, text):\n        requests.post(URL, text)\n\n\n"
        "class Near(Ear):\n    async def hear(self, text):\n        await super().hear(text)\n\n\n"
        "def test(ear: Ear):\n    asyncio.run(ear.tell('hello'))\n",
        lines=(12,),
        confidence=Confidence.HIGH,
    ),
    # each step of a job has a loop of its own
    Bad(
        _ASKS
        + "from dagster import asset\n\n\nasync def kinds(name):\n    return requests.get(URL + name)\n\n\n"
        "@asset\nasync def rows():\n    return await kinds('all')\n",
        lines=(10,),
        confidence=Confidence.LOW,
    ),
    # while an agent of a job has its model answer
    Bad(
        _ASKS + "from prefect import flow\nfrom pydantic_ai import Agent\n\n\ndef made():\n"
        "    agent = Agent('small')\n\n    @agent.tool_plain\n    async def kinds():\n"
        "        return requests.get(URL).text\n\n    return agent\n\n\n"
        "@flow\nasync def tell():\n    return await made().run('Which kinds are there?')\n",
        lines=(15,),
        confidence=Confidence.LOW,
    ),
    # as something fails: again and again while that lasts, or once
    Bad(
        "import time\n\n\nasync def ask(client, url):\n    try:\n        return await client.get(url)\n"
        "    except OSError:\n        time.sleep(5)\n        return await client.get(url)\n",
        lines=(8,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(
        "import time\n\n\ndef read(path):\n    try:\n        return path.open()\n    except OSError:\n"
        "        time.sleep(5)\n\n\nasync def ask(request):\n    return read(request.path)\n",
        lines=(12,),
        confidence=Confidence.LOW,
    ),
    Bad(
        _ASKS + "async def tell(text):\n    requests.post(URL, text)\n\n\nasync def ask(client):\n    try:\n"
        "        return await client.get(URL)\n    except OSError as error:\n        await tell(str(error))\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    # what is done each time is told, not what is done as it fails
    Bad(
        _ASKS
        + "import time\n\n\ndef read(name):\n    try:\n        return requests.get(URL + name)\n    except OSError:\n"
        "        time.sleep(5)\n\n\nasync def ask(name):\n    return read(name)\n",
        lines=(17,),
        confidence=Confidence.HIGH,
    ),
    # where a package is missing
    Bad(
        _ASKS + "async def ask(name):\n    try:\n        import aiohttp\n    except ImportError:\n"
        "        return requests.get(URL + name).text\n    async with aiohttp.ClientSession() as session:\n"
        "        return await session.get(URL + name)\n",
        lines=(10,),
        confidence=Confidence.LOW,
    ),
    # no call passes what leads there
    Bad(
        _ASKS + "async def kind(name, ask=False):\n    if ask:\n        return requests.get(URL + name)\n"
        "    return name\n\n\nasync def show(request):\n    return await kind(request.name)\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import subprocess\n\n\nasync def version(request):\n"
        "    return subprocess.check_output('git log -1 --format=%h', shell=True)\n",
        lines=(5,),
        confidence=Confidence.MEDIUM,
    ),
    # a table of the system is there at once
    Bad(
        "def sent():\n    with open('/proc/net/dev') as table:\n        return [line for line in table]\n\n\n"
        "async def show(request):\n    return sent()\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    # a certificate that is made once
    Bad(
        "import os\nimport subprocess\n\n\nasync def secure(request):\n    if not os.path.exists('own.pem'):\n"
        "        subprocess.run(['openssl', 'req', '-x509', '-out', 'own.pem'])\n",
        lines=(6, 7),
        confidence=Confidence.LOW,
    ),
    # the keys are kept for a while, and the list of revoked ones is not
    Bad(
        "from firebase_admin import auth\n\n\nasync def user(token):\n    return auth.verify_id_token(token)\n",
        lines=(5,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "from firebase_admin import auth\n\n\nasync def user(token):\n"
        "    return auth.verify_id_token(token, check_revoked=True)\n",
        lines=(5,),
        confidence=Confidence.HIGH,
    ),
    # one file alone shows something, whether it calls it or not
    Bad(
        "import asyncio\nimport time\n\n\nasync def pause_for_all(name):\n    time.sleep(1)\n\n\n"
        "async def tick():\n    await asyncio.sleep(1)\n\n\n"
        "if __name__ == '__main__':\n    asyncio.run(tick())\n",
        lines=(6,),
        confidence=Confidence.HIGH,
    ),
    # what is tidied on this machine
    Bad(
        "import sqlite3\n\n\nasync def purge_old(path):\n    db = sqlite3.connect(path)\n    db.commit()\n",
        lines=(5, 6),
        confidence=Confidence.LOW,
    ),
    # an operator has the log shown, now and then
    Bad(
        "from discord.ext import commands\n\n\n@commands.is_owner()\nasync def log(ctx):\n"
        "    with open('bot.log') as lines:\n        return lines.readlines()\n",
        lines=(6, 7),
        confidence=Confidence.LOW,
    ),
    # once in the life of an installation
    *(
        Bad(
            "import redis\n\nKEPT = redis.Redis()\n\n\nasync def restore(request, db):\n"
            f"    {guard}(db)\n    return KEPT.incr(request.name)\n",
            lines=(8,),
            confidence=confidence,
        )
        for guard, confidence in (("ensure_setup_is_open", Confidence.LOW), ("ensure_open", Confidence.HIGH))
    ),
    *(
        Bad(
            f'import requests\n\n\nasync def move(request):\n    """Moves all pages; {said}."""\n'
            "    requests.post(request.url)\n",
            lines=(6,),
            confidence=confidence,
        )
        for said, confidence in (
            ("it is meant to be used only once", Confidence.LOW),
            ("it is to be called once per page", Confidence.HIGH),
        )
    ),
    # PBKDF2 with as many rounds as passlib takes by itself
    Bad(
        "from passlib.context import CryptContext\n\ncontext = CryptContext(schemes=['pbkdf2_sha256'])\n\n\n"
        "async def login(plain, stored):\n    return context.verify(plain, stored)\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    # each call leaves out what it needs, or asks a coroutine whether it is true
    *(
        Bad(
            "import bcrypt\n\n\nasync def same(plain, stored):\n    return bcrypt.checkpw(plain, stored)\n\n\n"
            f"async def login(request):\n    if {call}:\n        return request\n",
            lines=(5,),
            confidence=Confidence.LOW,
        )
        for call in ("await same(request.secret)", "not same(request.secret, request.user.secret)")
    ),
    # nothing makes the class
    Bad(
        {
            "shop/app.py": "from fastapi import FastAPI\n\nfrom shop.move import Mover\n\napp = FastAPI()\n\n\n"
            "@app.get('/newest')\nasync def show():\n    return 1\n",
            "Dockerfile": 'FROM python:3.12\nCMD ["uvicorn", "shop.app:app"]\n',
            "shop/move.py": "import time\n\n\n# Mover().carry() is run by hand\nclass Mover:\n"
            "    async def carry(self):\n        time.sleep(1)\n\n    async def whole(self):\n"
            "        await self.carry()\n",
        },
        lines=("shop/move.py:7",),
        confidence=Confidence.LOW,
    ),
)
REPLACED: tuple[Bad, ...] = tuple(
    Bad(
        {
            "shop/app.py": "from fastapi import FastAPI\n\nfrom shop.near import Near\n\napp = FastAPI()\n"
            "NEAR = Near()\n\n\n@app.get('/go')\nasync def go():\n    await NEAR.carry()\n",
            "Dockerfile": 'FROM python:3.12\nCMD ["uvicorn", "shop.app:app"]\n',
            "shop/far.py": "import time\n\n\nclass Far:\n    async def carry(self):\n        time.sleep(1)\n\n"
            "    async def whole(self):\n        await self.carry()\n",
            "shop/near.py": "from shop.far import Far\n\n\nclass Near(Far):\n    async def carry(self):\n"
            f"        {own}\n",
        },
        lines=("shop/far.py:6",),
        confidence=confidence,
    )
    for own, confidence in (("return 1", Confidence.LOW), ("await super().carry()", Confidence.HIGH))
)
ALONE: tuple[Good, ...] = (
    # the text of a row that was awaited
    Good(
        "from django.db import models\n\n\nclass Page(models.Model):\n    text = models.TextField()\n\n\n"
        "async def lines(number):\n    page = await Page.objects.filter(pk=number).afirst()\n"
        "    for line in page.text.split('.'):\n        print(line)\n"
    ),
)
