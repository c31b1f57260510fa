"""PERF011: a column that queries compare and that no index covers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.project import Key, ProjectFacts
from codereview_rules.reliability._models.collect import Compared, Models
from codereview_rules.reliability._models.schema import Column, Schema, Table

from .._syntax.patterns import lazy_pattern
from ._indexes.collect import MadeIndexes
from ._indexes.examples import BAD, GOOD
from ._indexes.uses import Use, Used, compared, holder

_SMALL = frozenset(
    "Boolean BOOLEAN Enum SQLEnum SAEnum JSON JSONB Text TEXT LargeBinary PickleType ARRAY Float Numeric bool "
    "BooleanField TextField JSONField FileField ImageField FloatField DecimalField float Decimal dict list".split()
)
"""Types with few values, or that are seldom compared for equality: an index would help little."""
_FEW = lazy_pattern(
    r"(?:^|_)(?:status|state|type|kind|role|category|level|gender|sex|country|language|lang|locale|currency|active"
    r"|enabled|disabled|priority|provider|source|platform|position|year|month|day|version)$|^(?:is|has)_|^(?:Is|Has)[A-Z]"
)
"""Names of columns with few values."""
_OWN_INDEX = frozenset({"ForeignKey", "OneToOneField", "SlugField", "AutoField", "BigAutoField"})
_MANY = ("KeyField", "ManyToManyField", "ForeignKey", "ToManyField", "OneToOneField")
"""Endings of Django's fields that have an index, or a table of their own."""
_INDEXED = frozenset({"primary_key", "index", "unique", "db_index", "**"})
_DATES = ("Date", "TIMESTAMP", "TIMESTAMPTZ", "datetime", "date")
_MYSQL = frozenset("pymysql mysqlclient mysqldb aiomysql asyncmy mysql mysql-connector-python".split())
_OTHERS = frozenset(
    "psycopg psycopg2 psycopg2-binary psycopg-binary asyncpg pg8000 "
    "psycopg2cffi cx_oracle pyodbc oracledb cx-oracle".split()
)
_SMALL_TABLES = lazy_pattern(
    r"(?:^(?:app|site|system|global)?_?(?:setting|config(?:uration)?|preference)|group|role|permission|variant|categor(?:y|ie)|holiday|countr(?:y|ie)|currenc"
    r"(?:y|ie)|language|plan|tier|feature_?flag|flag|status|kind|type|template|tag|label|team|department|branch|location|course|"
    r"(?<!in)variable|controller|dashboard)(?:e?s)?$",
    re.IGNORECASE,
)
"""Names of tables that hold few rows."""
_GROWS = lazy_pattern(
    r"(?:order|payment|transaction|invoice|booking|reservation|message|comment|history|log|event|session|visit|click|view|"
    r"record|entry|entrie|notification|attempt|run|job|execution|measurement|reading|sample|metric|snapshot|version|"
    r"revision|attachment|upload|download|answer|response|submission|enrol?lment|loan|transfer|delivery|deliverie|"
    r"shipment|goal|token|vote|like|follow|score|result|report|request)s?$",
    re.IGNORECASE,
)
"""Names of tables that get a row each time something happens."""
_OF_PEOPLE = lazy_pattern(
    r"(?:^|_)(?:user|customer|account|member|client|student|patient|author|owner|sender|recipient|order|document|message|"
    r"conversation|chat|session)(?:_\w*)?_?id$",
    re.IGNORECASE,
)
"""Foreign keys to what there is more of each day."""
_LEAST_KEYS = 2
_LEAST = 3
_OFTEN = 6
_MOST = 10
"""Tables that are told of, the most compared first: where all foreign keys lack an index, ten say it."""


class _Wanted(NamedTuple):
    """A column that wants an index, the places that compare it, and in how many functions they stand."""

    column: Column
    places: list[tuple[str, int]]
    functions: int


class MissingIndex(ProjectRule):
    """Holds comparisons in queries against the indexes that the models declare."""

    card = Card(
        id="PERF011",
        title="Compared column without index",
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        effort=15,
        why=(
            "The database reads the whole table for each of these queries. It does not show with a hundred "
            "rows, and "
            "takes seconds with a million."
        ),
        instead="Declare an index on the column (or one that begins with it), with a migration.",
        false_alarms=(
            "Primary and unique keys, indexes and constraints of the table that begin with the column, indexes that "
            "migrations of Alembic make, and foreign keys of Django and of projects on MySQL alone (which index them) "
            "count. Columns with few values, long texts, numbers with fractions, joins, columns that are compared in "
            "fewer than three functions (foreign keys: two), or only beside one that has an index, are left out. A "
            "table that stays small needs none."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (Models, Compared, MadeIndexes)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without models there is nothing to compare."""
        return (
            "" if any(project.noted(Models)) else "the project declares no database model that is understood"
        )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each table, at the column that is compared most; of at most ten tables."""
        schema = Schema(project)
        used = compared(schema)
        made = _made(schema)
        keys_have = _indexes_keys(project)
        wanted: list[tuple[Table, list[_Wanted]]] = []
        for table in schema.tables.values():
            if project.zone(table.key[0]) is not Zone.PRODUCTION or not schema.is_table(table):
                continue
            if "unmanaged" in table.options:
                continue  # its indexes are made where its table is
            if table.cls.endswith("View") or schema.name(table).endswith("_view"):
                continue  # a view of the database has none of its own
            known = made[table.key] | made[schema.name(table) or None] | made[""]
            known = known.union(*(other.indexed for other in schema.above(table)))
            found = _wanted(table, used, known, keys_have, _served_above(schema, table, used))
            found = [item for item in found if not _is_named(project, schema.name(table), item.column.name)]
            if found and not schema.outside(table):
                wanted.append(
                    (table, sorted(found, key=lambda item: (-item.functions, item.column.note.line)))
                )
        wanted.sort(key=lambda item: -item[1][0].functions)
        of_one_file = _is_sqlite(project)
        for table, found in wanted[:_MOST]:
            small = of_one_file or _SMALL_TABLES.search(table.cls) is not None
            often = found[0].functions >= _OFTEN and not small and _grows(table, found[0].column)
            yield self._finding(table, found, len(wanted), Confidence.MEDIUM if often else Confidence.LOW)

    def _finding(self, table: Table, found: list[_Wanted], count: int, confidence: Confidence) -> Finding:
        shown = [f"`{item.column.name}` (in {item.functions} functions)" for item in found[:4]]
        more = f" and {len(found) - 4} more" if len(found) > 4 else ""
        related = [
            Related(path, line, f"compares `{item.column.name}`")
            for item in found
            for path, line in item.places[:2]
        ]
        return self.finding(
            table.key[0],
            found[0].column.note,
            f"Queries compare columns of `{table.cls}` that no index begins with: {', '.join(shown)}{more}"
            + (f"; it is one of {count} such tables" if count > _MOST else ""),
            symbol=table.cls,
            confidence=confidence,
            severity=Severity.LOW if confidence is Confidence.LOW else Severity.MEDIUM,
            related=related[:4],
            checked="primary and unique keys, indexes and constraints of the table, of its bases, and in migrations",
        )


def _is_named(project: ProjectFacts, table: str, column: str) -> bool:
    """Whether SQL of the project, in a file or a text, makes an index that is called after a column."""
    short = column.removesuffix("_id")
    names = {
        form.format(table=table, column=name)
        for name in (column, short)
        for form in ("idx_{table}_{column}", "ix_{table}_{column}", "{table}_{column}_idx")
    }
    wanted = {word_hash(name) for name in names}
    if not table or not wanted.isdisjoint(project.vocabulary.mentioned):
        return bool(table)
    return any(not wanted.isdisjoint(unpacked(facts.prints.words)) for facts in project.files.values())


def _grows(table: Table, column: Column) -> bool:
    """Whether a table has more rows each day, as its name says or what the column points at."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", table.cls)
    return bool(_GROWS.search(words) or (_is_key(column) and _OF_PEOPLE.search(column.name)))


def _is_key(column: Column) -> bool:
    """Whether a column points at the rows of another table."""
    return bool(column.foreign) or "foreign key" in column.flags


def _served_above(schema: Schema, table: Table, used: Used) -> set[tuple[str, int]]:
    """The functions that compare a column of a base of a table which has an index."""
    return {
        (use.path, use.function)
        for other in schema.above(table)
        for column in other.columns.values()
        if column.flags & _INDEXED or column.kind in _OWN_INDEX
        for use in used.get((other.key, column.name), ())
    }


def _wanted(
    table: Table, used: Used, known: frozenset[str], keys_have: bool, above: set[tuple[str, int]]
) -> list[_Wanted]:
    """The columns of one table that are compared in so many functions that an index pays."""
    covered = {
        column.name
        for column in table.columns.values()
        if column.name in known or column.flags & _INDEXED or column.kind in _OWN_INDEX
    }
    served = above | {(use.path, use.function) for name in covered for use in used.get((table.key, name), ())}
    found = []
    for column in table.columns.values():
        is_key = _is_key(column)
        if column.name in covered or not _wants(column) or (is_key and keys_have):
            continue
        uses = [
            use for use in used.get((table.key, column.name), ()) if (use.path, use.function) not in served
        ]
        uses = _helped(column, uses)
        count = len({(use.path, use.function) for use in uses})
        if count >= (_LEAST_KEYS if is_key else _LEAST):
            found.append(_Wanted(column, sorted({(use.path, use.line) for use in uses}), count))
    return found


def _helped(column: Column, uses: Iterable[Use]) -> list[Use]:
    """The comparisons that an index would serve: for equality, and of dates for order."""
    is_date = column.type.startswith(_DATES) or column.kind.startswith(_DATES)
    return [use for use in uses if use.same or is_date]


def _wants(column: Column) -> bool:
    if (
        "choices" in column.flags
        or column.type in _SMALL
        or column.kind in _SMALL
        or _FEW.search(column.name)
    ):
        return False
    return not (column.lib == "django" and column.kind.endswith(_MANY))


def _made(schema: Schema) -> defaultdict[Key | str | None, frozenset[str]]:
    """By class or name of a table the columns that calls make indexes for; under the empty name those of any table."""
    found: defaultdict[Key | str | None, frozenset[str]] = defaultdict(frozenset)
    for path, notes in schema.project.noted(MadeIndexes):
        for note in notes:
            if note.kind == "made":
                table, column = (str(value) for value in note.values)
                found[table] |= {column}
            if note.kind != "of":
                continue
            owner, _, name = str(note.values[0]).rpartition(".")
            target = schema.project.resolve(path, owner) if owner else None
            if target is not None and target.kind == "class" and target.key in schema.tables:
                found[holder(schema, target.key, name)] |= {name}
    return found


def _is_sqlite(project: ProjectFacts) -> bool:
    """Whether the project names SQLite and no driver of a server of databases."""
    roots = {root.lower() for root in project.vocabulary.roots}
    needed = {requirement.name for requirement in project.dependencies.direct()} | roots
    return not needed & (_MYSQL | _OTHERS) and bool({"sqlite3", "aiosqlite"} & needed)


def _indexes_keys(project: ProjectFacts) -> bool:
    """Whether the database is MySQL or MariaDB alone, which make an index for each foreign key."""
    needed = {r.name for r in project.dependencies.direct() if not r.group.startswith("dev")}
    needed |= {
        item.module.partition(".")[0].lower() for facts in project.files.values() for item in facts.imports
    }
    addressed = any(note.kind == "mysql" for _, notes in project.noted(MadeIndexes) for note in notes)
    return (addressed or bool(needed & _MYSQL)) and not needed & _OTHERS
