"""Functions whose work is done once and kept: those that begin with ``if kept: return kept`` and fill it after that."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note

_EARLY = 8
_BEGINNINGS = (ast.If, ast.With, ast.AsyncWith)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Memos(Collector):
    """Notes of kind ``memo``, at the early return of a function; the values are line and column of the function.

    What is asked for is a global or an attribute, alone: a test that reads a clock or a key comes true again.
    """

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.FunctionDef, ast.AsyncFunctionDef)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none for most."""
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        if not any(isinstance(item, _BEGINNINGS) for item in node.body[:_EARLY]):
            return ()
        shared = {name for item in node.body[:_EARLY] if isinstance(item, ast.Global) for name in item.names}
        for item in _early(node):
            kept = _kept(item, shared)
            if kept and _fills(node, item, kept):
                return [self.noted(item, file, "memo", node.lineno, node.col_offset + 1)]
        return ()


def _early(node: _Function) -> Iterator[ast.If]:
    """The ``if`` statements at the beginning of a body, also within the first lock that it takes."""
    for item in node.body[:_EARLY]:
        if isinstance(item, ast.If):
            yield item
        elif isinstance(item, (ast.With, ast.AsyncWith)):
            yield from (inner for inner in item.body[:2] if isinstance(inner, ast.If))
            return


def _kept(item: ast.If, shared: set[str]) -> str:
    """What an ``if`` gives back if it is there: ``if kept is not None: return kept``, or ``if self._ready: return``."""
    test = item.test
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.IsNot):
        if not (isinstance(test.comparators[0], ast.Constant) and test.comparators[0].value is None):
            return ""
        test = test.left
    known = isinstance(test, ast.Attribute) or (isinstance(test, ast.Name) and test.id in shared)
    last = item.body[-1]
    if not known or item.orelse or not isinstance(last, ast.Return):
        return ""
    text = ast.unparse(test)
    given = text if last.value is None else ast.unparse(last.value)
    return text if given == text or given.startswith(("self.", "cls.")) else ""


def _fills(node: _Function, item: ast.If, kept: str) -> bool:
    """Whether a function assigns to what it asked for, after it did, something else than nothing."""
    return any(
        isinstance(one, (ast.Assign, ast.AnnAssign))
        and one.lineno > item.lineno
        and not (isinstance(one.value, ast.Constant) and not one.value.value)
        and any(
            ast.unparse(target) == kept
            for target in (one.targets if isinstance(one, ast.Assign) else [one.target])
        )
        for one in ast.walk(node)
    )
