"""Cognitive complexity of one function: how hard it is to follow, not how many paths it has.

After G. Ann Campbell, "Cognitive Complexity, a new way of measuring understandability" (SonarSource, 2018, version 1.7
of 2023). One is added for each break of the flow (``if``, ``elif``, ``else``, a loop, ``except``, ``match``, a
conditional expression), for each sequence of like boolean operators, and for a function that calls itself; and for
``if``, loops, ``except``, ``match`` and conditional expressions one more for each of these that they stand in. ``try``,
``finally``, ``with`` and comprehensions add nothing. Functions and lambdas inside a function belong to it, one level
deeper; a function that only defines another one and returns it, as a decorator does, is no level of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple, cast

from codereview.facts.names import LEAVES, fields_of

Function = ast.FunctionDef | ast.AsyncFunctionDef

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_TRY: tuple[type[ast.Try], ...] = (
    ast.Try,
    *((cast("type[ast.Try]", ast.TryStar),) if hasattr(ast, "TryStar") else ()),
)
"""Those with ``except*`` (Python 3.11) have the same fields."""
_RECURSION = "call of itself"


class Step(NamedTuple):
    """What is added at a line, and how much of it for the depth at which it stands."""

    line: int
    what: str
    adds: int
    nested: int


def cognitive(function: Function) -> int:
    """The number of a function: 0 for a straight one."""
    return sum(step.adds for step in steps(function))


def steps(function: Function) -> list[Step]:
    """What the number is made of, in the order of the text.

    Args:
        function: a function or method that stands in no other function, since what is inside belongs to it.
    """
    found = sorted(_body(function.body, 0, function.name, only_wraps(function)), key=lambda step: step.line)
    first = next((step for step in found if step.what == _RECURSION), None)
    return [step for step in found if step is first or step.what != _RECURSION]


def only_wraps(function: Function) -> bool:
    """Whether it defines one function and gives it back: a decorator."""
    body = [node for node in function.body if not isinstance(node, ast.Expr) or not _is_text(node.value)]
    return len(body) == 2 and isinstance(body[0], _FUNCTIONS) and isinstance(body[1], ast.Return)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _body(body: list[ast.stmt], depth: int, name: str, wraps: bool = False) -> Iterator[Step]:
    for node in body:
        yield from _statement(node, depth, name, wraps)


def _statement(node: ast.stmt, depth: int, name: str, wraps: bool) -> Iterator[Step]:
    if isinstance(node, ast.If):
        yield from _if(node, depth, name)
    elif isinstance(node, _LOOPS):
        yield _step(node, "loop", depth)
        for part in (node.test,) if isinstance(node, ast.While) else (node.iter,):
            yield from _expression(part, depth, name)
        yield from _body(node.body, depth + 1, name)
        yield from _else(node.orelse, depth, name)
    elif isinstance(node, _TRY):
        yield from _body(node.body, depth, name)
        for handler in node.handlers:
            yield _step(handler, "`except`", depth)
            yield from _body(handler.body, depth + 1, name)
        yield from _else(node.orelse, depth, name)
        yield from _body(node.finalbody, depth, name)
    elif isinstance(node, ast.Match):
        yield _step(node, "`match`", depth)
        yield from _expression(node.subject, depth, name)
        for case in node.cases:
            if case.guard is not None:
                yield from _expression(case.guard, depth + 1, name)
            yield from _body(case.body, depth + 1, name)
    elif isinstance(node, _FUNCTIONS):
        yield from _body(node.body, depth if wraps else depth + 1, name, wraps and only_wraps(node))
    elif isinstance(node, ast.ClassDef):
        yield from _body(node.body, depth, name)
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        for item in node.items:
            yield from _expression(item.context_expr, depth, name)
        yield from _body(node.body, depth, name)
    else:
        yield from _expression(node, depth, name)


def _if(node: ast.If, depth: int, name: str) -> Iterator[Step]:
    yield _step(node, "`if`", depth)
    while True:
        yield from _expression(node.test, depth, name)
        yield from _body(node.body, depth + 1, name)
        rest = node.orelse
        if len(rest) != 1 or not isinstance(rest[0], ast.If) or not continues(node, rest[0]):
            yield from _else(rest, depth, name)
            return
        node = rest[0]
        yield Step(node.lineno, "`elif`", 1, 0)


def continues(node: ast.If, inner: ast.If) -> bool:
    """Whether an ``if`` in the place of ``else`` is written ``elif``: it then stands no deeper."""
    return inner.col_offset == node.col_offset


def _else(body: list[ast.stmt], depth: int, name: str) -> Iterator[Step]:
    if body:
        yield Step(body[0].lineno, "`else`", 1, 0)
        yield from _body(body, depth + 1, name)


def _step(node: ast.stmt | ast.expr | ast.ExceptHandler, what: str, depth: int) -> Step:
    return Step(node.lineno, what, 1 + depth, depth)


def _expression(tree: ast.AST, depth: int, name: str) -> Iterator[Step]:
    """Conditional expressions, sequences of boolean operators, lambdas, and calls of the function itself."""
    waiting: list[tuple[ast.AST, int, type[ast.boolop] | None]] = [(tree, depth, None)]
    while waiting:
        node, level, within = waiting.pop()
        kind = type(node)
        below, operator = level, None
        if kind is ast.Call:
            if calls_itself(node.func, name):  # type: ignore[attr-defined]
                yield Step(node.lineno, _RECURSION, 1, 0)  # type: ignore[attr-defined]
        elif isinstance(node, ast.IfExp):
            yield _step(node, "conditional expression", level)
            below += 1
        elif kind is ast.Lambda:
            below += 1
        elif isinstance(node, ast.BoolOp):
            operator = type(node.op)
            if operator is not within:
                yield Step(node.lineno, "sequence of boolean operators", 1, 0)
        for field in fields_of(kind):
            value = getattr(node, field, None)
            if type(value) is list:
                waiting += [(item, below, operator) for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST) and type(value) not in LEAVES:
                waiting.append((value, below, operator))


def calls_itself(func: ast.expr, name: str) -> bool:
    """Whether what is called has the name of the function that calls it, by itself or on ``self`` and ``cls``."""
    if isinstance(func, ast.Attribute):
        return func.attr == name and isinstance(func.value, ast.Name) and func.value.id in ("self", "cls")
    return isinstance(func, ast.Name) and func.id == name
