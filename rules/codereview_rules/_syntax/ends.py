"""What the result of a call ends up in: from the call outwards through what only changes its form."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from codereview.facts.names import own_name

_FORMS = frozenset(
    """
    str int repr format hex join encode decode hexdigest digest md5 sha1 sha224 sha256 sha384 sha512 b64encode b32encode
    urlsafe_b64encode standard_b64encode strftime timestamp isoformat upper lower zfill ljust rjust bytes list tuple
    replace strip rstrip lstrip abs round floor to_bytes SHA256 new oct bin hexlify total_seconds map
    """.split()
)


class Ends(NamedTuple):
    """Where a call's result ends up: ``kind`` is ``name``, ``keyword``, ``key`` or ``return``; ``joined`` says that a
    text of several is built from it; ``whole`` is the expression that is assigned."""

    kind: str
    name: str
    joined: bool
    whole: ast.expr


def ends(statement: ast.AST, call: ast.Call) -> Ends | None:
    """What the result of a call is given to, None where that cannot be told."""
    for kind, name, value in _holders(statement):
        way = _way(value, call)
        if way is not None:
            return _nearest(kind, name, value, way)
    return None


def _holders(statement: ast.AST) -> Iterator[tuple[str, str, ast.expr]]:
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            yield "name", target_name(target), statement.value
    elif isinstance(statement, (ast.AnnAssign, ast.AugAssign)) and statement.value is not None:
        yield "name", target_name(statement.target), statement.value
    elif isinstance(statement, ast.Return) and statement.value is not None:
        yield "return", "", statement.value
    elif isinstance(statement, ast.Expr):
        yield "", "", statement.value


def target_name(node: ast.expr) -> str:
    """The name that is bound: of a name, an attribute, or an entry with a literal key."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    ):
        return node.slice.value
    return ""


def _way(root: ast.AST, goal: ast.expr) -> list[ast.AST] | None:
    """The nodes from an expression down to one in it."""
    if root is goal:
        return [root]
    for child in ast.iter_child_nodes(root):
        if (
            getattr(child, "lineno", goal.lineno)
            <= goal.lineno
            <= (getattr(child, "end_lineno", None) or goal.lineno)
        ):
            found = _way(child, goal)
            if found is not None:
                return [root, *found]
    return None


def _nearest(kind: str, name: str, value: ast.expr, way: list[ast.AST]) -> Ends | None:
    """Outwards from the call, to the first thing that has a name."""
    joined = False
    for position in range(len(way) - 2, -1, -1):
        outer, inner = way[position], way[position + 1]
        if isinstance(outer, ast.keyword):
            return Ends("keyword", outer.arg or "", joined, outer.value)
        if isinstance(outer, ast.Dict):
            key = next((k for k, v in zip(outer.keys, outer.values, strict=True) if v is inner), None)
            text = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
            assert isinstance(inner, ast.expr)
            return Ends("key", text, joined, inner) if text else None
        if isinstance(outer, ast.Call):
            called = own_name(outer.func)
            if called not in _FORMS:
                return None
            joined = joined or called in ("join", "hexdigest", "hex")
        elif isinstance(outer, ast.JoinedStr):
            joined = True
        elif isinstance(outer, ast.IfExp):
            if inner is outer.test:
                return None
        elif isinstance(
            outer, (ast.Compare, ast.Lambda, ast.comprehension, ast.Await, ast.BoolOp, ast.Slice)
        ) and not (isinstance(outer, ast.BoolOp)):
            return None
        elif isinstance(outer, ast.Subscript) and inner is not outer.value:
            joined = True  # an index into an alphabet
        elif isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Sub):
            return None
    return Ends(kind, name, joined, value) if kind else None
