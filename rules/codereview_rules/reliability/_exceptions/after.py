"""What stands after a ``try`` in its block: it can tell of the failure that a silent handler lets pass."""

from __future__ import annotations

import ast

from . import marks as k

_LISTS = ("body", "orelse", "finalbody", "handlers", "cases")
_SOON = 3  # statements after a loop that can be about how it ended
_LEAVES = (ast.Return, ast.Break, ast.Continue)
_BOUNDS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.AsyncFor, ast.While)
_ASKS = (ast.If, ast.While, ast.Assert, ast.IfExp)


def marks_after(tree: ast.Module, node: ast.stmt, body: list[ast.stmt]) -> int:
    """The marks of a handler that does nothing, for what comes after its ``try``."""
    beside, around = _following(tree, node)
    rest = beside if _ends(beside) else beside + around
    if beside and _leaves(body[-1]):  # what comes next is there for the failure
        if _tells(beside[0]):
            return k.TOLD_AFTER
        if not all(map(_is_plain_end, beside)):
            return k.ASKED_AFTER
    bound = {
        part.id
        for statement in body
        for part in ast.walk(statement)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    asked = (part.test for statement in rest for part in ast.walk(statement) if isinstance(part, _ASKS))
    is_asked = any(
        isinstance(part, ast.Name) and part.id in bound for test in asked for part in ast.walk(test)
    )
    return k.ASKED_AFTER if is_asked else 0


def is_told_later(tree: ast.Module, node: ast.stmt, body: list[ast.stmt]) -> bool:
    """Whether a ``try`` is one attempt of a loop that its success ends, and what follows the loop raises or logs."""
    if not any(isinstance(part, (ast.Break, ast.Return)) for item in body for part in ast.walk(item)):
        return False
    for loop in _loops(tree, node):
        beside, around = _following(tree, loop)
        rest = beside if _ends(beside) else beside + around
        for statement in (*loop.orelse, *rest[:_SOON]):
            inner = (*statement.body, *statement.orelse) if isinstance(statement, ast.If) else (statement,)
            if any(map(_tells, inner)):
                return True
    return False


def _loops(tree: ast.AST, node: ast.stmt) -> list[ast.For | ast.AsyncFor | ast.While]:
    """The loops around a statement, as far as its function goes."""
    found: list[ast.For | ast.AsyncFor | ast.While] = []
    holder: ast.AST | None = tree
    while holder is not None and holder is not node:
        if isinstance(holder, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found = []
        elif isinstance(holder, (ast.For, ast.AsyncFor, ast.While)):
            found.append(holder)
        holder = next(
            (
                item
                for name in _LISTS
                for item in getattr(holder, name, ())
                if _first_line(item) <= node.lineno <= _last_line(item)
            ),
            None,
        )
    return found


def _first_line(item: ast.AST) -> int:
    return item.body[0].lineno if isinstance(item, ast.match_case) else item.lineno  # type: ignore[attr-defined]


def _last_line(item: ast.AST) -> int:
    last = item.body[-1] if isinstance(item, ast.match_case) else item
    return last.end_lineno or 0  # type: ignore[attr-defined]


def _following(tree: ast.AST, node: ast.stmt) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """The statements after one in its block, and those after the blocks around it, as far as the function goes or a
    round of the loop."""
    later: list[ast.stmt] = []
    holder: ast.AST | None = tree
    while holder is not None:
        around = holder
        holder = None
        for name in _LISTS:
            block: list[ast.stmt] = getattr(around, name, [])
            for number, item in enumerate(block):
                if item is node:
                    return block[number + 1 :], later
                lines = item.body if isinstance(item, ast.match_case) else (item,)
                if lines[0].lineno <= node.lineno <= (lines[-1].end_lineno or 0):
                    holder = item
                    if isinstance(item, _BOUNDS):
                        later = []
                    elif isinstance(item, ast.stmt):
                        rest = block[number + 1 :]
                        later = rest if _ends(rest) else rest + later
    return [], []


def is_unreachable(tree: ast.AST, node: ast.stmt) -> bool:
    """Whether a statement stands behind one of its block that leaves it."""
    holder: ast.AST | None = tree
    while holder is not None:
        around, holder = holder, None
        for name in _LISTS:
            block: list[ast.stmt] = getattr(around, name, [])
            for number, item in enumerate(block):
                if item is node:
                    return _ends(block[:number])
                if _first_line(item) <= node.lineno <= _last_line(item):
                    holder = item
    return False


def _ends(block: list[ast.stmt]) -> bool:
    return bool(block) and isinstance(block[-1], (*_LEAVES, ast.Raise))


def _leaves(statement: ast.stmt) -> bool:
    """Whether a statement, or a branch of it, leaves the block."""
    if isinstance(statement, (ast.If, ast.With, ast.AsyncWith)):
        return _leaves(statement.body[-1])
    return isinstance(statement, _LEAVES)


def _tells(statement: ast.stmt) -> bool:
    """Whether a statement raises, logs or prints."""
    if isinstance(statement, ast.Raise):
        return True
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call):
        return False
    if isinstance(call.func, ast.Attribute):
        return call.func.attr in k.LEVELS
    return isinstance(call.func, ast.Name) and call.func.id == "print"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value)


def _is_plain_end(statement: ast.stmt) -> bool:
    """Whether a statement only gives back something that is written there and says nothing."""
    if isinstance(statement, ast.Return):
        parts = () if statement.value is None else ast.walk(statement.value)
        return not any(isinstance(part, (ast.Call, ast.Name)) or _is_text(part) for part in parts)
    return isinstance(statement, ast.Pass)
