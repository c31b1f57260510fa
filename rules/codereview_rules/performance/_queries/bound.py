"""Whether a query in a called function asks by the item of the loop that calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codereview.facts.paths import SPREAD, element
from codereview_rules._syntax.given import RECEIVER
from codereview_rules.performance._queries import tables

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, FunctionFact
    from codereview_rules.performance._queries.asked import Asked

VARYING = "~"
"""Stands for what may have another value in each round."""
_MADE = ("=fstr", "=dict", "=list", "=tuple", "=set", "=lambda")


def around(facts: FileFacts, loop: int) -> Iterator[int]:
    """A loop and those around it, from the innermost; none for -1."""
    while loop >= 0:
        yield loop
        loop = facts.loops[loop].parent


def fixed(facts: FileFacts, call: CallFact, path: str) -> bool:
    """Whether a path in a loop surely has one value in all rounds: a literal, a name of the module, a part of a
    parameter, or what a call before the loop gave."""
    if not path or path[0] == "?" or "[]" in path or path.startswith(_MADE):
        return False
    for index in around(facts, call.loop):
        item = element(facts.loops[index].iterable)
        if path == item or path.startswith(f"{item}."):
            return False
    if "!" in path or path.startswith(
        "builtins."
    ):  # of a class that an annotation tells: which one is not told
        return False
    return "(" not in (path.partition("()")[2] if path[0] == "@" else path) or _is_from_before(
        facts, call, path
    )


def _is_from_before(facts: FileFacts, call: CallFact, path: str) -> bool:
    """Whether the calls by which the value of a path came about stand in the function of a call, and in no loop."""
    made = {path[: match.start()] for match in re.finditer(r"\(", path)}
    calls = [one for one in facts.calls if one.function == call.function and one.path in made]
    return {one.path for one in calls} == made and all(
        one.loop < 0 and (one.line, one.column) < (call.line, call.column) for one in calls
    )


def carried(function: FunctionFact, index: int, path: str, given: dict[str, str]) -> str:
    """What a path in a function stands for where that is called; empty if that is not told.

    Args:
        function: the function.
        index: its index.
        path: the path in it.
        given: what is passed to it, by parameter: `VARYING`, or what is the same in all rounds.
    """
    root = f"%{index}:"
    if path.startswith(root):
        name = path[len(root) :].partition(".")[0]
        return given.get(name, "")
    told = [p.name for p in function.params if p.annotation != "?" and path.startswith(p.annotation)]
    if told:
        return given.get(told[0], "") if len(told) == 1 else ""
    if path[:1] == "@" and "(" not in path.partition("()")[2]:
        return given.get(RECEIVER) or path
    return (
        ""
        if path[:1] in ("%", "?", "")
        or path.startswith("builtins.")
        or "(" in path
        or "!" in path
        or path.startswith(_MADE)
        else path
    )


def left_out(function: FunctionFact, given: dict[str, str]) -> frozenset[str]:
    """The parameters that a call leaves at their defaults, so that they have one value in all rounds."""
    if "**" in given or SPREAD in given.values():
        return frozenset()
    return frozenset(param.name for param in function.params if param.default and param.name not in given)


def dependence(
    index: int, asked: Asked, given: dict[str, str], varying: frozenset[str], left: frozenset[str]
) -> str:
    """How a query depends on the item of a loop: ``item`` if it asks by it, ``same`` if it does not depend on it,
    nothing if that is not told.

    Args:
        index: of the function that the query stands in.
        asked: what the query asks for.
        given: what a call in the loop leads to that function, by parameter.
        varying: those of the parameters that may have another value in each round.
        left: those that have their defaults.
    """
    if not varying:
        return "same"
    root = f"%{index}:"
    compared = [value for value in asked.given if value[:1] != "="]
    if compared and all(value.startswith(root) for value in compared):
        names = {value[len(root) :].partition(".")[0] for value in compared}
        if names <= given.keys() | left and not names & varying:
            return "same"
        return "item" if len(names) == 1 and not asked.unclear else ""
    keys = [name for name in given if name != RECEIVER and name.lower() not in tables.SESSION_NAMES]
    moving = [name for name in keys if name in varying]
    if asked.unclear or not asked.model or len(moving) != 1:
        return ""
    return "item" if len(keys) == 1 or moving[0].endswith(asked.key or "id") else ""
