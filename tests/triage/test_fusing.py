"""Reports of several tools about one fault, on lines that overlap, and reports that only confirm."""

from __future__ import annotations

from codereview.model import Category, Confidence, Finding, Severity, Suppression
from codereview.triage.context import Context
from codereview.triage.fuse import fuse


def finding(line: int, end: int = 0, by: str = "", **more: object) -> Finding:
    values: dict[str, object] = {
        "rule": "SEC006", "title": "T", "category": Category.SECURITY, "severity": Severity.HIGH,
        "confidence": Confidence.MEDIUM, "path": "a.py", "line": line, "column": 1, "end_line": end or line,
        "end_column": 9, "message": by or "ours", "corroborated_by": (by,) if by else (),
    }  # fmt: skip
    return Finding(**{**values, **more})  # type: ignore[arg-type]


def test_lines_that_overlap_are_one_place_for_two_tools() -> None:
    (one,) = fuse([finding(3, 6, "ruff S602"), finding(4, 4, "bandit B602")], Context())
    assert one.corroborated_by == ("bandit B602", "ruff S602")


def test_ours_leads() -> None:
    (one,) = fuse([finding(3, by="ruff S602"), finding(2, 4)], Context())
    assert (one.message, one.line, one.corroborated_by) == ("ours", 2, ("ruff S602",))


def test_the_nearest_of_several_is_meant() -> None:
    found = fuse([finding(2, 9), finding(5, 5), finding(5, 5, "ruff S602", end_column=4)], Context())
    assert sorted((item.line, bool(item.corroborated_by)) for item in found) == [(2, False), (5, True)]


def test_other_lines_are_other_faults() -> None:
    assert len(fuse([finding(3, by="ruff S602"), finding(5, by="bandit B602")], Context())) == 2


def test_two_reports_of_one_tool_are_two() -> None:
    found = [finding(3, 6, "ruff S602"), finding(4, 4, "ruff S603")]
    assert len(fuse(found, Context())) == 2


def test_a_witness_makes_what_is_likely_sure_and_nothing_else() -> None:
    noted = Suppression(reason="noqa", source="inline")
    witness = finding(3, by="ruff S105", severity=Severity.CRITICAL, suppressed=noted)
    (one,) = fuse([finding(3, confidence=Confidence.MEDIUM)], Context(witnesses=(witness,)))
    assert (one.confidence, one.severity) == (Confidence.HIGH, Severity.HIGH)
    assert one.corroborated_by == ("ruff S105",)
    assert one.suppressed is None


def test_what_a_rule_of_ours_doubts_stays_doubtful() -> None:
    witness = finding(3, by="ruff S105")
    (one,) = fuse([finding(3, confidence=Confidence.LOW)], Context(witnesses=(witness,)))
    assert one.confidence is Confidence.LOW
    assert one.corroborated_by == ("ruff S105",)


def test_an_echo_is_named_and_makes_nothing_surer() -> None:
    witness = finding(3, by="ruff S110", confidence=Confidence.LOW)
    (one,) = fuse([finding(3, confidence=Confidence.MEDIUM)], Context(witnesses=(witness,)))
    assert one.confidence is Confidence.MEDIUM
    assert one.corroborated_by == ("ruff S110",)


def test_a_witness_alone_is_nothing() -> None:
    assert fuse([], Context(witnesses=(finding(3, by="ruff S105"),))) == []
    (one,) = fuse([finding(9)], Context(witnesses=(finding(3, by="ruff S105"),)))
    assert one.corroborated_by == ()


def absorbing(*findings: Finding) -> list[tuple[str, int]]:
    found = fuse(findings, Context(absorbs={"REL007": ("REL006",)}))
    return sorted((item.rule, item.line) for item in found)


def test_a_rule_that_says_more_absorbs_what_begins_within_its_finding() -> None:
    swallowed = finding(3, 4, "ruff S110", rule="REL007", column=5, end_column=13)
    bare = finding(3, by="ruff E722", rule="REL006", column=5, end_column=11)
    assert absorbing(swallowed, bare) == [("REL007", 3)]
    elsewhere = finding(3, by="ruff E722", rule="REL006", path="b.py", column=5)
    assert absorbing(swallowed, elsewhere) == [("REL006", 3), ("REL007", 3)]


def test_what_lies_before_or_after_is_not_absorbed() -> None:
    swallowed = finding(3, 4, "ruff S110", rule="REL007", column=5, end_column=13)
    before = finding(3, by="ruff E722", rule="REL006", column=1, end_column=4)
    after = finding(4, by="ruff E722", rule="REL006", column=13, end_column=20)
    assert absorbing(swallowed, before, after) == [("REL006", 3), ("REL006", 4), ("REL007", 3)]


def test_what_is_accepted_absorbs_nothing() -> None:
    noted = Suppression(reason="noqa", source="inline")
    swallowed = finding(3, 4, "ruff S110", rule="REL007", suppressed=noted)
    assert absorbing(swallowed, finding(3, by="ruff E722", rule="REL006")) == [("REL006", 3), ("REL007", 3)]
