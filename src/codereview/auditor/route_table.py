"""The routes of a project as values that reports show."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal, cast

from codereview.facts.project import ProjectFacts
from codereview.facts.routes.values import Guard, Route
from codereview.model import Zone
from codereview.model_architecture import RouteEntry, RouteGuard, Routes, Spot

ROUTES = 2000
GUARDS = 8
_PROTECTION = ("none", "unknown", "known")
_NO_PATH = re.compile(r"/?(?:\{[^{}]*\}/?)+")
_DECIDES = {"known": True, "none": False, "unknown": None}
"""Which guards say why the protection of a route is what it is."""


def route_table(project: ProjectFacts) -> Routes:
    """The routes of production code; a route that is registered in several ways has as many rows.

    Those that change data and ask nobody come first, then those of which it cannot be told; within these, files and
    lines are in order.
    """
    every = [route for route in (*project.routes.all, *project.routes.served) if route.line]
    routes = [route for route in every if project.zone(route.file) is Zone.PRODUCTION]
    counted = Counter(route.protection for route in routes)
    opened = [route for route in routes if route.protection == "none"]
    ordered = sorted(routes, key=_place_in_table)
    return Routes(
        listed=tuple(_entry(route, project) for route in ordered[:ROUTES]),
        total=len(routes),
        known=counted["known"],
        none=counted["none"],
        unknown=counted["unknown"],
        open_changing=sum(route.changes for route in opened),
        computed=sum(_is_computed(route) for route in routes),
        elsewhere=len(every) - len(routes),
    )


def _place_in_table(route: Route) -> tuple[int, bool, str, int, int, str]:
    protection = _PROTECTION.index(route.protection)
    return protection, not route.changes, route.file, route.line, route.column, route.path


def _entry(route: Route, project: ProjectFacts) -> RouteEntry:
    name, at = _handler(route, project)
    guards = [guard for guard in route.guards if guard.authenticates is _DECIDES[route.protection]]
    return RouteEntry(
        methods=route.methods,
        url="{prefix}" + route.own if route.own else route.path,
        handler=name,
        path=route.file,
        line=route.line,
        framework=route.framework,
        protection=cast('Literal["known", "none", "unknown"]', route.protection),
        changes=route.changes,
        handler_at=at,
        placed=route.placed,
        conditional=route.conditional,
        guards=tuple(dict.fromkeys(_guard(guard) for guard in guards))[:GUARDS],
    )


def _handler(route: Route, project: ProjectFacts) -> tuple[str, Spot | None]:
    """The handler's name as its file has it, and where it is defined."""
    if route.handler is None:
        return _through(route, project) or route.name, None
    path, index = route.handler
    facts = project.files[path]
    things = facts.classes if route.of_class else facts.functions
    if not 0 <= index < len(things):
        return route.name, None
    return things[index].qualname, Spot(path=path, line=things[index].line)


def _is_computed(route: Route) -> bool:
    """Whether neither the handler nor any part of the path stands where a route is registered."""
    nothing = route.path == "?" or _NO_PATH.fullmatch(route.path) is not None
    return route.handler is None and nothing


def _through(route: Route, project: ProjectFacts) -> str:
    """What registers routes for others, and how often it is called: one row stands for all of them, none is placed."""
    if not _is_computed(route):
        return ""
    facts = project.files[route.file]
    around = [
        index
        for index, function in enumerate(facts.functions)
        if function.line <= route.line <= function.end_line and function.params
    ]
    if not around:
        return ""
    key = (route.file, around[-1])
    calls = len(project.callers.get(key, ()))
    return (
        f"not placed: through {facts.functions[key[1]].qualname}(), called {calls} times" if calls > 1 else ""
    )


def _guard(guard: Guard) -> RouteGuard:
    return RouteGuard(name=guard.name, kind=guard.kind, level=guard.level, authenticates=guard.authenticates)
