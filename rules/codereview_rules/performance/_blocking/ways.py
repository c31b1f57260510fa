"""The worst blocking call that one call comes to with what it is given, where the nearest one is not come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from typing import NamedTuple

from codereview.facts.project import Key

from ..._syntax.given import Given, Values
from .found import Hit, Step, is_conditional

_MOST_CALLS = 400
_MOST_STEPS = 10


class _Way(NamedTuple):
    steps: tuple[Step, ...]
    hit: Hit

    @property
    def rank(self) -> tuple[bool, int, int, int, bool, bool, bool, int]:
        """The less, the worse: as `codereview_rules.performance._blocking.paths` has it."""
        hit, steps = self.hit, self.steps
        return (
            hit.once or hit.rare or any(step.once or step.rare for step in steps),
            0 if hit.slight else -hit.group.severity.rank,
            -hit.group.confidence.rank,
            int(not hit.sure or not all(step.sure for step in steps)),
            hit.rare or any(step.rare for step in steps),
            hit.light,
            is_conditional(hit.at) or any(is_conditional(step.at) for step in steps),
            len(steps),
        )


class Ways:
    """One search.

    Args:
        scan: the blocking calls and the steps of a function.
        given: what calls pass.
        leading: the functions that reach a blocking call at all.
    """

    def __init__(
        self, scan: Callable[[Key], tuple[list[Hit], list[Step]]], given: Given, leading: Set[Key]
    ) -> None:
        self._scan = scan
        self._given = given
        self._leading = leading
        self._left = _MOST_CALLS

    def worst(self, step: Step) -> tuple[Hit, list[Step]] | None:
        """The worst that a call comes to, and the steps after it; None if nothing, or it is too much to say."""
        values = self._given.passed(step.key, step.at, step.callee, {})
        found = min(self._from(step.callee, values, ()), key=lambda way: way.rank, default=None)
        return None if found is None else (found.hit, list(found.steps))

    def _from(self, key: Key, values: Values, steps: tuple[Step, ...]) -> Iterator[_Way]:
        hits, calls = self._scan(key)
        for hit in hits:
            if not hit.group.direct and self._given.reaches(key, hit.at, values):
                yield _Way(steps, hit)
        if len(steps) == _MOST_STEPS:
            return
        been = {step.callee for step in steps} | {key}
        for step in calls:
            if step.callee not in self._leading or step.callee in been or self._left == 0:
                continue
            if self._given.reaches(key, step.at, values):
                self._left -= 1
                passed = self._given.passed(step.key, step.at, step.callee, values)
                yield from self._from(step.callee, passed, (*steps, step))
