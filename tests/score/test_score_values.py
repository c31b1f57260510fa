"""The score of small repositories, worked out by hand."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace

from codereview.model import (
    Category,
    CategoryScore,
    Confidence,
    Finding,
    Fix,
    Score,
    Severity,
    Suppression,
    Zone,
)
from codereview.score import Ratio, ScoreInput, ScoreResult, score, soft_cap
from codereview.score.caps import grade
from codereview.score.table import CATEGORIES, SEVERITY_WEIGHT

SUPPRESSED = Suppression(reason="accepted until the summer", source="inline")


def finding(
    rule: str = "REL011",
    *,
    category: Category = Category.RELIABILITY,
    severity: Severity = Severity.HIGH,
    confidence: Confidence = Confidence.HIGH,
    zone: Zone = Zone.PRODUCTION,
    line: int = 1,
    cause: str = "",
    effort: int = 5,
    suppressed: Suppression | None = None,
    fix: Fix | None = None,
) -> Finding:
    return Finding(
        rule=rule,
        title="A fault",
        category=category,
        severity=severity,
        confidence=confidence,
        path="app.py",
        line=line,
        column=1,
        end_line=line,
        end_column=5,
        message="a fault",
        zone=zone,
        cause=cause,
        effort_minutes=effort,
        suppressed=suppressed,
        fix=fix,
    )


def security(severity: Severity, **more: object) -> Finding:
    return finding("SEC004", category=Category.SECURITY, severity=severity, **more)  # type: ignore[arg-type]


def total(result: ScoreResult) -> Score:
    assert result.score is not None
    return result.score


def of(result: ScoreResult, category: Category) -> CategoryScore:
    return next(item for item in result.categories if item.id is category)


def test_weights_of_the_categories_sum_to_one() -> None:
    assert math.isclose(sum(item.weight for item in CATEGORIES.values()), 1)
    assert list(CATEGORIES) == list(Category)


def test_a_clean_repository_has_100_and_a_plus() -> None:
    result = score(ScoreInput(statements=800))
    assert (total(result).value, total(result).grade, total(result).out_of_ten) == (100, "A+", 10)
    assert result.terms == ()


def test_one_finding_by_hand() -> None:
    result = score(ScoreInput(findings=(finding(),), statements=800))
    density = 1000 * 9 / (800 + 200)
    penalty = 40 * density / (density + 40)
    expected = 100 * 2 ** (-penalty / CATEGORIES[Category.RELIABILITY].h)
    assert of(result, Category.RELIABILITY).score == pytest.approx(expected)
    assert total(result).raw == pytest.approx(100 * (expected / 100) ** 0.17)
    (term,) = result.terms
    assert (term.findings, term.weight) == (1, 9)
    assert term.density == pytest.approx(density)
    assert term.penalty == pytest.approx(penalty)
    assert result.points == (term.points,)
    assert term.points == pytest.approx(100 - total(result).raw)


def test_the_soft_cap_starts_at_slope_one_and_stays_below_its_ceiling() -> None:
    assert soft_cap(0) == 0
    assert soft_cap(1e-6) == pytest.approx(1e-6, rel=1e-6)
    assert soft_cap(40) == 20
    assert soft_cap(1e6) < soft_cap(1.001e6) < 40


def test_confidence_and_zone_lessen_the_weight() -> None:
    items = (
        finding("REL001", confidence=Confidence.LOW),
        finding("REL002", confidence=Confidence.MEDIUM),
        finding("REL003", zone=Zone.TESTS),
        finding("REL004", zone=Zone.VENDORED),
    )
    result = score(ScoreInput(findings=items, statements=800))
    assert {term.rule: term.weight for term in result.terms} == {
        "REL001": pytest.approx(2.25),
        "REL002": pytest.approx(5.4),
        "REL003": pytest.approx(2.25),
    }


def test_a_secret_weighs_the_same_in_tests() -> None:
    secret = finding("SEC001", category=Category.SECURITY, severity=Severity.CRITICAL, zone=Zone.TESTS)
    (term,) = score(ScoreInput(findings=(secret,), statements=800)).terms
    assert term.weight == 27


def test_findings_of_one_cause_count_once_with_the_largest_weight() -> None:
    items = (
        finding(severity=Severity.LOW, cause="get", line=3, effort=10),
        finding(severity=Severity.HIGH, cause="get", line=9, effort=30),
        finding("REL012", severity=Severity.LOW, cause="get"),
    )
    result = score(ScoreInput(findings=items, statements=800))
    assert {term.rule: (term.findings, term.weight) for term in result.terms} == {
        "REL011": (2, 9),
        "REL012": (1, 1),
    }
    assert result.points[0] == 0 < result.points[2] < result.points[1]
    first = next(item for item in result.causes if item.rule == "REL011")
    assert (first.count, first.effort_minutes, first.line, first.severity) == (2, 30, 9, Severity.HIGH)
    assert first.points == result.points[1]


def test_root_causes_come_by_points_per_minute_and_know_whether_the_fix_is_safe() -> None:
    safe, unsafe = (Fix(safety=kind, reason="", diff="") for kind in ("safe", "unsafe"))
    items = (
        finding("REL001", severity=Severity.HIGH, effort=240),
        finding("REL002", severity=Severity.MEDIUM, effort=5, fix=unsafe),
        finding("REL003", severity=Severity.INFO, effort=0),
        finding("REL004", severity=Severity.MEDIUM, effort=2, cause="x", fix=safe),
        finding("REL004", severity=Severity.MEDIUM, effort=2, cause="x", fix=safe, line=2),
        finding("REL005", suppressed=SUPPRESSED),
    )
    listed = score(ScoreInput(findings=items, statements=800)).causes
    assert [(item.rule, item.safe_fix) for item in listed] == [
        ("REL004", True),
        ("REL002", False),
        ("REL001", False),
        ("REL003", False),
    ]


def test_a_category_with_findings_and_a_share_is_their_product() -> None:
    error = finding("TYP004", category=Category.TYPING)
    slots = Ratio(covered=60, total=100, label="annotation slots")
    result = score(ScoreInput(findings=(error,), statements=800, ratios={Category.TYPING: (slots,)}))
    typing = of(result, Category.TYPING)
    assert typing.ratio_score == pytest.approx(5 + 95 * 0.6)
    assert typing.finding_score is not None
    assert typing.score == pytest.approx(typing.finding_score * (5 + 95 * 0.6) / 100)
    assert typing.ratio == "60 of 100 annotation slots"
    assert [(term.rule, term.findings) for term in result.terms] == [("TYP004", 1), ("annotation slots", 40)]
    assert sum(term.points for term in result.terms) == pytest.approx(100 - total(result).raw, abs=1e-9)


def test_several_shares_enter_as_their_geometric_mean_and_an_empty_one_not_at_all() -> None:
    shares = (
        Ratio(covered=1, total=1, label="docstrings"),
        Ratio(covered=0, total=9, label="parameters"),
        Ratio(covered=0, total=0, label="examples"),
    )
    result = score(ScoreInput(statements=800, ratios={Category.DOCUMENTATION: shares}))
    assert of(result, Category.DOCUMENTATION).score == pytest.approx(100 * math.sqrt(0.05))


def test_findings_that_a_share_counts_have_no_weight_of_their_own_but_split_its_points() -> None:
    items = tuple(
        replace(finding("TYP001", category=Category.TYPING, severity=Severity.LOW, line=line), units=20)
        for line in (1, 2)
    )
    slots = {Category.TYPING: (Ratio(covered=60, total=100, label="annotation slots", rule="TYP001"),)}
    without = score(ScoreInput(statements=800, ratios=slots))
    with_items = score(ScoreInput(findings=items, statements=800, ratios=slots))
    assert total(with_items).raw == total(without).raw
    assert with_items.points[0] == with_items.points[1]
    assert sum(with_items.points) == pytest.approx(100 - total(with_items).raw, abs=1e-9)


def test_a_category_that_was_not_assessed_has_no_score_and_leaves_the_mean() -> None:
    bad = tuple(finding(f"REL00{number}", severity=Severity.CRITICAL) for number in range(9))
    result = score(
        ScoreInput(
            findings=bad, statements=800, not_assessed={Category.RELIABILITY: ("the analyser crashed",)}
        )
    )
    assert of(result, Category.RELIABILITY).score is None
    assert of(result, Category.RELIABILITY).not_assessed == ("the analyser crashed",)
    assert total(result).raw == 100
    assert total(result).complete is False
    assert total(result).grade == "A"


def test_an_inactive_category_is_no_gap() -> None:
    result = score(ScoreInput(statements=800, inactive={Category.TESTING: "no rule in this version"}))
    assert of(result, Category.TESTING).score is None
    assert of(result, Category.TESTING).not_assessed == ("no rule in this version",)
    assert total(result).complete


def test_without_any_category_there_is_no_score() -> None:
    inactive = dict.fromkeys(Category, "no rule")
    assert score(ScoreInput(statements=800, inactive=inactive)).score is None


def test_a_preview_rule_weighs_nothing() -> None:
    item = security(Severity.CRITICAL)
    result = score(ScoreInput(findings=(item,), statements=800, preview_rules=frozenset({"SEC004"})))
    assert (total(result).value, total(result).strict, total(result).caps) == (100, 100, ())


def test_a_suppressed_finding_stays_in_the_strict_score() -> None:
    result = score(ScoreInput(findings=(security(Severity.CRITICAL, suppressed=SUPPRESSED),), statements=800))
    assert (total(result).value, total(result).grade) == (100, "A+")
    assert total(result).strict <= 69
    assert result.points == (0.0,)


def test_a_baselined_finding_stays_in_the_score() -> None:
    old = Suppression(reason="in the baseline", source="baseline")
    baselined = score(ScoreInput(findings=(finding(suppressed=old),), statements=800))
    assert total(baselined) == total(score(ScoreInput(findings=(finding(),), statements=800)))


@pytest.mark.parametrize(
    ("severity", "count", "limit"),
    [
        (Severity.CRITICAL, 1, 69),
        (Severity.CRITICAL, 3, 63),
        (Severity.CRITICAL, 30, 42),
        (Severity.HIGH, 1, 89),
        (Severity.HIGH, 4, 86),
        (Severity.HIGH, 30, 80),
    ],
)
def test_security_findings_cap_the_score(severity: Severity, count: int, limit: float) -> None:
    items = tuple(security(severity, line=line) for line in range(1, count + 1))
    result = score(ScoreInput(findings=items, statements=10**9))
    assert total(result).raw > 99
    assert total(result).value == limit
    assert [cap.limit for cap in total(result).caps] == [limit]


def test_what_does_not_cap() -> None:
    items = (
        security(Severity.CRITICAL, confidence=Confidence.LOW),
        security(Severity.CRITICAL, zone=Zone.TESTS),
        finding(severity=Severity.CRITICAL),
        security(Severity.MEDIUM),
    )
    assert total(score(ScoreInput(findings=items, statements=10**6))).caps == ()


def test_findings_of_one_cause_are_one_in_the_cap() -> None:
    items = (
        security(Severity.CRITICAL, cause="key", line=1),
        security(Severity.HIGH, cause="key", line=2),
        security(Severity.CRITICAL, cause="key", line=3),
    )
    assert [cap.limit for cap in total(score(ScoreInput(findings=items, statements=10**6))).caps] == [69]


@pytest.mark.parametrize(
    ("given", "limit", "complete"),
    [
        (ScoreInput(statements=9, broken_entry_points=("main.py",)), 69, False),
        (ScoreInput(statements=9, unparsed=("a.py", "b.py", "c.py", "d.py")), 89, False),
        (ScoreInput(statements=9, failed_tools=("mypy",)), 89, False),
        (ScoreInput(statements=9, disabled_rules=("SEC004",)), 89, True),
    ],
)
def test_circumstances_cap_the_score(given: ScoreInput, limit: float, complete: bool) -> None:
    result = total(score(given))
    (cap,) = result.caps
    assert (result.value, cap.limit, result.complete) == (limit, limit, complete)
    assert cap.reason
    assert cap.lifted_by


def test_the_lowest_cap_comes_first_and_names_what_it_is_about() -> None:
    caps = total(
        score(
            ScoreInput(
                statements=9, broken_entry_points=("main.py",), unparsed=("a.py", "b.py", "c.py", "d.py")
            )
        )
    ).caps
    assert [cap.limit for cap in caps] == [69, 89]
    assert caps[0].reason == "an entry point cannot be parsed or imported: main.py"
    assert caps[1].reason == "a file cannot be parsed: a.py, b.py, c.py and 1 more"


@pytest.mark.parametrize(
    ("value", "letter"),
    [
        (100, "A+"),
        (97, "A+"),
        (96.99, "A"),
        (93, "A"),
        (89.96, "B+"),
        (89.9, "B+"),
        (60, "D"),
        (59.9, "F"),
        (0, "F"),
    ],
)
def test_the_grade_goes_by_the_printed_figure(value: float, letter: str) -> None:
    assert grade(value) == letter


def test_a_plus_needs_that_nothing_high_is_open() -> None:
    item = finding(zone=Zone.TESTS, confidence=Confidence.LOW)
    result = score(ScoreInput(findings=(item,), statements=10**6))
    assert total(result).value > 99
    assert total(result).grade == "A"


def test_severities_are_ordered_by_weight() -> None:
    assert sorted(SEVERITY_WEIGHT, key=lambda item: SEVERITY_WEIGHT[item]) == list(Severity)


def test_an_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        score(ScoreInput(statements=-1))
    with pytest.raises(ValueError, match="no share"):
        score(ScoreInput(ratios={Category.TYPING: (Ratio(covered=2, total=1, label="slots"),)}))
