"""The quick cognitive number agrees with the one that is told step by step."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import codereview
from codereview.facts.cognitive import cognitive
from codereview.facts.cognitive_number import number
from codereview.facts.complexity import complexity
from codereview.facts.extract import Extraction
from codereview.facts.module import FunctionFact

SOURCES = sorted(Path(codereview.__file__).resolve().parent.rglob("*.py"))

PUZZLES = """
def straight(): return 1
def recursive(n): return recursive(n - 1)
class K:
    def again(self): return self.again()
def condition(a): return 1 if a else 2 if a > 1 else 3
def operators(a, b, c): return a and b and c or a and not (b or c)
def asserted(a, b): assert a and b
def deep(a):
    def inner():
        if a:
            return lambda: 1 if a else 2
    class Local:
        x = 1 if a else 2
        def method(self):
            while a: pass
    return inner, Local
def wrapper(f):
    def inner(*a):
        for x in a:
            if x: return f(x)
    return inner
def tries(a):
    try: pass
    except ValueError:
        if a: pass
    except KeyError: pass
    else: a()
    finally:
        for x in a: pass
        else: a()
def matched(a, b):
    match a if b else 2:
        case 1 if a and b: pass
        case _:
            with a if b else a: pass
def chain(a):
    if a: pass
    elif a > 1: pass
    else:
        if a: pass
async def waits(a):
    async for x in a:
        async with x as y: pass
    while a and a or a: pass
async def awaited(a): return await (a if a else a.b), f"{[x for x in a if x]}"
def lambdas(a, b=lambda x: x and a):
    g = lambda x, y=a or 2: [x if y else a for y in x if y]
    assert a or g, lambda x: x if a else g
    class Local:
        x = [y for y in a if y]
        g = lambda self: self and a
    @a(lambda x: x and a, a or g)
    def inner(c=a or g, d=lambda x: x or a) -> (a or g):
        z: a(g or a, [x for x in g]) = a or z
        with a or z as (z[a or g], z.x[a and g]): pass
        for z.y[a or g] in [*(a or z)]: pass
        else: del z[a or g]
        try: z[a or g] += a and g
        except (a or g): pass
        else: raise a or g from (a and g)
    return inner
"""


def facts(text: str) -> tuple[FunctionFact, ...]:
    extraction = Extraction(ast.parse(text), "x.py", "x", text.count("\n") + 1, frozenset())
    return extraction.run().functions


def outermost(text: str) -> dict[int, ast.FunctionDef | ast.AsyncFunctionDef]:
    nodes = (node for node in ast.walk(ast.parse(text)))
    return {node.lineno: node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("text", [PUZZLES, *(path.read_text() for path in SOURCES[::9])])
def test_facts_hold_the_number_of_outermost_functions(text: str) -> None:
    by_line = outermost(text)
    for found in facts(text):
        if found.cognitive is not None:
            assert found.cognitive == cognitive(by_line[found.line]), found.qualname
            assert found.cognitive == number(by_line[found.line])


@pytest.mark.parametrize("text", [PUZZLES, *(path.read_text() for path in SOURCES[::9])])
def test_facts_hold_the_complexity_of_each_function(text: str) -> None:
    by_line = outermost(text)
    found = [item for item in facts(text) if item.name != "<lambda>"]
    assert [item.complexity for item in found] == [complexity(by_line[item.line]) for item in found]


def test_what_stands_in_a_function_has_no_number_of_its_own() -> None:
    by_name = {item.qualname: item.cognitive for item in facts(PUZZLES)}
    assert by_name["deep"] == 9
    assert by_name["deep.<locals>.inner"] is None
    assert by_name["K.again"] == 1
    assert by_name["straight"] == 0
