"""The collector that the rules on the flow of values share: one pass over the statements of a file."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import FileFacts

from .blocks import Function, functions
from .results import results
from .uses import assigned, chained


class Flow(Collector):
    """Notes how results are used (`uses.USED`) and what functions give back (`results`)."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """All notes of a file; of tests, only what coroutines do."""
        found: list[Note] = []
        guarded: list[tuple[int, int, frozenset[str]]] = []
        for function in functions(file.tree, facts):
            guarded += _guarded(function)
            if file.zone is not Zone.TESTS:
                found += results(function, file)
            elif not isinstance(function.node, ast.AsyncFunctionDef):
                continue
            found += assigned(function, file)
        found += chained(file, facts, guarded)
        return found


def _guarded(function: Function) -> Iterator[tuple[int, int, frozenset[str]]]:
    for body, context in function.blocks:
        if context.caught and body:
            yield body[0].lineno, body[-1].end_lineno or body[-1].lineno, context.caught
