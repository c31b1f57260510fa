"""Symbolic paths -> what they hold in terms of the database: a model, a query that is being built, rows, a session."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from codereview.facts.paths import split
from codereview.facts.resolve import Target

from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.models import Models, Relation

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_NOTHING = frozenset[str]()
_MOST_HOPS = 12
_MANAGER_ATTRS = frozenset({".objects", "._default_manager", "._base_manager"})
_BUILDS = frozenset({"all", "filter", "exclude", "order_by", "select_related", "prefetch_related"})


class Value(NamedTuple):
    """What a path holds.

    ``kind``: ``model`` (the class), ``row``, ``rows`` (a list of them), ``manager``, ``related`` (a manager behind a
    relation), ``query`` (built, not run), ``values``, ``statement``, ``session``, ``result``, ``cursor``, ``mongo``,
    ``redis``, ``elastic``. ``eager`` names what was asked to be loaded with the rows; None if that is not known.
    """

    kind: str
    lib: str = ""
    model: Key | None = None
    label: str = ""
    eager: frozenset[str] | None = _NOTHING
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


class Values:
    """Evaluates paths; answers are remembered."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.models = Models(project)
        self._known: dict[tuple[str, str], Walked] = {}
        self._open: set[tuple[str, str]] = set()

    def of(self, file: str, path: str) -> Value | None:
        """What a path holds, if that is of the database."""
        value = self.walk(file, path).value
        return value if isinstance(value, Value) else None

    def walk(self, file: str, path: str) -> Walked:
        """Follows a path from its root."""
        if not path or path[0] == "=":
            return Walked(None, None)
        at = (file, path)
        found = self._known.get(at)
        if found is None:
            if at in self._open or len(self._open) > _MOST_HOPS:
                return Walked(None, None)
            self._open.add(at)
            found = self._from_root(file, split(path))
            self._open.discard(at)
            self._known[at] = found
        return found

    # the way along a path

    def _from_root(self, file: str, tokens: tuple[str, ...]) -> Walked:
        root = tokens[0]
        if root[0] in "%?":
            value = self._unknown_root(file, tokens)
            if value is not None:
                return self.along(value[0], tokens[value[1] :], file)
            if value is None and (found := self._by_evidence(tokens, 1, file)) is not None:
                return self.along(found[0], tokens[found[1] :], file)
            if root[0] == "?":
                return Walked(None, None)
        path = root
        target = self.project.resolve(file, root)
        state: Value | None = self.lift(target, file)
        for position, token in enumerate(tokens[1:], start=1):
            if state is not None:
                return self.along(state, tokens[position:], file)
            before = target
            path += token
            target = self.project.resolve(file, path)
            state = self._of_function(before, token) or self._member(before, token) or self.lift(target, file)
            if state is None and target.kind == "unknown":
                found = self._by_evidence(tokens, position, file)
                return self.along(found[0], tokens[found[1] :], file) if found else Walked(None, None)
        return Walked(state if state is not None else target, None)

    def along(self, state: Value | Target | None, tokens: tuple[str, ...], file: str) -> Walked:
        """Follows suffixes from a value; stops where they lead out of the database's world."""
        load: Load | None = None
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if not isinstance(state, Value):
                if state is None or state.kind == "unknown":
                    return Walked(None, load)
                before = state
                state = self.project.resolver._step(before, token)
                state = (
                    self._of_function(before, token)
                    or self._member(before, token)
                    or self.lift(state, file)
                    or state
                )
                position += 1
                continue
            if token[0] == "." and position + 1 < len(tokens) and tokens[position + 1][0] == "(":
                state = self._method(state, token[1:], tokens[position + 1], file)
                position += 2
                continue
            if token[0] == ".":
                after, needed = self._attribute(state, token[1:])
                load = load or needed
                state = after
            elif token == "[]":
                state = _element(state)
            elif token[0] == "(":
                if state.kind == "model":
                    state = Value("row", state.lib, state.model, state.label)
                elif state.kind not in ("session", "query", "manager", "related"):
                    state = None
            elif token == "*":
                state = state._replace(kind="rows") if state.kind == "row" else None
            position += 1
        return Walked(state, load)

    def _unknown_root(self, file: str, tokens: tuple[str, ...]) -> tuple[Value, int] | None:
        """What a parameter holds: what callers pass; the signed-in user of a request."""
        root = tokens[0]
        users = self.models.users
        if root[0] == "%":
            index, _, name = root[1:].partition(":")
            given = self._given((file, int(index)), name)
            if given is not None:
                return given, 1
            if users and name == "request" and tokens[1:2] == (".user",):
                return self.row(users), 2
        if root[0] == "?" and users and root in ("?request",) and tokens[1:2] == (".user",):
            return self.row(users), 2
        return None

    def _given(self, key: Key, name: str) -> Value | None:
        """What the callers of a function pass for a parameter, where that is of the database."""
        project = self.project
        function = project.function(key)
        found: Value | None = None
        for edge in project.callers.get(key, ()):
            params = [p.name for p in function.params if p.kind == "positional"]
            bound = function.cls >= 0 and not any(d.endswith("staticmethod") for d in function.decorators)
            if bound and not (edge.target.kind == "function" and edge.target.owner is None):
                params = params[1:]
            path = dict(edge.call.kwargs).get(name, "")
            if not path and name in params and params.index(name) < len(edge.call.args):
                path = edge.call.args[params.index(name)]
            value = self.of(edge.caller[0], path) if path else None
            if value is None:
                continue
            if found is not None and (found.kind, found.model) != (value.kind, value.model):
                return None
            if found is None or (
                value.eager is not None and (found.eager is None or len(value.eager) < len(found.eager))
            ):
                found = value._replace(certain=False)
        return found

    def _member(self, target: Target, token: str) -> Value | None:
        """A view's ``get_queryset()`` that only its attributes tell; ``self.request.user``."""
        if target.kind == "function" and token[0] == "(":
            return None
        if target.kind != "instance" or token[0] != ".":
            return None
        if token == ".request" and self.models.users:
            return Value("request", model=self.models.users)
        return None

    def _by_evidence(self, tokens: tuple[str, ...], start: int, file: str) -> tuple[Value, int] | None:
        """What is queried through a receiver that is not known, where the call itself tells: ``x.query(Book)``."""
        for position in range(start, len(tokens)):
            token = tokens[position]
            after = tokens[position + 1] if position + 1 < len(tokens) else "."
            if token == ".query" and after[0] == "(" and len(after) > 2:
                model = self.models.named(after[1:-1], file)
                return Value("query", "sqlalchemy", model, after[1:-1], certain=False), position + 2
            owner = tokens[position - 1].lstrip(".?")
            if owner[:1].isupper() and not owner.isupper() and (
                token in _MANAGER_ATTRS or (token == ".query" and after[0] == ".")
            ):
                kind, lib = ("query", "sqlalchemy") if token == ".query" else ("manager", "django")
                model = self.models.named(owner, file)
                return Value(kind, lib, model, owner, certain=False), position + 1
            if after[0] == "." and position + 2 < len(tokens) and (made := self._accessor(token[1:], after[1:])):
                return made, position + 1
        return None

    def _of_function(self, target: Target, token: str) -> Value | None:
        """What a call of a first-party function gives back, from its annotation or its returned paths."""
        if (
            target.kind == "external"
            and target.owner
            and target.name.endswith(".get_queryset")
            and token[0] == "("
        ):
            return self._declared_queryset(target.owner)
        if target.kind != "function" or token[0] != "(":
            return None
        function = self.project.function(target.key)
        if function.is_generator:
            value = self.of(target.file, function.yields[0]) if len(function.yields) == 1 else None
            return (
                value._replace(kind="rows", many=True) if value is not None and value.kind == "row" else None
            )
        found: Value | None = None
        for path in function.returns:
            value = self.of(target.file, path) if path[0] not in "=" else None
            if value is not None and (found is None or value.model == found.model):
                found = value if found is None else found._replace(eager=_both(found.eager, value.eager))
        if found is None and function.annotated:
            found = self.of(target.file, function.annotation)
        return found

    def _declared_queryset(self, owner: Key) -> Value | None:
        """The queryset of a class-based view: its ``queryset`` or its ``model``."""
        for key in self.project.resolver.bases(owner):
            if isinstance(key, str):
                continue
            for attr in self.project.resolver.class_(key).attrs:
                if attr.name in ("queryset", "model"):
                    value = self.of(key[0], attr.path)
                    if value is not None and value.kind == "model":
                        return Value("query", value.lib, value.model, value.label)
                    if value is not None:
                        return value
        return None

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
            return Value("manager", "django", None, "", eager=_NOTHING, certain=False)
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
        if (
            name in tables.SA_SESSIONS
            or name.endswith("()")
            and name.startswith(tables.SA_SESSIONS)
            and name.count("(") == 1
        ):
            return Value("session", "sqlalchemy")
        if name.endswith((".objects", "._default_manager")) and name.count("(") == 0:
            label = name.split(".")[-2]
            return Value("manager", "django", None, label) if label[:1].isupper() else None
        if name.endswith(".query") and name.count("(") == 0:
            label = name.split(".")[-2]
            return (
                Value("query", "sqlalchemy", None, label)
                if label[:1].isupper() and "gql" not in name
                else None
            )
        if name.startswith("sqlalchemy.select("):
            return self._statement(name, file)
        if "(" in name and name.partition("(")[0] in tables.SA_STATEMENTS:
            return Value("statement", "sqlalchemy", label=tables.SA_STATEMENTS[name.partition("(")[0]])
        if name.startswith(tables.CURSORS):
            return Value("cursor", name.partition(".")[0])
        if name.startswith(tables.MONGO) and name.count("()") <= 1 or name.startswith("motor."):
            return Value("mongo", "pymongo")
        if name.startswith(tables.REDIS):
            return None if "pipeline" in name else Value("redis", "redis")
        if name.startswith(tables.ELASTIC) and name.endswith("()") and name.count("(") == 1:
            return Value("elastic", "elasticsearch")
        return None

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
            return _of_query(value, name, names)
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
        return built._replace(eager=None) if name in self._loaders or "related" in name else built

    def _accessor(self, name: str, method: str) -> Value | None:
        """The rows behind an accessor that only one model of the project has: ``x.book_set.all()``."""
        relation = self.models.accessors.get(name)
        if relation is None or not (method in _BUILDS or (name.endswith("_set") and method in tables.DJANGO_LAZY)):
            return None
        eager = None if name in self._loaded_through else _NOTHING
        label = self.models.label(relation.target)
        return Value("related", "django", relation.target, label, eager, True, relation, certain=False)

    @cached_property
    def _loaded_through(self) -> frozenset[str]:
        """Accessors behind which some query of the project loads more: ``book_set`` of ``"book_set__author"``."""
        found: set[str] = set()
        for facts in self.project.files.values():
            paths = [path for function in facts.functions for path in function.returns]
            paths += [loop.iterable for loop in facts.loops]
            paths += [call.path for call in facts.calls]
            for path in paths:
                if "__" in path and "_related(" in path:
                    found.update(part for name in path.replace("(", ",").split(",") for part in name.split("__")[:-1])
        return frozenset(found)

    @cached_property
    def _loaders(self) -> frozenset[str]:
        """Names of first-party functions that load relations with a query."""
        found = set()
        for facts in self.project.files.values():
            for call in facts.calls:
                if call.function >= 0 and call.path.endswith((".select_related", ".prefetch_related")):
                    found.add(facts.functions[call.function].name)
        return frozenset(found)

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
            return self._of_function(member, "()") or self.project.resolver._step(member, "()")
        if lib in ("django", "sqlalchemy"):
            return None
        if name in tables.ACTIVE_LAZY:
            return value._replace(kind="query", eager=names if "related" in name else _NOTHING)
        if name in tables.ACTIVE_READS.get(lib, ()) or name == "create":
            return value._replace(kind="row")
        return None

    def method_of(self, value: Value, name: str) -> Key | None:
        """The first-party method or property of a row's model."""
        if value.model is None:
            return None
        for key in self.project.resolver.bases(value.model):
            if not isinstance(key, str):
                index = self.project.resolver.class_(key).methods.get(name)
                if index is not None:
                    return key[0], index
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
        return self._of_function(member, call) or self.project.resolver._step(member, call)

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
            return _NOTHING
        method = self.project.resolver.member(member, "get_queryset")
        if method.kind != "function":
            return _NOTHING
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
        covered, rest = _eager_rest(value.eager, name, relation.lib)
        target = relation.target
        label = self.models.label(target) or name
        needed = Load(relation, value) if relation.lazy and not covered else None
        if relation.manager:
            made = Value("related", relation.lib, target, label, rest, value.many, relation, covered)
            return made, None
        kind = "rows" if relation.many else "row"
        made = Value(
            kind, relation.lib, target, label, rest, many=value.many, relation=relation, loaded=covered
        )
        return made, needed


def _eager_rest(eager: frozenset[str] | None, name: str, lib: str) -> tuple[bool, frozenset[str] | None]:
    """Whether a relation is loaded with its row, and what is loaded behind it."""
    if eager is None:
        return True, None
    if lib == "sqlalchemy":
        return name in eager or "all" in eager, eager
    behind = frozenset(item[len(name) + 2 :] for item in eager if item.startswith(name + "__"))
    return name in eager or bool(behind) or "all" in eager, behind


def _element(value: Value) -> Value | None:
    kind = value.kind
    if kind in ("query", "rows", "manager", "related"):
        return value._replace(kind="row", many=True, relation=None)
    if kind in ("mongo", "redis", "cursor"):
        return value if kind == "mongo" else None
    if kind == "session":
        return value
    return None


def _of_query(value: Value, name: str, names: frozenset[str]) -> Value | None:
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


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return None
    return one & other
