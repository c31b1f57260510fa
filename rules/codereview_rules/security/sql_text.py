"""SEC005: SQL text that is built from values."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.project import ProjectFacts

from .._services.service import queries_nothing
from ._taint.built import built
from ._taint.collector import Flows
from ._taint.examples_sql import BAD, GOOD
from ._taint.flow.values import SQL
from ._taint.join import joined_flows
from ._taint.report import followed
from ._taint.trails import Built


class SqlText(ProjectRule):
    """From a request with the whole way; from parameters of a function where nobody says what they hold."""

    card = Card(
        id="SEC005",
        title="SQL text built from values",
        severity=Severity.CRITICAL,
        confidence=Confidence.HIGH,
        effort=20,
        why=(
            "What is put into the text of a statement becomes part of the statement. If any of it comes from "
            "outside, the sender decides what the database does: read every table, change it, drop it."
        ),
        instead="Pass values as parameters of the query; take names of tables and columns from a fixed list.",
        false_alarms=(
            "Bound parameters, numbers, dates, quoted identifiers, values held against a list of allowed ones "
            "and names of tables are understood. Text built from parameters of a function whose callers are "
            "not seen is medium with low confidence: it is a fault only if one of them passes on what "
            "somebody else wrote."
        ),
        cwe=(89,),
    )
    bad = BAD
    good = GOOD
    collects = (Flows,)

    asked_anyway = True

    def not_applicable(self, project: ProjectFacts) -> str:
        """Somebody has to run SQL."""
        return queries_nothing(project)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each statement."""
        told = set()
        for finding in followed(self, project, SQL):
            told.add((finding.path, finding.line))
            told |= {(place.path, place.line) for place in finding.related}
            yield finding
        for item in built(joined_flows(project)):
            at = (item.key[0], item.at.line)
            if at not in told and project.zone(item.key[0]) is Zone.PRODUCTION:
                yield self._of_unknown(project, item)

    def _of_unknown(self, project: ProjectFacts, item: Built) -> Finding:
        names = ", ".join(f"`{name}`" for name in item.params)
        function = project.function(item.key)
        at = item.at
        word = "its parameter" if len(item.params) == 1 else "its parameters"
        return self.finding(
            item.key[0],
            At(at.line, at.column, at.end_line, at.end_column),
            f"`{function.name}()` puts {word} {names} into the SQL text that `{item.shown}` runs",
            severity=Severity.MEDIUM,
            confidence=Confidence.LOW,
            symbol=function.qualname,
            related=[Related(hop.file, hop.line, hop.text) for hop in item.hops],
            checked="no caller is seen that passes what somebody else wrote",
        )
