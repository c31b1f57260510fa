"""Conditions that only one item of many passes, or only a repeated one."""

from __future__ import annotations

import ast
from collections.abc import Callable

from codereview.facts.names import spelled

_KEYS = frozenset(
    {
        "id",
        "pk",
        "uuid",
        "key",
        "k",
        "name",
        "slug",
        "attr",
        "attribute",
        "field",
        "option",
        "param",
        "setting",
    }
)
_NUMBERS = frozenset({"i", "n", "idx", "index", "num", "position"})
_KEEPS = frozenset({"add", "append", "setdefault"})


def is_seldom(node: ast.If, varying: Callable[[ast.AST], int], is_item: Callable[[str], bool]) -> bool:
    """Whether few rounds of a loop enter the body of an ``if``.

    That is so where the item is compared with something that is the same in all rounds (``item == chosen``),
    or what identifies it (``item.key == "sum"``, ``row["id"] == wanted``); where anything is compared with
    the user of the request; and where the body is for keys that were met before
    (``if key in seen: ...; else: seen[key] = item``).

    Args:
        node: the statement.
        varying: the innermost loop that an expression depends on, or -1.
        is_item: whether a name is what a loop gives in each round, or the key or number of it.
    """
    tests = [node.test]
    if isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.And):
        tests = node.test.values
    return any(_picks(test, varying, is_item) for test in tests) or _met_before(node)


def _picks(test: ast.expr, varying: Callable[[ast.AST], int], is_item: Callable[[str], bool]) -> bool:
    if (
        not isinstance(test, ast.Compare)
        or len(test.ops) != 1
        or not isinstance(test.ops[0], (ast.Eq, ast.Is))
    ):
        return False
    left, right = test.left, test.comparators[0]
    return any(
        (isinstance(one, ast.Name) and _is_current_user(other))
        or (varying(one) >= 0 > varying(other) and _identifies(one, other, is_item))
        for one, other in ((left, right), (right, left))
    )


def _identifies(one: ast.expr, other: ast.expr, is_item: Callable[[str], bool]) -> bool:
    """Whether one side stands for the item, or for what tells it from the others."""
    if isinstance(other, ast.Constant) and (other.value in (None, "") or isinstance(other.value, bool)):
        return False
    if isinstance(one, ast.Name):
        constant = isinstance(other, ast.Constant)
        return is_item(one.id) and (not constant or one.id in _KEYS | _NUMBERS)
    return _last(one) in _KEYS and isinstance(_owner(one), ast.Name)


def _last(node: ast.expr) -> str:
    """The name of an attribute, or of an entry with a constant key."""
    if isinstance(node, ast.Attribute):
        return node.attr
    key: ast.expr | None = None
    if isinstance(node, ast.Subscript):
        key = node.slice
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        key = node.args[0] if node.args else None
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""


def _owner(node: ast.expr) -> ast.expr | None:
    """What an attribute or entry is of."""
    if isinstance(node, ast.Call):
        node = node.func
    return node.value if isinstance(node, (ast.Attribute, ast.Subscript)) else None


def _is_current_user(node: ast.expr) -> bool:
    """``request.user``, ``self.context["request"].user``, ``current_user``."""
    if isinstance(node, ast.Name):
        return node.id == "current_user"
    if not isinstance(node, ast.Attribute) or node.attr != "user":
        return False
    owner = node.value
    return "request" in (_last(owner), owner.id if isinstance(owner, ast.Name) else "")


def _met_before(node: ast.If) -> bool:
    """``if key in kept: ...`` whose ``else`` keeps the key, and whose body leaves the container alone."""
    test = node.test
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.In):
        return False
    kept = spelled(test.comparators[0])
    if not any(_keeps(statement, kept) for statement in node.orelse):
        return False
    inside = (ast.walk(statement) for statement in node.body)
    return not any(
        isinstance(part, (ast.Name, ast.Attribute)) and spelled(part) == kept
        for parts in inside
        for part in parts
    )


def _keeps(statement: ast.stmt, kept: str) -> bool:
    if isinstance(statement, ast.Assign):
        return any(isinstance(t, ast.Subscript) and spelled(t.value) == kept for t in statement.targets)
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return False
    return call.func.attr in _KEEPS and spelled(call.func.value) == kept


def is_at_hand(node: ast.expr) -> bool:
    """Whether the left side of ``or`` is what a mapping keeps (``known.get(key)``) or a row's own key
    (``row.owner_id``): the right side is for the few that have none."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "get" and len(node.args) == 1
    return isinstance(node, ast.Attribute) and node.attr.endswith("_id")
