"""What a path can hold in terms of the database, and the steps that need no project to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from codereview.facts.paths import last_name
from codereview_rules.performance._queries import tables

if TYPE_CHECKING:
    from codereview.facts.module import ClassFact
    from codereview.facts.project import Key
    from codereview.facts.resolve import Target
    from codereview_rules.performance._queries.models import Relation

NOTHING = frozenset[str]()
_LIBRARIES = ("django.", "peewee.", "tortoise.", "sqlalchemy.")


class Value(NamedTuple):
    """What a path holds.

    ``kind``: ``model`` (the class), ``row``, ``rows`` (a list of them), ``manager``, ``related`` (a manager
    behind a
    relation), ``query`` (built, not run), ``values``, ``statement``, ``session``, ``result``, ``cursor``,
    ``mongo``,
    ``redis``, ``elastic``. ``eager`` names what was asked to be loaded with the rows; None if that is not
    known.
    """

    kind: str
    lib: str = ""
    model: Key | None = None
    label: str = ""
    eager: frozenset[str] | None = NOTHING
    many: bool = False
    """A row that is an element of a query's result."""
    relation: Relation | None = None
    loaded: bool = False
    certain: bool = True


class Load(NamedTuple):
    """A relation that is read where nothing has loaded it."""

    relation: Relation
    row: Value


class Walked(NamedTuple):
    """The end of a path, and the first relation on the way that had to be loaded."""

    value: Value | Target | None
    load: Load | None


def eager_rest(eager: frozenset[str] | None, name: str, lib: str) -> tuple[bool, frozenset[str] | None]:
    """Whether a relation is loaded with its row, and what is loaded behind it."""
    if eager is None:
        return True, None
    if lib == "sqlalchemy":
        return name in eager or "all" in eager, eager
    behind = frozenset(item[len(name) + 2 :] for item in eager if item.startswith(name + "__"))
    return name in eager or bool(behind) or "all" in eager, behind


def element_of(value: Value) -> Value | None:
    """What iterating over a value, or indexing it, gives."""
    kind = value.kind
    if kind in ("query", "rows", "manager", "related"):
        return value._replace(kind="row", many=True, relation=None)
    if kind in ("mongo", "redis", "cursor"):
        return value if kind == "mongo" else None
    if kind == "session":
        return value
    return None


def of_query(value: Value, name: str, names: frozenset[str]) -> Value | None:
    """What a method of a query, a statement or a result of SQLAlchemy gives."""
    if name == "options":
        return value._replace(eager=None if not names or value.eager is None else value.eager | names)
    if name in ("execute", "stream", "exec"):
        return value._replace(kind="result" if name != "exec" else "rows")
    if name in ("scalars", "stream_scalars"):
        return value._replace(kind="rows")
    if name in (
        "scalar",
        "first",
        "one",
        "one_or_none",
        "get",
        "first_or_404",
        "get_or_404",
        "scalar_one",
        "scalar_one_or_none",
    ):
        return (
            value._replace(kind="row", many=False)
            if value.kind != "result" or name.startswith("scalar")
            else None
        )
    if name in (
        "with_entities",
        "add_columns",
        "count",
        "delete",
        "update",
        "mappings",
        "tuples",
        "subquery",
        "cte",
    ):
        return None
    if name == "all":
        return value._replace(kind="rows") if value.kind != "result" else None
    if name == "paginate":
        return value._replace(kind="rows")
    return value


def both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """What two results have both loaded; None if that is not known of one."""
    if one is None or other is None:
        return None
    return one & other


def client_of(name: str) -> Value | None:
    """What the clients of data stores give: cursors, collections, connections."""
    if name.startswith(tables.CURSORS):
        return Value("cursor", name.partition(".")[0])
    if (name.startswith(tables.MONGO) and name.count("()") <= 1) or name.startswith("motor."):
        return Value("mongo", "pymongo")
    if name.startswith(tables.REDIS):
        return None if "pipeline" in name else Value("redis", "redis")
    if is_one_call(name, tables.ELASTIC):
        return Value("elastic", "elasticsearch")
    return None


def is_one_call(name: str, made: tuple[str, ...]) -> bool:
    """Whether the path calls one of these once, and does no more."""
    return name.endswith("()") and name.startswith(made) and name.count("(") == 1


def by_fields(cls: ClassFact) -> str:
    """The library that a class's fields come from, for a base that is not visible."""
    for attr in cls.attrs:
        path = attr.path
        if not path.startswith(_LIBRARIES):
            continue
        if path.startswith(("django.db.models.", "django.contrib.gis.db.models.")) and path.endswith(
            ("Field()", "Key()")
        ):
            return "django"
        if path.startswith("peewee.") and path.endswith("Field()"):
            return "peewee"
        if path.startswith("tortoise.fields.") and path.endswith(("Field()", "Relation()")):
            return "tortoise"
        if path.startswith("sqlalchemy.") and last_name(path) in ("Column", "relationship", "mapped_column"):
            return "sqlalchemy"
    return ""
