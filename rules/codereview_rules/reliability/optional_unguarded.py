"""REL019: a value that can be None is used before anything asks whether it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from codereview.api import At, Card, Confidence, Finding, Note, ProjectRule, Related, Severity, Zone
from codereview.facts import module as m
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.targets import INFERRED

from ._flow.callees import Callee, Callees, callees_of
from ._flow.collect import Flow
from ._flow.late import LATE
from ._flow.results import NONE, RAISES
from ._flow.uses import USED, fails_on_none
from ._optional.examples_none import BAD, GOOD

_WHY = {
    "loop": "where its search ends without a hit",
    "handler": "where it catches an error",
    "lookup": "where what it looks up is not there",
    "query": "where its query finds nothing",
}
_WORDS = {
    "iterated": "iterated over",
    "async iterated": "iterated over",
    "computed": "computed with",
    "()": "called",
}
_WRITES = ("update", "create", "save", "get_or_create", "upsert")
"""What a function that writes a row gives is there."""


class OptionalUnguarded(ProjectRule):
    """Results of functions of the project that are None at times, and names that are tested too late."""

    card = Card(
        id="REL019",
        title="Optional value used before its guard",
        severity=Severity.MEDIUM,
        confidence=Confidence.LOW,
        effort=10,
        why=(
            "Where the value is None, the line raises `AttributeError` or `TypeError` with a message that names "
            "neither what was looked for nor why it was not there. It happens for the one record "
            "that is missing, and so "
            "in production first."
        ),
        instead=(
            "Ask `is None` before the first use and say what is missing, or let the function raise where it finds "
            "nothing."
        ),
        false_alarms=(
            "A caller that knows that the value is there is not seen. Functions that give None only for the arguments "
            "that they are handed, uses under any test of the value, and calls in a `try` that takes the error are not "
            "reported."
        ),
        cwe=(476,),
    )
    bad = BAD
    good = GOOD
    collects = (Flow,)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each use of a value that can be None."""
        optional: dict[Key, Note] = {}
        raising: set[Key] = set()
        for path, notes in project.noted(Flow):
            for note in notes:
                if note.kind == NONE:
                    optional[path, note.function] = note
                elif note.kind == RAISES:
                    raising.add((path, note.function))
        callees = callees_of(project)
        for key in [key for key, note in optional.items() if note.values[0] == "handler" and raising]:
            if _hands_over(project, callees, key, raising):
                del optional[key]
        for path, notes in project.noted(Flow):
            for note in notes:
                if note.kind == LATE:
                    yield self._late(project, path, note)
                elif note.kind == USED:
                    yield from self._used(project, callees, optional, path, note)

    def _used(
        self,
        project: ProjectFacts,
        callees: Callees,
        optional: dict[Key, Note],
        path: str,
        note: Note,
    ) -> Iterator[Finding]:
        if not fails_on_none(note) or project.zone(path) is Zone.TESTS:
            return
        called, awaited, how, name = map(str, note.values[:4])
        callee = callees.of(path, called)
        given = optional.get(callee.key) if callee is not None else None
        if callee is None or given is None or callee.target.via == INFERRED:
            return
        if callee.function.is_async is not bool(awaited) or callee.function.is_generator:
            return
        reason = str(given.values[0])
        if reason not in _WHY or callee.function.name.startswith(_WRITES):
            return
        yield self._finding(project, path, note, callee, given, how, name)

    def _finding(
        self,
        project: ProjectFacts,
        path: str,
        note: Note,
        callee: Callee,
        given: Note,
        how: str,
        name: str,
    ) -> Finding:
        reason, where, declared, _ = map(str, given.values)
        function = callee.function.qualname
        said = "says that it can give None, and does" if declared else "gives None"
        subject = f"`{name}` is {_read(how)}" if name else f"The result is {_read(how)} at once"
        return self.finding(
            path,
            At(note.line, note.column, note.end_line, note.end_column),
            f"{subject} without a test, and `{function}` {said} {_WHY[reason]}",
            severity=None
            if reason == "handler"
            else Severity.LOW,  # whoever looks up often knows that it is there
            symbol=project.files[path].symbol(note.function),
            related=(Related(callee.key[0], int(where), f"`{function}` gives None here"),),
            checked="nothing between the call and the use asks for the value, and no handler takes the error",
        )

    def _late(self, project: ProjectFacts, path: str, note: Note) -> Finding:
        name, how, test, origin = map(str, note.values)
        why = {
            "default": f", and `{name}` is None by default",
            "annotation": f", and `{name}` is declared optional",
        }
        return self.finding(
            path,
            At(note.line, note.column, note.end_line, note.end_column),
            f"`{name}` is {_read(how)} here and tested for None only in line {test}{why.get(origin, '')}",
            symbol=project.files[path].symbol(note.function),
            related=(Related(path, int(test), f"`{name}` is tested for None here"),),
            checked="nothing on the way binds the name anew, and no test of it stands before or around",
        )


def _hands_over(project: ProjectFacts, callees: Callees, key: Key, raising: AbstractSet[Key]) -> bool:
    """Whether a function's handler calls one that always raises, and so gives nothing."""
    for call in project.calls_in(key):
        if call.flags & m.IN_HANDLER and call.flags & m.DROPPED:
            callee = callees.of(key[0], call.path)
            if callee is not None and callee.key in raising:
                return True
    return False


def _read(how: str) -> str:
    if how[0] == ".":
        return f"read for `{how[1:]}`"
    return "indexed" if how[0] == "[" else _WORDS.get(how, how)
