"""Names that are tested for None only after they were used."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from codereview.api import ModuleContext, Note, place
from codereview.facts.names import own_name

from .blocks import Context, Function
from .mentions import Use, dereferences
from .results import admits_none
from .uses import following, mentions

LATE = "late"
"""Kind of a note: a name is used in a way that fails on None, and tested for None further down the same straight path.
Its values: the name, how it is used, the line of the test, and why it can be None (``default``, ``annotation``, or
nothing)."""
_CATCHES = frozenset({"Exception", "AttributeError", "TypeError"})


def late(function: Function, file: ModuleContext) -> Iterator[Note]:
    """The notes of one function."""
    node = function.node
    if isinstance(node, ast.Module):
        return
    for body, number, context in function.at(ast.If):
        statement = body[number]
        if number == 0 or not isinstance(statement, ast.If):
            continue
        name = tested_for_none(statement.test)
        if not name or not _read_before(body[0], statement, name, file.lines):
            continue
        if _asked_around(context, name) or context.caught & _CATCHES:
            continue
        use = _before(body[:number], name, file.lines)
        if use is None or not _is_local(function, node, name):
            continue
        at = place(use.node)
        values = (name, use.how, str(statement.lineno), _origin(node, name))
        yield Note(LATE, at.line, at.column, at.end_line, at.end_column, function.index, -1, values)


def _read_before(first: ast.stmt, last: ast.stmt, name: str, lines: list[str]) -> bool:
    """Whether the text between two statements reads something of a name."""
    shapes = (name + ".", name + "[", name + "(", " in " + name)
    return any(
        name in line and any(map(line.__contains__, shapes))
        for line in lines[first.lineno - 1 : last.lineno - 1]
    )


def tested_for_none(test: ast.expr) -> str:
    """The name that a condition compares with None before anything else; nothing if there is none."""
    if isinstance(test, ast.BoolOp):
        test = test.values[0]
    if (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and isinstance(test.ops[0], (ast.Is, ast.IsNot))
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value is None
    ):
        return test.left.id
    return ""


def _asked_around(context: Context, name: str) -> bool:
    """Whether a condition around the block speaks of the name."""
    for around in context.chain():
        test = getattr(around.statement, "test", None)
        if test is not None and any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(test)):
            return True
    return False


def _before(body: Sequence[ast.stmt], name: str, lines: list[str]) -> Use | None:
    """The first use of a name in statements, if it fails on None and nothing binds or asks for it there."""
    found: Use | None = None
    for statement in reversed(body):
        if not mentions(statement, name, lines):
            continue
        parts = [part for part in ast.walk(statement) if isinstance(part, ast.Name) and part.id == name]
        use = following([statement], 0, name, lines)
        if any(not isinstance(part.ctx, ast.Load) for part in parts):
            if _makes(statement):
                return None
            break
        if use is not None and dereferences(use):
            found = use
        elif use is not None and use.how in ("tested", "asked"):
            return None
        elif not isinstance(statement, (ast.Expr, ast.Assign, ast.AnnAssign, ast.Return)):
            return None  # what a loop, a branch or a function inside does with it is not certain
    return found


def _makes(statement: ast.stmt) -> bool:
    """Whether a statement assigns what cannot be None: an object that it makes, a literal."""
    value = statement.value if isinstance(statement, (ast.Assign, ast.AnnAssign)) else None
    if isinstance(value, ast.Call):
        func = value.func
        name = own_name(func)
        return name[:1].isupper() or name in ("list", "dict", "set", "str", "int", "open", "sorted", "len")
    return isinstance(
        value, (ast.List, ast.Dict, ast.Set, ast.Tuple, ast.JoinedStr, ast.ListComp, ast.BinOp)
    ) or (isinstance(value, ast.Constant) and value.value is not None)


def _is_local(function: Function, node: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> bool:
    """Whether a name is a parameter or bound in the function itself, and nobody else can bind it anew."""
    args = node.args
    if name in {a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs)}:
        bound = True
    else:
        bound = any(
            isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Store)
            for body, _ in function.blocks
            for statement in body
            if isinstance(
                statement, (ast.Assign, ast.AnnAssign, ast.For, ast.With, ast.AsyncWith, ast.AsyncFor)
            )
            for part in ast.walk(statement)
        )
    return bound and not any(
        isinstance(part, (ast.Global, ast.Nonlocal)) and name in part.names for part in ast.walk(node)
    )


def _origin(node: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> str:
    """Why a parameter can be None."""
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    defaults = [None] * (len(positional) - len(args.defaults)) + list(args.defaults)
    for arg, default in (
        *zip(positional, defaults, strict=True),
        *zip(args.kwonlyargs, args.kw_defaults, strict=True),
    ):
        if arg.arg != name:
            continue
        if isinstance(default, ast.Constant) and default.value is None:
            return "default"
        return "annotation" if arg.annotation is not None and admits_none(arg.annotation) else ""
    return ""
