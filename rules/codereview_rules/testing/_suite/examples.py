"""Examples of tests that cannot start, and of those that can."""

from __future__ import annotations

from codereview.api import Bad, Good

_SHOP = {"shop/__init__.py": "", "shop/prices.py": "def total(rows):\n    return sum(rows)\n"}
_TEST = "import pytest\n\nfrom shop.prices import total\n\n\ndef test_total():\n    assert total([1]) == 1\n"
_DEV = {"requirements-dev.txt": "pytest\npytest-cov\n"}
_ASKS = (
    "import pytest\n\nfrom shop.prices import total\n\n\ndef test_total({}):\n    assert total([1]) == 1\n"
)

BAD = (
    Bad(
        {**_SHOP, "tests/test_prices.py": _TEST.replace("import total", "import mean")},
        lines=("tests/test_prices.py:3",),
    ),
    Bad(
        {**_SHOP, "tests/test_prices.py": _TEST.replace("shop.prices", "shop.costs")},
        lines=("tests/test_prices.py:3",),
    ),
    Bad(
        {**_SHOP, "tests/conftest.py": "from shop.costs import mean\n", "tests/test_prices.py": _TEST},
        lines=("tests/conftest.py:1",),
    ),
    Bad(
        {
            **_SHOP,
            "shop/prices.py": "from shop.costs import mean\n\n\ndef total(rows):\n    return mean(rows)\n",
            "tests/test_prices.py": _TEST,
        },
        lines=("shop/prices.py:1",),
    ),
    Bad(
        {
            "book_shop/__init__.py": "",
            "book_shop/prices.py": _SHOP["shop/prices.py"],
            "tests/test_prices.py": _TEST.replace("shop.prices", "bookshop.prices"),
        },
        lines=("tests/test_prices.py:3",),
    ),
    Bad({**_SHOP, **_DEV, "tests/test_prices.py": _ASKS.format("mocker")}, lines=("tests/test_prices.py:6",)),
    Bad({**_SHOP, **_DEV, "tests/test_prices.py": _ASKS.format("rows")}, lines=("tests/test_prices.py:6",)),
    Bad(
        {
            **_SHOP,
            **_DEV,
            "tests/test_prices.py": _ASKS.format("httpx_mock") + "\n\ndef "
            "test_more(httpx_mock):\n    assert 1\n",
        },
        lines=("tests/test_prices.py:6",),
    ),
    Bad(
        {
            **_SHOP,
            "requirements.txt": "fastapi==0.115.0\npytest\n",
            "tests/test_prices.py": "from fastapi.testclient import TestClient\n\n\ndef test_total():\n    "
            "assert TestClient\n",
        },
        lines=("tests/test_prices.py:1",),
    ),
)

GOOD = (
    Good({**_SHOP, "tests/test_prices.py": _TEST}),
    Good(
        {
            **_SHOP,
            "tests/test_prices.py": "try:\n    from shop.prices import mean\nexcept ImportError:\n"
            "    mean = None\n\n\ndef test_mean():\n    assert mean is None\n",
        }
    ),
    Good(
        {
            **_SHOP,
            "tests/test_prices.py": "import pytest\n\n\ndef test_gone():\n    with "
            "pytest.raises(ImportError):\n        from shop.prices import mean\n",
        }
    ),
    Good(
        {
            **_SHOP,
            **_DEV,
            "tests/conftest.py": "import pytest\n\n\n@pytest.fixture\ndef rows():\n    return [1]\n",
            "tests/test_prices.py": _ASKS.format("rows"),
        }
    ),
    Good(
        {
            **_SHOP,
            **_DEV,
            "tests/conftest.py": "import pytest\n\n\n@pytest.fixture(name='rows')\ndef "
            "made():\n    return [1]\n",
            "tests/test_prices.py": _ASKS.format("rows"),
        }
    ),
    Good({**_SHOP, **_DEV, "tests/test_prices.py": _ASKS.format("tmp_path, monkeypatch, caplog")}),
    Good(
        {
            **_SHOP,
            **_DEV,
            "tests/test_prices.py": _ASKS.format("rows").replace(
                "def test", "@pytest.mark.parametrize('rows', [1])\ndef test"
            ),
        }
    ),
    Good(
        {
            **_SHOP,
            "requirements-dev.txt": "pytest\npytest-mock\n",
            "tests/test_prices.py": _ASKS.format("mocker"),
        }
    ),
    Good(
        {
            **_SHOP,
            "requirements-dev.txt": "pytest\npytest-shop\n",
            "tests/test_prices.py": _ASKS.format("rows"),
        }
    ),
    Good(
        {
            **_SHOP,
            "requirements.txt": "fastapi[standard]\npytest\n",
            "tests/test_prices.py": "from "
            "fastapi.testclient import TestClient\n\n\ndef test_total():\n    assert TestClient\n",
        }
    ),
    Good(
        {
            **_SHOP,
            **_DEV,
            "tests/test_prices.py": "import unittest\nfrom unittest.mock import patch\n\n"
            "import pytest\n\n\nclass T(unittest.TestCase):\n    @patch('shop.prices.total')\n    def "
            "test_a(self, total):\n        self.assertTrue(total)\n",
        }
    ),
)
