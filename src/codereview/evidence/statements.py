"""Which lines of a Python file are statements, as coverage.py counts them.

For files that hold only what ran. The line of a statement is that of its first token; decorators count by themselves,
``except`` and ``case`` too; docstrings and ``global`` do not, since nothing runs there. Lines marked
``# pragma: no cover`` are left out with the block they begin
(https://coverage.readthedocs.io/en/latest/excluding.html); exclusions that a configuration adds are not known here.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

_PRAGMA = re.compile(r"#\s*(?:pragma|PRAGMA)[:\s]?\s*(?:no|NO)\s*(?:cover|COVER)")
_NEVER = re.compile(r"^\s*if\s+(?:typing\.)?TYPE_CHECKING\s*:")
_STUB = re.compile(r"^\s*(?:(?:(?:async\s+)?def\s.*?)?\)(?:\s*->.*?)?:\s*)?\.\.\.\s*(?:#|$)")


class Statements(NamedTuple):
    """First lines of statements, and for each line of a statement of several the first."""

    lines: frozenset[int]
    starts: Mapping[int, int]

    def ran(self, executed: Iterable[int]) -> frozenset[int]:
        """The statements to which lines that ran belong."""
        return frozenset(self.starts.get(line, line) for line in executed) & self.lines


def statements(text: str) -> Statements | None:
    """The statements of a file; None if it does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the project's code, which is judged elsewhere
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    lines = text.split("\n")
    out: set[int] = set()
    starts: dict[int, int] = {}
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        first = _first(node)
        if first is not None:
            if _excluded(lines, first, getattr(node, "lineno", first)):
                continue
            if isinstance(node, ast.match_case):
                out.add(first)
            elif _runs(node):
                out.update(_lines(node, first))
                starts.update((line, _start(node, first)) for line in _head(node))
        stack.extend(_inside(node, lines))
    return Statements(frozenset(out), starts)


def _start(node: ast.AST, first: int) -> int:
    return int(getattr(node, "lineno", first))


def _head(node: ast.AST) -> range:
    """The lines after the first that belong to a statement itself and not to what is in it."""
    line = getattr(node, "lineno", 0)
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    if isinstance(body, list) and body:
        return range(line + 1, _first(body[0]) or line + 1)
    return range(line + 1, getattr(node, "end_lineno", line) + 1)


def holds_code(lines: list[str], number: int) -> bool:
    """Whether a line exists and is neither blank nor a comment: a statement may begin there."""
    text = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    return bool(text) and not text.startswith("#")


def _first(node: ast.AST) -> int | None:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.decorator_list:
        return node.decorator_list[0].lineno
    if isinstance(node, ast.match_case):
        return node.pattern.lineno
    return node.lineno if isinstance(node, (ast.stmt, ast.excepthandler)) else None


def _lines(node: ast.AST, first: int) -> Iterator[int]:
    yield first
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield from (item.lineno for item in node.decorator_list)
        yield node.lineno


def _runs(node: ast.AST) -> bool:
    return not isinstance(node, (ast.Global, ast.Nonlocal))


def _inside(node: ast.AST, lines: list[str]) -> Iterator[ast.AST]:
    """The statements in a node; those of a branch whose ``else`` is excluded are left out."""
    for name in ("body", "handlers", "cases", "orelse", "finalbody"):
        found = getattr(node, name, ())
        if not isinstance(found, list) or not found:
            continue
        if name in ("orelse", "finalbody"):
            above = _first(found[0]) or 1
            opening = next((n for n in range(above - 1, 0, -1) if holds_code(lines, n)), 0)
            if (
                opening
                and _PRAGMA.search(lines[opening - 1])
                and lines[opening - 1].lstrip().startswith(("else", "finally"))
            ):
                continue
        yield from found[1:] if name == "body" and _documented(node) else found


def _documented(node: ast.AST) -> bool:
    if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    return ast.get_docstring(node, clean=False) is not None


def _excluded(lines: list[str], first: int, last: int) -> bool:
    return any(
        pattern.search(line) for line in lines[first - 1 : last] for pattern in (_PRAGMA, _NEVER, _STUB)
    )
