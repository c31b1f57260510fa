"""Which serializer a ``get_serializer_class`` gives for a list: the method is gone through with that action."""

from __future__ import annotations

import ast
from collections.abc import Iterator

LISTED = "listed"
"""A ``get_serializer_class``: the name of what it gives for the list, or nothing if that cannot be told."""
DECLARED = "serializer_class"
"""Stands for what the view declares."""
_ASKS = {"self.action": "list", "self.request.method": "GET"}
DROPS = "drops"
"""A method of a serializer that leaves out some of its fields."""
ARRANGES = ("get_fields", "get_field_names", "_readable_fields")
"""Methods by which a serializer says anew which fields it has."""
_NAME = "get_serializer_class"


def dropping(tree: ast.Module) -> Iterator[int]:
    """The lines of the methods of a file by which serializers leave out some of their fields."""
    for cls in tree.body:
        for node in cls.body if isinstance(cls, ast.ClassDef) else ():
            if (
                isinstance(node, ast.FunctionDef)
                and node.name in ARRANGES
                and any(map(_drops, ast.walk(node)))
            ):
                yield node.lineno


def _drops(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in ("pop", "clear", "exclude")
    return isinstance(node, (ast.Delete, ast.DictComp, ast.ListComp, ast.GeneratorExp))


def listed(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The lines of the methods of a file that choose serializers, and what each gives for the list."""
    for cls in tree.body:
        for node in cls.body if isinstance(cls, ast.ClassDef) else ():
            if isinstance(node, ast.FunctionDef) and node.name == _NAME:
                given = _given(node.body)
                yield node.lineno, given or ""


def _given(body: list[ast.stmt]) -> str | None:
    """What some statements give back; empty if they give nothing, None if that cannot be told."""
    for node in body:
        if isinstance(node, ast.Return):
            return _named(node.value)
        if isinstance(node, ast.If):
            holds = _holds(node.test)
            if holds is None:
                return None
            given = _given(node.body if holds else node.orelse)
            if given != "":
                return given
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            return None
    return ""


def _named(value: ast.expr | None) -> str | None:
    if isinstance(value, ast.IfExp):
        holds = _holds(value.test)
        return None if holds is None else _named(value.body if holds else value.orelse)
    if isinstance(value, ast.Call) and ast.unparse(value.func) == f"super().{_NAME}":
        return DECLARED
    if isinstance(value, ast.Attribute) and ast.unparse(value) == f"self.{DECLARED}":
        return DECLARED
    return value.id if isinstance(value, ast.Name) else None


def _holds(test: ast.expr) -> bool | None:
    """Whether a condition on the action or on the method of the request holds for a list; None if it is another."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        holds = _holds(test.operand)
        return None if holds is None else not holds
    if isinstance(test, ast.BoolOp):
        parts = [_holds(part) for part in test.values]
        decisive = isinstance(test.op, ast.Or)
        return decisive if decisive in parts else None if None in parts else not decisive
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    asked, values = _ASKS.get(ast.unparse(test.left)), _strings(test.comparators[0])
    if asked is None or values is None:
        return None
    return (asked in values) == isinstance(test.ops[0], (ast.Eq, ast.In))


def _strings(node: ast.expr) -> list[object] | None:
    items = node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else [node]
    return (
        [item.value for item in items if isinstance(item, ast.Constant)]
        if all(isinstance(item, ast.Constant) for item in items)
        else None
    )
