"""Serializers of REST framework views: a list view runs them once per row of its queryset."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from codereview.facts import module as m
from codereview.facts.paths import last_name
from codereview_rules.performance._queries.given import Given
from codereview_rules.performance._queries.guards import Guards
from codereview_rules.performance._queries.kinds import Value
from codereview_rules.performance._queries.lazy import Found, Lazy, event_of, is_loaded, of_way
from codereview_rules.performance._queries.listing import DECLARED, LISTED
from codereview_rules.performance._queries.reach import Reach
from codereview_rules.performance._queries.routed import ROUTED, unlisted
from codereview_rules.performance._queries.routes import Routes
from codereview_rules.performance._queries.single import Single
from codereview_rules.performance._queries.values import Values
from codereview_rules.performance._queries.verdicts import Event

if TYPE_CHECKING:
    from codereview.facts.module import AttrFact, ClassFact
    from codereview.facts.project import Key, ProjectFacts
    from codereview.facts.resolve import Target

_ASKS_ROW = frozenset({"builtins.getattr", "builtins.hasattr"})
_AFTER = ("list", "filter_queryset", "paginate_queryset")
_LISTS = ("ListAPIView", "ListCreateAPIView", "ModelViewSet", "ReadOnlyModelViewSet", "ListModelMixin")


class Serialized(NamedTuple):
    """A query that a serializer runs per row: where, and the view whose queryset does not load it."""

    path: str
    line: int
    cls: int
    serializer: str
    view: str
    view_path: str
    view_line: int
    end_line: int
    row: Value
    """A row of the list."""
    found: Found
    rows: str = ""
    """The path of the rows, where they are given to the serializer itself."""
    check: str = ""
    """What is to be looked at first."""
    source: Key | None = None
    """The function that gives the rows: a view's ``get_queryset``, or where the serializer is given them."""


class _List(NamedTuple):
    """Where a list of rows is serialized, and by which class."""

    serializer: Key
    row: Value
    name: str
    path: str
    line: int
    end_line: int
    rows: str = ""
    check: str = ""
    source: Key | None = None


class Serializers:
    """Joins list views, their querysets and their serializers."""

    def __init__(self, project: ProjectFacts, values: Values, lazy: Lazy, reach: Reach) -> None:
        self.project = project
        self.values = values
        self.lazy = lazy
        self.reach = reach
        self.given = Given(project)
        self.routes = Routes(project)
        self.single = Single(project, values)

    def found(self) -> Iterator[Serialized]:
        """Each field of a serializer that queries, once."""
        seen: set[tuple[str, int]] = set()
        loads: set[tuple[Key, str]] = (
            set()
        )  # what one field loads is there for the others, what it asks is said once
        for view in sorted((*self._views(), *self._calls()), key=lambda one: bool(one.check)):
            chooses = self.given.chooses(view.serializer)
            for line, serializer, found in self._fields(view.serializer, view.row):
                if self._is_of_none(view, found):
                    continue
                if chooses and serializer != view.serializer:
                    found = found._replace(conditions=found.conditions + 2)
                asked = found.event.how if found.event.load is not None else f"{found.file}:{found.line}"
                if (serializer[0], line) not in seen and (serializer, asked) not in loads:
                    seen.add((serializer[0], line))
                    loads.add((serializer, asked))
                    name = self.project.resolver.class_(serializer).name
                    check = view.check or self._prepared(found) or self.given.arranged(view.serializer)
                    yield Serialized(
                        serializer[0], line, serializer[1], name, view.name, view.path, view.line,
                        view.end_line, view.row, found,                         view.rows, check, view.source,
                    )  # fmt: skip

    def _is_of_none(self, view: _List, found: Found) -> bool:
        """Whether a relation is read of rows that were kept for having none of it: then there is nothing to ask."""
        load = found.event.load
        if load is None or load.row.relation is not None or load.row.model != view.row.model:
            return False
        return view.source is not None and self.single.lacks(*view.source, load.relation.name)

    def _views(self) -> Iterator[_List]:
        """Views of lists, with the serializers that their lists have."""
        for path, facts in self.project.files.items():
            for index, cls in enumerate(facts.classes):
                attr = (
                    next((a for a in cls.attrs if a.name == "serializer_class"), None) if cls.bases else None
                )
                chooses = cls.bases and "get_serializer_class" in cls.methods
                if (attr is None and not chooses) or not self._lists((path, index)):
                    continue
                view = self.project.resolve(path, f"@.{cls.qualname}()")
                target, check = self._chosen(path, cls, view, attr)
                row = self._row(path, cls, view) if target is not None and target.kind == "class" else None
                if target is not None and row is not None:
                    line = (
                        attr.line
                        if attr is not None
                        else facts.functions[cls.methods["get_serializer_class"]].line
                    )
                    check = f"what `{cls.name}.list()` gives" if self._lists_itself(path, cls) else check
                    check = "whether anything routes to its list" if cls.name in self._unlisted else check
                    if self.routes.lacks(path, cls):
                        check = f"whether anything routes to `{cls.name}`"
                    source = self._source_of(view)
                    yield _List(target.key, row, cls.name, path, line, line, "", check, source)

    def _chosen(
        self, path: str, cls: ClassFact, view: Target, attr: AttrFact | None
    ) -> tuple[Target | None, str]:
        """The serializer of a view's list, and what to look at first if it may be another."""
        declared = self.project.resolve(path, attr.path) if attr is not None else None
        method = self.project.resolver.member(view, "get_serializer_class")
        if method.kind != "function":
            return declared, "which serializer the list has" if self._has_others(cls) else ""
        name = self._choosing.get((method.key[0], self.project.function(method.key).line), "")
        if name and name != DECLARED:
            return self.project.resolver.symbol(method.key[0], name), ""
        return declared, "" if name else "which serializer the list has"

    def _calls(self) -> Iterator[_List]:
        """``BookSerializer(Book.objects.all(), many=True)``, wherever it stands."""
        for path, facts in self.project.files.items():
            for call in facts.calls:
                if not call.kwargs or ("many", "=True") not in call.kwargs:  # as of most
                    continue
                if not call.args or call.function < 0:
                    continue
                target = self.project.resolve(path, call.path)
                value = self.values.of(path, call.args[0]) if target.kind == "class" else None
                if value is None or value.kind == "related" or self.reach.loops.silent(path):
                    continue
                row = _row_of(value)
                at, branch = (call.line, call.column), bool(call.flags & m.CONDITIONAL)
                if row and not self.single.of_rows(path, call.function, call.args[0], at, branch):
                    name = facts.functions[call.function].qualname
                    source = (path, call.function)
                    yield _List(
                        target.key, row, name, path, call.line, call.end_line, call.args[0], "", source
                    )

    def _has_others(self, cls: ClassFact) -> bool:
        """Whether a view has serializers by action."""
        return any(
            attr.name.startswith(("serializer", "list_serializer")) and attr.name != "serializer_class"
            for attr in cls.attrs
        )

    def _source_of(self, view: Target) -> Key | None:
        """The method that gives the rows of a view, if it is one of the project's."""
        method = self.project.resolver.member(view, "get_queryset")
        return method.key if method.kind == "function" else None

    def _lists_itself(self, path: str, cls: ClassFact) -> bool:
        """Whether a view answers with its list by a method of its own."""
        index = cls.methods.get("list", -1)
        return index >= 0 and not any(
            last_name(call.path) == "list" for call in self.project.calls_in((path, index))
        )

    def _prepared(self, found: Found) -> str:
        """What to look at where a serializer asks first whether the row has the answer already."""
        if found.event.load is not None:
            return ""
        functions = self.project.files[found.file].functions
        inside = [at for at, one in enumerate(functions) if one.line <= found.line <= one.end_line]
        if not inside:
            return ""
        asks = any(
            call.path in _ASKS_ROW and call.line < found.line
            for call in self.project.calls_in((found.file, inside[-1]))
        )
        return f"whether the rows bring what `{functions[inside[-1]].name}()` asks them for" if asks else ""

    def _lists(self, key: Key) -> bool:
        return any(
            isinstance(base, str) and last_name(base) in _LISTS for base in self.project.resolver.bases(key)
        )

    def _row(self, path: str, cls: ClassFact, view: Target) -> Value | None:
        """A row of the view's queryset."""
        if view.kind != "instance":
            return None
        if self.project.resolver.member(view, "get_queryset").kind == "function":
            value = self.values.of(path, f"@.{cls.qualname}().get_queryset()")
        else:
            attr = next((a for a in cls.attrs if a.name == "queryset"), None)
            value = self.values.of(path, attr.path) if attr is not None else None
        if value is None or any(self._loads(view, name) for name in _AFTER) or self._is_one(view):
            return None
        return _row_of(value)

    def _is_one(self, view: Target) -> bool:
        """Whether a view's queryset is filtered down to the row of one key."""
        method = self.project.resolver.member(view, "get_queryset")
        return method.kind == "function" and any(
            call.path.endswith(".filter") and {"id", "pk"} & {key for key, _ in call.kwargs}
            for call in self.project.calls_in(method.key)
            if not call.flags & m.CONDITIONAL
        )

    @cached_property
    def _choosing(self) -> dict[tuple[str, int], str]:
        notes = self.project.noted(Guards)
        return {
            (path, one.line): str(one.values[0])
            for path, found in notes
            for one in found
            if one.kind == LISTED
        }

    @cached_property
    def _unlisted(self) -> frozenset[str]:
        """The view sets that are routed, but not with their list."""
        notes = (one for _, found in self.project.noted(Guards) for one in found if one.kind == ROUTED)
        return unlisted(self.project, ((str(one.values[0]), str(one.values[1])) for one in notes))

    def _loads(self, view: Target, name: str) -> bool:
        """Whether a method of a view, which is run on what ``get_queryset`` gave, loads relations with it."""
        method = self.project.resolver.member(view, name)
        return method.kind == "function" and any(
            call.path.endswith((".select_related", ".prefetch_related"))
            for call in self.project.calls_in(method.key)
        )

    def _fields(self, key: Key, row: Value) -> Iterator[tuple[int, Key, Found]]:
        own = self.given.writes_itself(key)
        for base in self.project.resolver.bases(key):
            if isinstance(base, str):
                continue
            facts = self.project.files[base[0]]
            cls = facts.classes[base[1]]
            for attr in () if own else cls.attrs:
                found = (
                    self._method(base, cls, attr, row)
                    or self._nested(base, attr, row)
                    or self._source(base, attr, row)
                )
                if found is not None:
                    yield found.line if found.file == base[0] and not found.hops else attr.line, base, found
            index = cls.methods.get("to_representation")
            if index is not None:
                found = self._run((base[0], index), row)
                if found is not None:
                    yield found.line if found.file == base[0] else facts.functions[index].line, base, found

    def _method(self, key: Key, cls: ClassFact, attr: AttrFact, row: Value) -> Found | None:
        """The query of a ``SerializerMethodField``."""
        if last_name(attr.path) != "SerializerMethodField":
            return None
        index = cls.methods.get(f"get_{attr.name}")
        return self._run((key[0], index), row) if index is not None else None

    def _run(self, key: Key, row: Value) -> Found | None:
        params = self.project.function(key).params
        if len(params) < 2:
            return None
        found = self.lazy.in_function(key, params[1].name, row)
        if found is None:
            way = self.reach.ways.of(key)
            if way is not None and way.event.kind == "read" and not is_loaded(row, way.event):
                return Found(of_way(way), way.hops, way.file, way.call.line, way.conditions, row)
        return found

    def _source(self, key: Key, attr: AttrFact, row: Value) -> Found | None:
        """A field that reads through a relation: ``source="author.name"``."""
        kwargs = dict(attr.kwargs)
        # what shows a row as its text reads the relation of its own name
        shown = "'" + attr.name if last_name(attr.path.removesuffix("()")) == "StringRelatedField" else ""
        source = kwargs.get("source", shown)
        if source[:1] != "'" or source == "'" or kwargs.get("write_only") == "=True":
            return None
        tokens = tuple(f".{name}" for name in source[1:].split("."))
        if last_name(attr.path) == "PrimaryKeyRelatedField" and kwargs.get("many") != "=True":
            tokens = tokens[:-1]  # the row has the key itself
        return self.lazy.of(row, tokens, key[0], attr.line, None)

    def _nested(self, key: Key, attr: AttrFact, row: Value) -> Found | None:
        """A nested serializer of a relation that the queryset does not load."""
        if not attr.path.endswith("()") or {"source", "write_only"} & set(dict(attr.kwargs)):
            return None
        target = self.project.resolve(key[0], attr.path)
        if target.kind != "instance" or not any(
            isinstance(base, str) and last_name(base).endswith("Serializer")
            for base in self.project.resolver.bases(target.key)
        ):
            return None
        walked = self.values.along(row, (f".{attr.name}",), key[0])
        if walked.load is not None:
            return Found(event_of(walked.load), (), key[0], attr.line, 0, row)
        value = walked.value
        if isinstance(value, Value) and value.kind == "related" and not value.loaded:
            event = Event("load", value.label, attr.name, "prefetch", 2, None, attr.name)
            return Found(event, (), key[0], attr.line, 0, row)
        return None


def _row_of(value: Value) -> Value | None:
    """A row of a query of Django."""
    if value.kind not in ("query", "manager") or value.model is None or value.lib != "django":
        return None
    return value._replace(kind="row", many=True, relation=None)
