"""REL008: a handler after which nobody can tell why something failed."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import At, Card, Confidence, Finding, Place, ProjectRule, Related, Severity, Zone
from codereview.facts import module as m
from codereview.facts.project import ProjectFacts

from .._syntax.switches import Switches
from ._exceptions import marks as k
from ._exceptions.boundaries import goes_on_waiting, is_cleanup, is_probing, is_telemetry
from ._exceptions.examples_lost import BAD, GOOD
from ._exceptions.handlers import Handler, Handlers, of
from ._exceptions.hidden import Hidden
from ._exceptions.losing import SERVER, Losing
from ._exceptions.notes import Errors
from ._exceptions.places import judged, symbol
from ._exceptions.stakes import Stake
from ._exceptions.telling import hides

_REFUSED = (401, 403)
"""Whoever has no right gets the same answer whatever is wrong with what he shows."""


class CauseLost(ProjectRule):
    """Errors that are logged without the exception, or answered without a log."""

    card = Card(
        id="REL008",
        title="Cause of an error lost",
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        effort=5,
        why=(
            "The log says that something failed and not what: neither the exception's text nor its "
            "traceback is kept anywhere. "
            "Whoever is called at night has to reproduce the failure to learn its cause."
        ),
        instead=(
            "Log with `logger.exception(...)` or `exc_info=True` before going on or answering. Where "
            "another error is raised "
            "that somebody sees, `raise NewError(...) from error` keeps the first one with it."
        ),
        false_alarms=(
            "What cannot fail for more than one reason: where neither a write nor a call of another system is in the "
            "block, in a script, and where the answer is that somebody has no right, the finding is of low confidence. "
            "A plain `raise` in a handler keeps the first exception as its context and is not reported; nor are narrow "
            "handlers, "
            "whose class tells the cause, and helpers that log the traceback."
        ),
        cwe=(778,),
        absorbs=("REL006",),
    )
    bad = BAD
    good = GOOD
    collects = (Errors, Switches)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each handler that loses the cause."""
        handlers = of(project)
        losing = Losing(handlers)
        hidden = Hidden(handlers)
        for handler in handlers.all:
            if judged(project, handler.key[0]):
                how = losing.loses(handler)
                if how == "logged":
                    yield from self._logged(handlers, losing, hidden, handler)
                elif how == "answered":
                    yield self._answered(handlers, hidden, handler)

    def _logged(
        self, handlers: Handlers, losing: Losing, hidden: Hidden, handler: Handler
    ) -> Iterable[Finding]:
        if is_cleanup(handlers, handler) or is_probing(handlers, handler) or is_telemetry(hidden, handler):
            return
        if handler.log_name == "print" and _tries_again(handlers, handler):
            return  # what is printed is the next way
        if not handler.has(k.LOUD) and _does_something_first(handlers, handler):
            return  # what is said is that this worked
        told = hides(hidden, handler)
        wide = losing.wide(handler)
        what = "every error" if wide is None else f"`{handlers.hierarchy.name(wide)}` of any kind"
        severity = Severity.MEDIUM if handler.has(k.LOUD) else Severity.LOW
        confidence = Confidence.MEDIUM if wide is None and told.stake >= Stake.OUTSIDE else Confidence.LOW
        seen = handlers.project.zone(handler.key[0]) is Zone.SCRIPTS  # who runs it looks at what it does
        if (
            handler.has(k.EXPLAINED)
            or seen
            or goes_on_waiting(handler)
            or (handler.has(k.LOGS) and not handler.has(k.LOUD))
        ):
            severity, confidence = Severity.LOW, Confidence.LOW
        yield self._finding(
            handlers,
            handler,
            _within(handler, handler.log_line),
            f"`{handler.log_name}()` says that it failed, not why: the handler takes {what} and never "
            f"touches the exception" + (f"; {told.text}" if wide is None else ""),
            severity,
            confidence,
            told.related,
        )

    def _answered(self, handlers: Handlers, hidden: Hidden, handler: Handler) -> Finding:
        told = hides(hidden, handler)
        name = handler.raised.removesuffix("()").rpartition(".")[2]
        status = f" with status {handler.status}" if handler.status else ""
        text = "only its text goes to the client" if handler.has(k.USES) else "nothing of it is kept"
        way = (
            "writes no traceback" if name in ("SystemExit", "Exit", "Abort") else "is answered and not logged"
        )
        grave = handler.status >= SERVER or not handler.status or bool(told.own)
        return self._finding(
            handlers,
            handler,
            _within(handler, handler.raised_line),
            f"every error of the block becomes `{name}`{status}, which {way}: {text}; {told.text}",
            Severity.MEDIUM if grave else Severity.LOW,
            Confidence.LOW
            if handler.has(k.USES, k.ACTS, k.EXPLAINED)
            or told.stake < Stake.OUTSIDE
            or handler.status in _REFUSED
            else Confidence.MEDIUM,
            told.related,
        )

    def _finding(
        self,
        handlers: Handlers,
        handler: Handler,
        at: Place,
        text: str,
        severity: Severity,
        confidence: Confidence,
        related: tuple[Related, ...],
    ) -> Finding:
        return self.finding(
            handler.key[0],
            at,
            text,
            severity=severity,
            confidence=confidence,
            symbol=symbol(handlers.project, handler.key),
            related=(Related(path=handler.key[0], line=handler.at.line, message="the handler"), *related),
            checked="neither the handler nor what it calls touches the exception or logs with the traceback",
        )


def _tries_again(handlers: Handlers, handler: Handler) -> bool:
    """Whether a handler has one of its own, for another way that it tries, after what it prints."""
    return any(
        handler.log_line < other.at.line <= handler.at.end_line and other.is_broad
        for other in handlers.within.get(handler.key, ())
    )


def _does_something_first(handlers: Handlers, handler: Handler) -> bool:
    """Whether a handler calls a method for its effect before it says anything: it makes what was not there."""
    return any(
        call.flags & m.DROPPED and "." in call.path and handler.at.line < call.line < handler.log_line
        for call in handlers.project.calls_in(handler.key)
    )


def _within(handler: Handler, line: int) -> Place:
    """The line of a handler's body at which it loses the cause."""
    return At(line, handler.at.column + 4, line, handler.at.column + 5)
