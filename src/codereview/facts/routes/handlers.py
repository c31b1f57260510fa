"""Classes that answer requests by methods named after them: the paths that a method tells apart, what it asks first.

Source: the documentation of the standard library's `http.server`. Every request of a method, whatever its path, runs
``do_`` and its name; nothing stands before that.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from codereview.facts.routes.declared import Value
from codereview.facts.routes.expressions import dotted, last, value
from codereview.facts.routes.vocabulary import HANDLES

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_PARSES = frozenset({"urlparse", "urlsplit", "unquote"})
_CUTS = frozenset({"split", "partition", "rsplit", "strip", "rstrip", "lower", "removesuffix"})
_CREDENTIALS = frozenset(
    """
    authorization x-api-key api-key x-auth-token x-access-token x-token x-secret x-gitlab-token x-hub-signature
    x-hub-signature-256 x-signature x-telegram-bot-api-secret-token cookie
    """.split()
)
_REFUSALS = frozenset({401, 403})
_REFUSES = frozenset({"UNAUTHORIZED", "FORBIDDEN"})
_MOST = 100


def answers(node: ast.ClassDef) -> Iterator[tuple[_Function, Value]]:
    """The methods of a class that answer requests, each with a list of two lists: the paths that it tells apart (a
    path that ends in ``*`` for all that begin so), and what it asks first.

    What it asks is a text, the header that it reads itself, or the name of what it calls; with an item for one whose
    answer makes it refuse.
    """
    for function in _methods(node):
        if function.name in HANDLES:
            paths = Value("list", "", tuple(Value("text", text) for text in _paths(function)))
            yield function, Value("list", "", (paths, Value("list", "", tuple(_asked(function)))))


def readers(node: ast.ClassDef) -> Iterator[tuple[_Function, Value]]:
    """The other methods of such a class that read a header with credentials, and that header; with an item if they
    refuse."""
    methods = list(_methods(node))
    others = [m for m in methods if m.name not in HANDLES]
    for function in others if len(others) < len(methods) else ():
        header = _header(function.body)
        if header:
            yield function, _asking("text", header, function.body)


def _methods(node: ast.ClassDef) -> Iterator[_Function]:
    for statement in node.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield statement


def _paths(function: _Function) -> list[str]:
    """The literals that a method compares the path with, in the order of its text, each once."""
    names: set[str] = set()
    found: dict[str, None] = {}
    for node in _in_order(function.body):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and _is_path(node.value, names):
            target = node.targets[0]
            first = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target
            if isinstance(first, ast.Name):
                names.add(first.id)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1 and _is_path(node.left, names):
            if isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
                found[_compared(node.comparators[0])] = None
            elif isinstance(node.ops[0], (ast.In, ast.NotIn)):
                found.update(dict.fromkeys(_literals(node.comparators[0])))
        elif isinstance(node, ast.Match) and _is_path(node.subject, names):
            for case in node.cases:
                found.update(dict.fromkeys(t for p in _alternatives(case.pattern) for t in _literals(p)))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "startswith" and node.args and _is_path(node.func.value, names):
                found.update(dict.fromkeys(text + "*" for text in _literals(node.args[0])))
            elif node.func.attr == function.name:  # what the class above does, for every other path
                found["*"] = None
    return list(found)[:_MOST]


def _in_order(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    for node in body:
        yield node
        yield from _in_order(ast.iter_child_nodes(node))


def _is_path(node: ast.expr, names: set[str]) -> bool:
    """Whether an expression is the path of the request, or a part of it from its beginning on."""
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.Attribute):
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        return node.attr == "path" and (own or _is_path(node.value, names))
    if isinstance(node, ast.Subscript):
        return _is_path(node.value, names)
    if isinstance(node, ast.BoolOp):
        return _is_path(node.values[0], names)
    if isinstance(node, ast.IfExp):
        return _is_path(node.body, names)
    if not isinstance(node, ast.Call):
        return False
    if last(node.func) in _PARSES:
        return bool(node.args) and _is_path(node.args[0], names)
    return (
        isinstance(node.func, ast.Attribute) and node.func.attr in _CUTS and _is_path(node.func.value, names)
    )


def _compared(node: ast.expr) -> str:
    """The path that another is compared with: spelled out, by the name of a constant, or any."""
    text = next(_literals(node), "")
    name = last(node)
    if not text and name and (name.isupper() or isinstance(node, ast.Attribute)):
        return "{" + name + "}"
    return text or "*"


def _literals(node: ast.AST) -> Iterator[str]:
    """The paths that an expression spells out."""
    if isinstance(node, ast.Constant):
        text = value(node, 0, True)
        if text.kind == "text" and (text.text.startswith("/") or not text.text):
            yield text.text or "/"
    elif isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        for item in node.elts:
            yield from _literals(item)


def _alternatives(pattern: ast.pattern) -> Iterator[ast.AST]:
    if isinstance(pattern, ast.MatchOr):
        for inner in pattern.patterns:
            yield from _alternatives(inner)
    elif isinstance(pattern, ast.MatchValue):
        yield pattern.value


def _asked(function: _Function) -> Iterator[Value]:
    """What the conditions ask that turn a request away before the method tells paths apart."""
    before: list[ast.stmt] = []
    for statement in function.body:
        if isinstance(statement, ast.If):
            leaves = isinstance(statement.body[-1], (ast.Return, ast.Raise)) and not statement.orelse
            test = ast.unparse(statement.test)
            if "path" in test and not _turns_others_away(statement.test):
                return
            if leaves:
                header = _header([*before, statement.test])
                if header:
                    yield _asking("text", header, statement.body)
                for node in ast.walk(statement.test):
                    if isinstance(node, ast.Call) and dotted(node.func).startswith("self."):
                        yield _asking("name", dotted(node.func), statement.body)
        elif not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)):
            return
        before.append(statement)


def _turns_others_away(test: ast.expr) -> bool:
    """Whether a condition on the path is for every path but some."""
    if isinstance(test, ast.Compare):
        return all(isinstance(op, (ast.NotEq, ast.NotIn)) for op in test.ops)
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _asking(kind: str, name: str, body: Iterable[ast.AST]) -> Value:
    refuses = any(
        (isinstance(node, ast.Constant) and type(node.value) is int and node.value in _REFUSALS)
        or (isinstance(node, ast.Attribute) and node.attr in _REFUSES)
        for node in _in_order(body)
    )
    return Value(kind, name, (Value("const", "True"),) if refuses else ())


def _header(body: Iterable[ast.AST]) -> str:
    """The header with credentials that some code takes from those of the request; empty without."""
    for node in _in_order(body):
        key: ast.AST | None = None
        if isinstance(node, ast.Subscript) and dotted(node.value) == "self.headers":
            key = node.slice
        elif isinstance(node, ast.Call) and dotted(node.func) in ("self.headers.get", "self.headers.get_all"):
            key = node.args[0] if node.args else None
        if isinstance(key, ast.Constant) and str(key.value).lower() in _CREDENTIALS:
            return str(key.value)
    return ""
