"""Cognitive complexity as a bare number, for all functions of a file: what `codereview.facts.cognitive` adds up step by
step, without the steps, and without a look into expressions that add nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence, Set

from codereview.facts.cognitive import Function, calls_itself, continues, only_wraps
from codereview.facts.names import LEAVES, fields_of

_FUNCTIONS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef})
_WITH = frozenset({ast.With, ast.AsyncWith})
_FOR = frozenset({ast.For, ast.AsyncFor})
_TRY = frozenset({ast.Try, *((ast.TryStar,) if hasattr(ast, "TryStar") else ())})
IN_EXPRESSIONS = frozenset({ast.BoolOp, ast.IfExp, ast.Assert})
"""What the decisions of a function hold where its expressions have to be looked into; assertions hide theirs."""

_fields: dict[type[ast.AST], tuple[str, ...]] = {}


def number(function: Function, deciding: Set[ast.stmt] | None = None) -> int:
    """The cognitive complexity of a function that stands in no other one.

    Args:
        function: the function.
        deciding: the statements that can have conditional expressions, boolean operators or calls of itself in their
            own expressions; None for all.
    """
    counter = _Counter(function.name, deciding)
    counter.body(function.body, 0, only_wraps(function))
    return counter.total + counter.recursive


class _Counter:
    def __init__(self, name: str, deciding: Set[ast.stmt] | None) -> None:
        self.name = name
        self.deciding = deciding
        self.total = 0
        self.recursive = False

    def body(self, body: Sequence[ast.stmt], depth: int, wraps: bool = False) -> None:
        for node in body:
            kind = type(node)
            if kind is ast.If:
                self._if(node, depth)  # type: ignore[arg-type]
            elif kind in _FOR:
                self._loop(node, node.iter, depth)  # type: ignore[attr-defined]
            elif kind is ast.While:
                self._loop(node, node.test, depth)  # type: ignore[attr-defined]
            elif kind in _TRY:
                self._try(node, depth)  # type: ignore[arg-type]
            elif kind in _WITH:
                if self._decides(node):
                    self._expressions([item.context_expr for item in node.items], depth)  # type: ignore[attr-defined]
                self.body(node.body, depth)  # type: ignore[attr-defined]
            elif kind in _FUNCTIONS:
                self.body(node.body, depth + (not wraps), wraps and only_wraps(node))  # type: ignore[attr-defined,arg-type]
            elif kind is ast.ClassDef:
                self.body(node.body, depth)  # type: ignore[attr-defined]
            elif kind is ast.Match:
                self._match(node, depth)  # type: ignore[arg-type]
            elif self._decides(node):
                self._expressions((node,), depth)

    def _decides(self, node: ast.stmt) -> bool:
        return self.deciding is None or node in self.deciding

    def _if(self, node: ast.If, depth: int) -> None:
        self.total += 1 + depth
        while True:
            if self._decides(node):
                self._expressions((node.test,), depth)
            self.body(node.body, depth + 1)
            rest = node.orelse
            if len(rest) != 1 or not isinstance(rest[0], ast.If) or not continues(node, rest[0]):
                self._else(rest, depth)
                return
            node = rest[0]
            self.total += 1

    def _else(self, body: list[ast.stmt], depth: int) -> None:
        if body:
            self.total += 1
            self.body(body, depth + 1)

    def _loop(self, node: ast.stmt, head: ast.expr, depth: int) -> None:
        self.total += 1 + depth
        if self._decides(node):
            self._expressions((head,), depth)
        self.body(node.body, depth + 1)  # type: ignore[attr-defined]
        self._else(node.orelse, depth)  # type: ignore[attr-defined]

    def _try(self, node: ast.Try, depth: int) -> None:
        self.body(node.body, depth)
        for handler in node.handlers:
            self.total += 1 + depth
            self.body(handler.body, depth + 1)
        self._else(node.orelse, depth)
        self.body(node.finalbody, depth)

    def _match(self, node: ast.Match, depth: int) -> None:
        self.total += 1 + depth
        if self._decides(node):
            self._expressions((node.subject,), depth)
            self._expressions([case.guard for case in node.cases if case.guard is not None], depth + 1)
        for case in node.cases:
            self.body(case.body, depth + 1)

    def _expressions(self, trees: Iterable[ast.AST], depth: int) -> None:
        waiting: list[tuple[ast.AST, int, type[ast.boolop] | None]] = [(tree, depth, None) for tree in trees]
        known = _fields
        while waiting:
            node, level, within = waiting.pop()
            kind = type(node)
            operator = None
            if kind in LEAVES:
                continue
            if kind is ast.Call:
                self.recursive = self.recursive or calls_itself(node.func, self.name)  # type: ignore[attr-defined]
            elif kind is ast.IfExp:
                self.total += 1 + level
                level += 1
            elif kind is ast.Lambda:
                level += 1
            elif kind is ast.BoolOp:
                operator = type(node.op)  # type: ignore[attr-defined]
                self.total += operator is not within
            fields = known.get(kind)
            if fields is None:
                fields = known[kind] = fields_of(kind)
            for field in fields:
                value = getattr(node, field, None)
                if type(value) is list:
                    if value:  # most are empty
                        waiting += [(item, level, operator) for item in value if isinstance(item, ast.AST)]
                elif isinstance(value, ast.AST) and type(value) not in LEAVES:
                    waiting.append((value, level, operator))
