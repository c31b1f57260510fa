"""Which method of which value runs a query: one function for each kind of value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from codereview.facts import module as m
from codereview.facts.paths import last_name
from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.kinds import Load, Value

if TYPE_CHECKING:
    from codereview.facts.module import CallFact

_WRITES = {
    "create": "bulk_create",
    "acreate": "bulk_create",
    "delete": "bulk_delete",
    "adelete": "bulk_delete",
}
_GIVES_ROWS = frozenset(
    "one all fetch fetchrow fetchval fetch_row fetch_one fetch_all fetch_val query_one".split()
)
"""Methods that give what a statement returns, which ``executemany`` does not."""


class Event(NamedTuple):
    """A query that a call runs.

    ``kind``: ``read``, ``write``, ``run`` (one of both), ``lookup`` (a key-value store), ``load`` (a relation).
    ``what`` names what is queried, ``how`` the method, ``advice`` the batch call that fits (a key of
    `codereview_rules.performance._queries.advice`). ``sure``: 2 resolved, 1 by strong evidence, 0 by weak.
    """

    kind: str
    what: str
    how: str
    advice: str
    sure: int
    load: Load | None = None
    relation: str = ""


def is_collection(receiver: str, first: str, name: str) -> bool:
    """Whether an unknown receiver is a collection of documents: by its name, or by a filter document."""
    if any(part in receiver.lower() for part in ("collection", "coll", "mongo")) or receiver in ("db", "col"):
        return True
    return first == "=dict" and name != "insert_one"


def receiver_name(path: str) -> str:
    """The name of a receiver; of a parameter, its name."""
    return last_name(path).rpartition(":")[2].lstrip("?")


def elastic_event(name: str, sure: int) -> Event:
    """What a method of a client of Elasticsearch does with a document."""
    writes = name in ("index", "update", "delete", "create")
    return Event(
        "write" if writes else "read", "Elasticsearch", name, "elastic_write" if writes else "elastic", sure
    )


def manager_event(value: Value, name: str, call: CallFact, sure: int) -> Event | None:
    """The query that a method of a Django manager or queryset runs."""
    what, lib = value.label or "row", value.lib
    relation = value.relation.name if value.relation is not None else ""
    related = value.kind == "related" or bool(relation)
    advice = "django"
    if related and value.many and name not in ("get", "aget", "get_or_create"):
        advice = "prefetch"
    elif name in ("count", "acount", "aggregate", "aaggregate"):
        advice = "group"
    if lib not in ("django", ""):
        awaited = lib == "tortoise" and name in tables.ACTIVE_LAZY and call.flags & m.AWAITED
        return (
            Event("read", what, name, "active_in", sure) if awaited else active_event(value, name, call, sure)
        )
    if value.loaded and name in ("all", "count", "exists"):
        return None
    if name == "get" and len(call.args) == 2 and not call.kwargs:  # of a dict: a key and a default
        return None
    if name in tables.DJANGO_READS:
        return Event("read", what, name, advice, sure, None, relation)
    if name in tables.DJANGO_WRITES:
        if (name == "remove" and not related) or (name in ("add", "set", "clear", "remove") and not related):
            return None
        if name in ("add", "set", "clear", "remove"):
            return Event("write", what, name, "m2m", sure)
        return Event("write", what, name, _WRITES.get(name, "bulk_update"), sure)
    lazy = name in tables.DJANGO_LAZY | tables.DJANGO_VALUES
    if lazy and (
        call.flags & (m.ITERATED | m.CONSUMED) or (related and name == "all" and call.flags & m.PASSED)
    ):
        return Event("read", what, name, advice, sure, None, relation)
    return None


def query_event(value: Value, name: str, call: CallFact, sure: int) -> Event | None:
    """The query that a method of an SQLAlchemy query runs."""
    if name in tables.SA_QUERY_ENDS:
        write = name in ("delete", "update")
        advice = f"sa_{name}" if write else "sa_in"
        return Event("write" if write else "read", value.label or "row", name, advice, sure)
    if call.flags & (m.ITERATED | m.CONSUMED):
        return Event("read", value.label or "row", name, "sa_in", sure)
    return None


def row_event(value: Value, name: str, sure: int) -> Event | None:
    """The query that a method of a row runs."""
    what = value.label or "row"
    if value.lib == "django":
        if name in ("save", "asave"):
            return Event("write", what, name, "bulk_update", sure)
        if name in ("delete", "adelete"):
            return Event("write", what, name, "bulk_delete", sure)
        if name in ("refresh_from_db", "arefresh_from_db"):
            return Event("read", what, name, "django", sure)
        return None
    if value.lib == "sqlalchemy":
        return None
    if name in tables.ACTIVE_WRITES.get(value.lib, ()):
        return Event("write", what, name, "active_bulk", sure)
    if name in ("fetch_related", "refresh_from_db", "reload", "fetch_link", "fetch_all_links"):
        return Event("read", what, name, "active_fetch", sure)
    return None


def active_event(value: Value, name: str, call: CallFact, sure: int) -> Event | None:
    """The query that a method of a model class runs, in libraries without managers."""
    what = value.label or "row"
    if name in tables.ACTIVE_READS.get(value.lib, ()):
        return Event("read", what, name, "active_in", sure)
    if name == "execute" and value.lib == "peewee" and ".select(" in call.path:
        return Event("read", what, name, "active_in", sure)
    if name in tables.ACTIVE_WRITES.get(value.lib, ()):
        return Event("write", what, name, "active_bulk", sure)
    return None


def cursor_event(value: Value, name: str, call: CallFact) -> Event | None:
    """The query that a cursor or connection runs; none for SQL that is not about rows."""
    if name not in ("execute", "fetch", "fetchrow", "fetchval", "execute_fetchall"):
        return None
    first = call.args[0] if call.args else ""
    if first.startswith("=sql:"):
        return sql_event(first, name, 2)
    if not first or first[0] in "=%":  # other SQL (PRAGMA, LOAD ...), or a wrapper that is given its SQL
        return None
    kind = "run" if name == "execute" else "read"
    return Event(kind, "row", name, "statement" if kind == "run" else "sql", 1 if len(call.args) > 1 else 0)


def sql_event(first: str, name: str, sure: int) -> Event | None:
    """The query that an SQL text is, by its verb."""
    verb = first[5:] if first.startswith("=sql:") else ""
    if verb in tables.SQL_READ_VERBS and name == "run":  # a function of the database
        return Event("run", "row", name, "statement", sure)
    if verb in tables.SQL_READ_VERBS:
        return Event("read", "row", name, "sql", sure)
    if verb in tables.SQL_WRITE_VERBS:
        return Event("write", "row", name, "returning" if name in _GIVES_ROWS else "executemany", sure)
    return None


def mongo_event(name: str, call: CallFact, sure: int) -> Event | None:
    """The query that a method of a collection runs."""
    if name in tables.MONGO_READS:
        return Event("read", "document", name, "mongo", sure)
    if name in tables.MONGO_WRITES:
        return Event("write", "document", name, "mongo_write", sure)
    if name in ("find", "aggregate") and sure == 2 and call.flags & (m.ITERATED | m.PASSED):
        return Event("read", "document", name, "mongo", sure)
    return None
