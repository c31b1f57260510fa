"""MNT003: ``datetime.utcnow`` and ``datetime.utcfromtimestamp``."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts

from .._syntax.mentions import Mentions
from ._utcnow.examples import BAD, GOOD
from ._utcnow.misuse import Misuses
from ._utcnow.uses import NAMES, Use, all_uses


class Named(Mentions):
    """Files that name one of the two methods: under another name it is called only if a file gives it that."""

    words = NAMES


class DeprecatedUtcnow(ProjectRule):
    """Uses of the two deprecated constructors of naive UTC datetimes, called or not, under any name."""

    card = Card(
        id="MNT003",
        title="Deprecated constructor of naive UTC datetimes",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "The value is in UTC but does not say so: it is naive, and `timestamp()`, `astimezone()` and "
            "most "
            "libraries read naive values as local time. Comparing it with an aware value raises TypeError. "
            "Python "
            "3.12 deprecated both functions and warns at each call; a later version removes them."
        ),
        instead=(
            "Write `datetime.now(timezone.utc)` and `datetime.fromtimestamp(t, tz=timezone.utc)`, and keep "
            "all "
            "values that meet each other aware. Where naive values are stored on purpose, drop the zone "
            "visibly: "
            "`datetime.now(timezone.utc).replace(tzinfo=None)`. A default that takes a function gets a "
            "lambda or "
            "a named function."
        ),
        false_alarms=(
            "Code that only runs on a Python older than 3.2, or a test that proves how the deprecated "
            "function "
            "behaves. Methods of the same name on other classes, overridden ones, names in strings and "
            "patches "
            "are understood."
        ),
        cwe=(477,),
    )
    watch = NAMES
    collects = (Named,)
    bad = BAD
    good = GOOD

    asked_anyway = True

    def not_applicable(self, project: ProjectFacts) -> str:
        """It is about one class of one module."""
        return "" if "datetime" in project.vocabulary.roots else "nothing in the project imports `datetime`"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each place where one of the functions is named or called."""
        for path, uses in all_uses(project) if Named.anywhere(project) else ():
            misuses = Misuses(project, path, uses)
            for use in uses:
                yield self._finding(path, use, misuses)

    def _finding(self, path: str, use: Use, misuses: Misuses) -> Finding:
        misuse = misuses.of(use)
        related = [*use.related]
        if misuse is not None and (misuse.line, misuse.column) != (use.line, use.column):
            related.append(Related(path=path, line=misuse.line, message=misuse.told))
        return self.finding(
            path,
            use,
            _message(use) + (f"; {misuse.said}" if misuse is not None else ""),
            severity=Severity.HIGH if misuse is not None else None,
            symbol=use.symbol,
            related=related,
            cause=use.cause,
            fixable=use.fixable,
        )


def _message(use: Use) -> str:
    if use.called:
        brackets = "(...)" if use.has_arguments else "()"
        meant = f", which is `datetime.{use.method}`," if use.renamed else ""
        return f"`{use.shown}{brackets}`{meant} gives a naive datetime, and is deprecated"
    where = "is kept to be called later"
    if use.context:
        where = f"is passed as `{use.context}`"
    elif use.passed:
        where = "is passed on without being called"
    return f"`{use.shown}` {where}: it is deprecated, and each value that it makes is a naive datetime"
