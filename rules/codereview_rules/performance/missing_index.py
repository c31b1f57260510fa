"""PERF011: a column that queries compare and that no index covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

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
_OWN_INDEX = frozenset({"ForeignKey", "OneToOneField", "SlugField", "AutoField", "BigAutoField"})
_INDEXED = frozenset({"primary_key", "index", "unique", "db_index", "**"})
_LEAST = 2


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
            "left out, and so are columns that a single query compares. An index that only a migration "
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
        """One finding for each column, at its declaration."""
        schema = Schema(project)
        used = _compared(schema)
        for table in schema.tables.values():
            if (
                project.zone(table.key[0]) is not Zone.PRODUCTION
                or not schema.is_table(table)
                or schema.outside(table)
            ):
                continue
            indexed = frozenset().union(*(other.indexed for other in schema.above(table)))
            for column in table.columns.values():
                places = sorted(used.get((table.key, column.name), ()))
                if len(places) >= _LEAST and column.name not in indexed and _wants(column):
                    yield self._finding(table, column, places)

    def _finding(self, table: Table, column: Column, places: list[tuple[str, int]]) -> Finding:
        key = "the foreign key " if column.foreign else ""
        return self.finding(
            table.key[0],
            column.note,
            f"{len(places)} queries compare {key}`{table.cls}.{column.name}`, and no index of the table begins with it",
            symbol=table.cls,
            severity=Severity.MEDIUM if len(places) >= 5 else Severity.LOW,
            related=[Related(path, line, f"compares `{column.name}`") for path, line in places[:4]],
            checked="primary and unique keys, indexes and constraints of the table and of its bases",
        )


def _wants(column: Column) -> bool:
    if column.flags & _INDEXED or column.type in _SMALL or column.kind in _SMALL:
        return False
    if column.name in _FEW or column.name.startswith(("is_", "has_")):
        return False
    return not (column.lib == "django" and column.kind in _OWN_INDEX)


def _compared(schema: Schema) -> dict[tuple[tuple[str, int], str], set[tuple[str, int]]]:
    """Places of production code that compare a column, by class and attribute."""
    project = schema.project
    found: dict[tuple[tuple[str, int], str], set[tuple[str, int]]] = defaultdict(set)
    for path, notes in project.noted(Compared):
        if project.zone(path) is not Zone.PRODUCTION:
            continue
        for note in notes:
            owner, _, name = str(note.values[0]).rpartition(".")
            target = project.resolve(path, owner)
            if target.kind == "class" and target.key in schema.tables:
                found[_holder(schema, target.key, name), name].add((path, note.line))
    for path, facts in project.files.items():
        if project.zone(path) is not Zone.PRODUCTION:
            continue
        for call in facts.calls:
            if call.kwargs and call.path.rpartition(".")[2] in _METHODS:
                key = _asked(schema, path, call)
                for keyword, _ in call.kwargs if key is not None else ():
                    name, _, lookup = keyword.partition("__")
                    if key is not None and lookup in (
                        "",
                        "exact",
                        "in",
                        "lt",
                        "lte",
                        "gt",
                        "gte",
                        "range",
                        "startswith",
                    ):
                        found[_holder(schema, key, name), name].add((path, call.line))
    return found


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
