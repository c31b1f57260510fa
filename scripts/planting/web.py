"""Faults of routes: authentication removed, a route registered twice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from planting.guards import Guards, default_of, is_guard
from planting.source import Fault, Function, Source, called_name, replaced

_METHODS = frozenset({"get", "post", "put", "patch", "delete", "route", "api_route"})
_CHANGING = frozenset({"post", "put", "patch", "delete"})
_OPEN = ("SEC011", "SEC012")
_CHECK = re.compile(r"^_?(?:check|assert|ensure|verify|enforce|require|validate)|permission|access|authoriz")
_WAY = re.compile(r"(?:^|_)(?:log_?in|log_?out|sign_?(?:in|up|out)|register)(?:$|_user)")


def unguarded_route(source: Source) -> Iterator[Fault]:
    """A route that changes data loses the dependency, or decorator, that asks who calls."""
    guards = Guards(source)
    guarded = _guarded_as_a_whole(source, guards)
    for path, function in source.defined():
        if path in guarded or "" in guarded or _WAY.search(function.name):
            continue
        if not any(_method(item) in _CHANGING for item in function.decorator_list):
            continue
        asking = guards.of(function)
        if guards.leads(function, asking) or guards.by_list(path, function):
            continue  # it stays guarded
        text = source.files[path]
        if any(is_guard(ast.unparse(item)) for item in function.decorator_list):
            text = "" if asking else _without_decorator(text, function)
        else:
            text = _without_parameter(text, function, asking) if asking else ""
        if text:
            places = ((path, function.decorator_list[0].lineno, function.body[0].lineno),)
            yield Fault("authentication removed", {path: text}, places, _OPEN, f"`{function.name}` is open")


def _guarded_as_a_whole(source: Source, guards: Guards) -> set[str]:
    """The files whose routers have a guard of their own, or get one where they are put together; an empty name where
    it cannot be told which these are."""
    found: set[str] = set()
    for path, node in source.walk():
        if isinstance(node, ast.Call) and any(
            k.arg == "dependencies" and _are_guards(guards, path, k.value) for k in node.keywords
        ):
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in ("APIRouter", "FastAPI"):
                found |= {path, *_put_into(source, path, node)}
            if name == "include_router":
                found |= _files_of(source, path, node) or {""}
    return found


def _put_into(source: Source, path: str, made: ast.Call) -> Iterator[str]:
    """The files whose routers a file puts into a router that it makes."""
    tree = source.trees[path]
    names = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and node.value is made
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        includes = isinstance(node, ast.Call) and called_name(node) == "include_router"
        if includes and isinstance(node, ast.Call) and ast.unparse(node.func).partition(".")[0] in names:
            yield from _files_of(source, path, node)


def _files_of(source: Source, path: str, included: ast.Call) -> set[str]:
    """The files that hold the router which a call includes, by the name of the module."""
    if not included.args:
        return set()
    first = ast.unparse(included.args[0]).partition(".")[0]
    parts = [first]
    for node in ast.walk(source.trees[path]):
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            if isinstance(node, ast.ImportFrom) and (alias.asname or alias.name) == first:
                parts = [*(node.module or "").split("."), alias.name][-2:]
    return {other for other in source.trees if other.rpartition("/")[2].removesuffix(".py") in parts}


def _are_guards(guards: Guards, path: str, given: ast.expr) -> bool:
    """Whether one of a list of dependencies asks who is calling, by its name or by what it takes; a list that has a
    name is looked up in its file."""
    if isinstance(given, ast.Name):
        for node in ast.walk(guards.source.trees[path]):
            if isinstance(node, ast.Assign) and given.id in map(ast.unparse, node.targets):
                given = node.value
                break
    calls = [
        node for node in ast.walk(given) if isinstance(node, ast.Call) and called_name(node) == "Depends"
    ]
    return any(guards.takes_one(node.args[0]) for node in calls if node.args) or (
        not calls and is_guard(ast.unparse(given))
    )


def _without_decorator(text: str, function: Function) -> str:
    for item in function.decorator_list:
        if not _method(item) and is_guard(ast.unparse(item)):
            lines = text.split("\n")
            del lines[item.lineno - 1 : item.end_lineno or item.lineno]
            return "\n".join(lines)
    return ""


def _without_parameter(text: str, function: Function, guards: list[ast.arg]) -> str:
    """The text without the parameters that ask, and without the checks that used them."""
    names = {arg.arg for arg in guards}
    edits: list[tuple[ast.expr | ast.stmt | ast.arg, str]] = []
    for statement in function.body:
        is_check = isinstance(statement, ast.If) and not statement.orelse and _mentions(statement.test, names)
        if is_check or (_checks(statement) and _mentions(statement, names)):
            edits.append((statement, "pass"))
        else:
            edits += [(node, "None") for node in _uses(statement, names)]
    for arg in guards:
        default = default_of(arg, function)
        if default is not None:
            edits.append((default, "None"))
        edits.append((arg, "planted_value: str"))
    for node, new in sorted(edits, key=lambda edit: (edit[0].lineno, edit[0].col_offset), reverse=True):
        text = replaced(text, node, new)
    return text


def _checks(statement: ast.stmt) -> bool:
    """Whether a statement only calls something that is named like a check."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    call = value.value if isinstance(value, ast.Await) else value
    return isinstance(call, ast.Call) and _CHECK.search(called_name(call).lower()) is not None


def _mentions(tree: ast.AST, names: set[str]) -> bool:
    return any(isinstance(node, ast.Name) and node.id in names for node in ast.walk(tree))


def _uses(tree: ast.AST, names: set[str]) -> Iterator[ast.expr]:
    """The outermost names and attributes of names of a tree."""
    inner = tree
    while isinstance(inner, ast.Attribute):
        inner = inner.value
    if isinstance(tree, (ast.Name, ast.Attribute)) and isinstance(inner, ast.Name) and inner.id in names:
        yield tree
        return
    for child in ast.iter_child_nodes(tree):
        yield from _uses(child, names)


def _method(node: ast.expr) -> str:
    """The name of the decorator that registers a route; empty for another one."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
        return node.func.attr
    return ""


def doubled_route(source: Source) -> Iterator[Fault]:
    """A second function is registered under the method and path of another."""
    for path, function in source.defined():
        routed = [item for item in function.decorator_list if _method(item)]
        if len(routed) != 1 or function.col_offset:
            continue
        text = source.files[path]
        decorator = ast.get_source_segment(text, routed[0])
        copy = f"\n\n@{decorator}\ndef planted_again():\n    return None\n"
        end = text.count("\n") + 1
        places = ((path, routed[0].lineno, function.body[0].lineno), (path, end, end + 6))
        what = f"the route of `{function.name}` again"
        yield Fault("route registered twice", {path: text + copy}, places, ("REL027",), what)
