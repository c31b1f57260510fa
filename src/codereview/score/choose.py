"""Which root causes to fix: the most score for so many minutes, or a score for the fewest minutes. Pure.

Few root causes are tried in all combinations. Many are taken as a knapsack of rules (`codereview.score.knapsack`).
Caps are no part of that sum: one finding less changes nothing as long as another holds the same cap. So they are
handled first: for each height that the caps can be lifted to, what it takes to lift them is fixed before the rest is
chosen, and the best of these plans is taken.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from codereview.score.caps import shown
from codereview.score.knapsack import Point, frontier, least_for, most_within
from codereview.score.lift import Lift, heights, lift
from codereview.score.table import GRADES
from codereview.score.what_if import Standing, WhatIf

TRIED_WHOLE = 12
"""So many root causes are tried in all combinations."""
TOLERANCE = 1e-9


class Target(NamedTuple):
    """A score to reach, as reports show it; ``clean`` also asks that nothing high or critical is open."""

    least: float
    clean: bool = False

    def met(self, standing: Standing) -> bool:
        """Whether a score reaches it."""
        return shown(standing.value) >= self.least and not (self.clean and standing.grade != GRADES[0][1])


class Choice(NamedTuple):
    """Root causes to fix.

    Attributes:
        ids: in the order of `in_order`.
        minutes: their effort.
        gap: no choice is better by more than this, in points of the score (`within`) or in minutes (`cheapest`);
            0: it is the best there is.
        reached: whether the target is met; True where there was none.
    """

    ids: tuple[str, ...]
    minutes: int
    gap: float
    reached: bool = True


def within(model: WhatIf, allowed: Collection[str], minutes: int) -> Choice:
    """The root causes among ``allowed`` that give the highest score for at most so many minutes.

    Of equal scores that with the higher score before caps is taken, then the fewer minutes.
    """
    useful = sorted(id for id in set(allowed) & model.fixes.keys() if model.fixes[id].effort <= minutes)
    if _minutes(model, useful) <= minutes:
        return _choice(model, _needed(model, useful), 0.0)
    if len(useful) <= TRIED_WHOLE:
        return _choice(model, _try_all(model, useful, minutes, None), 0.0)
    best: tuple[tuple[float, ...], tuple[str, ...]] | None = None
    highest, ceiling = 0.0, math.inf

    def attempt(start: Lift) -> Standing:
        nonlocal best, ceiling
        ids, bound = _fill(model, useful, start, minutes)
        now = model.only(ids)
        ceiling = min(ceiling, bound) if not start.ids else ceiling
        key = (*_height(now), -_minutes(model, ids))
        if best is None or key > best[0]:
            best = (key, ids)
        return now

    first = attempt(Lift((), True))
    levels = [level for level in heights(model, useful) if level > first.limit]
    lifts = {level: lift(model, useful, level) for level in levels}
    feasible = [level for level in levels if (way := lifts[level]) and _minutes(model, way.ids) <= minutes]
    if first.raw > first.limit:
        # the higher the caps are lifted, the less is left for the rest: the best is where the two meet
        low, high = 0, len(feasible)
        while low < high:
            middle = (low + high) // 2
            way = lifts[feasible[middle]]
            now = attempt(way) if way else first
            low, high = (middle + 1, high) if now.raw >= feasible[middle] else (low, middle)
    highest = max([first.limit, *feasible])
    assert best is not None
    gap = max(0.0, min(ceiling, highest) - best[0][0])
    return _choice(model, best[1], gap if gap > TOLERANCE else 0.0)


def cheapest(model: WhatIf, allowed: Collection[str], target: Target) -> Choice:
    """The root causes among ``allowed`` that reach the target in the fewest minutes.

    Where it cannot be reached: those that lead in the fewest minutes to the highest score there is.
    """
    useful = sorted(set(allowed) & model.fixes.keys())
    best = model.only(useful)
    reached = target.met(best)
    if not reached:
        target = Target(shown(best.value))
    if target.met(model.only(())):
        return Choice((), 0, 0.0, reached)
    if len(useful) <= TRIED_WHOLE:
        return _choice(model, _try_all(model, useful, None, target), 0.0, reached)
    way = lift(model, useful, target.least, target.clean)
    start = way or Lift(tuple(useful), False)
    ids, bound = _reach(model, useful, start, target)
    ids = _pruned(model, ids, target)
    gap = max(0.0, _minutes(model, ids) - math.ceil(bound - TOLERANCE))
    return _choice(model, ids, gap, reached)


def in_order(model: WhatIf, ids: Iterable[str]) -> tuple[str, ...]:
    """An order to work in: what lifts a cap that holds the score down, then the rules that gain most per minute, each
    whole.
    """
    chosen = sorted(ids)
    before, after = model.only(()), model.only(chosen)
    capped = before.limit < after.raw
    by_line: dict[tuple[int, ...], list[str]] = {}
    for id in chosen:
        by_line.setdefault(tuple(number for number, _ in model.fixes[id].lines), []).append(id)
    rates: dict[str, tuple[float, tuple[int, ...]]] = {}
    for key, members in by_line.items():
        gain = math.log2(model.only(members).raw / before.raw)
        rates |= dict.fromkeys(members, (gain / max(1, _minutes(model, members)), key))

    def rank(id: str) -> tuple[object, ...]:
        fix = model.fixes[id]
        lifter = capped and bool(fix.critical or fix.high or fix.mends)
        own = sum(abs(change) for _, change in fix.lines) / max(1, fix.effort)
        rate, key = rates[id]
        kind = (not lifter, -fix.critical, not fix.mends, -fix.high) if lifter else (True, 0, True, 0)
        return (*kind, -rate, key, -own, id)

    return tuple(sorted(chosen, key=rank))


def _minutes(model: WhatIf, ids: Iterable[str]) -> int:
    return sum(model.fixes[id].effort for id in ids)


def _choice(model: WhatIf, ids: Iterable[str], gap: float, reached: bool = True) -> Choice:
    listed = in_order(model, ids)
    return Choice(listed, _minutes(model, listed), gap, reached)


def _blocks(model: WhatIf, allowed: Iterable[str], most: int) -> list[tuple[Point, ...]]:
    """Frontiers of what is not fixed yet, one for each set of lines that root causes change together."""
    by_line: dict[tuple[int, ...], list[str]] = {}
    for id in allowed:
        if id not in model.fixed and model.fixes[id].lines:
            by_line.setdefault(tuple(number for number, _ in model.fixes[id].lines), []).append(id)
    out = []
    for numbers, members in sorted(by_line.items()):
        items = [(id, model.fixes[id].effort, abs(model.fixes[id].lines[0][1])) for id in members]
        out.append(frontier(items, _gain(model, numbers), most))
    return out


def _gain(model: WhatIf, numbers: tuple[int, ...]) -> Callable[[float], float]:
    """Halvings of the score that an amount is worth which several lines lose (or, shares, cover) at once."""
    starts = [(number, model.amount(number), 1 if model.lines[number].total else -1) for number in numbers]

    def gain(amount: float) -> float:
        return math.fsum(
            model.lines[number].pull
            * (model.penalty(number, start) - model.penalty(number, start + sign * amount))
            for number, start, sign in starts
        )

    return gain


def _fill(model: WhatIf, useful: Iterable[str], start: Lift, minutes: int) -> tuple[tuple[str, ...], float]:
    """The ids of ``start`` and the best of the rest, and the score before caps that no such choice exceeds."""
    before = model.only(start.ids)
    left = minutes - _minutes(model, start.ids)
    packed = most_within(_blocks(model, useful, left), left)
    bound = before.raw * 2**packed.bound
    ids = (*start.ids, *packed.ids)
    # what weighs nothing may still be all that is between the project and an A+
    severe = [id for id in useful if model.fixes[id].severe and id not in ids]
    if _minutes(model, (*ids, *severe)) <= minutes:
        ids = (*ids, *severe)
    return _needed(model, ids), bound


def _reach(
    model: WhatIf, useful: Collection[str], start: Lift, target: Target
) -> tuple[tuple[str, ...], float]:
    """Ids that reach the target, and the minutes below which none can."""
    least = math.ceil(target.least * 10 - TOLERANCE) / 10 - 1e-7
    bound = 0.0
    if not start.only:
        # other ways to lift the caps cost as much at least, and what is more nobody has counted
        before = model.only(())
        found = least_for(
            _blocks(model, useful, 1 << 60), math.log2(max(1.0, least / before.raw)) - TOLERANCE
        )
        bound = max(found[1] if found else 0.0, _minutes(model, start.ids))
    before = model.only(start.ids)
    wanted = math.log2(max(1.0, least / before.raw))
    for more in (TOLERANCE, 1e-6, 1e-3):
        model.only(start.ids)
        found = least_for(_blocks(model, useful, 1 << 60), wanted + more)
        if found is not None:
            ids = (*start.ids, *found[0].ids)
            if target.met(model.only(ids)):
                own = _minutes(model, start.ids) + found[1]
                return ids, own if start.only else bound
    return tuple(useful), bound


def _pruned(model: WhatIf, ids: tuple[str, ...], target: Target) -> tuple[str, ...]:
    """Without what is not needed, the dearest first."""
    model.only(ids)
    kept = list(ids)
    for id in sorted(ids, key=lambda id: (-model.fixes[id].effort, id)):
        model.reopen(id)
        if target.met(model.standing()):
            kept.remove(id)
        else:
            model.fix(id)
    return tuple(kept)


def _needed(model: WhatIf, ids: Iterable[str]) -> tuple[str, ...]:
    """Without what changes nothing once the others are fixed, the dearest first."""
    kept = list(ids)
    height = _height(model.only(kept))
    for id in sorted(kept, key=lambda id: (-model.fixes[id].effort, id)):
        model.reopen(id)
        if _height(model.standing()) == height:
            kept.remove(id)
        else:
            model.fix(id)
    return tuple(kept)


def _height(standing: Standing) -> tuple[float, float, bool]:
    """What is compared: the score, the score before caps, and whether it is the best grade."""
    return round(standing.value, 9), round(standing.raw, 9), standing.grade == GRADES[0][1]


def _try_all(model: WhatIf, useful: list[str], minutes: int | None, target: Target | None) -> tuple[str, ...]:
    """The best of all combinations; branches that cannot become the best are left."""
    best: tuple[tuple[float, ...], tuple[str, ...]] = ((-math.inf,), ())

    def key(spent: int) -> tuple[float, ...]:
        height = _height(model.standing())
        return (*height, -spent) if target is None else (-spent, *height)

    def branch(place: int, spent: int, taken: tuple[str, ...]) -> None:
        nonlocal best
        if target is None or target.met(model.standing()):
            best = max(best, (key(spent), taken), key=lambda item: item[0])
        if place == len(useful) or (target is not None and -spent < best[0][0]):
            return
        for id in useful[place:]:
            model.fix(id)
        hopeless = key(spent) <= best[0] if target is None else not target.met(model.standing())
        for id in useful[place:]:
            model.reopen(id)
        if hopeless:
            return
        id = useful[place]
        if minutes is None or spent + model.fixes[id].effort <= minutes:
            model.fix(id)
            branch(place + 1, spent + model.fixes[id].effort, (*taken, id))
            model.reopen(id)
        branch(place + 1, spent, taken)

    model.reset()
    branch(0, 0, ())
    return best[1]
