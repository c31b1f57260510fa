"""Examples of tests that need the network or wait, and of those that only look like it."""

from __future__ import annotations

from codereview.api import Bad, Good

_T = "tests/test_rates.py"
_ASK = "def test_rates():\n    answer = requests.get('https://rates.acme.com/today')\n    assert answer.ok\n"
_REQUESTS = "import requests\n\n\n"

BAD = (
    Bad(_REQUESTS + _ASK, lines=(5,), path=_T),
    Bad(
        "import requests\n\nBASE = 'https://rates.acme.com'\n\n\ndef test_rates():\n"
        "    assert requests.get(f'{BASE}/today').ok\n",
        lines=(7,),
        path=_T,
    ),
    Bad(
        "from urllib.request import urlopen\n\n\ndef test_rates():\n    assert urlopen('https://rates.acme.com/').read()\n",
        lines=(5,),
        path=_T,
    ),
    Bad(
        "import httpx\n\n\nasync def test_rates():\n    async with httpx.AsyncClient() as client:\n"
        "        answer = await client.get('https://rates.acme.com/' + 'today')\n    assert answer\n",
        lines=(6,),
        path=_T,
    ),
    Bad(
        "import socket\n\n\ndef test_rates():\n    with socket.create_connection(('rates.acme.com', 443)) as line:\n"
        "        assert line\n",
        lines=(5,),
        path=_T,
    ),
    Bad(
        "import time\n\nfrom shop import cache\n\n\ndef test_expiry():\n"
        "    cache.put('a', 1, seconds=2)\n    time.sleep(3)\n"
        "    assert cache.get('a') is None\n",
        lines=(8,),
        path=_T,
    ),
    Bad(
        "import asyncio\n\n\nasync def test_worker(worker):\n    worker.start()\n    await asyncio.sleep(2)\n"
        "    assert worker.done\n",
        lines=(6,),
        path=_T,
    ),
    Bad(
        "import time\n\nimport requests\n\n\ndef test_rates():\n    time.sleep(1)\n"
        "    assert requests.post(url='https://rates.acme.com/', json={}).ok\n",
        lines=(7, 8),
        path=_T,
    ),
    Bad(
        {
            "tests/conftest.py": "import pytest\nimport requests\n\n\n@pytest.fixture\ndef rates():\n"
            "    return requests.get('https://rates.acme.com/today').json()\n",
            _T: "def test_rates(rates):\n    assert rates\n",
        },
        lines=("tests/conftest.py:7",),
    ),
)

GOOD = (
    Good(
        "import requests\n\n\ndef test_page():\n    assert requests.get('http://localhost:8000/').ok\n",
        path=_T,
    ),
    Good("import requests\n\n\ndef test_page():\n    assert requests.get('http://web:8000/').ok\n", path=_T),
    Good(
        "import requests\n\n\ndef test_page():\n    assert requests.get('https://shop.example/').ok\n",
        path=_T,
    ),
    Good("import responses\n" + _REQUESTS + "@responses.activate\n" + _ASK, path=_T),
    Good(
        "from unittest import mock\n\nimport requests\n\n\n@mock.patch('requests.get')\ndef test_rates(get):\n"
        "    assert requests.get('https://rates.acme.com/today') is get.return_value\n",
        path=_T,
    ),
    Good(_REQUESTS + _ASK.replace("test_rates()", "test_rates(requests_mock)"), path=_T),
    Good(
        {
            "tests/conftest.py": "import pytest_socket\n\npytest_socket.disable_socket()\n",
            _T: _REQUESTS + _ASK,
        }
    ),
    Good("import pytest\n" + _REQUESTS + "@pytest.mark.network\n" + _ASK, path=_T),
    Good({"tests/integration/test_rates.py": _REQUESTS + _ASK}),
    Good(
        "import httpx\n\n\ndef answer(request):\n    return httpx.Response(200)\n\n\ndef test_rates():\n"
        "    client = httpx.Client(transport=httpx.MockTransport(answer))\n"
        "    assert client.get('https://rates.acme.com/').status_code == 200\n",
        path=_T,
    ),
    Good(
        "from fastapi.testclient import TestClient\n\nfrom shop.app import app\n\n\ndef test_page():\n"
        "    assert TestClient(app).get('https://shop.acme.com/').status_code == 200\n",
        path=_T,
    ),
    Good("import time\n\n\ndef test_order():\n    time.sleep(0.01)\n    assert time.time()\n", path=_T),
    Good(
        "import time\n\n\ndef test_ready(server):\n    while not server.ready:\n        time.sleep(1)\n"
        "    assert server.ready\n",
        path=_T,
    ),
    Good(
        "import asyncio\n\nimport pytest\n\n\nasync def test_timeout():\n    async def slow():\n"
        "        await asyncio.sleep(60)\n\n    with pytest.raises(asyncio.TimeoutError):\n"
        "        await asyncio.wait_for(slow(), 0.01)\n",
        path=_T,
    ),
    Good(
        "import time\n\nfrom shop import retry\n\n\ndef test_retry(monkeypatch):\n"
        "    monkeypatch.setattr(time, 'sleep', lambda seconds: None)\n    time.sleep(5)\n    assert retry\n",
        path=_T,
    ),
    Good(_REQUESTS + _ASK.replace("test_rates", "rates"), path="shop/rates.py"),
    Good(
        "import time\n\nfrom shop import run\n\n\ndef slow_probe():\n    time.sleep(10)\n\n\ndef test_timeout():\n"
        "    assert run(slow_probe, timeout=0.1) is None\n",
        path=_T,
    ),
)
