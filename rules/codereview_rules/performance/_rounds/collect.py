"""Loops that end early, and calls that are awaited in neighbouring statements."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from codereview.api import Collector, ModuleContext, Note, place

_LIBRARIES = ("await ", "requests", "httpx", "urlopen")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_BLOCKS = ("body", "orelse", "finalbody")


class Rounds(Collector):
    """Notes by kind: ``leaves`` (a loop whose rounds can be its last: ``break``, ``return``, ``raise``), ``row``
    (neighbouring statements that await a call each, and none of which names what the ones before it brought: the places
    of the calls, as ``line:column``)."""

    nodes = (ast.For, ast.AsyncFunctionDef)

    def wants(self, file: ModuleContext) -> bool:
        """Files that wait for something."""
        return any(word in file.text for word in _LIBRARIES)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterator[Note]:
        """Notes of a loop, or of an asynchronous function's blocks."""
        if isinstance(node, ast.For):
            if _leaves(node.body):
                yield self.noted(node, file, "leaves")
        elif isinstance(node, ast.AsyncFunctionDef):
            for row in _rows(node.body):
                at = place(row[0])
                calls = tuple(f"{call.lineno}:{call.col_offset + 1}" for call in row)
                yield Note("row", at.line, at.column, at.end_line, at.end_column, -1, -1, (calls,))


def _leaves(body: Sequence[ast.stmt]) -> bool:
    for node in body:
        if isinstance(node, (ast.Break, ast.Return, ast.Raise)):
            return True
        if not isinstance(node, _FUNCTIONS) and any(_leaves(block) for block in _blocks(node)):
            return True
    return False


def _blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in _BLOCKS:
        if block := getattr(node, name, None):
            yield block
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield part.body


def _rows(body: Sequence[ast.stmt]) -> Iterator[list[ast.Call]]:
    """The rows of two and more in a block and in those inside it, functions and classes left out."""
    row: list[ast.Call] = []
    bound: set[str] = set()
    for node in body:
        call = _awaited(node)
        if call is None or bound & {part.id for part in ast.walk(call) if isinstance(part, ast.Name)}:
            if len(row) > 1:
                yield row
            row, bound = [], set()
        if call is not None and isinstance(node, ast.Assign):
            row.append(call)
            bound |= {
                part.id for target in node.targets for part in ast.walk(target) if isinstance(part, ast.Name)
            }
        elif not isinstance(node, _FUNCTIONS):
            for block in _blocks(node):
                yield from _rows(block)
    if len(row) > 1:
        yield row


def _awaited(node: ast.stmt) -> ast.Call | None:
    """The call of ``name = await call(...)``."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Await):
        return None
    plain = all(isinstance(target, (ast.Name, ast.Tuple)) for target in node.targets)
    return node.value.value if plain and isinstance(node.value.value, ast.Call) else None
