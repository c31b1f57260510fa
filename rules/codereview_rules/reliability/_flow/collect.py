"""The collector that the rules on the flow of values share: one pass over the statements of a file."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import FileFacts
from codereview.facts.names import own_name

from .blocks import functions
from .dead import dead
from .ended import closing, ended
from .kept import kept
from .late import late
from .results import results
from .uses import assigned, chained

LATER = "later"
"""Kind of a note on a coroutine function whose annotation says that what it gives is to be awaited once more."""
_AWAITED_LATER = ("Awaitable", "Coroutine", "Future", "Task", "Any", "object")
_HOLDERS = frozenset("dict Dict list List set Set tuple Tuple Mapping Sequence Iterable frozenset".split())
_ENDS = frozenset({ast.With, ast.AsyncWith, ast.Delete})


class Flow(Collector):
    """Notes how results are used (`uses.USED`) and what functions give back (`results`)."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """All notes of a file; of tests, only what coroutines do."""
        found: list[Note] = []
        concurrent = any(fact.is_async for fact in facts.functions)
        closes = closing(facts)
        guarded: list[tuple[int, int, frozenset[str]]] = []
        tests = file.zone is Zone.TESTS
        for function in functions(file.tree, facts):
            guarded += function.guarded
            node, placed = function.node, function.placed
            if not tests:
                if function.returns or (node.body and type(node.body[-1]) is ast.Raise):
                    found += results(function, file, facts)
                if ast.If in placed:
                    found += late(function, file)
                if function.index in closes or (placed and not placed.keys().isdisjoint(_ENDS)):
                    found += ended(function, file, facts, function.index in closes)
                if function.ending or ast.If in placed or ast.Try in placed:
                    found += dead(function, file)
            elif not isinstance(node, ast.AsyncFunctionDef):
                continue
            if isinstance(node, ast.AsyncFunctionDef) and node.returns is not None:
                found += _later(node.returns, function.index, file.lines)
            if ast.Assign in placed or ast.AnnAssign in placed:
                found += assigned(function, file, concurrent)
                found += kept(function, file)
        found += chained(file, facts, guarded)
        return found


def _later(annotation: ast.expr, function: int, lines: list[str]) -> list[Note]:
    text = "\n".join(lines[annotation.lineno - 1 : annotation.end_lineno])
    if not any(word in text for word in _AWAITED_LATER) or not _may_be_awaited(annotation):
        return []
    return [Note(LATER, annotation.lineno, annotation.col_offset + 1, annotation.lineno, 1, function, -1)]


def _may_be_awaited(annotation: ast.expr) -> bool:
    """Whether something that is to be awaited is among the alternatives of an annotation; not what one holds."""
    if isinstance(annotation, ast.BinOp):
        return _may_be_awaited(annotation.left) or _may_be_awaited(annotation.right)
    if isinstance(annotation, ast.Subscript):
        name = own_name(annotation.value)
        if name in ("Optional", "Union", "Annotated"):
            items = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
            return any(map(_may_be_awaited, items))
        return name not in _HOLDERS
    name = own_name(annotation)
    return isinstance(annotation, ast.Constant) or name in _AWAITED_LATER
