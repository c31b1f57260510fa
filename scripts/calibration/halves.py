"""From figures to half-lives, scores and their spread. Pure; what the rules mean stands in docs/scoring.md.

A category's score is ``100 * share * 2 ** (-penalty / h)``. The share is fixed by the model, so that only the
finding part can be calibrated: a project with the penalty ``p`` has 75 in it when ``h = p / log2(100 / 75)``.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence

from calibration.figures import Figures, Sample
from codereview.model import Category, Severity, Zone
from codereview.score import soft_cap
from codereview.score.reference import Reference
from codereview.score.table import (
    CATEGORIES,
    PER_STATEMENTS,
    SCORE_MODEL,
    SEVERITY_WEIGHT,
    STATEMENTS_OFFSET,
    TARGET_MEDIAN,
    ZONE_FACTOR,
)

HALVINGS = math.log2(100 / TARGET_MEDIAN)
"""How often a score of 100 is halved until it is the target."""

USUAL = 1000
"""Statements of a project of which anybody can tell how bad one finding is."""


def quantile(values: Iterable[float], part: float) -> float:
    """The value below which ``part`` (0 to 1) of the values lie, between two of them by a straight line.

    Raises ValueError if there are none.
    """
    ordered = sorted(values)
    if not ordered:
        raise ValueError("there is no quantile of nothing")
    at = part * (len(ordered) - 1)
    low, high = ordered[math.floor(at)], ordered[math.ceil(at)]
    return low + (high - low) * (at - math.floor(at))


def half_lives(reference: Sequence[Figures]) -> dict[Category, float]:
    """The half-life of each category: what its median gives, but not less than the `least`; in steps of 0.5, since
    forty projects tell no more.
    """
    return {
        category: max(round(2 * of_median(reference, category)) / 2, round(2 * least(category)) / 2)
        for category in Category
    }


def least(category: Category) -> float:
    """The half-life at which one finding of severity high that is sure halves its category in a project of
    `USUAL` statements.
    """
    zone = Zone.TESTS if category is Category.TESTING else Zone.PRODUCTION
    weight = SEVERITY_WEIGHT[Severity.HIGH] * ZONE_FACTOR[zone]
    return soft_cap(PER_STATEMENTS * weight / (USUAL + STATEMENTS_OFFSET))


def of_median(reference: Iterable[Figures], category: Category) -> float:
    """The half-life at which the median project has the target in the finding part of the category."""
    penalties = (item.penalties[category] for item in reference if category in item.penalties)
    return quantile(penalties, 0.5) / HALVINGS


def common(reference: Sequence[Figures], rounds: int = 60) -> float:
    """The least half-life of all categories at which the median project would have the target overall.

    Found by halving an interval, since an overall score never falls as a half-life grows.
    """
    low, high = 0.01, 100.0
    for _ in range(rounds):
        middle = (low + high) / 2
        halves = _with(reference, middle)
        if quantile((overall(item, halves) for item in reference), 0.5) < TARGET_MEDIAN:
            low = middle
        else:
            high = middle
    return high


def _with(reference: Sequence[Figures], shared: float) -> dict[Category, float]:
    """Findings of tests stand in tests and weigh a quarter, and so does the half-life there."""
    return {
        category: max(
            of_median(reference, category),
            shared * (ZONE_FACTOR[Zone.TESTS] if category is Category.TESTING else 1.0),
        )
        for category in Category
    }


def dearest(half: float, statements: int, category: Category) -> float:
    """The points of its category that one low finding costs in a project of that size."""
    zone = Zone.TESTS if category is Category.TESTING else Zone.PRODUCTION
    weight = SEVERITY_WEIGHT[Severity.LOW] * ZONE_FACTOR[zone]
    density = PER_STATEMENTS * weight / (statements + STATEMENTS_OFFSET)
    return float(100 * (1 - 2.0 ** (-soft_cap(density) / half)))


def value(item: Figures, halves: Mapping[Category, float], category: Category) -> float | None:
    """The score of one category, as `codereview.score` has it; None where the archive cannot show it."""
    if category in item.unseen or category not in item.penalties:
        return None
    part = float(2.0 ** (-item.penalties[category] / halves[category]))
    return 100 * item.shares.get(category, 1.0) * part


def overall(
    item: Figures, halves: Mapping[Category, float], without: frozenset[Category] = frozenset()
) -> float:
    """The overall score of the categories that the archive shows, less some; caps hold only for all."""
    parts = {
        category: found
        for category in CATEGORIES
        if category not in without and (found := value(item, halves, category)) is not None
    }
    mass = math.fsum(CATEGORIES[category].weight for category in parts)
    total = math.fsum(
        CATEGORIES[category].weight * math.log2(found / 100) for category, found in parts.items()
    )
    raw = float(100 * 2.0 ** (total / mass))
    return raw if without else min(raw, item.cap)


def above(first: Sequence[float], second: Sequence[float]) -> float:
    """The share of pairs in which the first is the higher, a draw counted half: the area under the curve,
    Mann and Whitney's U over the number of pairs.
    """
    wins = sum((one > other) + 0.5 * (one == other) for one in first for other in second)
    return wins / (len(first) * len(second))


def reference_table(sample: Sample, halves: Mapping[Category, float]) -> Reference:
    """What ships with the tool."""
    return Reference(
        date=sample.date,
        model=SCORE_MODEL,
        projects=sample.projects,
        half_lives=dict(halves),
        values=tuple(sorted(round(overall(item, halves), 4) for item in sample.reference)),
        categories={
            category: tuple(
                sorted(
                    round(found, 4)
                    for item in sample.reference
                    if (found := value(item, halves, category)) is not None
                )
            )
            for category in Category
        },
    )


def spread(reference: Sequence[Figures], times: int = 200) -> tuple[float, float]:
    """The common half-lives between which nine of ten lie when as many projects are drawn from them with repetition."""
    chance = random.Random(1)
    found = [common(chance.choices(reference, k=len(reference)), rounds=20) for _ in range(times)]
    return quantile(found, 0.05), quantile(found, 0.95)
