"""The steps of triage in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from codereview.model import Finding, NotAssessed, Struct
from codereview.triage.context import Context
from codereview.triage.fingerprint import fingerprint
from codereview.triage.fuse import fuse
from codereview.triage.order import order
from codereview.triage.readings import measured
from codereview.triage.select import select
from codereview.triage.stake import stake
from codereview.triage.suppress import Unused, not_honoured, suppress, unused
from codereview.triage.zones import zone

Step = Callable[[Sequence[Finding], Context], Sequence[Finding]]

STEPS: tuple[Step, ...] = (select, suppress, zone, stake, measured, fuse, fingerprint, order)
"""Fusing comes after suppressing: one accepted report of a fault accepts the fault, whichever tool saw it
too.
"""


class Triaged(Struct, frozen=True):
    """What triage made of the findings. ``notices`` say which suppressions have no effect and why."""

    findings: tuple[Finding, ...]
    notices: tuple[NotAssessed, ...] = ()
    unused: tuple[Unused, ...] = ()


def triage(findings: Iterable[Finding], context: Context, steps: Sequence[Step] = STEPS) -> Triaged:
    """Runs the steps. The result depends on the set of findings, not on their order."""
    given = order(tuple(findings), context)
    passed: Sequence[Finding] = given
    for step in steps:
        passed = step(passed, context)
    return Triaged(
        findings=tuple(passed),
        notices=not_honoured(context),
        unused=unused(given, context),
    )
