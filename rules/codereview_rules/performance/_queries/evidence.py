"""What speaks for it that a query in a loop matters, and what is left to check where nothing does.

A query that is repeated for the rows of a table or of a growing collection costs more from day to day; one that is
repeated for a list of unknown length costs nothing worth a change while the list is short. So only the first is told
with confidence, and where a round does more than to ask, neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codereview.facts import module as m
from codereview.facts.paths import element, last_name, split
from codereview_rules._syntax.copies import is_kept, is_replaced
from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.beside import (
    LOCKS,
    awaits,
    before,
    expired,
    held_since,
    locks,
    starts,
    stops,
)
from codereview_rules.performance._queries.bound import around
from codereview_rules.performance._queries.bounded import Bounds
from codereview_rules.performance._queries.callers import Callers
from codereview_rules.performance._queries.fallbacks import Answers
from codereview_rules.performance._queries.faults import for_errors
from codereview_rules.performance._queries.growth import Growth, is_crowd, is_kind, unwrapped
from codereview_rules.performance._queries.sources import Sources

if TYPE_CHECKING:
    from codereview.facts.module import FileFacts, LoopFact
    from codereview.facts.project import Key, ProjectFacts
    from codereview_rules.performance._queries.in_rounds import InRounds
    from codereview_rules.performance._queries.jobs import Jobs
    from codereview_rules.performance._queries.kinds import Load
    from codereview_rules.performance._queries.serializers import Serialized
    from codereview_rules.performance._queries.values import Values
    from codereview_rules.performance._queries.verdicts import Event
    from codereview_rules.performance._queries.weighing import Step

_LONG = 40
"""Lines of a loop over rows that does much besides one query."""
_PLAIN = 5
"""Lines of a loop that does no more than to change its rows and to write them."""
_GIVEN = frozenset(
    """
    self cls request page per_page page_size limit offset size skip order order_by sort sort_by tenant tenant_id
    organization organization_id company_id workspace_id args kwargs db_session
    """.split()
)
"""Parameters that do not narrow what a function gives to the rows of one row."""
_BARE = frozenset({"executemany", "psycopg2", "mongo_write", "redis", "elastic_write", "dynamo"})
"""Writes of libraries that run nothing else for a row: no signals, no methods of the row's class, no cascades."""
_OTHER_STORES = ("mongo", "redis", "elastic", "dynamo", "firestore", "supabase")
_QUERIES = (
    ".objects", ".query", "select()", ".execute", ".fetch", ".scalars", "_manager", ".exec()", ".find", ".iterate",
)  # fmt: skip
"""What stands in the path of rows that a query is asked for, whatever it is asked of."""
_OF_STORES = (".find()", ".aggregate()", ".scan_iter()", ".hscan_iter()", ".sscan_iter()")


class Evidence:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts, values: Values, rounds: InRounds, jobs: Jobs) -> None:
        self.project = project
        self.values = values
        self.rounds = rounds
        self.jobs = jobs
        self.growth = Growth(values, rounds.askers, jobs)
        self.sources = Sources(project, values)
        self.callers = Callers(project, values.models)
        self.bounds = Bounds(project)
        self.answers = Answers(project)

    def lacks(self, facts: FileFacts, step: Step, event: Event) -> str:
        """What is to be checked first, because nothing proves that a query in a loop matters; empty if that is
        proven."""
        if event.load is None and not step.of_rows and not _of_store(step.loop.iterable):
            return f"how many `{_said(step)}` there are"
        if not self._is_asked(step):
            return f"how many `{_said(step)}` there are"
        if event.load is None and self.jobs.dynamic(step.path, step.loop):
            return "whether the rounds run one and the same statement"
        if found := self._of_place(step.path, event):
            return found
        if for_errors(self.project, step.path, step.loop):
            return "how often it finds something: what the rounds collect is for an error that is raised then"
        if step.loop.function >= 0 and (
            found := self.callers.lacks((step.path, step.loop.function), step.at)
        ):
            return found
        if self.answers.decided(step.path, step.loop, step.at, event.how):
            return "in how many of the rounds it runs"
        if step.hops and (name := self.answers.before(step.hops)):
            return f"in how many of the rounds `{name}()` has an answer before it asks"
        if self.rounds.kept((step.path, step.loop.function), step.loop.line):
            return "how long a cache has what it gives"
        if event.advice == "built":
            return "whether the rounds ask by the same conditions"
        if event.kind == "read" and self.jobs.cut(step.path, step.at):
            return "whether one query can tell the first rows of each"
        if isinstance(step.at, m.CallFact) and self.rounds.askers.of(step.path, step.at).placed:
            return "whether one query can tell what lies where"
        if step.loop.function >= 0 and is_replaced(facts.functions[step.loop.function].name):
            return "whether anything calls it still"
        if step.loop.function < 0:
            return "whether it matters: it runs once, as the file is imported"
        if event.advice == "narrowed":
            return "whether one query can narrow the rows of all rounds"
        if event.advice == "by_model":
            return "how many models there are to choose from"
        if event.advice.startswith("sa_refresh"):
            return "whether the rows are needed again"
        if not step.through and self._is_unclear(step, event):
            return "whether one query can count for all rounds"
        if event.load is not None and self._is_found_again(facts, step, event.load):
            label = self.values.models.label(event.load.relation.target)
            return f"how many `{label}` there are: a session loads each once"
        if event.load is not None and (line := held_since(self.values, facts, step.loop, event.load)):
            return f"which rows the session does not hold since line {line}"
        related = event.load is not None or event.relation
        found = (self._of_relation(facts, step, event.how) if related else "") or self._of_rounds(
            facts, step, event.load is not None, bool(related)
        )
        if found or event.kind not in ("write", "run"):
            return found
        loop = step.loop
        plain = step.at.flags & m.DROPPED and loop.end_line - loop.line < _PLAIN and loop.parent < 0
        if not plain:
            return "whether a round needs what it has written"
        return "" if event.advice in _BARE else "what else each of the writes sets off"

    def _is_asked(self, step: Step) -> bool:
        """Whether the rows of a loop are known, or a query for them stands in their path: the name of a method alone
        does not tell whether they are those of one row."""
        rows = step.loop.iterable
        known = self.values.of(step.path, rows) is not None or _of_store(rows)
        return known or any(mark in rows for mark in _QUERIES)

    def _is_found_again(self, facts: FileFacts, step: Step, load: Load) -> bool:
        """Whether a relation leads by a key to one row of a table that has few rows, as far as is known: a session of
        SQLAlchemy keeps them by their keys. One that is asynchronous fails where it has none."""
        relation, model = load.relation, load.row.model
        if relation.lib != "sqlalchemy" or relation.many or awaits(facts, step.loop):
            return False
        label = self.values.models.label(relation.target)
        names = (
            {attr.name for attr in self.project.resolver.class_(model).attrs} if model is not None else set()
        )
        return is_kind(label) or (f"{relation.name}_id" in names and not is_crowd(label))

    def of_list(self, item: Serialized) -> str:
        """The same of a query that a serializer runs for each row of a list."""
        path, row = item.view_path, item.row
        if found := self._of_place(path, item.found.event):
            return found
        places = [(file, line) for file, line, _ in item.found.hops]
        if name := self.answers.before([*places, (item.found.file, item.found.line)]):
            return f"for how many `{name}()` has an answer before it asks"
        if not item.rows:
            if item.source is not None and self._is_cut(item.source):
                return "how many rows the limit leaves"
            load = item.found.event.load
            direct = load.relation.name if load is not None and load.row.model == (row and row.model) else ""
            return self.growth.of_view(item.source, row, direct)
        tokens = split(item.rows)
        if found := self.sources.of_source(path, tokens):
            return found
        value = self.values.of(path, item.rows)
        if value is not None and value.relation is not None and "[]" not in item.rows:
            return f"how many rows of `{value.relation.name}` one row has"
        if (key := next(self.sources.called(path, tokens), None)) is not None:
            return f"how many rows `{self.project.function(key).name}()` gives"
        if item.source is None:
            return ""
        near = range(self.project.function(item.source).line, item.end_line + 1)
        if self.jobs.limited(path, near):
            return "how many rows the limit leaves"
        return self.growth.of_list(path, item.source[1], item.rows, item.end_line)

    def _is_cut(self, key: Key) -> bool:
        """Whether a number in a function says that the query it gives has few rows."""
        function = self.project.function(key)
        return self.jobs.limited(key[0], range(function.line, function.end_line + 1))

    def _of_place(self, path: str, event: Event) -> str:
        """What to check first of a file and of the database that it asks."""
        if not event.advice.startswith(_OTHER_STORES) and self.jobs.embedded:
            return "whether it is asked of anything but SQLite"
        if self.project.live.reachability.of(path).label != "reachable":
            return "whether anything that runs imports this file"
        if is_kept(path):
            return "whether it is this copy that runs"
        return ""

    def _is_unclear(self, step: Step, event: Event) -> bool:
        """Whether a query gives numbers, and what it compares with differs from round to round in more than one
        thing."""
        if event.advice not in ("group", "sa_in") or not isinstance(step.at, m.CallFact):
            return False
        asked = self.rounds.askers.of(step.path, step.at)
        sums = asked.adds and asked.conditions > 1
        return asked.unclear and (sums or event.advice == "group")

    def _of_relation(self, facts: FileFacts, step: Step, relation: str) -> str:
        """The same of a relation that is read: what loads it may stand elsewhere."""
        if found := self.sources.of_source(step.path, split(unwrapped(facts, step.loop))):
            return found
        if (line := before(facts, step, relation)) > 0:
            return f"whether the loop at line {line} has loaded it"
        if expired(facts, step.loop):
            return "whether the rows are read again after the commit"
        return ""

    def _of_rounds(self, facts: FileFacts, step: Step, load: bool, related: bool) -> str:
        """What of the rows and the rounds of a loop speaks against one query for all."""
        path, loop, at = step.path, step.loop, step.at
        own = facts.loops.index(loop)
        rows = unwrapped(facts, loop)
        value = self.values.of(path, rows)
        if value is not None and value.relation is not None and not _is_inner(facts, own, rows):
            return f"how many `{_said(step)}` one row has"
        for index in around(facts, own):
            outer = facts.loops[index]
            inside = outer is loop or rows.startswith(element(outer.iterable))
            if (
                inside
                and outer is not loop
                and (found := self._of_outer(path, unwrapped(facts, outer), outer))
            ):
                return found
            if inside and (found := self.growth.of_loop(path, facts, outer, at, related)):
                return found
        if not _is_inner(facts, own, rows) and (name := self._of_row(path, split(rows))):
            return f"how many rows `{name}()` gives for one"
        for key in self.sources.called(path, split(rows)):
            if (found := self.growth.of_view(key, value)) or self._is_asked_by(key):
                return found or f"how many rows `{self.project.function(key).name}()` gives"
        begin = facts.functions[loop.function].line if loop.function >= 0 else 1
        if value is None and (column := next(iter(self.jobs.chosen(path, range(begin, loop.line))), "")):
            return f"how many rows one `{column.removesuffix('_id')}` has"
        if self.jobs.is_short(path, loop, begin) or self.bounds.are_few(path, loop):
            return "how many rows the limit leaves"
        if self.jobs.leaves(path, loop, ("break", "return", "raise")):
            return "how many rounds the loop makes before it is left"
        if stops(facts, loop):
            return "how many rounds it takes until one gives the answer"
        if any(lock in loop.iterable for lock in LOCKS) or locks(facts, loop):
            return "whether each row is to be locked alone"
        if self.jobs.apart(path, loop, at):
            return "whether failures are to be kept apart"
        if self.jobs.decided(path, loop, at):
            return "in how many of the rounds it runs"
        if (
            loop.end_line - loop.line > _LONG
            or self.jobs.slow(path, facts, loop)
            or starts(facts, loop)
            or (self.rounds.waits(path, facts, loop))
        ):
            return "what else the rounds wait for"
        if step.through and self.rounds.gathers(step.at):
            return "whether the rounds run side by side"
        if self.rounds.changes(path, facts, own):
            return (
                ""
                if self.rounds.writes(step.path, step.at)
                else "whether a round needs what another has written"
            )
        if self.rounds.stages(path, facts, own):
            return "whether a round needs what another has written"
        if load and self.rounds.asks(path, facts, own, at):
            return "what else the rounds ask the database for"
        return ""

    def _of_outer(self, path: str, rows: str, outer: LoopFact) -> str:
        """What to count of a loop whose rows have the rows of another: those of one row, or of a list, are few."""
        value = self.values.of(path, rows)
        if value is not None and value.relation is not None and "[]" not in rows:
            return f"how many `{', '.join(outer.targets[:2])}` one row has"
        known = self.values.are_rows(path, outer.iterable) or _of_store(outer.iterable)
        return "" if known else f"how many `{', '.join(outer.targets[:2])}` there are"

    def _is_asked_by(self, key: Key) -> bool:
        """Whether a function is given what its rows belong to, and not only a session or a page."""
        names = {param.name.lower() for param in self.project.function(key).params}
        return not names <= _GIVEN | tables.SESSION_NAMES

    def _of_row(self, path: str, tokens: tuple[str, ...]) -> str:
        """The method of a model by which a row gives rows: they belong to it."""
        for at in range(2, len(tokens)):
            if tokens[at][0] == "(" and tokens[at - 1][0] == ".":
                row, name = self.values.of(path, "".join(tokens[: at - 1])), tokens[at - 1][1:]
                if row is not None and row.kind == "row" and self.values.method_of(row, name) is not None:
                    return name
        return ""


def _said(step: Step) -> str:
    return ", ".join(step.loop.targets[:2]) or last_name(step.loop.iterable) or "item"


def _is_inner(facts: FileFacts, own: int, rows: str) -> bool:
    """Whether the rows of a loop are those of a row of a loop around it, or of a list that was made of rows."""
    return "[]" in rows and (facts.loops[own].parent >= 0 or "[]*" in rows)


def _of_store(iterable: str) -> bool:
    """Whether a loop runs over what a store of documents or keys is asked for, without a limit."""
    return any(name in iterable for name in _OF_STORES) and ".limit()" not in iterable
