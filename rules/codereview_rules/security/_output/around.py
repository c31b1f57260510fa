"""What stands around a statement that writes a value: conditions, and words beside it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from codereview.api import ModuleContext

from ..._syntax.locate import chain

_SHOWS = re.compile(
    r"(?<!not )\b\w*(?:show|reveal|print|display|expose)_\w*(?:secret|credential|password|token|key)",
    re.IGNORECASE,
)
_DEBUGS = re.compile(r"(?:^|[\W_])(?:debug|verbose|development|dev_mode|dev$)(?:$|[\W_])", re.IGNORECASE)
_STAGES = re.compile(r"dev|devel|development|local|debug|localhost", re.IGNORECASE)
_ENDS = (ast.Raise, ast.Return, ast.Continue, ast.Break)
_REFUSED = re.compile(
    r"\b(?:invalid|expired|unknown|malformed|bad|wrong|unrecogni[sz]ed|revoked|not found|no (?:such|matching)|"
    r"does ?n[o']t (?:exist|match)|could not (?:decode|verify)|can ?not be (?:decoded|verified)|"
    r"fail\w* (?:verif|valid)\w+|(?:verif|valid)\w+ fail\w*)\b",
    re.IGNORECASE,
)


def _conditions(line: int, file: ModuleContext) -> Iterator[ast.expr]:
    """The conditions whose bodies hold a statement, the outermost first."""
    for outer, inner in pairwise(chain(file.tree, line)):
        if isinstance(outer, ast.If) and inner in outer.body:
            yield outer.test


def is_empty(shown: str, line: int, file: ModuleContext) -> bool:
    """Whether a statement stands where a condition around it has found that the value is not there."""
    return any(
        isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and ast.unparse(test.operand) == shown
        for test in _conditions(line, file)
    )


def is_known(shown: str, line: int, file: ModuleContext) -> bool:
    """Whether a condition around a statement has found that the value is one that is written in the code, or that
    the address has no user and password in it."""
    for outer, inner in pairwise(chain(file.tree, line)):
        if (
            not isinstance(outer, ast.If)
            or not isinstance(outer.test, ast.Compare)
            or len(outer.test.ops) != 1
        ):
            continue
        left, op, right = outer.test.left, outer.test.ops[0], outer.test.comparators[0]
        if inner in outer.body and ast.unparse(left) == shown and isinstance(op, (ast.Eq, ast.In)):
            items = right.elts if isinstance(right, (ast.Set, ast.Tuple, ast.List)) else [right]
            if all(isinstance(item, ast.Constant) for item in items):
                return True
        if inner in outer.orelse and isinstance(op, ast.In) and ast.unparse(right) == shown:
            return isinstance(left, ast.Constant) and left.value == "@"
    return False


def is_asked_for(line: int, file: ModuleContext) -> bool:
    """Whether an option to show such values stands around a statement: ``if args.show_secrets``."""
    return any(_SHOWS.search(ast.unparse(test)) for test in _conditions(line, file))


def is_debugging(line: int, file: ModuleContext) -> bool:
    """Whether a statement only runs with the switch for debugging: ``if settings.DEBUG``, after ``if not debug:
    return``, where the stage is that of development."""
    if any(map(_debugs, _conditions(line, file))):
        return True
    return any(
        isinstance(step, ast.If)
        and not step.orelse
        and isinstance(step.body[-1], _ENDS)
        and isinstance(step.test, ast.UnaryOp)
        and isinstance(step.test.op, ast.Not)
        and _debugs(step.test.operand)
        for step in _before(line, file)
    )


def is_dead(line: int, file: ModuleContext) -> bool:
    """Whether a statement stands after one of its block that always leaves the block."""
    return any(isinstance(step, _ENDS) for step in _before(line, file))


def _before(line: int, file: ModuleContext) -> Iterator[ast.stmt]:
    """The statements of the blocks around a statement that come before it in its own function."""
    around = chain(file.tree, line)
    for outer, inner in zip(reversed(around[:-1]), reversed(around), strict=False):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(outer, name, None)
            if isinstance(block, list) and inner in block:
                yield from block[: block.index(inner)]
        if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return


def _debugs(test: ast.expr) -> bool:
    """Whether a condition only holds where a program is debugged or developed."""
    if isinstance(test, ast.BoolOp):
        return (any if isinstance(test.op, ast.And) else all)(map(_debugs, test.values))
    if isinstance(test, ast.Compare):
        if len(test.ops) != 1 or not isinstance(test.ops[0], (ast.Eq, ast.In, ast.Is)):
            return False
        right = test.comparators[0]
        given = right.elts if isinstance(right, (ast.Tuple, ast.List, ast.Set)) else [right]
        values = [item.value for item in given if isinstance(item, ast.Constant)]
        if len(values) != len(given) or not values:
            return False
        if all(isinstance(value, str) and _STAGES.fullmatch(value) for value in values):
            return True
        return all(value is True or value in ("1", "true", "True") for value in values) and _debugs(test.left)
    return isinstance(test, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)) and bool(
        _DEBUGS.search(ast.unparse(test))
    )


def is_refused(call: ast.Call) -> bool:
    """Whether a message says that what it shows was not accepted, and so opens nothing."""
    return any(
        isinstance(item, ast.Constant)
        and isinstance(item.value, str)
        and _REFUSED.search(item.value) is not None
        for arg in call.args
        for item in ast.walk(arg)
    )


def is_turned_away(call: ast.Call, file: ModuleContext) -> bool:
    """Whether a warning about a token comes before the function says no: the token opens nothing."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in ("warning", "warn"):
        return False
    around = chain(file.tree, call.lineno)
    for outer, inner in pairwise(around):
        for name in ("body", "orelse"):
            block = getattr(outer, name, None)
            if inner is around[-1] and isinstance(block, list) and inner in block[:-1]:
                return _says_no(block[block.index(inner) + 1])
    return False


def _says_no(statement: ast.stmt) -> bool:
    """Whether a statement raises, or gives back that something is not there or not so."""
    if not isinstance(statement, ast.Return):
        return isinstance(statement, ast.Raise)
    value = statement.value
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    return all(
        part is None or (isinstance(part, ast.Constant) and (part.value is None or part.value is False))
        for part in parts
    )
