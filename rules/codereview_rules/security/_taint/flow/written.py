"""Expressions as they are written."""

from __future__ import annotations

import ast

from codereview.facts.names import own_name


def taken(node: ast.expr) -> str:
    """The last name of what is called; empty for anything but a call."""
    if not isinstance(node, ast.Call):
        return ""
    func = node.func
    return own_name(func)


def index_of(node: ast.expr) -> int | None:
    """The number that a subscript is; None for anything else."""
    if (
        isinstance(node, ast.UnaryOp)
        and isinstance(node.op, ast.USub)
        and isinstance(node.operand, ast.Constant)
    ):
        return -int(node.operand.value) if isinstance(node.operand.value, int) else None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else None


def shown(node: ast.expr) -> str:
    """A dotted name as written; calls with empty brackets."""
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append("." + node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            parts.append("()")
            node = node.func
        elif isinstance(node, ast.Subscript):
            parts.append("[...]")
            node = node.value
        elif isinstance(node, ast.Await):
            node = node.value
        else:
            parts.append(node.id if isinstance(node, ast.Name) else "(...)")
            break
    return "".join(reversed(parts))
