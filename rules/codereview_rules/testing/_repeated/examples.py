"""Examples of suites in which nothing is shared, and of those that share, or have nothing to share."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Bad, Good

_SHOP = {
    "shop/__init__.py": "",
    "shop/app.py": "def make_app(name):\n    return name\n\n\ndef make_user(app, name):\n    return app, name\n\n\n"
    "def pay(user, amount):\n    return amount\n",
}
_HEAD = "from shop.app import make_app, make_user, pay\n"
_T = "tests/test_pay.py"


def _test(
    number: int, *, lines: Iterable[str] = ("app = make_app('a')", "user = make_user(app, 'b')")
) -> str:
    body = "".join(f"    {line}\n" for line in lines)
    return f"\n\ndef test_pay_{number}():\n{body}    assert pay(user, {number}) == {number}\n"


def _suite(count: int, head: str = _HEAD) -> str:
    return head + "".join(_test(number) for number in range(count))


_METHODS = "class TestPay:\n" + "".join(
    f"    def test_pay_{n}(self):\n        app = make_app('a')\n        user = make_user(app, 'b')\n"
    f"        assert pay(user, {n}) == {n}\n\n"
    for n in range(20)
)
_CASE = _METHODS.replace("class TestPay:", "class PayTests(unittest.TestCase):")
_PLAIN = _HEAD + "".join(f"\n\ndef test_pay_{n}():\n    assert pay(None, {n}) == {n}\n" for n in range(20))
_WITH = ("app = make_app('a')", "user = make_user(app, 'b')", "pay(user, 0)")

BAD = (
    Bad({**_SHOP, _T: _suite(20)}, lines=(f"{_T}:4",)),
    Bad({**_SHOP, _T: _suite(30)}, lines=(f"{_T}:4",)),
    Bad({**_SHOP, _T: _HEAD + "\n\n" + _METHODS}, lines=(f"{_T}:5",)),
    Bad({**_SHOP, _T: "import unittest\n\n" + _HEAD + "\n\n" + _CASE}, lines=(f"{_T}:7",)),
    Bad({**_SHOP, _T: _suite(12), "tests/test_other.py": _suite(10)}, lines=(f"{_T}:4",)),
    Bad(
        {
            **_SHOP,
            _T: _suite(14) + "\n\ndef test_none():\n    assert pay(None, 1) == 1\n",
            "tests/test_more.py": _PLAIN,
        },
        lines=(f"{_T}:4",),
    ),
    Bad({**_SHOP, _T: _HEAD + "".join(_test(n, lines=_WITH) for n in range(20))}, lines=(f"{_T}:4",)),
    Bad({**_SHOP, _T: _suite(20).replace("def test", "async def test")}, lines=(f"{_T}:4",)),
)

GOOD = (
    Good({**_SHOP, _T: _suite(19)}),
    Good(
        {
            **_SHOP,
            _T: _suite(20),
            "tests/conftest.py": "import pytest\n\n\n@pytest.fixture\ndef app():\n    return 1\n",
        }
    ),
    Good({**_SHOP, _T: _PLAIN}),
    Good({**_SHOP, _T: _HEAD + "".join(_test(n, lines=("app = make_app('a')",)) for n in range(20))}),
    Good({**_SHOP, _T: _suite(20) + "\n\ndef setup_function():\n    pass\n"}),
    Good(
        {
            **_SHOP,
            _T: "import pytest\n"
            + _suite(20)
            + "\n\n@pytest.mark.parametrize('n', [1])\ndef test_n(n):\n    assert n\n",
        }
    ),
    Good(
        {
            **_SHOP,
            _T: "import unittest\n\n"
            + _HEAD
            + "\n\n"
            + _CASE
            + "    def setUp(self):\n        self.app = 1\n",
        }
    ),
    Good({**_SHOP, **{f"tests/test_{n}.py": _suite(4) for n in range(6)}}),
)
