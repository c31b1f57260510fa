"""Examples of suites without a kind of test that their project asks for, and of suites that have it."""

from __future__ import annotations

from codereview.api import Bad, Good

_UNIT = "from shop.prices import total\n\n\n" + "\n\n".join(
    f"def test_total_{n}():\n    assert total([{n}]) == {n}\n" for n in range(12)
)
_PRICES = {"shop/__init__.py": "", "shop/prices.py": "def total(rows):\n    return sum(rows)\n"}
_APP = (
    "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/prices')\ndef prices():\n    return [1]\n"
)
_SERVICE = {
    **_PRICES,
    "shop/main.py": _APP,
    "requirements.txt": "fastapi\nuvicorn\n",
    "tests/test_prices.py": _UNIT,
}
_CLIENT = (
    "from fastapi.testclient import TestClient\n\nfrom shop.main import app\n\n\ndef test_prices():\n"
    "    assert TestClient(app).get('/prices').json() == [1]\n"
)
_LIBRARY = {
    **_PRICES,
    "pyproject.toml": '[build-system]\nrequires = ["hatchling"]\n\n[project]\nname = "shop"\nversion = "1"\n',
    "tests/test_prices.py": _UNIT,
}
_LOCUST = {"load/locustfile.py": "from locust import HttpUser\n\n\nclass Buyer(HttpUser):\n    pass\n"}
_TOOL = {
    **_PRICES,
    "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\n\n[project.scripts]\nshop = "shop.cli:main"\n',
    "shop/cli.py": "import argparse\n\n\ndef main():\n    argparse.ArgumentParser().parse_args()\n",
    "tests/test_prices.py": _UNIT,
}
_PROPERTY = (
    "from hypothesis import given, strategies as st\n\nfrom shop.prices import total\n\n\n"
    "@given(st.lists(st.integers()))\n"
    "def test_total(rows):\n    assert total(rows) == sum(rows)\n"
)
_INI = {"pytest.ini": "[pytest]\ntestpaths = tests\n"}

BAD = (
    Bad(_SERVICE, lines=("tests/test_prices.py:1",)),
    Bad({**_SERVICE, **_INI}, lines=("pytest.ini:1",)),
    Bad(
        {**_SERVICE, "tests/test_main.py": _CLIENT, "shop/templates/home.html": "<p>shop</p>"},
        lines=("tests/test_main.py:1",),
    ),
    Bad({**_SERVICE, **_LOCUST}, lines=("tests/test_prices.py:1",)),
    Bad(_LIBRARY, lines=("tests/test_prices.py:1",)),
    Bad({**_LIBRARY, **_INI}, lines=("pytest.ini:1",)),
    Bad(_TOOL, lines=("tests/test_prices.py:1",)),
    Bad(
        {
            **_SERVICE,
            **_LOCUST,
            "tests/test_main.py": _CLIENT,
            "requirements.txt": "fastapi\nuvicorn\nsqlalchemy\n",
        },
        lines=("tests/test_main.py:1",),
    ),
)

GOOD = (
    Good({**_SERVICE, "tests/test_main.py": _CLIENT}),
    Good({**_SERVICE, **_LOCUST, "tests/test_main.py": _CLIENT}),
    Good(
        {
            **_SERVICE,
            "tests/test_prices.py": "from shop.prices import total\n\n\ndef test_total():\n"
            "    assert total([]) == 0\n",
        }
    ),
    Good({**_LIBRARY, "tests/test_properties.py": _PROPERTY}),
    Good(
        {
            **_TOOL,
            "tests/test_properties.py": _PROPERTY,
            "tests/test_cli.py": "import subprocess\n\n\ndef test_help():\n"
            "    assert subprocess.run(['shop', '--help']).returncode == 0\n",
        }
    ),
    Good(
        {
            "shop.py": "print(1)\n",
            "tests/test_prices.py": "\n\n".join(f"def test_{n}():\n    assert {n} < 20\n" for n in range(12)),
        }
    ),
    Good(
        {
            **_SERVICE,
            "tests/test_main.py": _CLIENT,
            "tests/performance/test_load.py": "def test_load(benchmark):\n    benchmark(len, [1])\n",
        }
    ),
    Good({**_LIBRARY, "tests/fuzz/test_fuzz.py": "def test_fuzz():\n    assert [] == []\n"}),
    Good(
        {
            **_SERVICE,
            **_LOCUST,
            "tests/test_main.py": _CLIENT,
            "requirements.txt": "fastapi\nsqlalchemy\n",
            "tests/test_store.py": "import sqlalchemy\n\n\ndef test_store():\n"
            "    assert sqlalchemy.create_engine('sqlite://')\n",
        }
    ),
)
