"""What stands around a statement that writes a value: conditions, and words beside it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from codereview.api import ModuleContext

from ..._syntax.debugging import conditions
from ..._syntax.locate import chain

_SHOWS = re.compile(
    r"(?<!not )\b\w*(?:show|reveal|print|display|expose)_\w*(?:secret|credential|password|token|key)",
    re.IGNORECASE,
)
_STARTED = re.compile(
    r"\b(?:default|initial|first|temporary)\b.{0,20}\b(?:credentials?|passwords?|admin\w*|accounts?|users?)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:invalid|expired|unknown|malformed|bad|wrong|unrecogni[sz]ed|revoked|deleted|not found|no (?:such|matching)|"
    r"does ?n[o']t (?:exist|match)|could not (?:decode|verify)|can ?not be (?:decoded|verified)|"
    r"fail\w* (?:verif|valid)\w+|(?:verif|valid)\w+ fail\w*)\b",
    re.IGNORECASE,
)

_MISSING = re.compile(r"DoesNotExist|NotFound|NoResultFound|KeyError|Invalid|Expired")
"""Exceptions of a look-up that finds nothing, and of a check that fails."""


def is_empty(shown: str, line: int, file: ModuleContext) -> bool:
    """Whether a statement stands where a condition around it has found that the value is not there."""
    return any(
        isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and ast.unparse(test.operand) == shown
        for test in conditions(line, file.tree)
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
    return any(_SHOWS.search(ast.unparse(test)) for test in conditions(line, file.tree))


def is_refused(call: ast.Call) -> bool:
    """Whether a message says that what it shows was not accepted, and so opens nothing."""
    return any(map(_REFUSED.search, _texts(call)))


def is_of_start(call: ast.Call) -> bool:
    """Whether a message says that an account was made, whose password whoever starts the program has to be told."""
    return any(map(_STARTED.search, _texts(call)))


def _texts(call: ast.Call) -> Iterator[str]:
    """The literal texts in what a call is given by position."""
    for arg in call.args:
        for item in ast.walk(arg):
            if isinstance(item, ast.Constant) and isinstance(item.value, str):
                yield item.value


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


def is_not_found(shown: str, call: ast.Call, file: ModuleContext) -> bool:
    """Whether a look-up by a value, a statement above, found nothing: ``if not row: log(token)``."""
    for outer, inner in pairwise(chain(file.tree, call.lineno)):
        if isinstance(inner, ast.ExceptHandler) and isinstance(outer, ast.Try):
            by = {
                ast.unparse(part)
                for item in outer.body
                for part in ast.walk(item)
                if isinstance(part, ast.expr)
            }
            if inner.type is not None and _MISSING.search(ast.unparse(inner.type)):
                return shown in by or _is_made_of(shown, by, call.lineno, file)
        block = getattr(outer, "body", None)
        if not (isinstance(inner, ast.If) and isinstance(block, list) and inner in block[1:]):
            continue
        found, test = block[block.index(inner) - 1], inner.test
        missing = test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else None
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is):
            missing = test.left
        if (
            isinstance(found, ast.Assign)
            and missing is not None
            and call.lineno <= (inner.body[-1].end_lineno or 0)
        ):
            by = {ast.unparse(part) for part in ast.walk(found.value) if isinstance(part, ast.expr)}
            if ast.unparse(found.targets[0]) == ast.unparse(missing) and shown in by:
                return True
    return False


def _is_made_of(shown: str, by: set[str], line: int, file: ModuleContext) -> bool:
    """Whether a statement above makes something out of a value that is looked for: ``digest = sha256(token)``."""
    return any(
        isinstance(item, ast.Assign)
        and item.lineno < line
        and ast.unparse(item.targets[0]) in by
        and any(ast.unparse(part) == shown for part in ast.walk(item.value) if isinstance(part, ast.expr))
        for function in chain(file.tree, line)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for item in ast.walk(function)
    )


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
