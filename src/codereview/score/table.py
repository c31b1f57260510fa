"""Every number of the scoring model, and nothing else.

`codereview.score` holds the formulas. `docs/scoring.md` is generated from both, so a changed number shows up
there.
"""

from __future__ import annotations

from collections.abc import Mapping

from codereview.model import Category, Confidence, Severity, Struct, Zone

SCORE_MODEL = 1

SEVERITY_WEIGHT: Mapping[Severity, float] = {
    Severity.INFO: 0.0,
    Severity.LOW: 1.0,
    Severity.MEDIUM: 3.0,
    Severity.HIGH: 9.0,
    Severity.CRITICAL: 27.0,
}

CONFIDENCE_FACTOR: Mapping[Confidence, float] = {
    Confidence.HIGH: 1.0,
    Confidence.MEDIUM: 0.6,
    Confidence.LOW: 0.25,
}

ZONE_FACTOR: Mapping[Zone, float] = {
    Zone.PRODUCTION: 1.0,
    Zone.TESTS: 0.25,
    Zone.SCRIPTS: 0.25,
    Zone.EXAMPLES: 0.25,
    Zone.DOCS: 0.25,
    Zone.GENERATED: 0.0,
    Zone.VENDORED: 0.0,
    Zone.ENVIRONMENT: 0.0,
}

SECRET_RULES = frozenset({"SEC001", "SEC002", "SEC003"})
"""A committed secret is as exposed in a test as anywhere: zone factor 1 in every zone that is scored."""

STATEMENTS_OFFSET = 200
"""Added to the number of statements, so that one finding in a ten-line script is not a thousand per
thousand.
"""

PER_STATEMENTS = 1000
"""Densities are counted per so many statements."""

RULE_CEILING = 40.0
"""What the penalty of one rule approaches but never reaches, in points per 1,000 statements."""

RATIO_FLOOR = 5.0
"""The score of a ratio part of which nothing is covered."""


class CategoryNumbers(Struct, frozen=True):
    """Weight of a category in the overall mean, its half-life ``h`` and why these were taken.

    ``h`` is the number of points per 1,000 statements that halves the category's score.
    """

    weight: float
    h: float
    holds: str
    why: str


PROVISIONAL = False
"""True as long as the half-lives are first guesses and have not been calibrated on reference projects."""

TARGET_MEDIAN = 75.0
"""The score that the median reference project is to have in each category."""

CATEGORIES: Mapping[Category, CategoryNumbers] = {
    Category.SECURITY: CategoryNumbers(
        weight=0.20,
        h=6.5,
        holds="secrets, injection, authentication, cryptography, unsafe defaults",
        why=(
            "the median reference project has 0.1 points, one low finding in 8,000 statements: "
            "one high finding in 1,000 statements halves it"
        ),
    ),
    Category.RELIABILITY: CategoryNumbers(
        weight=0.17,
        h=6.5,
        holds="does it import, errors, calls that cannot work, timeouts, resources, async correctness",
        why="the median reference project has 0.5 points: one high finding in 1,000 statements halves it",
    ),
    Category.PERFORMANCE: CategoryNumbers(
        weight=0.10,
        h=6.5,
        holds="blocking in async, N+1, I/O in loops, memory, caches",
        why=(
            "the median reference project has nothing, since libraries seldom load or send in "
            "loops: one high finding in 1,000 statements halves it"
        ),
    ),
    Category.ARCHITECTURE: CategoryNumbers(
        weight=0.12,
        h=6.5,
        holds="cycles, reachability, coupling, size, clones, simulated code",
        why="the median reference project has 0.6 points: one high finding in 1,000 statements halves it",
    ),
    Category.MAINTAINABILITY: CategoryNumbers(
        weight=0.09,
        h=11.0,
        holds="complexity, idiom, deprecated APIs, dead code",
        why="calibrated by itself: the median reference project has 4.6 points and so 75",
    ),
    Category.TYPING: CategoryNumbers(
        weight=0.08,
        h=6.5,
        holds="annotation coverage, precision, type errors",
        why=(
            "most of it is the share of annotated slots, of findings the median project has 0.1 "
            "points: one high finding in 1,000 statements halves it"
        ),
    ),
    Category.TESTING: CategoryNumbers(
        weight=0.10,
        h=2.0,
        holds="reach, shape, assertions, collectability",
        why=(
            "most of it is the share of modules reached; findings stand in tests and weigh a "
            "quarter: one high finding in 1,000 statements halves it"
        ),
    ),
    Category.DEPENDENCIES: CategoryNumbers(
        weight=0.06,
        h=6.5,
        holds="vulnerable, undeclared, unused, contradicting",
        why="the median reference project has 0.1 points: one high finding in 1,000 statements halves it",
    ),
    Category.DOCUMENTATION: CategoryNumbers(
        weight=0.03,
        h=6.5,
        holds="docstrings, drift, README against code",
        why=(
            "most of it is the share of public docstrings, of findings the median project has "
            "0.2 points: one high finding in 1,000 statements halves it"
        ),
    ),
    Category.OPERATIONS: CategoryNumbers(
        weight=0.05,
        h=6.5,
        holds="logging, configuration, CI, containers, migrations, readiness",
        why=(
            "the median reference project has 0.2 points, besides its share of hygiene slots: "
            "one high finding in 1,000 statements halves it"
        ),
    ),
}

GRADES: tuple[tuple[float, str], ...] = (
    (97.0, "A+"),
    (93.0, "A"),
    (90.0, "A-"),
    (87.0, "B+"),
    (83.0, "B"),
    (80.0, "B-"),
    (77.0, "C+"),
    (73.0, "C"),
    (70.0, "C-"),
    (60.0, "D"),
    (0.0, "F"),
)
"""The lowest score of each grade; A+ also needs that nothing high or critical is open."""

CAP_CRITICAL = 69.0
CAP_CRITICAL_STEP = 3.0
CAP_HIGH = 89.0
CAP_HIGH_STEP = 1.0
CAP_STEPS = 9
"""n critical security findings: at most ``CAP_CRITICAL - CAP_CRITICAL_STEP * min(n - 1, CAP_STEPS)``; high
likewise.
"""

CAP_ENTRY_POINT = 69.0
CAP_INCOMPLETE = 89.0
CAP_RULE_OFF = 89.0
