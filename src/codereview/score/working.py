"""The score of an audit worked out line by line, with every number that entered. Pure.

The figures are those of `codereview.score.again.again`; what is added here are the steps between them, so that a reader
with a pocket calculator comes to the same result, and so that a receipt can be checked line by line.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence

from msgspec import structs

from codereview.model import Cap, Category, Confidence, Finding, ScoreBasis, Severity, Struct, Zone
from codereview.score.again import again
from codereview.score.causes import groups, is_open, scored, weight, zone_factor
from codereview.score.formula import ScoreResult, scored_categories, share_score, shared_rules
from codereview.score.table import (
    CATEGORIES,
    CONFIDENCE_FACTOR,
    SEVERITY_WEIGHT,
    STATEMENTS_OFFSET,
)


class Entry(Struct, frozen=True):
    """A finding that is scored: its factors, its weight, and the points that it costs.

    ``counts``: it is the heaviest of its root cause, which counts once, and no share or preview speaks for its rule.
    ``suppressed``: where it was accepted (``inline``, ``config``); it then counts in the strict score alone. ``cause``
    is a digest of what its root cause is named by, since that may quote code.
    """

    fingerprint: str
    rule: str
    category: Category
    path: str
    line: int
    severity: Severity
    confidence: Confidence
    zone: Zone
    severity_weight: float
    confidence_factor: float
    zone_factor: float
    weight: float
    counts: bool
    points: float
    units: int
    cause: str = ""
    suppressed: str = ""


class Line(Struct, frozen=True):
    """A penalty: a rule with the density of its findings, or a share with what it covers (``total`` is then not 0).

    ``share_score`` is ``5 + 95 * covered / total``; ``halvings`` is what the penalty takes from the overall score.
    """

    category: Category
    name: str
    rule: str
    weight: float
    density: float
    penalty: float
    halvings: float
    points: float
    covered: int = 0
    total: int = 0
    share_score: float = 0.0


class CategoryLine(Struct, frozen=True):
    """A category: the sum of its penalties, ``halvings = penalty / h``, and ``100 / 2 ** halvings``.

    ``share`` is its weight among the categories that have a score. Without a score there are reasons.
    """

    id: Category
    weight: float
    h: float
    share: float
    rules_penalty: float
    shares_penalty: float
    halvings: float
    score: float | None
    grade: str
    reasons: tuple[str, ...] = ()


class Strict(Struct, frozen=True):
    """The strict score: what the suppressed findings would cost, by rule (``lines``), and where that leads."""

    suppressed: int
    lines: tuple[Line, ...]
    raw: float
    caps: tuple[Cap, ...]
    value: float


class Working(Struct, frozen=True):
    """A score, worked out. ``halvings`` is their sum over all lines; ``raw = 100 / 2 ** halvings``."""

    statements: int
    divisor: float
    entries: tuple[Entry, ...]
    lines: tuple[Line, ...]
    categories: tuple[CategoryLine, ...]
    halvings: float
    raw: float
    caps: tuple[Cap, ...]
    value: float
    grade: str
    complete: bool
    percentile: float | None
    strict: Strict
    reference: str = ""


def working(findings: Iterable[Finding], basis: ScoreBasis) -> Working | None:
    """The score of findings worked out; None where there is no score."""
    listed = tuple(findings)
    result = again(listed, basis)
    if result.score is None:
        return None
    lines = _lines(result, basis)
    score = result.score
    return Working(
        statements=basis.statements,
        divisor=basis.statements + STATEMENTS_OFFSET,
        entries=_entries(listed, basis, result.points),
        lines=lines,
        categories=_categories(result, lines, basis),
        halvings=math.fsum(line.halvings for line in lines),
        raw=score.raw,
        caps=score.caps,
        value=score.value,
        grade=score.grade,
        complete=score.complete,
        percentile=score.percentile,
        strict=_strict(listed, basis, result),
        reference=score.reference,
    )


def _entries(findings: Sequence[Finding], basis: ScoreBasis, points: Sequence[float]) -> tuple[Entry, ...]:
    spoken_for = shared_rules(basis) | basis.preview_rules
    categories = scored_categories(basis)
    leaders = {group[0] for group in groups(findings)}
    out = []
    for index, item in enumerate(findings):
        if not scored(item):
            continue
        zone = zone_factor(item)
        out.append(
            Entry(
                fingerprint=item.fingerprint,
                rule=item.rule,
                category=item.category,
                path=item.path,
                line=item.line,
                severity=item.severity,
                confidence=item.confidence,
                zone=item.zone,
                severity_weight=SEVERITY_WEIGHT[item.severity],
                confidence_factor=CONFIDENCE_FACTOR[item.confidence],
                zone_factor=zone,
                weight=weight(item),
                counts=index in leaders and item.rule not in spoken_for and item.category in categories,
                points=points[index],
                units=item.units,
                cause=hashlib.sha256(item.cause.encode("utf-8", "surrogatepass")).hexdigest()[:16]
                if item.cause
                else "",
                suppressed="" if is_open(item) or item.suppressed is None else item.suppressed.source,
            )
        )
    return tuple(out)


def _lines(result: ScoreResult, basis: ScoreBasis) -> tuple[Line, ...]:
    mass = math.fsum(CATEGORIES[item.id].weight for item in result.categories if item.score is not None)
    shares = {
        (category, ratio.label): ratio
        for category, ratios in basis.ratios.items()
        for ratio in ratios
        if ratio.total
    }
    out = []
    for term in result.terms:
        ratio = shares.get((term.category, term.rule)) if not term.weight else None
        numbers = CATEGORIES[term.category]
        out.append(
            Line(
                category=term.category,
                name=term.rule,
                rule=ratio.rule if ratio else term.rule,
                weight=term.weight,
                density=term.density,
                penalty=term.penalty + 0.0,  # no minus before a nought
                halvings=numbers.weight / mass * term.penalty / numbers.h + 0.0,
                points=term.points,
                covered=ratio.covered if ratio else 0,
                total=ratio.total if ratio else 0,
                share_score=share_score(ratio.covered, ratio.total) if ratio else 0.0,
            )
        )
    return tuple(out)


def _categories(result: ScoreResult, lines: Sequence[Line], basis: ScoreBasis) -> tuple[CategoryLine, ...]:
    mass = math.fsum(CATEGORIES[item.id].weight for item in result.categories if item.score is not None)
    out = []
    for item in result.categories:
        own = [line for line in lines if line.category is item.id]
        parts = {
            share: math.fsum(line.penalty for line in own if bool(line.total) is share)
            for share in (False, True)
        }
        numbers = CATEGORIES[item.id]
        out.append(
            CategoryLine(
                id=item.id,
                weight=numbers.weight,
                h=numbers.h,
                share=numbers.weight / mass if item.score is not None else 0.0,
                rules_penalty=parts[False],
                shares_penalty=parts[True],
                halvings=(parts[False] + parts[True]) / numbers.h,
                score=item.score,
                grade=item.grade or "",
                reasons=item.not_assessed,
            )
        )
    return tuple(out)


def _strict(findings: Sequence[Finding], basis: ScoreBasis, plain: ScoreResult) -> Strict:
    """The same with nothing suppressed: only lines that are then dearer are listed."""
    hidden = [item for item in findings if scored(item) and not is_open(item)]
    all_open = tuple(structs.replace(item, suppressed=None) for item in findings)
    result = again(all_open, basis)
    assert result.score is not None
    assert plain.score is not None
    before = {(term.category, term.rule): term.penalty for term in plain.terms}
    return Strict(
        suppressed=len(hidden),
        lines=tuple(
            line
            for line in _lines(result, basis)
            if line.penalty > before.get((line.category, line.name), 0.0)
        ),
        raw=result.score.raw,
        caps=result.score.caps,
        value=plain.score.strict,
    )


def apportioned(amounts: Sequence[float], total: float, digits: int = 2) -> list[float]:
    """Amounts rounded so that they sum to the rounded total: those rounded down furthest are rounded up (largest
    remainder).
    """
    unit = 10**digits
    floors = [math.floor(amount * unit) for amount in amounts]
    missing = round(total * unit) - sum(floors)
    order = sorted(range(len(amounts)), key=lambda index: (floors[index] - amounts[index] * unit, index))
    for index in order[: max(0, missing)]:
        floors[index] += 1
    return [floor / unit for floor in floors]
