"""What the score stands on between two audits: findings and basis, with some causes in their new state. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec.structs import replace

from codereview.compare.sorting import Sorted
from codereview.compare.values import CauseId
from codereview.model import Category, Finding, Ratio, ScoreBasis

State = frozenset[CauseId]
"""The causes that are in their new state."""

ORDER: tuple[CauseId, ...] = (
    "assessed",
    "rules",
    "advisories",
    "size",
    "shares",
    "suppressions",
    "fixed",
    "judged",
    "new",
)
"""The causes in the order in which they are switched."""

BACKWARDS: tuple[CauseId, ...] = ("fixed", "judged", "new", *reversed(ORDER[:6]))
"""The order in which the comparison of the same audits the other way round switches them, read from its end: there,
what is new here is fixed.
"""


class Sources:
    """Old and new state of each cause.

    Args:
        old, new: what the scores stand on besides findings.
        found: the findings.
    """

    def __init__(self, old: ScoreBasis, new: ScoreBasis, found: Sorted) -> None:
        self._old = old
        self._new = new
        self._same: list[Finding] = []
        self._swapped: dict[CauseId, list[tuple[Finding, Finding]]] = {"suppressions": [], "judged": []}
        for one, two in found.pairs:
            if one.suppressed != two.suppressed:
                self._swapped["suppressions"].append((one, two))
            elif _weighs_alike(one, two):
                self._same.append(one)
            else:
                self._swapped["judged"].append((one, two))
        self._gone: dict[CauseId, list[Finding]] = {"fixed": list(found.fixed)}
        self._come: dict[CauseId, list[Finding]] = {"new": list(found.new)}
        for item, why in found.unlike_old:
            self._gone.setdefault(why.why, []).append(item)
        for item, why in found.unlike_new:
            self._come.setdefault(why.why, []).append(item)

    def effective(self, state: State) -> State:
        """The state without causes that change nothing."""
        return frozenset(cause for cause in state if self._matters(cause))

    def _matters(self, cause: CauseId) -> bool:
        if self._gone.get(cause) or self._come.get(cause) or self._swapped.get(cause):
            return True
        return self._basis(frozenset({cause})) != self._old

    def at(self, state: State) -> tuple[tuple[Finding, ...], ScoreBasis]:
        """Findings and basis in a state."""
        findings = list(self._same)
        for cause, pairs in self._swapped.items():
            findings += [two if cause in state else one for one, two in pairs]
        for cause, items in self._gone.items():
            findings += [] if cause in state else items
        for cause, items in self._come.items():
            findings += items if cause in state else []
        return tuple(findings), self._basis(state)

    def counts(self, cause: CauseId) -> Mapping[tuple[Category, str], int]:
        """The findings by category and rule that a cause is made of."""
        items = [*self._gone.get(cause, ()), *self._come.get(cause, ())]
        items += [two for _, two in self._swapped.get(cause, ())]
        return Counter((item.category, item.rule) for item in items)

    def _basis(self, state: State) -> ScoreBasis:
        """Circumstances of caps stay: the score before caps does not depend on them."""
        assessed = self._new if "assessed" in state else self._old
        return replace(
            self._old,
            statements=(self._new if "size" in state else self._old).statements,
            ratios=self._ratios(state),
            not_assessed=assessed.not_assessed,
            inactive=assessed.inactive,
            preview_rules=(self._new if "rules" in state else self._old).preview_rules,
        )

    def _ratios(self, state: State) -> dict[Category, tuple[Ratio, ...]]:
        """Shares that both sides have change as shares; one that a side lacks was not assessed there."""
        out: dict[Category, tuple[Ratio, ...]] = {}
        for category in Category:
            sides = [
                {ratio.rule or ratio.label: ratio for ratio in basis.ratios.get(category, ())}
                for basis in (self._old, self._new)
            ]
            parts = []
            for key in dict.fromkeys([*sides[0], *sides[1]]):
                one, two = sides[0].get(key), sides[1].get(key)
                if one is not None and two is not None:
                    parts.append(two if "shares" in state else one)
                elif (two is not None) is ("assessed" in state):
                    parts += [ratio for ratio in (one, two) if ratio is not None]
            if parts:
                out[category] = tuple(parts)
        return out


def _weighs_alike(one: Finding, two: Finding) -> bool:
    """Whether a fault enters the score alike on both sides; where it stands does not matter."""
    return (one.severity, one.confidence, one.zone, one.category, one.cause, one.units) == (
        two.severity,
        two.confidence,
        two.zone,
        two.category,
        two.cause,
        two.units,
    )
