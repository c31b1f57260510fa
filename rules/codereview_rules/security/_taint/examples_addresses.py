"""Examples of addresses that come from outside and are asked."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

from .examples_base import bad, django, fastapi, flask, good

_REQUESTS = "import requests\n"
_HTTPX = "import httpx\n"
_ASKED = "def fetch({given}):\n    return requests.get(url).text\n"
_CHECKED = (  # what looks at an address does not see where the answer leads
    "import httpx\nfrom fastapi import FastAPI\nfrom pydantic import BaseModel\n\n"
    "from shop.checks import validate_address\n\n"
    "app = FastAPI()\n\n\nclass Hook(BaseModel):\n    url: str\n\n"
    "@app.post('/hooks')\ndef add(hook: Hook):\n    validate_address(hook.url)\n    return httpx.get(hook.url{})\n"
)
_COMMAND = (
    "import requests\nfrom discord import app_commands\nfrom discord.ext import commands\n\n\n"
    "class Shop(commands.Cog):\n    @app_commands.command()\n    {}\n    async def show(self, ctx, url: str):\n"
    "        await ctx.send(requests.get(url).text)\n"
)
BAD_ADDRESS = (
    Bad(
        "import requests\nfrom django.contrib.auth.decorators import login_required, user_passes_test\n\n\n"
        "def is_staff(user):\n    return user.is_staff\n\n\n@login_required\n@user_passes_test(is_staff)\n"
        "def read(request):\n    return requests.get(request.GET['url']).text\n",
        (12,),
        confidence=Confidence.LOW,
    ),
    Bad(  # only the staff is let in
        "import requests\nfrom fastapi import Depends, FastAPI\n\nfrom shop.users import require_admin\n\n"
        "app = FastAPI()\n\n\n"
        "@app.get('/fetch')\n" + _ASKED.format(given="url: str, user=Depends(require_admin)"),
        (11,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import requests\nfrom django.contrib import admin\n\n\nclass RateAdmin(admin.ModelAdmin):\n"
        "    def read(self, request):\n        return requests.get(request.POST['url']).text\n",
        (7,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import requests\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n"
        "@app.route('/fetch')\ndef fake_fetch():\n    return requests.get(request.args['url']).text\n",
        (9,),
        confidence=Confidence.LOW,
    ),
    bad(flask('return requests.get(request.args["url"]).text\n', top=_REQUESTS), 8),
    bad(flask('return requests.post("http://" + request.form["host"] + "/hook")\n', top=_REQUESTS), 8),
    bad(
        flask('return requests.get("http://{at}/{n}".format(n=1, at=request.form["host"]))\n', top=_REQUESTS),
        8,
    ),
    bad(flask('return requests.get("http://%s/hook/%d" % (request.form["host"], 1))\n', top=_REQUESTS), 8),
    bad(
        fastapi("async with httpx.AsyncClient() as client:\n    return await client.get(q)\n", top=_HTTPX), 9
    ),
    bad(fastapi("return httpx.get(f'https://{q}/status').json()\n", top=_HTTPX), 8),
    bad(
        flask('return urllib.request.urlopen(request.json["feed"]).read()\n', top="import urllib.request\n"),
        8,
    ),
    bad(
        fastapi(
            "async with aiohttp.ClientSession() as session:\n    async with session.get(q) as answer:\n"
            "        return await answer.text()\n",
            top="import aiohttp\n",
        ),
        9,
    ),
    bad(
        fastapi(
            "return requests.get(hook.url)\n",
            params="hook: Hook",
            top="import requests\nclass Hook(BaseModel):\n    url: str\n",
        ),
        10,
    ),
    bad(django('return requests.request("GET", request.POST["url"])\n', top="import requests"), 5),
    Bad(  # of two fields of one dictionary the one that is called an address
        "import httpx\nfrom fastapi import FastAPI\nfrom pydantic import BaseModel\n\napp = FastAPI()\n\n\n"
        "class Shop(BaseModel):\n    company: str\n    site_url: str\n\n\n"
        "@app.post('/shops')\ndef add(shop: Shop):\n    sent = {'company': shop.company, 'url': shop.site_url}\n"
        "    return httpx.get(sent.get('url'))\n",
        (16,),
        confidence=Confidence.HIGH,
    ),
    Bad(
        {"bot.py": _COMMAND.format("@commands.has_role('keepers')"), "web.py": "import flask\n"},
        ("bot.py:10",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {"bot.py": _COMMAND.format("@commands.cooldown(1, 5)"), "web.py": "import flask\n"},
        ("bot.py:10",),
        confidence=Confidence.HIGH,
    ),
    Bad(_CHECKED.format(", follow_redirects=True"), (16,), confidence=Confidence.HIGH),
    Bad(_CHECKED.format(""), (16,), confidence=Confidence.LOW),
    bad(
        "import httpx\n\ndef fetch(url):\n    return httpx.get(url)\n\n"
        + flask('return fetch(request.args["u"]).text\n'),
        4,
    ),
)
GOOD_ADDRESS = (
    good(
        flask(
            'return requests.get("https://api.example/items/" + request.args["name"]).json()\n', top=_REQUESTS
        )
    ),
    good(
        flask('return requests.get("https://api.example", params={"q": request.args["q"]})\n', top=_REQUESTS)
    ),
    good(flask("return requests.get(f\"{BASE}/items/{request.args['name']}\").json()\n", top=_REQUESTS)),
    good(
        flask(
            'url = request.args["url"]\nif urlparse(url).hostname not in HOSTS:\n    abort(400)\n'
            "return requests.get(url).text\n",
            top=_REQUESTS,
        )
    ),
    good(
        flask('url = request.args["url"]\nvalidate_url(url)\nreturn requests.get(url).text\n', top=_REQUESTS)
    ),
    good(flask('return requests.get(HOSTS[request.args["name"]]).text\n', top=_REQUESTS)),
    good(flask('return requests.post("https://api.example", json=request.json)\n', top=_REQUESTS)),
    good(fastapi("return cache.get(q)\n")),
    good(
        fastapi(
            "if may_fetch.authorize(q) is False:\n    raise ValueError(q)\nreturn requests.get(q).text\n",
            top="import requests\n",
        )
    ),
    good(fastapi("return requests.get(API.format(token=q)).text\n", top="import requests\n")),
    Good("import sys\nimport requests\n\nprint(requests.get(sys.argv[1]).text)\n"),
)
