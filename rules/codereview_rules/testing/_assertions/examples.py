"""Examples of tests that check nothing, and of those that check where it is not seen at once."""

from __future__ import annotations

from codereview.api import Bad, Good

_T = "tests/test_prices.py"
_PRICES = {"shop/__init__.py": "", "shop/prices.py": "def total(rows):\n    return sum(rows)\n"}
_USE = "from shop.prices import total\n\n\n"

BAD = (
    Bad(_USE + "def test_total():\n    rows = [1, 2]\n    total(rows)\n", lines=(4,), path=_T),
    Bad(_USE + "def test_total():\n    result = total([1, 2])\n    print(result)\n", lines=(4,), path=_T),
    Bad("import pytest\n\n\ndef test_total():\n    pass\n", lines=(4,), path=_T),
    Bad(
        _USE + "def test_total():\n    try:\n        total([1])\n    except Exception as error:\n"
        "        print('failed', error)\n",
        lines=(4,),
        path=_T,
    ),
    Bad(
        _USE + "def test_total():\n    if total([1]) == 1:\n        return True\n    return False\n",
        lines=(4,),
        path=_T,
    ),
    Bad(
        {**_PRICES, _T: _USE + "def test_total():\n    result = total([1])\n"},
        lines=(f"{_T}:4",),
    ),
    Bad(
        "import unittest\n\nfrom shop.prices import total\n\n\nclass PriceTests(unittest.TestCase):\n"
        "    def setUp(self):\n        self.rows = [1]\n\n    def test_total(self):\n        total(self.rows)\n\n"
        "    def test_rows(self):\n        self.assertEqual(self.rows, [1])\n",
        lines=(10,),
        path=_T,
    ),
    Bad(
        {
            **_PRICES,
            "tests/helpers.py": "def rows():\n    return [1, 2]\n",
            "tests/__init__.py": "",
            _T: "from shop.prices import total\nfrom tests.helpers import rows\n\n\n"
            "def test_total():\n    total(rows())\n",
        },
        lines=(f"{_T}:5",),
    ),
    Bad(
        "import pytest\n\nfrom shop.prices import total\n\n\n@pytest.mark.parametrize('rows', [[1], [2]])\n"
        "def test_total(rows):\n    print(total(rows))\n\n\ndef test_mean():\n    assert total([1]) == 1\n\n\n"
        "def test_nothing():\n    ...\n",
        lines=(15,),
        path=_T,
    ),
    Bad(
        "import pytest\n\nfrom shop.prices import total\n\n\n@pytest.fixture\ndef rows():\n    loaded = [1]\n"
        "    assert loaded\n    return loaded\n\n\ndef test_total(rows):\n    total(rows)\n",
        lines=(13,),
        path=_T,
    ),
    Bad(
        _USE
        + "def test_total():\n    def broken(row):\n        raise ValueError(row)\n\n    total(map(str, [1]))\n",
        lines=(4,),
        path=_T,
    ),
)

GOOD = (
    Good(_USE + "def test_total():\n    assert total([1, 2]) == 3\n", path=_T),
    Good(
        "import pytest\n"
        + _USE
        + "def test_total():\n    with pytest.raises(TypeError):\n        total(None)\n",
        path=_T,
    ),
    Good(
        "import numpy as np\n" + _USE + "def test_total():\n    np.testing.assert_allclose(total([1]), 1)\n",
        path=_T,
    ),
    Good(
        {
            **_PRICES,
            "tests/helpers.py": "def holds(value, wanted):\n    compared(value, wanted)\n\n\n"
            "def compared(value, wanted):\n    assert value == wanted\n",
            "tests/__init__.py": "",
            _T: "from shop.prices import total\nfrom tests.helpers import holds\n\n\ndef test_total():\n"
            "    holds(total([1]), 1)\n",
        }
    ),
    Good(
        "import unittest\n\nfrom shop.prices import total\n\n\nclass PriceTests(unittest.TestCase):\n"
        "    def run_one(self, rows):\n        self.assertTrue(total(rows))\n\n    def test_total(self):\n"
        "        self.run_one([1])\n",
        path=_T,
    ),
    Good(
        "import unittest\n\nfrom shop.prices import total\n\n\nclass PriceTests(unittest.TestCase):\n"
        "    def tearDown(self):\n        self.assertFalse(self.errors)\n\n    def test_total(self):\n"
        "        self.errors = []\n        total([1])\n",
        path=_T,
    ),
    Good(
        "import pytest\n\nfrom shop.prices import total\n\n\n@pytest.fixture\ndef run():\n"
        "    def inner(rows, wanted):\n"
        "        assert total(rows) == wanted\n    return inner\n\n\ndef test_total(run):\n    run([1], 1)\n",
        path=_T,
    ),
    Good(_USE + "def test_total(page):\n    page.goto('/')\n    page.wait_for_selector('#total')\n", path=_T),
    Good(_USE + "def test_total(benchmark):\n    benchmark(total, [1])\n", path=_T),
    Good(
        "from hypothesis import given, strategies as st\n\nfrom shop.prices import total\n\n\n"
        "@given(st.lists(st.integers()))\n"
        "def test_total(rows):\n    total(rows)\n",
        path=_T,
    ),
    Good(_USE + "def test_total_does_not_raise():\n    total([])\n", path=_T),
    Good(
        "from unittest import mock\n"
        + _USE
        + "def test_total():\n    rows = mock.MagicMock()\n    total(rows)\n    rows.__iter__.assert_called_once()\n",
        path=_T,
    ),
    Good(
        "import pytest\n" + _USE + "@pytest.mark.skip(reason='slow')\ndef test_total():\n    pass\n", path=_T
    ),
    Good(
        "import subprocess\n\n\ndef test_command():\n    subprocess.run(['shop', '--help'], check=True)\n",
        path=_T,
    ),
    Good(
        _USE + "def test_total():\n    if total([1]) != 1:\n        raise AssertionError('wrong')\n", path=_T
    ),
    Good(
        "from seleniumbase import BaseCase\n\n\nclass PageTests(BaseCase):\n    def test_page(self):\n"
        "        self.open('https://shop.example')\n        self.click('#buy')\n",
        path=_T,
    ),
    Good(
        "from selenium_suite import steps\n" + _USE + "@steps.recorded\ndef test_total():\n    total([1])\n",
        path=_T,
    ),
    Good(
        _USE
        + "def made():\n    return total, open_rows()\n\n\ndef test_total():\n    code, rows = made()\n    code(rows)\n"
        "    rows.read.assert_called_once()\n",
        path=_T,
    ),
    Good(
        _USE + "def test_rows(rows, wanted=1):\n    total(rows)\n\n\ndef test_total():\n    test_rows([1])\n"
        "    assert total([1]) == 1\n",
        path=_T,
    ),
    Good(_USE + "def test_total():\n    total([])\n    # should not raise\n", path=_T),
    Good(_USE + 'def test_total():\n    """Sums without an error."""\n    total([])\n', path=_T),
)
