"""Assignments that fill what is missing: made once, then kept."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator

from codereview.facts.names import names, spelled


def fillings(node: ast.If) -> list[ast.Assign]:
    """The assignments of an ``if`` that asks whether an attribute or entry is missing, and sets it.

    ``if self.a is None: self.a = ...``, ``if key not in made: made[key] = ...``, also by way of a local name:
    ``if one is None: one = ...; made[key] = one``.
    """
    made = [statement for statement in _tried(node.body) if isinstance(statement, ast.Assign)]
    kept = [s for s in made if isinstance(s.targets[0], (ast.Attribute, ast.Subscript))]
    if not kept:
        return []
    missing = _missing(node.test)
    held = {
        s.value.id
        for s in kept
        if isinstance(s.value, ast.Name) and (_sets(s, missing) or s.value.id in missing)
    }
    return [
        s
        for s in made
        if _sets(s, missing) or (isinstance(s.targets[0], ast.Name) and s.targets[0].id in held)
    ]


def _tried(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block, and those that it tries: what fails leaves the rest as it is."""
    for statement in body:
        if isinstance(statement, ast.Try):
            yield from _tried(statement.body)
        else:
            yield statement


def filled_once(node: ast.If, stored: Callable[[], Counter[str]]) -> list[ast.Assign]:
    """The assignment of an ``if`` in a loop that asks whether a name is still empty, and sets it for all
    rounds: ``if not rates: rates, day = load()``, where nothing else in the loop binds the
    name; ``stored`` tells how often the loop binds each, and is asked where it matters."""
    found, tests = [], [node.test]
    if isinstance(node.test, ast.BoolOp):  # an ``or`` may hold though the name is set
        tests = node.test.values if isinstance(node.test.op, ast.And) else []
    for statement in node.body if tests else ():
        if not isinstance(statement, ast.Assign):
            continue
        if not isinstance(statement.targets[0], (ast.Name, ast.Tuple)):
            continue
        own = {n.id for n in names(statement.targets[0])}
        missing = own & set().union(*map(_missing, tests))
        if missing and any(stored()[name] == 1 for name in missing):
            found.append(statement)
    return found


def stored_names(loop: ast.stmt) -> Counter[str]:
    """How often each name is bound in a statement."""
    return Counter(n.id for n in names(loop) if isinstance(n.ctx, ast.Store))


def _sets(statement: ast.Assign, missing: set[str]) -> bool:
    """Whether an attribute or entry that is missing is assigned."""
    for target in statement.targets:
        if isinstance(target, (ast.Attribute, ast.Subscript)) and spelled(target) in missing:
            return True
        if isinstance(target, ast.Subscript) and f"{spelled(target.value)}[]" in missing:
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
                return {f"{spelled(owner)}.{name.value}"}
            return set()
        return {spelled(asked)}
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        if isinstance(test.ops[0], ast.NotIn):
            return {f"{spelled(test.comparators[0])}[]"}
        if isinstance(test.ops[0], ast.Is) and isinstance(test.comparators[0], ast.Constant):
            return {spelled(test.left)}
    return set()
