"""What stands in a loop, or before it in its function, as the facts of its file tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codereview.facts.module import AWAITED, CONSUMED, ITERATED
from codereview.facts.paths import element, last_name
from codereview_rules.performance._queries.bound import around

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, LoopFact
    from codereview_rules.performance._queries.kinds import Load
    from codereview_rules.performance._queries.values import Values
    from codereview_rules.performance._queries.weighing import Step

LOCKS = ("select_for_update", "with_for_update")
_EXECUTES = (".execute", ".scalars", ".exec")
_STOPPERS = ("builtins.any", "builtins.all", "builtins.next")
_OF_RESULTS = frozenset({"count", "exists"})
"""Methods of a queryset of Django that look into what was fetched, where it was."""
_GOES_THROUGH = frozenset({"builtins.list", "builtins.len", "builtins.bool", "builtins.sorted"})
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


def held_since(values: Values, facts: FileFacts, loop: LoopFact, load: Load) -> int:
    """The line of a query before a loop for rows of the table that a key leads to: a session of SQLAlchemy keeps them.
    0 for none."""
    relation = load.relation
    if relation.lib != "sqlalchemy" or relation.many or relation.target is None:
        return 0
    for call in facts.calls:
        if call.function == loop.function and call.line < loop.line and call.path.endswith(".all"):
            value = values.of(facts.path, call.path + "()")
            if value is not None and (value.kind, value.model) == ("rows", relation.target):
                return call.line
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


def stops(facts: FileFacts, loop: LoopFact) -> bool:
    """Whether a generator is asked by ``any``, ``all`` or ``next``, which stop at the first answer."""
    return loop.kind == "comprehension" and any(
        call.path in _STOPPERS
        and call.function == loop.function
        and call.line == loop.line
        and loop.column - call.column - len(last_name(call.path)) in (0, 1)
        and (call.path == "builtins.next" or loop.column - call.column == len(last_name(call.path)))
        for call in facts.calls
    )


def is_fetched(facts: FileFacts, call: CallFact) -> bool:
    """Whether a queryset that a name holds was gone through before it is asked how many rows it has: it knows then."""
    rows, _, name = call.path.rpartition(".")
    held = call.written.rpartition(".")[0]
    if name not in _OF_RESULTS or not rows.endswith(")") or not held.isidentifier():
        return False
    asked = max(
        (one.line for one in facts.calls if one.path + "()" == rows and one.line < call.line), default=0
    )
    gone = [loop.line for loop in facts.loops if loop.function == call.function and loop.iterable == rows]
    gone += [
        one.line
        for one in facts.calls
        if one.function == call.function and one.path in _GOES_THROUGH and one.args[:1] == (rows,)
    ]
    return any(asked < line < call.line for line in gone)


def is_element(facts: FileFacts, call: CallFact) -> bool:
    """Whether a call is what a comprehension collects, and not what another call in it is given: what is lazy in it
    is not run there."""
    loop = facts.loops[call.loop] if call.loop >= 0 else None
    if loop is None or loop.kind != "comprehension" or call.flags & (ITERATED | CONSUMED | AWAITED):
        return False
    begin, end = (call.line, call.column), (call.end_line, call.end_column)
    return not any(
        one is not call
        and one.loop == call.loop
        and (one.line, one.column) <= begin
        and (one.end_line, one.end_column) > end
        for one in facts.calls
    )


def expired(facts: FileFacts, loop: LoopFact) -> bool:
    """Whether a session commits between the query for the rows and the loop over them: it forgets them then."""
    asked = [
        call.line
        for call in facts.calls
        if call.function == loop.function and call.path + "()" == loop.iterable and call.line <= loop.line
    ]
    outer = set(around(facts, facts.loops.index(loop)))
    return bool(asked) and any(
        call.path.endswith(".commit") and asked[-1] < call.line < loop.line and call.loop not in outer
        for call in facts.calls
        if call.function == loop.function
    )


def of_one(facts: FileFacts, call: CallFact) -> bool:
    """Whether the receiver of a call in a loop is the same in all rounds, as far as its path tells."""
    head = call.path.rpartition(".")[0]
    if "[]" in head or head[:1] == "?":
        return False
    return not any(one.loop == call.loop and head.startswith(f"{one.path}(") for one in facts.calls)
