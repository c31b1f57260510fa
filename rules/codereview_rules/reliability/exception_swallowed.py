"""REL007: an exception that vanishes."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity, Zone
from codereview.facts.project import ProjectFacts

from .._syntax.switches import Switches
from ._exceptions import marks as k
from ._exceptions.boundaries import (
    is_added_column,
    is_beside,
    is_cleanup,
    is_optional,
    is_probing,
    is_relay,
    is_telemetry,
)
from ._exceptions.examples_stakes import BAD as OF_STAKES
from ._exceptions.examples_swallowed import BAD, GOOD
from ._exceptions.handlers import Handler, Handlers, of
from ._exceptions.hidden import Hidden
from ._exceptions.notes import Errors
from ._exceptions.places import judged, symbol
from ._exceptions.stakes import Stake
from ._exceptions.telling import Told, hides


class ExceptionSwallowed(ProjectRule):
    """Handlers of everything that do nothing, with what they hide."""

    card = Card(
        id="REL007",
        title="Exception swallowed",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "Any failure of the block vanishes without a trace: no log line, no metric, no error. What "
            "follows runs on as "
            "if the work had been done, and a misspelt name in the block is hidden just as well as the "
            "failure that was "
            "expected."
        ),
        instead="Catch the one exception that is expected, and log the rest with its traceback or let it pass.",
        false_alarms=(
            "Clean-up, imports of what is optional and questions whether something is there are not "
            "reported; a handler that a comment "
            "or the docstring explains carries low confidence, and so does one of a block on which little "
            "hangs, or after which the failure is asked for or another way is taken. Where the next line "
            "tells of it, nothing is reported. "
            "What is at stake is told from the names of what is called."
        ),
        cwe=(390,),
        absorbs=("REL006", "MNT009"),
    )
    bad = BAD + OF_STAKES
    good = GOOD
    collects = (Errors, Switches)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each handler that takes everything and does nothing."""
        handlers = of(project)
        hidden = Hidden(handlers)
        for handler in handlers.all:
            silent = handler.has(k.SILENT) and not handler.has(k.TOLD_AFTER)
            if handler.is_broad and silent and judged(project, handler.key[0]):
                wanted = is_cleanup(handlers, handler) or is_probing(handlers, handler)
                if not wanted and not is_telemetry(hidden, handler):
                    yield self._finding(handlers, hidden, handler)

    def _finding(self, handlers: Handlers, hidden: Hidden, handler: Handler) -> Finding:
        told = hides(hidden, handler)
        severity = _severity(told.stake, bool(told.own))
        confidence = _confidence(handlers, handler, told)
        cancels = handler.is_bare and handlers.awaits(handler)
        if handler.has(k.EXPLAINED) or is_added_column(handlers, handler):
            severity, confidence = severity.at_most(Severity.LOW), Confidence.LOW
        elif severity is Severity.LOW and not cancels:
            confidence = Confidence.LOW  # a default where a text or key cannot be read, as often as not
        text = told.text
        if cancels:
            text += ", and the cancellation of the coroutine"
            severity = max(severity, Severity.MEDIUM, key=lambda s: s.rank)
        return self.finding(
            handler.key[0],
            handler.at,
            f"{handler.shown} {_does(handler)}: {text}",
            severity=severity,
            confidence=confidence,
            symbol=symbol(handlers.project, handler.key),
            related=told.related,
            checked="the handler neither logs, raises nor keeps the exception; the block is no clean-up and no import",
        )


def _confidence(handlers: Handlers, handler: Handler, told: Told) -> Confidence:
    """How sure it is that the failure should have been told. Where nothing is written, what follows is as often as not
    the way that was meant for that."""
    aside = handlers.project.zone(handler.key[0]) is Zone.SCRIPTS  # who runs it looks at what it does
    if ((handler.has(k.ASKED_AFTER) or aside) and told.stake < Stake.ACCESS) or is_optional(
        handlers, handler
    ):
        return Confidence.LOW
    if told.stake <= Stake.OUTSIDE or is_relay(handlers, handler) or is_beside(handlers, handler):
        return Confidence.LOW
    return Confidence.MEDIUM if handler.has(k.TOLD_LATER) else Confidence.HIGH


def _does(handler: Handler) -> str:
    if handler.suppresses:
        return "passes over every error"
    if handler.has(k.BREAKS):
        return "leaves the loop in silence"
    if handler.has(k.JUMPS):
        return "goes on with the loop in silence"
    return "returns in silence" if handler.has(k.RETURNS) else "passes in silence"


def _severity(stake: Stake, own: bool) -> Severity:
    if stake >= Stake.ACCESS:
        return Severity.HIGH
    if stake >= Stake.OUTSIDE or own:
        return Severity.MEDIUM
    return Severity.LOW
