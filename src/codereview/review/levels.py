"""The priority matrix: each root cause at a level, by severity and by what starts the code at fault."""

from __future__ import annotations

from collections import Counter

from codereview.model import Cause, Confidence, Finding, Severity, Zone
from codereview.model_review import Level, Ranked
from codereview.review.material import Material

SHOWN = 60
"""Root causes that are listed; the counts by level take in all."""
_OF_SEVERITY: dict[Severity, int] = {
    Severity.CRITICAL: 0,
    Severity.HIGH: 1,
    Severity.MEDIUM: 2,
    Severity.LOW: 3,
    Severity.INFO: 3,
}
_LEVELS: tuple[Level, ...] = ("P0", "P1", "P2", "P3")
_NEVER_STARTED = {
    "unreachable": "nothing that starts the project reaches it",
    "tests only": "only tests reach it",
}


def ranked(material: Material) -> tuple[tuple[Ranked, ...], dict[str, int]]:
    """The root causes that come first, and the number at each level.

    P0 are critical ones, P1 high, P2 medium, P3 the rest; one step lower where nothing but tests starts the
    code, where it is outside of production code, or where the rule is not sure.
    """
    found = [_ranked(material, cause) for cause in material.causes]
    found.sort(key=_order)
    counted = Counter(item.level for item in found)
    return tuple(found[:SHOWN]), {level: counted[level] for level in _LEVELS}


def _order(item: Ranked) -> tuple[object, ...]:
    return (item.level, -item.severity.rank, -item.impact, item.path, item.line, item.rule, item.cause)


def level_of(finding: Finding) -> tuple[Level, str]:
    """The level of a finding, and the rule that placed it, in words."""
    step, reasons = _OF_SEVERITY[finding.severity], [f"{finding.severity.value} severity"]
    lower = ""
    if finding.rule in ("SEC001", "SEC002") and finding.confidence is not Confidence.LOW:
        reasons.append("a committed secret is open wherever it stands")
    elif finding.reachability in _NEVER_STARTED:
        lower = _NEVER_STARTED[finding.reachability]
    elif finding.zone is not Zone.PRODUCTION:
        lower = f"in {finding.zone.value}"
    elif finding.confidence is Confidence.LOW:
        lower = "the rule is not sure"
    elif finding.reached_from:
        reasons.append(f"reached from {finding.reached_from}")
    if lower and step < len(_LEVELS) - 1:
        return _LEVELS[step + 1], f"{reasons[0]}, one step lower: {lower}"
    return _LEVELS[step], ", ".join(reasons)


def placed(material: Material, cause: Cause) -> tuple[Level, str]:
    """The level of a root cause, that of its best placed finding, and the rule that placed it."""
    found = material.placed.get(cause.id)
    if found is None:
        levels = [level_of(item) for item in material.by_cause.get(cause.id, ())]
        found = min(levels) if levels else ("P3", f"{cause.severity.value} severity")
        material.placed[cause.id] = found
    return found


def _ranked(material: Material, cause: Cause) -> Ranked:
    level, because = placed(material, cause)
    return Ranked(
        level=level,
        cause=cause.id,
        rule=cause.rule,
        title=cause.title,
        category=cause.category,
        severity=cause.severity,
        path=cause.path,
        line=cause.line,
        count=cause.count,
        because=because,
        impact=cause.points,
        minutes=cause.effort_minutes,
        callers=material.importers(cause.path),
        tested=None
        if material.tested is None or not cause.path.endswith(".py")
        else cause.path in material.tested,
    )
