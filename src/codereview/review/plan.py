"""The plan: phases by what stands in the way of what, then by severity, with effort that adds up.

Minutes are estimates from a table: each rule's card names the minutes that one root cause takes somebody who knows
the project; several findings of one root cause are mended at once. The range around a sum is from two thirds of it to
one and a half times it, in steps of five minutes: an allowance for how well the reader knows the code, no measurement.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from codereview.model import Category, Cause, Severity
from codereview.model_review import Criterion, Phase, Plan
from codereview.review.levels import placed
from codereview.review.material import Material

LOW, HIGH = 2 / 3, 3 / 2
CRITERIA = 8
STARTING = frozenset({"REL001", "REL002", "REL003", "DEP005", "DEP007", "OPS010", "TST003"})
"""What keeps the project or its tests from starting: until it is mended nobody can see whether anything else works."""
BASIS = (
    "Minutes from a table: what one root cause of a rule takes somebody who knows the project. The range is from two"
    " thirds to one and a half times the sum; it is an allowance, not a measurement."
)


READABLE = "No finding of high severity is left; none of them fails in use, all of them make changes risky."
"""The goal of repairs that mend nothing which fails."""
_CHANGES = frozenset(
    {
        Category.ARCHITECTURE,
        Category.MAINTAINABILITY,
        Category.TYPING,
        Category.TESTING,
        Category.DOCUMENTATION,
    }
)


class _Step:
    def __init__(self, title: str, goal: str, after: str, takes: Callable[[Cause, str], bool]) -> None:
        self.title, self.goal, self.after, self.takes = title, goal, after, takes


_STEPS = (
    _Step(
        "Make it start",
        "Every entry point and the test suite can be parsed, installed and imported.",
        "",
        lambda cause, level: cause.rule in STARTING and cause.severity.rank >= Severity.MEDIUM.rank,
    ),
    _Step(
        "Close what is open",
        "No critical or high finding of security is left.",
        "what keeps it from starting, so that the change can be tried",
        lambda cause, level: cause.category is Category.SECURITY and level in ("P0", "P1"),
    ),
    _Step(
        "Repair",
        "Nothing is left that fails in use or that a cap of the score stands on.",
        "the closing of what is open: it is smaller and more urgent",
        lambda cause, level: level in ("P0", "P1"),
    ),
    _Step(
        "Strengthen",
        "No finding of medium severity is left.",
        "the repairs, so that tests and checks hold a working state",
        lambda cause, level: level == "P2",
    ),
    _Step(
        "Polish",
        "What remains costs points but hurts nobody: mend it where the code is touched anyway.",
        "all else",
        lambda cause, level: cause.severity is not Severity.INFO,
    ),
)


def plan(material: Material) -> Plan:
    """All phases that have something in them; root causes that are mere notes (severity info) are only counted.

    Within a phase root causes keep their order: points gained for a minute first.
    """
    left = list(material.causes)
    phases: list[Phase] = []
    levels = {cause.id: placed(material, cause)[0] for cause in left}
    for step in _STEPS:
        taken = [cause for cause in left if step.takes(cause, levels[cause.id])]
        gone = {cause.id for cause in taken}
        left = [cause for cause in left if cause.id not in gone]
        if taken:
            phases.append(_phase(material, step, taken, bool(phases)))
    total = sum(phase.minutes for phase in phases)
    return Plan(
        phases=tuple(phases),
        minutes=total,
        low=sum(phase.low for phase in phases),
        high=sum(phase.high for phase in phases),
        points=math.fsum(phase.points for phase in phases),
        left_out=len(left),
        basis=BASIS,
    )


def _phase(material: Material, step: _Step, causes: Sequence[Cause], later: bool) -> Phase:
    minutes = sum(cause.effort_minutes for cause in causes)
    counted: Counter[str] = Counter()
    gained: dict[str, float] = defaultdict(float)
    titles = {}
    for cause in causes:
        counted[cause.rule] += cause.count
        gained[cause.rule] += cause.points
        card = material.cards.get(cause.rule)
        titles[cause.rule] = card.title if card else cause.title
    first = sorted(counted, key=lambda rule: (-gained[rule], -counted[rule], rule))[:CRITERIA]
    return Phase(
        title=step.title,
        goal=READABLE if step.title == "Repair" and not _fails(causes) else step.goal,
        after=step.after if later else "",
        causes=tuple(cause.id for cause in causes),
        minutes=minutes,
        low=min(minutes, rounded(minutes * LOW)),  # under five minutes nothing is left to round down to
        high=rounded(minutes * HIGH),
        points=math.fsum(cause.points for cause in causes),
        criteria=tuple(Criterion(rule=rule, title=titles[rule], now=counted[rule]) for rule in first),
    )


def _fails(causes: Sequence[Cause]) -> bool:
    """Whether any of some root causes is felt by those who use the program, not only by those who change it."""
    return any(cause.category not in _CHANGES for cause in causes)


def rounded(minutes: float) -> int:
    """Minutes in steps of five, at least five."""
    return max(5, 5 * round(minutes / 5))
