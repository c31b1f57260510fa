"""Where a statement only runs when a program is debugged or developed, and where it never does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from .locate import chain

_DEBUGS = re.compile(r"(?:^|[\W_])(?:debug|verbose|development|dev_mode|dev$)(?:$|[\W_])", re.IGNORECASE)
_STAGES = re.compile(r"dev|devel|development|local|debug|localhost", re.IGNORECASE)
_ENDS = (ast.Raise, ast.Return, ast.Continue, ast.Break)


def conditions(line: int, tree: ast.AST) -> Iterator[ast.expr]:
    """The conditions whose bodies hold a statement, the outermost first."""
    for outer, inner in pairwise(chain(tree, line)):
        if isinstance(outer, ast.If) and inner in outer.body:
            yield outer.test


def is_debugging(line: int, tree: ast.AST) -> bool:
    """Whether a statement only runs with the switch for debugging: ``if settings.DEBUG``, after ``if not debug:
    return``, where the stage is that of development."""
    if any(map(_debugs, conditions(line, tree))):
        return True
    return any(
        isinstance(step, ast.If)
        and not step.orelse
        and isinstance(step.body[-1], _ENDS)
        and isinstance(step.test, ast.UnaryOp)
        and isinstance(step.test.op, ast.Not)
        and _debugs(step.test.operand)
        for step in _before(line, tree)
    )


def is_dead(line: int, tree: ast.AST) -> bool:
    """Whether a statement stands after one of its block that always leaves the block."""
    return any(isinstance(step, _ENDS) for step in _before(line, tree))


def _before(line: int, tree: ast.AST) -> Iterator[ast.stmt]:
    """The statements of the blocks around a statement that come before it in its own function."""
    around = chain(tree, line)
    for outer, inner in zip(reversed(around[:-1]), reversed(around), strict=False):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(outer, name, None)
            if isinstance(block, list) and inner in block:
                yield from block[: block.index(inner)]
        if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return


def _debugs(test: ast.expr) -> bool:
    """Whether a condition only holds where a program is debugged or developed."""
    if isinstance(test, ast.BoolOp):
        return (any if isinstance(test.op, ast.And) else all)(map(_debugs, test.values))
    if isinstance(test, ast.Compare):
        if len(test.ops) != 1 or not isinstance(test.ops[0], (ast.Eq, ast.In, ast.Is)):
            return False
        right = test.comparators[0]
        given = right.elts if isinstance(right, (ast.Tuple, ast.List, ast.Set)) else [right]
        values = [item.value for item in given if isinstance(item, ast.Constant)]
        if len(values) != len(given) or not values:
            return False
        if all(isinstance(value, str) and _STAGES.fullmatch(value) for value in values):
            return True
        return all(value is True or value in ("1", "true", "True") for value in values) and _debugs(test.left)
    return isinstance(test, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)) and bool(
        _DEBUGS.search(ast.unparse(test))
    )
