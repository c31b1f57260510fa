"""ARC011: data of users in variables of one process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from codereview.api import (
    At,
    Bad,
    Card,
    Confidence,
    Finding,
    Good,
    Note,
    ProjectRule,
    Related,
    Severity,
    Zone,
)
from codereview.facts.project import Edge, Key, ProjectFacts
from codereview.facts.resolve import INFERRED
from codereview.facts.routes.values import Route

from .._syntax.patterns import lazy_pattern
from ._state.changes import Changes

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
    confidence=Confidence.MEDIUM,
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

_APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"
_LOGIN = "@app.post('/login')\ndef login(name: str):\n    SESSIONS[name] = 1\n    return name\n"
_FLASK = "from flask import Flask, request\n\napp = Flask(__name__)\n"


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
    bad = (
        Bad(_APP + "SESSIONS = {}\n\n\n" + _LOGIN, (4,)),
        Bad(_APP + "SESSIONS: dict[str, int] = {}\n\n\n" + _LOGIN.replace("def", "async def"), (4,)),
        Bad(
            _FLASK + "orders = []\n\n\n"
            "@app.route('/order', methods=['POST'])\ndef order():\n    orders.append(request.json)\n    return ''\n",
            (4,),
        ),
        Bad(
            _APP
            + "total = 0\n\n\n@app.get('/')\ndef home():\n    global total\n    total += 1\n    return total\n",
            (4,),
        ),
        Bad(
            {
                "main.py": "from fastapi import FastAPI\n\nimport store\n\napp = FastAPI()\n\n\n"
                "@app.post('/')\ndef add(x: int):\n    store.put(x)\n",
                "store.py": "JOBS = {}\n\n\ndef put(x):\n    JOBS[x] = 'new'\n",
            },
            ("store.py:1",),
        ),
        Bad(
            {
                "main.py": "from fastapi import FastAPI\n\nfrom store import JOBS\n\napp = FastAPI()\n\n\n"
                "@app.post('/')\ndef add(x: int):\n    JOBS[x] = 1\n",
                "store.py": "JOBS = {}\n",
            },
            ("store.py:1",),
        ),
        Bad(
            _APP + "from collections import defaultdict\n\nattempts = defaultdict(list)\n\n\n"
            "def check(ip):\n    attempts[ip].append(1)\n\n\n"
            "@app.post('/login')\ndef login(ip: str):\n    check(ip)\n",
            (6,),
        ),
        Bad(
            _APP
            + "hits = []\n\n\n@app.get('/')\ndef home(x: int):\n    hits.append(x)\n    return len(hits)\n",
            (4,),
        ),
    )
    good = (
        Good(
            _APP
            + "_cache = {}\n\n\n@app.get('/')\ndef home(x: int):\n    _cache[x] = x * x\n    return _cache[x]\n"
        ),
        Good(
            _APP + "running = set()\n\n\n@app.get('/')\nasync def home():\n    task = create_task(run())\n"
            "    running.add(task)\n    task.add_done_callback(running.discard)\n"
        ),
        Good(_APP + "a_tasks: set = set()\n\n\n@app.get('/')\nasync def home():\n    a_tasks.add(run())\n"),
        Good(_APP + "RATES = {}\n\n\n@app.get('/')\ndef home(x: str):\n    return RATES[x]\n"),
        Good(
            _APP + "RATES = {}\n\n\ndef load():\n    RATES['a'] = 1\n\n\nload()\n\n\n"
            "@app.get('/')\ndef home():\n    return RATES\n"
        ),
        Good(
            _APP + "SESSIONS = {}\n\n\n"
            "@app.post('/')\ndef home(x: str):\n    SESSIONS = {}\n    SESSIONS[x] = 1\n    return SESSIONS\n"
        ),
        Good(
            _APP
            + "rows = []\n\n\n@app.post('/')\ndef home(rows: list):\n    rows.append(1)\n    return rows\n"
        ),
        Good("SESSIONS = {}\n\n\ndef login(name):\n    SESSIONS[name] = 1\n"),
        Good(
            _APP + "def home():\n    rows = []\n    rows.append(1)\n    return rows\n\n\napp.get('/')(home)\n"
        ),
        Good({"tests/test_app.py": _APP + "SESSIONS = {}\n\n\n" + _LOGIN}),
        Good(
            _APP + "from fastapi import WebSocket\n\nviewers = []\n\n\n@app.websocket('/live')\n"
            "async def live(socket: WebSocket):\n    await socket.accept()\n    viewers.append(socket)\n"
        ),
        Good(
            {
                "main.py": _APP
                + "import metrics\n\n\n@app.get('/')\ndef home():\n    metrics.orders['seen'] = 1\n",
                "metrics.py": "orders = {}\n",
            }
        ),
        Good(_APP + "user_locks = {}\n\n\n@app.post('/')\ndef home(x: str):\n    user_locks[x] = 1\n"),
        Good(
            _APP
            + "total = 0\n\n\n@app.get('/')\ndef home():\n    total = 1\n    total += 1\n    return total\n"
        ),
    )

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
        inferred = any(edge.target.via == INFERRED for edge in way.calls)
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
            confidence=Confidence.LOW if inferred or light or way.calls else None,
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
