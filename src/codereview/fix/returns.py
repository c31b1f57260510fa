"""TYP001: ``-> None`` on functions that evidently return nothing.

Evident means: the body does something, ends without a value on every path, and nobody else decides what the
function returns: no generator, no stub, no method that a class of the same file overrides with a value, no
decorator beyond those known to leave the return annotation alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import libcst as cst

from codereview.fix.base import Context, Edit, Edited, Python, Refusal, Rewrite, Source, Target

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_QUIET = re.compile(
    r"staticmethod|classmethod|(\w+\.)+(setter|deleter)|(\w+\.)*override|(functools\.)?wraps"
    r"|(pytest\.)?(fixture|mark(\.\w+)+)|atexit\.register|click\.\w+"
    r"|((unittest\.)?mock\.)?patch(\.\w+)*|signal\.connect|receiver"
)


def apply(source: Source, targets: tuple[Target, ...], python: Python, context: Context) -> Edited:
    """Annotate the function at each target."""
    rewrite = Rewrite(source)
    for target in targets:
        function = _function(source, target)
        reason = doubt(source, function)
        if reason:
            raise Refusal(reason)
        node = source.concrete(function, cst.FunctionDef, end=False)
        rewrite.change(node, lambda old: old.with_changes(returns=cst.Annotation(cst.Name("None"))))
    return Edited(rewrite.text(), "safe", "only an annotation changes; a type checker now checks the body")


def _function(source: Source, target: Target) -> _Function:
    found = [n for n in source.find(target, ast.stmt) if isinstance(n, _FUNCTIONS)]
    if found:
        return found[0]
    near = [n for n in ast.walk(source.tree) if isinstance(n, _FUNCTIONS) and n.lineno == target.line]
    if len(near) != 1:
        raise Refusal("no function starts at this place")
    return near[0]


def doubt(source: Source, function: _Function) -> str:
    """Why it is not evident that the function returns None; empty if it is."""
    if function.returns is not None:
        return "the return type is annotated already"
    if function.name == "__new__":
        return "__new__ returns the instance"
    for decorator in function.decorator_list:
        expression = decorator.func if isinstance(decorator, ast.Call) else decorator
        if not _QUIET.fullmatch(ast.unparse(expression)):
            return f"the decorator {ast.unparse(expression)} may define or read what is returned"
    method = isinstance(source.parents[function], ast.ClassDef)
    returned = False
    for node in own(function):
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return "the function is a generator"
        if isinstance(node, ast.Return) and node.value is not None:
            if not (isinstance(node.value, ast.Constant) and node.value.value is None):
                return "the function returns a value"
            returned = True
    if returned and method:
        return "the method returns None on purpose; an override may return more"
    if method and _overridden(source, function):
        return "a class in this file overrides the method with one that returns a value"
    return _stub(source, function)


def _stub(source: Source, function: _Function) -> str:
    body = [s for s in function.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    if not [s for s in body if not isinstance(s, ast.Pass)] and function.name != "__init__":
        return "the body is empty: what the function is to return is not seen"
    if body and isinstance(body[-1], ast.Raise):
        return "the function ends by raising"
    if body and isinstance(body[-1], ast.While) and isinstance(body[-1].test, ast.Constant):
        return "the function ends in an endless loop"
    header = source.lines[function.lineno - 1 : function.body[0].lineno]
    if any(re.search(r"#\s*type:\s*\(", line) for line in header):
        return "a type comment declares the return type"
    return ""


def own(function: _Function) -> Iterator[ast.AST]:
    """The nodes of a function's body, without the functions and classes defined in it."""
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (*_FUNCTIONS, ast.Lambda, ast.ClassDef)):
            stack.extend(ast.iter_child_nodes(node))


def _overridden(source: Source, function: _Function) -> bool:
    if function.name.startswith("__") and function.name.endswith("__"):
        return False
    for node in ast.walk(source.tree):
        if isinstance(node, _FUNCTIONS) and node is not function and node.name == function.name:
            inside = isinstance(source.parents[node], ast.ClassDef)
            if inside and any(isinstance(n, ast.Return) and n.value is not None for n in own(node)):
                return True
    return False


EDIT = Edit("TYP001", apply, partial=True)
