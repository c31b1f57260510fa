"""One file through the rules: crashes cost a rule, secrets are masked at once, columns are what they say."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import msgspec
import pytest

from codereview.api import (
    Card,
    Category,
    Collector,
    Confidence,
    Finding,
    ModuleContext,
    ModuleRule,
    Note,
    ProjectRule,
    Severity,
    TextFile,
    TextRule,
)
from codereview.engine.memory import examine
from codereview.engine.pool import decode
from codereview.engine.worker import Checker, Job, Span, characters
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts
from codereview.model import Zone


def card(name: str) -> Card:
    return Card(name, "t", Severity.LOW, Confidence.LOW, 1, "w", "i", "f", category=Category.RELIABILITY)


class Fails(ModuleRule):
    """Fails at every call."""

    card = card("ZZZ101")
    nodes = (ast.Call,)

    def visit(self, node: ast.AST, file: ModuleContext) -> Iterator[Finding]:
        raise ValueError("no good")


class Reports(ModuleRule):
    """Reports every call with its callee and scope."""

    card = card("ZZZ102")
    nodes = (ast.Call,)

    def visit(self, node: ast.AST, file: ModuleContext) -> Iterator[Finding]:
        assert isinstance(node, ast.Call)
        yield self.finding(file.path, node, file.resolve(node.func), symbol=file.scope)

    def check(self, file: ModuleContext, facts: FileFacts) -> Iterator[Finding]:
        yield self.finding(
            file.path, facts.functions[0], f"{len(facts.calls)} calls in {len(file.lines)} lines"
        )


class Quotes(ModuleRule):
    """Takes every string for a secret."""

    card = card("ZZZ103")
    nodes = (ast.Constant,)
    quotes_secrets = True

    def visit(self, node: ast.AST, file: ModuleContext) -> Iterator[Finding]:
        yield self.finding(file.path, node, "a string")


class Words(TextRule):
    """Reports the word `here`."""

    card = card("ZZZ104")

    def scan(self, file: TextFile) -> Iterator[Finding]:
        for number, line in enumerate(file.text.split("\n"), 1):
            if "here" in line:
                yield Finding(
                    rule="ZZZ104", title="t", category=Category.RELIABILITY, severity=Severity.LOW,
                    confidence=Confidence.LOW, path=file.path, line=number, column=line.index("here") + 1,
                    end_line=number, end_column=line.index("here") + 5, message="here",
                )  # fmt: skip


def job(path: str = "a.py", kind: str = "python") -> Job:
    return Job(path, path, Zone.PRODUCTION, kind, "a")


def test_a_rule_that_fails_does_not_take_the_others_along() -> None:
    result = Checker([Fails(), Words()], (3, 10)).check(job(), b"print('here')\n")
    assert [(crash.rule, crash.error) for crash in result.crashes] == [("ZZZ101", "ValueError: no good")]
    assert [finding.rule for finding in result.findings] == ["ZZZ104"]
    assert result.facts is not None


def test_in_memory_a_crash_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="ZZZ101: ValueError: no good"):
        examine({"a.py": "f()\n"}, [Fails()])


def test_names_are_resolved_in_the_scope_of_the_node() -> None:
    text = "import os.path as p\n\nclass A:\n    def f(self, p2):\n        p.join(p2.x())\n"
    found = examine({"a.py": text}, [Reports()])
    assert sorted((f.message, f.symbol, f.line) for f in found) == [
        ("%0:p2.x", "A.f", 5),
        ("2 calls in 6 lines", "", 4),
        ("os.path.join", "A.f", 5),
    ]


def test_the_span_of_a_secret_is_masked_in_characters() -> None:
    result = Checker([Quotes()], (3, 10)).check(job(), "é = f('ü'); x = 'abc'\n".encode())
    assert result.masks == (Span(1, 7, 1, 10), Span(1, 17, 1, 22))


@pytest.mark.parametrize(
    ("line", "column", "expected"), [("abc", 3, 3), ("é = 1", 4, 3), ("", 1, 1), ("日本 x", 8, 4)]
)
def test_bytes_become_characters(line: str, column: int, expected: int) -> None:
    assert characters(line, column) == expected


def test_binary_is_no_text() -> None:
    result = Checker([Words()], (3, 10)).check(job("x.bin", "text"), b"\x00here\x00")
    assert result.binary
    assert result.findings == ()


def test_suppression_comments_are_read_with_the_file() -> None:
    result = Checker([], (3, 10)).check(job(), b"x = 1  # codereview: ignore[REL001] -- it is made so\n")
    assert [(c.rules, c.reason) for c in result.suppressions] == [(("REL001",), "it is made so")]


def test_a_defect_of_ours_costs_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: object) -> object:
        raise KeyError("x")

    monkeypatch.setattr("codereview.facts.extract.Extraction.run", fails)
    result = Checker([Words()], (3, 10)).check(job(), b"print('here')\n")
    assert [crash.rule for crash in result.crashes] == ["facts"]
    assert result.facts is not None
    assert result.facts.failure is not None
    assert not result.facts.failure.is_fault
    assert [finding.rule for finding in result.findings] == ["ZZZ104"]


@pytest.mark.parametrize("text", ["x = a" + " + a" * 900, "x = a" + ".b()" * 400])
def test_long_chains_are_analysed(text: str) -> None:
    facts = Checker([], (3, 10)).check(job(), text.encode()).facts
    assert facts is not None
    assert facts.failure is None


class Raises(Collector):
    """Notes what is raised, where, and how many files it finished."""

    nodes = (ast.Raise,)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterator[Note]:
        assert isinstance(node, ast.Raise)
        if node.exc is not None:
            yield self.noted(node, file, "raise", file.resolve(node.exc), file.scope)

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterator[Note]:
        yield Note("file", 1, 1, 1, 1, -1, -1, (facts.statements, tuple(facts.names)))


class Breaks(Collector):
    """Fails at every raise."""

    nodes = (ast.Raise,)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterator[Note]:
        raise ValueError("no good")


class TakesRaises(ProjectRule):
    """Reports each raise with what was noted of it."""

    card = card("ZZZ110")
    collects = (Raises,)

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        for path, notes in project.noted(Raises):
            for note in notes:
                yield self.finding(path, note, f"{note.kind} {note.function} {note.loop} {note.values}")


class Unwanting(Raises):
    """Wants no file."""

    def wants(self, file: ModuleContext) -> bool:
        return "nothing has this" in file.text


class TakesNone(TakesRaises):
    """Takes notes that are never made."""

    card = card("ZZZ113")
    collects = (Unwanting,)


class TakesBoth(TakesRaises):
    """Takes notes of a collector that fails, too."""

    card = card("ZZZ111")
    collects = (Raises, Breaks)


RAISING = "def f(xs):\n    for x in xs:\n        raise KeyError(x)\n"


def test_a_collectors_notes_reach_the_project_rule_that_names_it() -> None:
    found = examine({"a.py": RAISING, "b.py": "x = 1\n"}, [TakesRaises()])
    assert [(f.path, f.line, f.message) for f in found] == [
        ("a.py", 1, "file -1 -1 (3, ('f',))"),
        ("a.py", 3, "raise 0 0 ('builtins.KeyError()', 'f')"),
        ("b.py", 1, "file -1 -1 (1, ('x',))"),
    ]


def test_a_collector_is_asked_once_for_all_rules_and_its_crash_costs_those_that_take_it() -> None:
    result = Checker([TakesRaises(), TakesBoth()], (3, 10)).check(
        Job("a.py", "a.py", Zone.PRODUCTION, "python", "a"), RAISING.encode()
    )
    assert result.facts is not None
    assert [len(notes) for notes in result.facts.noted.values()] == [2]
    assert [(crash.rule, crash.error) for crash in result.crashes] == [("ZZZ111", "ValueError: no good")]


def test_a_collector_is_not_asked_about_a_file_that_it_does_not_want() -> None:
    result = Checker([TakesNone()], (3, 10)).check(
        Job("a.py", "a.py", Zone.PRODUCTION, "python", "a"), RAISING.encode()
    )
    assert result.facts is not None
    assert result.facts.noted == {}


def test_notes_survive_the_way_through_the_cache() -> None:
    result = Checker([TakesRaises()], (3, 10)).check(
        Job("a.py", "a.py", Zone.PRODUCTION, "python", "a"), RAISING.encode()
    )
    assert decode(msgspec.msgpack.encode(result)) == result


class Picky(Reports):
    """Reports calls of files that speak of money."""

    card = card("ZZZ112")

    def wants(self, file: ModuleContext) -> bool:
        return "money" in file.text

    def check(self, file: ModuleContext, facts: FileFacts) -> Iterator[Finding]:
        yield from ()


def test_a_rule_that_does_not_want_a_file_is_not_called_for_its_nodes() -> None:
    found = examine({"a.py": "pay(money)\n", "b.py": "pay(me)\n"}, [Picky()])
    assert [f.path for f in found] == ["a.py"]
