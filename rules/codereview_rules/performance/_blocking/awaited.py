"""Coroutines that nobody awaits: what calls them drops what they give, or hands it out of a thread."""

from __future__ import annotations

from codereview.api import Zone
from codereview.facts.module import AWAITED, DROPPED
from codereview.facts.paths import last_name
from codereview.facts.project import Edge, Key, ProjectFacts

_TO_THREADS = frozenset({"sync_to_async", "database_sync_to_async"})
_MOST_LEVELS = 3


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


def _leaves(project: ProjectFacts, edge: Edge, levels: int) -> bool:
    """Whether a call makes a coroutine that never runs."""
    flags, caller = edge.call.flags, edge.caller
    if flags & DROPPED and not flags & AWAITED:
        return True
    if caller[1] < 0:
        return False
    function = project.function(caller)
    if function.is_async:
        return is_never_awaited(project, caller, levels - 1)
    # of what a thread gives back nobody knows that it is still to be awaited
    return any(last_name(path) in _TO_THREADS for path in function.decorators)
