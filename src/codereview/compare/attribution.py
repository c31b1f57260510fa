"""The change of the overall score by cause, adding up. Pure.

Between two audits several things change at once. Each cause is switched from its old to its new state by itself, one
after the other, and the score is worked out again after each switch (`codereview.score.again`): the differences of
neighbours sum to the difference of the ends, by construction. What a switch is worth depends on what was switched
before it. So the causes are switched in a fixed order (`ORDER`) and once more in the opposite order (`BACKWARDS`), and
each is given the mean of both: which audit is called the old one then changes nothing but the sign.

Within one switch the points are split by rule: the logarithm of the raw score is a sum over rules and shares, and the
logarithmic mean ``(b - a) / (ln b - ln a)`` turns differences of that sum into points without a remainder (the
logarithmic mean Divisia index; Ang 2004, *Decomposition analysis for policymaking in energy*).

This explains the score before caps. What the caps hold back on each side is a line of its own, and so is what the
present model makes of the audits otherwise than the one that made them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from codereview.compare.sorting import Sorted
from codereview.compare.states import BACKWARDS, ORDER, Sources, State
from codereview.compare.values import CauseId, ScoreCause, ScoreChange, ScoreLine
from codereview.model import Audit, Category, Finding, Score, ScoreBasis
from codereview.score.again import again, judged
from codereview.score.formula import ScoreResult
from codereview.score.table import CATEGORIES

TITLES: Mapping[CauseId, str] = {
    "fixed": "fixed findings",
    "new": "new findings",
    "judged": "the same findings, judged otherwise",
    "suppressions": "suppressions",
    "shares": "shares: annotations, docstrings, tests, hygiene",
    "size": "size of the code",
    "advisories": "advisory data",
    "rules": "rules of codereview",
    "assessed": "what could be assessed",
    "caps": "caps",
    "model": "scoring model",
}
"""The causes in the order in which reports list them."""

_TINY = 1e-300

Key = tuple[Category, str]


class _Point(NamedTuple):
    """The raw score of a state, and the part of ``-ln(raw / 100)`` that each rule or share has in it."""

    raw: float
    losses: dict[Key, float]


def attribute(old: Audit, new: Audit, found: Sorted) -> tuple[ScoreChange | None, str]:
    """The change of the score by cause; or None, and why it cannot be told."""
    if old.score is None or new.score is None:
        which = (
            "neither audit has"
            if old.score is new.score
            else f"the {'old' if old.score is None else 'new'} audit has no"
        )
        return None, f"{which} {'a ' if which.startswith('neither') else ''}score"
    if old.basis is None or new.basis is None:
        side = "old" if old.basis is None else "new"
        return (
            None,
            f"the {side} audit was made by a codereview that did not yet store what its score stands on",
        )
    sources = Sources(old.basis, new.basis, found)
    points = _Points(sources)
    ends = (points.at(frozenset()), points.at(frozenset(ORDER)))
    if any(end is None for end in ends):
        return None, "one of the audits has a score that cannot be worked out again from it"
    shares: dict[CauseId, dict[Key, float]] = {}
    for path in (ORDER, BACKWARDS):
        for cause, gained in points.along(path):
            into = shares.setdefault(cause, defaultdict(float))
            for key, value in gained.items():
                into[key] += value / 2
    names = _names(old, new)
    causes = [_cause(cause, shares[cause], names, sources) for cause in TITLES if cause in shares]
    causes = [cause for cause in causes if cause.lines]
    raw = (_raw(ends[0]), _raw(ends[1]))
    causes += _caps(old.score, new.score) + _model(old, new, raw)
    return ScoreChange(old=old.score.value, new=new.score.value, causes=tuple(causes)), ""


class _Points:
    """The raw score at each state of the switches, worked out once each."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._known: dict[State, _Point | None] = {}

    def at(self, state: State) -> _Point | None:
        """None where there is no score."""
        real = self._sources.effective(state)
        if real not in self._known:
            self._known[real] = _point(*self._sources.at(real))
        return self._known[real]

    def along(self, path: Iterable[CauseId]) -> Iterable[tuple[CauseId, dict[Key, float]]]:
        """Each cause in turn, with the points that switching it brings, by rule or share."""
        state: State = frozenset()
        for cause in path:
            before, after = self.at(state), self.at(state | {cause})
            state |= {cause}
            if before is not after and before is not None and after is not None:
                yield cause, _split(before, after)


def _point(findings: tuple[Finding, ...], basis: ScoreBasis) -> _Point | None:
    result = again(findings, basis)
    return None if result.score is None else _Point(result.score.raw, _losses(result))


def _losses(result: ScoreResult) -> dict[Key, float]:
    weights = {item.id: item.weight for item in result.categories if item.score is not None}
    mass = math.fsum(weights.values())
    out: dict[Key, float] = defaultdict(float)
    for term in result.terms:
        share = weights[term.category] / mass / CATEGORIES[term.category].h
        out[term.category, term.rule] += math.log(2) * share * term.penalty
    return out


def _split(before: _Point, after: _Point) -> dict[Key, float]:
    one, two = max(before.raw, _TINY), max(after.raw, _TINY)
    ratio = math.log(two / one)
    mean = (two - one) / ratio if ratio else one
    keys = sorted(before.losses.keys() | after.losses.keys(), key=lambda key: (key[0].value, key[1]))
    gained = {key: -mean * (after.losses.get(key, 0.0) - before.losses.get(key, 0.0)) for key in keys}
    return {key: value for key, value in gained.items() if value}


def _raw(point: _Point | None) -> float:
    return point.raw if point is not None else 0.0


def _cause(
    cause: CauseId, gained: Mapping[Key, float], names: Mapping[str, str], sources: Sources
) -> ScoreCause:
    counts = sources.counts(cause)
    lines = [
        ScoreLine(
            title=names.get(rule, rule),
            points=points,
            category=category,
            rule=rule if rule in names else "",
            findings=counts.get((category, rule), 0),
        )
        for (category, rule), points in gained.items()
        if abs(points) > 1e-12
    ]
    rest = math.fsum(gained.values()) - math.fsum(line.points for line in lines)
    if lines and rest:
        lines[0] = ScoreLine(
            title=lines[0].title,
            points=lines[0].points + rest,
            category=lines[0].category,
            rule=lines[0].rule,
            findings=lines[0].findings,
        )
    lines.sort(key=lambda line: (-abs(line.points), line.category.value if line.category else "", line.title))
    return ScoreCause(
        id=cause, title=TITLES[cause], points=math.fsum(line.points for line in lines), lines=tuple(lines)
    )


def _names(old: Audit, new: Audit) -> dict[str, str]:
    found = {item.rule: item.title for audit in (old, new) for item in judged(audit)}
    return found | {card.id: card.title for audit in (old, new) for card in audit.rules}


def _caps(old: Score, new: Score) -> list[ScoreCause]:
    """What the caps hold back: points that come back where one no longer holds, and that go where one does."""
    lines = []
    for score, sign, when in ((old, 1, "held the old score at"), (new, -1, "holds the new score at")):
        held = score.raw - score.value
        if held > 0 and score.caps:
            cap = min(score.caps, key=lambda item: item.limit)
            lines.append(ScoreLine(title=f"{when} {cap.limit:g}: {cap.reason}", points=sign * held))
    if len(lines) == 2 and lines[0].points + lines[1].points == 0:
        return []
    return _single("caps", lines)


def _model(old: Audit, new: Audit, raw: tuple[float, float]) -> list[ScoreCause]:
    """What the model of this version makes of the audits otherwise than those that made them did."""
    lines = []
    for audit, value, sign, which in ((old, raw[0], 1, "old"), (new, raw[1], -1, "new")):
        told = audit.score.raw if audit.score is not None else value
        if abs(value - told) > 1e-9:
            words = f"the {which} audit by model {audit.tool.score_model} of codereview {audit.tool.version}"
            lines.append(ScoreLine(title=words, points=sign * (value - told)))
    return _single("model", lines)


def _single(cause: CauseId, lines: list[ScoreLine]) -> list[ScoreCause]:
    if not lines:
        return []
    points = math.fsum(line.points for line in lines)
    return [ScoreCause(id=cause, title=TITLES[cause], points=points, lines=tuple(lines))]
