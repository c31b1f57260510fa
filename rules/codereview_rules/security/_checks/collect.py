"""What is noted of functions that decide who gets in."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache

from codereview.api import Collector, ModuleContext, Note, Zone, place
from codereview.facts.module import FileFacts
from codereview.facts.notes import Value

from ..._syntax.locate import FunctionNode, function_node
from .permissive import permissive
from .unread import login_models, schemes, unread
from .vocabulary import decides, identifies, logs_in, wraps


class Checks(Collector):
    """Notes by kind: those of `permissive` and `unread` with what was shown and ``sure`` as 0 or 1; ``model`` with
    parameter, its class and the attributes read; ``scheme`` with parameter and what is depended on.
    """

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """Notes of one file; the names in its functions are known now."""
        if file.zone in (Zone.TESTS, Zone.GENERATED, Zone.VENDORED):
            return
        secured = any(item.module.startswith("fastapi") for item in facts.imports)
        for index, function in enumerate(facts.functions):
            name = function.name
            outer = facts.functions[function.parent].name if function.parent >= 0 else ""
            chosen = _asks(name) or (outer and wraps(outer))
            if not chosen and not (secured and function.params):
                continue
            node = function_node(file.tree, function)
            if node is None or function.stub:
                continue
            if chosen:
                yield from _decisions(node, index, outer)
                for parameter, uses in login_models(node):
                    assert parameter.annotation is not None
                    path = file.resolve(parameter.annotation)
                    yield _note("model", parameter, index, parameter.arg, path, uses)
            if secured:
                for parameter, depended in schemes(node):
                    yield _note("scheme", parameter, index, parameter.arg, file.resolve(depended))


@lru_cache(maxsize=50_000)
def _asks(name: str) -> bool:
    """Whether a function of this name has to do with who gets in."""
    return decides(name) or identifies(name) or logs_in(name)


def _decisions(node: FunctionNode, index: int, outer: str) -> Iterator[Note]:
    for seen in (*permissive(node, outer), *unread(node)):
        yield _note(seen.kind, seen.at, index, seen.shown, int(seen.sure))


def _note(kind: str, at: ast.AST, function: int, *values: Value) -> Note:
    if isinstance(at, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return Note(kind, at.lineno, at.col_offset + 1, at.lineno, at.col_offset + 1, function, -1, values)
    where = place(at)
    return Note(kind, where.line, where.column, where.end_line, where.end_column, function, -1, values)
