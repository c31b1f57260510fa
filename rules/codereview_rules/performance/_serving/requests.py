"""The functions that run when a request is served, with the way from a handler to each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import Related, Zone
from codereview.facts import module as m
from codereview.facts.module import CallFact
from codereview.facts.paths import known, last_name
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.routes.values import Route

from .._streamlit.pages import is_cached

_HANDING = frozenset({"to_thread", "run_in_executor", "run_in_threadpool", "run_sync", "submit", "add_task"})
_DEEP = 5


class Served(NamedTuple):
    """A function that a route reaches, and how. ``guarded``: something on the way switches gradients off; ``kept``:
    what a call on the way gives is kept for the next request."""

    key: Key
    route: Route
    way: tuple[Related, ...]
    guarded: bool
    kept: bool = False


def served(project: ProjectFacts) -> Iterator[Served]:
    """Each function once, handlers first, then what they call, the nearest first."""
    queue: list[Served] = []
    for route in project.routes.all:
        if route.handler is not None and project.zone(route.handler[0]) is Zone.PRODUCTION:
            queue += [Served(key, route, (), False) for key in _handlers(project, route)]
    seen: set[tuple[Key, bool, bool]] = set()
    position = 0
    while position < len(queue):
        item = queue[position]
        position += 1
        guarded = item.guarded or without_gradients(project, item.key)
        if (item.key, guarded, item.kept) in seen or is_cached(project.function(item.key)):
            continue
        seen.add((item.key, guarded, item.kept))
        item = item._replace(guarded=guarded)
        yield item
        if len(item.way) < _DEEP:
            queue += _called(project, item)


def _handlers(project: ProjectFacts, route: Route) -> Iterator[Key]:
    assert route.handler is not None
    path, index = route.handler
    if not route.of_class:
        yield path, index
        return
    for name, method in project.files[path].classes[index].methods.items():
        if name in (
            "get",
            "post",
            "put",
            "patch",
            "delete",
            "list",
            "create",
            "retrieve",
            "update",
            "form_valid",
        ):
            yield path, method


def _called(project: ProjectFacts, item: Served) -> Iterator[Served]:
    path = item.key[0]
    for call in project.calls_in(item.key):
        given = [call.path]
        if last_name(call.path) in _HANDING:
            given += [arg for arg in call.args if known(arg)]
        for name in given:
            callee = project.callee(project.resolve(path, name)) if known(name) else None
            if callee is not None and callee[1] >= 0:
                hop = Related(path, call.line, f"`{project.function(callee).name}` is called")
                kept = item.kept or _keeps(project, item.key, call)
                yield Served(callee, item.route, (*item.way, hop), item.guarded, kept)


def _keeps(project: ProjectFacts, key: Key, call: CallFact) -> bool:
    """Whether what a call gives goes, under a condition, into an attribute of the object that asks for it."""
    if call.flags & m.FILLS:
        return True
    function = project.function(key)
    if function.cls < 0 or not call.flags & m.CONDITIONAL:
        return False
    cls = project.files[key[0]].classes[function.cls]
    return any(attr.path.startswith(f"{call.path}()") for attr in cls.attrs)


def without_gradients(project: ProjectFacts, key: Key) -> bool:
    """Whether a function switches gradients off: by a decorator, or by a block somewhere in it."""
    names = list(project.function(key).decorators)
    names += [call.path for call in project.calls_in(key)]
    return any(name.replace("()", "").rpartition(".")[2] in OFF for name in names)


OFF = frozenset({"no_grad", "inference_mode", "set_grad_enabled", "no_grad_fn", "requires_grad_"})
