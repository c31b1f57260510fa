"""PERF002: a database query that a loop repeats for every item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity
from codereview_rules._services.service import queries_nothing
from codereview_rules._syntax.switches import Switches
from codereview_rules.performance._queries.bounded import Numbers
from codereview_rules.performance._queries.databases import Databases
from codereview_rules.performance._queries.examples_answers import ANSWERED
from codereview_rules.performance._queries.examples_bad import BAD
from codereview_rules.performance._queries.examples_doubt import DOUBTED
from codereview_rules.performance._queries.examples_few import FEW, NO_QUERY
from codereview_rules.performance._queries.examples_given import SILENT, TOLD
from codereview_rules.performance._queries.examples_good import GOOD
from codereview_rules.performance._queries.examples_lists import LISTED, LISTS
from codereview_rules.performance._queries.examples_sure import SURE
from codereview_rules.performance._queries.fallbacks import Fallbacks
from codereview_rules.performance._queries.faults import Faults
from codereview_rules.performance._queries.guards import Guards
from codereview_rules.performance._queries.scan import Scan

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts


class QueryInLoop(ProjectRule):
    """Queries that run once per item of a loop, directly, through helpers, or by reading a relation."""

    card = Card(
        id="PERF002",
        title="Query in a loop (N+1)",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=30,
        why="Each item costs a round trip to the database, so the time grows with the data: a page that is "
        "quick with ten "
        "rows stands still with ten thousand, and the database is busy with the overhead of small queries.",
        instead="Ask once before the loop for all that it needs (`in_bulk`, `filter(pk__in=...)`, "
        "`where(Model.id.in_(ids))`) and look the rows up in a dict, load relations with the query that the loop "
        "runs over (`select_related`, `prefetch_related`, `selectinload`), count with `annotate` or `group_by`, "
        "write in bulk (`bulk_create`, `executemany`, `insert_many`), and commit once.",
        false_alarms="Loops over chunks, pages, retries and short literals are understood, so are queries "
        "that are only built, cached helpers, and relations that were loaded with the query. A query is a note of "
        "severity info that says why where little would be gained: few rounds or few of them, code that runs once, "
        "rounds that do slower things or fail apart, create what is missing or are jobs of their own, searches and "
        "streams, walks over trees, and SQL of SQLite alone, which makes no round trips. The rule is sure only where "
        "the rows grow with the data (a table, a page, a state), the rounds do nothing but read, and nothing else "
        "can have loaded what is read; all else is told with low confidence and with what to look at first, such "
        "as how many rows one customer has. Beside what answers requests, in helpers that none of it calls and in "
        "exports, it is told with medium confidence; in jobs whose rounds do more than to ask, and in checks, with "
        "low. In pages for administrators the severity is medium.",
    )

    collects = (Guards, Fallbacks, Switches, Databases, Numbers, Faults)
    bad = (*BAD, *SURE, *LISTS, *DOUBTED, *ANSWERED, *FEW, *TOLD)
    good = (*GOOD, *LISTED, *NO_QUERY, *SILENT)

    asked_anyway = True

    def not_applicable(self, project: ProjectFacts) -> str:
        """Somebody has to query a database."""
        return queries_nothing(project)

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each line in a loop that leads to a query."""
        for hit in Scan(project).hits():
            yield self.finding(
                hit.path,
                hit.at,
                hit.message,
                severity=hit.severity,
                confidence=hit.confidence,
                symbol=hit.symbol,
                related=hit.related,
                checked=hit.checked,
                cause=hit.cause,
            )
