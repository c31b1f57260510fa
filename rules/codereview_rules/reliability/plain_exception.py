"""REL009: errors that only a handler of everything can take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from codereview.api import Card, Confidence, Finding, Note, ProjectRule, Related, Severity, Zone
from codereview.facts.project import Key, ProjectFacts

from ._exceptions import marks as k
from ._exceptions.conditions import SPARE
from ._exceptions.examples_plain import BAD, GOOD
from ._exceptions.handlers import Handler, Handlers, of
from ._exceptions.notes import Errors
from ._exceptions.places import judged, named, symbol

_PLAIN = frozenset({"builtins.Exception", "builtins.BaseException"})
_LARGE = 100
"""Functions of production code from which on an application is large."""
_STARTS = re.compile(r"_*(?:create|make|build|init|configure|setup)_(?:app|application)\Z|_*on_startup\Z")
"""Names of what runs as an application starts: it is to end there."""
_PROBES = re.compile(r"_*(?:\w+_)?(?:health|healthz|healthy|readiness|liveness|ready)(?:_\w+)?\Z")
"""Names of what answers whether an application works: whatever fails, the answer is the same."""
_OF_LAMBDA = ("event", "context")
_MOST_CALLERS = 40
_BY_HAND = ("(script)", "(command)", "(command line)")
"""How it is said of an entry point that somebody starts it."""
_SERVERS = frozenset(
    "django flask fastapi starlette uvicorn aiohttp sanic quart tornado connexion aiogram discord telegram".split()
)
_LINES = 4
"""Lines of a ``raise``."""
_MANY = 8
"""Plain raises that make a habit."""


class Raised(NamedTuple):
    """A ``raise`` of a plain exception."""

    key: Key
    at: Note
    name: str


class PlainException(ProjectRule):
    """``raise Exception(...)``, with the callers that have to take everything for it; and applications that have no
    class of errors at all."""

    card = Card(
        id="REL009",
        title="Exception without a class of its own",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "Who wants to handle a plain `Exception` has to catch everything. Callers then either pass "
            "over this error or "
            "swallow others with it."
        ),
        instead="Raise a built-in exception that fits, or a class of the application's own.",
        false_alarms="In a script whose errors end the process the class does not matter: there it is a note. "
        "So it is where an application refuses to start, in probes and in functions of AWS Lambda. Where nothing "
        "comes to the line, only commands and scripts do, or the function itself raises it on or "
        "gives it a class, the finding is low.",
        cwe=(397,),
    )
    bad = BAD
    good = GOOD
    collects = (Errors,)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each plain raise; one for a large application that has nothing else."""
        handlers = of(project)
        plain, others = [], 0
        for key, notes in handlers.raises.items():
            if judged(project, key[0]):
                for note in notes:
                    error = handlers.hierarchy.error(key[0], str(note.values[0]))
                    if isinstance(error, str) and error in _PLAIN and not _is_given(project, key, error):
                        plain.append(Raised(key, note, error[9:]))
                    elif note.values[0]:
                        others += 1
        habit = self._is_habit(project, handlers, plain)
        if habit:
            yield self._of_project(project, plain, others)
        for item in plain:
            yield self._of_raise(project, handlers, item, "REL009:no class of errors" if habit else "")

    def _is_habit(self, project: ProjectFacts, handlers: Handlers, plain: list[Raised]) -> bool:
        """Whether a large application raises plain exceptions by habit and has no class of errors."""
        production = [p for p in project.files if project.zone(p) is Zone.PRODUCTION]
        if len(plain) < _MANY or sum(len(project.files[p].functions) for p in production) < _LARGE:
            return False
        return not any(
            handlers.hierarchy.is_error((path, index))
            for path in production
            for index, _ in enumerate(project.files[path].classes)
        )

    def _of_project(self, project: ProjectFacts, plain: list[Raised], others: int) -> Finding:
        first = plain[0]
        files = {item.key[0] for item in plain}
        related = [
            Related(path=item.key[0], line=item.at.line, message=f"raises a plain {item.name}")
            for item in plain[1:6]
        ]
        count = sum(len(f.functions) for p, f in project.files.items() if project.zone(p) is Zone.PRODUCTION)
        return self.finding(
            first.key[0],
            first.at,
            f"no class of errors in an application of {count} functions: {len(plain)} of "
            f"{len(plain) + others} raises, in "
            f"{len(files)} {'file' if len(files) == 1 else 'files'}, raise a plain exception that only "
            f"`except Exception` can take",
            severity=Severity.MEDIUM,
            symbol=symbol(project, first.key),
            related=related,
            checked="the bases of all classes of the project",
            cause="REL009:no class of errors",
            effort=120,
        )

    def _of_raise(self, project: ProjectFacts, handlers: Handlers, item: Raised, cause: str) -> Finding:
        takers = list(_takers(project, handlers, item))
        text = f"{named(project, item.key)} raises a plain `{item.name}`"
        if takers:
            caller = named(project, takers[0].key)
            place = f"{takers[0].key[0].rpartition('/')[2]}:{takers[0].at.line}"
            text += f": {caller} takes every error for it ({place})"
        else:
            text += ": only a handler of everything can take it"
        # it ends a script, keeps a module from being imported or an application from its start, or is a probe's own
        # answer: there is nobody who could take it by its class
        closed = project.is_a("web service", "bot or worker")  # nobody else calls its code
        name = project.function(item.key).name if item.key[1] >= 0 else ""
        aside = (
            project.zone(item.key[0]) is Zone.SCRIPTS
            or not name
            or (not takers and project.live.uncalled.holds(item.key, closed=closed))
            or ("/management/commands/" in f"/{item.key[0]}" and not takers)
            or (not takers and _STARTS.match(name) is not None)
            or (not takers and _only_ends_run(project, item.key))
            or (all(taker.key == item.key for taker in takers) and _answers(project, item.key))
        )
        return self.finding(
            item.key[0],
            item.at,
            text,
            severity=Severity.INFO if aside else Severity.LOW,
            confidence=Confidence.LOW
            if aside
            or item.at.values[2]
            or _is_spare(project, item)
            or _is_answered_there(item, takers)
            or _goes_round(project, item, takers)
            or _is_raised_on(item, takers)
            or (not takers and not _is_served(project, item.key))
            else None,
            symbol=symbol(project, item.key),
            related=[
                Related(path=h.key[0], line=h.at.line, message=f"{named(project, h.key)} takes every error")
                for h in takers[:3]
            ],
            cause=cause,
        )


def _only_ends_run(project: ProjectFacts, key: Key) -> bool:
    """Whether all ways to a function but those of tests begin at the code of modules, or in scripts: they end with the
    error."""
    queue, seen = [key], {key}
    while queue:
        place = queue.pop()
        if project.zone(place[0]) is Zone.SCRIPTS:
            continue
        edges = [e for e in project.callers.get(place, ()) if project.zone(e.caller[0]) is not Zone.TESTS]
        if not edges or len(seen) > _MOST_CALLERS:
            return False
        for edge in edges:
            if edge.caller[1] >= 0 and edge.caller not in seen:
                seen.add(edge.caller)
                queue.append(edge.caller)
    return True


def _is_spare(project: ProjectFacts, item: Raised) -> bool:
    """Whether it ends a function behind a loop whose attempts raise on what they took."""
    function = project.function(item.key) if item.key[1] >= 0 else None
    last = function is not None and function.end_line - item.at.line < _LINES
    return last and item.at.values[5] == SPARE


def _is_answered_there(item: Raised, takers: list[Handler]) -> bool:
    """Whether the function itself takes the error and raises one of a class that says what it is, with its text."""
    return bool(takers) and all(
        taker.key == item.key
        and taker.raised.rpartition(".")[2] not in ("", "Exception", "BaseException")
        and taker.has(k.ENDS_RAISING)
        and taker.has(k.USES)
        and not taker.has(k.RETHROWS)
        for taker in takers
    )


def _is_raised_on(item: Raised, takers: list[Handler]) -> bool:
    """Whether only the function itself takes the error, as every other one, and raises it on: it is told there."""
    return bool(takers) and all(taker.key == item.key and taker.has(k.RETHROWS) for taker in takers)


def _is_served(project: ProjectFacts, key: Key) -> bool:
    """Whether nobody knows what comes to a function, or it is what answers others; who starts a command, a script or
    the tasks of one sees what it ends with."""
    start = project.live.reachability.of(key[0]).by
    if not start.endswith(_BY_HAND):
        return True
    facts = project.files.get(start.rpartition(" (")[0])
    return facts is not None and any(item.module.partition(".")[0] in _SERVERS for item in facts.imports)


def _goes_round(project: ProjectFacts, item: Raised, takers: list[Handler]) -> bool:
    """Whether only the loop of the function itself takes the error, as it takes every other one to go on."""
    loops = project.files[item.key[0]].loops
    return bool(takers) and all(
        taker.key == item.key
        and taker.at.loop >= 0
        and loops[taker.at.loop].kind == "while"
        and bool(taker.log_name)
        and not taker.has(k.RETURNS, k.BREAKS)
        for taker in takers
    )


def _answers(project: ProjectFacts, key: Key) -> bool:
    """Whether a function answers a platform that makes no difference between errors: a probe, or one of AWS Lambda."""
    function = project.function(key)
    return _PROBES.match(function.name) is not None or tuple(p.name for p in function.params) == _OF_LAMBDA


def _is_given(project: ProjectFacts, key: Key, error: str) -> bool:
    """Whether the class is a parameter, of which ``type[Exception]`` only says where its like begin."""
    functions, index = project.files[key[0]].functions, key[1]
    while index >= 0:
        if any(param.annotation == error for param in functions[index].params):
            return True
        index = functions[index].parent
    return False


def _takers(project: ProjectFacts, handlers: Handlers, item: Raised) -> Iterator[Handler]:
    """The handlers of everything around the calls of the function, or around the raise itself."""
    for handler in handlers.within.get(item.key, ()):
        if handler.is_broad and handler.guards(item.at.line):
            yield handler
    for edge in project.callers.get(item.key, ()):
        for handler in handlers.within.get(edge.caller, ()):
            if handler.is_broad and handler.guards(edge.call.line):
                yield handler
