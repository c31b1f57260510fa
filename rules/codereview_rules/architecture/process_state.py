"""ARC011: data of users in variables of one process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from codereview.api import (
    At,
    Card,
    Confidence,
    Finding,
    Note,
    ProjectRule,
    Related,
    Severity,
    Zone,
)
from codereview.facts.project import Edge, Key, ProjectFacts
from codereview.facts.routes.values import Route

from .._syntax.patterns import lazy_pattern
from ._state.changes import Changes
from ._state.examples import BAD, GOOD

_DEEP = 4
_WEIGHTY = lazy_pattern(
    r"session|token|otp|code|user|account|job|task|order|cart|rate|limit|attempt|login|progress|upload|queue|pending|result|"
    r"conversation|history|chat|message|state|store|database|db$|_db|todo|item|record|booking|assertion|nonce|replay|_ids$|code|document|product|lock(?:ed|out)|black_?list|revoked",
    re.IGNORECASE,
)
_LIGHT = lazy_pattern(
    r"count|stat(?:s|istics)$|hits|latenc|connect|socket|listener|subscri|peers|observer|fake|demo|mock|dummy|sample|"
    r"example|in_?memory|(?:^|_)logs?(?:$|_)|seen|timings?|alerts?$",
    re.IGNORECASE,
)
_NEVER = lazy_pattern(
    r"lock|mutex|semaphore|warned|already|registered|__all__|thread|executor|context_?var|cache|memo|clients?$|instances?$"
    r"|loaded|models?$|engines?$|pools?$|registry|plugins?$|handlers?$|background_?tasks|timers?$|loggers?$|singletons?|metrics?$"
    r"|in_process|per_process|^_?tasks$|waiters?$|managers?$|providers?$|initiali[sz]ed|_paths$|refcount|mapping$|templates?(?:_map)?$|class(?:es)?$",
    re.IGNORECASE,
)
_OPEN = lazy_pattern(
    r"connect|socket|listener|subscri|peers|observer|clients|viewers|watchers", re.IGNORECASE
)
_COUNTS = lazy_pattern(r"metric|prometheus|telemetry|statsd", re.IGNORECASE)
"""Files of what is counted for each process, and added up by what collects it."""
_WORKERS = lazy_pattern(
    r"(?:--workers[ =\",']+|gunicorn[^\n]*\s-w[ =\",']*|WEB_CONCURRENCY[\"']?\s*[:=]\s*[\"']?)"
    r"(?P<count>[2-9]|[1-9]\d)\b"
)
_KINDS = {
    "dict": "a dictionary",
    "list": "a list",
    "set": "a set",
    "counter": "a counter",
    "number": "a number",
}

CARD = Card(
    id="ARC011",
    title="Request handler keeps state in the process",
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    effort=90,
    why=(
        "A second worker or server has a dictionary of its own: a user who logged in here is "
        "unknown there, limits count "
        "half of the requests, and each deployment forgets everything. Threads change it at the same time."
    ),
    instead=(
        "Keep it where all workers look: a database, Redis, a signed cookie or token. What is "
        "only a cache gets a bound and a "
        "name that says so; a program that is meant to run in one process says that where it is started."
    ),
    false_alarms=(
        "A list, dictionary, set or number at module level counts if a handler of a route, or a function that it "
        "calls, changes it. Locks, caches and pools that only spare work are left out; counts and open connections "
        "are low, and so are stores that are called fake or demo. An application that runs in one process on purpose "
        "is still reported: it loses its data at each start. What is changed by a function that a handler calls counts "
        "if its name tells of sessions, jobs, limits or other data that users miss."
    ),
)


class _Way(NamedTuple):
    """From a handler to a change: the route, the calls on the way, and the note."""

    route: Route
    calls: tuple[Edge, ...]
    path: str
    note: Note


class ProcessState(ProjectRule):
    """Goes from each function that changes a state of its module upwards to handlers of routes."""

    card = CARD
    collects = (Changes,)
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without routes there are no requests."""
        return "" if any(facts.routing for facts in project.files.values()) else "it has no routes"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        states: dict[tuple[str, str], Note] = {}
        changes: dict[tuple[str, str], list[tuple[str, Note]]] = {}
        for path, notes in project.noted(Changes):
            for note in notes:
                if note.kind == "state":
                    states[path, str(note.values[0])] = note
                else:
                    module, _, name = str(note.values[0]).rpartition(":")
                    home = project.layout.find(module, path.rpartition("/")[0]) if module else path
                    changes.setdefault((home, name), []).append((path, note))
        wanted = {
            key
            for key in changes
            if key in states and not _NEVER.search(key[1]) and not _COUNTS.search(key[0].rpartition("/")[2])
        }
        if wanted:
            handlers = _handlers(project)
            served = _served(project, handlers)
            workers = _Workers(project)
            for key in sorted(wanted):
                if states[key].values[1] == "set" and key[1].endswith("tasks"):
                    continue  # kept from being collected
                ways = [
                    way
                    for path, note in changes[key]
                    if (path, note.function) in served and (way := _way(project, path, note, handlers))
                ]
                if _OPEN.search(key[1]) and all("WEBSOCKET" in way.route.methods for way in ways):
                    continue  # who is connected to this process
                direct = any(not way.calls for way in ways)
                if direct or (ways and not _is_light(key[1], workers.around(key[0]))):
                    yield self._told(project, key, states[key], ways, workers.around(key[0]))

    def _told(
        self,
        project: ProjectFacts,
        key: tuple[str, str],
        state: Note,
        ways: list[_Way],
        workers: tuple[str, str],
    ) -> Finding:
        path, name = key
        way = min(ways, key=lambda item: (len(item.calls), item.route.file, item.route.line))
        function = (
            project.function(way.route.handler) if way.route.handler and not way.route.of_class else None
        )
        shown = f"{'/'.join(way.route.methods) or 'a request to'} {way.route.path or '/'}".strip()
        name_of = f"`{function.name}`" if function else "a handler"
        who = f"`{shown}` ({name_of})" if "?" not in shown else f"{name_of}, which answers requests,"
        through = f" through `{project.function((way.path, way.note.function)).name}`" if way.calls else ""
        many = f"; `{workers[0]}` starts {workers[1]} workers" if workers[0] else ""
        light = _is_light(name, workers)
        related = [
            Related(edge.caller[0], edge.call.line, f"calls `{edge.call.path.rpartition('.')[2]}`")
            for edge in way.calls
        ]
        return self.finding(
            path,
            At(state.line, state.column, state.line, state.column + len(name)),
            f"`{name}` is {_KINDS[str(state.values[1])]} of this process, and {who} changes "
            f"it{through}: no other worker sees "
            f"that, and a restart forgets it{many}",
            severity=Severity.LOW if light else None,
            related=[*related, Related(way.path, way.note.line, f"changes `{name}`")],
            checked="the name is the module's in the function that changes it, and a route leads there",
        )


def _is_light(name: str, workers: tuple[str, str]) -> bool:
    """Whether what is kept is, by its name, nothing that a user misses."""
    return bool(_LIGHT.search(name)) or not (_WEIGHTY.search(name) or workers[0])


def _handlers(project: ProjectFacts) -> dict[Key, Route]:
    """The functions that answer requests, with the first route of each."""
    found: dict[Key, Route] = {}
    for route in project.routes.all:
        if route.handler is None or project.zone(route.file) is not Zone.PRODUCTION:
            continue
        file, index = route.handler
        if route.of_class:
            for method in project.files[file].classes[index].methods.values():
                found.setdefault((file, method), route)
        else:
            found.setdefault(route.handler, route)
    return found


def _served(project: ProjectFacts, handlers: Iterable[Key]) -> set[Key]:
    """The functions that handlers call, however far from them: from all others no way is looked for."""
    called: dict[Key, list[Key]] = {}
    for key, edges in project.callers.items():
        for edge in edges:
            called.setdefault(edge.caller, []).append(key)
    found = set(handlers)
    queue = list(found)
    while queue:
        for key in called.get(queue.pop(), ()):
            if key not in found:
                found.add(key)
                queue.append(key)
    return found


def _way(project: ProjectFacts, path: str, note: Note, handlers: dict[Key, Route]) -> _Way | None:
    """The shortest way from a handler to a change."""
    start = (path, note.function)
    ways: dict[Key, tuple[Edge, ...]] = {start: ()}
    level = [start]
    for _ in range(_DEEP + 1):
        for key in level:
            if key in handlers:
                return _Way(handlers[key], ways[key], path, note)
        above: list[Key] = []
        for key in level:
            for edge in project.callers.get(key, ()):
                if (
                    edge.caller not in ways
                    and edge.caller[1] >= 0
                    and project.zone(edge.caller[0]) is Zone.PRODUCTION
                ):
                    ways[edge.caller] = (edge, *ways[key])
                    above.append(edge.caller)
        level = above
    return None


class _Workers:
    """The files that start several workers: Dockerfiles for what stands below them, others for all around them."""

    def __init__(self, project: ProjectFacts) -> None:
        self.docker = {path.rpartition("/")[0] for path in project.texts if "Dockerfile" in path}
        self.found: dict[str, str] = {}
        for path, text in sorted(project.texts.items()):
            match = _WORKERS.search(text) if project.zone(path) is Zone.PRODUCTION else None
            if match:
                self.found[path] = match["count"]

    def around(self, path: str) -> tuple[str, str]:
        """The file that starts a module in several workers, and how many; empty if none says so."""
        folder = path.rpartition("/")[0]
        while folder and folder not in self.docker:
            folder = folder.rpartition("/")[0]
        for file, count in self.found.items():
            home = file.rpartition("/")[0]
            if home == folder or ("Dockerfile" not in file and (not home or path.startswith(home + "/"))):
                return file, count
        return "", ""
