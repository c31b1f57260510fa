"""How bad a fault is that nobody comes to as things stand."""

from __future__ import annotations

import pytest

from codereview.engine.memory import examine
from codereview.model import Confidence, Severity
from codereview_rules.reliability.missing_attribute import MissingAttribute
from codereview_rules.reliability.missing_import import MissingImport
from codereview_rules.reliability.plain_exception import PlainException

_CLOCK = "class Clock:\n    def tick(self): ...\n\n\nclock = Clock()\n\n\n"
_FAULT = "def rewind():\n    return clock.back()\n"
_SOUND = "def step():\n    return clock.tick()\n"
_STEPS = "from clocks import step\n\nstep()\n"
_BY_HAND = "import asyncio\n\nfrom clocks import clock\n\n\nasync def test_clock():\n    clock.back()\n\n\n"
_STARTS = "if __name__ == '__main__':\n    asyncio.run(test_clock())\n"
_SHOP = {
    "shop/__init__.py": "",
    "shop/orders.py": "def load(): ...\n",
    "shop/prices.py": "def price(): ...\n",
    "shop/sales.py": "from shop.rebates import best\n\n\ndef sale():\n    return best()\n",
    "app.py": "from shop.orders import load\nfrom shop.prices import price\n\nload(price())\n",
}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"clocks.py": _CLOCK + _FAULT}, Severity.HIGH),
        ({"clocks.py": _CLOCK + _FAULT, "app.py": "from clocks import rewind\n\nrewind()\n"}, Severity.HIGH),
        ({"clocks.py": _CLOCK + _SOUND + _FAULT, "app.py": _STEPS}, Severity.LOW),
        ({"clocks.py": _CLOCK + _SOUND + _FAULT, "app.py": _STEPS + "rewind = 1\n"}, Severity.HIGH),
        ({"clocks.py": _CLOCK, "test_clock.py": _BY_HAND + _STARTS}, Severity.LOW),
        ({"clocks.py": _CLOCK, "test_clock.py": "import pytest\n" + _BY_HAND + _STARTS}, Severity.HIGH),
        ({"clocks.py": _CLOCK, "debug/look.py": "from clocks import clock\n\nclock.back()\n"}, Severity.LOW),
    ],
)
def test_an_attribute_matters_less_where_nobody_comes_to_it(
    files: dict[str, str], expected: Severity
) -> None:
    (found,) = examine(files, [MissingAttribute()])
    assert (found.severity, found.confidence) == (expected, Confidence.HIGH)


def test_an_import_matters_less_in_a_module_that_nobody_imports_though_its_neighbours_are() -> None:
    (found,) = examine(_SHOP, [MissingImport()])
    assert found.severity is Severity.LOW
    (found,) = examine({**_SHOP, "jobs.py": "from shop.sales import sale\n\nsale()\n"}, [MissingImport()])
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
def test_a_method_of_an_application_that_nothing_calls_matters_less(routes: str, expected: Severity) -> None:
    (found,) = examine({**_DEPLOYED, "api.py": _API + routes}, [MissingAttribute()])
    assert found.severity is expected


def test_a_plain_error_of_a_function_that_nothing_calls_is_a_question() -> None:
    service = "class Clocks:\n    def start(self):\n        return 1\n\n    def wind(self, key):\n"
    service += "        if not key:\n            raise Exception('no key')\n        return key\n"
    found = examine({**_DEPLOYED, "service.py": service, "api.py": _API + _ROUTE}, [PlainException()])
    assert [item.confidence for item in found] == [Confidence.LOW]
    called = _ROUTE + "\n\n@app.post('/wind')\ndef wind(key: str):\n    return Clocks().wind(key)\n"
    found = examine({**_DEPLOYED, "service.py": service, "api.py": _API + called}, [PlainException()])
    assert [item.confidence for item in found] == [Confidence.HIGH]
