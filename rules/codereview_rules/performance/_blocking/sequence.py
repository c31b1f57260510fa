"""What of a program runs side by side: what ``await asyncio.gather(...)`` is given, and what that reaches."""

from __future__ import annotations

from codereview.facts import module as m
from codereview.facts.paths import last_name
from codereview.facts.project import Key

from .region import Regions


def side_by_side(regions: Regions, reached: set[Key]) -> set[Key]:
    """Of what a program reaches, what may run while something else of it does; all, if that cannot be said.

    Args:
        regions: what the functions of the project call and pass on.
        reached: all functions that the program reaches.
    """
    project, callee = regions.project, regions.callee
    begun: set[Key] = set()
    for key in reached:
        calls = project.calls_in(key)
        gathers = [call for call in calls if last_name(call.path) == "gather"]
        if not gathers:
            continue
        given = {
            found
            for call in calls
            if not call.flags & m.AWAITED and (found := callee(key, call)) is not None
            if project.function(found).is_async
        } | set(regions.named_in(key))
        if not all(call.flags & m.AWAITED for call in gathers):
            return reached
        begun |= given
    queue = list(begun)
    while queue:
        key = queue.pop()
        below = {found for call in project.calls_in(key) if (found := callee(key, call)) is not None}
        new = (below | set(regions.named_in(key))) - begun
        begun |= new
        queue += new
    return begun
