"""Where a line of a handler stands: what comes after it, and what went before."""

from __future__ import annotations

import ast

from codereview.facts.names import own_name

from .marks import LEVELS

BLOCKS = ("body", "orelse", "finalbody")


def goes_on(block: list[ast.stmt], line: int) -> bool:
    """Whether the blocks around a line, inside of this one, end without a jump."""
    for statement in block:
        if statement.lineno <= line <= (statement.end_lineno or statement.lineno):
            for part in _inner(statement):
                if part[0].lineno <= line <= (part[-1].end_lineno or line):
                    return not isinstance(part[-1], (ast.Return, ast.Continue, ast.Break)) and goes_on(
                        part, line
                    )
    return True


def tells_of_success(block: list[ast.stmt], line: int) -> bool:
    """Whether a line of a handler is reached where a second attempt inside of it has worked: it stands in that, after
    what it attempts."""
    for statement in block:
        if not statement.lineno <= line <= (statement.end_lineno or statement.lineno):
            continue
        if isinstance(statement, ast.Try) and statement.handlers:
            tried = [s for s in statement.body if (s.end_lineno or s.lineno) < line]
            if any(_attempts(s) for s in tried) and line <= (statement.body[-1].end_lineno or line):
                return True
            if statement.orelse and statement.orelse[0].lineno <= line <= (
                statement.orelse[-1].end_lineno or 0
            ):
                return True
        handlers = [handler.body for handler in getattr(statement, "handlers", ())]
        return any(tells_of_success(part, line) for part in (*_inner(statement), *handlers))
    return False


def _inner(statement: ast.stmt) -> list[list[ast.stmt]]:
    """The blocks of a statement that hold anything, but for those of its handlers."""
    return [part for name in BLOCKS if isinstance(part := getattr(statement, name, None), list) and part]


def _attempts(statement: ast.stmt) -> bool:
    """Whether a statement does something that can fail: a call, and not one that only logs."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        func = statement.value.func
        name = own_name(func)
        return name not in LEVELS and name != "print"
    return any(isinstance(part, ast.Call) for part in ast.walk(statement))
