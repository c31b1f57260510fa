"""Thresholds against a comparison, in words. Pure."""

from __future__ import annotations

from codereview.compare.values import Comparison
from codereview.model import Gate, Severity
from codereview.score.caps import shown


def evaluate(
    found: Comparison, fail_on_new: Severity | None, fail_if_lower: float | None
) -> tuple[Gate, ...]:
    """One gate for each threshold that was asked for.

    Args:
        found: the comparison.
        fail_on_new: the severity from which on one new finding fails.
        fail_if_lower: how many points the overall score may fall.
    """
    gates = []
    if fail_on_new is not None:
        gates.append(_new(found, fail_on_new))
    if fail_if_lower is not None:
        gates.append(_lower(found, fail_if_lower))
    return tuple(gates)


def _new(found: Comparison, least: Severity) -> Gate:
    """New open findings of a severity. What the old side could not tell is not known to be new, and is said."""
    name = f"new findings of severity {least.value}" + ("" if least is Severity.CRITICAL else " or worse")
    grave = [item for item in found.new if item.severity.rank >= least.rank]
    unlike = sum(
        entry.side == "new" and entry.finding.severity.rank >= least.rank for entry in found.not_comparable
    )
    rest = f"; {unlike} more cannot be compared" if unlike else ""
    if not grave:
        return Gate(name=name, passed=True, message=f"there are no {name}{rest}")
    what = name.replace(
        "new findings", "1 new finding" if len(grave) == 1 else f"{len(grave)} new findings", 1
    )
    verb = "is" if len(grave) == 1 else "are"
    first = f"{grave[0].rule} at {grave[0].path}:{grave[0].line}"
    return Gate(
        name=name,
        passed=False,
        message=f"{what} {verb} there, and none was allowed; the first is {first}{rest}",
    )


def _lower(found: Comparison, points: float) -> Gate:
    """Compares the figures as reports print them, so that no sentence says that 90.0 is lower than 90.0."""
    name = "change of the overall score"
    old, new = found.before.score, found.after.score
    if old is None or new is None:
        which = "the old audit" if old is None else "the new audit"
        return Gate(
            name=name,
            passed=False,
            assessed=False,
            message=f"{name} could not be assessed: {which} has no score",
        )
    fallen = round(shown(old.value) - shown(new.value), 1)
    allowed = f"{points:g} points were allowed" if points else "no fall was allowed"
    change = f"the overall score went from {shown(old.value):.1f} to {shown(new.value):.1f}"
    if fallen > points:
        return Gate(name=name, passed=False, message=f"{change}, {fallen:.1f} lower, and {allowed}")
    return Gate(name=name, passed=True, message=f"{change}; {allowed}")
