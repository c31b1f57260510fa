"""Examples of tests that never run, and of what only looks like one."""

from __future__ import annotations

from codereview.api import Bad, Good

_SUM = "from shop.prices import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n"
_SHOP = {"shop/__init__.py": "", "shop/prices.py": "def total(rows):\n    return sum(rows)\n"}
_INI = {"pytest.ini": "[pytest]\ntestpaths = tests\n"}
_CASE = (
    "from django.test import TestCase\n\n\nclass PriceTests(TestCase):\n    def test_total(self):\n  "
    "      self.assertEqual(1, 1)\n"
)
_SITE = {
    "manage.py": "import django\n",
    "shop/__init__.py": "",
    "shop/models.py": "from django.db import models\n",
}
_WORKFLOW = {".github/workflows/test.yml": "jobs:\n  test:\n    steps:\n      - run: python manage.py test\n"}

BAD = (
    Bad(
        "def test_outer():\n    assert 1\n\n    def test_inner():\n        assert 2\n",
        lines=(4,),
        path="tests/test_prices.py",
    ),
    Bad(
        "import pytest\n\n\ndef test_total():\n    assert 1\n\n\ndef test_mean():\n    assert 2\n\n\n"
        "def test_total():\n    assert 3\n",
        lines=(12,),
        path="tests/test_prices.py",
    ),
    Bad(
        "class TestPrices:\n    def test_total(self):\n        assert 1\n\n    def test_total(self):\n   "
        "     assert 2\n",
        lines=(5,),
        path="tests/test_prices.py",
    ),
    Bad(
        "import pytest\n\n\nclass TestPrices:\n    def __init__(self):\n        self.rows = [1]\n\n"
        "    def test_total(self):\n        assert sum(self.rows) == 1\n",
        lines=(4,),
        path="tests/test_prices.py",
    ),
    Bad(
        {
            "tests/test_prices.py": "from tests.base import Rows\n\n\nclass TestPrices(Rows):\n"
            "    def test_total(self):\n        assert sum(self.rows) == 1\n",
            "tests/__init__.py": "",
            "tests/base.py": "class Rows:\n    def __init__(self):\n        self.rows = [1]\n",
            **_INI,
        },
        lines=("tests/test_prices.py:4",),
    ),
    Bad(
        "import pytest\n\n\nclass PriceTests:\n    def test_total(self):\n        assert sum([1]) == 1\n",
        lines=(4,),
        path="tests/test_prices.py",
    ),
    Bad(
        "import pytest\n\n\ndef test_total():\n    assert 1\n\n\ndef tets_mean():\n    assert 2\n",
        lines=(8,),
        path="tests/test_prices.py",
    ),
    Bad(
        {**_SHOP, **_INI, "tests/test_totals.py": _SUM, "tests/tests_prices.py": _SUM},
        lines=("tests/tests_prices.py:1",),
    ),
    Bad(
        {**_SHOP, **_INI, "tests/test_totals.py": _SUM, "shop/checks/test_prices.py": _SUM},
        lines=("shop/checks/test_prices.py:1",),
    ),
    Bad(
        {
            **_SITE,
            **_WORKFLOW,
            "shop/tests/__init__.py": "",
            "shop/tests/test_a.py": _CASE,
            "shop/tests/api/test_b.py": _CASE.replace("Price", "Order"),
        },
        lines=("shop/tests/api/test_b.py:1",),
    ),
    Bad(
        {**_SITE, **_WORKFLOW, "shop/tests.py": _CASE + "\n\ndef test_mean():\n    assert 1\n"},
        lines=("shop/tests.py:9",),
    ),
    Bad(
        {
            **_SITE,
            **_WORKFLOW,
            "shop/tests.py": _CASE + "\n\nclass OrderTests:\n    def test_sum(self):\n        assert 1\n",
        },
        lines=("shop/tests.py:10",),
    ),
    Bad(
        "import unittest\n\n\nclass PriceTests(unittest.TestCase):\n    def test_a(self):\n        "
        "self.assertTrue(1)\n\n\n"
        "class PriceTests(unittest.TestCase):\n    def test_b(self):\n        self.assertTrue(1)\n",
        lines=(9,),
        path="tests/test_prices.py",
    ),
)

GOOD = (
    Good({**_SHOP, **_INI, "tests/test_prices.py": _SUM}),
    Good(
        "import threading\n\n\ndef test_outer():\n    def test_inner():\n        assert 2\n\n"
        "    threading.Thread(target=test_inner).start()\n",
        path="tests/test_prices.py",
    ),
    Good(
        "import pytest\n\n\ndef test_register(app):\n    @app.route('/')\n    def test_view():\n        return ''\n\n"
        "    assert app.rules\n",
        path="tests/test_prices.py",
    ),
    Good(
        "import sys\n\nif sys.version_info >= (3, 12):\n    def test_total():\n        assert 1\nelse:\n"
        "    def test_total():\n        assert 2\n",
        path="tests/test_prices.py",
    ),
    Good(
        "import pytest\n\n\nclass TestClient:\n    def __init__(self, url):\n        self.url = url\n\n"
        "    def test_connection(self):\n        return self.url\n\n\ndef test_url():\n    assert "
        "TestClient('x').test_connection()\n",
        path="tests/test_prices.py",
    ),
    Good(
        {
            "tests/__init__.py": "",
            "tests/shared.py": "class PriceTests:\n    def test_total(self):\n        assert self.rows\n",
            "tests/test_prices.py": "from tests.shared import PriceTests\n\n\nclass "
            "TestRows(PriceTests):\n    rows = [1]\n",
            **_INI,
        }
    ),
    Good(
        "import unittest\n\n\nclass PriceTests(unittest.TestCase):\n    def __init__(self, name):\n      "
        "  super().__init__(name)\n\n"
        "    def test_total(self):\n        self.assertTrue(1)\n",
        path="tests/test_prices.py",
    ),
    Good(
        {
            "pyproject.toml": "[tool.pytest.ini_options]\npython_files = ['check_*.py']\n"
            "python_functions = ['check_*']\n"
            "python_classes = ['*Checks']\n",
            "tests/check_prices.py": "class PriceChecks:\n    def check_total(self):\n        assert 1\n"
            "\n\ndef check_mean():\n    assert 1\n",
        }
    ),
    Good(
        {
            **_SHOP,
            **_INI,
            "Makefile": "slow:\n\tpytest shop/checks\n",
            "tests/test_totals.py": _SUM,
            "shop/checks/test_prices.py": _SUM,
        }
    ),
    Good(
        {
            **_SHOP,
            **_INI,
            "tests/test_totals.py": _SUM,
            "tests/prices.py": _SUM,
            "tests/test_all.py": "from tests.prices import *\n",
        }
    ),
    Good(
        "import pytest\n\n\n@pytest.fixture\ndef test_data():\n    return [1]\n\n\nclass TestBase:\n    "
        "__test__ = False\n\n"
        "    def __init__(self):\n        self.x = 1\n\n    def test_x(self):\n        assert self.x\n",
        path="tests/test_prices.py",
    ),
    Good(
        {
            **_SHOP,
            **_INI,
            "tests/test_totals.py": _SUM,
            "tests/typing/prices_typing.py": "from typing_extensions import assert_type\n\n"
            "from shop.prices import price\n\n\n"
            "def test_price() -> None:\n    assert_type(price(1), int)\n",
        }
    ),
    Good({**_SITE, "shop/tests/__init__.py": "", "shop/tests/test_prices.py": _CASE}),
    Good(
        {
            **_SITE,
            "requirements.txt": "django==5.0\npytest-django\n",
            "shop/tests.py": _CASE + "\n\ndef test_mean():\n    assert 1\n",
        }
    ),
    Good(
        "import unittest\n\n\nclass A(unittest.TestCase):\n    def test_total(self):\n        self.assertTrue(1)\n\n\n"
        "class B(unittest.TestCase):\n    def test_total(self):\n        self.assertTrue(1)\n",
        path="tests/test_prices.py",
    ),
    Good(
        {
            "tests/test_prices.py": "def test_total():\n    assert 1\n",
            "tests/parallel.py": "def test(first, second):\n    print(first, second)\n",
        }
    ),
    Good(
        "from parameterized import parameterized\n\n\nclass TestSum:\n"
        "    @parameterized.expand([(1, 2)])\n    def test_sum(self, a, b):\n        assert a < b\n\n"
        "    @parameterized.expand([(5, 8)])\n    def test_sum(self, a, b):\n        assert a + 3 == b\n",
        path="tests/test_sum.py",
    ),
    Good(
        {
            **_SHOP,
            **_INI,
            "setup.cfg": "[coverage:run]\nsource =\n    shop\n    plugins/*/plugin_tests\n",
            "tests/test_total.py": _SUM,
            "plugins/colour/plugin_tests/colour_test.py": _SUM,
        }
    ),
)
