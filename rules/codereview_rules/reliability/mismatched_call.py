"""REL005: a call that cannot match the signature of what it calls."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.module import TYPE_CHECKING, CallFact
from codereview.facts.project import ProjectFacts
from codereview.facts.targets import INFERRED
from codereview.facts.uses.compared import Mismatch
from codereview.facts.uses.signatures import Signatures

from ._flow.collect import Flow
from ._uses.call_examples import BAD, GOOD
from ._uses.places import is_idle, judged, severity, symbol

_ERRORS = frozenset({"*", "TypeError", "ValidationError"})


class MismatchedCall(ProjectRule):
    """Calls of functions, methods and classes of the project with arguments that do not fit."""

    card = Card(
        id="REL005",
        title="Call that cannot match its signature",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "The arguments do not fit the parameters of what is called: `TypeError` as soon as the line runs, or "
            "`ValidationError` of a model. It happens when a signature changes and a caller is forgotten. Arguments in "
            "each other's places raise nothing and compute something else."
        ),
        instead=(
            "Pass what is taken, or change the function with all its callers. Pass arguments by keyword where two of "
            "them are easily confused."
        ),
        false_alarms=(
            "A function that is replaced at run time cannot be seen. Only functions of the project with one definition "
            "and with decorators that are known to keep the signature are judged; of classes, those whose constructor "
            "is written, or made by `dataclass`, `NamedTuple`, attrs or pydantic. Names in each other's places are not "
            "told where code mirrors or reverses something."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (Flow,)

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each call."""
        signatures = Signatures(project)
        seen = frozenset(judged(project))
        for edge in project.edges:
            path = edge.caller[0]
            wrong = signatures.of_target(path, edge.call, edge.target) if path in seen else None
            if wrong is not None and not _expected(project, path, edge.call, wrong):
                yield self._finding(project, path, edge.call, wrong, edge.target.via)

    def _finding(
        self, project: ProjectFacts, path: str, call: CallFact, wrong: Mismatch, via: str
    ) -> Finding:
        sure = None if via != INFERRED else Confidence.MEDIUM
        return self.finding(
            path,
            call,
            wrong.sentence,
            confidence=sure if wrong.fails and not is_idle(project, path, call.line) else Confidence.LOW,
            severity=severity(project, path, call.line),
            symbol=symbol(project, path, call.function),
            related=(Related(wrong.key[0], wrong.line, f"`{wrong.shown}` is defined here"),),
            cause=f"{wrong.key}:{wrong.sentence}",
            checked="defaults, decorators, overrides in subclasses, and definitions that replace it",
        )


def _expected(project: ProjectFacts, path: str, call: CallFact, wrong: Mismatch) -> bool:
    """Whether code for type checkers only, or code that waits for the error, makes the call."""
    if call.flags & TYPE_CHECKING or _is_to_fail(project, path, call):
        return True
    if project.zone(wrong.key[0]) is Zone.TESTS and project.zone(path) is not Zone.TESTS:
        return True  # what a test passes is seen at its call alone, and asks for a way of its own through the code
    return wrong.fails and any(
        first <= call.line <= last and error in _ERRORS for first, last, error in project.files[path].guards
    )


def _is_to_fail(project: ProjectFacts, path: str, call: CallFact) -> bool:
    """Whether the test around a call is marked as one that fails."""
    functions, index = project.files[path].functions, call.function
    while index >= 0:
        if any(decorator.startswith("pytest.mark.xfail") for decorator in functions[index].decorators):
            return True
        index = functions[index].parent
    return False
