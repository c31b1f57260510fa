"""What a finding weighs, which findings are one root cause, and the list of root causes. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from codereview.model import Cause, Finding
from codereview.score.table import CONFIDENCE_FACTOR, SECRET_RULES, SEVERITY_WEIGHT, ZONE_FACTOR


def scored(finding: Finding) -> bool:
    """Whether its zone is scored at all: generated, vendored and environment code is not."""
    return ZONE_FACTOR[finding.zone] > 0


def is_open(finding: Finding) -> bool:
    """Whether it counts in the score. A baseline is for gates: a finding in one is as open as any."""
    return scored(finding) and (finding.suppressed is None or finding.suppressed.source == "baseline")


def zone_factor(finding: Finding) -> float:
    """What its zone leaves of its weight; a secret has factor 1 in every scored zone."""
    return 1.0 if finding.rule in SECRET_RULES and scored(finding) else ZONE_FACTOR[finding.zone]


def weight(finding: Finding) -> float:
    """``severity * confidence * zone``."""
    severity, confidence = SEVERITY_WEIGHT[finding.severity], CONFIDENCE_FACTOR[finding.confidence]
    return severity * confidence * zone_factor(finding)


def groups(findings: Sequence[Finding], *, strict: bool = False) -> list[tuple[int, ...]]:
    """Indexes of the findings that count, by root cause; the heaviest of each group comes first.

    Ties go to the first in the text, and only then to the first in the sequence, so that the order of the
    findings does not matter. ``strict`` takes in the suppressed ones.
    """
    found: dict[tuple[object, ...], list[int]] = {}
    for index, finding in enumerate(findings):
        if is_open(finding) or (strict and scored(finding)):
            key = (finding.category, finding.rule, finding.cause or index)
            found.setdefault(key, []).append(index)

    def rank(index: int) -> tuple[object, ...]:
        item = findings[index]
        return (-weight(item), item.path, item.line, item.column, item.symbol, item.message, index)

    return [tuple(sorted(members, key=rank)) for members in found.values()]


def causes(findings: Sequence[Finding], points: Sequence[float]) -> tuple[Cause, ...]:
    """The root causes, the one that gains most points per minute first, then the most severe.

    ``points`` are those of the findings. A root cause takes its effort once: the largest of its findings.
    """
    out = []
    for group in groups(findings):
        members = [findings[index] for index in group]
        leader = members[0]
        out.append(
            Cause(
                id=leader.root_cause,
                rule=leader.rule,
                title=leader.title,
                category=leader.category,
                severity=max((item.severity for item in members), key=lambda item: item.rank),
                path=leader.path,
                line=leader.line,
                count=len(members),
                points=math.fsum(points[index] for index in group),
                effort_minutes=max(item.effort_minutes for item in members),
                safe_fix=all(item.fix is not None and item.fix.safety == "safe" for item in members),
            )
        )

    def rank(cause: Cause) -> tuple[object, ...]:
        rate = cause.points / max(cause.effort_minutes, 1)
        return (-rate, -cause.severity.rank, cause.path, cause.line, cause.rule, cause.id)

    return tuple(sorted(out, key=rank))


def by_severity(findings: Iterable[Finding]) -> dict[str, int]:
    """Findings by severity, the worst first."""
    counts = Counter(item.severity for item in findings)
    return {severity.value: counts[severity] for severity in sorted(counts, key=lambda item: -item.rank)}
