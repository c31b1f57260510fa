"""What is wrong with a handler that takes every error and goes on."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from codereview.api import Confidence, Related, Severity, Zone
from codereview.facts.paths import last_name

from ..._syntax.patterns import lazy_pattern
from . import marks as k
from . import named as n
from . import threads
from .boundaries import (
    goes_on_waiting,
    is_cleanup,
    is_edge,
    is_on_board,
    is_probing,
    is_telemetry,
    is_validator,
)
from .handlers import Handler, Handlers
from .hidden import Hidden, Site
from .losing import SERVER, Losing
from .stakes import WRITES, Stake, asks_route
from .telling import Told, hides

_ANSWERS = (
    "fastapi.HTTPException",
    "werkzeug.exceptions.",
    "rest_framework.exceptions.",
    "django.http.Http404",
    "aiohttp.web.HTTP",
    "sanic.exceptions.",
    "litestar.exceptions.",
)


_PROBES = lazy_pattern(
    r"_*(?:(?:get|check)_)?(?:(?:app|service|server)_)?(?:status|health|healthz|readiness|liveness|ping)"
)
"""Names of functions whose callers want to know no more than whether it works."""
_REFUSED = 400
_MESSAGES = frozenset({"send_message", "sendmail", "send_mail"})
"""What tells somebody something: the work is done without it."""
_MANY = 12
_SHORT = 4
"""Lines that do little more than one thing."""


class Verdict(NamedTuple):
    """A finding in the making."""

    text: str
    severity: Severity
    confidence: Confidence
    related: tuple[Related, ...]


class Breadth:
    """Answers for the handlers of one project."""

    def __init__(self, handlers: Handlers) -> None:
        self.handlers = handlers
        self.hidden = Hidden(handlers)
        self.losing = Losing(handlers)

    def verdict(self, handler: Handler) -> Verdict | None:
        """What is wrong with a broad handler; None if nothing is, or if another rule says it."""
        if handler.has(k.SILENT):
            return None
        answered = self._own_answer(handler)
        if answered is not None:
            return answered
        if handler.has(k.RETHROWS, k.ENDS_RAISING):
            return None
        if handler.is_bare and not self.handlers.lets_ends_pass(handler) and not self._is_in_thread(handler):
            return self._bare(handler)
        if self.losing.loses(handler):
            return None
        if handler.has(k.TRACE, k.KEEPS, k.EXITS) or self.handlers.traced_by_helper(handler):
            return None
        if self.handlers.raises_by_helper(handler):
            return None
        if is_cleanup(self.handlers, handler) or is_probing(self.handlers, handler):
            return None
        if is_telemetry(self.hidden, handler):
            return None
        if handler.has(k.LOGS, k.PRINTS, k.TELLS, k.RAISES) and (
            is_edge(self.handlers, handler) or goes_on_waiting(handler)
        ):
            return None
        return self._broad(handler)

    def _is_in_thread(self, handler: Handler) -> bool:
        """Whether neither Ctrl-C nor a cancellation comes to what a handler guards."""
        return not self.handlers.awaits(handler) and threads.of(self.handlers.project).holds(handler.key)

    def _own_answer(self, handler: Handler) -> Verdict | None:
        """``raise HTTPException(404)`` in the block, which the handler turns into another answer."""
        if handler.has(k.RETHROWS, k.SORTS, k.KEEPS) or not handler.raised or not handler.has(k.ENDS_RAISING):
            return None
        for site in self.hidden.sites(handler):
            if isinstance(site.error, str) and site.error.startswith(_ANSWERS):
                if self._is_same(handler, site) or n.of(self.handlers.project).is_settled(site):
                    continue
                return self._answer(handler, site)
        return None

    def _is_same(self, handler: Handler, site: Site) -> bool:
        """Whether the handler raises the very error, with the same text: whoever gets it sees no difference."""
        raises = self.handlers.raises
        inner = next((note for note in raises.get(site.key, ()) if note.line == site.line), None)
        outer = next((note for note in raises.get(handler.key, ()) if note.line == handler.raised_line), None)
        if inner is None or outer is None or not inner.values[3] or inner.values[3] != outer.values[3]:
            return False
        return self.handlers.hierarchy.error(handler.key[0], str(outer.values[0])) == site.error

    def _answer(self, handler: Handler, site: Site) -> Verdict:
        name = self.hidden.handlers.hierarchy.name(site.error)
        place = f"{site.key[0].rpartition('/')[2]}:{site.line}" if site.chain else f"line {site.line}"
        what = (
            f"answers with status {handler.status} instead"
            if handler.status
            else "raises another error instead"
        )
        same = bool(site.status) and site.status == handler.status
        if same:
            what = "answers with the same status and another text"
        elif (
            not handler.status and self.handlers.hierarchy.error(handler.key[0], handler.raised) == site.error
        ):
            same, what = True, "raises another one of the same class"
        return Verdict(
            f"{handler.shown} also takes the `{name}` that {place} raises on purpose, and {what}",
            Severity.LOW if same else Severity.MEDIUM,
            # with the text of the first in it nothing is lost
            Confidence.LOW
            if same and (handler.has(k.USES) or self._probes(handler))
            else Confidence.HIGH
            if site.sure
            else Confidence.MEDIUM,
            tuple(self.hidden.path(site)),
        )

    def _probes(self, handler: Handler) -> bool:
        """Whether a handler is of the one call of a function that says whether something can be reached."""
        function = self.handlers.project.function(handler.key) if handler.key[1] >= 0 else None
        return (
            function is not None
            and _PROBES.fullmatch(function.name) is not None
            and len(self.handlers.calls(handler)) == 1
        )

    def _bare(self, handler: Handler) -> Verdict | None:
        if handler.has(k.EXITS, k.KEEPS, k.SORTS):
            return None
        # as a module is imported, without a call: a name that a version of a library does not have
        asks = handler.key[1] < 0 and not self.handlers.calls(handler)
        confidence = Confidence.LOW if asks or handler.has(k.EXPLAINED) else Confidence.HIGH
        loop = handler.at.loop >= 0 and handler.has(k.JUMPS)
        told = hides(self.hidden, handler)
        if self.handlers.awaits(handler):
            text = f"{handler.shown} in a coroutine swallows its cancellation (CancelledError) with every other error"
            # logged with its traceback, and the coroutine comes to its end: only who cancelled it is told wrongly
            ends = handler.has(k.TRACE) and handler.at.loop < 0
            return Verdict(text, Severity.LOW if ends else Severity.MEDIUM, confidence, told.related)
        what = "stops Ctrl-C and the end of the process (KeyboardInterrupt, SystemExit)"
        traced = handler.has(k.TRACE)
        severity = Severity.MEDIUM if loop or told.stake >= Stake.OUTSIDE or told.own else Severity.LOW
        rest = "" if traced else f"; {told.text}"
        if not traced and self.losing.logs_without(handler):
            rest = f", and `{handler.log_name}()` does not say what it was{rest}"
        return Verdict(
            f"{handler.shown} {what}{rest}",
            Severity.LOW if traced else severity,
            confidence,
            told.related,
        )

    def _broad(self, handler: Handler) -> Verdict:
        hides_what = hides(self.hidden, handler)
        return Verdict(
            f"{handler.shown} {_does(handler)}: {hides_what.text}",
            _severity(handler, hides_what),
            self._confidence(handler, hides_what),
            hides_what.related,
        )

    def _confidence(self, handler: Handler, told: Told) -> Confidence:
        if handler.has(k.EXPLAINED, k.SORTS, k.RAISES) or is_on_board(self.handlers, handler):
            return Confidence.LOW
        if self.handlers.project.zone(handler.key[0]) is Zone.SCRIPTS:
            return Confidence.LOW  # who runs it looks at what it does
        calls = self.handlers.calls(handler)
        if any(asks_route(call, calls) for call in calls) or self._is_nobody(handler):
            return Confidence.LOW
        # somebody reads what it was, and nothing is written
        if told.stake < Stake.WRITE and handler.has(k.LOGS, k.PRINTS, k.USES):
            return Confidence.LOW
        # a default as the module is imported, for what another machine may not have
        if handler.key[1] < 0 and handler.has(k.CONSTANT):
            return Confidence.LOW
        if self._passes_little(handler) or (self._is_of_many and not self._has_stake(handler, told)):
            return Confidence.LOW
        if handler.at.loop >= 0 and handler.has(k.USES) and not handler.has(k.RETURNS, k.BREAKS):
            return Confidence.LOW  # one of many that failed is told of, and the others have their turn
        if told.stake < Stake.OUTSIDE and self._is_small(handler, told):
            return Confidence.LOW
        checks = told.stake < Stake.OUTSIDE and is_validator(self.handlers, handler)
        return Confidence.LOW if checks or self.losing.checks_input(handler) else Confidence.MEDIUM

    def _is_nobody(self, handler: Handler) -> bool:
        """Whether the answer is that nobody is known: how a backend of sign-ins says no, whatever the reason."""
        cls = self.handlers.project.function(handler.key).cls if handler.key[1] >= 0 else -1
        if cls < 0 or handler.constant != "None" or handler.has(k.LOGS, k.PRINTS):
            return False
        around = self.handlers.project.files[handler.key[0]].classes[cls]
        return around.name.endswith("Backend") and "authenticate" in around.methods

    def _is_small(self, handler: Handler, told: Told) -> bool:
        """Whether little is lost: a default is taken for a value that is missing, lines convert what they were given
        or the answer refuses it, callers said what they want instead, or what the block itself raises is told."""
        if told.own:
            return handler.has(k.TELLS) and not any(site.chain for site in told.own)
        wanted = handler.constant.isidentifier() and handler.constant not in ("None", "True", "False")
        if self._asks_own(handler):
            return wanted or told.plain
        refuses = handler.last - handler.first < _SHORT and _REFUSED <= handler.status < SERVER
        return wanted or told.plain or refuses or _takes_default(handler)

    def _passes_little(self, handler: Handler) -> bool:
        """Whether a handler that tells of what it took answers a single statement's failure as one, or only a message
        did not reach somebody."""
        short = handler.last - handler.first < _SHORT
        if handler.is_error_logged and handler.has(k.USES) and handler.status >= SERVER and short:
            return True
        calls = {last_name(call.written or call.path) for call in self.handlers.calls(handler)}
        told = handler.has(k.LOGS, k.TELLS)
        return told and bool(calls & _MESSAGES) and not calls & WRITES - _MESSAGES

    def _tells(self, handler: Handler) -> bool:
        """Whether a handler tells somebody, beside the log and the database."""
        if not handler.has(k.TELLS):
            return False
        called = self.handlers.project.calls_in(handler.key)
        names = (last_name(c.path) for c in called if handler.at.line <= c.line <= handler.at.end_line)
        return "rollback" not in names

    @cached_property
    def _is_of_many(self) -> bool:
        """Whether a project has so many files that what is at stake in most of its blocks is little."""
        return len(self.handlers.project.files) >= _MANY

    def _has_stake(self, handler: Handler, told: Told) -> bool:
        """Whether something speaks for it that more than a default or an answer hangs on a block: what it writes, with
        nobody told and the function going on, what another system did not give, or errors that become a value."""
        if told.stake >= Stake.WRITE:
            if not handler.has(k.LOGS, k.PRINTS):
                return True
            goes_on = not handler.has(k.RETURNS) or handler.status >= SERVER
            return goes_on and not self._tells(handler)
        if told.own:
            return bool(handler.constant) and not self._tells(handler)
        return told.stake >= Stake.LOCAL

    def _asks_own(self, handler: Handler) -> bool:
        """Whether what a handler guards calls functions of the project."""
        return any(handler.guards(edge.call.line) for edge, _ in self.handlers.callees.get(handler.key, ()))


def _takes_default(handler: Handler) -> bool:
    """Whether a handler does no more than to give a name a default."""
    return handler.has(k.CONSTANT) and not handler.has(k.RETURNS, k.JUMPS)


def _does(handler: Handler) -> str:
    if handler.has(k.LOGS, k.PRINTS):
        way = "logs" if handler.has(k.LOGS) else "prints"
        return f"{way} only the text of the error" if handler.has(k.USES) else f"{way} and goes on"
    if handler.constant and not handler.has(k.USES):
        return f"returns `{handler.constant}` without a log line"
    if handler.has(k.CONSTANT):
        return "takes a default without a log line"
    if handler.has(k.USES):
        return "goes on with the text of the error alone"
    if handler.has(k.TELLS):
        return "goes on without the traceback"
    return "goes on without a log line"


def _severity(handler: Handler, told: Told) -> Severity:
    if handler.has(k.LOGS, k.PRINTS, k.USES):
        return Severity.LOW
    if told.stake is Stake.ACCESS and handler.has(k.CONSTANT) and not told.own:
        return Severity.LOW  # where nothing is granted
    if told.stake >= Stake.ACCESS or (told.own and told.stake >= Stake.WRITE):
        return Severity.MEDIUM
    return Severity.LOW
