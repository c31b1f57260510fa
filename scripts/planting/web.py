"""Faults of routes: authentication removed, a route registered twice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from planting.source import Fault, Function, Source, called_name, replaced

_METHODS = frozenset({"get", "post", "put", "patch", "delete", "route", "api_route"})
_CHANGING = frozenset({"post", "put", "patch", "delete"})
_OPEN = ("SEC011", "SEC012")
_GUARD = re.compile(
    r"login_required|auth|permission|current_user|jwt_required|require_|check_(?:admin|user|access)|superuser"
)
_CHECK = re.compile(r"^_?(?:check|assert|ensure|verify|enforce|require|validate)|permission|access|authoriz")
_ALIASES = ("CurrentUser", "CurrentActiveUser", "CurrentSuperuser", "CurrentUserDep")


def unguarded_route(source: Source) -> Iterator[Fault]:
    """A route that changes data loses the dependency, or decorator, that asks who calls."""
    guarded = _guarded_as_a_whole(source)
    for path, function in source.defined():
        if path in guarded or "" in guarded or _stays_guarded(source, function):
            continue
        if not any(_method(item) in _CHANGING for item in function.decorator_list):
            continue
        text = _without_decorator(source.files[path], function) or _without_parameter(
            source.files[path], function
        )
        if text:
            places = ((path, function.decorator_list[0].lineno, function.body[0].lineno),)
            yield Fault("authentication removed", {path: text}, places, _OPEN, f"`{function.name}` is open")


def _stays_guarded(source: Source, function: Function) -> bool:
    """Whether a dependency that is no guard by its name has one among its own."""
    for node in ast.walk(function.args):
        if not isinstance(node, ast.Call) or called_name(node) != "Depends" or not node.args:
            continue
        if not _asks(ast.unparse(node.args[0])) and _leads_to_one(source, node.args[0]):
            return True
    return False


def _leads_to_one(source: Source, given: ast.expr) -> bool:
    """Whether what a dependency names takes a guard, as its own parameters show."""
    found = source.only(ast.unparse(given).rpartition(".")[2])
    return found is not None and _asks(ast.unparse(found[1].args))


def _guarded_as_a_whole(source: Source) -> set[str]:
    """The files whose routers have a guard of their own; an empty name where routers are guarded as they are put
    together."""
    found: set[str] = set()
    for path, node in source.walk():
        if isinstance(node, ast.Call) and any(
            k.arg == "dependencies" and _are_guards(source, k.value) for k in node.keywords
        ):
            name = ast.unparse(node.func).rpartition(".")[2]
            found |= {path} if name in ("APIRouter", "FastAPI") else set()
            found |= {""} if name == "include_router" else set()
    return found


def _are_guards(source: Source, given: ast.expr) -> bool:
    """Whether one of a list of dependencies asks who is calling, by its name or by what it takes."""
    return _asks(ast.unparse(given)) or any(
        _leads_to_one(source, node.args[0])
        for node in ast.walk(given)
        if isinstance(node, ast.Call) and called_name(node) == "Depends" and node.args
    )


def _without_decorator(text: str, function: Function) -> str:
    for item in function.decorator_list:
        if not _method(item) and _asks(ast.unparse(item)):
            lines = text.split("\n")
            del lines[item.lineno - 1 : item.end_lineno or item.lineno]
            return "\n".join(lines)
    return ""


def _without_parameter(text: str, function: Function) -> str:
    """The text without the parameters that ask, and without the checks that used them."""
    guards = [arg for arg in (*function.args.args, *function.args.kwonlyargs) if _guards(arg, function)]
    if any(_asks(ast.unparse(item)) for item in function.decorator_list):
        return ""  # it would stay guarded
    names = {arg.arg for arg in guards}
    edits: list[tuple[ast.expr | ast.stmt | ast.arg, str]] = []
    for statement in function.body:
        is_check = isinstance(statement, ast.If) and not statement.orelse and _mentions(statement.test, names)
        if is_check or (_checks(statement) and _mentions(statement, names)):
            edits.append((statement, "pass"))
        else:
            edits += [(node, "None") for node in _uses(statement, names)]
    for arg in guards:
        default = _default(arg, function)
        if default is not None:
            edits.append((default, "None"))
        edits.append((arg, "planted_value: str"))
    for node, new in sorted(edits, key=lambda edit: (edit[0].lineno, edit[0].col_offset), reverse=True):
        text = replaced(text, node, new)
    return text if guards else ""


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


def _asks(text: str) -> bool:
    return _GUARD.search(text.lower()) is not None and "form" not in text.lower()


def _guards(arg: ast.arg, function: Function) -> bool:
    default = _default(arg, function)
    text = ast.unparse(arg.annotation) if arg.annotation is not None else ""
    if default is not None and "Depends" in ast.unparse(default) and _asks(ast.unparse(default)):
        return True
    return ("Depends" in text and _asks(text)) or text in _ALIASES


def _default(arg: ast.arg, function: Function) -> ast.expr | None:
    args = function.args
    positional = [*args.posonlyargs, *args.args]
    if arg in positional:
        index = positional.index(arg) - (len(positional) - len(args.defaults))
        return args.defaults[index] if index >= 0 else None
    return args.kw_defaults[args.kwonlyargs.index(arg)]


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
