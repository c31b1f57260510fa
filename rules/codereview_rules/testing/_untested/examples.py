"""Examples of code that no test reaches, and of what only looks like it."""

from __future__ import annotations

from codereview.api import Bad, Good


def _branches(name: str, count: int = 8) -> str:
    """A function with some branches."""
    lines = [f"    if rows == {number}:\n        return {number + 1}\n" for number in range(count)]
    return f"def {name}(rows):\n{''.join(lines)}    return 0\n\n\n"


_PRICES = "".join(_branches(name) for name in ("total", "mean", "discount"))
_ORDERS = (
    "from shop import prices\n\n\n" + _branches("order") + "def pay(rows):\n    return prices.total(rows)\n"
)
_SMALL = (
    "def a():\n    return 1\n\n\ndef b():\n    return a()\n\n\ndef c():\n    return 1\n\n\ndef "
    "d():\n    return 1\n"
)
_TEST = "from shop import orders\n\n\ndef test_order():\n    assert orders.order(1) == 2\n"
_SHOP = {"shop/__init__.py": "", "shop/orders.py": _ORDERS, "shop/prices.py": _PRICES}
_MAIL = (
    "def send(to):\n    if to:\n        return 1\n    if not to:\n        return 2\n    return 3\n\n"
    "\ndef letter(to):\n    return send(to)\n"
)
_USES_MAIL = (
    "from shop import mail\n\n\ndef order(rows):\n    return rows\n\n\ndef pay(rows):\n    "
    "return mail.letter(rows)\n"
)
_MORE = {f"shop/m{n}.py": _SMALL for n in range(4)}
_TESTS_MORE = "".join(f"from shop import m{n}\n" for n in range(4))
_PLAIN = {"shop/__init__.py": "", "shop/prices.py": _PRICES, "shop/small.py": _SMALL}

BAD = (
    Bad({**_SHOP, "pyproject.toml": "[project]\nname = 'shop'\n"}, lines=("pyproject.toml:1",)),
    Bad(
        {
            "shop/__init__.py": "",
            "shop/orders.py": _PRICES + _SMALL,
            "main.py": "from shop import orders\n\norders.total(1)\n",
        },
        lines=("shop/orders.py:1",),
    ),
    Bad(
        {**_PLAIN, "tests/test_small.py": "from shop.small import a\n\n\ndef test_a():\n    assert a()\n"},
        lines=("shop/prices.py:1",),
    ),
    Bad(
        {
            **_PLAIN,
            **_MORE,
            "tests/test_m.py": _TESTS_MORE + "\n\ndef test_a():\n    assert m0.a()\n",
            "shop/other.py": "from shop.prices import mean\n\n\ndef other():\n    return mean(1)\n",
        },
        lines=("shop/prices.py:1",),
    ),
    Bad(
        {
            **_PLAIN,
            "tests/prices_check.py": "from shop import prices\n\n\ndef test_mean():\n    assert "
            "prices.mean(1)\n",
            "tests/test_small.py": "from shop.small import a\n\n\ndef test_a():\n    assert a()\n",
        },
        lines=("shop/prices.py:1",),
    ),
    Bad(
        {
            "shop/__init__.py": "",
            "shop/mail.py": _MAIL,
            "shop/orders.py": _USES_MAIL,
            "shop/small.py": _SMALL,
            "tests/test_orders.py": "from shop import orders, small\n\n\ndef test_order():\n    assert "
            "orders.order(1)\n",
        },
        lines=("shop/mail.py:1",),
    ),
    Bad(
        {
            "shop/__init__.py": "",
            "shop/small.py": _SMALL + "\n\n" + _branches("worth") + "def "
            "evaluated(x):\n    return worth(x)\n",
            "tests/test_small.py": "from shop.small import a\n\n\ndef test_a():\n    assert a()\n",
        },
        lines=("shop/small.py:17",),
    ),
    Bad({**_PLAIN, "tests/test_nothing.py": "def helper():\n    return 1\n"}, lines=("shop/prices.py:1",)),
)

GOOD = (
    Good(
        {
            **_SHOP,
            "tests/test_orders.py": _TEST + "\n\ndef test_mean():\n    assert "
            "orders.prices.mean(1)\n    orders.pay(1)\n    orders.prices.discount(1)\n",
        }
    ),
    Good(
        {
            **_PLAIN,
            "tests/conftest.py": "import pytest\nfrom shop import prices\n\n\n@pytest.fixture\n"
            "def mean():\n    return prices.mean\n",
            "tests/test_small.py": "from shop.small import a\n\n\ndef test_a(mean):\n    assert a() and mean(1)\n",
        }
    ),
    Good(
        {
            **_PLAIN,
            "tests/test_small.py": "from unittest.mock import patch\n\nfrom shop.small import a\n"
            "\n\n@patch('shop.prices.mean')\ndef test_a(mean):\n    assert a()\n",
        }
    ),
    Good({"shop/__init__.py": "", "shop/small.py": "def a():\n    return 1\n"}),
    Good(
        {
            **_PLAIN,
            "shop/names.py": "import importlib\n\n\ndef load(name):\n    return "
            "importlib.import_module(name)\n",
            "tests/test_names.py": "from shop.names import load\nfrom shop.small import b\n\n\ndef "
            "test_load():\n    assert load('x') and b()\n",
        }
    ),
    Good(
        {
            "shop/__init__.py": "",
            "shop/mail.py": _MAIL,
            "shop/small.py": _SMALL,
            "tests/test_mail.py": "from shop import mail, small\n\n\ndef test_letter():\n    assert mail.letter(1)\n",
        }
    ),
    Good(
        {
            "shop/__init__.py": "",
            "shop/small.py": _SMALL + "\n\n" + _branches("worth") + "TABLE = {'x': worth}\n",
            "tests/test_small.py": "from shop.small import a\n\n\ndef test_a():\n    assert a()\n",
        }
    ),
    Good(
        {
            **_PLAIN,
            "tests/test_all.py": "from shop import prices, small\n\n\ndef test_a(job):\n    "
            "assert job.mean(1) and small.a()\n",
        }
    ),
    Good(
        {
            "shop/__init__.py": "",
            "shop/prices.py": "NAMES = {'a': 1}\n",
            "shop/small.py": _SMALL,
            "tests/test_small.py": "from shop.small import a\n\n\ndef test_a():\n    assert a()\n",
        }
    ),
)
