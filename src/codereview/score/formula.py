"""Findings and ratios -> scores, caps, and the points that each finding costs. Pure: no clock, no files, no
network.

The numbers are those of `codereview.score.table`. Model 1:

* A finding weighs ``w = severity * confidence * zone``. Findings of one rule that share a root cause count
  once, with the largest weight. A rule in preview, a suppressed finding and generated, vendored or
  environment code weigh nothing.
* A rule's density is ``x = 1000 * sum(w) / (statements + 200)``, its penalty `soft_cap` of that.
* A category's finding part is ``2 ** (-sum of penalties / h)``, its ratio part ``(5 + 95 * covered / total) /
  100`` (the geometric mean of them where it has several); its score is 100 times the product of the two.
* The raw score is the weighted geometric mean of the categories that have a score. The overall score is the
  lowest of the raw score and the caps (`codereview.score.caps`).
* The strict score is the same with the suppressed findings counted as well. Findings in a baseline always
  count.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from codereview.model import Category, CategoryScore, Cause, Finding, Score, ScoreBasis, Struct, Term
from codereview.score.caps import Circumstances, caps, grade, incomplete
from codereview.score.causes import by_severity, causes, groups, is_open, scored, weight
from codereview.score.reference import compared_with, percentile
from codereview.score.table import CATEGORIES, PER_STATEMENTS, RATIO_FLOOR, RULE_CEILING, STATEMENTS_OFFSET


class ScoreInput(ScoreBasis, frozen=True):
    """All that the score depends on: the basis, and all ``findings``, suppressed ones included."""

    findings: tuple[Finding, ...] = ()


class ScoreResult(Struct, frozen=True):
    """The score, worked out. ``points`` are those of the findings in their order; the others are reports'
    lines.

    The points of all ``terms`` sum to ``100 - raw``. So do those of the findings, together with those of what a share
    leaves uncovered and no finding stands for.
    """

    score: Score | None
    categories: tuple[CategoryScore, ...]
    terms: tuple[Term, ...]
    points: tuple[float, ...]
    causes: tuple[Cause, ...]


class _Member(NamedTuple):
    """One root cause of a rule: its heaviest finding, and what all of its findings are together."""

    leader: int
    weight: float
    findings: int
    units: int


class _Line(NamedTuple):
    """One term before its points are known: `penalty` in points per 1,000 statements, `shares` by finding."""

    category: Category
    rule: str
    findings: int
    weight: float
    penalty: float
    shares: tuple[tuple[int, float], ...]
    is_ratio: bool


def soft_cap(density: float, ceiling: float = RULE_CEILING) -> float:
    """The penalty of one rule: ``density`` while that is small, below ``ceiling`` however large it gets.

    ``ceiling * x / (x + ceiling)``. It has the same slope at 0 and the same ceiling as ``ceiling * (1 -
    exp(-x / ceiling))``, which was the first choice. In floating point the exponential is exactly flat from a
    density of about 37 ceilings on, and flat to the eye from 6 on: in a small repository the score would not
    move when a finding is fixed. Written so that it never falls as ``density`` grows, rounding included.
    """
    return 0.0 if density <= 0 else ceiling / (1 + ceiling / density)


def score(inp: ScoreInput) -> ScoreResult:
    """The score of one audit. A repository without statements, or without any scored category, has none.

    Raises:
        ValueError: a negative number of statements, or a ratio that is not between 0 and 1.
    """
    _check(inp)
    applicable = scored_categories(inp)
    lines = _lines(inp, applicable, strict=False)
    raw, per_loss = _overall(lines, applicable)
    terms = tuple(_term(line, inp, per_loss) for line in lines)
    points = _points(len(inp.findings), lines, terms)
    return ScoreResult(
        score=_score(inp, raw, applicable) if applicable else None,
        categories=_categories(inp, lines, applicable),
        terms=terms,
        points=points,
        causes=causes(inp.findings, points),
    )


def _check(inp: ScoreInput) -> None:
    if inp.statements < 0:
        raise ValueError(f"the number of statements is negative: {inp.statements}")
    for ratio in (ratio for parts in inp.ratios.values() for ratio in parts):
        if not 0 <= ratio.covered <= ratio.total:
            raise ValueError(f"{ratio.label}: {ratio.covered} of {ratio.total} is no share")


def scored_categories(inp: ScoreBasis) -> frozenset[Category]:
    """The categories that have a score; none in a repository without statements."""
    if inp.statements == 0:
        return frozenset()
    return frozenset(
        category
        for category in Category
        if category not in inp.inactive and not inp.not_assessed.get(category)
    )


def shared_rules(basis: ScoreBasis) -> frozenset[str]:
    """The rules whose findings a share counts already, so that they have no weight of their own."""
    return frozenset(
        ratio.rule for parts in basis.ratios.values() for ratio in parts if ratio.rule and ratio.total
    )


def _lines(inp: ScoreInput, categories: frozenset[Category], *, strict: bool) -> list[_Line]:
    """The terms of the score, by category and rule; those of rules before those of ratios."""
    counted = shared_rules(inp)
    by_rule: dict[tuple[Category, str], list[_Member]] = {}
    for group in groups(inp.findings, strict=strict):
        leader = group[0]
        finding = inp.findings[leader]
        if finding.category in categories:
            own = 0.0 if finding.rule in inp.preview_rules else weight(finding)
            by_rule.setdefault((finding.category, finding.rule), []).append(
                _Member(leader, own, len(group), sum(inp.findings[index].units for index in group))
            )
    out = []
    order = list(Category)
    for (category, rule), members in sorted(
        by_rule.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
    ):
        total = math.fsum(member.weight for member in members)
        if rule not in counted and total > 0:
            penalty = soft_cap(density(total, inp.statements))
            shares = tuple((member.leader, member.weight / total) for member in members)
            out.append(_Line(category, rule, sum(m.findings for m in members), total, penalty, shares, False))
    for category in (category for category in order if category in categories):
        parts = [ratio for ratio in inp.ratios.get(category, ()) if ratio.total]
        for ratio in parts:
            penalty = share_penalty(category, ratio.covered, ratio.total, len(parts))
            missing = ratio.total - ratio.covered
            shares = _ratio_shares(by_rule.get((category, ratio.rule), []), missing)
            out.append(_Line(category, ratio.label, missing, 0.0, penalty, shares, True))
    return out


def density(total: float, statements: int) -> float:
    """The weights of a rule, by so many statements."""
    return PER_STATEMENTS * total / (statements + STATEMENTS_OFFSET)


def share_score(covered: float, total: int) -> float:
    """The score of a share, 5 where nothing is covered."""
    return RATIO_FLOOR + (100 - RATIO_FLOOR) * covered / total


def share_penalty(category: Category, covered: float, total: int, parts: int) -> float:
    """The penalty of a share of a category that has so many (``parts``)."""
    return max(-CATEGORIES[category].h * math.log2(share_score(covered, total) / 100) / parts, 0.0)


def _ratio_shares(members: Sequence[_Member], missing: int) -> tuple[tuple[int, float], ...]:
    """How the root causes that a share stands for split its cost: by the units that they leave uncovered.

    What is uncovered and stands in none of them (other rules speak of it, or it is suppressed) stays with the share:
    mending a finding does not gain it.
    """
    total = sum(member.units for member in members)
    whole = max(total, missing)
    return tuple((m.leader, m.units / whole if total else 1 / len(members)) for m in members)


def _overall(lines: Iterable[_Line], categories: Iterable[Category]) -> tuple[float, dict[Category, float]]:
    """The raw score, and for each category the points of it that one unit of penalty costs.

    The logarithm of the geometric mean is a sum over the terms. Each term gets that part of ``100 - raw``
    which it has in this sum, so that the points sum exactly.
    """
    lines = list(lines)
    mass = math.fsum(CATEGORIES[category].weight for category in categories)
    halvings = {
        category: CATEGORIES[category].weight / mass / CATEGORIES[category].h for category in categories
    }
    total = math.fsum(halvings[line.category] * line.penalty for line in lines)
    raw = float(100 * 2.0**-total)
    # 1 - 2**-t keeps its digits for small t only when it is not computed as a difference
    loss = -100 * math.expm1(-total * math.log(2))
    return raw, {category: halvings[category] * loss / total if total else 0.0 for category in halvings}


def _term(line: _Line, inp: ScoreInput, per_loss: Mapping[Category, float]) -> Term:
    return Term(
        category=line.category,
        rule=line.rule,
        findings=line.findings,
        weight=line.weight,
        density=0.0 if line.is_ratio else density(line.weight, inp.statements),
        penalty=line.penalty,
        points=line.penalty * per_loss[line.category],
    )


def _points(count: int, lines: Iterable[_Line], terms: Iterable[Term]) -> tuple[float, ...]:
    points = [0.0] * count
    for line, term in zip(lines, terms, strict=True):
        for index, share in line.shares:
            points[index] += term.points * share
    return tuple(points)


def _score(inp: ScoreInput, raw: float, categories: frozenset[Category]) -> Score:
    around = Circumstances(
        broken_entry_points=inp.broken_entry_points,
        unparsed=inp.unparsed,
        failed_tools=inp.failed_tools,
        disabled_rules=inp.disabled_rules,
        not_assessed=tuple(category for category in Category if inp.not_assessed.get(category)),
    )
    open_ = [item for item in inp.findings if is_open(item) and item.rule not in inp.preview_rules]
    all_ = [item for item in inp.findings if scored(item) and item.rule not in inp.preview_rules]
    limits = caps(open_, around)
    value = min([raw, *(cap.limit for cap in limits)])
    strict = value
    if len(all_) > len(open_):
        strict_raw, _ = _overall(_lines(inp, categories, strict=True), categories)
        strict = min([value, strict_raw, *(cap.limit for cap in caps(all_, around))])
    return Score(
        value=value,
        raw=raw,
        strict=strict,
        out_of_ten=value / 10,
        grade=grade(value, open_),
        caps=limits,
        percentile=percentile(value),
        complete=not incomplete(around),
        reference=compared_with(),
    )


def _categories(
    inp: ScoreInput, lines: Iterable[_Line], categories: frozenset[Category]
) -> tuple[CategoryScore, ...]:
    open_: dict[Category, list[Finding]] = {category: [] for category in Category}
    for item in inp.findings:
        if is_open(item):
            open_[item.category].append(item)
    return tuple(_category(inp, category, mine, lines, categories) for category, mine in open_.items())


def _category(
    inp: ScoreInput,
    category: Category,
    mine: Sequence[Finding],
    lines: Iterable[_Line],
    categories: frozenset[Category],
) -> CategoryScore:
    ratios = [ratio for ratio in inp.ratios.get(category, ()) if ratio.total]
    unscored = CategoryScore(
        id=category,
        score=None,
        grade=None,
        weight=CATEGORIES[category].weight,
        ratio=", ".join(f"{ratio.covered:,} of {ratio.total:,} {ratio.label}" for ratio in ratios),
        findings=by_severity(mine),
    )
    if category not in categories:
        return replace(unscored, not_assessed=_reasons(inp, category))
    own = [line for line in lines if line.category is category]
    finding_part, ratio_part = (
        2.0 ** (-math.fsum(line.penalty for line in own if line.is_ratio is ratio) / CATEGORIES[category].h)
        for ratio in (False, True)
    )
    value = 100 * finding_part * ratio_part
    return replace(
        unscored,
        score=value,
        grade=grade(value, [item for item in mine if item.rule not in inp.preview_rules]),
        finding_score=100 * finding_part,
        ratio_score=100 * ratio_part if ratios else None,
        percentile=percentile(value, category),
    )


def _reasons(inp: ScoreInput, category: Category) -> tuple[str, ...]:
    if category in inp.inactive:
        return (inp.inactive[category],)
    if inp.not_assessed.get(category):
        return inp.not_assessed[category]
    return () if inp.statements else ("there are no statements in production code",)
