"""Goes through the loops of a project and tells which run queries per item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from codereview.api import At, Confidence, Related, Severity
from codereview.facts import module as m
from codereview.facts.paths import element, split
from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.advice import advise
from codereview_rules.performance._queries.events import Events
from codereview_rules.performance._queries.lazy import Found, Lazy
from codereview_rules.performance._queries.loops import Loops
from codereview_rules.performance._queries.reach import Reach, Way
from codereview_rules.performance._queries.serializers import Serialized, Serializers
from codereview_rules.performance._queries.values import Values
from codereview_rules.performance._queries.verdicts import Event

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, RefFact
    from codereview.facts.project import ProjectFacts


_STATEMENTS = frozenset({"sql", "sa_in", "sa_bulk"})


class Hit(NamedTuple):
    """A query in a loop, ready to be told."""

    path: str
    at: At
    message: str
    severity: Severity
    confidence: Confidence
    symbol: str
    related: tuple[Related, ...]
    checked: str
    cause: str
    once: tuple[int, str] | None = None
    """Loop and relation: what was loaded once in a round is there for the rest of it."""


class Scan:
    """One pass over a project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.loops = Loops(project)
        self.values = Values(project)
        self.events = Events(self.values)
        self.reach = Reach(project, self.events, self.loops)
        self.lazy = Lazy(project, self.values, self.events, self.reach)

    def hits(self) -> Iterator[Hit]:
        """All queries in loops, in the order of files and lines; one for each line."""
        serialized = Serializers(self.project, self.values, self.lazy, self.reach)
        for item in serialized.found():
            if not self.loops.silent(item.path):
                yield self._serialized(item)
        for path, facts in self.project.files.items():
            if not facts.loops or self.loops.silent(path):
                continue
            seen: dict[int, Hit] = {}
            for hit in (*self._calls(path, facts), *self._reads(path, facts)):
                seen.setdefault(hit.at.line, hit)
            loads: set[tuple[int, str]] = set()
            for line in sorted(seen):
                hit = seen[line]
                if hit.once is None or hit.once not in loads:
                    yield hit
                if hit.once is not None:
                    loads.add(hit.once)

    # calls

    def _calls(self, path: str, facts: FileFacts) -> Iterator[Hit]:
        for call in facts.calls:
            if call.loop < 0 or (call.varies < 0 and not (call.flags & m.ITERATED)):
                continue
            loop = self.loops.repeating(path, call)
            if loop < 0:
                continue
            event = self.events.of(path, call)
            if event is not None:
                if event.advice not in _STATEMENTS or not self.loops.given(facts.loops[loop], call):
                    yield self._direct(path, facts, call, loop, event)
            elif (call.path.startswith("builtins.") and call.path[9:] in tables.EVALUATORS) or (
                ("many", "=True") in call.kwargs
            ):
                built = self._built(path, facts, call)
                if built is not None:
                    yield self._direct(path, facts, built[0], loop, built[1])
            elif (through := self.reach.through(path, call)) is not None:
                yield self._through(path, facts, call, loop, through[0], through[1])
        yield from self._nested(path, facts)

    def _built(self, path: str, facts: FileFacts, call: CallFact) -> tuple[CallFact, Event] | None:
        """The query that ``list(query)`` and the like run, if it was built in the loop."""
        for arg in call.args:
            found = self._run_here(path, facts, arg, call.loop)
            if found is not None:
                return found
        return None

    def _nested(self, path: str, facts: FileFacts) -> Iterator[Hit]:
        """Queries that an inner loop runs over and that were built in the outer loop."""
        for loop in facts.loops:
            if loop.parent < 0 or loop.iterable[:1] in "=":
                continue
            built = self._run_here(path, facts, loop.iterable, loop.parent)
            if built is not None:
                outer = self.loops.repeating(path, built[0])
                if outer >= 0:
                    yield self._direct(path, facts, built[0], outer, built[1])

    def _run_here(self, path: str, facts: FileFacts, what: str, loop: int) -> tuple[CallFact, Event] | None:
        """The call in a loop that built a query, and what running it is."""
        if not what.endswith(")"):
            return None
        value = self.values.of(path, what)
        if value is None or value.kind not in ("query", "values") or value.loaded:
            return None
        head = what[: what.rindex("(")]
        for call in facts.calls:
            if call.loop == loop and call.path == head and call.varies >= 0:
                if call.flags & m.ITERATED or self.loops.repeating(path, call) < 0:
                    return None
                related = value.relation is not None
                advice = "sa_in" if value.lib == "sqlalchemy" else "prefetch" if related else "django"
                what_ = value.label or "row"
                return call, Event("read", what_, head.rpartition(".")[2], advice, 2 if value.certain else 1)
        return None

    def _direct(self, path: str, facts: FileFacts, call: CallFact, loop: int, event: Event) -> Hit:
        fact = facts.loops[loop]
        verb = {"write": "writes", "lookup": "asks"}.get(event.kind, "queries")
        per = self.loops.said(path, fact)
        message = (
            f"`{event.how}()` {verb} {event.what} once for each `{per}` of the loop at line "
            f"{fact.line}: {advise(event)}."
        )
        return self._hit(path, facts, call, loop, message, event, (), 0, 0)

    def _through(
        self, path: str, facts: FileFacts, call: CallFact, loop: int, way: Way, key: tuple[str, int]
    ) -> Hit:
        fact = facts.loops[loop]
        name = self.project.function(key).qualname
        per = self.loops.said(path, fact)
        message = (
            f"`{name}()` runs `{way.event.how}()` on {way.event.what} once for each `{per}` of the loop at "
            f"line {fact.line}: "
            f"{advise(way.event)}."
        )
        hops = [Related(file, line, f"calls `{called}`") for file, line, called in way.hops]
        hops.append(Related(way.file, way.call.line, f"`{way.event.how}()` queries {way.event.what}"))
        return self._hit(
            path, facts, call, loop, message, way.event, tuple(hops), way.conditions, len(way.hops) + 1
        )

    # relations

    def _reads(self, path: str, facts: FileFacts) -> Iterator[Hit]:
        for ref in facts.refs:
            if ref.loop >= 0 and ref.varies >= 0 and ("[]" in ref.path or ref.path[0] == "%"):
                yield from self._read(path, facts, ref, ref.path, None)
        for call in facts.calls:
            if call.loop < 0 or call.varies < 0:
                continue
            if "[]" in call.path:
                yield from self._read(path, facts, call, call.path, call)
            for arg in (*call.args, *(value for _, value in call.kwargs)):
                if "[]" in arg and not call.path.startswith("="):
                    yield from self._argument(path, facts, call, arg)

    def _read(
        self, path: str, facts: FileFacts, at: CallFact | RefFact, said: str, call: CallFact | None
    ) -> Iterator[Hit]:
        tokens = split(said)
        position = 0
        for position in range(len(tokens) - 1, 0, -1):
            if tokens[position] == "[]":
                row = self.values.of(path, "".join(tokens[: position + 1]))
                if row is not None and row.kind == "row" and row.many:
                    break
        else:
            return
        loop = self.loops.repeating(path, at)
        if loop < 0 or position + 1 >= len(tokens) or {"*", "[]"} & set(tokens[position + 1 :]):
            return
        if not self._iterated(facts, at, "".join(tokens[: position + 1])):
            return
        found = self.lazy.of(row, tokens[position + 1 :], path, at.line, call)
        if found is not None:
            yield self._lazy(path, facts, at, loop, found)

    def _iterated(self, facts: FileFacts, at: CallFact | RefFact, row: str) -> bool:
        """Whether a loop around a place runs over what the row is an element of."""
        index = at.loop
        while index >= 0:
            iterable = facts.loops[index].iterable
            if row.startswith(element(iterable)) or iterable.startswith(
                ("builtins.enumerate", "builtins.zip", "itertools.")
            ):
                return True
            index = facts.loops[index].parent
        return False

    def _argument(self, path: str, facts: FileFacts, call: CallFact, arg: str) -> Iterator[Hit]:
        row = self.values.of(path, arg)
        if row is None or row.kind != "row" or not row.many:
            return
        loop = self.loops.repeating(path, call)
        if loop < 0 or not self._iterated(facts, call, arg):
            return
        if call.path == "builtins.str":
            found = self.lazy.of(row, (".__str__",), path, call.line, call)
        else:
            found = self.lazy.arguments(path, call, arg, row)
        if found is not None:
            yield self._lazy(path, facts, call, loop, found)

    def _lazy(self, path: str, facts: FileFacts, at: CallFact | RefFact, loop: int, found: Found) -> Hit:
        fact = facts.loops[loop]
        event, per = found.event, self.loops.said(path, fact)
        model = found.row.label or "row"
        if event.load is not None:
            model = event.load.row.label or "row"
            text = (
                f"Reading `{model}.{event.how}` queries the database once for each `{per}` of the loop "
                f"at line {fact.line}"
            )
        else:
            text = (
                f"`{event.how}()` queries {event.what} once for each `{per}` of the loop at line {fact.line}"
            )
        message = f"{text}: {advise(event, 0, model, event.how)}."
        hops = [Related(file, line, f"through `{called}`") for file, line, called in found.hops]
        if found.hops:
            hops.append(Related(found.file, found.line, f"`{event.how}` is read here"))
        if event.load is not None:
            relation = event.load.relation
            hops.append(Related(relation.path, relation.line, f"`{model}.{relation.name}` is declared here"))
        hit = self._hit(path, facts, at, loop, message, event, tuple(hops), found.conditions, len(found.hops))
        return hit if event.load is None else hit._replace(once=(loop, f"{model}.{event.how}"))

    def _serialized(self, item: Serialized) -> Hit:
        facts = self.project.files[item.path]
        event, found = item.found.event, item.found
        model = found.row.label or "row"
        message = (
            f"`{item.serializer}` queries `{event.how}` once for each {model} of the list that "
            f"`{item.view}` gives: "
            f"{advise(event, 0, model, event.how)}."
        )
        related = [Related(item.view_path, item.view_line, f"`{item.view}` serializes its queryset with it")]
        related += [Related(file, line, f"through `{called}`") for file, line, called in found.hops]
        if (found.file, found.line) != (item.path, item.line):
            related.append(Related(found.file, found.line, f"`{event.how}` is read here"))
        symbol = facts.classes[item.cls].qualname
        confidence = Confidence.LOW if found.conditions > 1 else Confidence.MEDIUM
        where = At(item.line)
        return Hit(item.path, where, message, Severity.HIGH, confidence, symbol, tuple(related), "", "")

    # what all have

    def _hit(
        self, path: str, facts: FileFacts, at: CallFact | RefFact, loop: int, message: str, event: Event,
        hops: tuple[Related, ...], conditions: int, depth: int,
    ) -> Hit:  # fmt: skip
        fact = facts.loops[loop]
        symbol = facts.functions[at.function].qualname if at.function >= 0 else ""
        confidence = Confidence.HIGH
        if conditions or depth or event.sure == 1:
            confidence = Confidence.MEDIUM
        if conditions > 1 or depth > 3 or event.sure == 0 or self.loops.few(path, fact, at):
            confidence = Confidence.LOW
        if event.kind == "lookup" or self.loops.once(path, at.function):
            severity = Severity.LOW
        else:
            severity = Severity.MEDIUM if event.kind == "write" else Severity.HIGH
        related = (Related(path, fact.line, "the loop"), *hops)
        last = hops[-1] if hops else None
        cause = f"{last.path}:{last.line}" if last is not None else ""
        where = At(at.line, at.column, at.end_line, at.end_column)
        return Hit(path, where, message, severity, confidence, symbol, related, "", cause)
