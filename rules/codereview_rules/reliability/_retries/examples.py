"""Examples of calls to other services with and without retries."""

from __future__ import annotations

from codereview.api import Bad, Good

_FAST = "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get('/a')\ndef a():\n    return 1\n\n"
_FLASK = "from flask import Flask\n\napp = Flask(__name__)\n\n@app.route('/a')\ndef a():\n    return 'a'\n\n"
_THREE = (
    "def one():\n    return requests.get('https://a.example', timeout=5)\n\n"
    "def two():\n    return requests.post('https://b.example', timeout=5)\n\n"
    "def three():\n    return requests.put('https://c.example', timeout=5)\n"
)
_HTTPX = (
    "async def one():\n    async with httpx.AsyncClient() as client:\n"
    "        await client.get('https://a.example')\n        await client.post('https://b.example')\n"
    "        return await client.delete('https://c.example')\n"
)

BAD = (
    Bad("import requests\n" + _FAST + _THREE, lines=(11,)),
    Bad("import requests\n" + _FLASK + _THREE, lines=(11,)),
    Bad("import httpx\n" + _FAST + _HTTPX, lines=(12,)),
    Bad({"main.py": _FAST, "mail/send.py": "import requests\n\n" + _THREE}, lines=("mail/send.py:4",)),
    Bad("import requests as r\n" + _FAST + _THREE.replace("requests.", "r."), lines=(11,)),
    Bad(
        "import requests\n"
        + _FAST
        + "session = requests.Session()\n\n"
        + _THREE.replace("requests.", "session."),
        lines=(13,),
    ),
    Bad(
        "import aiohttp\n" + _FAST + _HTTPX.replace("httpx.AsyncClient", "aiohttp.ClientSession"), lines=(12,)
    ),
    Bad(
        "import requests\n" + _FAST + _THREE.replace("return requests", "for _ in (1, 2):\n        requests"),
        lines=(12,),
    ),
)
GOOD = (
    Good(
        "import requests\nfrom tenacity import retry\n" + _FAST + _THREE.replace("def one", "@retry\ndef one")
    ),
    Good(
        "import requests\nfrom requests.adapters import HTTPAdapter\n"
        + _FAST
        + "session = requests.Session()\nsession.mount('https://', HTTPAdapter(max_retries=3))\n\n"
        + _THREE.replace("requests.", "session.")
    ),
    Good(
        "import httpx\n"
        + _FAST
        + _HTTPX.replace("AsyncClient()", "AsyncClient(transport=httpx.AsyncHTTPTransport(retries=3))")
    ),
    Good(
        "import requests\n" + _FAST + "def one():\n    return requests.get('https://a.example', timeout=5)\n"
    ),
    Good("import requests\n\n" + _THREE),
    Good(
        "import requests\n" + _FAST + _THREE + "\ndef again():\n    retry_count = 3\n    while retry_count:\n"
        "        if one().ok:\n            return\n        retry_count -= 1\n"
    ),
    Good(
        "import requests\n" + _FAST + _THREE + "\ndef again():\n    for attempt in range(3):\n"
        "        if one().ok:\n            return attempt\n    return None\n"
    ),
    Good(
        {"main.py": "import requests\n" + _FAST + _THREE, "requirements.txt": "fastapi\nrequests\nbackoff\n"}
    ),
    Good("import requests\n" + _FAST + _THREE.replace("requests.", "app.")),
)
