"""REL006: a handler that takes every error for the one that it was written for."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.paths import last_name
from codereview.facts.project import ProjectFacts

from .._syntax.switches import Switches
from ._exceptions.breadth import Breadth
from ._exceptions.examples_broad import BAD, GOOD
from ._exceptions.handlers import Handler, Handlers, of
from ._exceptions.notes import Errors
from ._exceptions.places import judged, symbol


class BroadExcept(ProjectRule):
    """Handlers of everything that go on, with what they hide."""

    card = Card(
        id="REL006",
        title="Broad or bare except",
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        effort=15,
        why=(
            "The handler takes in every error, those of a misspelt name or a wrong argument included, "
            "and treats them like "
            "the one that it was written for. A bare `except:` also stops Ctrl-C, the end of the process "
            "and the "
            "cancellation of a task."
        ),
        instead=(
            "Name the exceptions that the block can raise and that the handler can deal with; let the "
            "others pass. At the edge "
            "of a program, log with the traceback (`logger.exception`)."
        ),
        false_alarms=(
            "Handlers that raise again, log with the traceback or hand the exception on are not "
            "reported, nor are the edges of a "
            "program that log, clean-up, and questions whether something is there. Where the text of the "
            "error is told and nothing is written, in scripts, and where a small value has a default, the finding is "
            "low; in a project of many files so is all by which nothing is written, no other system is asked "
            "and no error of its own becomes a value. An error is named only where nothing that the calls on the "
            "way are given settles that it does not come."
        ),
        cwe=(396,),
    )
    bad = BAD
    good = GOOD
    collects = (Errors, Switches)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each handler of everything that goes on without a trace of what it took."""
        handlers = of(project)
        breadth = Breadth(handlers)
        for handler in handlers.all:
            if not handler.is_broad or not judged(project, handler.key[0]):
                continue
            verdict = breadth.verdict(handler)
            if verdict is not None:
                yield self.finding(
                    handler.key[0],
                    handler.at,
                    verdict.text,
                    severity=verdict.severity,
                    confidence=Confidence.LOW if _only_asks_task(handlers, handler) else verdict.confidence,
                    symbol=symbol(project, handler.key),
                    related=verdict.related,
                    checked="the handler neither raises again, logs with the traceback nor hands the exception on",
                )


def _only_asks_task(handlers: Handlers, handler: Handler) -> bool:
    """Whether all that is guarded is how a task ended, which has waited for it: its cancellation is meant as well."""
    calls = handlers.calls(handler)
    return bool(calls) and all(
        last_name(call.written or call.path) in ("result", "exception") and not call.given for call in calls
    )
