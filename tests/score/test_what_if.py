"""The quick evaluation of fixes says what the definition says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from test_again import basis_of, finding
from test_score_properties import repositories, unhurried

from codereview.model import Category, Finding, Ratio, ScoreBasis, Severity
from codereview.score import ScoreInput
from codereview.score.again import again
from codereview.score.what_if import WhatIf

TOLERANCE = 1e-9


def held_together(findings: tuple[Finding, ...], basis: ScoreBasis, quick: WhatIf) -> None:
    slow = again(findings, basis, quick.fixed)
    assert slow.score is not None
    now = quick.standing()
    assert now.value == pytest.approx(slow.score.value, abs=TOLERANCE)
    assert now.raw == pytest.approx(slow.score.raw, abs=TOLERANCE)
    assert now.grade == slow.score.grade
    assert now.limit == min((cap.limit for cap in slow.score.caps), default=100)
    scores = {item.id: item.score for item in slow.categories if item.score is not None}
    assert quick.categories() == pytest.approx(scores, abs=TOLERANCE)


@st.composite
def broken(draw: st.DrawFn) -> ScoreInput:
    """Repositories in which fixes lift caps too: files that do not parse, secrets, shares that findings stand for."""
    made = draw(repositories())
    return structs.replace(
        made,
        unparsed=draw(st.sampled_from(((), ("app.py",), ("app.py", "shop/cart.py")))),
        broken_entry_points=draw(st.sampled_from(((), ("shop/cart.py",), ("other.py",)))),
        failed_tools=draw(st.sampled_from(((), ("mypy",)))),
        findings=tuple(
            structs.replace(item, units=draw(st.integers(1, 40)), fingerprint=draw(st.sampled_from("abcdef")))
            for item in made.findings
        ),
    )


@given(broken(), st.data())
@unhurried
def test_a_walk_through_fixes_agrees_with_the_definition_at_every_step(
    inp: ScoreInput, data: st.DataObject
) -> None:
    basis = basis_of(inp)
    quick = WhatIf(inp.findings, basis)
    if not quick.scored:
        assert again(inp.findings, basis).score is None
        return
    held_together(inp.findings, basis, quick)
    ids = sorted({item.root_cause for item in inp.findings})
    for id in data.draw(st.lists(st.sampled_from(ids), max_size=8)) if ids else []:
        (quick.reopen if id in quick.fixed else quick.fix)(id)
        held_together(inp.findings, basis, quick)
    quick.reset()
    held_together(inp.findings, basis, quick)


@given(broken())
@unhurried
def test_what_is_no_fix_changes_nothing(inp: ScoreInput) -> None:
    basis = basis_of(inp)
    quick = WhatIf(inp.findings, basis)
    if quick.scored:
        idle = {item.root_cause for item in inp.findings} - set(quick.fixes)
        before, after = again(inp.findings, basis), again(inp.findings, basis, idle)
        assert before.score is not None
        assert after.score is not None
        assert (before.score.value, before.score.raw, before.score.grade) == pytest.approx(
            (after.score.value, after.score.raw, after.score.grade)
        )


def test_a_file_is_mended_once_by_whichever_of_its_findings_goes_first() -> None:
    two = tuple(
        finding("REL001", Category.RELIABILITY, fingerprint=name, severity=Severity.HIGH) for name in "ab"
    )
    basis = ScoreBasis(statements=9_000, broken_entry_points=("app.py",))
    quick = WhatIf(two, basis)
    assert quick.standing().limit == 69
    quick.fix("REL001:a")
    quick.fix("REL001:b")
    quick.reopen("REL001:a")
    held_together(two, basis, quick)
    assert quick.standing().limit == 100


def test_what_is_fixed_twice_counts_once() -> None:
    item = finding("TYP001", Category.TYPING, units=3)
    share = Ratio(covered=5, total=10, label="annotation slots", rule="TYP001")
    quick = WhatIf([item], ScoreBasis(statements=800, ratios={Category.TYPING: (share,)}))
    quick.fix(item.root_cause)
    once = quick.standing()
    quick.fix(item.root_cause)
    assert quick.standing() == once
    quick.reopen(item.root_cause)
    quick.reopen(item.root_cause)
    assert quick.standing().raw < once.raw
