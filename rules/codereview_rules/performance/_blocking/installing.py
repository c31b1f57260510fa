"""Functions that set an installation up, and refuse as soon as that is done: once there is a user, an administrator.

What one operator does once holds nobody up to speak of.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note

_SETS_UP = re.compile(
    r"(?:\A|_)(?:set_?up|onboard|onboarding|initial|initiali[sz]e|first|bootstrap|install)(?:_|\Z)"
)
_COUNTED = re.compile(
    r"users?|admins?|accounts?|initiali[sz]ed|completed?|installed|configured|set_?up", re.I
)
# what a function is given to ask with, and not by
_TOOLS = re.compile(
    r"\A(?:self|cls|db|database|session|conn|connection|request|store|\w*_(?:db|session|repo|service|store)|repo|service)\Z"
)
# what is called first, and refuses: `ensure_setup_is_open()`, `require_not_installed()`
_ASKS = re.compile(
    r"\A_*(?:ensure|require|check|assert|verify)_(?:\w+_)?(?:"
    r"(?:set_?up|onboarding|install(?:ation)?|bootstrap|first_run)_(?:is_)?(?:open|pending|allowed|incomplete|needed|required)"
    r"|(?:set_?up|onboarding|install(?:ation)?|bootstrap|first_run)_(?:is_)?not_(?:\w+_)?(?:done|completed?|finished)"
    r"|not_(?:yet_)?(?:set_?up|installed|onboarded|bootstrapped|initiali[sz]ed))\Z"
)
# what the words of a function say of it
_SAID = re.compile(
    r"\b(?:should|must|meant to|supposed to|intended to|has to|needs? to|to)(?: only)? be "
    r"(?:used|called|run|executed|done)(?: only)?(?: exactly)? once\b"
    r"(?! (?:per|for|a|an|every|in|by|each|on|at|before|after|within)\b)"
    r"|\bone[- ](?:time|off) (?:migration|endpoint|operation|import|set-?up|task|job|script)\b",
    re.IGNORECASE,
)
_OPENING = 6
"""Statements of a function among which the guard stands."""


class Installing(Collector):
    """Notes of kind ``once`` at functions that are named for a set-up, and that leave where a count of users or the
    like says that it is done, and at those that first call what refuses then; of kind ``said`` at those that say of
    themselves that they are for one time."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.AsyncFunctionDef,)

    def wants(self, file: ModuleContext) -> bool:
        return "async def" in file.text

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none for most."""
        if isinstance(node, ast.AsyncFunctionDef) and (
            (_SETS_UP.search(node.name) and _refuses(node)) or any(map(_asks_first, node.body[:_OPENING]))
        ):
            return [self.noted(node, file, "once")]
        if isinstance(node, ast.AsyncFunctionDef) and _SAID.search(
            " ".join((ast.get_docstring(node) or "").split())
        ):
            return [self.noted(node, file, "said")]
        return ()


def _asks_first(item: ast.stmt) -> bool:
    """``await ensure_setup_is_open(db)``"""
    call = item.value if isinstance(item, ast.Expr) else None
    call = call.value if isinstance(call, ast.Await) else call
    if not isinstance(call, ast.Call):
        return False
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return _ASKS.search(name) is not None


def _refuses(node: ast.AsyncFunctionDef) -> bool:
    """Whether a function leaves at its top where something of the installation is there already."""
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    given = {one.arg for one in arguments if not _TOOLS.search(one.arg)}
    values: dict[str, ast.expr] = {}
    for item in _opening(node.body[:_OPENING]):
        if isinstance(item, ast.Assign):
            for target in item.targets:
                values.update((one.id, item.value) for one in ast.walk(target) if isinstance(one, ast.Name))
        elif (
            isinstance(item, ast.If)
            and isinstance(item.body[-1], (ast.Raise, ast.Return))
            and _says_done(item.test, values, given)
        ):
            return True
    return False


def _opening(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block, with those of ``with`` and ``try``."""
    for item in body:
        yield item
        if isinstance(item, (ast.With, ast.AsyncWith, ast.Try)):
            yield from _opening(item.body)


def _says_done(test: ast.expr, values: dict[str, ast.expr], given: set[str]) -> bool:
    """Whether a test is of what all rows are asked for, and none that the caller names: ``count > 0``."""
    if isinstance(test, ast.Compare):
        if not isinstance(test.ops[0], (ast.Gt, ast.GtE, ast.NotEq, ast.IsNot)):
            return False
        test = test.left
    elif isinstance(test, (ast.UnaryOp, ast.BoolOp)):
        return False
    asked: ast.expr | None = test
    texts = []
    while asked is not None:
        names = {one.id for one in ast.walk(asked) if isinstance(one, ast.Name)}
        if names & given:
            return False
        texts.append(asked)
        behind = [name for name in sorted(names) if name in values]
        asked = values.pop(behind[0]) if behind else None
    return any(isinstance(one, ast.Call) for text in texts for one in ast.walk(text)) and any(
        _COUNTED.search(ast.unparse(text)) for text in texts
    )
