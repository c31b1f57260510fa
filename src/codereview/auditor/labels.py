"""What starts the code at each finding, or why nothing comes to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from codereview.facts.project import ProjectFacts
from codereview.model import Category, Confidence, Finding

_MISSING_IMPORT = "REL002"


def labelled(project: ProjectFacts, findings: Sequence[Finding]) -> list[Finding]:
    """The findings with ``reachability``, ``reached_from`` and ``idle``, in their order.

    A function of a reached module to which nothing is seen to come is not known to be reached.

    An import that fails as its file is loaded is a fault by itself; calls of the same file that cannot work wait
    behind it, and say so.
    """
    stops = _stops(findings)
    return [_labelled(project, finding, stops.get(finding.path, 0)) for finding in findings]


def _stops(findings: Iterable[Finding]) -> dict[str, int]:
    """The first line of each file at which loading it surely fails."""
    found: dict[str, int] = {}
    for item in findings:
        if item.rule == _MISSING_IMPORT and not item.symbol and item.confidence is Confidence.HIGH:
            found[item.path] = min(item.line, found.get(item.path, item.line))
    return found


def _labelled(project: ProjectFacts, finding: Finding, stop: int) -> Finding:
    label, by = project.live.reachability.of(finding.path)
    idle, by_hand = project.live.idle.why(finding.path, finding.line, finding.end_line)
    waits = finding.category is Category.RELIABILITY and finding.rule != _MISSING_IMPORT
    if not idle and stop and waits and finding.line > stop:
        idle = f"loading its file fails in line {stop}, where an import finds nothing"
    if idle and not by_hand and label in ("reachable", "unknown"):
        label, by = "unreachable", ""
    if label == "reachable" and not idle and not project.live.is_led_to(finding.path, finding.line):
        label, by = "unknown", ""
    if label == "unknown" and not idle:
        return finding
    return replace(finding, reachability=label, reached_from=by, idle=idle)
