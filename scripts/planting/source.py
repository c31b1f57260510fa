"""The healthy code as it is read for planting: by `ast` alone, so that the judge has no say in what is planted."""

from __future__ import annotations

import ast
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Fault(NamedTuple):
    """One planted fault.

    Attributes:
        kind: what was done, as the table names it.
        edits: new text by path; None for a file that is gone.
        places: where it is to be reported: path, first and last line of the changed text.
        rules: ids of the rules that speak of it.
        what: one clause with the names in it.
    """

    kind: str
    edits: Mapping[str, str | None]
    places: tuple[tuple[str, int, int], ...]
    rules: tuple[str, ...]
    what: str


class Source:
    """The production files of a project.

    Args:
        files: text by path.
        choose: the source of chance.
    """

    def __init__(self, files: Mapping[str, str], choose: random.Random) -> None:
        self.files = dict(files)
        self.choose = choose
        self.trees = {path: tree for path, text in files.items() if (tree := _parsed(text)) is not None}
        self.functions: dict[str, list[tuple[str, Function, ast.ClassDef | None]]] = defaultdict(list)
        self.classes: dict[str, list[tuple[str, ast.ClassDef]]] = defaultdict(list)
        for path, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    self.classes[node.name].append((path, node))
                    for item in node.body:
                        if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)):
                            self.functions[item.name].append((path, item, node))
            for statement in tree.body:
                if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    self.functions[statement.name].append((path, statement, None))

    def only(self, name: str) -> tuple[str, Function, ast.ClassDef | None] | None:
        """The one function or method of a name; None if there are several, or a class of that name."""
        found = self.functions.get(name, [])
        return found[0] if len(found) == 1 and name not in self.classes else None

    def walk(self) -> Iterator[tuple[str, ast.AST]]:
        """All nodes with their files, the files in an order of chance."""
        paths = sorted(self.trees)
        self.choose.shuffle(paths)
        for path in paths:
            for node in ast.walk(self.trees[path]):
                yield path, node

    def is_of(self, node: ast.Attribute, where: str, home: str, cls: ast.ClassDef) -> bool:
        """Whether an attribute is read of an instance of a class, as the text around it shows: of ``self`` in the
        class, or of a name that is annotated with it or made by calling it in the same file."""
        owner = node.value
        if not isinstance(owner, ast.Name):
            return False
        if owner.id == "self":
            return where == home and cls.lineno <= node.lineno <= (cls.end_lineno or 0)
        for item in ast.walk(self.trees[where]):
            if isinstance(item, ast.arg) and item.arg == owner.id and isinstance(item.annotation, ast.Name):
                return item.annotation.id == cls.name
            if isinstance(item, ast.Assign) and isinstance(item.value, ast.Call):
                made = called_name(item.value) == cls.name
                if made and any(isinstance(t, ast.Name) and t.id == owner.id for t in item.targets):
                    return True
        return False

    def end_of_function(self, path: str, line: int) -> int:
        """The last line of the innermost function around a line; the line itself outside of functions."""
        around = [
            node.end_lineno or line
            for node in ast.walk(self.trees[path])
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            and node.lineno <= line <= (node.end_lineno or 0)
        ]
        return min(around, default=line)

    def defined(self) -> Iterator[tuple[str, Function]]:
        """All functions of modules and classes, in an order of chance."""
        names = sorted(self.functions)
        self.choose.shuffle(names)
        for name in names:
            for path, node, _ in self.functions[name]:
                yield path, node


def replaced(text: str, node: ast.expr | ast.stmt | ast.arg, new: str) -> str:
    """A text in which one node stands for another."""
    lines = text.encode().split(b"\n")
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    start, end = node.col_offset, node.end_col_offset or 0
    lines[first : last + 1] = [lines[first][:start] + new.encode() + lines[last][end:]]
    return b"\n".join(lines).decode()


def inserted(text: str, line: int, block: str) -> str:
    """A text with lines put before the given one (from 1)."""
    lines = text.split("\n")
    lines[line - 1 : line - 1] = block.split("\n")
    return "\n".join(lines)


def called_name(node: ast.Call) -> str:
    """The last name of what is called; empty if it is no name."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def first_statement(node: Function) -> ast.stmt:
    """The first statement of a function after its docstring."""
    body = node.body
    first = body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1] if is_text and len(body) > 1 else first


def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
    """First and last line of a node."""
    return node.lineno, node.end_lineno or node.lineno


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return None
