"""Complexity of functions: radon's number, also where radon itself does not look."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from radon.complexity import cc_visit
from radon.visitors import ComplexityVisitor

from codereview.facts.complexity import complexity

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
    found = {
        node.name: complexity(node)
        for node in ast.walk(ast.parse(NESTED))
        if isinstance(node, ast.FunctionDef)
    }
    assert found == {"outer": 1, "method": 3, "deep": 3}


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
    function = ast.parse(text).body[0]
    assert isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
    assert complexity(function) == cc_visit(text)[0].complexity


LIBRARY = Path(os.__file__).parent


@pytest.mark.parametrize(
    "name", ["argparse", "ast", "inspect", "asyncio/events", "dataclasses", "tarfile", "typing"]
)
def test_the_number_is_radons_for_real_code(name: str) -> None:
    tree = ast.parse((LIBRARY / f"{name}.py").read_bytes())
    radon = {(f.lineno, f.col_offset): f.complexity for f in _all(ComplexityVisitor.from_ast(tree))}
    ours = {
        (node.lineno, node.col_offset): complexity(node)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert len(radon) > 10
    assert {place: ours[place] for place in radon} == radon


def _all(visitor: Any) -> Iterator[Any]:
    waiting = [*visitor.functions, *(method for cls in visitor.classes for method in cls.methods)]
    while waiting:
        function = waiting.pop()
        yield function
        waiting += function.closures
