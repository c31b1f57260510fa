"""The score of an audit as it would be without some root causes, worked out from sums, not from all findings. Pure.

`codereview.score.again.again` is the definition: it takes every finding in hand. Choosing what to fix asks for
thousands of such scores, so this keeps what the formula needs and nothing else: the weight of each line (a rule, or a
share), the penalty of each category, the counts behind the caps. Fixing a root cause changes a handful of them.
Both give the same figures; a test holds them together to 1e-9.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from codereview.model import Category, Finding, ScoreBasis, Severity
from codereview.score.again import UNPARSED_RULE
from codereview.score.caps import NO_LIMIT, capped, grade_of, security_causes
from codereview.score.causes import groups, is_open, weight
from codereview.score.formula import density, scored_categories, share_penalty, shared_rules, soft_cap
from codereview.score.table import (
    CAP_CRITICAL,
    CAP_CRITICAL_STEP,
    CAP_ENTRY_POINT,
    CAP_HIGH,
    CAP_HIGH_STEP,
    CAP_INCOMPLETE,
    CAP_RULE_OFF,
    CATEGORIES,
)


class Line(NamedTuple):
    """What one penalty stands on: the findings of a rule, or a share that leaves something uncovered.

    ``amount`` is the sum of weights, or the covered units, before anything is fixed. ``pull`` turns a penalty into
    halvings of the overall score, ``parts`` is the number of shares of the category, ``total`` of a rule is 0.
    """

    category: Category
    pull: float
    amount: float
    total: int = 0
    parts: int = 1


class Fix(NamedTuple):
    """What mending one root cause does: to the lines (by number), to the counts behind the caps, to broken files."""

    id: str
    effort: int
    lines: tuple[tuple[int, float], ...]
    critical: int
    high: int
    severe: int
    mends: tuple[str, ...]


class Standing(NamedTuple):
    """A score: after the caps, before them, the lowest cap, and the letter."""

    value: float
    raw: float
    limit: float
    grade: str


class WhatIf:
    """An audit's score, with root causes to fix and to open again.

    Attributes:
        fixes: what each root cause does that changes the score at all, by its id.
        lines: what the penalties stand on.
        critical, high: open root causes that the security caps count, as it is now.
        broken: the caps that files stand for which cannot be parsed, each with their paths.

    Args:
        findings: those that the score was worked out from, see `codereview.score.again.judged`.
        basis: what it depends on besides.
    """

    def __init__(self, findings: Iterable[Finding], basis: ScoreBasis) -> None:
        listed = tuple(findings)
        self._statements = basis.statements
        self._categories = scored_categories(basis)
        self.scored = bool(self._categories)
        self.lines, self._numbers = _lines(listed, basis, self._categories)
        self.fixes: Mapping[str, Fix] = _fixes(listed, basis, self._categories, self._numbers)
        self._severe = sum(1 for item in listed if is_severe(item, basis))
        counts = security_causes(
            item for item in listed if is_open(item) and item.rule not in basis.preview_rules
        )
        self._counts = {
            severity: sum(1 for found in counts.values() if found is severity)
            for severity in (Severity.CRITICAL, Severity.HIGH)
        }
        self.broken = (
            (CAP_ENTRY_POINT, frozenset(basis.broken_entry_points)),
            (CAP_INCOMPLETE, frozenset(basis.unparsed)),
        )
        self._constant = min(
            CAP_INCOMPLETE if basis.failed_tools else NO_LIMIT,
            CAP_RULE_OFF if basis.disabled_rules else NO_LIMIT,
        )
        self.reset()

    def reset(self) -> None:
        """Opens everything again."""
        self.fixed: set[str] = set()
        self._amounts = [line.amount for line in self.lines]
        self._penalties = [self.penalty(number, line.amount) for number, line in enumerate(self.lines)]
        self.critical, self.high = self._counts[Severity.CRITICAL], self._counts[Severity.HIGH]
        self._open_severe = self._severe
        self._mended: Counter[str] = Counter()

    def only(self, ids: Iterable[str]) -> Standing:
        """The score with these mended and everything else open; it stays so."""
        self.reset()
        for id in ids:
            self.fix(id)
        return self.standing()

    def fix(self, id: str) -> None:
        """Mends a root cause that is open; one that no figure depends on changes nothing."""
        self._turn(id, 1)

    def reopen(self, id: str) -> None:
        """Takes a `fix` back."""
        self._turn(id, -1)

    def _turn(self, id: str, sign: int) -> None:
        if (id in self.fixed) == (sign > 0):
            return
        (self.fixed.add if sign > 0 else self.fixed.discard)(id)
        effect = self.fixes.get(id)
        if effect is None:
            return
        for number, change in effect.lines:
            self._amounts[number] += sign * change
            self._penalties[number] = self.penalty(number, self._amounts[number])
        self.critical -= sign * effect.critical
        self.high -= sign * effect.high
        self._open_severe -= sign * effect.severe
        for path in effect.mends:
            self._mended[path] += sign

    def amount(self, number: int) -> float:
        """What a line stands at now: the sum of its weights, or the covered units of a share."""
        return self._amounts[number]

    def penalty(self, number: int, amount: float) -> float:
        """The penalty of a line whose weights sum to ``amount``, or of a share that covers so much."""
        line = self.lines[number]
        if line.total:
            return share_penalty(line.category, min(float(line.total), amount), line.total, line.parts)
        return soft_cap(density(amount, self._statements))

    def limit(self) -> float:
        """The lowest cap, 100 where there is none."""
        return min(
            self._constant,
            capped(self.critical, CAP_CRITICAL, CAP_CRITICAL_STEP),
            capped(self.high, CAP_HIGH, CAP_HIGH_STEP),
            *(limit for limit, paths in self.broken if any(not self._mended[path] for path in paths)),
        )

    def raw(self) -> float:
        """The score before caps."""
        total = math.fsum(
            line.pull * penalty for line, penalty in zip(self.lines, self._penalties, strict=True)
        )
        return float(100 * 2.0**-total)

    def standing(self) -> Standing:
        """The score as it is now."""
        raw, limit = self.raw(), self.limit()
        value = min(raw, limit)
        return Standing(value, raw, limit, grade_of(value, bool(self._open_severe)))

    def categories(self) -> dict[Category, float]:
        """The scores of the categories that have one."""
        out = {}
        for category in (category for category in Category if category in self._categories):
            penalties = [p for n, p in enumerate(self._penalties) if self.lines[n].category is category]
            out[category] = 100 * 2.0 ** (-math.fsum(penalties) / CATEGORIES[category].h)
        return out


def is_severe(finding: Finding, basis: ScoreBasis) -> bool:
    """Whether it stands between the project and an A+."""
    return (
        finding.severity.rank >= Severity.HIGH.rank
        and is_open(finding)
        and finding.rule not in basis.preview_rules
    )


def _lines(
    findings: tuple[Finding, ...], basis: ScoreBasis, categories: frozenset[Category]
) -> tuple[tuple[Line, ...], dict[tuple[Category, str, int], int]]:
    """The lines, and the number of each by category, rule and place among the shares (-1: the rule itself)."""
    mass = math.fsum(CATEGORIES[category].weight for category in categories)
    counted = shared_rules(basis)
    weights: dict[tuple[Category, str], list[float]] = {}
    for group in groups(findings):
        leader = findings[group[0]]
        if (
            leader.category in categories
            and leader.rule not in counted
            and leader.rule not in basis.preview_rules
        ):
            weights.setdefault((leader.category, leader.rule), []).append(weight(leader))
    lines: list[Line] = []
    numbers: dict[tuple[Category, str, int], int] = {}
    for (category, rule), own in sorted(weights.items()):
        numbers[category, rule, -1] = len(lines)
        lines.append(Line(category, _pull(category, mass), math.fsum(own)))
    for category in sorted(categories & basis.ratios.keys()):
        shares = [ratio for ratio in basis.ratios[category] if ratio.total]
        for place, ratio in enumerate(shares):
            numbers[category, ratio.rule, place] = len(lines)
            lines.append(Line(category, _pull(category, mass), ratio.covered, ratio.total, len(shares)))
    return tuple(lines), numbers


def _pull(category: Category, mass: float) -> float:
    return CATEGORIES[category].weight / mass / CATEGORIES[category].h


def _fixes(
    findings: tuple[Finding, ...],
    basis: ScoreBasis,
    categories: frozenset[Category],
    numbers: Mapping[tuple[Category, str, int], int],
) -> dict[str, Fix]:
    """What each root cause does; those that do nothing to the score are left out."""
    by_id: dict[str, list[tuple[int, ...]]] = {}
    for group in groups(findings):
        by_id.setdefault(findings[group[0]].root_cause, []).append(group)
    shares: dict[tuple[Category, str], list[int]] = {}
    for (category, rule, place), number in numbers.items():
        if place >= 0 and rule:
            shares.setdefault((category, rule), []).append(number)
    broken = {*basis.broken_entry_points, *basis.unparsed}
    out = {}
    for id, its in by_id.items():
        changes: dict[int, float] = {}
        for group in its:
            leader = findings[group[0]]
            own = numbers.get((leader.category, leader.rule, -1))
            if own is not None and weight(leader) > 0:
                changes[own] = changes.get(own, 0.0) - weight(leader)
            for share in shares.get((leader.category, leader.rule), ()):
                units = sum(findings[index].units for index in group)
                changes[share] = changes.get(share, 0.0) + units
        members = [findings[index] for group in its for index in group]
        worst = list(
            security_causes(item for item in members if item.rule not in basis.preview_rules).values()
        )
        effect = Fix(
            id=id,
            effort=sum(max(findings[index].effort_minutes for index in group) for group in its),
            lines=tuple(sorted((number, change) for number, change in changes.items() if change)),
            critical=worst.count(Severity.CRITICAL),
            high=worst.count(Severity.HIGH),
            severe=sum(1 for item in members if is_severe(item, basis)),
            mends=tuple(
                sorted({item.path for item in members if item.rule == UNPARSED_RULE and item.path in broken})
            ),
        )
        if effect.lines or effect.critical or effect.high or effect.severe or effect.mends:
            out[id] = effect
    return out
