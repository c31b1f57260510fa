"""Who reports what: a literal default is SEC003's, any other value SEC001's."""

from __future__ import annotations

import ast

from .defaults import NODES, find
from .nodes import is_enumeration, is_testing, parsed


class Imports:
    """Symbolic paths from the imports of a file, for texts that are read outside the one walk."""

    def __init__(self, tree: ast.AST) -> None:
        self._names: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    self._names[alias.asname or alias.name.split(".")[0]] = (
                        alias.name if alias.asname else alias.name.split(".")[0]
                    )
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    self._names[alias.asname or alias.name] = f"{node.module}.{alias.name}"

    def resolve(self, node: ast.expr) -> str:
        """The dotted path of a name or attribute; ``?`` before what is not imported."""
        if isinstance(node, ast.Attribute):
            return f"{self.resolve(node.value)}.{node.attr}"
        if isinstance(node, ast.Name):
            return self._names.get(node.id, "?" + node.id)
        return "?"


class Offsets:
    """Turns the places of nodes in a text into offsets of characters."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """The offsets at which a node starts and ends."""
        last, column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return (
            self._starts[node.lineno - 1] + characters(self._lines[node.lineno - 1], node.col_offset),
            self._starts[last - 1] + characters(self._lines[last - 1], column),
        )


class PythonText:
    """What the syntax of a Python file says of its literals; a file that does not parse says nothing.

    ``owned`` are the spans (start and end offsets) of literals that SEC003 looks at, reported or not;
    ``literals`` are the spans of all string literals, ``prose`` those that are documentation, ``members`` the
    statements in enumerations, and ``tested`` those in classes of tests.
    """

    def __init__(self, text: str) -> None:
        self.owned: list[tuple[int, int]] = []
        self.literals: list[tuple[int, int]] = []
        self.prose: list[tuple[int, int]] = []
        self.members: list[tuple[int, int]] = []
        self.tested: list[tuple[int, int]] = []
        tree = parsed(text)
        if tree is None:
            return
        self._text = text
        self._span = Offsets(text).span
        resolve = Imports(tree).resolve
        for node in ast.walk(tree):
            if isinstance(node, NODES):
                self.owned += [self._span(item.node) for item in find(node, resolve)]
                if isinstance(node, ast.ClassDef) and is_enumeration(node):
                    self.members += [self._span(item) for item in node.body]
                if isinstance(node, ast.ClassDef) and is_testing(node.name):
                    self.tested += [self._span(item) for item in node.body]
            elif isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
                self.literals.append(self._span(node))
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                self.prose.append(self._span(node.value))

    def owns(self, start: int, end: int) -> bool:
        """Whether SEC003 looks at a literal that overlaps the span."""
        return any(a < end and start < b for a, b in self.owned)

    def documented(self, start: int) -> bool:
        """Whether the offset is in a docstring, or in a literal that is written as documentation."""
        return any(a <= start < b for a, b in self.prose) or any(
            a + 80 < start < b and "```" in self._text[a:b] for a, b in self.literals
        )

    def is_tried(self, start: int) -> bool:
        """Whether the offset is in documentation that shows what an interpreter answers."""
        return any(a <= start < b and ">>>" in self._text[a:b] for a, b in self.prose)

    def in_tests(self, start: int) -> bool:
        """Whether the offset is in a class that only tests use."""
        return any(a <= start < b for a, b in self.tested)

    def is_text(self, start: int) -> bool:
        """Whether the offset is in documentation, deep inside a literal that is more than this value, or in an
        enumeration, whose members name things."""
        return (
            self.documented(start)
            or any(a + 5 < start < b for a, b in self.literals)
            or any(a <= start < b for a, b in self.members)
        )


def characters(line: str, offset: int) -> int:
    """A UTF-8 byte offset of a line as a count of characters."""
    return offset if line.isascii() else len(line.encode()[:offset].decode(errors="ignore"))
