"""What every edit needs: the file as `ast` and as libcst, places that mean the same in both, and a rewriter.

Findings count columns as `ast` does: UTF-8 bytes, plus one. libcst counts characters from zero. `Source`
converts.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any, Literal, Protocol, TypeVar, cast

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

AstNode = TypeVar("AstNode", bound=ast.AST)
CstNode = TypeVar("CstNode", bound=cst.CSTNode)
Python = tuple[int, int]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault
    """An edit declines; ``str(refusal)`` is the reason, as a report prints it."""


@dataclass(frozen=True)
class Target:
    """The span of a finding: lines and columns from 1, columns in UTF-8 bytes, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Context:
    """What an edit may know beyond the text: the file's path, and whether a program starts there."""

    path: str = ""
    entry_point: bool = False


@dataclass(frozen=True)
class Edited:
    """The new text, how far it can be trusted, and the old lines outside the targets that it may change."""

    text: str
    safety: Literal["safe", "unsafe"]
    reason: str
    also: frozenset[int] = frozenset()


class Apply(Protocol):
    """An edit: ``source`` is the file, ``targets`` the findings to mend in it. Raises `Refusal`."""

    def __call__(
        self, source: Source, targets: tuple[Target, ...], python: Python, context: Context
    ) -> Edited: ...


@dataclass(frozen=True)
class Edit:
    """The edit of one rule. ``partial``: it may mend only a part of what the finding lists."""

    rule: str
    apply: Apply
    partial: bool = False


def lines_of(text: str) -> list[str]:
    """Lines with their ends, split as Python's tokenizer does: not at form feeds or Unicode separators."""
    return _LINE.findall(text)


def parse(text: str) -> ast.Module:
    """The syntax tree, without the warnings that Python prints for doubtful literals."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def span(node: ast.AST) -> Target:
    """The place of a syntax node."""
    at = cast(Any, node)
    return Target(at.lineno, at.col_offset + 1, at.end_lineno, at.end_col_offset + 1)


class Source:
    """One file, parsed once by each parser. Raises `Refusal` if either of them does not take it.

    Args:
        text: without byte order mark, line ends as in the file.
    """

    def __init__(self, text: str) -> None:
        if re.search(r"\r(?!\n)", text):
            raise Refusal("the file has bare carriage returns as line ends")
        self.text = text
        self.lines = lines_of(text)
        self._codes: dict[cst.CSTNode, str] = {}
        try:
            self.tree = parse(text)
            self.module = cst.parse_module(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError, cst.ParserSyntaxError) as error:
            raise Refusal(f"the file does not parse ({type(error).__name__})") from None

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The parent of every syntax node."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """The ancestors of a node, nearest first."""
        up = self.parents.get(node)
        while up is not None:
            yield up
            up = self.parents.get(up)

    def scopes(self, node: ast.AST) -> tuple[ast.AST, ...]:
        """The functions, lambdas and classes around a node, nearest first."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
        return tuple(up for up in self.above(node) if isinstance(up, kinds))

    def statement(self, node: ast.AST) -> ast.stmt:
        """The innermost statement that a node stands in."""
        for up in (node, *self.above(node)):
            if isinstance(up, ast.stmt):
                return up
        raise Refusal("the finding is not inside a statement")

    @cached_property
    def reproduced(self) -> str:
        """What libcst makes of the file unchanged; nearly always the file."""
        return self.code(self.module)

    def code(self, module: cst.Module) -> str:
        """The text of a module made from this file; statements that are as they were are written once."""
        parts: list[str] = []
        for node in (*module.header, *module.body, *module.footer):
            if node not in self._codes:
                self._codes[node] = module.code_for_node(node)
            parts.append(self._codes[node])
        text = "".join(parts)
        return text if module.has_trailing_newline else re.sub(r"\r?\n\Z", "", text)

    @cached_property
    def _starts(self) -> dict[tuple[int, int], list[ast.AST]]:
        index: dict[tuple[int, int], list[ast.AST]] = {}
        for node in ast.walk(self.tree):
            if hasattr(node, "lineno"):
                at = span(node)
                index.setdefault((at.line, at.column), []).append(node)
        return index

    def find(self, target: Target, *kinds: type[AstNode]) -> list[AstNode]:
        """Nodes of these kinds that start where the target starts, the one of the same extent first."""
        found = [n for n in self._starts.get((target.line, target.column), ()) if isinstance(n, kinds)]
        return sorted(found, key=lambda node: span(node) != target)

    def _char(self, line: int, byte: int) -> int:
        return len(self.lines[line - 1].encode()[:byte].decode(errors="replace"))

    @cached_property
    def positions(self) -> dict[cst.CSTNode, CodeRange]:
        """Where each libcst node stands."""
        wrapper = MetadataWrapper(self.module, unsafe_skip_copy=True)
        return dict(cast("dict[cst.CSTNode, CodeRange]", wrapper.resolve(PositionProvider)))

    @cached_property
    def _cst_starts(self) -> dict[tuple[int, int], list[cst.CSTNode]]:
        index: dict[tuple[int, int], list[cst.CSTNode]] = {}
        for node, place in self.positions.items():
            index.setdefault((place.start.line, place.start.column), []).append(node)
        return index

    def concrete(self, node: ast.AST, kind: type[CstNode], *, end: bool = True) -> CstNode:
        """The libcst node of a syntax node; ``end=False`` compares the starts only. Raises `Refusal`."""
        at = span(node)
        start = (at.line, self._char(at.line, at.column - 1))
        stop = (at.end_line, self._char(at.end_line, at.end_column - 1))
        for found in self._cst_starts.get(start, ()):
            if isinstance(found, kind):
                place = self.positions[found].end
                if not end or (place.line, place.column) == stop:
                    return found
        raise Refusal("the place was not found in the concrete syntax")


Change = Callable[[Any], Any]


class Rewrite(cst.CSTTransformer):
    """Collects changes of single nodes and makes them in one walk that enters only where there is one."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        self.changes: dict[cst.CSTNode, list[Change]] = {}
        self.finish: list[Callable[[cst.Module], cst.Module]] = []
        self._keep: set[cst.CSTNode] = set()

    def change(self, node: cst.CSTNode, make: Change) -> None:
        """Replace ``node`` by what ``make`` returns for it (its inner changes already made)."""
        self.changes.setdefault(node, []).append(make)

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node in self._keep

    def on_leave(self, original_node: Any, updated_node: Any) -> Any:
        for make in self.changes.get(original_node, ()):
            updated_node = make(updated_node)
        return updated_node

    def text(self) -> str:
        """The file with all changes made. Raises `Refusal` if that would alter other lines."""
        self._keep = set(_with_ancestors(self.source, self.changes))
        module = self.source.module.visit(self)
        for step in self.finish:
            module = step(module)
        code = self.source.code(module)
        if self.source.reproduced == self.source.text:
            return code
        return _graft(self.source.lines, lines_of(self.source.reproduced), lines_of(code))


def _with_ancestors(source: Source, nodes: Iterable[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    """The nodes and all above them. Parents are sought only in the top-level statements that matter."""
    wanted = set(nodes)
    yield source.module
    lines = {source.positions[node].start.line for node in wanted}
    first = 0
    for statement in source.module.body:
        last = source.positions[statement].end.line
        # Decorators stand before the position of what they decorate, hence from the previous end on.
        if any(first <= line <= last for line in lines):
            parents: dict[cst.CSTNode, cst.CSTNode] = {}
            stack: list[cst.CSTNode] = [statement]
            while stack:
                node = stack.pop()
                for child in node.children:
                    parents[child] = node
                    stack.append(child)
            for node in wanted:
                up: cst.CSTNode | None = node if node in parents or node is statement else None
                while up is not None:
                    yield up
                    up = parents.get(up)
        first = last


def _graft(old: list[str], base: list[str], new: list[str]) -> str:
    """Carry the difference of ``base`` and ``new`` over to ``old``, line by line.

    libcst drops a form feed that stands directly before a statement; such lines must come from the file.
    """
    if len(old) != len(base):
        raise Refusal("libcst does not reproduce this file")
    out: list[str] = []
    for tag, first, last, start, stop in SequenceMatcher(None, base, new, autojunk=False).get_opcodes():
        if tag == "equal":
            out += old[first:last]
        elif old[first:last] != base[first:last]:
            raise Refusal("libcst does not reproduce the line to be edited")
        else:
            out += new[start:stop]
    return "".join(out)
