"""Reports of tools as findings: what a table says of a code, and what is said only once."""

from __future__ import annotations

from codereview.adapters.adopted import Code, Table
from codereview.adapters.findings import Translated, translated
from codereview.adapters.values import Diagnostic
from codereview.api import Card
from codereview.facts.project import ProjectFacts
from codereview.model import Confidence, Severity, Zone

CARD = Card("REL026", "T", Severity.MEDIUM, Confidence.HIGH, 10, "W.", "I.", "F.")
TABLE = Table(
    codes={
        "A": Code("REL026", "r", effort=3, message="in words of ours"),
        "A:low": Code("REL026", "r", severity=Severity.LOW, confidence=Confidence.LOW),
        "B": Code("REL026", "r", shared=True),
        "C": Code("REL026", "r", zones=(Zone.PRODUCTION,)),
        "OFF": Code("REL999", "r"),
    },
    corroborates={"W": "REL026"},
    echoes={"E": "REL026"},
    dropped={"A:none": "d", "D": "d"},
)


def report(code: str, line: int = 1, message: str = "Said.", column: int = 1, **more: str) -> Diagnostic:
    path = more.pop("path", "a.py")
    return Diagnostic("ruff", code, path, line, column, line, column + 3, message, **more)  # type: ignore[arg-type]


def said(*reports: Diagnostic, line: str = "") -> Translated:
    project = ProjectFacts([], {"a.py": Zone.PRODUCTION, "test_a.py": Zone.TESTS, "v.py": Zone.VENDORED})
    return translated(reports, TABLE, {"REL026": CARD}, project, lambda path, number: line)


def test_values_come_from_the_code_and_else_from_the_card() -> None:
    one, two = said(report("A"), report("B", 2)).findings
    assert (one.severity, one.confidence, one.effort_minutes) == (Severity.MEDIUM, Confidence.HIGH, 3)
    assert (one.message, one.corroborated_by) == ("in words of ours", ("ruff A",))
    assert (two.message, two.effort_minutes) == ("Said", 10)


def test_an_entry_for_a_severity_goes_before_the_code() -> None:
    (one,) = said(report("A", severity="low"), report("A", 2, severity="none")).findings
    assert (one.severity, one.confidence) == (Severity.LOW, Confidence.LOW)
    (other,) = said(report("A", severity="high")).findings
    assert other.severity is Severity.MEDIUM


def test_a_confirmation_has_weight_and_an_echo_has_none() -> None:
    told = said(report("W"), report("E", 2))
    assert not told.findings
    assert [item.confidence for item in told.witnesses] == [Confidence.HIGH, Confidence.LOW]


def test_the_same_is_said_once_a_line() -> None:
    assert len(said(report("B"), report("B", column=9)).findings) == 1
    assert len(said(report("B"), report("B", column=9, message="Other")).findings) == 2


def test_two_codes_of_one_rule_at_one_place_are_one_fault() -> None:
    (one,) = said(report("A"), report("B")).findings
    assert one.corroborated_by == ("ruff A",)
    assert len(said(report("A"), report("B", column=2)).findings) == 2
    assert len(said(report("B"), report("B", message="Other")).findings) == 2


def test_shared_reports_of_a_file_have_one_root_cause() -> None:
    first, second, other = said(report("B"), report("B", 2), report("B", 3, path="test_a.py")).findings
    assert first.root_cause == second.root_cause != other.root_cause
    one, two = said(report("A"), report("A", 2)).findings
    assert one.root_cause != two.root_cause


def test_zones_and_rules_that_are_off() -> None:
    assert said(report("C", path="test_a.py"), report("A", path="v.py"), report("OFF")).findings == []
    assert len(said(report("C")).findings) == 1


def test_witnesses_dropped_and_unknown_codes() -> None:
    result = said(report("W"), report("D"), report("X1"), report("X1", 2))
    assert ([item.corroborated_by for item in result.witnesses], result.findings) == ([("ruff W",)], [])
    assert result.unknown == {"X1": 2}


def test_a_comment_of_the_line_accepts() -> None:
    (one,) = said(report("A"), line="x = 1  # noqa: E501").findings
    assert one.suppressed is None
    (one,) = said(report("B"), line="x = 1  # noqa").findings
    assert one.suppressed is not None
