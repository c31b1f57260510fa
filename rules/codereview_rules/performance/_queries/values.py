"""Symbolic paths -> what they hold in terms of the database: a model, a query that is being built, rows, a
session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codereview.facts.paths import split
from codereview.facts.resolve import Target
from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.kinds import Load, Value, Walked, both, element_of
from codereview_rules.performance._queries.steps import Steps

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_MOST_HOPS = 12
_ROWS = frozenset({"query", "rows", "manager", "related", "mongo", "values", "result"})
_ASKED = frozenset(
    {f"{name}()" for name in "find all filter exclude scalars fetchall values_list iterator".split()}
)
_MANAGER_ATTRS = frozenset({".objects", "._default_manager", "._base_manager"})


class Values(Steps):
    """Evaluates paths; answers are remembered."""

    def __init__(self, project: ProjectFacts) -> None:
        super().__init__(project)
        self._known: dict[tuple[str, str], Walked] = {}
        self._open: set[tuple[str, str]] = set()

    def of(self, file: str, path: str) -> Value | None:
        """What a path holds, if that is of the database."""
        value = self.walk(file, path).value
        return value if isinstance(value, Value) else None

    def are_rows(self, file: str, path: str) -> bool:
        """Whether a path holds what a query gave, or a query: there may be many."""
        if path.endswith("()*"):
            return False  # a list of objects that are made there
        value = self.of(file, path)
        return value.kind in _ROWS if value is not None else path.rpartition(".")[2] in _ASKED

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
                state = self.project.resolver.step(before, token)
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
                state = element_of(state)
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

    def _alike(self, key: Key, path: str) -> bool:
        """Whether all callers of a function pass queries that load the same for the parameter of a path."""
        name = split(path)[0].rpartition(":")[2]
        passed = [value.eager for value in self._passed(key, name) if value.kind in _ROWS]
        told = len(passed) == len(self.project.callers.get(key, ()))
        return not passed or (told and all(eager == passed[0] for eager in passed[1:]))

    def _given(self, key: Key, name: str) -> Value | None:
        """What the callers of a function pass for a parameter, where that is of the database."""
        found: Value | None = None
        for value in self._passed(key, name):
            if found is not None and (found.kind, found.model) != (value.kind, value.model):
                return None
            if found is None or (
                value.eager is not None and (found.eager is None or len(value.eager) < len(found.eager))
            ):
                found = value._replace(certain=False)
        return found

    def _passed(self, key: Key, name: str) -> Iterator[Value]:
        """What each caller of a function passes for a parameter, where that is of the database."""
        project = self.project
        function = project.function(key)
        for edge in project.callers.get(key, ()):
            params = [p.name for p in function.params if p.kind == "positional"]
            bound = function.cls >= 0 and not any(d.endswith("staticmethod") for d in function.decorators)
            if bound and not (edge.target.kind == "function" and edge.target.owner is None):
                params = params[1:]
            path = dict(edge.call.kwargs).get(name, "")
            if not path and name in params and params.index(name) < len(edge.call.args):
                path = edge.call.args[params.index(name)]
            value = self.of(edge.caller[0], path) if path else None
            if value is not None:
                yield value

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
        """What is queried through a receiver that is not known, where the call itself tells:
        ``x.query(Book)``."""
        for position in range(start, len(tokens)):
            token = tokens[position]
            after = tokens[position + 1] if position + 1 < len(tokens) else "."
            if token == ".query" and after[0] == "(" and len(after) > 2:
                model = self.models.named(after[1:-1], file)
                return Value("query", "sqlalchemy", model, after[1:-1], certain=False), position + 2
            owner = tokens[position - 1].lstrip(".?")
            if (
                owner[:1].isupper()
                and not owner.isupper()
                and owner.lower() not in tables.SESSION_NAMES
                and (token in _MANAGER_ATTRS or (token == ".query" and after[0] == "."))
            ):
                kind, lib = ("query", "sqlalchemy") if token == ".query" else ("manager", "django")
                model = self.models.named(owner, file)
                return Value(kind, lib, model, owner, certain=False), position + 1
            if (
                after[0] == "."
                and position + 2 < len(tokens)
                and (made := self._accessor(token[1:], after[1:]))
            ):
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
            if value is not None and path[0] == "%" and not self._alike(target.key, path):
                value = value._replace(eager=None)  # it is what this call passed, or what another did
            if function.name == "get_queryset" and len(function.returns) > 1:
                if path.endswith(".none()"):
                    continue
                if value is None and path[0] not in "=":
                    return None  # one of them is not known
            if value is not None and (found is None or value.model == found.model):
                found = value if found is None else found._replace(eager=both(found.eager, value.eager))
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
