"""How bad a fault is that nobody comes to as things stand, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from codereview.auditor import audit
from codereview.config import Settings
from codereview.model import Confidence, Finding, Severity
from codereview.triage.readings import most

_CLOCK = "class Clock:\n    def tick(self): ...\n\n\nclock = Clock()\n\n\n"
_FAULT = "def rewind():\n    return clock.back()\n"
_SOUND = "def step():\n    return clock.tick()\n"
_STEPS = "from clocks import step\n\nif __name__ == '__main__':\n    step()\n"
_BY_HAND = "import asyncio\n\nfrom clocks import clock\n\n\nasync def test_clock():\n    clock.back()\n\n\n"
_STARTS = "if __name__ == '__main__':\n    asyncio.run(test_clock())\n"
_SHOP = {
    "shop/__init__.py": "",
    "shop/orders.py": "def load(): ...\n",
    "shop/prices.py": "def price(): ...\n",
    "shop/sales.py": "from shop.rebates import best\n\n\ndef sale():\n    return best()\n",
    "app.py": "from shop.orders import load\nfrom shop.prices import price\n\n\ndef main():\n    load(price())\n",
    "Procfile": "web: python -c 'import app; app.main()'\n",
    "requirements.txt": "",
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEREVIEW_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


def told(root: Path, files: dict[str, str], *rules: str) -> list[Finding]:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return list(audit(root, Settings(select=rules)).findings)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"clocks.py": _CLOCK + _FAULT}, Severity.HIGH),
        ({"clocks.py": _CLOCK + _FAULT, "app.py": "from clocks import rewind\n\nrewind()\n"}, Severity.HIGH),
        ({"clocks.py": _CLOCK + _SOUND + _FAULT, "app.py": _STEPS, "requirements.txt": ""}, Severity.LOW),
        ({"clocks.py": _CLOCK, "test_clock.py": _BY_HAND + _STARTS}, Severity.LOW),
        ({"clocks.py": _CLOCK, "test_clock.py": "import pytest\n" + _BY_HAND + _STARTS}, Severity.HIGH),
        ({"clocks.py": _CLOCK, "debug/look.py": "from clocks import clock\n\nclock.back()\n"}, Severity.LOW),
    ],
)
def test_an_attribute_matters_less_where_nobody_comes_to_it(
    tmp_path: Path, files: dict[str, str], expected: Severity
) -> None:
    (found,) = told(tmp_path, files, "REL004")
    sure = Confidence.MEDIUM if found.idle else Confidence.HIGH
    assert (found.severity, found.confidence) == (expected, most("REL004", Confidence.HIGH).at_most(sure))
    assert bool(found.idle) is (expected is Severity.LOW)


def test_an_import_matters_less_in_a_module_that_nobody_imports_though_its_neighbours_are(
    tmp_path: Path,
) -> None:
    (found,) = told(tmp_path, _SHOP, "REL002")
    assert found.severity is Severity.LOW
    (found,) = told(tmp_path, {"jobs.py": "from shop.sales import sale\n\nsale()\n"}, "REL002")
    assert found.severity is Severity.HIGH


_SERVICE = """\
from clocks import clock


class Clocks:
    def start(self):
        return clock.tick()

    def wind_back(self):
        return clock.back()
"""
_API = "from fastapi import FastAPI\n\nfrom service import Clocks\n\napp = FastAPI()\n\n\n"
_ROUTE = "@app.post('/clocks')\ndef start():\n    return Clocks().start()\n"
_DEPLOYED = {
    "Dockerfile": "FROM python:3.12\nCMD uvicorn api:app\n",
    "clocks.py": _CLOCK,
    "service.py": _SERVICE,
}


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        (_ROUTE, Severity.LOW),
        (_ROUTE + "\n\n@app.post('/back')\ndef back():\n    return Clocks().wind_back()\n", Severity.HIGH),
    ],
)
def test_a_method_of_an_application_that_nothing_calls_matters_less(
    tmp_path: Path, routes: str, expected: Severity
) -> None:
    (found,) = told(tmp_path, {**_DEPLOYED, "api.py": _API + routes}, "REL004")
    assert found.severity is expected


def test_calls_that_wait_behind_an_import_that_fails_say_so(tmp_path: Path) -> None:
    script = "from clocks import clock\nfrom clocks import wind\n\nclock.back()\nwind()\n"
    found = {
        item.rule: item
        for item in told(tmp_path, {"clocks.py": _CLOCK, "run.py": script}, "REL002", "REL004")
    }
    assert (found["REL002"].severity, found["REL002"].idle) == (Severity.HIGH, "")
    assert found["REL004"].severity is Severity.LOW
    assert found["REL004"].idle == "loading its file fails in line 2, where an import finds nothing"


def test_a_report_says_why_nothing_comes_to_a_fault(tmp_path: Path) -> None:
    found = told(tmp_path, {**_DEPLOYED, "api.py": _API + _ROUTE}, "REL004")
    said = "nothing calls or names `Clocks.wind_back`, or leads to what does"
    assert [(item.reachability, item.reached_from, item.idle) for item in found] == [
        ("unreachable", "", said)
    ]
