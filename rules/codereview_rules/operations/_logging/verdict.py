"""What is wrong with each `basicConfig` call of a project."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from codereview.facts import module as m
from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.project import Key, ProjectFacts

from .definitions import is_handed_on
from .events import BASIC, Event, Events
from .process import Interesting, Process
from .starts import Starts

_MOST_HOPS = 5
_SETUP_WORDS = frozenset(
    {"log", "logs", "logging", "loggers", "app", "main", "cli", "command", "commands", "services"}
)
_SETUP_ENDS = ("logger", "application", "runner", "server", "bot", "daemon", "service", "launcher")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# functions that set up or are a program, by a word of their names or by what they are given
_PROGRAM_WORDS = frozenset(
    "setup set config configure conf init initialize initialise run start launch cmd debug verbose enable server "
    "serve worker process job task script demo test train eval evaluate benchmark execute bootstrap entry go do "
    "environment env parse args argparse options logger".split()
)
_OPTIONS = frozenset(
    {"args", "argv", "opts", "options", "cfg", "config", "parser", "log_level", "loglevel", "log_file"}
)
_CONSTRUCTORS = ("__init__", "__post_init__", "__new__", "__init_subclass__")
_CHECKS = ("handlers", "hasHandlers")

Place = tuple[str, int, int]


@dataclass
class Verdict:
    """What is wrong with one call.

    ``imported``: files and lines whose import runs it though they are no start of a program.
    ``constructor``: it runs when an object of this class is made. ``worker``: it runs in this function, which
    has other work to do. ``first``: what runs before it in every
    process, started at ``root``, so that it does nothing. ``blocks``: calls that do nothing because of it.
    """

    event: Event
    imported: list[tuple[str, int]] = field(default_factory=list)
    constructor: str = ""
    worker: str = ""
    first: Event | None = None
    root: str = ""
    blocks: list[Event] = field(default_factory=list)

    @property
    def misplaced(self) -> bool:
        """Whether the call stands where it configures logging for others."""
        return bool(self.imported or self.constructor or self.worker)


def verdicts(project: ProjectFacts) -> tuple[list[Verdict], Starts]:
    """The calls at fault, in order of place, and what starts what."""
    starts = Starts(project)
    events = Events(project)
    own = [event for event in events.basic if starts.own(event.path) and not _checks_handlers(project, event)]
    if not own:
        return [], starts
    found = {event.place: Verdict(event) for event in own}
    for verdict in found.values():
        _library(project, starts, verdict)
    _order(project, starts, events, found)
    return [v for v in sorted(found.values(), key=lambda v: v.event.place) if _at_fault(found, v)], starts


def _at_fault(found: dict[Place, Verdict], verdict: Verdict) -> bool:
    if verdict.misplaced:
        return True
    if verdict.first is None:
        return False
    first = found.get(verdict.first.place)
    # the call where it belongs is not at fault if one where it does not belong comes before it
    proper = verdict.event.path == verdict.root
    return not (proper and first is not None and first.misplaced)


def _checks_handlers(project: ProjectFacts, event: Event) -> bool:
    """Whether the function around a call looks at the handlers that exist before it configures."""
    facts = project.files[event.path]
    within = event.call.function
    return any(
        ref.function == within and ref.path.rpartition(".")[2] in _CHECKS for ref in facts.refs
    ) or any(call.function == within and call.path.rpartition(".")[2] in _CHECKS for call in facts.calls)


def _library(project: ProjectFacts, starts: Starts, verdict: Verdict) -> None:
    call, path = verdict.event.call, verdict.event.path
    if call.function < 0:
        if not call.flags & m.IN_MAIN and starts.is_library(path):
            verdict.imported.append((path, call.line))
        return
    for key, line in _run_at_import(project, (path, call.function)):
        if starts.is_library(key):
            verdict.imported.append((key, line))
    function = project.function((path, call.function))
    if function.cls >= 0 and function.name in _CONSTRUCTORS and starts.is_library(path):
        name = project.files[path].classes[function.cls].name
        if not _sets_up(name):
            verdict.constructor = name
    elif not verdict.imported and starts.is_library(path) and _works(project.files[path], function):
        verdict.worker = function.qualname


def _works(facts: FileFacts, function: FunctionFact) -> bool:
    """Whether a function gives others a value, or is a method, and is no program nor made to set one up."""
    if facts.main_line or function.parent >= 0 or is_handed_on(function):
        return False
    if function.cls < 0 and not function.returns_value:
        return False
    cls = facts.classes[function.cls].name if function.cls >= 0 else ""
    if cls and _sets_up(cls):
        return False
    if any(param.name in _OPTIONS for param in function.params):
        return False
    words = [word.lower() for word in _WORD.findall(function.name)]
    getter = any(result.startswith("logging.getLogger") for result in function.returns)
    return getter or not any(word in _PROGRAM_WORDS or word in _SETUP_WORDS for word in words)


def _sets_up(name: str) -> bool:
    """Whether a class is a program or its logging, by the words of its name: ``CliApp``, not ``Client``."""
    words = [word.lower() for word in _WORD.findall(name)]
    return any(word in _SETUP_WORDS or word.endswith(_SETUP_ENDS) for word in words)


def _run_at_import(project: ProjectFacts, start: Key) -> list[tuple[str, int]]:
    """Modules whose own code calls a function, directly or through others, with the lines."""
    found: list[tuple[str, int]] = []
    seen = {start}
    queue = [start]
    for _ in range(_MOST_HOPS):
        above: list[Key] = []
        for key in queue:
            for edge in project.callers.get(key, ()):
                if edge.caller[1] < 0:
                    if not edge.call.flags & (m.IN_MAIN | m.TYPE_CHECKING):
                        found.append((edge.caller[0], edge.call.line))
                elif edge.caller not in seen:
                    seen.add(edge.caller)
                    above.append(edge.caller)
        queue = above
    return sorted(set(found))


def _instead(event: Event, first: Event) -> bool:
    """Whether a call stands in the handler of a ``try`` that holds the other: it runs if that one fails."""
    tried = first.path == event.path and first.call.function == event.call.function
    return tried and bool(first.call.flags & m.IN_TRY and event.call.flags & m.IN_HANDLER)


def _order(project: ProjectFacts, starts: Starts, events: Events, found: dict[Place, Verdict]) -> None:
    """Notes for each call what runs before it, if that is so in every process that reaches it."""
    blocked: dict[Place, tuple[Event, str]] = {}
    works: set[Place] = set()
    interesting = Interesting(project, events)
    for root in starts.roots(interesting.configuring):
        first: Event | None = None
        for step in Process(project, events, interesting, root).steps:
            event = step.event
            if event.kind == BASIC:
                if first is None or event.forced or event.unclear:
                    works.add(event.place)
                elif event.place != first.place and not _instead(event, first):
                    blocked.setdefault(event.place, (first, root))
            if step.certain and (first is None or event.forced):
                first = event
    behind: dict[Place, list[Event]] = defaultdict(list)
    for place, (before, root) in blocked.items():
        if place in found and place not in works:
            found[place].first, found[place].root = before, root
            behind[before.place].append(found[place].event)
    for place, later in behind.items():
        if place in found:
            found[place].blocks = later
