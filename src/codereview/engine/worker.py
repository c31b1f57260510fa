"""One file -> its facts and findings. Runs in a worker process or in this one; no state between files."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import msgspec

from codereview.api import Collector, CstRule, ModuleRule, Practice, ProjectRule, Rule, TextFile, TextRule
from codereview.collect import decode_text
from codereview.engine.context import Context
from codereview.facts import suppressions
from codereview.facts.documents.read import document, is_read
from codereview.facts.documents.values import Document
from codereview.facts.extract import Extraction, not_parsed
from codereview.facts.fingerprints import mentions_of, told
from codereview.facts.module import FailureFact, FileFacts
from codereview.facts.notes import Note
from codereview.facts.parse import Parsed, parse
from codereview.model import Finding, Zone

_END_OF_LINE = 1 << 30

_OF_DOCUMENTS = frozenset({Zone.PRODUCTION, Zone.DOCS, Zone.SCRIPTS, Zone.EXAMPLES})

_DEPTH = 4000
"""Calls within calls: with Python 3.10 each takes up to 1 KB of a stack that has 8 MB."""


class Job(msgspec.Struct, frozen=True, array_like=True):
    """A file to be looked at. ``kind``: ``python`` (stubs too) or ``text``."""

    path: str
    os_path: str
    zone: Zone
    kind: str
    module: str
    digest: str = ""


class Span(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of text that no report may show; lines and columns from 1, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Crash(msgspec.Struct, frozen=True, array_like=True):
    """A rule that failed on a file."""

    rule: str
    error: str


class FileResult(msgspec.Struct, frozen=True, array_like=True):
    """All that one file gave. ``facts`` is None for text; ``binary`` means that it is no text at all.
    ``mentions`` are hashes of the words of a file without syntax tree (`codereview.facts.fingerprints`), ``document``
    what it says if it is one and a rule asks for documents."""

    path: str
    facts: FileFacts | None
    findings: tuple[Finding, ...]
    masks: tuple[Span, ...] = ()
    crashes: tuple[Crash, ...] = ()
    suppressions: tuple[suppressions.SuppressionComment, ...] = ()
    notes: tuple[str, ...] = ()
    binary: bool = False
    mentions: bytes = b""
    document: Document | None = None


class Checker:
    """Looks at single files with a set of rules.

    Args:
        rules: instances; of project rules only the names that they watch, and of all their collectors.
        python: the lowest Python version that the project declares.
        practices: those whose collectors are asked.
    """

    def __init__(
        self, rules: Sequence[Rule], python: tuple[int, int], practices: Sequence[Practice] = ()
    ) -> None:
        self.python = python
        self.module_rules = [rule for rule in rules if isinstance(rule, ModuleRule)]
        self.text_rules = [rule for rule in rules if isinstance(rule, TextRule)]
        self.cst_rules = [rule for rule in rules if isinstance(rule, CstRule)]
        self.quoting = frozenset(rule.card.id for rule in rules if rule.quotes_secrets)
        whole = [rule for rule in rules if isinstance(rule, ProjectRule)]
        self.watch: frozenset[str] = frozenset().union(*(rule.watch for rule in whole))
        self.reading = any(rule.reads_documents for rule in whole)
        self.collectors: dict[type[Collector], list[str]] = {}
        asking = [(rule.card.id, rule.collects) for rule in rules]
        for name, collectors in (*asking, *((practice.id, practice.collects) for practice in practices)):
            for collector in collectors:
                self.collectors.setdefault(collector, []).append(name)
        # what an older Python lacks may stand there under another's name
        self.asked = {collector: tuple(dict.fromkeys(collector.nodes)) for collector in self.collectors}

    def check(self, job: Job, data: bytes) -> FileResult:
        """All facts and findings of one file.

        Args:
            job: which file it is.
            data: its bytes.
        """
        if job.kind == "python":
            return self._python(job, parse(data, job.path))
        text = decode_text(data)
        if text is None:
            return FileResult(job.path, None, (), binary=True)
        run = _Run(self.quoting, text)
        self._text(job, text, run)
        found = run.result(job.path, None, suppressions.find(text, job.path))
        if self.reading and job.zone in _OF_DOCUMENTS and is_read(job.path):
            found = msgspec.structs.replace(found, document=run.document(job.path, text))
        return (
            msgspec.structs.replace(found, mentions=mentions_of(text, job.path)) if told(job.path) else found
        )

    def _python(self, job: Job, parsed: Parsed) -> FileResult:
        run = _Run(self.quoting, parsed.text)
        facts = self._module(job, parsed, run)
        self._text(job, parsed.text, run)
        self._concrete(job, parsed, run)
        found = run.result(job.path, facts, suppressions.find(parsed.text, job.path))
        if facts.failure is None:
            return found
        return msgspec.structs.replace(found, mentions=mentions_of(parsed.text))

    def _text(self, job: Job, text: str, run: _Run) -> None:
        file = TextFile(job.path, job.zone, text)
        for rule in self.text_rules:
            run.add(rule, partial(rule.scan, file))

    def _concrete(self, job: Job, parsed: Parsed, run: _Run) -> None:
        file = TextFile(job.path, job.zone, parsed.text)
        wanted = [
            rule
            for rule in self.cst_rules
            if parsed.tree is not None and run.call(rule, partial(rule.wants, file))
        ]
        if not wanted:
            return
        import libcst  # a heavy import that most runs do without

        try:
            module = libcst.MetadataWrapper(libcst.parse_module(parsed.text))
        except (libcst.ParserSyntaxError, RecursionError) as error:
            for rule in wanted:
                run.crashes.append(
                    Crash(rule.card.id, f"libcst cannot parse {job.path}: {type(error).__name__}")
                )
            return
        for rule in wanted:
            run.add(rule, partial(rule.check, module, file))

    def _module(self, job: Job, parsed: Parsed, run: _Run) -> FileFacts:
        if parsed.tree is None:
            failure = parsed.failure
            fact = (
                FailureFact(failure.kind, failure.line, failure.column, failure.message)
                if failure is not None
                else FailureFact("syntax", 1, 1, "it cannot be parsed")
            )
            return not_parsed(job.path, job.module, parsed.lines, fact)
        compared = job.zone is Zone.PRODUCTION
        extraction = Extraction(
            parsed.tree, job.path, job.module, parsed.lines, self.watch, parsed.text, compared
        )
        context = Context(extraction, job.zone, parsed.text, self.python)
        for rule in self.module_rules:
            if rule.nodes and run.call(rule, partial(rule.wants, context)):
                for kind in dict.fromkeys(rule.nodes):
                    extraction.attach(kind, partial(run.visit, rule, context))
        collecting = [_Collecting(kind(), ids, context, run) for kind, ids in self.collectors.items()]
        collecting = [item for item in collecting if item.wanted()]
        for item in collecting:
            for node in self.asked[type(item.collector)]:
                extraction.attach(node, item.visit)
        try:
            with _deep():
                facts = extraction.run()
        except (RecursionError, MemoryError):
            fact = FailureFact("too-deep", 1, 1, "its expressions are nested too deeply to be analysed")
            return not_parsed(job.path, job.module, parsed.lines, fact)
        except Exception as error:  # a defect of ours costs this file, not the audit
            run.crashes.append(Crash("facts", f"{type(error).__name__}: {error}"))
            fact = FailureFact("defect", 1, 1, "the analysis failed on it, which is a defect of codereview")
            return not_parsed(job.path, job.module, parsed.lines, fact)
        for rule in self.module_rules:
            run.add(rule, partial(rule.check, context, facts))
        noted = {item.collector.name(): notes for item in collecting if (notes := item.finished(facts))}
        extraction.close()
        context.close()
        return msgspec.structs.replace(facts, noted=noted) if noted else facts


@contextmanager
def _deep() -> Iterator[None]:
    """Room for long chains of calls and operators, of which each link takes three of our own calls."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


class _Collecting:
    """One collector at work on one file. What it fails on costs all rules that take its notes."""

    __slots__ = ("collector", "context", "note", "notes", "rules", "run")

    def __init__(self, collector: Collector, rules: Sequence[str], context: Context, run: _Run) -> None:
        self.collector = collector
        self.note = collector.note
        self.rules = rules
        self.context = context
        self.run = run
        self.notes: list[Note] = []

    def wanted(self) -> bool:
        """Whether the collector wants the file at all."""
        try:
            return self.collector.wants(self.context)
        except Exception as error:  # a rule's defect costs that rule, not the audit
            self._failed(error)
            return False

    def visit(self, node: ast.AST) -> None:
        """Asks for the notes of one node."""
        try:
            found = self.note(node, self.context)
            if found != ():  # what most nodes give
                self.notes.extend(found)
        except Exception as error:  # a rule's defect costs that rule, not the audit
            self._failed(error)

    def finished(self, facts: FileFacts) -> tuple[Note, ...]:
        """All notes of the file."""
        try:
            self.notes.extend(self.collector.finish(self.context, facts))
        except Exception as error:  # a rule's defect costs that rule, not the audit
            self._failed(error)
        return tuple(self.notes)

    def _failed(self, error: Exception) -> None:
        self.run.crashes += [Crash(rule, f"{type(error).__name__}: {error}") for rule in self.rules]


class _Run:
    """Findings and crashes of one file as they come."""

    def __init__(self, quoting: frozenset[str], text: str) -> None:
        self.quoting = quoting
        self.text = text
        self.masks: list[Span] = []
        self.findings: list[Finding] = []
        self.crashes: list[Crash] = []

    def call(self, rule: Rule, work: Callable[[], Any]) -> Any:
        """What a rule gives; a crash is noted and gives nothing."""
        try:
            return work()
        except Exception as error:  # a rule's defect costs that rule, not the audit
            self.crashes.append(Crash(rule.card.id, f"{type(error).__name__}: {error}"))
            return None

    def document(self, path: str, text: str) -> Document | None:
        """What a document says; a defect of ours on it costs the document."""
        try:
            return document(path, text)
        except Exception as error:
            self.crashes.append(Crash("facts", f"{type(error).__name__}: {error}"))
            return None

    def add(self, rule: Rule, work: Callable[[], Iterable[Finding]]) -> None:
        """Keeps all findings that a rule yields."""
        found: list[Finding] = self.call(rule, lambda: list(work())) or []
        self.findings.extend(found)
        if rule.card.id in self.quoting:
            in_bytes = isinstance(rule, ModuleRule)
            for finding in found:
                self.masks.append(self._mask(finding, in_bytes))
                for other in finding.related:  # it has no columns: the whole line is hidden
                    if other.path == finding.path:
                        self.masks.append(Span(other.line, 1, other.line, _END_OF_LINE))

    def _mask(self, finding: Finding, in_bytes: bool) -> Span:
        column, end = finding.column, finding.end_column
        if in_bytes and not self.text.isascii():
            lines = self.text.split("\n")
            column = characters(lines[finding.line - 1], column)
            end = characters(lines[finding.end_line - 1], end)
        return Span(finding.line, column, finding.end_line, end)

    def visit(self, rule: ModuleRule, context: Context, node: ast.AST) -> None:
        """One call of a rule at one node."""
        try:
            found = rule.visit(node, context)
        except Exception as error:  # a rule's defect costs that rule, not the audit
            self.crashes.append(Crash(rule.card.id, f"{type(error).__name__}: {error}"))
            return
        if found != ():  # what most nodes give, so no more is spent on it
            self.add(rule, lambda: found)

    def result(
        self, path: str, facts: FileFacts | None, comments: Iterable[suppressions.SuppressionComment]
    ) -> FileResult:
        """The frozen result."""
        return FileResult(
            path,
            facts,
            tuple(self.findings),
            tuple(self.masks),
            tuple(dict.fromkeys(self.crashes)),
            tuple(comments),
        )


def characters(line: str, column: int) -> int:
    """The column in characters of a column that counts UTF-8 bytes, both from 1."""
    if line.isascii():
        return column
    return len(line.encode("utf-8", "surrogatepass")[: column - 1].decode("utf-8", "ignore")) + 1


def in_bytes(line: str, column: int) -> int:
    """The column in UTF-8 bytes of a column that counts characters, both from 1."""
    return column if line.isascii() else len(line[: column - 1].encode("utf-8", "surrogatepass")) + 1
