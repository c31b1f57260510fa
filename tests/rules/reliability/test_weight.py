"""How bad a fault is that nobody comes to as things stand."""

from __future__ import annotations

import pytest

from codereview.engine.memory import examine
from codereview.model import Confidence, Severity
from codereview_rules.reliability.missing_attribute import MissingAttribute
from codereview_rules.reliability.missing_import import MissingImport

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
