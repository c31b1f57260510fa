"""How an expression uses a name: the first thing that is certainly done with it."""

from __future__ import annotations

import ast
from typing import NamedTuple

TESTED = "tested"
"""Its truth or identity is asked: whatever is done later is guarded, or was meant to be."""
ASKED = "asked"
"""A function is asked for its type, length or attributes, which tells as much."""
RETURNED = "returned"
"""It is what a function gives back."""
OTHER = "other"
"""Passed on, stored, or used only under a condition: nothing is known of it afterwards."""
_GUARDS = (TESTED, ASKED)
_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_Lazy = ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_TESTS = frozenset({"isinstance", "issubclass", "hasattr", "bool", "callable", "type", "len", "any", "all"})


class Use(NamedTuple):
    """What is done with a name: ``how`` (``.attribute``, ``[0]``, ``[]``, ``()``, ``iterated``, ``async iterated``,
    ``computed``,
    ``compared``, ``formatted``, ``tested``, ``asked``,
    ``other``) at which node."""

    how: str
    node: ast.expr


def first_use(node: ast.expr, name: str) -> Use | None:
    """What an expression does first with a name; None if it does not mention it.

    Whatever asks for it anywhere in the expression comes before all else: ``x and x.name``.
    """
    found: list[Use] = []
    _visit(node, name, True, found)
    for use in found:
        if use.how in _GUARDS:
            return use
    return found[0] if found else None


def dereferences(use: Use) -> bool:
    """Whether the use fails on None."""
    return use.how not in (TESTED, ASKED, OTHER, RETURNED, "compared", "formatted")


def _visit(node: ast.AST, name: str, certain: bool, found: list[Use]) -> None:
    if isinstance(node, ast.Name):
        if node.id == name:
            found.append(Use(OTHER, node))
    elif isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        _lazy(node, name, certain, found)
    elif isinstance(node, ast.BoolOp):
        _boolean(node, name, certain, found)
    elif isinstance(node, ast.IfExp):
        _conditional(node, name, certain, found)
    elif not isinstance(node, ast.Constant):
        direct = _direct(node, name)
        if direct is not None:
            found.append(direct if certain or direct.how in _GUARDS else Use(OTHER, direct.node))
        for child in ast.iter_child_nodes(node):
            if direct is None or not is_name(child, name):
                _visit(child, name, certain, found)


def _boolean(node: ast.BoolOp, name: str, certain: bool, found: list[Use]) -> None:
    for number, value in enumerate(node.values):
        if is_name(value, name) and number < len(node.values) - 1:
            found.append(Use(TESTED, value))
        else:
            _visit(value, name, certain and number == 0, found)


def _conditional(node: ast.IfExp, name: str, certain: bool, found: list[Use]) -> None:
    if is_name(node.test, name):
        found.append(Use(TESTED, node.test))
    else:
        _visit(node.test, name, certain, found)
    _visit(node.body, name, False, found)
    _visit(node.orelse, name, False, found)


def _lazy(node: _Lazy, name: str, certain: bool, found: list[Use]) -> None:
    """Of a comprehension only what the first loop runs over is certainly evaluated."""
    first = None
    if not isinstance(node, ast.Lambda):
        first = node.generators[0].iter
        if is_name(first, name):
            how = "async iterated" if node.generators[0].is_async else "iterated"
            found.append(Use(how if certain else OTHER, first))
        else:
            _visit(first, name, certain, found)
    rest = (child for child in ast.walk(node) if isinstance(child, ast.Name) and child is not first)
    found += [Use(OTHER, child) for child in rest if child.id == name]


def _direct(node: ast.AST, name: str) -> Use | None:
    """What a node does with the name, where that is one of its parts."""
    if isinstance(node, ast.Attribute):
        return Use("." + node.attr, node) if is_name(node.value, name) else None
    if isinstance(node, ast.Subscript):
        return Use(f"[{index_of(node.slice)}]", node) if is_name(node.value, name) else None
    if isinstance(node, ast.Call):
        return _called(node, name)
    if isinstance(node, ast.Compare):
        return _compared(node, name)
    if isinstance(node, ast.UnaryOp) and is_name(node.operand, name):
        return Use(TESTED if isinstance(node.op, ast.Not) else "computed", node)
    if isinstance(node, ast.BinOp) and (is_name(node.left, name) or is_name(node.right, name)):
        loose = isinstance(node.op, ast.Mod) and not is_name(node.left, name)
        return Use("formatted" if loose else "computed", node)
    if isinstance(node, ast.FormattedValue) and is_name(node.value, name):
        return Use("formatted", node.value)
    if isinstance(node, ast.NamedExpr) and is_name(node.target, name):
        return Use(TESTED, node)
    return None


def _called(node: ast.Call, name: str) -> Use | None:
    if is_name(node.func, name):
        return Use("()", node)
    if not any(is_name(arg, name) for arg in node.args):
        return None
    asks = isinstance(node.func, ast.Name) and node.func.id in _TESTS
    return Use(ASKED, node) if asks else None


def _compared(node: ast.Compare, name: str) -> Use | None:
    sides = [node.left, *node.comparators]
    if not any(is_name(side, name) for side in sides):
        return None
    if isinstance(node.ops[0], _ORDER):
        return Use("computed", node)
    if isinstance(node.ops[0], (ast.In, ast.NotIn)) and is_name(node.comparators[0], name):
        return Use("computed", node)
    asks = isinstance(node.ops[0], (ast.Is, ast.IsNot)) or any(is_none(side) for side in sides)
    return Use(TESTED if asks else "compared", node)


def index_of(node: ast.expr) -> str:
    """``0`` or ``-1`` of a subscript with such an index, ``:`` of a slice, else nothing."""
    if isinstance(node, ast.Slice):
        return ":"
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return str(node.value)
    if (
        isinstance(node, ast.UnaryOp)
        and isinstance(node.op, ast.USub)
        and isinstance(node.operand, ast.Constant)
        and type(node.operand.value) is int
    ):
        return f"-{node.operand.value}"
    return ""


def is_name(node: ast.AST, name: str) -> bool:
    """Whether a node is a name."""
    return type(node) is ast.Name and node.id == name


def is_none(node: ast.expr) -> bool:
    """Whether an expression is None."""
    return isinstance(node, ast.Constant) and node.value is None
