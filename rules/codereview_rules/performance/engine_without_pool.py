"""PERF006: an engine of a service without settings for its pool."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity, Zone
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._engines.collect import SqliteEngines
from ._engines.examples import BAD, GOOD

_MAKES = lazy_pattern(
    r"sqlalchemy\.(?:create_engine|engine\.create_engine|ext\.asyncio\.(?:engine\.)?create_async_engine|future\.create_engine)$"
    r"|sqlmodel\.create_engine$"
)
_MAKERS = ("sqlalchemy", "sqlmodel")
_SETTINGS = frozenset(
    "pool_size max_overflow pool_pre_ping pool_recycle pool_timeout poolclass pool creator async_creator **".split()
)
_DRIVERS = frozenset(
    "psycopg psycopg2 psycopg2cffi asyncpg pymysql MySQLdb aiomysql asyncmy mysql oracledb cx_Oracle "
    "pyodbc pg8000".split()
)
_PACKAGES = frozenset(
    "psycopg psycopg2 psycopg2-binary asyncpg pymysql mysqlclient aiomysql asyncmy mysql-connector-python "
    "oracledb cx-oracle "
    "pyodbc pg8000 psycopg-binary".split()
)
_FACTORY = lazy_pattern(
    r"(?!create_(?:database|db)(?:_|$))_*(?:get|make|create|build|init|setup|set_up|start|configure|connect|lifespan|engine|database|db|session)",
    re.IGNORECASE,
)
_ASIDE = lazy_pattern(
    r"(?:^|/)(?:alembic|migrations?|revisions|versions|scripts?|tools?|seeds?|fixtures|backups?\w*|exports?|commands|examples?)(?:/|$)"
    r"|(?:^|/)(?:seed|init|create|migrate|apply|setup|load|import|check|fix|export|dump|backup|sync|wait)_?\w*\.py$"
    r"|(?:migrations?|backups?|exporter|__main__)\w*\.py$|/env\.py$|sqlite"
)
"""Files that run once, where a pool does not matter."""


class EngineWithoutPool(ProjectRule):
    """Looks at engines in projects that serve requests and talk to a database server."""

    card = Card(
        id="PERF006",
        title="Engine without pool settings",
        severity=Severity.LOW,
        confidence=Confidence.LOW,
        effort=10,
        why=(
            "By default five connections are kept and ten more are opened under load, whatever the server "
            "allows, and one "
            "that the server has closed meanwhile is handed out all the same: the first requests after a "
            "quiet night or "
            "a restart of the database fail."
        ),
        instead=(
            "Set `pool_pre_ping=True` and `pool_recycle`, and `pool_size` with `max_overflow` for the "
            "number of workers and "
            "what the server allows; `NullPool` where each process makes one query."
        ),
        false_alarms=(
            "Only services (with routes or tasks) that have a driver for a database server are judged. Engines for "
            "SQLite, with options from elsewhere (`**`), with a pool class or creator, those that one function makes "
            "and drops, in migrations, exports and scripts (files that nothing imports and that have no routes) are "
            "left out."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (SqliteEngines,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Pools matter where many requests are served."""
        if not project.routes.all and not any("task" in entry.kind for entry in project.entry_points):
            return "the project serves no requests and works off no tasks"
        makers = (item.module for facts in project.files.values() for item in facts.imports)
        if not any(name.startswith(_MAKERS) for name in makers):
            return "the project makes no engine of SQLAlchemy"
        return "" if _has_server(project) else "the project has no driver for a database server"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each engine."""
        sqlite = _sqlite(project)
        for path, facts in project.files.items():
            if project.zone(path) is not Zone.PRODUCTION or _ASIDE.search(path) or facts.main_line:
                continue
            if not any(item.module.startswith(_MAKERS) for item in facts.imports):
                continue
            if path not in project.importers and not any(route.file == path for route in project.routes.all):
                continue  # a script that stands by itself
            for call in facts.calls:
                if "engine" in call.path and (path, call.line, call.column) not in sqlite:
                    name = project.resolve(path, call.path).name
                    given = {key for key, _ in call.kwargs}
                    if _MAKES.match(name) and given.isdisjoint(_SETTINGS) and _is_kept(facts, call):
                        yield self._finding(path, call)

    def _finding(self, path: str, call: CallFact) -> Finding:
        given = [key for key, _ in call.kwargs]
        rest = f"only {', '.join(f'`{key}`' for key in given)}" if given else "nothing"
        last = (call.written or call.path).rpartition(".")[2]
        return self.finding(
            path,
            call,
            f"`{last}` is given {rest} beside the address: no size for the pool, and no check of connections that the "
            "server has closed",
            checked="pool settings, pool class, options from elsewhere, the dialect as far as it can be seen",
        )


def _is_kept(facts: FileFacts, call: CallFact) -> bool:
    """Whether an engine outlives the function that makes it: it is returned, global, an attribute, or the function's
    name says that it makes one."""
    if call.function < 0:
        return True
    function = facts.functions[call.function]
    if any(c.function == call.function and c.path.endswith(".dispose") for c in facts.calls):
        return False
    made = f"{call.path}()"
    attributes = facts.classes[function.cls].attrs if function.cls >= 0 else ()
    if function.globals or _FACTORY.match(function.name):
        return True
    return made in (*function.returns, *function.yields, *(attribute.path for attribute in attributes))


def _has_server(project: ProjectFacts) -> bool:
    imported = {item.module.partition(".")[0] for facts in project.files.values() for item in facts.imports}
    if imported & _DRIVERS:
        return True
    return any(requirement.name in _PACKAGES for requirement in project.dependencies.direct())


def _sqlite(project: ProjectFacts) -> set[tuple[str, int, int]]:
    """Places of engines that are seen to be made for SQLite."""
    found: set[tuple[str, int, int]] = set()
    for path, notes in project.noted(SqliteEngines):
        addresses = {note.values[0] for note in notes if note.kind == "address"}
        found |= {
            (path, note.line, note.column)
            for note in notes
            if note.kind == "sqlite" or (note.kind == "named" and note.values[0] in addresses)
        }
    return found
