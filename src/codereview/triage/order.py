"""The order in which findings are listed: the same in every run, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence

from codereview.model import Finding, Zone
from codereview.triage.context import Context

_ZONES = {zone: number for number, zone in enumerate(Zone)}


def order(findings: Sequence[Finding], context: Context) -> list[Finding]:
    """Sorts by severity, confidence, zone, path, place and rule."""
    return sorted(findings, key=_rank)


def _rank(item: Finding) -> tuple[object, ...]:
    return (
        -item.severity.rank,
        -item.confidence.rank,
        _ZONES[item.zone],
        item.path,
        item.line,
        item.column,
        item.rule,
        item.end_line,
        item.end_column,
        item.message,
        item.cause,
        item.symbol,
    )
