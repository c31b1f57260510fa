"""Querysets that are narrowed, in each round anew, by what the round has read itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts
    from codereview_rules.performance._queries.events import Events

_NARROWS = (".filter", ".exclude")
_BOUNDS = ("__gt", "__gte", "__lt", "__lte", "__range")


def by_what_was_read(events: Events, path: str, facts: FileFacts, run: CallFact) -> bool:
    """Whether a bound of what a call runs is of a row that a query of the same loop gave: one query for all rounds
    has no such bound."""
    held = (run.written or run.path).partition(".")[0].partition("(")[0]
    narrows = [
        call
        for call in facts.calls
        if call.loop == run.loop
        and call.function == run.function
        and (call.line, call.column) <= (run.line, run.column)
        and call.path.endswith(_NARROWS)
        and (run.path.startswith(f"{call.path}(") or call.written in (f"{held}{name}" for name in _NARROWS))
    ]
    bounds = {value for call in narrows for name, value in call.kwargs if name.endswith(_BOUNDS)}
    return bool(bounds) and any(
        value.startswith(f"{call.path}(")
        for call in facts.calls
        if call.loop == run.loop and call.varies >= 0 and events.of(path, call) is not None
        for value in bounds
    )
