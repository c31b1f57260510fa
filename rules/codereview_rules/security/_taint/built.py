"""SQL text that a function builds from its own parameters, and nobody in the project says what they hold."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.facts.module import CallFact
from codereview.facts.project import Key, ProjectFacts

from ..._syntax.patterns import lazy_pattern
from .join import Join
from .trails import Built

_NAMES_OF_SCHEMA = lazy_pattern(
    r"(?i)(?:^|_)(?:tables?|tbl|cols?|columns?|schemas?|fields?|databases?|db|index|views?|order|sort|"
    r"direction|dataset|keys?|where|"
    r"clauses?|conditions?|filters?|sql|query|queries|stmt|statement|select|limit|offset|cursor|conn|"
    r"connection|engine|session|"
    r"model|cls|self|ctx|context|request|config|settings|version|dialect|extension|privileges?|role|"
    r"user_?name_?sql|suffix|prefix|"
    r"ids?|pks?|num|count|size|days?|hours?|n|k|partition|sequence|constraint|collation|engine_name|"
    r"catalog|expression|expr|"
    r"placeholders?|metrics?|aggregat\w*|group_by|join|tablename|table_?names?|colname|dim|dims|embedding|"
    r"vector|vec)(?:$|_)"
)


def built(join: Join) -> Iterator[Built]:
    """What is built here and run, from parameters that are no names of a schema and that callers do not fix."""
    found: dict[tuple[object, ...], Built] = {}
    for item in join.built():
        names = tuple(name for name in item.params if not _NAMES_OF_SCHEMA.search(name))
        if names:
            found.setdefault((item.key[0], item.at.line, item.at.column), item._replace(params=names))
    calls = _calls(join.project, {join.project.function(item.key).name for item in found.values()})
    for item in found.values():
        left = tuple(name for name in item.params if not _fixed(join.project, item.key, name, calls))
        if left:
            yield item._replace(params=left)


def _calls(project: ProjectFacts, names: set[str]) -> dict[str, list[tuple[str, CallFact]]]:
    """The calls of functions by these names, wherever they stand."""
    found: dict[str, list[tuple[str, CallFact]]] = {}
    ends = tuple(f".{name}" for name in names)
    if names:
        for path, facts in project.files.items():
            for call in facts.calls:
                if call.path.endswith(ends):
                    found.setdefault(call.path[call.path.rfind(".") + 1 :], []).append((path, call))
    return found


def _fixed(project: ProjectFacts, key: Key, name: str, calls: dict[str, list[tuple[str, CallFact]]]) -> bool:
    """Whether everybody who calls a function gives a parameter a literal, or leaves it at its default."""
    function = project.function(key)
    places = [p.name for p in function.params if p.kind == "positional"]
    if function.cls >= 0 and places[:1] in (["self"], ["cls"]):
        places = places[1:]
    seen = False
    for _, call in calls.get(function.name, ()):
        given = dict(call.kwargs).get(name)
        if given is None and name in places and places.index(name) < len(call.args):
            given = call.args[places.index(name)]
        if given is not None and not given.startswith("="):
            return False
        seen = seen or given is not None
    return seen
