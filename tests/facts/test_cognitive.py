"""Cognitive complexity by the definition of its authors, construct by construct."""

from __future__ import annotations

import ast

import pytest

from codereview.facts.cognitive import cognitive, steps


def number(body: str, head: str = "def f(a, b, c, d):") -> int:
    text = head + "\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    function = ast.parse(text).body[0]
    assert isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
    return cognitive(function)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return a", 0),
        ("if a:\n    b()", 1),
        ("if a:\n    b()\nelse:\n    c()", 2),
        ("if a:\n    b()\nelif c:\n    d()\nelse:\n    c()", 3),
        ("if a:\n    b()\nelse:\n    if c:\n        d()", 4),  # an `if` of its own, one deeper
        ("for x in a:\n    if x:\n        b()", 3),
        ("while a:\n    while b:\n        while c:\n            d()", 6),
        ("try:\n    a()\nexcept KeyError:\n    b()\nfinally:\n    c()", 1),
        ("try:\n    if a:\n        b()\nexcept KeyError:\n    if c:\n        d()", 4),
        ("with a:\n    if b:\n        c()", 1),
        ("return b if a else c", 1),
        ("return b if a else c if d else 0", 3),
        ("if a and b and c:\n    d()", 2),
        ("if a and b or c and d:\n    d()", 4),
        ("if a and not (b and c):\n    d()", 3),
        ("if a and (b and c):\n    d()", 2),
        ("match a:\n    case 1:\n        b()\n    case 2:\n        c()\n    case _:\n        d()", 1),
        ("match a:\n    case 1 if b and c:\n        d()\n    case 2:\n        if b:\n            c()", 4),
        ("return [x for x in a if x for y in b if y]", 0),
        ("for x in a:\n    b()\nelse:\n    c()", 2),
        ("return f(b, a, c, d)", 1),
        ("return lambda: b if a else c", 2),
        ("def g():\n    if a:\n        b()\ng()\nreturn c", 2),
        ("def g():\n    if a:\n        b()\nreturn g", 1),  # a decorator
        ('"""Says what it does."""\ndef g():\n    if a:\n        b()\nreturn g', 1),
        ("class G:\n    def g(self):\n        if a:\n            b()\nreturn G", 2),
    ],
)
def test_each_construct_adds_what_the_definition_says(body: str, expected: int) -> None:
    assert number(body) == expected


def test_a_loop_that_goes_on_from_inside_costs_a_point_for_each_level() -> None:
    body = "for i in a:\n    for j in b:\n        if i % j:\n            break\n    else:\n        c += i\nreturn c"
    assert number(body) == 7


def test_asynchronous_loops_and_blocks_count_like_others() -> None:
    body = "async for x in a:\n    async with b:\n        if x:\n            await c()"
    assert number(body, "async def f(a, b, c):") == 3


def test_a_method_that_calls_itself_is_recursive() -> None:
    assert number("return self.f(a)", "def f(self, a):") == 1
    assert number("return a.f(a)", "def f(self, a):") == 0


def test_steps_tell_lines_and_depth() -> None:
    function = ast.parse("def f(a):\n    for x in a:\n        if x:\n            return x\n").body[0]
    assert isinstance(function, ast.FunctionDef)
    assert [(step.line, step.adds, step.nested) for step in steps(function)] == [(2, 1, 0), (3, 2, 1)]
