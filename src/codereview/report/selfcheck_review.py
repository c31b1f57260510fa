"""What does not agree within the conclusions of an audit, and between them and the rest."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from codereview.model import Audit, Severity
from codereview.model_review import Plan, Readiness, Review
from codereview.report.text import number, shorten

TOLERANCE = 0.01
Problem = Callable[[str, int], str]
"""Tells what is wrong with a path and a line; empty where nothing is."""


def conclusions(audit: Audit, problem: Problem) -> Iterator[str]:
    """One sentence for each contradiction.

    Args:
        audit: the audit.
        problem: the test of a place that all cited places undergo.
    """
    review = audit.review
    if review is None:
        return
    yield from _levels(review, audit)
    yield from _risks(review, audit)
    yield from _readiness(review.readiness, audit)
    yield from _plan(review.plan, audit)
    for path, line in dict.fromkeys(_places(review)):
        if path and (said := problem(path, line or 1)):
            yield f"The conclusions cite {shorten(path, 80)}:{line}: {said}."


def _levels(review: Review, audit: Audit) -> Iterator[str]:
    total = sum(review.levels.values())
    if total != len(audit.causes):
        yield f"The priorities place {total} root causes, and there are {len(audit.causes)}."
    listed = Counter(item.level for item in review.priorities)
    for level, count in sorted(listed.items()):
        if count > review.levels.get(level, 0):
            yield f"{count} root causes are listed at {level}, and {review.levels.get(level, 0)} counted."
    known = {cause.id: cause for cause in audit.causes}
    for item in review.priorities:
        cause = known.get(item.cause)
        if cause is None:
            yield f"A priority stands for {shorten(item.cause, 60)}, which is no root cause."
        elif (cause.severity, cause.effort_minutes) != (item.severity, item.minutes):
            yield f"The priority of {shorten(item.title, 60)} has another severity or effort than its root cause."


def _risks(review: Review, audit: Audit) -> Iterator[str]:
    known = {finding.fingerprint: finding for finding in audit.findings}
    for risk in review.risks:
        if not risk.findings:
            yield f"The risk of {shorten(risk.title, 60)} stands on no finding."
        for fingerprint in risk.findings:
            finding = known.get(fingerprint)
            if finding is None or finding.rule != risk.rule:
                yield f"The risk of {shorten(risk.title, 60)} points to a finding that is not there."
            elif finding.severity.rank < Severity.HIGH.rank:
                yield f"The risk of {shorten(risk.title, 60)} stands on a finding that is not severe."


def _readiness(readiness: Readiness, audit: Audit) -> Iterator[str]:
    status = Counter(gate.status for gate in readiness.gates)
    if (readiness.verdict == "blocked") != bool(status["not ready"]):
        yield f"The verdict is {readiness.verdict}, and {status['not ready']} gates are not ready."
    if readiness.verdict == "no blockers found" and (status["attention"] or readiness.conditions):
        yield "No blockers were found, and a gate asks for something."
    asked = {gate.id for gate in readiness.gates if gate.status in ("not ready", "attention")}
    if asked != {condition.gate for condition in readiness.conditions}:
        yield "The conditions are not those that the gates ask for."
    outcomes = {item.rule: item.outcome for item in audit.outcomes}
    for gate in readiness.gates:
        silent = [rule for rule in gate.rules if outcomes.get(rule) == "not assessed"]
        if gate.status == "ready" and gate.rules and len(silent) == len(gate.rules):
            yield f"The gate “{shorten(gate.title, 60)}” is ready, and none of its rules gave a result."


def _plan(plan: Plan, audit: Audit) -> Iterator[str]:
    minutes = {cause.id: cause.effort_minutes for cause in audit.causes}
    points = {cause.id: cause.points for cause in audit.causes}
    seen: Counter[str] = Counter()
    for phase in plan.phases:
        seen.update(phase.causes)
        if any(cause not in minutes for cause in phase.causes):
            yield f"The phase “{phase.title}” mends what is no root cause."
        elif phase.minutes != sum(minutes[cause] for cause in phase.causes):
            yield f"The phase “{phase.title}” takes {phase.minutes} minutes, and its root causes take another sum."
        elif abs(phase.points - math.fsum(points[cause] for cause in phase.causes)) > TOLERANCE:
            yield f"The phase “{phase.title}” gains {number(phase.points, 2)} points, and its root causes another sum."
        if not phase.low <= phase.minutes <= phase.high + 5:
            yield f"The estimate of the phase “{phase.title}” is outside of its range."
    if any(count > 1 for count in seen.values()):
        yield "A root cause is mended in two phases."
    if len(seen) + plan.left_out != len(audit.causes):
        yield f"The plan mends {len(seen)} root causes and leaves {plan.left_out} out of {len(audit.causes)}."
    for what in ("minutes", "low", "high"):
        if getattr(plan, what) != sum(getattr(phase, what) for phase in plan.phases):
            yield f"The {what} of the plan are not the sum of its phases."


def _places(review: Review) -> Iterable[tuple[str, int]]:
    yield from ((kind.path, kind.line) for kind in review.kinds)
    for risk in review.risks:
        yield from ((spot.path, spot.line) for spot in risk.evidence)
    for gate in review.readiness.gates:
        yield from ((spot.path, spot.line) for spot in gate.evidence)
    if review.stack is not None:
        yield from ((item.evidence.path, item.evidence.line) for item in review.stack.technologies)
