"""All that a rule author imports. Names here follow semantic versioning.

A rule is a class with a `Card` (what it is, why, what instead), `bad` and `good` examples (they are its
tests and its documentation), and one method that yields findings. Four kinds:

* `ModuleRule` sees the syntax tree of one file, and its facts;
* `TextRule` sees the text of one file of any kind;
* `ProjectRule` sees the joined facts of the whole repository;
* `CstRule` sees the concrete syntax of one file, through libcst.

Rules run on code that is never imported or executed. They must be pure: same input, same findings.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from codereview.model import (
    Category,
    Confidence,
    Finding,
    Related,
    Severity,
    Zone,
)

if TYPE_CHECKING:
    import libcst

    from codereview.facts.dependencies.advisories import Advisories
    from codereview.facts.module import FileFacts
    from codereview.facts.project import ProjectFacts

__all__ = [
    "At",
    "Bad",
    "Card",
    "Category",
    "Confidence",
    "CstRule",
    "Example",
    "Finding",
    "Good",
    "ModuleContext",
    "ModuleRule",
    "Place",
    "ProjectRule",
    "Related",
    "Rule",
    "Severity",
    "TextFile",
    "TextRule",
    "Zone",
    "examples",
    "place",
]

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
    where there is one. ``python`` is the declared minimum version of the example project.
    """

    code: str | Mapping[str, str]
    lines: tuple[int | str, ...]
    fixed: str | None = None
    path: str = "app.py"
    python: str | None = None


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


class Rule:
    """Base of all rules. Subclass one of the four kinds below."""

    card: ClassVar[Card]
    bad: ClassVar[tuple[Bad, ...]] = ()
    good: ClassVar[tuple[Good, ...]] = ()
    options: ClassVar[Any] = None
    """An instance of a frozen dataclass with the rule's options and their defaults, or None."""

    quotes_secrets: ClassVar[bool] = False
    """True if the span of a finding is a secret: it is then masked wherever the file is quoted."""

    def __init__(self, options: Any = None) -> None:
        self.option = options if options is not None else self.options

    def finding(
        self,
        path: str,
        at: ast.AST | Place,
        message: str,
        *,
        severity: Severity | None = None,
        confidence: Confidence | None = None,
        symbol: str = "",
        related: Iterable[Related] = (),
        checked: str = "",
        cause: str = "",
        effort: int | None = None,
        fixable: bool = False,
    ) -> Finding:
        """A finding of this rule.

        Args:
            path: the file, relative.
            at: the syntax node or fact that is at fault.
            message: what was seen, with the names in it; never "may" or "might". A full stop at the end is
            dropped:
                reports put the message into lists and sentences.
            severity, confidence, effort: where they differ from the card's.
            symbol: qualified name of the enclosing function or class.
            related: other places, in reading order (a call path from the caller to the last hop).
            checked: what was looked at that would have cleared it.
            cause: key of the root cause, when several findings share one.
            fixable: the fix package has an edit for it.
        """
        where = place(at) if isinstance(at, ast.AST) else at
        card = self.card
        return Finding(
            rule=card.id,
            title=card.title,
            category=card.area,
            severity=severity or card.severity,
            confidence=confidence or card.confidence,
            path=path,
            line=where.line,
            column=where.column,
            end_line=where.end_line or where.line,
            end_column=where.end_column or where.column,
            message=message.rstrip("."),
            symbol=symbol,
            related=tuple(related),
            checked=checked,
            cause=cause,
            effort_minutes=card.effort if effort is None else effort,
            fixable=fixable,
        )


class ModuleRule(Rule):
    """A rule over one file's syntax tree. Runs in a worker; its findings are cached by content."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = ()
    """The node types that `visit` is called with, during the one walk: any but operators and contexts
    (`ast.Add`, `ast.Load`). Each node comes once, after its parts; the body of a function or lambda comes
    later. Statements and expressions that are evaluated come in the scope in which they stand. Others
    (`ast.arg`, `ast.keyword`, `ast.alias`, `ast.ExceptHandler`, `ast.withitem`, `ast.comprehension`,
    patterns, names that are bound) come at the end of the statement that they belong to, and cost a second
    walk of all statements: ask for the statement where that does.
    """

    def visit(self, node: ast.AST, file: ModuleContext) -> Iterable[Finding]:
        """Findings at one node, in the scope in which it stands."""
        return ()

    def check(self, file: ModuleContext, facts: FileFacts) -> Iterable[Finding]:
        """Findings that need the whole file, after the walk."""
        return ()


class TextRule(Rule):
    """A rule over the text of any file. Runs in a worker; its findings are cached by content."""

    def scan(self, file: TextFile) -> Iterable[Finding]:
        """Findings in one text file."""
        return ()


class CstRule(Rule):
    """A rule over concrete syntax. libcst is slow: the engine parses a file for it only if `wants` says
    so.
    """

    def wants(self, file: TextFile) -> bool:
        """Whether the file is worth a libcst parse; a cheap test of its text."""
        return True

    def check(self, module: libcst.MetadataWrapper, file: TextFile) -> Iterable[Finding]:
        """Findings in one module."""
        return ()


class ProjectRule(Rule):
    """A rule over the joined facts of the whole repository. Runs once, in the parent process."""

    watch: ClassVar[frozenset[str]] = frozenset()
    """Names whose uses are recorded even where they are not called (``utcnow``)."""

    sample_advisories: ClassVar[Advisories | None] = None
    """The advisories that the rule's examples are judged by; an audit has those of the user's database."""

    def not_applicable(self, project: ProjectFacts) -> str:
        """The reason why the rule does not apply to this project, or an empty string."""
        return ""

    def not_assessed(self, project: ProjectFacts) -> str:
        """The reason why this audit cannot tell (something that the rule takes is missing), with what mends it;
        or an empty string. The rule is not asked for findings then.
        """
        return ""

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """Findings in the whole project."""
        return ()


@dataclass
class Example:
    """One example of a rule, as the generic tests and the docs take it."""

    rule: type[Rule]
    files: dict[str, str] = field(default_factory=dict)
    expected: tuple[tuple[str, int], ...] = ()
    fixed: str | None = None
    python: str | None = None


def examples(rule: type[Rule]) -> tuple[Example, ...]:
    """All examples of a rule, bad ones first, with their files and expected ``(path, line)`` places."""
    out: list[Example] = []
    items: tuple[Bad | Good, ...] = (*rule.bad, *rule.good)
    for item in items:
        files = {item.path: item.code} if isinstance(item.code, str) else dict(item.code)
        expected: list[tuple[str, int]] = []
        fixed = None
        if isinstance(item, Bad):
            fixed = item.fixed
            for line in item.lines:
                if isinstance(line, int):
                    expected.append((next(iter(files)), line))
                else:
                    path, _, number = line.rpartition(":")
                    expected.append((path, int(number)))
        out.append(Example(rule, files, tuple(sorted(expected)), fixed, item.python))
    return tuple(out)
