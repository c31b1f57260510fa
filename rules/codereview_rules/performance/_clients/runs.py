"""What runs for each request and for each task, with the way to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import Related, Zone
from codereview.facts import module as m
from codereview.facts.paths import known, last_name
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.routes.values import Route

from ..._syntax.patterns import lazy_pattern
from .._streamlit.pages import is_cached

_HANDING = frozenset({"to_thread", "run_in_executor", "run_in_threadpool", "run_sync", "submit", "add_task"})
_LOOPS = frozenset({"asyncio.run", "asyncio.new_event_loop", "asgiref.sync.async_to_sync"})
_METHODS = frozenset(
    "get post put patch delete list create retrieve update destroy form_valid dispatch".split()
)
_TASK = lazy_pattern(
    r"(?:celery\.shared_task|celery\.Celery\(\)\.task|dramatiq\.actor|\w+\.RedisHuey\(\)\.task)(?:\(\))?$"
)
_RARE = lazy_pattern(
    r"health|download|sickz|smoke|warm_?up|readiness|liveness|ready|livez|(?:^|[/_])ping|metrics|startup|shutdown|lifespan|callback|oauth|setup|install"
    r"|(?:^|[/_])status|seed|migrat|backup|debug|(?:^|[/_])test",
    re.IGNORECASE,
)
_DEEP = 5


class Run(NamedTuple):
    """A function that runs each time, what starts it (in words, with its place), and the calls on the way."""

    key: Key
    said: str
    start: Related
    way: tuple[Related, ...]
    own_loop: bool


def is_rare(name: str) -> bool:
    """Whether a path, function or file is named after what runs seldom: set-up, sign-on elsewhere, checks of health."""
    return _RARE.search(name) is not None


def runs(project: ProjectFacts) -> Iterator[Run]:
    """Each function once, the nearest to a request or task first; what is cached or kept ends the way."""
    queue = [*_requests(project), *_tasks(project)]
    seen: set[Key] = set()
    position = 0
    while position < len(queue):
        run = queue[position]
        position += 1
        if run.key in seen or is_cached(project.function(run.key)):
            continue
        seen.add(run.key)
        yield run
        if len(run.way) < _DEEP:
            queue += _called(project, run)


def _requests(project: ProjectFacts) -> Iterator[Run]:
    for route in project.routes.all:
        if route.handler is None or project.zone(route.handler[0]) is not Zone.PRODUCTION:
            continue
        said = f"`{'/'.join(route.methods) or '*'} {route.path}`"
        for key in handlers(project, route):
            if is_rare(route.path) or is_rare(project.function(key).name):
                continue
            own = route.framework not in ("fastapi", "starlette", "aiohttp", "quart", "sanic", "litestar")
            start = Related(route.file, route.line, f"{said} is served")
            yield Run(key, f"each request of {said}", start, (), own)
            yield from _dependencies(project, Run(key, f"each request of {said}", start, (), own))


def handlers(project: ProjectFacts, route: Route) -> Iterator[Key]:
    """The functions that serve a route: its handler, or the methods of its class."""
    assert route.handler is not None
    path, index = route.handler
    if not route.of_class:
        yield path, index
        return
    for name, method in project.files[path].classes[index].methods.items():
        if name in _METHODS:
            yield path, method


def _dependencies(project: ProjectFacts, run: Run) -> Iterator[Run]:
    """What FastAPI runs before a handler, as its parameters say."""
    function = project.function(run.key)
    if not any(param.default.startswith("fastapi.") for param in function.params):
        return
    path = run.key[0]
    for call in project.calls_in((path, function.parent)):
        if (
            function.line <= call.line <= function.body_line
            and last_name(call.path) == "Depends"
            and call.args
        ):
            callee = project.callee(project.resolve(path, call.args[0])) if known(call.args[0]) else None
            if callee is not None and callee[1] >= 0:
                hop = Related(path, call.line, f"`{project.function(callee).name}` runs before it")
                yield run._replace(key=callee, way=(hop,))


def _tasks(project: ProjectFacts) -> Iterator[Run]:
    for (path, index), function in project.functions:
        if not function.decorators or not any(_is_task(project, path, name) for name in function.decorators):
            continue
        if project.zone(path) is Zone.PRODUCTION and not is_rare(function.name):
            start = Related(path, function.line, f"`{function.name}` is a task")
            yield Run((path, index), f"each run of the task `{function.name}`", start, (), True)


def _is_task(project: ProjectFacts, path: str, name: str) -> bool:
    if not name.endswith(("task", "task()", "actor", "actor()")):
        return False
    return _TASK.match(project.resolve(path, name).name) is not None


def _called(project: ProjectFacts, run: Run) -> Iterator[Run]:
    path = run.key[0]
    function = project.function(run.key)
    calls = project.calls_in(run.key)
    own = run.own_loop or any(call.path in _LOOPS for call in calls)
    for call in calls:
        if call.flags & (m.FILLS | m.TYPE_CHECKING):
            continue
        given = [call.path]
        if last_name(call.path) in _HANDING:
            given += [arg for arg in call.args if known(arg)]
        for name in given:
            callee = project.callee(project.resolve(path, name)) if known(name) else None
            if callee is None or callee[1] < 0 or project.zone(callee[0]) is not Zone.PRODUCTION:
                continue
            made = project.function(callee)
            if made.name == "__init__" and (function.globals or call.flags & m.CONDITIONAL):
                continue
            hop = Related(
                path, call.line, f"`{made.name if made.name != '__init__' else last_name(name)}` is called"
            )
            yield run._replace(key=callee, way=(*run.way, hop), own_loop=own)
