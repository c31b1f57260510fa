"""The blocks of statements of a file's functions, in one pass that does not look into expressions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from codereview.facts.module import FileFacts
from codereview.facts.names import own_name

_PASSED = frozenset(
    {ast.Expr, ast.Pass, ast.Import, ast.ImportFrom, ast.AugAssign, ast.Assert, ast.Global, ast.Nonlocal}
)
"""Statements of which nothing is kept."""
_SIMPLE = _PASSED | {ast.Assign, ast.AnnAssign, ast.Delete, ast.Break, ast.Continue, ast.Raise}
_PLACED = frozenset({ast.Assign, ast.AnnAssign, ast.If, ast.With, ast.AsyncWith, ast.Delete, ast.Try})
_LEAVING = frozenset({ast.Return, ast.Raise, ast.Continue, ast.Break})
_ENDING = frozenset({ast.Return, ast.Raise, ast.Continue, ast.Break, ast.While})
Spot = tuple[Sequence[ast.stmt], int, "Context"]
"""A statement: the block that it stands in, its number there, and what the block stands in."""
_BROAD = frozenset({"Exception", "BaseException", "StandardError"})


@dataclass(slots=True, eq=False)
class Context:
    """What a block stands in, from the inside out: the statement and the part of it (``body``, ``orelse``,
    ``handler``, ``finally``)."""

    outer: Context | None
    statement: ast.AST | None
    part: str
    caught: frozenset[str] = frozenset()
    """Errors that a handler around the block takes; ``Exception`` for any."""

    def chain(self) -> Iterator[Context]:
        """This context and those around it, without the function itself."""
        here: Context | None = self
        while here is not None and here.statement is not None:
            yield here
            here = here.outer


@dataclass(slots=True, eq=False)
class Function:
    """A function with its blocks. ``index`` is that of the facts; -1 is the module's own code."""

    index: int
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Module
    blocks: list[tuple[Sequence[ast.stmt], Context]] = field(default_factory=list)
    returns: list[tuple[ast.Return, Context]] = field(default_factory=list)
    guarded: list[tuple[int, int, frozenset[str]]] = field(default_factory=list)
    """First and last lines of blocks around which errors are caught, with these errors."""
    placed: dict[type[ast.stmt], list[Spot]] = field(default_factory=dict)
    ending: list[Spot] = field(default_factory=list)
    """Statements after which others stand that they can keep from running."""

    def at(self, *kinds: type[ast.stmt]) -> list[Spot]:
        """Where the statements of some types stand."""
        found = [self.placed[kind] for kind in kinds if kind in self.placed]
        return found[0] if len(found) == 1 else [spot for spots in found for spot in spots]


def functions(tree: ast.Module, facts: FileFacts) -> Iterator[Function]:
    """The module and every function of it. Class bodies belong to none."""
    index = {(fact.line, fact.column): number for number, fact in enumerate(facts.functions)}
    waiting: list[Function] = [Function(-1, tree)]
    while waiting:
        function = waiting.pop()
        _fill(function, waiting, index)
        yield function


def _fill(function: Function, waiting: list[Function], index: dict[tuple[int, int], int]) -> None:
    blocks: list[tuple[Sequence[ast.stmt], Context]] = [(function.node.body, Context(None, None, ""))]
    placed = function.placed
    while blocks:
        block = blocks.pop()
        body, context = block
        function.blocks.append(block)
        if context.caught and body:
            function.guarded.append((body[0].lineno, body[-1].end_lineno or body[-1].lineno, context.caught))
        for number, statement in enumerate(body):
            kind = type(statement)
            if kind in _PASSED:
                continue
            if kind in _PLACED:
                spots = placed.get(kind)
                if spots is None:
                    spots = placed[kind] = []
                spots.append((body, number, context))
            elif kind in _ENDING and number + 1 < len(body):
                function.ending.append((body, number, context))
            if kind in _SIMPLE:
                continue
            if isinstance(statement, ast.Return):
                function.returns.append((statement, context))
            elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                place = (statement.lineno, statement.col_offset + 1)
                waiting.append(Function(index.get(place, -1), statement))
            elif isinstance(statement, ast.ClassDef):
                _methods(statement, waiting, index)
            else:
                blocks.extend(_below(statement, context))


def _methods(cls: ast.ClassDef, waiting: list[Function], index: dict[tuple[int, int], int]) -> None:
    """The functions of a class body, conditional ones included; its statements are nobody's blocks."""
    bodies: list[Sequence[ast.stmt]] = [cls.body]
    while bodies:
        for statement in bodies.pop():
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                place = (statement.lineno, statement.col_offset + 1)
                waiting.append(Function(index.get(place, -1), statement))
            elif isinstance(statement, ast.ClassDef):
                bodies.append(statement.body)
            elif type(statement) not in _SIMPLE:
                bodies += [block for block, _ in _below(statement, Context(None, None, ""))]


def _below(statement: ast.stmt, outer: Context) -> list[tuple[Sequence[ast.stmt], Context]]:
    """The blocks of a compound statement."""
    caught = outer.caught
    if isinstance(statement, ast.If):
        body = (statement.body, Context(outer, statement, "body", caught))
        if not statement.orelse:
            return [body]
        return [body, (statement.orelse, Context(outer, statement, "orelse", caught))]
    if isinstance(statement, ast.Match):
        return [(case.body, Context(outer, statement, "body", caught)) for case in statement.cases]
    if isinstance(statement, ast.Try):
        return [
            (statement.body, Context(outer, statement, "body", caught | _errors(statement.handlers))),
            *((handler.body, Context(outer, statement, "handler", caught)) for handler in statement.handlers),
            (statement.orelse, Context(outer, statement, "orelse", caught)),
            (statement.finalbody, Context(outer, statement, "finally", caught)),
        ]
    parts = (("body", getattr(statement, "body", ())), ("orelse", getattr(statement, "orelse", ())))
    inside = caught | _swallowed(statement)
    return [(block, Context(outer, statement, part, inside)) for part, block in parts if block]


def _swallowed(statement: ast.stmt) -> frozenset[str]:
    """What ``with suppress(...)`` or a test that waits for an error takes."""
    if not isinstance(statement, (ast.With, ast.AsyncWith)):
        return frozenset()
    for item in statement.items:
        call = item.context_expr
        func = call.func if isinstance(call, ast.Call) else None
        name = own_name(func)
        if name in ("suppress", "raises", "assertRaises", "assertRaisesRegex", "warns", "assertWarns"):
            return frozenset({"Exception"})
    return frozenset()


def _errors(handlers: Sequence[ast.ExceptHandler]) -> frozenset[str]:
    """The last names of the errors that handlers take; ``Exception`` for all."""
    found: set[str] = set()
    for handler in handlers:
        parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        for part in parts:
            name = part.attr if isinstance(part, ast.Attribute) else getattr(part, "id", "Exception")
            found.add("Exception" if name in _BROAD else name)
    return frozenset(found)


def ends(body: Sequence[ast.stmt]) -> bool:
    """Whether control never gets past the end of a block by itself."""
    return any(map(_leaves, body))


def _leaves(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return _exits(statement.value)
    kind = type(statement)
    if kind in _LEAVING or kind in _SIMPLE:
        return kind in _LEAVING
    if isinstance(statement, ast.If):
        return bool(statement.orelse) and ends(statement.body) and ends(statement.orelse)
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        return ends(statement.body) and not _swallowed(statement)
    if isinstance(statement, ast.While):
        return _is_true(statement.test) and not _breaks(statement.body)
    if isinstance(statement, ast.Match):
        last = statement.cases[-1]
        covered = (
            last.guard is None and isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
        )
        return covered and all(ends(case.body) for case in statement.cases)
    if isinstance(statement, ast.Try):
        tried = ends(statement.body) or (bool(statement.orelse) and ends(statement.orelse))
        return ends(statement.finalbody) or (tried and all(ends(h.body) for h in statement.handlers))
    if isinstance(statement, (ast.For, ast.AsyncFor)):
        return bool(statement.orelse) and ends(statement.orelse) and not _breaks(statement.body)
    return False


def _exits(node: ast.expr) -> bool:
    """``sys.exit(...)`` and its like."""
    func = node.func if isinstance(node, ast.Call) else None
    name = own_name(func)
    return name in ("exit", "_exit", "abort", "fail", "skip", "assert_never", "error", "quit", "xfail")


def _is_true(test: ast.expr) -> bool:
    return isinstance(test, ast.Constant) and bool(test.value)


def _breaks(body: Sequence[ast.stmt]) -> bool:
    """Whether a loop's body has a ``break`` of its own."""
    for statement in body:
        if isinstance(statement, ast.Break):
            return True
        if isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
            if _breaks(statement.orelse):
                return True
        elif not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and any(
            _breaks(block) for block, _ in _below(statement, Context(None, None, ""))
        ):
            return True
    return False


def loops_back(statement: ast.While) -> bool:
    """Whether a loop never ends by itself: ``while True`` without a ``break``."""
    return _is_true(statement.test) and not _breaks(statement.body)
