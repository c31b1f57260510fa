"""Which calls run a query, and how sure that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codereview.facts.paths import last_name
from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.kinds import Value
from codereview_rules.performance._queries.values import Values
from codereview_rules.performance._queries.verdicts import (
    Event,
    cursor_event,
    elastic_event,
    is_collection,
    manager_event,
    mongo_event,
    query_event,
    receiver_name,
    row_event,
    sql_event,
)

if TYPE_CHECKING:
    from codereview.facts.module import CallFact

_WRITTEN = {"delete": "sa_delete", "update": "sa_update"}
CHOSEN = "a model chosen per row"
_OF_SETS = frozenset({"add", "update", "remove", "clear"})
"""Methods that Python's sets have too."""
_OF_SETS_FIRST = frozenset({"intersection", "union", "difference"})
"""Methods that both have, and that are rare on relations."""
_CURSOR = re.compile(r"(?:\w*_)?(?:cursor|cur|curs)\Z", re.IGNORECASE)
_DATABASES = frozenset({"db", "database", "conn", "connection"})
_RUNNERS = frozenset({"one", "all", "run"})
"""Methods that run the SQL that they are given, in libraries whose objects are called ``db`` or ``cursor``."""


class Events:
    """Judges calls; a call is judged once."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self._known: dict[int, Event | None] = {}

    def of(self, file: str, call: CallFact) -> Event | None:
        """The query that a call itself runs, if it does."""
        head, _, name = call.path.rpartition(".")
        if name not in tables.EVENT_NAMES or not head:
            return None
        if head[0] == "=" or head.startswith("builtins."):
            return None
        at = id(call)  # facts live as long as the project
        if at not in self._known:
            self._known[at] = self._judge(file, call, head, name)
        return self._known[at]

    def of_value(self, value: Value, name: str, call: CallFact) -> Event | None:
        """The query that ``value.name(...)`` runs."""
        kind, lib = value.kind, value.lib
        sure = 2 if value.certain else 1
        if name in ("first", "afirst") and value.loaded and self.values.models.is_ordered(value.model):
            return (
                None  # of what was loaded: https://docs.djangoproject.com/en/5.2/ref/models/querysets/#first
            )
        if kind in ("manager", "related", "query") and lib != "sqlalchemy":
            return manager_event(value, name, call, sure)
        if kind == "query":
            return query_event(value, name, call, sure)
        if kind == "row":
            return row_event(value, name, sure)
        if kind == "model" and lib not in ("django", "sqlalchemy"):
            return manager_event(value, name, call, sure)
        if kind == "cursor":
            return cursor_event(value, name, call)
        if kind == "mongo":
            return mongo_event(name, call, 2)
        if kind == "redis" and name in tables.REDIS_METHODS:
            return Event("lookup", "Redis", name, "redis", 2)
        if kind == "elastic" and name in tables.ELASTIC_METHODS:
            return elastic_event(name, 2)
        return None

    def is_session(self, head: str) -> bool:
        """Whether a receiver that is not known is called like a session of SQLAlchemy."""
        return head[:1] in "%?@" and receiver_name(head).lower() in tables.SESSION_NAMES

    def _judge(self, file: str, call: CallFact, head: str, name: str) -> Event | None:
        if call.path in tables.DIRECT:
            what = last_name(call.args[0]) if call.args else "row"
            return Event("read", what, name, "django", 2) if tables.DIRECT[call.path] else None
        value = self.values.of(file, head)
        if value is not None:
            if value.kind == "session":
                return self._session_event(file, name, call, 2)
            event = self.of_value(value, name, call)
            if event is None or value.kind != "row" or value.lib != "django":
                return event
            if name in ("save", "asave") and head.endswith((".create()", ".acreate()")):
                return None  # written a moment ago
            own = name.removeprefix("a")
            if own in ("save", "delete") and self.values.method_of(value, own) is not None:
                return event._replace(advice=f"own_{own}")
            if event.advice == "bulk_update" and self._made(file, head):
                return event._replace(advice="bulk_create")
            return event
        return self._by_evidence(file, call, head, name)

    def _made(self, file: str, head: str) -> bool:
        """Whether a row was made by its class just now: it is created, not updated."""
        owner = self.values.of(file, head[:-2]) if head.endswith("()") else None
        return owner is not None and owner.kind == "model"

    def _session_event(
        self, file: str, name: str, call: CallFact, sure: int, session: bool = False
    ) -> Event | None:
        if name not in tables.SA_SESSION and name not in tables.SQL_METHODS:
            return None
        first = call.args[0] if call.args else dict(call.kwargs).get("statement", "")
        if first.startswith("=sql:") or name in tables.SQL_METHODS - tables.SA_SESSION:
            return sql_event(first, name, sure)
        if name in ("get", "get_one"):
            return self._by_key(file, call, first, name, sure)
        if name == "refresh":
            named = len(call.args) > 1 or "attribute_names" in dict(call.kwargs)
            return Event("read", "row", name, "sa_refresh_eager" if named else "sa_refresh", sure)
        if name == "merge":
            return Event("write", "row", name, "sa_merge", sure)
        if last_name(first).startswith(("Drop", "Create", "Alter", "DDL", "Set")):
            return None
        value = self.values.of(file, first) if first else None
        if value is not None and value.kind in ("statement", "query"):
            event = _statement_event(value, name, call, first, sure)
            text = first.endswith(".text()") and first.count("(") == 1
            return self._of_text(file, call, event) if event is not None and text else event
        if (sure == 2 or session) and first and first[0] != "=":
            if ".insert()" in first:
                return Event("write", "row", name, "sa_bulk", 1)
            return Event("read", "row", name, "sa_in", 1)
        return None

    def _by_key(self, file: str, call: CallFact, first: str, name: str, sure: int) -> Event:
        """``session.get(User, 7)``; of ``session.get(kind.model, 7)`` the model is not told, and may be another in
        each round."""
        value, label = self.values.of(file, first) if first else None, last_name(first)
        if value is not None and value.kind == "model":
            return Event("read", value.label or label, name, "sa_in", sure)
        if label[:1].isupper():
            return Event("read", label, name, "sa_in", sure)
        if call.loop >= 0 and self._is_of_round(file, call, first):
            return Event("read", CHOSEN, name, "by_model", sure)
        return Event("read", "row", name, "sa_in", sure)

    def _is_of_round(self, file: str, call: CallFact, path: str) -> bool:
        """Whether the item of a loop, or what is called with it, gives what a path holds."""
        calls = self.values.project.calls_in((file, call.function))
        return "[]" in path or any(
            one.varies >= 0 and one.loop == call.loop and one is not call and path.startswith(f"{one.path}(")
            for one in calls
        )

    def _of_text(self, file: str, call: CallFact, event: Event) -> Event:
        """A query that a text of SQL is, by the verbs of the texts that its function and its module hold."""
        calls = self.values.project.calls_in
        texts = [
            one for one in (*calls((file, call.function)), *calls((file, -1))) if one.path.endswith(".text")
        ]
        verbs = {arg[5:] for one in texts for arg in one.args[:1] if arg.startswith("=sql:")}
        if not verbs & tables.SQL_WRITE_VERBS:
            return event
        if verbs <= tables.SQL_WRITE_VERBS:
            return event._replace(kind="write", advice="sa_bulk")
        return event._replace(kind="run", advice="sa_text")

    def _by_evidence(self, file: str, call: CallFact, head: str, name: str) -> Event | None:
        """A call on a receiver that is not known, where names and arguments leave little doubt."""
        receiver = receiver_name(head)
        first = call.args[0] if call.args else ""
        runs = name in _RUNNERS and (receiver.lower() in _DATABASES or bool(_CURSOR.match(receiver)))
        if first.startswith("=sql:") and (runs or name in tables.SQL_METHODS | tables.SA_SESSION):
            return sql_event(first, name, 1)
        if name in tables.MONGO_READS | tables.MONGO_WRITES and is_collection(receiver, first, name):
            return None if self._lacks(file, head, name) else mongo_event(name, call, 1)
        if self.values.project.resolve(file, head).kind not in ("unknown", "external"):
            return None
        if receiver.lower() in tables.SESSION_NAMES and name in tables.SA_SESSION:
            return self._by_session_name(file, call, receiver, first, name)
        if name == "execute" and _CURSOR.match(receiver) and head[0] in "%?@":
            return cursor_event(Value("cursor"), name, call)
        return (
            _by_client_name(call, name, receiver)
            or _by_keywords(call, name, receiver)
            or _by_chain(call, head, name)
            or self._reverse_event(call, head, name, receiver)
        )

    def _lacks(self, file: str, head: str, name: str) -> bool:
        """Whether a receiver is an object of the project whose class has no such method."""
        resolver, target = self.values.project.resolver, self.values.project.resolve(file, head)
        if target.kind != "instance" or resolver.member(target, name).kind != "unknown":
            return False
        bases = list(resolver.bases(target.key))
        if any(isinstance(base, str) for base in bases):
            return False
        return resolver.member(target, "__getattr__").kind == "unknown"

    def _by_session_name(
        self, file: str, call: CallFact, receiver: str, first: str, name: str
    ) -> Event | None:
        """``session.get(User, 7)`` on a receiver of which only the name is known."""
        if name in ("get", "get_one"):
            return self._got(file, call, first, name)
        if name in ("refresh", "merge"):
            named = "session" in receiver or receiver == "db"
            return self._session_event(file, name, call, 1) if named else None
        return self._session_event(file, name, call, 1, "session" in receiver.lower())

    def _got(self, file: str, call: CallFact, first: str, name: str) -> Event | None:
        """``db.get(User, 7)``: two arguments, and the first is a class."""
        value = self.values.of(file, first)
        label = last_name(first)
        model = value is not None and value.kind == "model"
        if len(call.args) < 2 or not (model or (first[:1] not in "?=%" and label[:1].isupper())):
            return None
        return Event("read", label, name, "sa_in", 1)

    def _reverse_event(self, call: CallFact, head: str, name: str, receiver: str) -> Event | None:
        """``x.book_set.all()`` on a value that is not known: the accessor's name tells."""
        if (head[0] not in "%?@" and "[]" not in head) or "." not in head:
            return None
        if not receiver.endswith("_set") and receiver not in self.values.models.reverse_names:
            return None
        if (
            receiver[0] == "_"
            or name in _OF_SETS_FIRST
            or (name in _OF_SETS and not self.values.models.has_django)
        ):
            return None
        if receiver.endswith("_set") or name in (
            "all",
            "exists",
            "count",
            "filter",
            "order_by",
            "exclude",
            "values_list",
        ):
            value = Value("related", "django", None, receiver, many=True, certain=False)
            found = manager_event(value, name, call, 1)
            return found._replace(sure=0) if found else None  # with the row it may have been loaded
        return None


def _statement_event(value: Value, name: str, call: CallFact, first: str, sure: int) -> Event | None:
    """``session.execute(statement)`` with a statement that is known."""
    write = value.label == "write" and value.model is None
    if write and len(call.args) > 1:
        return None  # one statement with a list of parameters
    what = "row" if value.label in ("", "read", "write") else value.label
    advice = _WRITTEN.get(last_name(first.partition("(")[0]), "sa_bulk") if write else "sa_in"
    return Event("write" if write else "read", what, name, advice, sure)


def _by_client_name(call: CallFact, name: str, receiver: str) -> Event | None:
    """``redis.get(key)``, ``es.search(index=...)``: the usual name of a client, and one of its methods."""
    if name in tables.REDIS_METHODS and receiver.lower() in tables.REDIS_NAMES and call.args:
        return Event("lookup", "Redis", name, "redis", 1)
    elastic = name in tables.ELASTIC_METHODS and receiver.lower() in tables.ELASTIC_NAMES
    if elastic and dict(call.kwargs).get("index"):
        return elastic_event(name, 1)
    return None


def _by_keywords(call: CallFact, name: str, receiver: str) -> Event | None:
    """``table.get_item(Key=...)``, ``user.find_first(where=...)``: a method and keywords of one library."""
    keys = {key for key, _ in call.kwargs}
    if (
        name in tables.DYNAMO_METHODS
        and ".batch_writer(" not in call.path
        and keys & {"Key", "Item", "TableName"}
    ):
        return Event("read" if name == "get_item" else "write", "DynamoDB", name, "dynamo", 1)
    if name in tables.PRISMA_METHODS and keys & {"where", "data"}:
        return Event("read", receiver, name, "prisma", 1)
    return None


def _by_chain(call: CallFact, head: str, name: str) -> Event | None:
    """``client.table(...).select(...).execute()``: the calls before it are those of one library."""
    if name == "execute" and ".select()" in head and (".table()" in head or ".from_()" in head):
        return Event("read", "row", name, "supabase", 1)
    if name in ("get", "set", "update", "delete") and head.endswith(".document()"):
        return Event("read" if name == "get" else "write", "document", name, "firestore", 1)
    session, asked, _ = head.partition(".query()")
    if not asked or head[0] not in "%?@" or name not in tables.SA_QUERY_ENDS or call.path.endswith(".delete"):
        return None
    known = receiver_name(session).lower() in tables.SESSION_NAMES
    return Event("read", "row", name, "sa_in", 1) if known else None
