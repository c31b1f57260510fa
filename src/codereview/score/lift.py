"""What it takes to lift the caps of a score to some height. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from codereview.score.caps import NO_LIMIT, capped
from codereview.score.table import (
    CAP_CRITICAL,
    CAP_CRITICAL_STEP,
    CAP_ENTRY_POINT,
    CAP_HIGH,
    CAP_HIGH_STEP,
    CAP_INCOMPLETE,
    CAP_STEPS,
)
from codereview.score.what_if import Fix, WhatIf


class Lift(NamedTuple):
    """Root causes that lift the caps; ``only`` says that there is no other set that would do."""

    ids: tuple[str, ...]
    only: bool


def heights(model: WhatIf, allowed: Collection[str]) -> tuple[float, ...]:
    """The heights that the lowest cap can be lifted to by what is allowed, rising."""
    model.reset()
    now = model.limit()
    top = model.only(allowed).limit
    model.reset()
    steps = {
        *(CAP_CRITICAL - CAP_CRITICAL_STEP * n for n in range(CAP_STEPS + 1)),
        *(CAP_HIGH - CAP_HIGH_STEP * n for n in range(CAP_STEPS + 1)),
        CAP_ENTRY_POINT,
        CAP_INCOMPLETE,
        NO_LIMIT,
    }
    return tuple(sorted(height for height in steps if now < height <= top))


def lift(model: WhatIf, allowed: Collection[str], height: float, clean: bool = False) -> Lift | None:
    """The cheapest root causes that lift every cap to at least ``height``; None if none do.

    Args:
        model: as it is, nothing fixed.
        allowed: ids to choose from.
        height: what no cap may lie below.
        clean: nothing high or critical may stay open either.
    """
    fixes = [model.fixes[id] for id in sorted(set(allowed) & model.fixes.keys())]
    taken: dict[str, Fix] = {}
    only = True
    if clean:
        taken |= {fix.id: fix for fix in fixes if fix.severe}
    for count, top, step, of in (
        (model.critical, CAP_CRITICAL, CAP_CRITICAL_STEP, _critical),
        (model.high, CAP_HIGH, CAP_HIGH_STEP, _high),
    ):
        need = next(n for n in range(count + 1) if capped(count - n, top, step) >= height)
        some = [fix for fix in fixes if of(fix) and fix.id not in taken]
        only = only and (need == 0 or need >= sum(map(of, some)) + sum(map(of, taken.values())))
        _take(some, need - sum(map(of, taken.values())), of, taken)
    paths = {path for limit, paths in model.broken if limit < height for path in paths}
    for path in sorted(paths - {path for fix in taken.values() for path in fix.mends}):
        some = [fix for fix in fixes if path in fix.mends]
        only = only and len(some) == 1
        _take(some, 1, lambda fix: 1, taken)
    reached = model.only(taken).limit >= height
    model.reset()
    return Lift(tuple(sorted(taken)), only) if reached else None


def _take(some: Iterable[Fix], need: int, of: Callable[[Fix], int], taken: dict[str, Fix]) -> None:
    """Takes the cheapest until they are enough; of equal ones those that also lighten most."""
    for fix in sorted(some, key=lambda fix: (fix.effort, -sum(abs(c) for _, c in fix.lines), fix.id)):
        if need <= 0:
            return
        taken[fix.id] = fix
        need -= of(fix)


def _critical(fix: Fix) -> int:
    return fix.critical


def _high(fix: Fix) -> int:
    return fix.high
