"""Cyclomatic complexity of one function, by radon's visitor.

McCabe 1976 as radon counts it: one for the function, and one for each branch, loop, handler, boolean
operator, comprehension and assertion of its body. Functions and classes inside it have numbers of their own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from radon.visitors import ComplexityVisitor

from codereview.facts.names import LEAVES, fields_of

_APART = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.arg})
"""What radon counts by itself, or nowhere."""
_LEFT_OUT: frozenset[type] = LEAVES | _APART | {type(None), bool, int, str}  # the last four are no nodes
_STRAIGHT = frozenset(
    kind
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, (ast.stmt, ast.expr, ast.keyword, ast.withitem))
) - {
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.Try,
    ast.BoolOp,
    ast.Assert,
    ast.Match,
}
"""Nodes that radon does not count; of others it is asked."""

_ONE = frozenset({ast.If, ast.IfExp, ast.Assert})
"""What radon counts as one. There are too many of these, loops and boolean operators to ask it each time."""
_LOOPS = frozenset({ast.For, ast.AsyncFor, ast.While})

_fields: dict[type[ast.AST], tuple[str, ...]] = {}


class _Decisions(ComplexityVisitor):  # type: ignore[misc]  # radon has no types
    """Radon's visitor on single nodes: what stands below them is walked here, three times as fast."""

    def count(self, node: ast.AST) -> None:
        """Adds what one node counts."""
        super().visit(node)

    def visit(self, node: ast.AST) -> None:
        """Does not go on to the parts of a node."""


def complexity(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The number of a function: 1 for a straight one."""
    return counted(list(decisions(function.body)))


def counted(found: Sequence[ast.AST]) -> int:
    """The number of a function from its `decisions`."""
    if not found:
        return 1
    total, others = 1, []
    for node in found:
        kind = type(node)
        if kind in _ONE:
            total += 1
        elif kind is ast.BoolOp:
            total += len(node.values) - 1  # type: ignore[attr-defined]
        elif kind is ast.comprehension:
            total += len(node.ifs) + 1  # type: ignore[attr-defined]
        elif kind in _LOOPS:
            total += 2 if node.orelse else 1  # type: ignore[attr-defined]
        else:
            others.append(node)
    if others:
        asked = _Decisions(off=False)
        for node in others:
            asked.count(node)
        total += int(asked.complexity)
    return total


def decisions(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of a body that radon could count, in no particular order; functions and classes in it left out."""
    waiting: list[ast.AST] = [node for node in body if type(node) not in _APART]
    known, left_out = _fields, _LEFT_OUT
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind not in _STRAIGHT:
            yield node
            if kind is ast.Assert:  # radon does not look into it
                continue
        fields = known.get(kind)
        if fields is None:
            fields = known[kind] = fields_of(kind)
        for name in fields:
            value: Any = getattr(node, name, None)
            if type(value) is list:
                waiting += [item for item in value if type(item) not in left_out]
            elif type(value) not in left_out:
                waiting.append(value)
