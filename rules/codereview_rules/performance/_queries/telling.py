"""From what was found in a loop to what is said of it: message, path, confidence and severity."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from codereview.api import At, Confidence, Related, Severity
from codereview.facts import module as m
from codereview_rules.performance._queries.advice import advise, named, told
from codereview_rules.performance._queries.asked import Asked, Askers
from codereview_rules.performance._queries.audience import is_for_admins, is_of_admins
from codereview_rules.performance._queries.beside import awaits, of_one
from codereview_rules.performance._queries.evidence import Evidence
from codereview_rules.performance._queries.growth import unwrapped
from codereview_rules.performance._queries.in_rounds import InRounds
from codereview_rules.performance._queries.jobs import Jobs
from codereview_rules.performance._queries.lazy import by_literals, of_other_rows
from codereview_rules.performance._queries.loops import Loops
from codereview_rules.performance._queries.rarely import Rarely
from codereview_rules.performance._queries.refined import Refined, reads_the_key
from codereview_rules.performance._queries.served import Served
from codereview_rules.performance._queries.verdicts import Event
from codereview_rules.performance._queries.weighing import Step, Weights

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, LoopFact, RefFact
    from codereview.facts.project import Key, ProjectFacts
    from codereview_rules.performance._queries.kinds import Load
    from codereview_rules.performance._queries.lazy import Found
    from codereview_rules.performance._queries.reach import Reach
    from codereview_rules.performance._queries.serializers import Serialized
    from codereview_rules.performance._queries.values import Values
    from codereview_rules.performance._queries.ways import Way

_AGGREGATES = frozenset({"aggregate", "aaggregate"})
_SHORT = 5
"""Lines of a loop that does little besides one call."""


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


class Teller:
    """Makes hits."""

    def __init__(self, project: ProjectFacts, loops: Loops, reach: Reach, values: Values) -> None:
        self.project = project
        self.values = values
        self.loops = loops
        self.reach = reach
        self.askers = Askers(project)
        self.rarely = Rarely(project, loops)
        self.served = Served(project)
        jobs = Jobs(project)
        self.rounds = InRounds(project, reach, self.askers, jobs)
        self.refined = Refined(values, reach.events, jobs)
        self.weights = Weights(loops, jobs, Evidence(project, values, self.rounds, jobs))

    def direct(self, path: str, facts: FileFacts, call: CallFact, loop: int, event: Event) -> Hit:
        """A call that runs a query itself, or that builds the one that is run there."""
        fact = facts.loops[loop]
        asked, key = self.askers.of(path, call), self._builder(path, call) if event.kind == "read" else None
        if key is not None:
            asked = asked._replace(unclear=True)  # by what it asks stands there
        if call.varies < 0 and event.kind == "read":
            event = event._replace(advice="after" if self.rounds.changes(path, facts, loop) else "same")
        elif event.advice == "m2m" and event.how != "clear" and of_one(facts, call):
            plain = event.how != "set" and "through_defaults" not in dict(call.kwargs)
            event = event._replace(advice="m2m_many" if plain else "m2m")
        event = self.refined.of(facts, fact, call, event, asked)
        message = (
            f"`{event.how}()` {told(event, asked)} {self._each(path, fact, call)}: {advise(event, asked)}."
        )
        hops: tuple[Related, ...] = ()
        if key is not None:  # a helper that builds the query
            function = self.project.function(key)
            hops = (Related(key[0], function.line, f"`{function.qualname}` builds the query"),)
        return self._hit(path, facts, call, loop, message, event, hops, 0, len(hops))

    def _builder(self, path: str, call: CallFact) -> Key | None:
        """The first-party function that gives the query which is run where it was called."""
        target = self.project.resolve(path, call.path) if call.path[0] != "?" else None
        return self.project.callee(target) if target is not None else None

    def through(
        self, path: str, facts: FileFacts, call: CallFact, loop: int, way: Way, key: tuple[str, int]
    ) -> Hit:
        """A call of a function that reaches a query."""
        fact = facts.loops[loop]
        name = self.project.function(key).qualname
        event, asked = self.rounds.of_class(path, call, way)
        depends = self.rounds.depends(path, call, way, asked)
        written = depends == "written" or (depends == "same" and self.rounds.changes(path, facts, loop))
        if event.advice == "prefetch" and not self.values.are_rows(path, fact.iterable):
            event = event._replace(advice="django", relation="")
        if written and event.kind == "read" and event.advice != "reread":
            event = event._replace(advice="after")
        elif depends == "same" and event.kind == "read":
            event = event._replace(advice="same", sure=0 if way.conditions else event.sure)
        elif depends != "item" and event.kind == "read" and asked.built:
            event = event._replace(advice="built")
        advice = advise(event, asked, proven=depends == "item")
        message = (
            f"`{name}()` {told(event, asked, way.conditions > 0)} {self._each(path, fact, call)}: {advice}."
        )
        hops = [Related(file, line, f"calls `{called}`") for file, line, called in way.hops]
        inner = self.project.function((way.file, way.call.function)).qualname
        said = f"`{inner}` runs `{event.how}()` on {named(event, asked)}"
        hops.append(Related(way.file, way.call.line, said))
        unlike = key == (path, call.function) or self.rounds.is_job(way, key, way.conditions > 0)
        depth = len(way.hops) + 1
        if depends != "item" and call.flags & m.DROPPED:
            unlike = True  # it is called for something else than what it reads
        if depends not in ("item", "same"):
            unlike = (
                unlike or fact.end_line - fact.line > _SHORT or not self.values.are_rows(path, fact.iterable)
            )
        return self._hit(
            path, facts, call, loop, message, event, tuple(hops), way.conditions, depth, unlike, True
        )

    def lazy(
        self, path: str, facts: FileFacts, at: CallFact | RefFact, loop: int, found: Found, read: bool = False
    ) -> Hit:
        """A relation or a member of a row that queries when it is called or ``read``."""
        fact = facts.loops[loop]
        event = found.event
        if event.load is not None and ".using()" in fact.iterable:
            event = event._replace(advice="load")  # a join would look in the other database
        elif not found.hops and reads_the_key(facts, fact, event, at):
            event = event._replace(advice="key")
        model, asked = found.row.label or "row", None
        if event.load is not None:
            model = event.load.row.label or "row"
            text = f"Reading `{model}.{event.how}` {self._runs(facts, fact, event.load, at)}"
        else:
            asked = self._asked(found)
            if by_literals(self.project, found, asked):
                event = event._replace(advice="same")
            text = f"`{event.how}()` {told(event, asked)} {self._each(path, fact, at)}"
        if found.hops and event.load is not None and of_other_rows(self.project, found):
            text += f", and there once for each row that `{found.hops[-1][2]}` goes through"
            message = f"{text}: have the query that loads those rows load `{event.how}` as well."
        elif event.load is not None and (held := self._of_relation(path, facts, fact)):
            message = f"{text}: have what loads `{held}` load the `{event.how}` of its rows as well."
        else:
            message = f"{text}: {advise(event, asked, model)}."
        hops = [Related(file, line, f"through `{called}`") for file, line, called in found.hops]
        if found.hops:
            hops.append(Related(found.file, found.line, f"`{event.how}` is read here"))
        if event.load is not None:
            relation = event.load.relation
            hops.append(Related(relation.path, relation.line, f"`{model}.{relation.name}` is declared here"))
        depth = len(found.hops) + (1 if found.conditions and found.hops else 0)
        job = bool(found.hops) and self._is_job(found)
        counted = event.load is None and not event.relation and event.how in _AGGREGATES and bool(found.hops)
        more = job or (counted and isinstance(at, m.CallFact) and bool(at.args))
        hit = self._hit(
            path, facts, at, loop, message, event, tuple(hops), found.conditions, depth, job, more=more
        )
        if event.load is None:
            # a property that a name holds: reading on in its value asks for nothing
            return hit._replace(once=(loop, hit.cause)) if read and found.hops else hit
        return hit._replace(once=(loop, f"{model}.{event.how}"))

    def _of_relation(self, path: str, facts: FileFacts, loop: LoopFact) -> str:
        """The relation of another row that a loop runs over as it is: another query than its own may have loaded it."""
        rows = unwrapped(facts, loop)
        value = self.values.of(path, rows)
        if value is None or value.relation is None or not value.relation.many:
            return ""
        name = value.relation.name
        return name if rows.endswith((f".{name}", f".{name}.all()")) else ""

    def _runs(self, facts: FileFacts, loop: LoopFact, load: Load, at: CallFact | RefFact) -> str:
        """What reading a relation in a loop does: a session of SQLAlchemy finds a row that it holds by its key, and one
        that is asynchronous runs nothing where it is not awaited."""
        each, relation = self._each(facts.path, loop, at), load.relation
        if relation.lib != "sqlalchemy":
            return f"runs a query {each}" + (" that has one" if relation.optional else "")
        if awaits(facts, loop):
            return f"asks for a query, which an `AsyncSession` refuses to run there, {each}"
        return f"runs a query {each}" + (
            "" if relation.many else ", save for rows that the session holds already"
        )

    def _is_job(self, found: Found) -> bool:
        """Whether the method of a row that reads something also writes: then each round is a job of its own."""
        return self.rounds.changing(found.hops[0][2])

    def walk(self, path: str, facts: FileFacts, ref: RefFact, load: Load) -> Hit:
        """A relation to the same model that a ``while`` loop follows from row to row."""
        model, name = load.row.label, load.relation.name
        event = Event("load", model, name, "walk", 1)
        line = facts.loops[ref.loop].line
        text = f"Reading `{model}.{name}` runs a query in each round of the loop at line {line}"
        hops = (Related(load.relation.path, load.relation.line, f"`{model}.{name}` is declared here"),)
        hit = self._hit(path, facts, ref, ref.loop, f"{text}: {advise(event)}.", event, hops, 0, 0)
        return hit._replace(
            severity=Severity.INFO, confidence=Confidence.LOW, once=(ref.loop, f"{model}.{name}")
        )

    def _each(self, path: str, loop: LoopFact, at: CallFact | RefFact) -> str:
        weights = self.weights
        missed = weights.jobs.misses(path, loop, at) or weights.evidence.answers.passed(path, loop, at)
        most = "at most " if missed else ""
        return f"{most}once for each `{self.loops.said(loop)}` of the loop at line {loop.line}"

    def _asked(self, found: Found) -> Asked:
        """What the query asks for that reading something of a row ends in."""
        for call in self.project.files[found.file].calls:
            if call.line == found.line and call.path.endswith(f".{found.event.how}"):
                return self.askers.of(found.file, call)
        return Asked(unclear=True)

    def _is_by_row(self, item: Serialized) -> bool:
        """Whether a query asks by the row of the list, as those of its model do; others may ask by anything."""
        event, hops, model = item.found.event, item.found.hops, item.row.model
        if not hops or event.load is not None or event.relation or model is None:
            return True
        bases = [base for base in self.project.resolver.bases(model) if not isinstance(base, str)]
        owner = hops[0][2].rpartition(".")[0]
        return owner in {self.project.resolver.class_(base).qualname for base in bases}

    def serialized(self, item: Serialized) -> Hit:
        """A field of a serializer that queries."""
        facts = self.project.files[item.path]
        event, found = item.found.event, item.found
        model = found.row.label or "row"
        asked = self._asked(found)
        asked_of = event.how if event.load is not None else event.relation or named(event, asked)
        optional = event.load is not None and event.load.relation.optional
        message = (
            f"`{item.serializer}` queries `{asked_of}` once for each {item.row.label or 'row'} "
            f"{'with one in' if optional else 'of'} the list that `{item.view}` gives: "
            f"{advise(event, asked, model, self._is_by_row(item))}."
        )
        related = [Related(item.view_path, item.view_line, f"`{item.view}` serializes its queryset with it")]
        related += [Related(file, line, f"through `{called}`") for file, line, called in found.hops]
        if (found.file, found.line) != (item.path, item.line):
            related.append(Related(found.file, found.line, f"`{event.how}` is read here"))
        symbol = facts.classes[item.cls].qualname
        plain = event.kind == "load" and not found.hops and not found.conditions  # a field that is a relation
        confidence = Confidence.HIGH if plain else Confidence.MEDIUM
        confidence = Confidence.LOW if found.conditions > 1 else confidence
        where = At(item.line)
        if self.loops.once(item.view_path, -1):
            confidence = Confidence.LOW
        severity = Severity.INFO if confidence is Confidence.LOW else Severity.HIGH
        if severity is Severity.HIGH:
            unused = self.loops.hands.is_unused(item.view_path)
            check = f"whether anything routes to `{item.view}`" if unused else item.check
            if check := check or self.weights.evidence.of_list(item):
                message = f"{message[:-1]}; check first {check}."
                confidence = Confidence.LOW
        if severity is Severity.HIGH and is_for_admins(item.view_path, item.view):
            severity = Severity.MEDIUM
        return Hit(item.path, where, message, severity, confidence, symbol, tuple(related), "", "")

    def _hit(
        self, path: str, facts: FileFacts, at: CallFact | RefFact, loop: int, message: str, event: Event,
        hops: tuple[Related, ...], conditions: int, depth: int, unlike: bool = False, through: bool = False,
        more: bool = False,
    ) -> Hit:  # fmt: skip
        fact = facts.loops[loop]
        symbol = facts.symbol(at.function)
        rows = self.values.are_rows(path, fact.iterable)
        upserts = event.kind == "read" and not rows and self.rounds.upserts(path, facts, loop, at, event)
        more = more or self.rounds.relates(path, facts, loop, event)
        places = tuple(place for one in hops if (place := (one.path, one.line)) != (path, at.line))
        step = Step(path, at, fact, conditions, depth, unlike, through, rows, upserts, places, more)
        weight = self.weights.of(facts, step, event)
        if weight.note:
            message = f"{message[:-1]} ({weight.note})."
        elif weight.check:
            message = f"{message[:-1]}; check first {weight.check}."
        severity = weight.severity
        own = (path, at.function)
        confidence = weight.confidence
        seldom = self.rarely.runs(own) or self.served.is_job(own, fact, through)
        if severity in (Severity.HIGH, Severity.MEDIUM) and seldom:
            if confidence is not Confidence.LOW:
                message = f"{message[:-1]}; check first how often it runs, and whether anybody waits for it."
            severity, confidence = Severity.MEDIUM, Confidence.LOW
        elif severity is Severity.HIGH and is_of_admins(self.project, own):
            severity = Severity.MEDIUM  # few wait for it
        if confidence is Confidence.HIGH and self.served.beside(own):
            confidence = Confidence.MEDIUM
        related = (Related(path, fact.line, "the loop"), *hops)
        last = hops[-1] if hops else None
        cause = f"{last.path}:{last.line}" if last is not None else ""
        where = At(at.line, at.column, at.end_line, at.end_column)
        return Hit(path, where, message, severity, confidence, symbol, related, "", cause)
