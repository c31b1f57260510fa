"""Complexity of functions: radon's number, also where radon itself does not look."""

from __future__ import annotations

import ast

import pytest
from radon.complexity import cc_visit

from codereview.facts.extract import complexities

NESTED = """
def outer(a):
    class Inner:
        def method(self):
            if a and self:
                return 1
            return 2
    return Inner


class One:
    class Two:
        class Three:
            def deep(self, xs):
                return [x for x in xs if x]
"""


def test_methods_of_classes_in_functions_and_of_classes_nested_twice() -> None:
    found = complexities(ast.parse(NESTED))
    assert found[4, 8] == 3
    assert found[14, 12] == 3


@pytest.mark.parametrize(
    "text",
    [
        "def f(a):\n    for x in a:\n        if x and a or not x:\n            yield x\n    else:\n"
        "        return\n",
        "def f(a):\n    try:\n        assert a\n    except ValueError:\n        pass\n"
        "    except (TypeError, OSError):\n        pass\n",
        "async def f(a):\n    async with a as b:\n        return {k: v for k, v in b if k if v}\n",
        "def f(a):\n    match a:\n        case 1 | 2:\n            return 1\n        case [x] if x:\n"
        "            return 2\n        case _:\n            return 3\n",
        "def f(a):\n    g = lambda x: 1 if x else 2\n    while a:\n        a = g(a) or a\n",
    ],
)
def test_the_number_is_radons(text: str) -> None:
    assert complexities(ast.parse(text))[1, 0] == cc_visit(text)[0].complexity
