"""Examples of tests that only meet mocks, and of tests that use them well."""

from __future__ import annotations

from codereview.api import Bad, Good

_T = "tests/test_prices.py"
_SHOP = {
    "shop/__init__.py": "",
    "shop/prices.py": "def rate():\n    return 2\n\n\ndef total(rows):\n    return sum(rows) * rate()\n\n\n"
    "class Basket:\n    def __init__(self, rows):\n        self.rows = rows\n\n    def total(self):\n"
    "        return total(self.rows)\n",
}
_MOCK = "from unittest.mock import MagicMock, Mock, patch\n\n"


def _bad(text: str, line: int) -> Bad:
    return Bad({**_SHOP, _T: text}, lines=(f"{_T}:{line}",))


def _good(text: str) -> Good:
    return Good({**_SHOP, _T: text})


BAD = (
    _bad(
        _MOCK + "\ndef test_total():\n    basket = Mock()\n    basket.total.return_value = 3\n"
        "    assert basket.total() == 3\n",
        4,
    ),
    _bad(
        _MOCK + "from shop.prices import Basket\n\n\ndef test_total():\n    basket = MagicMock(spec=Basket)\n"
        "    basket.total.return_value = 3\n    result = basket.total()\n    assert result == 3\n",
        6,
    ),
    _bad(
        _MOCK + "from shop import prices\n\n\n@patch('shop.prices.total')\ndef test_total(mock_total):\n"
        "    mock_total.return_value = 3\n    assert prices.total([1]) == 3\n",
        7,
    ),
    _bad(
        _MOCK
        + "from shop import prices\n\n\ndef test_total():\n    with patch('shop.prices.total', return_value=3):\n"
        "        assert prices.total([1]) == 3\n",
        6,
    ),
    _bad(
        _MOCK
        + "from shop import prices\n\n\ndef test_total():\n    with patch.object(prices, 'total', return_value=3):\n"
        "        assert prices.total([1]) == 3\n",
        6,
    ),
    _bad(
        _MOCK + "from shop.prices import Basket\n\n\ndef test_total():\n"
        "    with patch.object(Basket, 'total', return_value=3):\n        assert Basket([1]).total() == 3\n",
        6,
    ),
    _bad(
        "import unittest\nfrom unittest import mock\n\n\nclass PriceTests(unittest.TestCase):\n"
        "    def test_total(self):\n"
        "        basket = mock.Mock()\n        basket.total.return_value = 3\n"
        "        self.assertEqual(basket.total(), 3)\n",
        6,
    ),
    _bad(
        "import pytest\nfrom unittest.mock import Mock\n\n\n@pytest.fixture\ndef basket():\n    return Mock()\n\n\n"
        "def test_total(basket):\n    basket.total.return_value = 3\n    assert basket.total() == 3\n",
        10,
    ),
    _bad(
        "from shop import prices\n\n\ndef test_total(mocker):\n    mocker.patch('shop.prices.total', return_value=3)\n"
        "    assert prices.total([1]) == 3\n",
        4,
    ),
)

GOOD = (
    _good(
        _MOCK + "from shop import prices\n\n\n@patch('shop.prices.rate')\ndef test_total(rate):\n"
        "    rate.return_value = 3\n    assert prices.total([1]) == 3\n"
    ),
    _good(
        _MOCK + "from shop.prices import total\n\n\ndef test_total():\n    rows = MagicMock()\n"
        "    rows.__iter__.return_value = [1]\n    assert total(rows) == 2\n"
    ),
    _good(
        _MOCK
        + "from shop.prices import Basket\n\n\ndef test_total():\n    with patch.object(Basket, 'total') as total:\n"
        "        total.return_value = 3\n    assert Basket([1]).rows == [1]\n"
    ),
    _good(
        _MOCK + "from shop import prices\n\n\ndef test_total():\n    with patch.object(prices, 'total', "
        "wraps=prices.total):\n"
        "        assert prices.total([1]) == 2\n"
    ),
    _good(
        _MOCK + "from shop import prices\n\n\n@patch('shop.prices.total')\ndef test_basket(mock_total):\n"
        "    mock_total.return_value = 3\n    assert prices.Basket([1]).total() == prices.total([1])\n"
    ),
    _good(
        _MOCK + "\ndef test_total(client):\n    basket = Mock()\n    client.post('/basket', basket.total())\n"
        "    assert client\n"
    ),
    _good(
        _MOCK
        + "from shop.prices import Basket\n\n\ndef test_total():\n    view = Mock()\n    basket = Basket([1])\n"
        "    view.show(basket.total())\n    view.show.assert_called_once_with(2)\n"
    ),
    _good(
        _MOCK + "from shop.prices import total\n\n\ndef test_total():\n    rows = Mock(return_value=[1])\n"
        "    assert list(map(total, [rows()])) == [2]\n"
    ),
    _good("from shop.prices import total\n\n\ndef test_total():\n    assert total([1]) == 2\n"),
    _good(
        _MOCK
        + "from shop.prices import total\n\n\n@patch('shop.prices.total')\ndef test_total(mock_total):\n"
        "    assert total([1]) == 2\n"
    ),
)
