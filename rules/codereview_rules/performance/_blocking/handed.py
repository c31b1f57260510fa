"""Callables that a call runs on the same thread without naming them as called: callbacks of the loop,
``map`` and key functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codereview.facts import module as m
from codereview.facts.module import CallFact
from codereview.facts.paths import last_name

from .callables import CONSUMERS

# methods of an event loop -> position of the callback that the loop runs later, between two tasks
_CALLBACKS = {
    "call_soon": 0,
    "call_soon_threadsafe": 0,
    "call_later": 1,
    "call_at": 1,
    "add_signal_handler": 1,
    "add_reader": 1,
    "add_writer": 1,
}
_MAPS = frozenset({"builtins.map", "builtins.filter"})
_KEYED = frozenset({"builtins.sorted", "builtins.min", "builtins.max"})


def called_here(call: CallFact, calls: Sequence[CallFact]) -> Iterator[str]:
    """The paths of callables that a call runs on this thread, now or from the loop.

    Args:
        call: the call.
        calls: all calls of the same function.
    """
    if call.path in _MAPS:
        if call.args and (call.flags & m.ITERATED or _consumed(call, calls)):
            yield call.args[0]
    elif call.path in _KEYED:
        yield from (value for name, value in call.kwargs if name == "key")
    elif call.args and (position := _CALLBACKS.get(last_name(call.written or call.path), -1)) >= 0:
        yield from call.args[position : position + 1]


def _consumed(call: CallFact, calls: Sequence[CallFact]) -> bool:
    """Whether a call around this one reads its result to the end."""
    return any(outer.path in CONSUMERS and is_first_argument(call, outer) for outer in calls)


def is_first_argument(call: CallFact, outer: CallFact) -> bool:
    """Whether a call stands first between the brackets of another one."""
    return (
        outer.args[:1] == (call.path + "()",)
        and (outer.line, outer.column) < (call.line, call.column)
        and (call.end_line, call.end_column) <= (outer.end_line, outer.end_column)
    )
