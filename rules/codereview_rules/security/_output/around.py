"""What stands around a statement that writes a value: conditions, and words beside it."""

from __future__ import annotations

import ast
import re
from itertools import pairwise

from codereview.api import ModuleContext

from ..._syntax.locate import chain

_SHOWS = re.compile(
    r"(?<!not )\b\w*(?:show|reveal|print|display|expose)_\w*(?:secret|credential|password|token|key)",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:invalid|expired|unknown|malformed|bad|wrong|unrecogni[sz]ed|revoked|not found|no (?:such|matching)|"
    r"does ?n[o']t (?:exist|match)|could not (?:decode|verify)|can ?not be (?:decoded|verified))\b",
    re.IGNORECASE,
)


def is_empty(shown: str, line: int, file: ModuleContext) -> bool:
    """Whether a statement stands where a condition around it has found that the value is not there."""
    around = chain(file.tree, line)
    return any(
        isinstance(outer, ast.If)
        and isinstance(outer.test, ast.UnaryOp)
        and isinstance(outer.test.op, ast.Not)
        and inner in outer.body
        and ast.unparse(outer.test.operand) == shown
        for outer, inner in pairwise(around)
    )


def is_asked_for(line: int, file: ModuleContext) -> bool:
    """Whether an option to show such values stands around a statement: ``if args.show_secrets``."""
    around = chain(file.tree, line)
    return any(
        isinstance(outer, ast.If) and inner in outer.body and _SHOWS.search(ast.unparse(outer.test))
        for outer, inner in pairwise(around)
    )


def is_debugging(line: int, file: ModuleContext) -> bool:
    """Whether a statement only runs with the switch for debugging: ``if settings.DEBUG``."""
    return any(
        isinstance(outer, ast.If)
        and inner in outer.body
        and re.fullmatch(r"(?:\w+\.)*_?(?:is_)?debug(?:_mode)?", ast.unparse(outer.test), re.IGNORECASE)
        for outer, inner in pairwise(chain(file.tree, line))
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
