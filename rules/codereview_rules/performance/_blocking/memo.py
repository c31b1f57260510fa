"""Functions whose work is done once and kept: those that begin with ``if kept: return kept`` and fill it after that."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note
from codereview.facts.project import ProjectFacts

_EARLY = 8
_CLOCK = re.compile(r"\bnow\b|\btime\(|\bmonotonic\(|utcnow\(|ttl|expir", re.I)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Memos(Collector):
    """Notes of kind ``memo``, at the early return of a function; the values are line and column of the function.

    What is asked for is a global or an attribute, alone: a test that reads a key comes true again. One that reads a
    clock does so after a while: its notes are of kind ``lapse``.
    """

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.FunctionDef, ast.AsyncFunctionDef)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none for most."""
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for item in node.body[:_EARLY]:
            if isinstance(item, ast.If):
                if kind := _kind(item, node):
                    return [self.noted(item, file, kind, node.lineno, node.col_offset + 1)]
            elif isinstance(item, (ast.With, ast.AsyncWith)):  # the first lock that it takes
                for inner in item.body[:2]:
                    if isinstance(inner, ast.If) and (kind := _kind(inner, node)):
                        return [self.noted(inner, file, kind, node.lineno, node.col_offset + 1)]
                return ()
        return ()


def kept(project: ProjectFacts) -> dict[tuple[object, ...], tuple[int, str]]:
    """For file, line and column of a function, the line by which it has given back what it did before, and the kind
    of the note."""
    return {
        (path, *note.values): (note.line, note.kind) for path, notes in project.noted(Memos) for note in notes
    }


def _kind(item: ast.If, function: _Function) -> str:
    """How long an ``if`` at the beginning of a function gives back what is kept; empty if it does not."""
    if _keeps(item, function):
        return "memo"
    last = item.body[-1]
    gives = (
        isinstance(last, ast.Return) and last.value is not None and not isinstance(last.value, ast.Constant)
    )
    return "lapse" if gives and any(map(_reads_a_clock, ast.walk(item.test))) else ""


def _reads_a_clock(node: ast.AST) -> bool:
    """``now - self._asked_at < self._ttl``"""
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
        return False
    return _CLOCK.search(ast.unparse(node)) is not None


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
