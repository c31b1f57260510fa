"""Examples of reads that wait for each other."""

from __future__ import annotations

from codereview.api import Bad, Good

_HTTPX = "import httpx\n\n"
_EACH = "async def names(client: httpx.AsyncClient, ids):\n    found = []\n    for one in ids:\n"
_FLASK = "import requests\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n"
_ROUTE = '@app.route("/sizes")\ndef sizes():\n    found = []\n    for url in request.json["urls"]:\n'

BAD = (
    Bad(
        _HTTPX
        + _EACH
        + '        found.append((await client.get(f"/users/{one}")).json())\n    return found\n',
        (6,),
    ),
    Bad(
        "import aiohttp\n\nasync def pages(urls):\n    async with aiohttp.ClientSession() as session:\n"
        "        for url in urls:\n            async with session.get(url) as answer:\n"
        "                print(await answer.text())\n",
        (6,),
    ),
    Bad(
        _HTTPX
        + "async def user(client: httpx.AsyncClient, one):\n    answer = await client.get(f'/users/{one}')\n"
        "    return answer.json()\n\nasync def users(client: httpx.AsyncClient, ids):\n"
        "    return [await user(client, one) for one in ids]\n",
        (8,),
    ),
    Bad(
        _FLASK
        + _ROUTE
        + "        found.append(len(requests.get(url, timeout=5).content))\n    return found\n",
        (10,),
    ),
    Bad(
        _FLASK + "def size(url):\n    return len(requests.get(url, timeout=5).content)\n\n"
        '@app.route("/sizes")\ndef sizes():\n    return {url: size(url) for url in request.json["urls"]}\n',
        (11,),
    ),
    Bad(
        _HTTPX
        + "async def page(client: httpx.AsyncClient, one):\n    user = await client.get(f'/users/{one}')\n"
        "    orders = await client.get(f'/orders/{one}')\n    return user.json(), orders.json()\n",
        (4,),
    ),
    Bad(
        _HTTPX + "class Api:\n    def __init__(self):\n        self.client = httpx.AsyncClient()\n\n"
        "    async def users(self, ids):\n        found = {}\n        for one in ids:\n            try:\n"
        "                found[one] = await self.client.get(f'/users/{one}')\n"
        "            except httpx.HTTPError:\n                continue\n        return found\n",
        (11,),
    ),
    Bad(
        "from openai import AsyncOpenAI\n\nclient = AsyncOpenAI()\n\nasync def embed(texts):\n    found = []\n"
        "    for text in texts:\n        answer = await client.embeddings.create(input=text, model='small')\n"
        "        found.append(answer.data[0].embedding)\n    return found\n",
        (8,),
    ),
)
GOOD = (
    Good(
        "import asyncio\n" + _HTTPX + "async def names(client: httpx.AsyncClient, ids):\n"
        "    return await asyncio.gather(*[client.get(f'/users/{one}') for one in ids])\n"
    ),
    Good(
        "import asyncio\n" + _HTTPX + _EACH + "        found.append(await client.get(f'/users/{one}'))\n"
        "        await asyncio.sleep(1)\n    return found\n"
    ),
    Good(
        _HTTPX + _EACH + "        answer = await client.get(f'/users/{one}')\n        if answer.is_success:\n"
        "            return answer.json()\n    return None\n"
    ),
    Good(_HTTPX + _EACH + "        found.append(await client.post('/users', json=one))\n    return found\n"),
    Good(
        _HTTPX + "async def load(client: httpx.AsyncClient, url):\n    while url:\n"
        "        answer = (await client.get(url)).json()\n        yield answer\n        url = answer['next']\n"
    ),
    Good(
        _HTTPX + "async def load(client: httpx.AsyncClient, url):\n    for attempt in [1, 2, 3, 4, 5, 6]:\n"
        "        answer = await client.get(url, params={'attempt': attempt})\n        print(answer)\n"
    ),
    Good(
        _HTTPX
        + "async def page(client: httpx.AsyncClient, one):\n    user = await client.get(f'/users/{one}')\n"
        "    orders = await client.get(user.json()['orders'])\n    return orders.json()\n"
    ),
    Good(
        "from sqlalchemy.ext.asyncio import AsyncSession\n\nasync def page(session: AsyncSession, one):\n"
        "    user = await session.get(User, one)\n    role = await session.get(Role, one)\n    return user, role\n"
    ),
    Good(
        "import requests\n\ndef main(urls):\n    for url in urls:\n"
        "        print(len(requests.get(url, timeout=5).content))\n"
    ),
    Good(_FLASK + _ROUTE + "        found.append(url.upper())\n    return found\n"),
)
