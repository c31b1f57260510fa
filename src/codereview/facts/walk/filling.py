"""Assignments that fill what is missing: made once, then kept."""

from __future__ import annotations

import ast


def fillings(node: ast.If) -> list[ast.Assign]:
    """The assignments of an ``if`` that asks whether an attribute or entry is missing, and sets it.

    ``if self.a is None: self.a = ...``, ``if key not in made: made[key] = ...``, also by way of a local name:
    ``if one is None: one = ...; made[key] = one``.
    """
    made = [statement for statement in node.body if isinstance(statement, ast.Assign)]
    kept = [s for s in made if isinstance(s.targets[0], (ast.Attribute, ast.Subscript))]
    if not kept:
        return []
    missing = _missing(node.test)
    names = {
        s.value.id
        for s in kept
        if isinstance(s.value, ast.Name) and (_sets(s, missing) or s.value.id in missing)
    }
    return [
        s
        for s in made
        if _sets(s, missing) or (isinstance(s.targets[0], ast.Name) and s.targets[0].id in names)
    ]


def filled_once(node: ast.If, loop: ast.stmt) -> list[ast.Assign]:
    """The assignment of an ``if`` in a loop that asks whether a name is still empty, and sets it for all
    rounds: ``if not rates: rates = load()``, where nothing else in the loop binds the name."""
    made = [s for s in node.body if isinstance(s, ast.Assign) and isinstance(s.targets[0], ast.Name)]
    missing = _missing(node.test) if made else set()
    found = [s for s in made if isinstance(s.targets[0], ast.Name) and s.targets[0].id in missing]
    return [s for s in found if ast.unparse(s.targets[0]) not in _bound(loop, s)]


def _bound(loop: ast.stmt, beside: ast.stmt) -> set[str]:
    """The names that anything in a statement binds, one assignment excepted."""
    own = beside.targets[0] if isinstance(beside, ast.Assign) else None
    return {
        n.id
        for n in ast.walk(loop)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and n is not own
    }


def _sets(statement: ast.Assign, missing: set[str]) -> bool:
    """Whether an attribute or entry that is missing is assigned."""
    for target in statement.targets:
        if isinstance(target, (ast.Attribute, ast.Subscript)) and ast.unparse(target) in missing:
            return True
        if isinstance(target, ast.Subscript) and f"{ast.unparse(target.value)}[]" in missing:
            return True
    return False


def _missing(test: ast.expr) -> set[str]:
    """What a condition says is None, false, or not there; ``x[]`` is an entry of ``x``."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return set().union(*map(_missing, test.values))
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        asked = test.operand
        if isinstance(asked, ast.Call) and isinstance(asked.func, ast.Name) and asked.func.id == "hasattr":
            owner, name = (asked.args + [ast.Constant("")] * 2)[:2]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                return {f"{ast.unparse(owner)}.{name.value}"}
            return set()
        return {ast.unparse(asked)}
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        if isinstance(test.ops[0], ast.NotIn):
            return {f"{ast.unparse(test.comparators[0])}[]"}
        if isinstance(test.ops[0], ast.Is) and isinstance(test.comparators[0], ast.Constant):
            return {ast.unparse(test.left)}
    return set()
