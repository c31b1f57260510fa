"""REL025: a database model that cannot work as it is declared or used."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._models.calls import is_always_given, misused_calls
from ._models.collect import Models
from ._models.examples import BAD, GOOD
from ._models.references import dangling
from ._models.schema import Column, Schema, Table
from ._models.values import Fault, asks_older

_RESERVED = frozenset({"metadata", "registry"})
_MADE_ONCE = lazy_pattern(
    r"call:(?:datetime\.datetime\.(?:utcnow|now|today)|datetime\.date\.today|time\.time|uuid\.uuid[14]"
    r"|secrets\.token_\w+|random\.\w+|django\.utils\.timezone\.now|sqlalchemy\.DateTime\.now)$"
)
_BOOLEANS = ("BooleanField", "NullBooleanField")
_KEYS = ("ForeignKey", "OneToOneField")
_MAPPERS = ("sqlalchemy", "flask_sqlalchemy", "sqlmodel", "django.db")
_HELD = ("call:builtins.dict", "call:builtins.list", "call:builtins.set")


class ModelMisuse(ProjectRule):
    """Looks at columns, relations and the calls that use them."""

    card = Card(
        id="REL025",
        title="Database model that cannot work",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "The mapper finds out late what is wrong with a model: when the first query runs, when a row is written, "
            "or never, as with a default that was computed once when the module was imported and is the same in all "
            "rows."
        ),
        instead=(
            "Name what the other side has, give the default as a function and not as its result, wrap SQL in "
            "`text()`, and let the relation say what becomes of the rows behind it."
        ),
        false_alarms=(
            "SQLAlchemy (1.x and 2.x), Flask-SQLAlchemy, SQLModel and Django are understood, with mixins and abstract "
            "bases of the project. A class with a base from elsewhere could have more, and nothing is said of it; nor "
            "of tables in projects that reflect them or make them with `Table`."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (Models,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without models there is nothing to look at."""
        imported = (item.module for facts in project.files.values() for item in facts.imports)
        used = any(name.startswith(_MAPPERS) for name in imported)
        return "" if used else "the project uses no object-relational mapper that is understood"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each fault."""
        schema = Schema(project)
        asked = _says_what_is_deleted(schema) and not asks_older(project, "django", 2)
        for table in schema.tables.values():
            for fault in (*_declared(table, asked), *_made_once(schema, table), *dangling(schema, table)):
                yield self._finding(project, fault)
        for fault in misused_calls(schema):
            yield self._finding(project, fault)

    def _finding(self, project: ProjectFacts, fault: Fault) -> Finding:
        return self.finding(
            fault.path,
            fault.at,
            fault.message,
            severity=fault.severity,
            confidence=Confidence.LOW if project.live.aside.in_folder(fault.path) else fault.confidence,
            symbol=fault.symbol,
            related=tuple(Related(path, line, text) for path, line, text in fault.related),
            checked="bases and mixins of the class, other models, back references, methods and properties",
        )


def _says_what_is_deleted(schema: Schema) -> bool:
    """Whether most of Django's foreign keys say what becomes of their rows: before Django 2 they need not."""
    keys = [
        c for t in schema.tables.values() for c in t.columns.values() if c.lib == "django" and c.kind in _KEYS
    ]
    return 2 * sum(_has_on_delete(column) for column in keys) >= len(keys)


def _has_on_delete(column: Column) -> bool:
    return "args:1" not in column.flags or bool(column.flags & {"on_delete", "**"})


def _declared(table: Table, asked: bool) -> Iterator[Fault]:
    """Faults that a class shows by itself."""
    path = table.key[0]
    for name in (*table.columns, *table.relations):
        if name in _RESERVED and table.lib != "django":
            note = (table.columns.get(name) or table.relations[name]).note
            text = f"`{table.cls}.{name}` has a name that SQLAlchemy keeps for itself: the class cannot be mapped"
            if name == "metadata":
                yield Fault(path, note, text, table.cls)
    for column in table.columns.values():
        text, severity = _of_column(column, asked, table.options)
        if text:
            # Django turns a text into a truth value as a row is written: somebody has to ask before
            sure = Confidence.LOW if _is_mended(column) else Confidence.HIGH
            yield Fault(path, column.note, f"`{table.cls}.{column.name}` {text}", table.cls, severity, sure)


def _made_once(schema: Schema, table: Table) -> Iterator[Fault]:
    """Columns whose default, or what an update writes, is computed once as the module is imported."""
    for column in table.columns.values():
        update = next((flag[9:] for flag in column.flags if flag.startswith("onupdate:")), "")
        # what the class sets itself as it is made comes before
        default = "" if f"sets:{column.name}" in table.options else column.default
        place = f"`{table.cls}.{column.name}`"
        if _MADE_ONCE.match(update):
            called = update.removeprefix("call:").rpartition(".")[2]
            text = f"{place} calls `{called}()` for `onupdate` as the module is imported: updates write that one value"
            yield Fault(table.key[0], column.note, text, table.cls)
        elif _MADE_ONCE.match(default):
            called = default.removeprefix("call:").rpartition(".")[2]
            text = (
                f"{place} calls `{called}()` for its default when the module is imported: all instances that are given "
                "none get that one value"
            )
            spared = is_always_given(schema, table, column.name)
            yield Fault(
                table.key[0],
                column.note,
                text,
                table.cls,
                Severity.LOW if spared else Severity.HIGH,
                Confidence.LOW if spared else Confidence.HIGH,
            )


def _of_column(column: Column, asked: bool, options: frozenset[str]) -> tuple[str, Severity]:
    """What is wrong with a column, as the rest of a sentence about it, and how much it matters."""
    default = "" if f"sets:{column.name}" in options else column.default
    if column.lib == "django":
        return _of_field(column, asked)
    if column.type in ("Boolean", "BOOLEAN") and default == "str":
        return "is a Boolean with a text as default, which is refused when a row is written", Severity.HIGH
    if column.type in ("DateTime", "Date", "TIMESTAMP") and default == "str":
        return "is a date with a text as default, which is refused when a row is written", Severity.MEDIUM
    if column.server in ("int", "bool", "float"):
        return (
            "has a number as `server_default`, where SQLAlchemy takes text or SQL: the class cannot be mapped",
            Severity.HIGH,
        )
    return "", Severity.LOW


def _is_mended(column: Column) -> bool:
    """Whether Django itself mends a default: a text that names the truth value that it means."""
    return column.lib == "django" and column.default == "str" and column.kind in _BOOLEANS


def _of_field(column: Column, asked: bool) -> tuple[str, Severity]:
    if column.default == "str" and column.kind in _BOOLEANS:
        text = "is a Boolean with a text as default, which counts as true in a new instance until its row is read"
        return text, Severity.LOW
    if column.default == "mutable" or column.default in _HELD:
        text = "has one mutable default for all instances: what one of them changes, the next ones begin with"
        return text, Severity.LOW
    if asked and column.kind in _KEYS and not _has_on_delete(column):
        return "is a foreign key without `on_delete`, which Django requires", Severity.HIGH
    return "", Severity.LOW
