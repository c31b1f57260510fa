"""What stands in a loop, or before it in its function, as the facts of its file tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codereview.facts.module import AWAITED
from codereview.facts.paths import element, last_name

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, LoopFact
    from codereview_rules.performance._queries.weighing import Step

LOCKS = ("select_for_update", "with_for_update")
_EXECUTES = (".execute", ".scalars", ".exec")
_QUEUES = frozenset({"delay", "apply_async", "send_task", "enqueue"})


def before(facts: FileFacts, step: Step, relation: str) -> int:
    """The line of an earlier loop of the function over the same rows, in which the relation was read; 0 for none."""
    loop, item = step.loop, element(step.loop.iterable)
    asked = [call.line for call in facts.calls if call.path + "()" == loop.iterable]
    read = f"{item}.{relation}"
    for index, other in enumerate(facts.loops):
        same = other.function == loop.function and other.iterable == loop.iterable
        anew = any(other.line < line <= loop.line for line in asked)
        if same and not anew and other.end_line <= loop.line and other is not loop:
            for ref in facts.refs:
                if ref.loop == index and (ref.path == read or ref.path.startswith(f"{read}.")):
                    return other.line
    return 0


def locks(facts: FileFacts, loop: LoopFact) -> bool:
    """Whether the rounds of a loop lock the rows that they ask for."""
    return any(call.path.endswith(LOCKS) for call in _calls(facts, loop))


def starts(facts: FileFacts, loop: LoopFact) -> bool:
    """Whether the rounds of a loop put tasks into a queue."""
    return any(last_name(call.path) in _QUEUES for call in _calls(facts, loop))


def _calls(facts: FileFacts, loop: LoopFact) -> Iterator[CallFact]:
    """The calls on the lines of a loop, its header among them."""
    return (c for c in facts.calls if c.function == loop.function and loop.line <= c.line <= loop.end_line)


def awaits(facts: FileFacts, loop: LoopFact) -> bool:
    """Whether the function of a loop awaits what a session executes."""
    return any(
        call.flags & AWAITED and call.function == loop.function and call.path.endswith(_EXECUTES)
        for call in facts.calls
    )
