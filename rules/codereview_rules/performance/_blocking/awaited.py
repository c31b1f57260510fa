"""Coroutines whose code never runs: what calls them drops what they give, tests it for truth, hands it out of a thread,
leaves out what they need, or injects a context manager that nobody enters."""

from __future__ import annotations

from codereview.api import Place, Zone
from codereview.facts.module import AWAITED, CONSUMED, DROPPED, ITERATED, CallFact, FunctionFact
from codereview.facts.paths import SPREAD, known, last_name
from codereview.facts.project import Edge, Key, ProjectFacts
from codereview_rules.reliability._coroutines.operands import OPERAND, Operands

from ..._syntax.remembered import once_for_a_project

_DEPENDS = frozenset({"Depends", "Security"})
_TO_THREADS = frozenset({"sync_to_async", "database_sync_to_async"})
_MOST_LEVELS = 3
# of a coroutine: nothing of it runs then
_IN_VAIN = DROPPED | CONSUMED | ITERATED


def is_never_awaited(project: ProjectFacts, key: Key, levels: int = _MOST_LEVELS) -> bool:
    """Whether all calls of a coroutine leave it as it is, or stand in coroutines of which that is so.

    Args:
        project: its facts.
        key: the coroutine.
        levels: how many callers further up are asked the same.
    """
    function = project.function(key)
    if function.decorators or function.is_generator or levels == 0:
        return False
    edges = [
        edge
        for edge in project.callers.get(key, ())
        if edge.caller != key and project.zone(edge.caller[0]) is not Zone.TESTS
    ]
    return bool(edges) and all(_leaves(project, edge, levels) for edge in edges)


@once_for_a_project
def _tested(project: ProjectFacts) -> set[tuple[str, int, int]]:
    """The calls whose results are operands: negated, compared, computed with."""
    return {
        _place(path, note)
        for path, notes in project.noted(Operands)
        for note in notes
        if note.kind == OPERAND
    }


def _place(path: str, at: Place) -> tuple[str, int, int]:
    return path, at.line, at.column


def is_never_entered(project: ProjectFacts, key: Key) -> bool:
    """Whether all calls of a function leave out a parameter that it needs, and so raise `TypeError`.

    Args:
        project: its facts.
        key: the function.
    """
    function = project.function(key)
    if function.decorators:
        return False
    edges = [
        edge
        for edge in project.callers.get(key, ())
        if edge.caller != key and project.zone(edge.caller[0]) is not Zone.TESTS
    ]
    return bool(edges) and all(_lacks(edge, function) for edge in edges)


_ASKS = frozenset({"iscoroutinefunction"})


@once_for_a_project
def _asking(project: ProjectFacts) -> dict[str, list[CallFact]]:
    return project.spellings.calls(_ASKS)


def is_asked_for(project: ProjectFacts, path: str, call: CallFact) -> bool:
    """Whether a function awaits what it has asked whether it is a coroutine: what is plain is not meant there.

    Args:
        project: its facts.
        path: the file of the function.
        call: what it awaits.
    """
    return bool(call.flags & AWAITED) and any(
        one.function == call.function
        and one.line <= call.line
        and last_name(one.path) in _ASKS
        and call.path in one.args
        for one in _asking(project).get(path, ())
    )


def is_injected_unentered(project: ProjectFacts, key: Key) -> bool:
    """Whether a context manager is what `Depends` is given, and nothing else: FastAPI enters generators of its own
    making, and passes on as it is what ``@asynccontextmanager`` makes.

    Args:
        project: its facts.
        key: the function below the decorator.
    """
    managed = any(last_name(path) == "asynccontextmanager" for path in project.function(key).decorators)
    if not managed or key not in _injected(project):
        return False
    return all(project.zone(edge.caller[0]) is Zone.TESTS for edge in project.callers.get(key, ()))


@once_for_a_project
def _injected(project: ProjectFacts) -> set[Key]:
    """The functions that dependencies are made of, by ``Depends(function)``."""
    targets = (
        project.resolve(path, call.args[0])
        for path, calls in project.spellings.calls(_DEPENDS).items()
        for call in calls
        if call.args and last_name(call.path) in _DEPENDS and known(call.args[0])
    )
    return {target.key for target in targets if target.kind == "function"}


def _lacks(edge: Edge, function: FunctionFact) -> bool:
    """Whether a call leaves out a parameter without a default, as far as all that it passes is seen."""
    given = dict(edge.call.kwargs)
    if "**" in given or SPREAD in edge.call.args:
        return False
    params = function.params[1:] if function.cls >= 0 else function.params
    left = [one for one in params if one.kind == "positional"][len(edge.call.args) :]
    left += [one for one in params if one.kind == "keyword"]
    return any(not one.default and one.name not in given for one in left)


def _leaves(project: ProjectFacts, edge: Edge, levels: int) -> bool:
    """Whether a call makes a coroutine that never runs."""
    flags, caller = edge.call.flags, edge.caller
    if not flags & AWAITED and (flags & _IN_VAIN or _place(caller[0], edge.call) in _tested(project)):
        return True
    if caller[1] < 0:
        return False
    function = project.function(caller)
    if function.is_async:
        return is_never_awaited(project, caller, levels - 1)
    # of what a thread gives back nobody knows that it is still to be awaited
    return any(last_name(path) in _TO_THREADS for path in function.decorators)
