"""Properties of the scoring model that hold for any repository, checked on generated ones."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from codereview.api import PREFIXES
from codereview.model import Category, Confidence, Finding, Fix, Severity, Suppression, Zone
from codereview.score import Ratio, ScoreInput, ScoreResult, score
from codereview.score.causes import groups, is_open, weight

RULES = [f"{prefix}00{number}" for prefix in PREFIXES for number in (1, 2, 4)]
unhurried = settings(deadline=None)
"""How long one example takes is a matter of the machine."""

ROUNDING = 1e-9
"""Rounding error allowed where a property says "not lower"."""


@st.composite
def a_finding(draw: st.DrawFn, zones: tuple[Zone, ...] = tuple(Zone)) -> Finding:
    rule = draw(st.sampled_from(RULES))
    line = draw(st.integers(1, 400))
    return Finding(
        rule=rule,
        title=f"Fault {rule}",
        category=PREFIXES[rule[:-3]],
        severity=draw(st.sampled_from(Severity)),
        confidence=draw(st.sampled_from(Confidence)),
        path=draw(st.sampled_from(("app.py", "shop/cart.py", "tests/test_app.py"))),
        line=line,
        column=draw(st.integers(1, 5)),
        end_line=line,
        end_column=9,
        message=draw(st.sampled_from(("one", "two"))),
        cause=draw(st.sampled_from(("", "", "left", "right"))),
        effort_minutes=draw(st.integers(0, 60)),
        zone=draw(st.sampled_from(zones)),
        suppressed=draw(
            st.sampled_from(
                (
                    None,
                    None,
                    None,
                    Suppression(reason="known", source="inline"),
                    Suppression(reason="old", source="baseline"),
                )
            )
        ),
        fix=draw(st.sampled_from((None, Fix(safety="safe", reason="", diff="")))),
    )


@st.composite
def ratios(draw: st.DrawFn) -> Mapping[Category, tuple[Ratio, ...]]:
    def one(label: str, rule: str = "") -> Ratio:
        total = draw(st.integers(0, 300))
        return Ratio(covered=draw(st.integers(0, total)), total=total, label=label, rule=rule)

    return {
        Category.TYPING: (one("annotation slots", "TYP001"),),
        Category.DOCUMENTATION: (one("public docstrings"), one("documented parameters")),
    }


@st.composite
def repositories(draw: st.DrawFn, least: int = 1) -> ScoreInput:
    some = st.sets(st.sampled_from(Category), max_size=3)
    return ScoreInput(
        findings=tuple(draw(st.lists(a_finding(), max_size=25))),
        statements=draw(st.integers(least, 200_000)),
        ratios=draw(ratios()),
        not_assessed=dict.fromkeys(draw(some), ("no advisory data",)),
        inactive=dict.fromkeys(draw(some), "no rule in this version"),
        unparsed=draw(st.sampled_from(((), ("broken.py",)))),
        disabled_rules=draw(st.sampled_from(((), ("SEC004",)))),
        preview_rules=frozenset(draw(st.sets(st.sampled_from(RULES), max_size=2))),
    )


def with_findings(repository: ScoreInput, *findings: Finding) -> ScoreInput:
    return msgspec.structs.replace(repository, findings=findings)


def numbers(result: ScoreResult) -> list[float]:
    """Every score in a result, in a fixed order."""
    parts = [item.score for item in result.categories if item.score is not None]
    return (
        parts if result.score is None else [result.score.value, result.score.raw, result.score.strict, *parts]
    )


@unhurried
@given(repositories())
def test_every_score_is_between_0_and_100(repository: ScoreInput) -> None:
    result = score(repository)
    assert all(0 < number <= 100 for number in numbers(result))
    assert all(points >= 0 for points in result.points)
    assert len(result.points) == len(repository.findings)
    if result.score is not None:
        assert result.score.strict <= result.score.value <= result.score.raw


@unhurried
@given(repositories(), st.randoms(use_true_random=False))
def test_the_order_of_findings_never_matters(repository: ScoreInput, chance: random.Random) -> None:
    order = list(range(len(repository.findings)))
    chance.shuffle(order)
    straight = score(repository)
    shuffled = score(with_findings(repository, *(repository.findings[index] for index in order)))
    assert (shuffled.score, shuffled.categories, shuffled.terms) == (
        straight.score,
        straight.categories,
        straight.terms,
    )
    assert [(item.id, item.points, item.count) for item in shuffled.causes] == [
        (item.id, item.points, item.count) for item in straight.causes
    ]


@unhurried
@given(repositories(), a_finding())
def test_a_further_finding_never_raises_a_score(repository: ScoreInput, extra: Finding) -> None:
    before = score(repository)
    after = score(with_findings(repository, *repository.findings, extra))
    assert all(new <= old + ROUNDING for old, new in zip(numbers(before), numbers(after), strict=True))


@unhurried
@given(repositories(), st.data())
def test_removing_a_finding_never_lowers_a_score(repository: ScoreInput, data: st.DataObject) -> None:
    keep = data.draw(st.lists(st.booleans(), min_size=25, max_size=25))
    fewer = [item for item, kept in zip(repository.findings, keep, strict=False) if kept]
    before = score(repository)
    after = score(with_findings(repository, *fewer))
    assert all(new >= old - ROUNDING for old, new in zip(numbers(before), numbers(after), strict=True))


@unhurried
@given(repositories(), a_finding(), st.integers(0, 3000))
def test_the_raw_score_has_no_plateau(repository: ScoreInput, extra: Finding, crowd: int) -> None:
    repository = msgspec.structs.replace(repository, not_assessed={}, inactive={}, preview_rules=frozenset())
    extra = msgspec.structs.replace(extra, cause="", zone=Zone.TESTS, suppressed=None)
    others = [msgspec.structs.replace(extra, severity=Severity.CRITICAL)] * crowd
    before = score(with_findings(repository, *repository.findings, *others))
    after = score(with_findings(repository, *repository.findings, *others, extra))
    assert before.score is not None
    assert after.score is not None
    if weight(extra) > 0 and extra.rule != "TYP001":
        assert after.score.raw < before.score.raw
    elif weight(extra) == 0:
        assert after.score.raw == before.score.raw


@unhurried
@given(repositories())
def test_the_points_sum_to_what_is_missing_from_100(repository: ScoreInput) -> None:
    result = score(repository)
    if result.score is None:
        assert not any(result.points)
        return
    missing = 100 - result.score.raw
    assert abs(math.fsum(term.points for term in result.terms) - missing) < 1e-9
    of_findings = math.fsum(result.points)
    carried: dict[tuple[Category, str], float] = {}
    for item, own in zip(repository.findings, result.points, strict=True):
        carried[item.category, item.rule] = carried.get((item.category, item.rule), 0.0) + own
    units = sum(
        item.units
        for item in repository.findings
        if is_open(item) and (item.category, item.rule) == (Category.TYPING, "TYP001")
    )
    alone = 0.0
    for term in result.terms:
        slots = term.rule == "annotation slots"
        own = carried.get((term.category, "TYP001" if slots else term.rule), 0.0)
        left = term.points - own
        if slots:  # what is uncovered and stands in no finding
            assert left >= -1e-9
            assert abs(left) < 1e-9 or units < term.findings
        elif term.weight:
            assert abs(left) < 1e-9
        alone += left
    assert abs(of_findings + alone - missing) < 1e-9
    assert abs(math.fsum(cause.points for cause in result.causes) - of_findings) < 1e-9


@unhurried
@given(repositories())
def test_only_the_leader_of_a_root_cause_carries_its_points(repository: ScoreInput) -> None:
    points = score(repository).points
    for group in groups(repository.findings):
        weights = [weight(repository.findings[index]) for index in group]
        assert weights[0] == max(weights)
        assert not any(points[index] for index in group[1:])
    assert not any(own for item, own in zip(repository.findings, points, strict=True) if not is_open(item))


@unhurried
@given(repositories(), a_finding(), st.integers(0, 10**12))
def test_clean_code_cannot_lift_a_critical_finding_above_its_cap(
    repository: ScoreInput, found: Finding, clean: int
) -> None:
    critical = msgspec.structs.replace(
        found,
        rule="SEC004",
        category=Category.SECURITY,
        severity=Severity.CRITICAL,
        confidence=Confidence.MEDIUM,
        zone=Zone.PRODUCTION,
        suppressed=None,
    )
    repository = msgspec.structs.replace(
        repository,
        statements=repository.statements + clean,
        not_assessed={},
        inactive={},
        preview_rules=frozenset(),
    )
    result = score(with_findings(repository, *repository.findings, critical))
    assert result.score is not None
    assert result.score.value <= 69
    assert result.score.grade in ("D", "F")


@unhurried
@given(repositories(least=5001), st.integers(2, 40))
def test_copies_of_a_repository_score_like_one(repository: ScoreInput, copies: int) -> None:
    many = msgspec.structs.replace(
        repository,
        statements=repository.statements * copies,
        findings=tuple(
            msgspec.structs.replace(
                item, path=f"copy{number}/{item.path}", cause=item.cause and f"{item.cause} {number}"
            )
            for number in range(copies)
            for item in repository.findings
        ),
        ratios={
            category: tuple(
                msgspec.structs.replace(item, covered=item.covered * copies, total=item.total * copies)
                for item in parts
            )
            for category, parts in repository.ratios.items()
        },
    )
    one, more = score(repository), score(many)
    for left, right in zip(one.categories, more.categories, strict=True):
        assert (left.score is None) == (right.score is None)
        assert left.score is None or right.score is None or abs(left.score - right.score) <= 1.5
    if one.score is not None and more.score is not None:
        assert abs(one.score.raw - more.score.raw) <= 1.5


@unhurried
@given(repositories(), st.lists(a_finding(), max_size=8), st.integers(1, 5000), st.integers(1, 200))
def test_deleting_dead_code_never_lowers_a_score(
    repository: ScoreInput, in_dead_code: list[Finding], dead: int, slots: int
) -> None:
    """`statements` and shares come without what is marked for removal, as `ScoreInput` and `Ratio` demand."""

    def measured(
        statements: int, all_slots: int, findings: tuple[Finding, ...], marked: tuple[int, int]
    ) -> ScoreResult:
        share = repository.ratios[Category.TYPING][0]
        live = msgspec.structs.replace(share, total=all_slots - marked[1])
        return score(
            msgspec.structs.replace(
                repository,
                statements=statements - marked[0],
                findings=findings,
                ratios={**repository.ratios, Category.TYPING: (live,)},
            )
        )

    total = repository.ratios[Category.TYPING][0].total
    everything = (*repository.findings, *in_dead_code)
    before = measured(repository.statements + dead, total + slots, everything, (dead, slots))
    after = measured(repository.statements, total, repository.findings, (0, 0))
    assert all(new >= old - ROUNDING for old, new in zip(numbers(before), numbers(after), strict=True))


@unhurried
@given(repositories())
def test_an_empty_repository_has_no_grade(repository: ScoreInput) -> None:
    result = score(msgspec.structs.replace(repository, statements=0))
    assert result.score is None
    assert all(item.score is None and item.grade is None for item in result.categories)
    assert all(item.not_assessed for item in result.categories)
    assert not any(result.points)
