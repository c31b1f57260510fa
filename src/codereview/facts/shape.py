"""How long a function is and how deep its blocks stand in each other, for rules that see its node.

Only statements are looked at, and none of functions and classes inside it: they have a shape of their own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef

_SILENT = (ast.Import, ast.ImportFrom, ast.Pass, ast.Global, ast.Nonlocal)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_CLOSED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_TRY: tuple[type[ast.stmt], ...] = (ast.Try, *((ast.TryStar,) if hasattr(ast, "TryStar") else ()))
_LEAVES = (ast.Return, ast.Continue, ast.Break, ast.Raise)


class Level(NamedTuple):
    """A block around the deepest statement: its keyword, its statement, whether leaving early
    would do without it."""

    word: str
    node: ast.stmt
    guard: bool


def statements(body: Sequence[ast.stmt]) -> int:
    """The number of statements that do something, those in blocks among them.

    A row of neighbours that say the same thing of other things counts once: calls of one function
    (``parser.add_argument``), literals or names given to names. Docstrings, imports, ``pass`` and ``global`` do not
    count.
    """
    count = 0
    before = ""
    for node in body:
        if isinstance(node, _SILENT) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            continue
        row = _row(node)
        if not row or row != before:
            count += 1
        before = row
        if not isinstance(node, _CLOSED):
            count += sum(map(statements, blocks(node)))
    return count


def decisions(body: Sequence[ast.stmt]) -> int:
    """The number of conditions, loops, ``try`` and ``match``, those in blocks among them."""
    count = 0
    for node in body:
        inner = [] if isinstance(node, _CLOSED) else list(blocks(node))
        if inner:
            count += (not isinstance(node, (ast.With, ast.AsyncWith))) + sum(map(decisions, inner))
    return count


def blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a compound statement."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if block:
            yield block
    for item in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield item.body


def _row(node: ast.stmt) -> str:
    """What neighbours in a row have in common; empty for a statement that is in none."""
    value = getattr(node, "value", None)
    if isinstance(node, ast.Expr):
        value = value.value if isinstance(value, ast.Await) else value
        return _dotted(value.func) if isinstance(value, ast.Call) else ""
    if isinstance(node, ast.Assign):
        if isinstance(value, ast.Call):
            called = _dotted(value.func)
            return f"={called}" if called and isinstance(node.targets[0], (ast.Name, ast.Attribute)) else ""
        return "=" if _is_plain(value) else ""
    return "=" if isinstance(node, ast.AnnAssign) and _is_plain(value) else ""


def _is_plain(node: ast.expr | None) -> bool:
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return all(map(_is_plain, node.elts))
    if isinstance(node, ast.Dict):
        return all(map(_is_plain, node.values))
    return node is None or isinstance(node, (ast.Constant, ast.Name))


def _dotted(node: ast.expr) -> str:
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *parts[::-1]]) if isinstance(node, ast.Name) else ""


def nesting(function: Function) -> tuple[Level, ...]:
    """The blocks around the deepest statement of a function, from the outermost in.

    Conditions, loops, ``try`` and ``match`` count; ``elif`` stands beside its ``if``, and ``with`` decides nothing.
    """
    return max(_chains(function.body, (), True), key=len, default=())


def _chains(body: Sequence[ast.stmt], above: tuple[Level, ...], ends: bool) -> Iterator[tuple[Level, ...]]:
    """The chains of blocks around each innermost block. ``ends``: nothing follows the body in
    its function or round."""
    for place, node in enumerate(body):
        if isinstance(node, _CLOSED):
            continue
        last = ends and place == len(body) - 1
        if isinstance(node, ast.If):
            yield from _branches(node, above, last)
        elif isinstance(node, _LOOPS):
            word = "while" if isinstance(node, ast.While) else "for"
            for block in blocks(node):
                yield from _block(block, (*above, Level(word, node, False)), block is node.body)
        elif isinstance(node, _TRY):
            for block in blocks(node):
                yield from _block(block, (*above, Level("try", node, False)), False)
        elif isinstance(node, ast.Match):
            for block in blocks(node):
                yield from _block(block, (*above, Level("match", node, False)), last)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            yield from _chains(node.body, above, last)


def _block(body: list[ast.stmt], chain: tuple[Level, ...], ends: bool) -> Iterator[tuple[Level, ...]]:
    yield chain
    yield from _chains(body, chain, ends)


def _branches(node: ast.If, above: tuple[Level, ...], last: bool) -> Iterator[tuple[Level, ...]]:
    rest: list[ast.stmt] = [node]
    leaves = len(node.body) == 1 and isinstance(node.body[0], _LEAVES)  # turned around, it is as deep
    guard = last and not node.orelse and not leaves
    while len(rest) == 1 and isinstance(rest[0], ast.If):
        branch = rest[0]
        yield from _block(branch.body, (*above, Level("if", branch, guard)), last)
        rest = branch.orelse
    if rest:
        yield from _block(rest, (*above, Level("if", node, False)), last)
