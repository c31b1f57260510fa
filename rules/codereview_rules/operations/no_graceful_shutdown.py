"""OPS014: a service starts work that nothing ends."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from .._services.service import no_web_service
from ._services.examples_shutdown import BAD, GOOD
from ._services.starts import Endless, unended


class NoGracefulShutdown(ProjectRule):
    """Looks at schedulers, endless tasks and threads, and clients that a service starts."""

    card = Card(
        id="OPS014",
        title="No graceful shutdown",
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        effort=30,
        why=(
            "Each release stops the process. What it started by itself is then cut off wherever it "
            "stands, or holds the process up "
            "until the platform kills it with the requests that were still running."
        ),
        instead=(
            "End it where it was started: after the `yield` of the lifespan, in a shutdown hook, by "
            "`atexit` or a signal's handler; "
            "give a thread an `Event` to look at and join it."
        ),
        false_alarms=(
            "Work that can be cut off anywhere; a loop in a daemon thread or task that takes from no queue, "
            "and a client of the module, are therefore of low confidence. An end by any shutdown, cancel, "
            "close, join, event, signal or `atexit` near the start keeps it silent; executors are left "
            "out, since Python joins them."
        ),
        cwe=(404,),
    )
    bad = BAD
    good = GOOD
    collects = (Endless,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Scripts end by themselves."""
        return no_web_service(project)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each start without an end."""
        for start in unended(project):
            yield self.finding(
                start.path,
                start.call,
                f"{start.what}, and nothing ends it: when the service stops, {start.then}",
                confidence=Confidence.MEDIUM if start.harm else Confidence.LOW,
                symbol=project.files[start.path].symbol(start.call.function),
                checked="shutdown, cancel, close, join, events, signals, `atexit`, functions named for an end",
            )
