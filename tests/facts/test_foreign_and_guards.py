"""Attributes that come from outside of a class, arguments that are spread, and code that expects to fail."""

from __future__ import annotations

import pytest
from facts_lab import calls_of, facts_of

from codereview.facts.paths import SPREAD


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x.a = 1\n", ("a",)),
        ("x.a: int = 1\n", ("a",)),
        ("x.a, x.b = 1, 2\n", ("a", "b")),
        ("for x.a in y: pass\n", ("a",)),
        ("setattr(x, 'a', 1)\nhasattr(x, 'b')\nsetattr(x, name, 1)\n", ("a", "b")),
        ("mock.patch.object(x, 'a')\n", ("a",)),
        ("x.__dict__.update(y)\n", ("__dict__",)),
        ("class A:\n    def f(self):\n        self.a = 1\n", ()),
        ("class A:\n    def f(self, other):\n        other.a = self.b\n", ("a",)),
        ("x.a += 1\ndel x.b\nprint(x.c)\n", ()),
    ],
)
def test_attributes_that_come_from_outside(text: str, names: tuple[str, ...]) -> None:
    assert facts_of(text).foreign == names


def test_arguments_that_are_spread() -> None:
    (call,) = calls_of(facts_of("def f(*a): ...\nf(1, *x, 2)\n"), "f")
    assert call.args == ("=int", SPREAD, "=int")


@pytest.mark.parametrize(
    ("text", "guards"),
    [
        ("try:\n    x.a\nexcept AttributeError:\n    pass\n", ((2, 2, "AttributeError"),)),
        (
            "try:\n    x\n    y\nexcept (TypeError, NameError):\n    pass\n",
            ((2, 3, "NameError"), (2, 3, "TypeError")),
        ),
        ("try:\n    x\nexcept ValueError:\n    pass\nexcept:\n    pass\n", ()),
        ("with pytest.raises(TypeError):\n    f()\n", ((2, 2, "*"),)),
        ("with contextlib.suppress(Exception):\n    f()\n", ((2, 2, "*"),)),
        ("with open(x) as y:\n    f()\n", ()),
    ],
)
def test_code_that_expects_to_fail(text: str, guards: tuple[tuple[int, int, str], ...]) -> None:
    assert facts_of(text).guards == guards
