"""Thresholds against an Audit: pass, fail, or could not be assessed, each in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from codereview.model import Audit, Category, Finding, Gate, Severity, Struct
from codereview.score.caps import shown

PASSED = 0
FAILED = 1
NOT_ASSESSED = 3


class GateSettings(Struct, frozen=True):
    """What was asked for.

    Args:
        fail_under: the least overall score.
        fail_under_category: the least score by category.
        fail_on: the severity from which on one open finding fails.
    """

    fail_under: float | None = None
    fail_under_category: Mapping[Category, float] = {}
    fail_on: Severity | None = None


def evaluate(audit: Audit, settings: GateSettings) -> tuple[Gate, ...]:
    """One gate for each threshold that was asked for: overall, categories in their order, findings."""
    gates = []
    if settings.fail_under is not None:
        overall = audit.score.value if audit.score is not None else None
        gates.append(_threshold("overall score", overall, settings.fail_under, ()))
    for category in Category:
        if category in settings.fail_under_category:
            found = next((item for item in audit.categories if item.id is category), None)
            gates.append(
                _threshold(
                    category.value,
                    None if found is None else found.score,
                    settings.fail_under_category[category],
                    () if found is None else found.not_assessed,
                )
            )
    if settings.fail_on is not None:
        gates.append(_findings(audit, settings.fail_on))
    return tuple(gates)


def exit_status(gates: Iterable[Gate]) -> int:
    """0 when all passed, 1 when one failed, 3 when none failed but one could not be assessed."""
    bad = [gate for gate in gates if not gate.passed]
    if any(gate.assessed for gate in bad):
        return FAILED
    return NOT_ASSESSED if bad else PASSED


def _threshold(name: str, value: float | None, least: float, reasons: tuple[str, ...]) -> Gate:
    """Compares the figure as reports print it, so that no sentence says that 90.0 is below 90."""
    if value is None:
        why = f": {'; '.join(reasons)}" if reasons else ""
        return Gate(
            name=name,
            passed=False,
            assessed=False,
            message=f"{name} could not be assessed, and {least:g} was asked for{why}",
        )
    if shown(value) < least:
        return Gate(
            name=name,
            passed=False,
            message=f"{name} {shown(value):.1f} is below the {least:g} that was asked for",
        )
    return Gate(
        name=name, passed=True, message=f"{name} {shown(value):.1f} reaches the {least:g} that was asked for"
    )


def _findings(audit: Audit, least: Severity) -> Gate:
    """Open findings of a severity; those that are suppressed or in a baseline, or of a rule in preview, do
    not count.
    """
    preview = {rule.id for rule in audit.rules if rule.preview}
    grave = [
        item
        for item in audit.findings
        if item.suppressed is None and item.severity.rank >= least.rank and item.rule not in preview
    ]
    name = f"findings of severity {least.value}" + ("" if least is Severity.CRITICAL else " or worse")
    if not grave:
        return Gate(name=name, passed=True, message=f"no {name} are open" + _unseen(audit, least))
    count = "1 finding" if len(grave) == 1 else f"{len(grave)} findings"
    verb = "is" if len(grave) == 1 else "are"
    what = name.replace("findings", count, 1)
    first = min(grave, key=_gravity)
    place = f"{first.rule} at {first.path}:{first.line}"
    return Gate(
        name=name,
        passed=False,
        message=f"{what} {verb} open, and none was allowed; the first is {place}",
    )


def _gravity(item: Finding) -> tuple[object, ...]:
    return (-item.severity.rank, -item.confidence.rank, item.path, item.line, item.rule)


def _unseen(audit: Audit, least: Severity) -> str:
    """A reminder of the rules of that severity which could not be assessed."""
    grave = {rule.id for rule in audit.rules if rule.severity.rank >= least.rank}
    missed = sorted(
        item.rule for item in audit.outcomes if item.outcome == "not assessed" and item.rule in grave
    )
    return f"; not assessed: {', '.join(missed)}" if missed else ""
