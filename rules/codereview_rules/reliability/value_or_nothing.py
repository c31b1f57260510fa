"""REL020: a function gives a value on some ways and nothing on others."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import At, Card, Confidence, Finding, Note, ProjectRule, Related, Severity, Zone
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.targets import INFERRED

from ._flow.callees import Callee, callees_of
from ._flow.collect import Flow
from ._flow.results import NONE, SURE, TURNS
from ._flow.uses import USED, fails_on_none
from ._optional.examples_turns import BAD, GOOD


class ValueOrNothing(ProjectRule):
    """Functions of which somebody in the project counts on the value."""

    card = Card(
        id="REL020",
        title="Value and nothing returned by turns",
        severity=Severity.LOW,
        confidence=Confidence.LOW,
        effort=10,
        preview=True,
        why=(
            "A way on which nobody wrote `return` gives None, and callers that count on a value get "
            "it where they do not "
            "expect it. Whoever reads the function cannot tell whether None is meant or forgotten."
        ),
        instead="Write `return None` where it is meant and declare it, or raise where there is no value to give.",
        false_alarms=(
            "Conditions that cover all cases without saying so (`elif` for each member of an enumeration). Functions "
            "that say None anywhere, and those whose callers ask before they use the value, are not reported."
        ),
        cwe=(394,),
    )
    bad = BAD
    good = GOOD
    collects = (Flow,)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each function that gives nothing on some way, and whose value is counted on."""
        turns: dict[Key, Note] = {}
        searched: set[Key] = set()
        for path, notes in project.noted(Flow):
            for note in notes:
                if note.kind == TURNS:
                    turns[path, note.function] = note
                elif note.kind == NONE and note.values[0] in SURE:
                    searched.add((path, note.function))  # every use of what it gives is reported
        callees = callees_of(project)
        for path, notes in project.noted(Flow) if turns.keys() - searched else ():
            for note in notes:
                if note.kind != USED or not fails_on_none(note) or project.zone(path) is Zone.TESTS:
                    continue
                callee = callees.of(path, str(note.values[0]))
                if callee is None or callee.key in searched or callee.target.via == INFERRED:
                    continue
                if callee.function.is_async is bool(note.values[1]) and (
                    given := turns.pop(callee.key, None)
                ):
                    yield self._finding(callee, given, path, note)

    def _finding(self, callee: Callee, given: Note, path: str, use: Note) -> Finding:
        how, line, valued = map(str, given.values)
        function = callee.function
        what = f"`return` in line {line} gives nothing" if how == "bare" else "it runs over its end on others"
        return self.finding(
            callee.key[0],
            At(given.line, given.column, given.line, given.column),
            f"`{function.qualname}` gives a value in line {valued}, and {what}; {path}:{use.line} counts on a value",
            symbol=function.qualname,
            related=(
                Related(callee.key[0], int(line), "nothing is returned from here"),
                Related(path, use.line, "its value is used here without a test"),
            ),
            checked="no annotation and no return of the function says None, and a caller uses the value untested",
        )
