"""The order in which to fix: root causes by the points that they gain per minute of effort."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from codereview.model import Cause, Severity

WORTH_A_LINE = 0.1
"""Points from which a root cause is told apart from others of its rule."""
ALIKE = 3
"""So many root causes of a rule that gain the same for the same effort share a line."""


@dataclass(frozen=True)
class Priority:
    """What to fix: one root cause, or those of one rule that are alike or gain too little each.

    ``rank`` counts from 1, ``anchor`` leads to the first finding; ``message`` is what that one says.
    """

    rank: int
    causes: tuple[Cause, ...]
    anchor: str
    message: str = ""

    @property
    def what(self) -> str:
        """What is wrong: in the words of the finding where it is one, else the title of the rule."""
        return self.message if self.message and len(self.causes) == 1 else self.first.title

    @property
    def first(self) -> Cause:
        """The root cause whose rule, title and place stand for all."""
        return self.causes[0]

    @property
    def severity(self) -> Severity:
        """The worst severity."""
        return max((cause.severity for cause in self.causes), key=lambda severity: severity.rank)

    @property
    def places(self) -> int:
        """The number of findings."""
        return sum(cause.count for cause in self.causes)

    @property
    def points(self) -> float:
        """Points that the score before caps gains."""
        return math.fsum(cause.points for cause in self.causes)

    @property
    def effort_minutes(self) -> int:
        """The estimated effort."""
        return sum(cause.effort_minutes for cause in self.causes)

    @property
    def safe_fix(self) -> bool:
        """Whether a verified safe diff mends all of it."""
        return all(cause.safe_fix for cause in self.causes)

    @property
    def rate(self) -> float:
        """Points a minute."""
        return self.points / max(1, self.effort_minutes)


def prioritise(
    causes: Iterable[Cause], anchors: Mapping[str, str], messages: Mapping[str, str] | None = None
) -> tuple[Priority, ...]:
    """What to fix by points gained per minute; what gains none follows by severity.

    ``anchors`` leads from the id of a root cause to its first finding, ``messages`` to what that one says.
    """
    said = messages or {}
    small: dict[str, list[Cause]] = defaultdict(list)
    alike: dict[tuple[object, ...], list[Cause]] = defaultdict(list)
    for cause in causes:
        if cause.points < WORTH_A_LINE:
            small[cause.rule].append(cause)
        else:
            gain = (round(cause.points, 6), cause.effort_minutes)
            alike[cause.rule, cause.severity, cause.safe_fix, gain].append(cause)
    lines = list(small.values())
    for members in alike.values():
        lines += [members] if len(members) >= ALIKE else [[cause] for cause in members]
    entries = [
        Priority(
            rank=0,
            causes=members,
            anchor=anchors.get(members[0].id, "findings"),
            message=said.get(members[0].id, ""),
        )
        for members in (tuple(sorted(line, key=_cause_rank)) for line in lines)
    ]
    entries.sort(key=lambda e: (-e.rate, -e.severity.rank, e.effort_minutes, e.first.id))
    return tuple(replace(entry, rank=rank) for rank, entry in enumerate(entries, 1))


def _cause_rank(cause: Cause) -> tuple[object, ...]:
    rate = cause.points / max(1, cause.effort_minutes)
    return (-rate, -cause.severity.rank, cause.path, cause.line, cause.id)
