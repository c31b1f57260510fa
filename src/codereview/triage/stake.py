"""What a fault weighs where, as things stand, nothing comes to it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from codereview.facts.reachability import is_by_hand
from codereview.model import Category, Confidence, Finding, Severity, Zone
from codereview.triage.context import Context

_HARMS_AS_IT_RUNS = frozenset(
    {Category.RELIABILITY, Category.PERFORMANCE, Category.SECURITY, Category.ARCHITECTURE}
)
"""What findings of other categories say holds for code that is only read."""
_FAILS_AS_IT_RUNS = frozenset({Category.RELIABILITY, Category.PERFORMANCE})
_BROKEN_FILE = "REL001"
"""A file that is not Python is one for whoever comes to it, and nothing in it tells what it is for."""
_NEVER_STARTED = frozenset({"unreachable", "tests only"})


def stake(findings: Sequence[Finding], context: Context) -> list[Finding]:
    """Findings about what happens as code runs are of low severity where nothing runs it: the fault is there, and
    waits. That what fails or is slow there is to be mended is less sure: the code may be for removal. A secret is open
    wherever it stands.

    Where it is known of most code what starts it, faults in the rest (modules of which nothing is known, functions to
    which nothing is seen to come) and in scripts that somebody starts by hand are of medium severity at most: nobody is
    known to meet them. Of the rest they are questions, of low confidence.
    """
    return [_weighed(item, context) for item in findings]


def _weighed(item: Finding, context: Context) -> Finding:
    own = item.zone is Zone.PRODUCTION and item.path.endswith(".py") and item.rule != _BROKEN_FILE
    if item.category not in _HARMS_AS_IT_RUNS or item.rule in context.quotes_secrets:
        return item
    if item.idle or (item.zone is Zone.PRODUCTION and item.reachability in _NEVER_STARTED):
        waits = item.idle and item.category in _FAILS_AS_IT_RUNS
        return replace(
            item,
            severity=item.severity.at_most(Severity.LOW),
            confidence=item.confidence.at_most(Confidence.MEDIUM) if waits else item.confidence,
        )
    unknown = item.reachability == "unknown"
    if (
        own
        and context.starts_are_told
        and item.category in _FAILS_AS_IT_RUNS
        and (unknown or is_by_hand(item.reached_from))
    ):
        return replace(
            item,
            severity=item.severity.at_most(Severity.MEDIUM),
            confidence=Confidence.LOW if unknown else item.confidence,
        )
    return item
