"""TST008: kinds of tests that a project of this kind has and this one has not."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from ._kinds.examples import BAD, GOOD
from ._kinds.seen import KINDS, LOOKED_FOR, kinds_of_tests

_FEWEST = 10
_STORES = frozenset(
    "sqlalchemy django sqlmodel psycopg psycopg2 psycopg2-binary asyncpg redis pymongo motor peewee tortoise-orm boto3 "
    "celery aio-pika pika kafka-python confluent-kafka elasticsearch flask-sqlalchemy mysqlclient pymysql".split()
)


class MissingKinds(ProjectRule):
    """Counts the files of each kind of test and holds them against the kind of project."""

    card = Card(
        id="TST008",
        title="Kinds of tests that are missing",
        severity=Severity.INFO,
        confidence=Confidence.MEDIUM,
        effort=240,
        why=(
            "Each kind finds what the others cannot: unit tests say nothing of the status and validation of a route, "
            "nor of the query against a real database, nor of whether the command starts at all."
        ),
        instead=(
            "Begin with a few of the kind that covers most: a test client for every route, one run of the command, one "
            "test against the real database, properties for parsers and calculations, a benchmark of the hot path."
        ),
        false_alarms=(
            "Known are the usual clients, runners, plug-ins, fixtures, marks and names of folders and files. API tests "
            "are asked of web services, end-to-end tests of what has a page or a command, integration tests where a "
            "store is used, performance tests (never alone) of services, and properties of libraries. Wrong where "
            "such tests live in another repository."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """A handful of tests has no kinds."""
        if len(project.testing.tests) < _FEWEST:
            return f"the project has fewer than {_FEWEST} tests that a runner collects"
        return (
            ""
            if list(_wanted(project))
            else "no kind of test beyond unit tests is expected of this kind of project"
        )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for the project."""
        there = kinds_of_tests(project)
        missing = [kind for kind in KINDS if kind in set(_wanted(project)) and kind not in there]
        if not missing or missing == ["performance"]:
            return  # alone, that is a wish
        has = ", ".join(f"{kind} ({count} file{'s' if count > 1 else ''})" for kind, count in there.items())
        told = f"; there are {has}" if has else ""
        listed = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
        path, line = _place(project)
        yield self.finding(
            path,
            At(line),
            f"none of {len(project.testing.tests)} tests is {'an' if listed[0] in 'Aaei' else 'a'} {listed} test{told}"
            if len(missing) == 1
            else f"among {len(project.testing.tests)} tests there are no {listed} tests{told}",
            severity=Severity.LOW if "API" in missing else self.card.severity,
            checked="; ".join(f"{kind}: {LOOKED_FOR[kind]}" for kind in missing),
        )


def _wanted(project: ProjectFacts) -> Iterator[str]:
    """The kinds of tests that fit the project."""
    service = project.is_a("web service")
    if service:
        yield "API"
        yield "performance"
    if {requirement.name for requirement in project.dependencies.direct()} & _STORES:
        yield "integration"
    if project.is_a("command-line tool", "Streamlit application") or (service and _has_pages(project)):
        yield "end-to-end"
    if project.is_a("library"):
        yield "property-based"


def _has_pages(project: ProjectFacts) -> bool:
    return any(path.endswith((".html", ".jinja2", ".vue", ".tsx")) for path in project.others)


def _place(project: ProjectFacts) -> tuple[str, int]:
    """Where tests are configured, else the first file of tests."""
    for found in project.testing.configs.values():
        for config in found:
            return config.path, config.line
    return project.testing.files[0], 1
