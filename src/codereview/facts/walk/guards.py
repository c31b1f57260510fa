"""Code that expects to fail: the body of a ``try`` that catches a programming error, a block that wants one."""

from __future__ import annotations

import ast
import re

FAULTS = frozenset(
    {"AttributeError", "TypeError", "NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError"}
)
_WANTS = re.compile(r"(?:assert_?|expect_?)?raises|expect_|suppress$|fails_", re.IGNORECASE)
ANY = "*"


def caught(node: ast.Try) -> list[tuple[int, int, str]]:
    """The first and last line of a ``try`` body with each programming error that a handler names."""
    first, last = node.body[0].lineno, node.body[-1].end_lineno or node.body[-1].lineno
    names = {_name(part) for handler in node.handlers for part in _parts(handler.type)}
    return [(first, last, name) for name in sorted(names & FAULTS)]


def wanted(node: ast.With | ast.AsyncWith) -> list[tuple[int, int, str]]:
    """The lines of a ``with`` block that wants or swallows an error; of any kind, marked ``*``."""
    for item in node.items:
        call = item.context_expr
        if isinstance(call, ast.Call) and _WANTS.match(_name(call.func)):
            return [(node.body[0].lineno, node.body[-1].end_lineno or node.body[-1].lineno, ANY)]
    return []


def _parts(node: ast.expr | None) -> list[ast.expr]:
    if node is None:
        return []
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
