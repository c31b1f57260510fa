"""The limits on the overall score, and the letter that goes with a number. Pure.

A mean hides what a reader must not overlook. Each cap is a condition that no amount of good code elsewhere
makes up for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from codereview.model import Cap, Category, Confidence, Finding, Severity, Struct, Zone
from codereview.score.table import (
    CAP_CRITICAL,
    CAP_CRITICAL_STEP,
    CAP_ENTRY_POINT,
    CAP_HIGH,
    CAP_HIGH_STEP,
    CAP_INCOMPLETE,
    CAP_RULE_OFF,
    CAP_STEPS,
    GRADES,
)


class Circumstances(Struct, frozen=True):
    """What limits the score besides findings; see `codereview.score.ScoreInput`."""

    broken_entry_points: tuple[str, ...] = ()
    unparsed: tuple[str, ...] = ()
    failed_tools: tuple[str, ...] = ()
    disabled_rules: tuple[str, ...] = ()
    not_assessed: tuple[Category, ...] = ()


NO_LIMIT = 100.0

CONDITIONS: tuple[tuple[str, float, str, str], ...] = (
    (
        "broken_entry_points",
        CAP_ENTRY_POINT,
        "an entry point cannot be parsed or imported",
        "making it load",
    ),
    ("unparsed", CAP_INCOMPLETE, "a file cannot be parsed", "making it valid Python"),
    ("failed_tools", CAP_INCOMPLETE, "a requested analyser failed", "letting it run to its end"),
    (
        "disabled_rules",
        CAP_RULE_OFF,
        "a rule of severity high or critical is switched off",
        "switching it on",
    ),
)
"""Caps that do not count findings: where the names are (in `Circumstances` and in a basis), the limit, the reason and
what lifts it.
"""


def shown(value: float) -> float:
    """A score as reports print it: one decimal, never rounded up. Grades and thresholds go by this figure, so that
    none contradicts it.
    """
    return math.floor(value * 10 + 1e-6) / 10


def grade(value: float, findings: Iterable[Finding] = ()) -> str:
    """The letter for a score from 0 to 100; ``findings`` are the open ones, of which A+ allows none that is
    high.
    """
    return grade_of(value, any(item.severity.rank >= Severity.HIGH.rank for item in findings))


def grade_of(value: float, severe: bool) -> str:
    """The letter for a score; ``severe`` says that something high or critical is open."""
    letter = next(letter for least, letter in GRADES if shown(value) >= least)
    return GRADES[1][1] if severe and letter == GRADES[0][1] else letter


def incomplete(around: Circumstances) -> bool:
    """Whether a part of the project or of the model could not be assessed."""
    return bool(around.broken_entry_points or around.unparsed or around.failed_tools or around.not_assessed)


def caps(findings: Iterable[Finding], around: Circumstances) -> tuple[Cap, ...]:
    """The caps whose condition holds, the lowest first. ``findings`` are the open ones of rules that are not
    in preview.

    Findings that share a root cause are one here too.
    """
    worst = list(security_causes(findings).values())
    out = []
    for severity, top, step in (
        (Severity.CRITICAL, CAP_CRITICAL, CAP_CRITICAL_STEP),
        (Severity.HIGH, CAP_HIGH, CAP_HIGH_STEP),
    ):
        count = worst.count(severity)
        if count:
            what = f"{_number(count, f'{severity.value} security finding')} in production code"
            limit = capped(count, top, step)
            out.append(
                Cap(limit=limit, reason=f"{what} {_is(count)} open", lifted_by="fixing " + _them(count))
            )
    for name, limit, reason, remedy in CONDITIONS:
        names: tuple[str, ...] = getattr(around, name)
        if names:
            out.append(Cap(limit=limit, reason=f"{reason}: {_names(names)}", lifted_by=remedy))
    return tuple(sorted(out, key=lambda cap: (cap.limit, cap.reason)))


def capped(count: int, top: float, step: float) -> float:
    """The cap that ``count`` open security findings of one severity ask for."""
    return top - step * min(count - 1, CAP_STEPS) if count > 0 else NO_LIMIT


def security_causes(findings: Iterable[Finding]) -> dict[tuple[object, ...], Severity]:
    """The worst severity of each root cause that the security caps count: security findings in production code,
    confidence at least medium. ``findings`` are the open ones of rules that are not in preview.
    """
    worst: dict[tuple[object, ...], Severity] = {}
    for index, item in enumerate(findings):
        if (
            item.category is Category.SECURITY
            and item.zone is Zone.PRODUCTION
            and item.confidence.rank >= Confidence.MEDIUM.rank
        ):
            key = (item.rule, item.cause or index)
            worst[key] = max(worst.get(key, item.severity), item.severity, key=lambda severity: severity.rank)
    return worst


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _them(count: int) -> str:
    return "it" if count == 1 else f"all {count}"


def _names(names: Sequence[str], most: int = 3) -> str:
    unique = sorted(set(names))
    rest = len(unique) - most
    return ", ".join(unique[:most]) + (f" and {rest} more" if rest > 0 else "")
