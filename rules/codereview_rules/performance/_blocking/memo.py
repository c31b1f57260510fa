"""Functions whose work is done once and kept: those that begin with ``if kept: return kept`` and fill it after that."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note

_EARLY = 8
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Memos(Collector):
    """Notes of kind ``memo``, at the early return of a function; the values are line and column of the function.

    What is asked for is a global or an attribute, alone: a test that reads a clock or a key comes true again.
    """

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.FunctionDef, ast.AsyncFunctionDef)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none for most."""
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for item in node.body[:_EARLY]:
            if isinstance(item, ast.If):
                if _keeps(item, node):
                    return [self.noted(item, file, "memo", node.lineno, node.col_offset + 1)]
            elif isinstance(item, (ast.With, ast.AsyncWith)):  # the first lock that it takes
                for inner in item.body[:2]:
                    if isinstance(inner, ast.If) and _keeps(inner, node):
                        return [self.noted(inner, file, "memo", node.lineno, node.col_offset + 1)]
                return ()
        return ()


def _keeps(item: ast.If, function: _Function) -> bool:
    """Whether an ``if`` at the beginning of a function gives back what the rest of it fills."""
    if item.orelse or not isinstance(item.body[-1], ast.Return):  # as most
        return False
    kept = _kept(item, item.body[-1], function)
    return bool(kept) and _fills(function, item, kept)


def _kept(item: ast.If, last: ast.Return, function: _Function) -> str:
    """What an ``if`` gives back if it is there: ``if kept is not None: return kept``, or ``if self._ready: return``."""
    test = item.test
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.IsNot):
        if not (isinstance(test.comparators[0], ast.Constant) and test.comparators[0].value is None):
            return ""
        test = test.left
    if not isinstance(test, ast.Attribute) and not (
        isinstance(test, ast.Name) and test.id in _shared(function)
    ):
        return ""
    text = ast.unparse(test)
    given = text if last.value is None else ast.unparse(last.value)
    return text if given == text or given.startswith(("self.", "cls.")) else ""


def _shared(function: _Function) -> set[str]:
    """The globals that a function says it fills, at its beginning."""
    body = function.body[:_EARLY]
    return {name for item in body if isinstance(item, ast.Global) for name in item.names}


def _fills(node: _Function, item: ast.If, kept: str) -> bool:
    """Whether a function assigns to what it asked for, after it did, something else than nothing."""
    return any(
        isinstance(one, (ast.Assign, ast.AnnAssign))
        and one.lineno > item.lineno
        and not (isinstance(one.value, ast.Constant) and not one.value.value)
        and any(
            ast.unparse(target) == kept
            for target in _each(one.targets if isinstance(one, ast.Assign) else [one.target])
        )
        for one in ast.walk(node)
    )


def _each(targets: list[ast.expr]) -> Iterator[ast.expr]:
    """The targets of an assignment, those of ``a, b = 1, 2`` one by one."""
    for target in targets:
        if isinstance(target, ast.Tuple):
            yield from target.elts
        else:
            yield target
