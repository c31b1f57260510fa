"""The kinds of rules."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from codereview.api.values import Bad, Card, Good, ModuleContext, Place, TextFile, place
from codereview.facts.notes import Note, Value
from codereview.model import Confidence, Finding, Related, Severity

if TYPE_CHECKING:
    import libcst

    from codereview.facts.dependencies.advisories import Advisories
    from codereview.facts.module import FileFacts
    from codereview.facts.project import ProjectFacts


class Rule:
    """Base of all rules. Subclass one of the four kinds below."""

    card: ClassVar[Card]
    bad: ClassVar[tuple[Bad, ...]] = ()
    good: ClassVar[tuple[Good, ...]] = ()
    options: ClassVar[Any] = None
    """An instance of a frozen dataclass with the rule's options and their defaults, or None."""

    quotes_secrets: ClassVar[bool] = False
    """True if the span of a finding is a secret: it is then masked wherever the file is quoted."""

    collects: ClassVar[tuple[type[Collector], ...]] = ()
    """The collectors whose notes it takes, in `not_applicable`, `joined` and (of a `ProjectRule`) in its check."""

    def __init__(self, options: Any = None) -> None:
        self.option = options if options is not None else self.options

    def not_applicable(self, project: ProjectFacts) -> str:
        """The reason why the rule does not apply to this project, or an empty string: what it speaks of is not there
        at all. A `ProjectRule` that does not apply is not asked, unless it is ``asked_anyway``. A rule over single
        files has been asked by then: where it has found something, it applies.
        """
        return ""

    def joined(self, finding: Finding, project: ProjectFacts) -> Finding | None:
        """What becomes of a finding in a single file, now that the whole project is known: itself, another with less or
        more weight, or None where other files take it back. Not asked for what `ProjectRule.check` finds.
        """
        return finding

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
        units: int = 1,
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
            units: how much of a share it leaves uncovered, where the category has one: slots, modules, docstrings.
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
            units=units,
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

    def wants(self, file: ModuleContext) -> bool:
        """Whether `visit` is to be called for the file; a cheap test of its text, asked before the walk."""
        return True

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


class Collector:
    """What a rule that sees the project has to know of single nodes: asked during the one walk, in a worker, cached by
    content.

    A rule names its collectors in `Rule.collects` and reads what they noted with ``project.noted(...)``. Several
    rules may share one; it is asked once for all of them. A collector has no state and no options.
    """

    nodes: ClassVar[tuple[type[ast.AST], ...]] = ()
    """The node types that `note` is called with, as `ModuleRule.nodes`. Few and rare ones keep the walk fast."""

    def wants(self, file: ModuleContext) -> bool:
        """Whether the file is worth looking at; a cheap test of its text. Else neither `note` nor `finish` is
        called."""
        return True

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """Notes of one node, in the scope in which it stands; ``()`` for most."""
        return ()

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """Notes that need the whole file, after the walk."""
        return ()

    @classmethod
    def name(cls) -> str:
        """The key of its notes: module and class."""
        return f"{cls.__module__}.{cls.__qualname__}"

    @staticmethod
    def noted(node: ast.AST, file: ModuleContext, kind: str, *values: Value) -> Note:
        """A note at a node, within the function and loop being walked."""
        at = place(node)
        return Note(kind, at.line, at.column, at.end_line, at.end_column, file.function, file.loop, values)


class ProjectRule(Rule):
    """A rule over the joined facts of the whole repository. Runs once, in the parent process."""

    reads_documents: ClassVar[bool] = False
    """Whether it takes ``project.documents``: Markdown and reStructuredText are parsed only if a rule does."""

    watch: ClassVar[frozenset[str]] = frozenset()
    """Names whose uses are recorded even where they are not called (``utcnow``)."""

    asked_anyway: ClassVar[bool] = False
    """Whether it is asked even where `not_applicable` gives a reason, which then holds only if nothing is found: for
    reasons that are guessed from names, such as imports that are missing in a part of a project."""

    sample_advisories: ClassVar[Advisories | None] = None
    """The advisories that the rule's examples are judged by; an audit has those of the user's database."""

    def not_assessed(self, project: ProjectFacts) -> str:
        """The reason why this audit cannot tell (something that the rule takes is missing), with what mends it;
        or an empty string. The rule is not asked for findings then.
        """
        return ""

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """Findings in the whole project."""
        return ()
