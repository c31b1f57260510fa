"""PERF011: a column that queries compare and that no index covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.module import CallFact
from codereview.facts.project import ProjectFacts
from codereview_rules.reliability._models.collect import Compared, Models
from codereview_rules.reliability._models.schema import Column, Schema, Table

from ._indexes.examples import BAD, GOOD

_SMALL = frozenset(
    "Boolean BOOLEAN Enum JSON JSONB Text TEXT LargeBinary PickleType ARRAY Float Numeric bool BooleanField "
    "TextField"
    " JSONField FileField ImageField FloatField DecimalField float Decimal dict list".split()
)
"""Types with few values, or that are seldom compared for equality: an index would help little."""
_FEW = frozenset(
    "status state type kind role category level gender country language currency is_active active enabled".split()
)
_METHODS = ("filter_by", "filter", "get", "exclude", "get_or_404", "get_or_create", "update_or_create")
_SAME = ("", "exact", "in")
_RANGES = ("lt", "lte", "gt", "gte", "range")
_OWN_INDEX = frozenset({"ForeignKey", "OneToOneField", "SlugField", "AutoField", "BigAutoField"})
_INDEXED = frozenset({"primary_key", "index", "unique", "db_index", "**"})
_DATES = ("Date", "TIMESTAMP", "TIMESTAMPTZ", "datetime", "date")
_LEAST = 2
_OFTEN = 5


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
            "Primary and unique keys, indexes and constraints of the table that begin with the column, and "
            "foreign "
            "keys of Django (which indexes them) count. Columns with few values, long texts and numbers "
            "with fractions are "
            "left out, and so are columns that a single query compares, or only beside one that has an "
            "index. An index that only a migration "
            "makes is not "
            "seen, and a table that stays small needs none."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (Models, Compared)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without models there is nothing to compare."""
        return (
            "" if any(project.noted(Models)) else "the project declares no database model that is understood"
        )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each table, at the column that is compared most."""
        schema = Schema(project)
        used = _compared(schema)
        for table in schema.tables.values():
            if project.zone(table.key[0]) is not Zone.PRODUCTION or not schema.is_table(table):
                continue
            indexed = frozenset[str]().union(*(other.indexed for other in schema.above(table)))
            served = {
                (path, function)
                for column in table.columns.values()
                if column.name in indexed or column.flags & _INDEXED or column.kind in _OWN_INDEX
                for path, _, _, function in used.get((table.key, column.name), ())
            }
            found: list[tuple[Column, list[tuple[str, int]]]] = []
            for column in table.columns.values():
                places = _places(column, used.get((table.key, column.name), ()), served)
                if len(places) >= _LEAST and column.name not in indexed and _wants(column):
                    found.append((column, places))
            if found and not schema.outside(table):
                yield self._finding(table, found)

    def _finding(self, table: Table, found: list[tuple[Column, list[tuple[str, int]]]]) -> Finding:
        found = sorted(found, key=lambda item: (-len(item[1]), item[0].note.line))
        shown = [f"`{column.name}` ({len(places)} queries)" for column, places in found[:4]]
        more = f" and {len(found) - 4} more" if len(found) > 4 else ""
        related = [
            Related(path, line, f"compares `{c.name}`") for c, places in found for path, line in places[:2]
        ]
        return self.finding(
            table.key[0],
            found[0][0].note,
            f"Queries compare columns of `{table.cls}` that no index begins with: {', '.join(shown)}{more}",
            symbol=table.cls,
            severity=Severity.MEDIUM if len(found[0][1]) >= _OFTEN else Severity.LOW,
            related=related[:4],
            checked="primary and unique keys, indexes and constraints of the table and of its bases",
        )


def _places(
    column: Column, used: Iterable[tuple[str, int, bool, int]], served: set[tuple[str, int]]
) -> list[tuple[str, int]]:
    """The comparisons that an index would serve: for equality, and of dates for order; those left out that stand beside
    one with a column that has an index."""
    is_date = column.type.startswith(_DATES) or column.kind.startswith(_DATES)
    return sorted(
        {
            (path, line)
            for path, line, same, function in used
            if (same or is_date) and (path, function) not in served
        }
    )


def _wants(column: Column) -> bool:
    if column.flags & _INDEXED or column.type in _SMALL or column.kind in _SMALL:
        return False
    if column.name in _FEW or column.name.startswith(("is_", "has_")):
        return False
    return not (column.lib == "django" and column.kind in _OWN_INDEX)


Used = dict[tuple[tuple[str, int], str], set[tuple[str, int, bool, int]]]
"""By class and attribute the places that compare it, each with whether for equality, and the function's index."""


def _compared(schema: Schema) -> Used:
    """What production code compares."""
    project = schema.project
    found: Used = defaultdict(set)
    for path, notes in project.noted(Compared):
        for note in notes if project.zone(path) is Zone.PRODUCTION else ():
            owner, _, name = str(note.values[0]).rpartition(".")
            target = project.resolve(path, owner)
            if target.kind == "class" and target.key in schema.tables:
                place = path, note.line, note.kind == "same", note.function
                found[_holder(schema, target.key, name), name].add(place)
    for path, facts in project.files.items():
        if project.zone(path) is Zone.PRODUCTION:
            for call in facts.calls:
                if call.kwargs and call.path.rpartition(".")[2] in _METHODS:
                    _by_keyword(schema, path, call, found)
    return found


def _by_keyword(schema: Schema, path: str, call: CallFact, found: Used) -> None:
    """Adds what ``filter_by(name=x)`` and Django's ``filter(name__gt=x)`` compare."""
    key = _asked(schema, path, call)
    if key is not None:
        for keyword, _ in call.kwargs:
            name, _, lookup = keyword.partition("__")
            if lookup in _SAME or lookup in _RANGES:
                place = path, call.line, lookup in _SAME, call.function
                found[_holder(schema, key, name), name].add(place)


def _holder(schema: Schema, key: tuple[str, int], name: str) -> tuple[str, int]:
    """The class that declares an attribute: the model itself or one of its bases."""
    for table in schema.above(schema.tables[key]):
        if name in table.columns:
            return table.key
    return key


def _asked(schema: Schema, path: str, call: CallFact) -> tuple[str, int] | None:
    """The model that a query is about: the receiver's manager, or what ``query(...)`` was given."""
    receiver = call.path.rpartition(".")[0]
    for mark in (".objects", ".query"):
        head, found, rest = receiver.partition(mark)
        if found and (rest == "" or rest.startswith((".", "("))):
            if rest.startswith("(") and rest[1:].partition(")")[0]:
                named = rest[1:].partition(")")[0]
                target = schema.project.resolver.symbol(path, named.rpartition(".")[2])
            else:
                target = schema.project.resolve(path, head)
            if target.kind == "class" and target.key in schema.tables:
                return target.key
    return None
