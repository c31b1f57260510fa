"""Relations that are loaded when they are read: on a row, in helpers that get the row, in the row's own
methods."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from codereview.facts import module as m
from codereview.facts.paths import last_name, split
from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.beside import is_fetched
from codereview_rules.performance._queries.events import Events
from codereview_rules.performance._queries.guards import AWAITED, Guards
from codereview_rules.performance._queries.kinds import Load, Value
from codereview_rules.performance._queries.reach import Reach
from codereview_rules.performance._queries.values import Values
from codereview_rules.performance._queries.verdicts import Event
from codereview_rules.performance._queries.ways import doubts

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, FunctionFact
    from codereview.facts.project import Key, ProjectFacts
    from codereview_rules.performance._queries.asked import Asked
    from codereview_rules.performance._queries.ways import Way

_MOST_DEPTH = 4


class Touch(NamedTuple):
    """Something that a function reads or calls on one of its parameters: the suffix, and where."""

    tokens: tuple[str, ...]
    line: int
    doubts: int
    call: CallFact | None


class Found(NamedTuple):
    """A query that reading something of a row runs, and the hops (file, line, what) to it."""

    event: Event
    hops: tuple[tuple[str, int, str], ...]
    file: str
    line: int
    conditions: int
    row: Value


class Lazy:
    """Finds the queries that uses of a row run; answers are remembered."""

    def __init__(self, project: ProjectFacts, values: Values, events: Events, reach: Reach) -> None:
        self.project = project
        self.values = values
        self.events = events
        self.reach = reach
        self._touches: dict[tuple[Key, str], tuple[Touch, ...]] = {}
        self._by_function: dict[str, dict[int, list[tuple[str, int, int, int, CallFact | None]]]] = {}
        self._answers: dict[tuple[Key, str, Value], Found | None] = {}

    def of(
        self, row: Value, tokens: tuple[str, ...], file: str, line: int, call: CallFact | None, depth: int = 0
    ) -> Found | None:
        """The first query that ``row`` followed by ``tokens`` runs; ``call`` is the call at the end of it, if
        it is one."""
        load = self.values.along(row, tokens, file).load
        if load is not None:
            if any(token[1:] in tables.DJANGO_ROW for token in tokens[:-1]):
                return None  # of a row that a query of its own gave
            loads = event_of(load)
            if loads.advice == "select_related":
                chain = self._chain(load, tokens)
                way = _through_rows(tokens, load)
                loads = loads._replace(
                    relation=f"{way}__{chain}" if way else chain, advice="generic" if way else loads.advice
                )
            return Found(loads, (), file, line, 0, load.row)
        if depth > _MOST_DEPTH:
            return None
        for position, token in enumerate(tokens):
            if token[0] != ".":
                continue
            state = self.values.along(row, tokens[:position], file).value
            if not isinstance(state, Value):
                return None
            last = position == len(tokens) - 1
            called = not last and tokens[position + 1] == "()"  # a use of its own: here its result is read
            if state.kind == "row" and not called:
                found = self._member(state, token[1:], file, line, last and call is None, depth)
                if found is not None:
                    return _behind(found, tokens[:position])
            if last and call is not None and not (state.kind == "row" and state.lib == "sqlalchemy"):
                event = self.events.of_value(state, token[1:], call)
                if event is not None and event.kind != "write" and state != row:
                    if event.relation:
                        event = event._replace(relation=_path_of(tokens[:position], event.relation))
                    return Found(event, (), file, line, 0, row)
        return None

    def _chain(self, load: Load, tokens: tuple[str, ...]) -> str:
        """The relations to one row each that are followed after one that has to be loaded: ``building__estate``."""
        names, relation = [load.relation.name], load.relation
        after = tokens.index(f".{relation.name}") + 1 if f".{relation.name}" in tokens else len(tokens)
        for token in tokens[after:]:
            found = self.values.models.relation(relation.target, token[1:]) if relation.target else None
            if found is None or found.many or found.generic or found.apart or not found.lazy:
                break
            names.append(found.name)
            relation = found
        return "__".join(names)

    def _member(self, row: Value, name: str, file: str, line: int, read: bool, depth: int) -> Found | None:
        """A first-party method or property of the row's model."""
        key = self.values.method_of(row, name)
        if key is None:
            return None
        function = self.project.function(key)
        if read and not any(
            d.rpartition(".")[2] in ("property", "cached_property") for d in function.decorators
        ):
            return None
        params = [p.name for p in function.params]
        if not params or self.reach.ways.cached(key):
            return None
        hop = (file, line, function.qualname)
        found = self.in_function(key, params[0], row, depth + 1)
        if found is not None:
            return found._replace(hops=(hop, *found.hops))
        way = self.reach.ways.of(key)
        if way is not None and way.event.kind == "read" and not is_loaded(row, way.event):
            event = of_way(way)
            if event.relation and event.advice == "group":  # of the row's own relation
                event = event._replace(advice="prefetch")
            return Found(event, (hop, *way.hops), way.file, way.call.line, way.conditions, row)
        return None

    def in_function(self, key: Key, param: str, row: Value, depth: int = 0) -> Found | None:
        """The first query that a function runs on a row that it is given."""
        at = (key, param, row)
        if at not in self._answers:
            self._answers[at] = None
            best: Found | None = None
            for touch in self.touches(key, param):
                found = self.of(row, touch.tokens, key[0], touch.line, touch.call, depth)
                if found is not None and self.runs(found, key[0], touch.line):
                    found = found._replace(conditions=found.conditions + touch.doubts)
                    if best is None or found.conditions < best.conditions:
                        best = found
            self._answers[at] = best
        return self._answers[at]

    @cached_property
    def awaited(self) -> frozenset[tuple[str, int]]:
        """Files and lines where an attribute is awaited without a call."""
        return frozenset(
            (path, note.line)
            for path, notes in self.project.noted(Guards)
            for note in notes
            if note.kind == AWAITED
        )

    def runs(self, found: Found, file: str, line: int) -> bool:
        """Whether reading a relation at a place runs a query: one of Tortoise does where it is awaited only."""
        load = found.event.load
        deferred = load is not None and not found.hops and load.relation.lib == "tortoise"
        return not deferred or (file, line) in self.awaited

    def arguments(self, file: str, call: CallFact, row_of: str, row: Value, depth: int = 0) -> Found | None:
        """The first query that a first-party function runs on a row that a call passes to it."""
        project = self.project
        target = project.resolve(file, call.path)
        key = project.callee(target)
        if key is None or depth > _MOST_DEPTH:
            return None
        function = project.function(key)
        name = _parameter(function, target.kind != "function" or target.owner is not None, call, row_of)
        if not name:
            return None
        found = self.in_function(key, name, row, depth + 1)
        if found is None:
            return None
        return found._replace(hops=((file, call.line, function.qualname), *found.hops))

    def touches(self, key: Key, param: str) -> tuple[Touch, ...]:
        """What a function reads on one of its parameters."""
        at = (key, param)
        if at not in self._touches:
            self._touches[at] = tuple(self._find(key, param))
        return self._touches[at]

    def _find(self, key: Key, param: str) -> list[Touch]:
        facts = self.project.files[key[0]]
        function = facts.functions[key[1]]
        prefixes = _prefixes(facts, function, key[1], param)
        found = []
        for path, line, flags, doubted, call in self._uses(facts).get(key[1], ()):
            if flags & m.IN_HANDLER:
                continue
            for prefix in prefixes:
                if path.startswith(prefix) and path[len(prefix) : len(prefix) + 1] == ".":
                    found.append(Touch(split("x" + path[len(prefix) :])[1:], line, doubted, call))
                    break
        return found

    def _uses(self, facts: FileFacts) -> dict[int, list[tuple[str, int, int, int, CallFact | None]]]:
        uses = self._by_function.get(facts.path)
        if uses is None:
            uses = defaultdict(list)
            for ref in facts.refs:
                uses[ref.function].append((ref.path, ref.line, ref.flags, doubts(ref), None))
            for call in facts.calls:
                if not is_fetched(facts, call):
                    uses[call.function].append((call.path, call.line, call.flags, doubts(call), call))
            self._by_function[facts.path] = uses
        return uses


def is_loaded(row: Value, event: Event) -> bool:
    """Whether what an event reads is a relation that was loaded with the row."""
    name = event.relation
    return bool(name) and (
        row.eager is None or any(item == name or item.startswith(f"{name}__") for item in row.eager)
    )


def by_literals(project: ProjectFacts, found: Found, asked: Asked) -> bool:
    """Whether a row's method asks by literals alone, which it gives to what runs the query."""
    if not found.hops or found.event.kind != "read" or not asked.given:
        return False
    file, line, called = found.hops[-1]
    name = last_name(called)
    calls = [one for one in project.files[file].calls if one.line == line and last_name(one.path) == name]
    given = [value for one in calls for value in one.given]
    return (
        all(value[:1] in "=%" for value in asked.given)
        and bool(given)
        and all(one[:1] in "='" for one in given)
    )


def of_other_rows(project: ProjectFacts, found: Found) -> bool:
    """Whether what is read is read of the rows of a loop where it stands, and not of the row that was given."""
    return any(
        ref.line == found.line and ref.loop >= 0 and ref.path.endswith(f"[].{found.event.how}")
        for ref in project.files[found.file].refs
    )


def _through_rows(tokens: tuple[str, ...], load: Load) -> str:
    """The relation to many rows, all of them, behind which another one is read: what loads the row loads both."""
    all_of = tokens[1:5] == (".all", "()", "[]", f".{load.relation.name}")
    return tokens[0][1:] if all_of else ""


def _path_of(tokens: tuple[str, ...], relation: str) -> str:
    """A relation as the row sees it from which a path begins: ``case__roles``."""
    way: list[str] = []
    for token in tokens:
        way = [*way, token[1:]] if token[1:].isidentifier() else []
        if token == f".{relation}":
            return "__".join(way) or relation
    return relation


def of_way(way: Way) -> Event:
    """The query at the end of a way, with the path of its relation from what the last function is given."""
    tokens = split(way.call.path)
    given = tokens[0][:1] == "%" or tokens[0] == "@"
    if not way.event.relation or not given:
        return way.event
    return way.event._replace(relation=_path_of(tokens[1:], way.event.relation))


def _behind(found: Found, tokens: tuple[str, ...]) -> Found:
    """What a method of a row queries that is reached by relations: the path of it begins before them."""
    event, way = found.event, [token[1:] for token in tokens]
    if event.load is None and event.relation and way and all(step.isidentifier() for step in way):
        return found._replace(event=event._replace(relation="__".join((*way, event.relation))))
    return found


def event_of(load: Load) -> Event:
    """The event that loading a relation is."""
    relation = load.relation
    if relation.lib == "sqlalchemy":
        advice = "sa_eager"
    elif relation.lib == "django":
        advice = "prefetch" if relation.many else "generic" if relation.generic else "select_related"
    else:
        advice = "active_fetch"
    return Event("load", relation.name, relation.name, advice, 2 if load.row.certain else 1, load)


def _prefixes(facts: FileFacts, function: FunctionFact, index: int, param: str) -> tuple[str, ...]:
    given = next((p for p in function.params if p.name == param), None)
    prefixes = [f"%{index}:{param}"]
    if given is not None and given.annotation != "?":
        prefixes.append(given.annotation)
    if function.cls >= 0 and function.params and function.params[0].name == param:
        prefixes.append(f"@.{facts.classes[function.cls].qualname}()")
    return tuple(prefixes)


def _parameter(function: FunctionFact, bound: bool, call: CallFact, path: str) -> str:
    """The name of the parameter that takes the argument with this path."""
    for name, value in call.kwargs:
        if value == path:
            return name
    if path not in call.args:
        return ""
    params = [p.name for p in function.params if p.kind == "positional"]
    if function.cls >= 0 and bound and not any(d.endswith("staticmethod") for d in function.decorators):
        params = params[1:]
    position = call.args.index(path)
    return params[position] if position < len(params) else ""
