"""Severity and confidence of a query in a loop, and where it is no more than a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from codereview.api import Confidence, Severity
from codereview.facts import module as m

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, LoopFact, RefFact
    from codereview_rules.performance._queries.evidence import Evidence
    from codereview_rules.performance._queries.jobs import Jobs
    from codereview_rules.performance._queries.loops import Loops
    from codereview_rules.performance._queries.verdicts import Event


_LONG = 20
"""Lines of a loop that does much besides one query."""
_DEEP = 2
"""Conditions of a loop by which few rounds read a relation."""
_AFTER = frozenset({"after", "reread"})
_AGAIN = frozenset({"refresh_from_db", "arefresh_from_db", "reload"})
_LOADS = frozenset({"prefetch", "prefetch_object"})
_TEXTS = frozenset({"sql", "statement", "returning", "executemany", "psycopg2"})


class Step(NamedTuple):
    """What in a loop leads to a query: its place, the doubts and calls on the way, whether it is unlike a query for
    each item, whether it is a call of a function, and whether the loop runs over what a query gave."""

    path: str
    at: CallFact | RefFact
    loop: LoopFact
    conditions: int
    depth: int
    unlike: bool
    through: bool
    of_rows: bool = False
    upserts: bool = False
    """Whether the rounds create rows of the model that they look for."""
    hops: tuple[tuple[str, int], ...] = ()
    """Files and lines of the calls in what the loop calls, and of the query."""
    more: bool = False
    """Whether a row that is written has relations that are written with it, or what is run for it takes more."""


class Weight(NamedTuple):
    """``note`` says why a query is a note only; empty if it is a fault. ``check`` says what to look at first."""

    severity: Severity
    confidence: Confidence
    note: str
    check: str = ""


class Weights:
    """Weighs the queries of one project."""

    def __init__(self, loops: Loops, jobs: Jobs, evidence: Evidence) -> None:
        self.loops = loops
        self.jobs = jobs
        self.evidence = evidence

    def of(self, facts: FileFacts, step: Step, event: Event) -> Weight:
        """The weight of a query that a loop leads to."""
        note = self._note(facts, step, event)
        conditions, depth = step.conditions, step.depth
        doubted = conditions > 1 or (conditions > 0 and (depth > 1 or event.kind == "write"))
        if doubted or depth > 3 or event.sure == 0 or step.unlike or (step.through and conditions):
            note = note or "not in every round, or among much else"
        if note:
            return Weight(Severity.INFO, Confidence.LOW, note)
        severity = _grown(event, step.of_rows or event.load is not None)
        check = self.evidence.lacks(facts, step, event)
        if check:
            return Weight(severity, Confidence.LOW, "", check)
        doubts = conditions or depth or event.sure == 1
        return Weight(severity, Confidence.MEDIUM if doubts else Confidence.HIGH, "")

    def _note(self, facts: FileFacts, step: Step, event: Event) -> str:
        """Why a query in a loop is no more than a note, in words; empty if it is a fault."""
        path, at, loop = step.path, step.at, step.loop
        if self.loops.once(path, at.function):
            return "in code that runs by hand or once"
        if self.loops.few(path, loop, at):
            return "in a loop of few rounds"
        if at.flags & (m.FILLS | m.SELDOM | m.IN_HANDLER):
            return "in few of the rounds"
        if self.jobs.climbs(path, facts, loop):
            return "in a walk over a tree"
        if _is_own(facts, step) and (event.load is not None or event.advice in _LOADS):
            return "unless its callers have loaded it"
        if event.load is not None:
            if self.jobs.waits(path, facts, loop):
                return "in a loop that does slower things"
            return "not in every round" if self.jobs.decided(path, loop, at, _DEEP) else ""
        if event.kind != "read" and self.jobs.declined(path, loop):
            return "where a comment says why"
        if event.advice in _AFTER:
            return "where a round may read what another wrote"
        if event.how in _AGAIN:
            return "where a row is read again on purpose"
        if event.advice in _TEXTS and self.jobs.local:
            return "in a database of the same process"
        if self.jobs.slow(path, facts, loop):
            return "in a loop that does slower things"
        if event.advice in ("own_save", "own_delete") or event.how.endswith("_or_create") or step.more:
            return "where each item needs more"
        if not step.of_rows and (note := self._of_list(facts, step, event)):
            return note
        if not step.of_rows and not step.depth and step.loop.end_line - step.loop.line > _LONG:
            return "among much else"
        written = event.kind == "write"
        if written and self.jobs.decided(path, loop, at):
            return "not in every round"
        if (step.through or written) and self.jobs.apart(path, loop, at):
            return "in a loop that keeps failures of items apart"
        return "as a part of what each item needs" if step.through and written else ""

    def _of_list(self, facts: FileFacts, step: Step, event: Event) -> str:
        """Why a query for items that are no rows is no more than a note."""
        if event.kind == "read" and self.jobs.hands_on(step.path, step.loop):
            return "as a part of what each item needs"
        if self.jobs.searches(step.path, step.loop):
            return "in a loop that ends with the first item that fits"
        if self.jobs.streams(step.loop, step.of_rows):
            return "in a stream that brings its items while it runs"
        if event.kind == "read" and self.jobs.unknown(step.path, step.loop, step.at):
            return "for what is not known yet"
        return "where what is missing is created" if event.kind == "read" and step.upserts else ""


def _grown(event: Event, of_rows: bool) -> Severity:
    """The severity of a query that is repeated for rows, which grow with the data, or for a list of unknown length."""
    if event.kind == "read" or event.kind == "load":
        return Severity.HIGH if of_rows else Severity.MEDIUM
    return Severity.MEDIUM if of_rows and event.kind == "write" else Severity.LOW


def _is_own(facts: FileFacts, step: Step) -> bool:
    """Whether a loop of a method runs over a relation of ``self``: what is loaded with it is for the callers to say."""
    if step.at.function < 0 or step.loop.kind == "while":
        return False
    function = facts.functions[step.at.function]
    if function.cls < 0 or not function.params:
        return False
    own = f"@.{facts.classes[function.cls].qualname}()."
    return step.loop.iterable.startswith((own, f"%{step.at.function}:{function.params[0].name}."))
