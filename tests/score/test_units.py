"""A share's points are split by the units that its findings leave uncovered."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from codereview.model import Category, Confidence, Finding, Severity
from codereview.score import Ratio, ScoreInput, score


def finding(line: int, units: int, **more: str) -> Finding:
    return Finding(
        rule="TYP001", title="No annotation", category=Category.TYPING, severity=Severity.INFO,
        confidence=Confidence.HIGH, path="a.py", line=line, column=1, end_line=line, end_column=1, message="none",
        units=units, fingerprint=f"{line}", **more,
    )  # fmt: skip


def points(*findings: Finding) -> tuple[float, ...]:
    ratio = Ratio(covered=4, total=10, label="slots", rule="TYP001")
    return score(ScoreInput(findings=findings, statements=900, ratios={Category.TYPING: (ratio,)})).points


def test_who_leaves_more_uncovered_costs_more() -> None:
    few, many = points(finding(1, 1), finding(2, 5))
    assert many == pytest.approx(5 * few)
    assert few > 0


def test_the_points_of_a_root_cause_are_those_of_all_its_units() -> None:
    together = [finding(1, 1, cause="one"), finding(2, 2, cause="one"), finding(3, 3)]
    first, second, other = points(*together)
    assert (first + second) == pytest.approx(other)


def test_without_units_they_share_evenly() -> None:
    one, two = points(*(replace(item, units=0) for item in (finding(1, 1), finding(2, 5))))
    assert one == two > 0


def test_what_no_finding_stands_for_is_not_promised_by_one() -> None:
    ratio = Ratio(covered=4, total=10, label="slots", rule="TYP001")
    basis = ScoreInput(findings=(finding(1, 2),), statements=900, ratios={Category.TYPING: (ratio,)})
    [one] = score(basis).points
    [term] = score(basis).terms
    assert one == pytest.approx(term.points * 2 / 6)
