"""Thresholds and the exit status that they lead to."""

from __future__ import annotations

import pytest

from codereview.gate import GateSettings, evaluate, exit_status
from codereview.model import (
    Audit,
    Category,
    CategoryScore,
    Confidence,
    Finding,
    Outcome,
    Project,
    RuleInfo,
    Score,
    Severity,
    Suppression,
    Tool,
)


def finding(severity: Severity, *, rule: str = "REL011", suppressed: Suppression | None = None) -> Finding:
    return Finding(
        rule=rule,
        title="A fault",
        category=Category.RELIABILITY,
        severity=severity,
        confidence=Confidence.HIGH,
        path="app.py",
        line=4,
        column=1,
        end_line=4,
        end_column=9,
        message="a fault",
        suppressed=suppressed,
    )


def rule(name: str, *, severity: Severity = Severity.HIGH, preview: bool = False) -> RuleInfo:
    return RuleInfo(
        id=name,
        title="",
        category=Category.RELIABILITY,
        severity=severity,
        confidence=Confidence.HIGH,
        why="",
        instead="",
        false_alarms="",
        preview=preview,
    )


def audit(
    overall: float | None = 85.0,
    security: float | None = 72.4,
    findings: tuple[Finding, ...] = (),
    rules: tuple[RuleInfo, ...] = (),
    outcomes: tuple[Outcome, ...] = (),
) -> Audit:
    reasons = () if security is not None else ("bandit failed",)
    return Audit(
        schema=1,
        tool=Tool(name="codereview", version="0", rules=0, score_model=1),
        project=Project(name="shop", root=".", kind="", vcs=None, files={}, lines=0, statements=0),
        score=None
        if overall is None
        else Score(value=overall, raw=overall, strict=overall, out_of_ten=overall / 10, grade="B"),
        categories=(
            CategoryScore(id=Category.SECURITY, score=security, grade=None, weight=0.2, not_assessed=reasons),
        ),
        metrics=(),
        findings=findings,
        rules=rules,
        outcomes=outcomes,
    )


def outcome(of: Audit, settings: GateSettings) -> tuple[bool, str, int]:
    (gate,) = evaluate(of, settings)
    return gate.passed, gate.message, exit_status((gate,))


def test_without_thresholds_there_is_no_gate() -> None:
    assert evaluate(audit(overall=None), GateSettings()) == ()
    assert exit_status(()) == 0


@pytest.mark.parametrize(
    ("overall", "least", "expected"),
    [
        (85.0, 80, (True, "overall score 85.0 reaches the 80 that was asked for", 0)),
        (79.99, 80, (False, "overall score 79.9 is below the 80 that was asked for", 1)),
        (80.04, 80, (True, "overall score 80.0 reaches the 80 that was asked for", 0)),
        (79.94, 80, (False, "overall score 79.9 is below the 80 that was asked for", 1)),
        (None, 80, (False, "overall score could not be assessed, and 80 was asked for", 3)),
    ],
)
def test_the_overall_threshold(overall: float | None, least: float, expected: tuple[bool, str, int]) -> None:
    assert outcome(audit(overall=overall), GateSettings(fail_under=least)) == expected


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (72.4, (False, "security 72.4 is below the 90 that was asked for", 1)),
        (95.0, (True, "security 95.0 reaches the 90 that was asked for", 0)),
        (None, (False, "security could not be assessed, and 90 was asked for: bandit failed", 3)),
    ],
)
def test_the_threshold_of_a_category(score: float | None, expected: tuple[bool, str, int]) -> None:
    assert (
        outcome(audit(security=score), GateSettings(fail_under_category={Category.SECURITY: 90})) == expected
    )


def test_a_category_that_the_audit_does_not_have_could_not_be_assessed() -> None:
    passed, message, status = outcome(audit(), GateSettings(fail_under_category={Category.TYPING: 50.5}))
    assert (passed, status) == (False, 3)
    assert message == "typing could not be assessed, and 50.5 was asked for"


def test_findings_of_a_severity() -> None:
    of = audit(
        findings=(finding(Severity.MEDIUM), finding(Severity.CRITICAL, rule="REL001"), finding(Severity.HIGH))
    )
    assert outcome(of, GateSettings(fail_on=Severity.HIGH)) == (
        False,
        "2 findings of severity high or worse are open, and none was allowed; "
        "the first is REL001 at app.py:4",
        1,
    )
    assert outcome(of, GateSettings(fail_on=Severity.CRITICAL)) == (
        False,
        "1 finding of severity critical is open, and none was allowed; the first is REL001 at app.py:4",
        1,
    )


def test_suppressed_and_baselined_findings_and_preview_rules_do_not_fail_a_gate() -> None:
    of = audit(
        findings=(
            finding(Severity.HIGH, suppressed=Suppression(reason="known", source="inline")),
            finding(Severity.HIGH, suppressed=Suppression(reason="old", source="baseline")),
            finding(Severity.HIGH, rule="REL099"),
        ),
        rules=(rule("REL099", preview=True),),
    )
    assert outcome(of, GateSettings(fail_on=Severity.LOW)) == (
        True,
        "no findings of severity low or worse are open",
        0,
    )


def test_rules_of_that_severity_that_were_not_assessed_are_named() -> None:
    of = audit(
        rules=(rule("REL002"), rule("REL003", severity=Severity.LOW)),
        outcomes=(
            Outcome(rule="REL002", outcome="not assessed", reason="it crashed"),
            Outcome(rule="REL003", outcome="not assessed", reason="it crashed"),
        ),
    )
    passed, message, status = outcome(of, GateSettings(fail_on=Severity.HIGH))
    assert (passed, status) == (True, 0)
    assert message == "no findings of severity high or worse are open; not assessed: REL002"


def test_a_gate_that_failed_weighs_more_than_one_that_could_not_be_assessed() -> None:
    settings = GateSettings(
        fail_under=99, fail_under_category={Category.TYPING: 50, Category.SECURITY: 10}, fail_on=Severity.LOW
    )
    gates = evaluate(audit(), settings)
    assert [(gate.name, gate.passed, gate.assessed) for gate in gates] == [
        ("overall score", False, True),
        ("security", True, True),
        ("typing", False, False),
        ("findings of severity low or worse", True, True),
    ]
    assert exit_status(gates) == 1
    assert exit_status(gates[1:]) == 3
