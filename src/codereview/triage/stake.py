"""What a fault weighs where, as things stand, nothing comes to it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from codereview.model import Category, Finding, Severity, Zone
from codereview.triage.context import Context

_HARMS_AS_IT_RUNS = frozenset(
    {Category.RELIABILITY, Category.PERFORMANCE, Category.SECURITY, Category.ARCHITECTURE}
)
"""What findings of other categories say holds for code that is only read."""
_NEVER_STARTED = frozenset({"unreachable", "tests only"})


def stake(findings: Sequence[Finding], context: Context) -> list[Finding]:
    """Findings about what happens as code runs are of low severity where nothing runs it: the fault is there, and
    waits. A secret is open wherever it stands.
    """
    return [
        replace(item, severity=Severity.LOW)
        if item.severity.rank > Severity.LOW.rank
        and item.category in _HARMS_AS_IT_RUNS
        and item.rule not in context.quotes_secrets
        and (item.idle or (item.zone is Zone.PRODUCTION and item.reachability in _NEVER_STARTED))
        else item
        for item in findings
    ]
