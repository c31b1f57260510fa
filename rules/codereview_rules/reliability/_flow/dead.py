"""Statements, branches and handlers that never run."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from codereview.api import ModuleContext, Note, place
from codereview.facts.names import nodes

from .blocks import Function, loops_back

DEAD = "dead"
"""Kind of a note: code that never runs. Its values: why (``after``, ``branch``, ``handler``), what is in its way,
the line of that, and the number of lines of ``after``, or ``same`` for a branch that does what the one before does."""
_OFF = re.compile(
    r"\b(?:disabled?|temporar\w*|te?mp|todo|fixme|deprecated|obsolete|unused|not used|never reached|skip\w*"
    r"|for now|no longer|deliberate(?:ly)?|on purpose|turned off|switched off|unreachable|kill[ -]?switch|wip"
    r"|temporair\w*|d[ée]sactiv\w*|deaktivier\w*|временно|отключен\w*)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(r"#|print\(|(?:\w+\.)*_?log(?:ger|ging)?\.\w+\(", re.IGNORECASE)
"""How a line begins that only tells something: to who reads the code, or the log."""
_EXITS = {ast.Return: "return", ast.Raise: "raise", ast.Continue: "continue", ast.Break: "break"}
_NOT_EXCEPTIONS = ("Cancelled", "Exit", "Interrupt", "Interrupted", "Abort", "BaseException")
_ENDINGS = ("Error", "Exception", "DoesNotExist", "NotFound", "Timeout")


def dead(function: Function, file: ModuleContext) -> Iterator[Note]:
    """The notes of one function, or of a module's own code."""
    seen: set[int] = set()
    for body, number, _ in function.ending:
        statement = body[number]
        if id(body) in seen or not (why := _stops(statement)):
            continue
        rest = body[number + 1 :]
        if not _trivial(rest):
            seen.add(id(body))
            count = (rest[-1].end_lineno or 0) - rest[0].lineno + 1
            first = body is function.node.body and function.index >= 0 and _gives_nothing(body[: number + 1])
            meant = "meant" if first or _is_meant(statement, rest[0].lineno, file) else ""
            yield _note(function, rest[0], "after", why, str(statement.lineno), str(count), meant)
    for body, number, context in function.at(ast.If):
        inner = context.part == "orelse" and len(body) == 1  # an elif, seen with the if that it belongs to
        if getattr(body[number], "orelse", None) and not (inner and isinstance(context.statement, ast.If)):
            yield from _branches(function, body[number], file)
    for body, number, _ in function.at(ast.Try):
        yield from _handlers(function, body[number], file)


def _stops(statement: ast.stmt) -> str:
    """What keeps control from going on; nothing if it does go on."""
    if isinstance(statement, ast.While):
        return "an endless loop" if loops_back(statement) else ""
    return f"`{_EXITS[type(statement)]}`"


def _gives_nothing(body: Sequence[ast.stmt]) -> bool:
    """Whether a function does nothing but return a constant: all that it did has been switched off."""
    *before, last = body
    plain = all(isinstance(part, ast.Expr) and _only_tells(part.value) for part in before)
    if not plain or not isinstance(last, ast.Return):
        return False
    return last.value is None or all(map(_is_fixed, nodes(last.value)))


def _is_fixed(node: ast.AST) -> bool:
    """Whether a part of an expression is a constant, one by its name, or what holds such: ``{"error": CLOSED}``."""
    if isinstance(node, ast.Name):
        return node.id.isupper()
    return isinstance(node, (ast.Constant, ast.Dict, ast.List, ast.Tuple, ast.Load))


def _only_tells(value: ast.expr) -> bool:
    """Whether an expression is a docstring or a line of a log."""
    func = value.func if isinstance(value, ast.Call) else None
    if isinstance(func, ast.Attribute):
        return func.attr in ("debug", "info", "warning", "error", "critical")
    return isinstance(value, ast.Constant) or (isinstance(func, ast.Name) and func.id == "print")


def _is_meant(statement: ast.stmt, rest: int, file: ModuleContext) -> bool:
    """Whether what follows, from a line on, is switched off on purpose, as the error or a comment at the exit says."""
    if isinstance(statement, ast.Raise) and statement.exc is not None:
        named = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
        if file.resolve(named).endswith(("NotImplementedError", "DeprecationWarning")):
            return True
    last = statement.end_lineno or statement.lineno
    below = [line for line in map(str.strip, file.lines[last : rest - 1]) if line[:1] == "#"]
    if isinstance(statement, ast.While):
        return any(map(_OFF.search, below))  # what comments in it speak of is its own
    above = takewhile(_TELLS.match, map(str.strip, reversed(file.lines[: statement.lineno - 1])))
    remarks = [*above, *below]
    remarks += [line.partition("#")[2] for line in file.lines[statement.lineno - 1 : last]]
    return any(_OFF.search(remark) for remark in remarks)


def _trivial(rest: Sequence[ast.stmt]) -> bool:
    """Whether statements do nothing, or make a generator of the function by a ``yield``."""
    if any(isinstance(part, (ast.Yield, ast.YieldFrom)) for statement in rest for part in nodes(statement)):
        return True
    return all(
        type(statement) in _EXITS
        or isinstance(statement, (ast.Pass, ast.FunctionDef, ast.ClassDef))
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for statement in rest
    )


def _branches(function: Function, node: ast.stmt, file: ModuleContext) -> Iterator[Note]:
    """``elif`` with the condition of a branch before it."""
    assert isinstance(node, ast.If)
    if len(node.orelse) != 1 or not isinstance(node.orelse[0], ast.If):
        return
    seen: dict[str, ast.If] = {_text(node.test, file): node}
    branch: ast.stmt = node.orelse[0]
    while isinstance(branch, ast.If):
        text = _text(branch.test, file)
        if (
            text
            and text in seen
            and not any(isinstance(p, (ast.Call, ast.Await, ast.NamedExpr)) for p in nodes(branch.test))
        ):
            same = [ast.dump(part) for part in branch.body] == [ast.dump(part) for part in seen[text].body]
            line = str(seen[text].test.lineno)
            yield _note(function, branch.test, "branch", text[:60], line, "same" if same else "")
            return
        seen.setdefault(text, branch)
        branch = branch.orelse[0] if len(branch.orelse) == 1 else ast.Pass()


def _text(node: ast.expr, file: ModuleContext) -> str:
    """The text of a condition on one line; nothing for others."""
    if node.lineno != node.end_lineno:
        return ""
    line = file.lines[node.lineno - 1]
    return line.encode()[node.col_offset : node.end_col_offset].decode(errors="replace")


def _handlers(function: Function, node: ast.stmt, file: ModuleContext) -> Iterator[Note]:
    """A handler whose exceptions one before it takes already."""
    assert isinstance(node, ast.Try)
    before: list[tuple[str, int]] = []
    for handler in node.handlers:
        parts = (
            handler.type.elts
            if isinstance(handler.type, ast.Tuple)
            else [handler.type]
            if handler.type
            else []
        )
        paths = [file.resolve(part) for part in parts]
        taken = [next((b for b in before if _covers(b[0], path)), None) for path in paths]
        if paths and taken and all(taken) and taken[0] is not None:
            yield _note(function, handler.type or handler, "handler", *map(str, taken[0]))
        before += [
            (path.removeprefix("builtins."), handler.lineno) for path in paths if path.startswith("builtins.")
        ]


def _covers(wide: str, path: str) -> bool:
    """Whether a built-in exception takes all that another class stands for."""
    above = getattr(builtins, wide, None)
    if not (isinstance(above, type) and issubclass(above, BaseException)):
        return False
    if path.startswith("builtins."):
        below = getattr(builtins, path[9:], None)
        return isinstance(below, type) and issubclass(below, above)
    name = path.rpartition(".")[2]
    known = (
        path[0] not in "?=%" and name.endswith(_ENDINGS) and not any(part in name for part in _NOT_EXCEPTIONS)
    )
    return above is Exception and known


def _note(function: Function, node: ast.AST, *values: str) -> Note:
    at = place(node)
    if at.end_line > at.line and isinstance(node, ast.stmt):
        return Note(DEAD, at.line, at.column, at.line, at.column, function.index, -1, values)
    return Note(DEAD, at.line, at.column, at.end_line, at.end_column, function.index, -1, values)
