"""What speaks for it that a query in a loop matters, and what is left to check where nothing does.

A query that is repeated for the rows of a table or of a growing collection costs more from day to day; one that is
repeated for a list of unknown length costs nothing worth a change while the list is short. So only the first is told
with confidence, and where a round does more than to ask, neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codereview.facts import module as m
from codereview.facts.paths import element, last_name, split
from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.bound import around

if TYPE_CHECKING:
    from codereview.facts.module import FileFacts
    from codereview.facts.project import ProjectFacts
    from codereview_rules.performance._queries.in_rounds import InRounds
    from codereview_rules.performance._queries.jobs import Jobs
    from codereview_rules.performance._queries.values import Values
    from codereview_rules.performance._queries.verdicts import Event
    from codereview_rules.performance._queries.weighing import Step

_LONG = 40
"""Lines of a loop over rows that does much besides one query."""
_PLAIN = 5
"""Lines of a loop that does no more than to change its rows and to write them."""
_LOCKS = ("select_for_update", "with_for_update")
_MANAGERS = frozenset({".objects", ".query", "._default_manager"})
_KNOWN = (
    tables.DJANGO_READS
    | tables.DJANGO_LAZY
    | tables.DJANGO_VALUES
    | tables.DJANGO_BATCH
    | tables.SA_QUERY_ENDS
    | tables.SA_SESSION
    | tables.ACTIVE_LAZY
    | frozenset(
        """
        filter_by outerjoin group_by having options offset execution_options yield_per unique mappings tuples
        select_from add_columns with_entities using_bind populate_existing enable_eagerloads correlate slice
        with_for_update of nowait fetchall fetchmany to_list skip sort aiterator order_by_alias prefetch
        """.split()
    )
)
"""Methods of managers and queries whose result is known: what they load is said where they are called."""
_OF_STORES = (".find()", ".aggregate()", ".scan_iter()", ".hscan_iter()", ".sscan_iter()")


class Evidence:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts, values: Values, rounds: InRounds, jobs: Jobs) -> None:
        self.project = project
        self.values = values
        self.rounds = rounds
        self.jobs = jobs

    def lacks(self, facts: FileFacts, step: Step, event: Event) -> str:
        """What is to be checked first, because nothing proves that a query in a loop matters; empty if that is
        proven."""
        if event.load is not None:
            return self._of_relation(facts, step, event.how)
        if not step.of_rows and not _of_store(step.loop.iterable):
            return f"how many `{_said(step)}` there are"
        if self.jobs.dynamic(step.path, step.loop):
            return "whether the rounds run one and the same statement"
        if event.advice.startswith("sa_") and self.jobs.embedded:
            return "whether it is asked of anything but SQLite"
        if (found := self._of_rounds(facts, step)) or event.kind == "read" or event.kind == "lookup":
            return found
        loop = step.loop
        plain = step.at.flags & m.DROPPED and loop.end_line - loop.line < _PLAIN and loop.parent < 0
        return "" if plain else "whether a round needs what it has written"

    def _of_relation(self, facts: FileFacts, step: Step, relation: str) -> str:
        """The same of a relation that is read: what loads it may stand elsewhere."""
        path, loop = step.path, step.loop
        tokens = split(loop.iterable)
        if tokens[0][:1] == "%" and not _builds(tokens):
            return "whether those who call this have loaded it"
        if name := self._unknown_method(tokens):
            return f"whether `{name}()` loads it"
        if self.jobs.leaves(path, loop, ("break", "return")):
            return "how many rounds the loop makes before it is left"
        if (line := _before(facts, step, relation)) > 0:
            return f"whether the loop at line {line} has loaded it"
        if self._expired(facts, step):
            return "whether the rows are read again after the commit"
        return ""

    def _of_rounds(self, facts: FileFacts, step: Step) -> str:
        """What of the rows and the rounds of a loop speaks against one query for all."""
        path, loop, at = step.path, step.loop, step.at
        rows = loop.iterable.removesuffix("[]*")
        value = self.values.of(path, rows)
        if value is not None and value.relation is not None and "[]" not in rows:
            return f"how many `{_said(step)}` one row has"
        if self.jobs.is_short(path, loop):
            return "how many rows the limit leaves"
        if self.jobs.leaves(path, loop, ("break", "return", "raise")):
            return "how many rounds the loop makes before it is left"
        if any(lock in text for lock in _LOCKS for text in (loop.iterable, getattr(at, "path", ""))):
            return "whether each row is to be locked alone"
        if self.jobs.apart(path, loop, at):
            return "whether failures are to be kept apart"
        if self.jobs.decided(path, loop, at):
            return "in how many of the rounds it runs"
        if loop.end_line - loop.line > _LONG:
            return "what else the rounds wait for"
        if isinstance(at, m.CallFact) and self.rounds.changes(path, facts, facts.loops.index(loop)):
            return "" if self._is_written(step) else "whether a round needs what another has written"
        return ""

    def _is_written(self, step: Step) -> bool:
        """Whether what stands in a loop is the writing itself."""
        call = step.at
        event = self.rounds.reach.events.of(step.path, call) if isinstance(call, m.CallFact) else None
        return event is not None and event.kind != "read"

    def _unknown_method(self, tokens: tuple[str, ...]) -> str:
        """A method of a manager that is the project's own: what it loads is not said where it is called."""
        seen = False
        for position, token in enumerate(tokens[:-1]):
            if token in _MANAGERS:
                seen = True
            elif seen and tokens[position + 1][:1] == "(" and token[1:] not in _KNOWN:
                return token[1:]
        return ""

    def _expired(self, facts: FileFacts, step: Step) -> bool:
        """Whether a session commits between the query for the rows and the loop over them: it forgets them then."""
        loop = step.loop
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


def _before(facts: FileFacts, step: Step, relation: str) -> int:
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


def _said(step: Step) -> str:
    return ", ".join(step.loop.targets[:2]) or last_name(step.loop.iterable) or "item"


def _of_store(iterable: str) -> bool:
    """Whether a loop runs over what a store of documents or keys is asked for, without a limit."""
    return any(name in iterable for name in _OF_STORES) and ".limit()" not in iterable


def _builds(tokens: tuple[str, ...]) -> bool:
    """Whether rows are asked for anew where the loop stands, whatever was loaded before."""
    return any(
        token[1:] in ("filter", "exclude", "order_by", "select_related", "prefetch_related")
        for token in tokens[1:]
    )
