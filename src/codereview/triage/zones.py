"""Which part of the repository a finding is in, and what that takes away."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from codereview.model import Finding, Zone
from codereview.triage.context import Context
from codereview.triage.select import names

NOT_OURS = frozenset({Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT})
"""Code that the project does not write: nobody there can act on a finding in it."""


def zone(findings: Sequence[Finding], context: Context) -> list[Finding]:
    """Sets each finding's zone; drops those in code that is not the project's, and those that make no sense
    in tests.
    """
    out = []
    for item in findings:
        where = context.zones.get(item.path, Zone.PRODUCTION)
        senseless = where is Zone.TESTS and names(context.not_in_tests, item.rule, item.category)
        if where not in NOT_OURS and not senseless:
            out.append(replace(item, zone=where))
    return out
