"""The advice for a query that stands in a loop itself, by what else the loop and its query are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codereview_rules.performance._queries.narrowed import by_what_was_read

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, LoopFact, RefFact
    from codereview_rules.performance._queries.asked import Asked
    from codereview_rules.performance._queries.events import Events
    from codereview_rules.performance._queries.jobs import Jobs
    from codereview_rules.performance._queries.values import Values
    from codereview_rules.performance._queries.verdicts import Event

_ASKS_WHETHER = frozenset({"exists", "aexists"})
_KEYS = frozenset({"id", "pk"})
_GIVES = ("[]", ".first", ".last", ".get", ".values")
"""What follows on a query where its rows are read."""


class Refined:
    """Answers for one project."""

    def __init__(self, values: Values, events: Events, jobs: Jobs) -> None:
        self.values = values
        self.events = events
        self.jobs = jobs

    def of(self, facts: FileFacts, loop: LoopFact, call: CallFact, event: Event, asked: Asked) -> Event:
        """The event with the advice that fits: of what is written by its rows, of what is read by its query."""
        if asked.batch:
            event = event._replace(sure=0)
        if event.advice == "executemany" and _is_of_psycopg2(facts, call):
            return event._replace(advice="psycopg2")  # its `executemany` runs them one by one
        if event.kind == "read":
            return self._read(facts, call, event)
        return self._written(facts, loop, call, event)

    def _written(self, facts: FileFacts, loop: LoopFact, call: CallFact, event: Event) -> Event:
        path = facts.path
        if event.advice == "bulk_create" and self.jobs.skips_duplicates(path, loop, call):
            return event._replace(advice="bulk_new")
        if event.advice != "bulk_update" or event.how != "save":
            return event
        if self.jobs.copies(path, loop):
            return event._replace(advice="bulk_create")
        rows = self.values.of(path, loop.iterable) if call.path.endswith("[].save") else None
        if rows is not None and rows.kind == "rows" and not rows.many:
            return event._replace(advice="bulk_write")  # a list: whether they are new is not told
        return event

    def _read(self, facts: FileFacts, call: CallFact, event: Event) -> Event:
        if event.advice == "prefetch" and event.relation and "[]" in call.path:
            way = call.path.rpartition("[]")[2].split(".")[1:-1]
            way = way[: way.index(event.relation) + 1] if event.relation in way else []
            if way and all(step.isidentifier() for step in way):
                event = event._replace(relation="__".join(way))
            if event.how == "all" and call.path.removesuffix(".all").endswith(")"):
                event = event._replace(advice="prefetch_object")  # what stands between has to go with it
        if event.how in _ASKS_WHETHER and _is_read(facts, call):
            event = event._replace(advice="load")
        if self.jobs.cut(facts.path, call):
            event = event._replace(advice="load")  # one query for all would cut the rows of all together
        if by_what_was_read(self.events, facts.path, facts, call):
            event = event._replace(advice="narrowed")
        return event


def _is_of_psycopg2(facts: FileFacts, call: CallFact) -> bool:
    """Whether a call is on a cursor of psycopg2, as far as its name and the imports of the file tell."""
    imported = any(item.module.partition(".")[0] == "psycopg2" for item in facts.imports)
    return imported and "cur" in (call.written or call.path).rpartition(".")[0].lower()


def _is_read(facts: FileFacts, call: CallFact) -> bool:
    """Whether the rows of a query that a call asks for being there are read in the same loop as well: then it is not
    enough to know which have some."""
    query = call.path.rpartition(".")[0]
    given = tuple(query + end for end in _GIVES)
    parts: list[CallFact | RefFact] = [*facts.refs, *facts.calls]
    return query.endswith(")") and any(
        part.loop == call.loop and part.path.startswith(given) for part in parts
    )


def reads_the_key(facts: FileFacts, loop: LoopFact, event: Event, at: CallFact | RefFact) -> bool:
    """Whether a loop reads nothing but the key of the rows that a foreign key of Django leads to."""
    load, (row, _, name) = event.load, at.path.rpartition(".")
    if load is None or name not in _KEYS or not row.endswith(f"[].{event.how}"):
        return False
    relation = load.relation
    if relation.lib != "django" or relation.many or relation.inverse or event.relation not in ("", event.how):
        return False
    keys = {row + f".{key}" for key in _KEYS}
    parts: list[CallFact | RefFact] = [*facts.refs, *facts.calls]
    return not any(
        part.function == loop.function
        and loop.line <= part.line <= loop.end_line
        and (part.path.startswith(f"{row}.") or row in getattr(part, "given", (part.path,)))
        and part.path not in keys
        for part in parts
    )
