"""One step along a path: what an attribute or a method of a model, a manager, a query, a row or a session
gives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from codereview.facts.paths import last_name, split
from codereview.facts.resolve import Target
from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.kinds import (
    NOTHING,
    Load,
    Value,
    client_of,
    eager_rest,
    is_one_call,
    of_query,
)
from codereview_rules.performance._queries.models import SAME, Models

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_BUILDS = frozenset({"all", "filter", "exclude", "order_by", "select_related", "prefetch_related"})

_COLUMNS = ("Field", "ForeignKey", "Column", "mapped_column")


class Steps(ABC):
    """The steps; `codereview_rules.performance._queries.values.Values` walks with them."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.models = Models(project)

    @abstractmethod
    def of(self, file: str, path: str) -> Value | None:
        """What a path holds, if that is of the database."""

    @abstractmethod
    def _of_function(self, target: Target, token: str) -> Value | None:
        """What a call of a first-party function gives back."""

    # from the project's objects to the database's

    def row(self, key: Key, many: bool = False) -> Value:
        """A row of a model."""
        return Value("row", self.models.lib(key), key, self.models.label(key), many=many)

    def lift(self, target: Target, file: str) -> Value | None:
        """A value for a target of the project, if it is of the database."""
        if target.kind in ("class", "instance"):
            lib = self.models.lib(target.key)
            if lib:
                kind = "model" if target.kind == "class" else "row"
                return Value(kind, lib, target.key, self.models.label(target.key))
            return self._manager_class(target)
        if target.kind == "elements" and target.inner is not None:
            inner = self.lift(target.inner, file)
            return (
                inner._replace(kind="rows", eager=None) if inner is not None and inner.kind == "row" else None
            )
        if target.kind == "external":
            return self._external(target, file)
        return None

    def _manager_class(self, target: Target) -> Value | None:
        """``self`` of a manager or queryset class; the model it is for is not told there."""
        if target.kind != "instance" or target.name == "^":
            return None
        outside = [base for base in self.project.resolver.bases(target.key) if isinstance(base, str)]
        if any(base.startswith(tables.MANAGER_BASES) for base in outside):
            return Value("manager", "django", None, "", eager=NOTHING, certain=False)
        if any(base + "()" in tables.SA_SESSIONS for base in outside):
            return Value("session", "sqlalchemy")
        return None

    def _external(self, target: Target, file: str) -> Value | None:
        name = target.name
        if target.owner is not None and self.models.lib(target.owner):
            return None
        if name in ("django.contrib.auth.get_user_model()", "django.contrib.auth.models.User"):
            users = self.models.users
            return Value("model", "django", users, self.models.label(users) or "User")
        if is_one_call(name, tables.SA_SESSIONS) or name in tables.SA_SESSIONS:
            return Value("session", "sqlalchemy")
        if name.endswith(".query()") and last_name(name[:-8]).lower() in tables.SESSION_NAMES:
            return Value("query", "sqlalchemy", None, "row", certain=False)
        if "(" not in name and name.endswith((".objects", "._default_manager", ".query")):
            return _of_class(name)
        if name.startswith("sqlalchemy.select("):
            return self._statement(name, file)
        made = name.partition("(")[0]
        if made != name and made in tables.SA_STATEMENTS:
            return Value("statement", "sqlalchemy", label=tables.SA_STATEMENTS[made])
        return client_of(name)

    def _statement(self, name: str, file: str) -> Value:
        tokens = split(name)
        entity = tokens[2][1:-1] if len(tokens) > 2 else ""
        model = self.models.named(entity, file) if entity else None
        return Value("statement", "sqlalchemy", model, entity or "read")

    # suffixes

    def _method(self, value: Value, name: str, call: str, file: str) -> Value | Target | None:
        names = frozenset(call[1:-1].split(",")) - {""}
        kind = value.kind
        if kind in ("manager", "related", "query") and value.lib != "sqlalchemy":
            return self._of_manager(value, name, names)
        if kind in ("query", "statement", "result", "rows"):
            return of_query(value, name, names)
        if kind == "session":
            return self._of_session(value, name, names, file)
        if kind == "model":
            return self._of_model(value, name, names)
        if kind in ("row", "request"):
            return self._first_party(value, name, call)
        if kind == "cursor":
            return value if name in ("cursor", "acquire", "connection", "execute", "transaction") else None
        if kind == "mongo":
            return (
                value
                if name in ("get_database", "get_collection", "get_default_database", "with_options")
                else None
            )
        return None

    def _of_manager(self, value: Value, name: str, names: frozenset[str]) -> Value | Target | None:
        built = value._replace(kind="query", loaded=value.loaded and name == "all")
        if name in ("select_related", "prefetch_related"):
            eager = None if not names or "all" in names or value.eager is None else value.eager | names
            return built._replace(eager=eager)
        if name in tables.DJANGO_VALUES:
            return value._replace(kind="values")
        if name in tables.DJANGO_ROW:
            return value._replace(kind="row", many=False)
        if name in tables.DJANGO_LAZY or name in ("iterator", "aiterator"):
            return built
        if name in tables.DJANGO_READS | tables.DJANGO_WRITES | tables.DJANGO_BATCH:
            return None
        if name.startswith("get_") and name != "get_queryset":
            return value._replace(kind="row", many=False)
        if value.lib == "peewee" and name in ("join", "join_from", "prefetch"):
            return built._replace(eager=None)  # whether it selects the joined rows is not told
        return built._replace(eager=None) if name in self.models.loaders or "related" in name else built

    def _accessor(self, name: str, method: str) -> Value | None:
        """The rows behind an accessor that only one model of the project has: ``x.book_set.all()``."""
        relation = self.models.accessors.get(name)
        if relation is None or not (
            method in _BUILDS or (name.endswith("_set") and method in tables.DJANGO_LAZY)
        ):
            return None
        eager = None if name in self.models.loaded_through else NOTHING | {relation.inverse}
        label = self.models.label(relation.target)
        return Value("related", "django", relation.target, label, eager, True, relation, certain=False)

    def _of_session(self, value: Value, name: str, names: frozenset[str], file: str) -> Value | None:
        if name == "query":
            entity = next(iter(names), "")
            model = self.models.named(entity, file) if entity else None
            return Value("query", "sqlalchemy", model, entity)
        if name in ("execute", "scalars", "exec", "stream", "stream_scalars"):
            return Value("result", "sqlalchemy", eager=None)
        if name in ("begin", "begin_nested", "registry", "connection", "__call__"):
            return value
        return None

    def _of_model(self, value: Value, name: str, names: frozenset[str]) -> Value | Target | None:
        lib = value.lib
        member = self.member_of(value, name)
        if member is not None and member.kind == "function":
            return self._of_function(member, "()") or self.project.resolver.step(member, "()")
        if lib in ("django", "sqlalchemy"):
            return None
        if name in tables.ACTIVE_LAZY or name == "objects":
            return value._replace(kind="query", eager=names if "related" in name else NOTHING)
        if name in tables.ACTIVE_READS.get(lib, ()) or name == "create":
            return value._replace(kind="row")
        return None

    def method_of(self, value: Value, name: str) -> Key | None:
        """The first-party method or property of a row's model."""
        if value.model is None:
            return None
        for key in self.project.resolver.bases(value.model):
            if not isinstance(key, str):
                cls = self.project.resolver.class_(key)
                index = cls.methods.get(name)
                if index is not None:
                    return key[0], index
                if any(attr.name == name and last_name(attr.path).endswith(_COLUMNS) for attr in cls.attrs):
                    return None  # a column takes the place of what a base has
        return None

    def member_of(self, value: Value, name: str) -> Target | None:
        if value.model is None:
            return None
        kind = "class" if value.kind == "model" else "instance"
        target = self.project.resolver.member(Target(kind, "", value.model[0], value.model[1]), name)
        return None if target.kind == "unknown" else target

    def _first_party(self, value: Value, name: str, call: str) -> Value | Target | None:
        """A method of a row, or a property that was called."""
        member = self.member_of(value, name)
        if member is None or member.kind != "function":
            return None
        return self._of_function(member, call) or self.project.resolver.step(member, call)

    def _attribute(self, value: Value, name: str) -> tuple[Value | Target | None, Load | None]:
        kind = value.kind
        if kind == "request":
            return (self.row(value.model) if name == "user" and value.model else None), None
        if kind == "model":
            return self._class_attribute(value, name), None
        if kind == "row":
            return self._row_attribute(value, name)
        if kind in ("mongo", "session", "redis"):
            return value, None
        if kind == "cursor":
            return value, None
        if kind == "query" and name in ("items", "c", "columns"):
            return (value._replace(kind="rows") if name == "items" else None), None
        if kind == "rows" and name == "items":
            return value, None
        return None, None

    def _class_attribute(self, value: Value, name: str) -> Value | Target | None:
        if value.lib == "sqlalchemy":
            if name == "query":
                return value._replace(kind="query")
            return None
        if value.lib == "mongoengine" and name == "objects":
            return value._replace(kind="query")
        if value.lib == "django":
            if name in tables.MANAGERS or name.endswith(("objects", "manager")):
                return value._replace(kind="manager", eager=self._manager_eager(value, name))
            member = self.member_of(value, name)
            if member is not None and member.kind in ("instance", "external"):
                if member.kind == "external" and ("Manager" in member.name or "as_manager" in member.name):
                    return value._replace(kind="manager")
                if member.kind == "instance" and self._manager_class(member):
                    return value._replace(kind="manager", eager=None)
        return None

    def _manager_eager(self, value: Value, name: str) -> frozenset[str] | None:
        """What a custom manager loads with every row, from its ``get_queryset``."""
        member = self.member_of(value, name)
        if member is None or member.kind != "instance":
            return NOTHING
        method = self.project.resolver.member(member, "get_queryset")
        if method.kind != "function":
            return NOTHING
        names: set[str] = set()
        for path in self.project.function(method.key).returns:
            for token in split(path):
                if token[0] == "(" and len(token) > 2:
                    names.update(token[1:-1].split(","))
        return frozenset(names)

    def _row_attribute(self, value: Value, name: str) -> tuple[Value | Target | None, Load | None]:
        if value.model is None:
            return None, None
        relation = self.models.relation(value.model, name)
        if relation is None:
            member = self.member_of(value, name)
            if member is not None and member.kind not in ("function", "external", "class"):
                return self.lift(member, member.file) or member, None
            return None, None
        covered, rest = eager_rest(value.eager, name, relation.lib)
        target = relation.target
        label = self.models.label(target) or name
        needed = Load(relation, value) if relation.lazy and not covered else None
        if SAME + name in (value.eager or ()):
            rest = None  # one row for all: read once
        elif rest is not None:
            rest = rest | self.models.back(value.model, relation)
        if relation.manager:
            made = Value("related", relation.lib, target, label, rest, value.many, relation, covered)
            return made, None
        kind = "rows" if relation.many else "row"
        made = Value(
            kind, relation.lib, target, label, rest, many=value.many, relation=relation, loaded=covered
        )
        return made, needed


def _of_class(name: str) -> Value | None:
    """``User.objects``, ``User.query`` of a class that is not read: the manager or the query it has."""
    label, asked = name.split(".")[-2:]
    if not label[:1].isupper() or (asked == "query" and "gql" in name):
        return None
    if asked == "query" and label.lower() in tables.SESSION_NAMES:
        return None  # a method: ``Session.query(Model)``
    return (
        Value("manager", "django", None, label)
        if asked != "query"
        else Value("query", "sqlalchemy", None, label)
    )
