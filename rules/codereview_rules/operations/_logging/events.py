"""Calls that configure the root logger, or that make a later configuration do nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from codereview.facts import module as m
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.project import Key, ProjectFacts

BASIC = "basicConfig"
HANDLER = "addHandler"
IMPLICIT = "implicit"

# these install a handler on the root logger if it has none: the documentation of the module's functions
_MODULE_FUNCTIONS = frozenset(
    f"logging.{name}"
    for name in ("debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log")
)
_ROOT = frozenset({"logging.root.addHandler", "logging.getLogger().addHandler"})
_FILE_CONFIG = frozenset({"logging.config.fileConfig"})


@dataclass(frozen=True)
class Event:
    """One such call. ``forced``: it replaces what is there. ``unclear``: its arguments are not all seen."""

    path: str
    call: CallFact
    kind: str
    forced: bool = False
    unclear: bool = False

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands."""
        return self.path, self.call.line, self.call.column


class Events:
    """All events of a project, by function (index -1: the module's own code)."""

    def __init__(self, project: ProjectFacts) -> None:
        self.by_function: dict[Key, list[Event]] = defaultdict(list)
        self.basic: list[Event] = []
        called = project.spellings.calls(_NAMES)
        for path, facts in project.files.items():
            for call in called.get(path, ()):
                event = _event(project, facts, call)
                if event is not None:
                    self.by_function[path, call.function].append(event)
                    if event.kind == BASIC:
                        self.basic.append(event)

    def at(self, key: Key, call: CallFact) -> Event | None:
        """The event that a call is."""
        return next((e for e in self.by_function.get(key, ()) if e.call is call), None)


def _event(project: ProjectFacts, facts: FileFacts, call: CallFact) -> Event | None:
    path = call.path
    if path[0] in "?=%" or path.startswith("builtins.") or call.flags & m.TYPE_CHECKING:
        return None
    name = path.rpartition(".")[2]
    if not (name in _NAMES or call.flags & m.BY_NAME or path[0] == "@"):
        return None
    target = project.resolve(facts.path, path)
    if target.kind != "external":
        return None
    if target.name == "logging.basicConfig":
        given = dict(call.kwargs)
        forced = given.get("force", "=False") != "=False"
        return Event(facts.path, call, BASIC, forced, "**" in given)
    if target.name in _FILE_CONFIG or (target.name in _ROOT and _is_root(facts, call, target.name)):
        return Event(facts.path, call, HANDLER)
    if target.name in _MODULE_FUNCTIONS:
        return Event(facts.path, call, IMPLICIT)
    return None


_NAMES = frozenset(n.rpartition(".")[2] for n in (*_MODULE_FUNCTIONS, *_ROOT, *_FILE_CONFIG)) | {BASIC}


def _is_root(facts: FileFacts, call: CallFact, name: str) -> bool:
    """Whether ``getLogger()`` has no argument, or None: in the same expression, or everywhere in the file."""
    if name == "logging.root.addHandler":
        return True
    loggers = [c for c in facts.calls if c.path.endswith("getLogger")]
    here = [c for c in loggers if (c.line, c.column) == (call.line, call.column)]
    return bool(here or loggers) and not any(
        c.args not in ((), ("=None",)) or c.kwargs for c in here or loggers
    )
