"""Results of calls that a coroutine keeps under a name and takes for values ever after, whichever use comes first."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from codereview.api import ModuleContext, Note, place
from codereview.facts.names import own_name

from .blocks import Function
from .mentions import Use, is_name
from .uses import assigned_call, may_be_ours

KEPT = "kept"
"""Kind of a note: the result of a call that is not awaited is a value wherever its name stands. Its values: the path of
what is called, how it is used (`mentions.Use`, or ``annotated``) and the name."""
_TO_AWAIT = frozenset(
    "Any Awaitable Coroutine Future Task object Generator AsyncGenerator AsyncIterator AsyncIterable Callable".split()
)
_OF_COROUTINE = frozenset({"send", "throw", "close", "add_done_callback"})


def kept(function: Function, file: ModuleContext) -> Iterator[Note]:
    """Notes of the names of a coroutine function that hold such a result; none of what is awaited, handed to anything
    but a class, or bound twice."""
    node = function.node
    if not isinstance(node, ast.AsyncFunctionDef):
        return
    for body, number, _ in function.at(ast.Assign, ast.AnnAssign):
        statement = body[number]
        if type(statement.value) is not ast.Call:  # type: ignore[attr-defined]
            continue
        found = assigned_call(statement)
        if found is None:
            continue
        name, call, _ = found
        path = file.resolve(call.func)
        if not may_be_ours(path) or _is_awaited(name, file.lines[node.lineno - 1 : node.end_lineno]):
            continue
        use = _use(node, name, statement)
        if use is not None:
            at = place(use.node)
            values = (path, use.how, name)
            yield Note(KEPT, at.line, at.column, at.end_line, at.end_column, function.index, -1, values)


def _is_awaited(name: str, lines: list[str]) -> bool:
    """Whether a line awaits the name, as far as its text tells: the quick answer for most."""
    return any(name in line and f"await {name}" in line for line in lines)


def _use(node: ast.AsyncFunctionDef, name: str, statement: ast.stmt) -> Use | None:
    """The first of its uses, if each takes it for a value; else what its annotation says, if nothing can await it."""
    uses: list[Use] = []
    handed = bound = 0
    for parent in ast.walk(node):
        if isinstance(parent, (ast.Global, ast.Nonlocal)) and name in parent.names:
            return None
        for child in ast.iter_child_nodes(parent):
            if not is_name(child, name):
                continue
            if not isinstance(child.ctx, ast.Load):  # type: ignore[attr-defined]
                bound += 1
                continue
            how = _taken(parent, child)
            if how:
                uses.append(Use(how, child))  # type: ignore[arg-type]
            elif _is_of_value(parent):
                handed += 1
            else:
                return None
    if bound != 1:
        return None
    if uses and not handed:
        return min(uses, key=lambda use: (use.node.lineno, use.node.col_offset))
    if (uses or handed) and isinstance(statement, ast.AnnAssign) and _is_value(statement.annotation):
        return Use("annotated", statement.target)
    return None


def _taken(parent: ast.AST, child: ast.AST) -> str:
    """How a name is used that stands where only a value can: its attribute, an element, one of many."""
    if (
        isinstance(parent, ast.Attribute)
        and parent.attr not in _OF_COROUTINE
        and parent.attr[:3] not in ("cr_", "__a")
    ):
        return f".{parent.attr}"
    if isinstance(parent, ast.Subscript) and parent.value is child:
        return "[]"
    if isinstance(parent, (ast.For, ast.comprehension)) and parent.iter is child and not _is_async(parent):
        return "iterated"
    return ""


def _is_async(loop: ast.For | ast.comprehension) -> bool:
    return isinstance(loop, ast.comprehension) and bool(loop.is_async)


def _is_of_value(parent: ast.AST) -> bool:
    """Whether a name stands where a value or a coroutine can: what a class or a caller is given."""
    if isinstance(parent, ast.keyword):
        return True
    if isinstance(parent, ast.Call):
        called = parent.func
        last = own_name(called)
        return last[:1].isupper()
    return isinstance(parent, (ast.Return, ast.If, ast.Compare))


def _is_value(annotation: ast.expr) -> bool:
    """Whether an annotation is of what a coroutine gives, not of the coroutine."""
    for part in ast.walk(annotation):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            return False
        word = own_name(part)
        if word in _TO_AWAIT:
            return False
    return True


__all__ = ["KEPT", "kept"]
