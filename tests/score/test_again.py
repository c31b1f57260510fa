"""The score worked out again from what an audit holds, without some root causes."""

from __future__ import annotations

import pytest
from hypothesis import given
from msgspec import structs
from test_score_properties import ROUNDING, ratios, repositories, unhurried

from codereview.model import Category, Confidence, Finding, Ratio, ScoreBasis, Severity, Suppression, Zone
from codereview.score import ScoreInput, score
from codereview.score.again import again
from codereview.score.causes import is_open


def basis_of(inp: ScoreInput) -> ScoreBasis:
    return ScoreBasis(**{name: getattr(inp, name) for name in ScoreBasis.__struct_fields__})


def finding(rule: str, category: Category, **more: object) -> Finding:
    base = Finding(
        rule=rule, title=rule, category=category, severity=Severity.MEDIUM, confidence=Confidence.HIGH,
        path="app.py", line=1, column=1, end_line=1, end_column=2, message="seen", zone=Zone.PRODUCTION,
    )  # fmt: skip
    return structs.replace(base, **more)


@given(repositories())
@unhurried
def test_nothing_fixed_is_the_same_score(inp: ScoreInput) -> None:
    assert again(inp.findings, basis_of(inp)) == score(inp)


@given(repositories())
@unhurried
def test_fixing_a_root_cause_never_lowers_the_score(inp: ScoreInput) -> None:
    before = score(inp)
    for cause in before.causes[:4]:
        after = again(inp.findings, basis_of(inp), {cause.id})
        if before.score is not None and after.score is not None:
            assert after.score.value >= before.score.value - ROUNDING
        assert cause.id not in {item.id for item in after.causes}


@given(repositories())
@unhurried
def test_all_fixed_leaves_nothing_open(inp: ScoreInput) -> None:
    everything = {item.root_cause for item in inp.findings if is_open(item)}
    after = again(inp.findings, basis_of(inp), everything)
    assert not after.causes
    assert all(c.finding_score in (None, 100.0) for c in after.categories)


def test_a_share_grows_by_the_units_of_what_is_fixed_and_not_beyond_its_total() -> None:
    item = finding("TYP001", Category.TYPING, units=3)
    share = Ratio(covered=5, total=10, label="annotation slots", rule="TYP001")
    basis = ScoreBasis(statements=800, ratios={Category.TYPING: (share,)})
    after = again([item], basis, {item.root_cause})
    typing = next(c for c in after.categories if c.id is Category.TYPING)
    assert typing.ratio == "8 of 10 annotation slots"
    much = structs.replace(item, units=30)
    typing = next(c for c in again([much], basis, {much.root_cause}).categories if c.id is Category.TYPING)
    assert typing.ratio == "10 of 10 annotation slots"


def test_a_file_that_parses_again_lifts_its_cap() -> None:
    item = finding("REL001", Category.RELIABILITY, severity=Severity.CRITICAL)
    basis = ScoreBasis(statements=8_000, broken_entry_points=("app.py",), unparsed=("lib.py",))
    before, after = again([item], basis), again([item], basis, {item.root_cause})
    assert before.score is not None
    assert after.score is not None
    assert before.score.value == pytest.approx(69)
    assert [cap.limit for cap in after.score.caps] == [89]


def test_suppressed_findings_stay_in_the_strict_score_whatever_is_fixed() -> None:
    item = finding("REL007", Category.RELIABILITY, suppressed=Suppression(reason="known", source="inline"))
    basis = ScoreBasis(statements=800)
    assert again([item], basis, {item.root_cause}) == again([item], basis)


@given(ratios())
@unhurried
def test_the_basis_is_not_changed(shares: dict[Category, tuple[Ratio, ...]]) -> None:
    basis = ScoreBasis(statements=500, ratios=shares)
    again([finding("TYP001", Category.TYPING)], basis, {"TYP001:app.py:1:1"})
    assert basis.ratios == shares
