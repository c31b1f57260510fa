"""REL023: work in the background whose failure nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codereview.api import Card, Confidence, Finding, Note, ProjectRule, Severity, Zone
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts

from .._syntax.switches import Switches
from ._exceptions.examples_unseen import BAD, GOOD
from ._exceptions.handlers import Handler, Handlers, of
from ._exceptions.hidden import Hidden, Site
from ._exceptions.notes import Errors
from ._exceptions.places import symbol
from ._exceptions.spawns import FUTURE, TASK, THREAD, Spawns
from ._exceptions.stakes import Stake
from ._exceptions.telling import Told, hides

_HOPS = 3
"""Calls down to which a raise is taken for one that happens."""
_OF_LITTLE = re.compile(
    r"\b(?:send_message|upload_file|dump|write\w*|to_csv|makedirs|rename|unlink|copyfile)\(\)` \(write\)"
)
"""Writes after which nothing else is wrong."""
_TIDIES = re.compile(r"_*(?:clean_?up|purge|prune|expire|vacuum|tidy)(?:_|\Z)")
"""Names of what removes what is old: what it leaves, the next time takes."""


class UnseenFailure(ProjectRule):
    """Tasks, futures and threads of the project's own functions that have no handler, and whose result nobody takes."""

    card = Card(
        id="REL023",
        title="Background work whose failure nobody sees",
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        effort=20,
        why=(
            "An error in the background reaches no caller. A future of an executor keeps it to itself "
            "for ever; a task that "
            "is kept tells of it when the program ends; a thread prints it and is gone, while the "
            "program goes on as if its work "
            "were done."
        ),
        instead=(
            "Take the result (`await`, `gather`, `TaskGroup`, `future.result()`), add a done-callback "
            "that logs, or catch and "
            "log in the function itself."
        ),
        false_alarms=(
            "A handler that is installed for the whole loop or for all threads (`set_exception_handler`, "
            "`threading.excepthook`) "
            "is understood where it is in the project. Background tasks of FastAPI and Starlette are not "
            "reported: their server "
            "logs the traceback."
        ),
        cwe=(390,),
        absorbs=("REL014",),
    )
    bad = BAD
    good = GOOD
    collects = (Spawns, Errors, Switches)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each start of something that can fail unseen."""
        handlers = of(project)
        hidden = Hidden(handlers, unforeseen=True)
        found = [
            finding
            for path, notes in project.noted(Spawns)
            if project.zone(path) is Zone.PRODUCTION
            for note in notes
            for finding in self._started(handlers, hidden, path, note)
        ]
        watched = _watched(project) if found else frozenset()
        for kind, finding in found:
            if kind not in watched:
                yield finding

    def _started(
        self, handlers: Handlers, hidden: Hidden, path: str, note: Note
    ) -> Iterator[tuple[str, Finding]]:
        project = handlers.project
        target = project.resolve(path, str(note.values[0]))
        if target.kind != "function" or project.function(target.key).stub:
            return
        told = _exposed(handlers, hidden, target.key)
        if told is None or (note.kind == THREAD and not _works_for_ever(project, target.key)):
            return
        name = project.function(target.key).name
        kept = str(note.values[2]).lstrip(".")
        finding = self.finding(
            path,
            note,
            f"nobody sees `{name}()` fail: {_why(note.kind, kept)}; "
            f"{told.text.replace('it hides', 'unseen goes', 1)}",
            severity=_severity(note.kind, kept, told),
            confidence=(
                Confidence.LOW
                if note.values[3]
                else _confidence(note.kind, kept, told, _gives_literals(project, path, note), name)
            ),
            symbol=symbol(project, (path, note.function)),
            related=told.related,
            cause=f"REL023:{target.file}:{target.index}:{kept}",
            checked=f"`{name}` has no handler around what can fail, and nothing takes the result of "
            f"`{last_name(str(note.values[1]))}`",
        )
        yield note.kind, finding


def _exposed(handlers: Handlers, hidden: Hidden, key: Key) -> Told | None:
    """What can fail in a function outside of its own handlers; None if nothing is known to."""
    function = handlers.project.function(key)
    if _guards_itself(handlers, key, function.body_line, function.end_line):
        return None
    whole = Note("handler", function.body_line, 1, function.end_line, 1, key[1], -1)
    told = hides(
        hidden, Handler(key, whole, (), 0, function.body_line, function.end_line, 0, "", "", 0, 0, "")
    )
    near = any(len(site.chain) <= _HOPS and not _is_settled(site) for site in told.own)
    return told if near or told.stake >= Stake.OUTSIDE else None


def _is_settled(site: Site) -> bool:
    """Whether a call on the way is given literals alone: who wrote `get("name")` knows that there is such a name."""
    return any(edge.call.args and all(a.startswith("=") for a in edge.call.args) for edge in site.chain)


def _guards_itself(handlers: Handlers, key: Key, first: int, last: int) -> bool:
    """Whether a handler of everything in a function guards the larger part of it."""
    own = handlers.within.get(key, ())
    loops = handlers.project.files[key[0]].loops
    if any(h.is_broad and h.at.loop >= 0 and loops[h.at.loop].kind == "while" for h in own):
        return True
    guarded = {line for h in own if h.is_broad for line in range(h.first, h.last + 1)}
    handled = {line for h in own for line in range(h.at.line, h.at.end_line + 1)}
    return len(guarded - handled) * 2 >= last - first + 1 - len(handled)


def _works_for_ever(project: ProjectFacts, key: Key) -> bool:
    """Whether a function is a loop that is meant to go on."""
    loops = project.files[key[0]].loops
    return any(loop.function == key[1] and loop.kind == "while" for loop in loops)


def _watched(project: ProjectFacts) -> frozenset[str]:
    """The kinds of background work for which the project installs a handler of its own."""
    found = set()
    for facts in project.files.values():
        if any(call.path.endswith("set_exception_handler") for call in facts.calls):
            found.add(TASK)
        if "excepthook" in facts.foreign or any(
            i.module == "threading" and i.name == "excepthook" for i in facts.imports
        ):
            found.add(THREAD)
    return frozenset(found)


def _why(kind: str, kept: str) -> str:
    if kind == FUTURE:
        return "the future that holds the error is " + (
            f"`{kept}`, which is never asked" if kept else "dropped"
        )
    if kind == THREAD:
        return "the error ends the thread's loop, and the program goes on without it"
    if kept:
        return f"`{kept}` keeps the task and is never awaited or asked"
    return "the task is dropped, and tells of an error only when it is collected"


def _gives_literals(project: ProjectFacts, path: str, note: Note) -> bool:
    """Whether what is started is given values that are written there."""
    return any(
        call.path == note.values[0]
        and note.line <= call.line <= note.end_line
        and any(value.startswith("=") for value in call.given)
        for call in project.calls_in((path, note.function))
    )


def _confidence(kind: str, kept: str, told: Told, literal: bool, name: str) -> Confidence:
    """A thread prints its error, and a task that is dropped tells of it in the end, which is enough where nothing is
    left half done or the next round tidies up; the others never do."""
    enough = _TIDIES.match(name) is not None or not _leaves_half_done(told, literal)
    if kind == THREAD or (kind == TASK and not kept and enough):
        return Confidence.LOW
    is_sure = _is_grave(told) and (kind == FUTURE or kept.startswith("_"))
    return Confidence.HIGH if is_sure else Confidence.MEDIUM


def _leaves_half_done(told: Told, literal: bool) -> bool:
    """Whether an error that the function itself raises is lost, or a write that others build on: no message, file or
    upload. One from further down mostly says that something was not set up, which shows elsewhere too."""
    if not all(site.chain or _is_of_arguments(site, literal) for site in told.own):
        return True
    return told.stake > Stake.WRITE or (told.stake == Stake.WRITE and not _OF_LITTLE.search(told.text))


def _is_of_arguments(site: Site, literal: bool) -> bool:
    """Whether a function refuses what it is given: who wrote the call knows what it takes.

    Args:
        site: where it raises.
        literal: whether what is started is given literals.
    """
    return literal and site.error in ("builtins.ValueError", "builtins.TypeError")


def _severity(kind: str, kept: str, told: Told) -> Severity:
    if kind == FUTURE or (kind == TASK and kept):
        return Severity.MEDIUM
    return Severity.MEDIUM if _is_grave(told) and kind == TASK else Severity.LOW


def _is_grave(told: Told) -> bool:
    """Whether more than an answer from outside is lost."""
    return told.stake >= Stake.WRITE or bool(told.own)
