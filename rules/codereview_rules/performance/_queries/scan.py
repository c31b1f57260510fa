"""Goes through the loops of a project and tells which run queries per item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codereview.facts import module as m
from codereview.facts.paths import element, split
from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.beside import is_element, is_fetched
from codereview_rules.performance._queries.bound import around
from codereview_rules.performance._queries.events import Events
from codereview_rules.performance._queries.kinds import Load
from codereview_rules.performance._queries.lazy import Found, Lazy, event_of
from codereview_rules.performance._queries.loops import Loops
from codereview_rules.performance._queries.reach import Reach
from codereview_rules.performance._queries.serializers import Serializers
from codereview_rules.performance._queries.signature import takes
from codereview_rules.performance._queries.single import Single
from codereview_rules.performance._queries.telling import Hit, Teller
from codereview_rules.performance._queries.unsent import Unsent
from codereview_rules.performance._queries.values import Values
from codereview_rules.performance._queries.verdicts import Event
from codereview_rules.performance._queries.yielded import failing

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, RefFact
    from codereview.facts.project import ProjectFacts
    from codereview_rules.performance._queries.kinds import Value
    from codereview_rules.performance._queries.ways import Way

_OF_ELEMENT = re.compile(r"\[\]\.([^.()\[\]!*^]+)[^\[\]]*\Z")
_STATEMENTS = frozenset({"sql", "statement", "sa_in", "sa_bulk", "sa_update", "sa_delete"})
_EVALUATORS = frozenset(f"builtins.{name}" for name in tables.EVALUATORS)
_BUILT = {"django": "django", "": "django"}
_GUARDED = m.IN_TRY | m.CONDITIONAL | m.IN_HANDLER | m.EXITS_LOOP


class Scan:
    """One pass over a project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.loops = Loops(project)
        self.values = Values(project)
        self.events = Events(self.values)
        self.reach = Reach(project, self.events, self.loops)
        self.lazy = Lazy(project, self.values, self.events, self.reach)
        self.teller = Teller(project, self.loops, self.reach, self.values)
        self.single = Single(project, self.values)
        self.unsent = Unsent(project)
        self._first: dict[str, dict[tuple[int, str], CallFact]] = {}

    def hits(self) -> Iterator[Hit]:
        """All queries in loops, in the order of files and lines; one for each line."""
        serialized = Serializers(self.project, self.values, self.lazy, self.reach)
        for item in serialized.found():
            if not self.loops.silent(item.path):
                yield self.teller.serialized(item)
        for path, facts in self.project.files.items():
            if not facts.loops or self.loops.silent(path):
                continue
            seen: dict[int, Hit] = {}
            for hit in (*self._calls(path, facts), *self._reads(path, facts)):
                seen.setdefault(hit.at.line, hit)
            for lines in failing(self.project, path) if seen else ():
                seen = {line: hit for line, hit in seen.items() if line not in lines}
            loads: set[tuple[int, str]] = set()
            for line in sorted(seen):
                hit = seen[line]
                if hit.once is None or hit.once not in loads:
                    yield hit
                if hit.once is not None:
                    loads.add(hit.once)

    # calls

    def _calls(self, path: str, facts: FileFacts) -> Iterator[Hit]:
        names, of, through = tables.EVENT_NAMES, self.events.of, self.reach.through
        for call in self.reach.looped[path]:
            if call.varies < 0 and not call.flags & m.ITERATED:
                continue
            event = of(path, call) if call.path[call.path.rfind(".") + 1 :] in names else None
            built, way = None, None
            if event is None:
                if call.path in _EVALUATORS or (call.kwargs and ("many", "=True") in call.kwargs):
                    built = self._built(path, call)
                else:
                    way = through(call)
                    if way is not None and not takes(self.project.function(way[1]), call):
                        continue
                if built is None and way is None:
                    continue
            loop = self._repeating(path, facts, call)
            lazy = event is not None and event.how in tables.DJANGO_LAZY
            if loop < 0 or is_fetched(facts, call) or (lazy and is_element(facts, call)):
                continue
            if event is not None and event.advice == "redis" and self.unsent.holds(path, call):
                continue
            if event is not None:
                if event.advice not in _STATEMENTS or not self.loops.given(facts.loops[loop], call):
                    yield self.teller.direct(path, facts, call, loop, event)
            elif built is not None:
                yield self.teller.direct(path, facts, built[0], loop, built[1])
            elif way is not None and not self._is_told(way[0]):
                yield self.teller.through(path, facts, call, loop, way[0], way[1])
        yield from self._nested(path, facts)
        yield from self._commits(path, facts)

    def _repeating(self, path: str, facts: FileFacts, at: CallFact | RefFact) -> int:
        """The loop that repeats something, unless it has one round."""
        loop = self.loops.repeating(path, at)
        return -1 if loop >= 0 and self.single.of_loop(path, facts, loop) else loop

    def _is_told(self, way: Way) -> bool:
        """Whether the query at the end of a way stands in a loop that it is told of."""
        return way.call.loop >= 0 and way.call.varies >= 0 and self.loops.repeating(way.file, way.call) >= 0

    def _commits(self, path: str, facts: FileFacts) -> Iterator[Hit]:
        """A transaction for each object that a loop adds; not where it keeps errors of items apart."""
        commits = [call for call in self.reach.looped[path] if call.path.endswith(".commit")]
        if not commits:
            return
        added = {(call.path.rpartition(".")[0], call.loop) for call in self.reach.looped[path] if _adds(call)}
        for call in commits:
            head = call.path.rpartition(".")[0]
            if (head, call.loop) not in added or call.flags & _GUARDED:
                continue
            value = self.values.of(path, head)
            if (value is None or value.kind != "session") and not self.events.is_session(head):
                continue
            if self.loops.per_item(path, call.loop):
                event = Event("write", "row", "commit", "sa_commit", 1)
                yield self.teller.direct(path, facts, call, call.loop, event)

    def _built(self, path: str, call: CallFact) -> tuple[CallFact, Event] | None:
        """The query that ``list(query)`` and the like run, if it was built in the loop."""
        for arg in call.args:
            found = self._run_here(path, arg, call.loop)
            if found is not None:
                return found
        return None

    def _nested(self, path: str, facts: FileFacts) -> Iterator[Hit]:
        """Queries that an inner loop runs over and that were built in the outer loop."""
        for loop in facts.loops:
            if loop.parent < 0 or loop.iterable[:1] in "=":
                continue
            built = self._run_here(path, loop.iterable, loop.parent)
            if built is not None:
                outer = self._repeating(path, facts, built[0])
                if outer >= 0:
                    yield self.teller.direct(path, facts, built[0], outer, built[1])

    def _run_here(self, path: str, what: str, loop: int) -> tuple[CallFact, Event] | None:
        """The call in a loop that built a query, and what running it is."""
        if not what.endswith(")"):
            return None
        head = what[: what.rindex("(")]
        call = self._varying(path).get((loop, head))
        if call is None or call.flags & m.ITERATED or self.loops.repeating(path, call) < 0:
            return None
        value = self.values.of(path, what)
        if value is None or value.kind not in ("query", "values") or value.loaded:
            return None
        related = value.relation is not None
        advice = _BUILT.get(value.lib, "active_in") if not related else "prefetch"
        if value.lib == "sqlalchemy":
            advice = "sa_in"
        sure, relation = 2 if value.certain else 1, value.relation.name if value.relation else ""
        name = head.rpartition(".")[2]
        if advice == "django" and value.lib == "django" and name not in tables.DJANGO_LAZY:
            advice = "rows"  # a method of its own builds it: by what it asks is not told
        return call, Event("read", value.label or "row", name, advice, sure, None, relation)

    def _varying(self, path: str) -> dict[tuple[int, str], CallFact]:
        """The first call of a path in each loop of a file that varies, by loop and path."""
        found = self._first.get(path)
        if found is None:
            found = self._first[path] = {}
            for call in self.reach.looped[path]:
                if call.varies >= 0:
                    found.setdefault((call.loop, call.path), call)
        return found

    # relations

    def _reads(self, path: str, facts: FileFacts) -> Iterator[Hit]:
        for ref in facts.refs:
            if ref.loop >= 0 and ref.varies < 0 and facts.loops[ref.loop].kind == "while":
                yield from self._walk(path, facts, ref)
            if ref.loop >= 0 and ref.varies >= 0 and "[]" in ref.path and self._is_member(ref.path):
                yield from self._read(path, facts, ref, ref.path, None)
        for call in self.reach.looped[path]:
            if call.varies < 0:
                continue
            if "[]" in call.path and self._is_member(call.path) and not is_fetched(facts, call):
                yield from self._read(path, facts, call, call.path, call)
            for arg in call.given:
                if "[]" in arg and not call.path.startswith("="):
                    yield from self._argument(path, facts, call, arg)

    def _is_member(self, said: str) -> bool:
        """Whether what a path reads of an element has the name of something that a model has: all else is left out
        before anything is looked up."""
        found = _OF_ELEMENT.search(said)
        return found is not None and found.group(1) in self.values.models.members

    def _walk(self, path: str, facts: FileFacts, ref: RefFact) -> Iterator[Hit]:
        """``while node: node = node.parent``: each step of the way up is a query."""
        head, _, name = ref.path.rpartition(".")
        if name.islower() and head and name in self.values.models.members:
            load = self.values.walk(path, ref.path).load
            own = load is not None and load.relation.target == load.row.model and load.relation.name == name
            if load is not None and own and not load.relation.many:
                yield self.teller.walk(path, facts, ref, load)

    def _read(
        self, path: str, facts: FileFacts, at: CallFact | RefFact, said: str, call: CallFact | None
    ) -> Iterator[Hit]:
        tokens = split(said)
        position = len(tokens) - 1 - tokens[::-1].index("[]")
        given = "".join(tokens[: position + 1])
        if "*" in tokens[position + 1 :] or not self._iterated(facts, at, given):
            return
        row = self.values.of(path, given)
        if row is None or row.kind != "row" or not row.many:
            return
        loop = self._repeating(path, facts, at)
        if loop < 0:
            return
        found = self.lazy.of(row, tokens[position + 1 :], path, at.line, call) or self._backref(
            path, facts, at, said, row
        )
        if found is not None and self.lazy.runs(found, path, at.line):
            yield self.teller.lazy(path, facts, at, loop, found, read=call is None)

    def _backref(
        self, path: str, facts: FileFacts, at: CallFact | RefFact, said: str, row: Value
    ) -> Found | None:
        """``for video in channel.videos`` with peewee, whose backrefs are queries."""
        value = self.values.of(path, said)
        if value is None or value.kind != "related" or value.lib != "peewee" or value.relation is None:
            return None
        if value.loaded or not any(one.iterable == said and one.parent == at.loop for one in facts.loops):
            return None
        return Found(event_of(Load(value.relation, row)), (), path, at.line, 0, row)

    def _iterated(self, facts: FileFacts, at: CallFact | RefFact, row: str) -> bool:
        """Whether a loop around a place runs over what the row is an element of."""
        for index in around(facts, at.loop):
            iterable = facts.loops[index].iterable
            if row.startswith(element(iterable)) or iterable.startswith(
                ("builtins.enumerate", "builtins.zip", "itertools.")
            ):
                return True
        return False

    def _argument(self, path: str, facts: FileFacts, call: CallFact, arg: str) -> Iterator[Hit]:
        if call.path != "builtins.str" and id(call) not in self.reach.callees:
            return
        row = self.values.of(path, arg) if self._iterated(facts, call, arg) else None
        if row is None or row.kind != "row" or not row.many:
            return
        loop = self.loops.repeating(path, call)
        if loop < 0:
            return
        if call.path == "builtins.str":
            found = self.lazy.of(row, (".__str__",), path, call.line, call)
        else:
            found = self.lazy.arguments(path, call, arg, row)
        if found is not None:
            yield self.teller.lazy(path, facts, call, loop, found)


def _adds(call: CallFact) -> bool:
    """``session.add(x)`` for what a loop gives."""
    return call.loop >= 0 and call.varies == call.loop and call.path.rpartition(".")[2] in ("add", "merge")
