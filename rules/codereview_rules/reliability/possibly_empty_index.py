"""REL022: an element is taken of a result that can be empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codereview.api import At, Card, Confidence, Finding, Note, ProjectRule, Related, Severity, Zone
from codereview.facts import module as m
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.targets import INFERRED

from ._flow.callees import Callee, Callees, callees_of
from ._flow.collect import Flow
from ._flow.results import EMPTY
from ._flow.uses import USED
from ._optional.examples_empty import BAD, GOOD

_INDEX = re.compile(r"\[-?\d+\]")
_WHY = {
    "literal": "gives an empty list there",
    "filtered": "keeps only the items that pass its filter",
    "gathered": "gathers only the items that it meets",
}
_CATCHES = frozenset({"Exception", "IndexError", "LookupError"})
_EXTREMES = frozenset({"builtins.max", "builtins.min"})


class PossiblyEmptyIndex(ProjectRule):
    """Indexes, and ``max`` and ``min``, on what functions of the project give."""

    card = Card(
        id="REL022",
        title="Index into a result that can be empty",
        severity=Severity.MEDIUM,
        confidence=Confidence.LOW,
        effort=10,
        why=(
            "Where nothing is found the list is empty, and the line raises `IndexError` (`max` and `min`: "
            "`ValueError`), which tells nobody what was looked for. It happens on the first input "
            "that nobody thought of."
        ),
        instead=(
            "Ask whether there is anything before taking the first item, or let a function give one item or raise; "
            "`max(items, default=...)`."
        ),
        false_alarms=(
            "A caller that knows that there is an item is not seen, so that filters and loops carry "
            "low confidence. Results that are asked for their length or truth "
            "first, and code in a `try` that takes the error, are not reported."
        ),
        cwe=(129,),
    )
    bad = BAD
    good = GOOD
    collects = (Flow,)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each element that is taken unasked."""
        empty: dict[Key, Note] = {}
        for path, notes in project.noted(Flow):
            for note in notes:
                if note.kind == EMPTY:
                    empty[path, note.function] = note
        if not empty:
            return
        callees = callees_of(project)
        for path, notes in project.noted(Flow):
            for note in notes:
                if note.kind == USED:
                    yield from self._used(project, callees, empty, path, note)
        yield from self._extremes(project, callees, empty)

    def _used(
        self, project: ProjectFacts, callees: Callees, empty: dict[Key, Note], path: str, note: Note
    ) -> Iterator[Finding]:
        called, awaited, how, name, _, caught, fixed = map(str, note.values)
        if (
            how[0] != "["
            or fixed
            or not _INDEX.fullmatch(how)
            or project.zone(path) is Zone.TESTS
            or _CATCHES & set(caught.split(","))
        ):
            return
        found = _emptied(callees, empty, path, called, bool(awaited))
        if found is None:
            return
        callee, reason = found
        if reason.values[0] == "literal" and _is_given_some(project, path, note, called):
            return
        subject = f"`{name}{how}`" if name else f"`{callee.function.name}(...){how}`"
        text = f"{subject} is taken without asking whether there is anything"
        yield self._finding(project, path, note, note.function, text, callee, reason)

    def _extremes(self, project: ProjectFacts, callees: Callees, empty: dict[Key, Note]) -> Iterator[Finding]:
        """``max(rows())`` without a default."""
        for path, facts in project.files.items():
            if project.zone(path) is Zone.TESTS:
                continue
            for call in facts.calls:
                if call.path not in _EXTREMES or len(call.args) != 1 or not call.args[0].endswith("()"):
                    continue
                if call.flags & m.IN_TRY or any(name == "default" for name, _ in call.kwargs):
                    continue
                called = call.args[0][:-2]
                inner = _inner(facts, call, called)
                found = _emptied(callees, empty, path, called, False) if inner else None
                if found is not None:
                    text = f"`{call.path[9:]}` of what `{found[0].function.name}` gives has no default"
                    yield self._finding(project, path, call, call.function, text, *found)

    def _finding(
        self,
        project: ProjectFacts,
        path: str,
        at: Note | m.CallFact,
        function: int,
        text: str,
        callee: Callee,
        how: Note,
    ) -> Finding:
        reason, line = map(str, how.values)
        name = callee.function.qualname
        return self.finding(
            path,
            At(at.line, at.column, at.end_line, at.end_column),
            f"{text}: `{name}` {_WHY[reason]}",
            symbol=project.files[path].symbol(function),
            related=(Related(callee.key[0], int(line), f"`{name}` can give an empty list from here"),),
            checked="nothing between the call and the index asks for truth or length, and no handler takes the error",
        )


def _emptied(
    callees: Callees, empty: dict[Key, Note], path: str, called: str, awaited: bool
) -> tuple[Callee, Note] | None:
    """The function that is called and how it comes to give an empty list; None if that is not certain."""
    callee = callees.of(path, called)
    if callee is None or callee.target.via == INFERRED or callee.key not in empty:
        return None
    function = callee.function
    if function.is_generator or function.is_async is not awaited:
        return None
    return callee, empty[callee.key]


def _is_given_some(project: ProjectFacts, path: str, note: Note, called: str) -> bool:
    """Whether the call is given a list with something in it, written there: what is gathered from it is not empty."""
    calls = [c for c in project.calls_in((path, note.function)) if c.path == called and c.line <= note.line]
    last = max(calls, key=lambda call: call.line, default=None)
    return last is not None and any(value.endswith("*") for value in last.given)


def _inner(facts: m.FileFacts, outer: m.CallFact, path: str) -> bool:
    """Whether the argument of a call is itself the call of a path, not a name that holds its result."""
    return any(
        call.path == path
        and call.flags & m.PASSED
        and (outer.line, outer.column) < (call.line, call.column)
        and (call.end_line, call.end_column) < (outer.end_line, outer.end_column)
        for call in facts.calls
    )
