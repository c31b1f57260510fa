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
_DEBUGS = re.compile(r"(?:\w+\.)*_?(?:is_)?debug(?:_mode)?", re.IGNORECASE)
_REFUSED = re.compile(
    r"\b(?:invalid|expired|unknown|malformed|bad|wrong|unrecogni[sz]ed|revoked|not found|no (?:such|matching)|"
    r"does ?n[o']t (?:exist|match)|could not (?:decode|verify)|can ?not be (?:decoded|verified))\b",
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
    """Whether a statement only runs with the switch for debugging: ``if settings.DEBUG``."""
    return any(_DEBUGS.fullmatch(ast.unparse(test)) for test in _conditions(line, file))


def is_refused(call: ast.Call) -> bool:
    """Whether a message says that what it shows was not accepted, and so opens nothing."""
    return any(
        isinstance(item, ast.Constant)
        and isinstance(item.value, str)
        and _REFUSED.search(item.value) is not None
        for arg in call.args
        for item in ast.walk(arg)
    )
