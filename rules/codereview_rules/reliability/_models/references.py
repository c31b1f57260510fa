"""Relations and foreign keys that point at what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Confidence

from .schema import Relation, Schema, Table
from .values import Fault

_OTHER_TABLES = ("sqlalchemy.Table()", "sqlalchemy.schema.Table()", "flask_sqlalchemy.SQLAlchemy().Table()")
_REFLECTS = ("automap_base", "reflect", "prepare", "DeferredReflection", "autoload_with")


def dangling(schema: Schema, table: Table) -> Iterator[Fault]:
    """Faults of what a class of SQLAlchemy or SQLModel points at; of tables only where all of them are known."""
    if table.lib == "django":
        return
    lost = [r for r in table.relations.values() if _is_lost(schema, table, r)]
    if lost:
        yield _lost(table, lost)
    for relation in table.relations.values():
        yield from _relation(schema, table, relation)
    for column in table.columns.values():
        parts = column.foreign.split(".")
        if len(parts) >= 2 and parts[-2] not in schema.names and all_tables_known(schema):
            named = f"`{table.cls}.{column.name}` refers to the table `{parts[-2]}`"
            message = f"{named}, which no model of the project declares"
            yield Fault(table.key[0], column.note, message, table.cls, confidence=Confidence.MEDIUM)


def _is_lost(schema: Schema, table: Table, relation: Relation) -> bool:
    """Whether a relation is to a class that is nowhere in the project, nor in a package whose models it adds to."""
    target = relation.target
    if not target or target in schema.by_class or target in schema.all_classes:
        return False
    if schema.outside(table) or _is_brought(schema, table.key[0], target):
        return False
    return not schema.kept("unread", lambda: _has_unread(schema))


def _is_brought(schema: Schema, path: str, name: str) -> bool:
    """Whether a file imports a name from an installed package."""
    folder, find = path.rpartition("/")[0], schema.project.layout.find
    imports = schema.project.files[path].imports
    return any(item.name == name and not item.level and not find(item.module, folder) for item in imports)


def _has_unread(schema: Schema) -> bool:
    """Whether a file of models cannot be read, which can have the class: it needs a newer Python, or is broken."""
    homes = {table.key[0].partition("/")[0] for table in schema.tables.values()}
    return any(
        facts.failure is not None and path.partition("/")[0] in homes
        for path, facts in schema.project.files.items()
    )


def _lost(table: Table, lost: list[Relation]) -> Fault:
    """One fault for all relations of a class to classes that are not there."""
    first = lost[0]
    if len(lost) == 1:
        text = f"`{table.cls}.{first.name}` is a relation to `{first.target}`, a class that the project does not have"
    else:
        named = list(dict.fromkeys(f"`{relation.target}`" for relation in lost))
        more = f" and {len(named) - 4} more" if len(named) > 4 else ""
        shown = ", ".join(named[:4])
        text = f"{len(lost)} relations of `{table.cls}` are to classes that the project does not have: {shown}{more}"
    places = tuple((table.key[0], r.note.line, f"to `{r.target}`") for r in lost[1:5])
    return Fault(table.key[0], first.note, text, table.cls, related=places)


def _relation(schema: Schema, table: Table, relation: Relation) -> Iterator[Fault]:
    others = schema.by_class.get(relation.target, []) if relation.target else []
    if len(others) != 1 or not relation.back:
        return
    other = others[0]
    names = schema.attributes(other)
    if names is None or relation.back in names or relation.back in schema.reverse_names:
        return
    if not any(
        relation.back in facts.foreign for facts in schema.project.files.values()
    ):  # ``Book.author = ...``
        says = f'`{table.cls}.{relation.name}` says `back_populates="{relation.back}"`'
        message = f"{says}, but `{other.cls}` has no `{relation.back}`"
        place = (other.key[0], other.note.line, f"`{other.cls}` without `{relation.back}`")
        yield Fault(table.key[0], relation.note, message, table.cls, related=(place,))


def all_tables_known(schema: Schema) -> bool:
    """Whether every table is a class whose name is known."""
    return schema.kept("all known", lambda: _all_tables_known(schema))


def _all_tables_known(schema: Schema) -> bool:
    if schema.customised or any(facts.failure is not None for facts in schema.project.files.values()):
        return False
    for path, facts in schema.project.files.items():
        for call in facts.calls:
            last = call.path.rpartition(".")[2]
            if last in _REFLECTS:
                return False
            if last == "Table" and schema.project.resolve(path, call.path + "()").name in _OTHER_TABLES:
                return False
        if any(item.module.startswith("sqlalchemy.ext.automap") for item in facts.imports):
            return False
        if any("__tablename__" in cls.methods for cls in facts.classes):
            return False  # a base makes the names of those below it
    models = [table for table in schema.tables.values() if table.lib != "django"]
    return all(_is_known(schema, table) for table in models)


def _is_known(schema: Schema, table: Table) -> bool:
    """Whether the name of a table is known, or it is none: an abstract base, a mixin without a key."""
    if schema.outside(table) or any(
        _is_brought(schema, table.key[0], relation.target) for relation in table.relations.values()
    ):
        return False
    has_key = any("primary_key" in column.flags for column in table.columns.values())
    return bool(schema.name(table)) or "abstract" in table.options or not has_key
