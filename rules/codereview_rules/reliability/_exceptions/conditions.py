"""On which parameters of its function it depends whether a ``raise`` is come to."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from codereview.facts.names import own_name

from ..._syntax.locate import chain, parameters

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_BLOCKS = ("body", "orelse", "finalbody")
_OF_ARGUMENTS = frozenset({"ValueError", "TypeError"})
_OF_THE_OBJECT = frozenset({"self", "cls"})


def asked_of(tree: ast.Module, node: ast.Raise) -> tuple[str, ...]:
    """The parameters that the conditions of a ``raise`` ask for, by themselves or by what was made of them."""
    way = chain(tree, node.lineno)
    start = max((at for at, item in enumerate(way) if isinstance(item, _FUNCTIONS)), default=-1)
    if start < 0:
        return ()
    function = way[start]
    assert isinstance(function, _FUNCTIONS)
    names = {arg.arg for arg in parameters(function)} - _OF_THE_OBJECT
    asked = {name for test in _tests(way[start:]) for name in _read(test)} if names else set()
    if not asked or asked <= names:
        return tuple(sorted(asked))
    made = _made(function)
    queue, seen = list(asked), set(asked)
    while queue:
        for name in made[queue.pop()] - seen:
            seen.add(name)
            queue.append(name)
    return tuple(sorted(seen & names))


SPARE, REFUSES = 1, 2
"""Raises that are there for a way that nothing takes, and for callers that leave out what a function needs or give it
what it has."""


def kind_of(tree: ast.Module, node: ast.Raise) -> int:
    """Whether a ``raise`` is one of these; 0 for none."""
    way = chain(tree, node.lineno)
    if _is_spare(way):
        return SPARE
    test = way[-2].test if len(way) > 1 and isinstance(way[-2], ast.If) else None
    exc = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    if test is None:
        return 0
    refuses = isinstance(exc, ast.Name) and exc.id in _OF_ARGUMENTS and _asks_for_nothing(test)
    return REFUSES if refuses or _asks_for_twice(test) else 0


def _asks_for_twice(test: ast.expr) -> bool:
    """``key in self.known``: callers ask the same before, as a rule."""
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.ops[0], ast.In)
        and isinstance(test.comparators[0], ast.Attribute)
        and isinstance(test.comparators[0].value, ast.Name)
        and test.comparators[0].value.id in _OF_THE_OBJECT
    )


def _asks_for_nothing(test: ast.expr) -> bool:
    """``value is None`` or ``not value``"""
    if isinstance(test, ast.Compare):
        other = test.comparators[0]
        nothing = isinstance(other, ast.Constant) and other.value is None
        return isinstance(test.left, ast.Name) and isinstance(test.ops[0], ast.Is) and nothing
    return (
        isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and isinstance(test.operand, ast.Name)
    )


def _is_spare(way: Sequence[ast.AST]) -> bool:
    """Whether a statement stands behind a loop whose handlers raise on what they took, or behind the raise of what they
    kept: ``if last: raise last``."""
    if any(_raises_kept(item) for around, inner in pairwise(way[-2:]) for item in _before(around, inner)):
        return True
    return any(
        isinstance(item, _LOOPS) and any(map(_raises_on, ast.walk(item)))
        for around, inner in pairwise(way)
        for item in _before(around, inner)
    )


def _raises_kept(item: ast.stmt) -> bool:
    if not isinstance(item, ast.If) or not isinstance(item.body[-1], ast.Raise):
        return False
    asked, raised = item.test, item.body[-1].exc
    asked = asked.left if isinstance(asked, ast.Compare) else asked
    return isinstance(asked, ast.Name) and isinstance(raised, ast.Name) and asked.id == raised.id


def _raises_on(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    raised = [part.exc for part in ast.walk(node) if isinstance(part, ast.Raise)]
    return any(exc is None or (isinstance(exc, ast.Name) and exc.id == node.name) for exc in raised)


def _tests(way: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """What decides whether the last of some statements, each within the one before, is come to."""
    for around, inner in pairwise(way):
        if isinstance(around, (ast.If, ast.While)):
            yield around.test
        elif isinstance(around, (ast.For, ast.AsyncFor)):
            yield around.iter
        elif isinstance(around, ast.Match):
            yield around.subject
        elif isinstance(around, ast.Try) and isinstance(inner, ast.ExceptHandler):
            yield from around.body
        for item in _before(around, inner):
            if isinstance(item, ast.If) and isinstance(item.body[-1], _LEAVES):
                yield item.test


def _before(around: ast.AST, inner: ast.AST) -> Iterator[ast.stmt]:
    """The statements of a block that stand before one of it."""
    for name in _BLOCKS:
        block: list[ast.stmt] = getattr(around, name, None) or []
        if any(item is inner for item in block):
            for item in block:
                if item is inner:
                    return
                yield item


def _made(function: ast.AST) -> defaultdict[str, set[str]]:
    """For each name that a function gives something to, the names of what it is made of."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for node in ast.walk(function):
        value = getattr(node, "iter" if isinstance(node, (ast.For, ast.AsyncFor)) else "value", None)
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        if isinstance(value, ast.AST):
            for target in targets:
                for part in ast.walk(target) if isinstance(target, ast.AST) else ():
                    if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                        found[part.id].update(_read(value))
    return found


def _read(node: ast.AST) -> set[str]:
    return {
        part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)
    }


_FEW = 2


def is_remainder(tree: ast.Module, node: ast.Raise) -> bool:
    """Whether a ``raise`` is for what remains after a value was compared with members of an enumeration, or asked
    whether it is of classes that are not built in: the last branch of such tests, or behind some that leave the
    function; two of them at least."""
    tests: list[ast.expr] = []
    for around, inner in pairwise(chain(tree, node.lineno)):
        if isinstance(around, _FUNCTIONS):
            tests.clear()
        if isinstance(around, ast.If) and any(item is inner for item in around.orelse):
            tests.append(around.test)
        for item in _before(around, inner):
            tests.extend(_left_by(item))
    subjects = [
        ast.unparse(test.left) for test in tests if isinstance(test, ast.Compare) and _is_member(test)
    ]
    subjects += [
        ast.unparse(test.args[0]) for test in tests if isinstance(test, ast.Call) and _asks_class(test)
    ]
    return any(subjects.count(subject) >= _FEW for subject in set(subjects))


def _left_by(item: ast.stmt) -> Iterator[ast.expr]:
    """What the branches of a statement ask for that leave the function."""
    while isinstance(item, ast.If):
        if isinstance(item.body[-1], _LEAVES):
            yield item.test
        if len(item.orelse) != 1:
            return
        item = item.orelse[0]


def _is_member(test: ast.Compare) -> bool:
    """``state is State.OPEN``, ``state in (State.OPEN, State.NEW)``"""
    if not isinstance(test.ops[0], (ast.Eq, ast.Is, ast.In)):
        return False
    members = _parts(test.comparators[0])
    return bool(members) and all(
        isinstance(member, ast.Attribute)
        and isinstance(member.value, (ast.Name, ast.Attribute))
        and own_name(member.value)[:1].isupper()
        for member in members
    )


def _asks_class(test: ast.Call) -> bool:
    """``isinstance(answer, TextAnswer)``; what is a number or a text is asked of what comes from outside."""
    if not isinstance(test.func, ast.Name) or test.func.id != "isinstance" or len(test.args) < _FEW:
        return False
    classes = _parts(test.args[1])
    return bool(classes) and all(
        isinstance(cls, (ast.Name, ast.Attribute)) and own_name(cls)[:1].isupper() for cls in classes
    )


def _parts(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, (ast.Tuple, ast.List, ast.Set)) else [node]


def is_helper(tree: ast.Module, node: ast.Raise) -> bool:
    """Whether a ``raise`` of what its function was given is all that the function does: a template or an expression,
    which cannot raise, calls it to end there."""
    way = chain(tree, node.lineno)
    function = way[-2] if len(way) > 1 else None
    if not isinstance(function, _FUNCTIONS) or not isinstance(node.exc, ast.Call) or not node.exc.args:
        return False
    names = {arg.arg for arg in parameters(function)} - _OF_THE_OBJECT
    body = [item for item in function.body if not isinstance(item, ast.Expr)]
    given = all(isinstance(arg, ast.Name) and arg.id in names for arg in node.exc.args)
    return len(body) == 1 and not node.exc.keywords and given
