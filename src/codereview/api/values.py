"""What rules are described with and what they are given: cards, examples, places, files."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from codereview.model import Category, Confidence, Severity, Zone

PREFIXES: Mapping[str, Category] = {
    "SEC": Category.SECURITY,
    "REL": Category.RELIABILITY,
    "PERF": Category.PERFORMANCE,
    "ARC": Category.ARCHITECTURE,
    "MNT": Category.MAINTAINABILITY,
    "TYP": Category.TYPING,
    "TST": Category.TESTING,
    "DEP": Category.DEPENDENCIES,
    "DOC": Category.DOCUMENTATION,
    "OPS": Category.OPERATIONS,
}


@dataclass(frozen=True)
class Card:
    """What a rule is, in the words that every surface prints.

    Args:
        id: category prefix and number, such as ``PERF001``; a plugin uses a prefix of its own plus
        ``category``. title: one noun phrase, no full stop.
        severity, confidence: the usual ones; a finding may carry others.
        effort: minutes to mend one root cause.
        why: what goes wrong, for whom, in two or three sentences.
        instead: what to write instead.
        false_alarms: when a finding of this rule can be wrong, and what it already understands.
        cwe: numbers of the Common Weakness Enumeration.
        category: only needed when the id's prefix is not one of ours.
        preview: weighs nothing in the score.
        absorbs: ids of rules that say less about the same place; their findings within one of this rule are
        left out.
    """

    id: str
    title: str
    severity: Severity
    confidence: Confidence
    effort: int
    why: str
    instead: str
    false_alarms: str
    cwe: tuple[int, ...] = ()
    category: Category | None = None
    preview: bool = False
    absorbs: tuple[str, ...] = ()

    @property
    def area(self) -> Category:
        """The category: the one given, or the one that the id's prefix names. Raises KeyError if neither."""
        return self.category or PREFIXES[self.id.rstrip("0123456789")]


@dataclass(frozen=True)
class Bad:
    """An example that the rule must report, on exactly these lines.

    ``code`` is one file, or a mapping of paths to files. ``lines`` are the lines of the findings, in the one
    file or, for a mapping, as ``"path:line"`` strings. ``fixed`` is the one file after its verified edit,
    where there is one. ``python`` is the declared minimum version of the example project. ``confidence`` is
    that of every finding, where it is a point of the example.
    """

    code: str | Mapping[str, str]
    lines: tuple[int | str, ...]
    fixed: str | None = None
    path: str = "app.py"
    python: str | None = None
    confidence: Confidence | None = None


@dataclass(frozen=True)
class Good:
    """An example that looks like the fault and is none: the rule must stay silent."""

    code: str | Mapping[str, str]
    path: str = "app.py"
    python: str | None = None


class Place(Protocol):
    """Anything with a position: facts (calls, functions, loops ...) have one; see `place` for syntax
    nodes.
    """

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def end_line(self) -> int: ...
    @property
    def end_column(self) -> int: ...


@dataclass(frozen=True)
class At:
    """A plain position; lines and columns from 1, end column exclusive."""

    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0


def place(node: ast.AST) -> At:
    """The position of a syntax node (columns are UTF-8 byte offsets plus one, as `ast` counts)."""
    line = getattr(node, "lineno", 1)
    column = getattr(node, "col_offset", 0) + 1
    return At(
        line,
        column,
        getattr(node, "end_lineno", None) or line,
        (getattr(node, "end_col_offset", None) or column - 1) + 1,
    )


@dataclass(frozen=True)
class TextFile:
    """A file as text: ``path`` relative with ``/``, decoded ``text`` with ``\\n`` line ends."""

    path: str
    zone: Zone
    text: str


class ModuleContext(Protocol):
    """What a `ModuleRule` may ask of the file that is being walked."""

    path: str
    zone: Zone
    text: str
    lines: list[str]
    tree: ast.Module
    python: tuple[int, int]
    """The lowest Python version that the project declares."""

    def resolve(self, node: ast.expr) -> str:
        """The symbolic path of an expression in the present scope; see `codereview.facts.paths`."""
        ...

    @property
    def scope(self) -> str:
        """Qualified name of the function or class being walked, empty at module level."""
        ...

    @property
    def function(self) -> int:
        """Index of the function being walked in the facts' ``functions``; -1 at module or class level."""
        ...

    @property
    def loop(self) -> int:
        """Index of the innermost loop being walked in the facts' ``loops``, or -1."""
        ...
