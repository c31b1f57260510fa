"""What the rounds of a loop do besides a query, and how a query in a called function depends on their item."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts import module as m
from codereview.facts.paths import last_name, split
from codereview_rules._syntax.given import given_to
from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.asked import Asked, Askers
from codereview_rules.performance._queries.bound import (
    VARYING,
    around,
    carried,
    dependence,
    fixed,
    left_out,
)
from codereview_rules.performance._queries.verdicts import Event

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, LoopFact, RefFact
    from codereview.facts.project import Key, ProjectFacts
    from codereview_rules.performance._queries.jobs import Jobs
    from codereview_rules.performance._queries.reach import Reach
    from codereview_rules.performance._queries.ways import Way

_CREATES = frozenset("create acreate insert insert_one insert_many update_or_create".split())
_CREATING = frozenset({"bulk_create", "executemany", "returning", "mongo_write", "sa_bulk"})
_STAGED = frozenset({"add", "delete", "merge"})
_LONG = 60
"""Lines of a function that does much besides one query."""


class InRounds:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts, reach: Reach, askers: Askers, jobs: Jobs) -> None:
        self.project = project
        self.reach = reach
        self.askers = askers
        self.jobs = jobs
        self._bases: set[Key | str] = set()  # of any class, once they were asked for

    def changing(self, qualname: str) -> bool:
        """Whether a function of that qualified name writes, itself or through what it calls."""
        return any(self.reach.ways.changes(key) for key in self._by_qualname.get(qualname, ()))

    @cached_property
    def _by_qualname(self) -> dict[str, list[Key]]:
        found: dict[str, list[Key]] = {}
        for key, function in self.project.functions:
            found.setdefault(function.qualname, []).append(key)
        return found

    def changes(self, path: str, facts: FileFacts, loop: int) -> bool:
        """Whether the rounds of a loop write, so that one may read what the round before it wrote."""
        for call in facts.calls:
            if loop not in around(facts, call.loop):
                continue
            event = self.reach.events.of(path, call)
            if event is not None and event.kind == "write":
                return True
            key = self.reach.callee(path, call)
            if key is not None and self.reach.ways.changes(key):
                return True
        return False

    def stages(self, path: str, facts: FileFacts, loop: int) -> bool:
        """Whether the rounds of a loop give a session of SQLAlchemy rows to write or to delete, or call a method of a
        row that writes."""
        events = self.reach.events
        for call in facts.calls:
            head, _, name = call.path.rpartition(".")
            if not head or call.loop < 0 or loop not in around(facts, call.loop):
                continue
            value = events.values.of(path, head)
            if name in _STAGED and (events.is_session(head) if value is None else value.kind == "session"):
                return True
            own = events.values.method_of(value, name) if value is not None and value.kind == "row" else None
            if own is not None and self.reach.ways.changes(own):
                return True
        return False

    def waits(self, path: str, facts: FileFacts, loop: LoopFact) -> bool:
        """Whether the rounds of a loop await a method of which only the declaration is known, and that asks no
        database: an adapter for something else."""
        for call in facts.calls:
            if call.loop >= 0 and call.flags & m.AWAITED and call.function == loop.function:
                if not loop.line <= call.line <= loop.end_line or self.reach.through(call) is not None:
                    continue
                key = self.reach.callee(path, call)
                if key is not None and self.project.function(key).stub:
                    return True
        return False

    def asks(self, path: str, facts: FileFacts, loop: int, at: CallFact | RefFact) -> bool:
        """Whether the rounds of a loop run a query by another call than the one at a place, always."""
        return any(
            self.reach.events.of(path, call) is not None or self._leads(call)
            for call in facts.calls
            if call is not at and call.loop >= 0 and loop in around(facts, call.loop)
        )

    def kept(self, key: Key, line: int, levels: int = 1) -> bool:
        """Whether what a function comes to on a line is done only where a cache does not have it: it asks one before,
        or all who call it do."""
        if key[1] < 0:
            return False
        if self.reach.ways.cached(key, line):
            return True
        edges = [edge for edge in self.project.callers.get(key, ()) if edge.caller != key]
        edges = [edge for edge in edges if not self.reach.loops.silent(edge.caller[0])]
        return levels > 0 and bool(edges) and all(self.kept(one.caller, one.call.line, 0) for one in edges)

    def gathers(self, at: CallFact | RefFact) -> bool:
        """Whether a round only makes a coroutine, for whoever awaits all of them."""
        if not isinstance(at, m.CallFact) or at.flags & m.AWAITED:
            return False
        found = self.reach.through(at)
        return found is not None and self.project.function(found[1]).is_async

    def writes(self, path: str, at: CallFact | RefFact) -> bool:
        """Whether what stands in a loop is the writing itself."""
        event = self.reach.events.of(path, at) if isinstance(at, m.CallFact) else None
        return event is not None and event.kind != "read"

    def _leads(self, call: CallFact) -> bool:
        """Whether a call leads to a query, and that always."""
        way = None if call.flags & (m.IN_HANDLER | m.CONDITIONAL) else self.reach.through(call)
        return way is not None and way[0].conditions == 0

    def upserts(self, path: str, facts: FileFacts, loop: int, at: CallFact | RefFact, event: Event) -> bool:
        """Whether the rounds of a loop create, under a condition, a row of the model that they ask for; or a row of any
        model, if they ask under a condition too."""
        fact = facts.loops[loop]
        held = at.flags & m.IN_HANDLER or self.jobs.decided(path, fact, at)
        for call in facts.calls:
            if loop not in around(facts, call.loop):
                continue
            if call.path.endswith("_or_create"):
                return True
            if not call.flags & m.IN_HANDLER and not self.jobs.decided(path, fact, call):
                continue
            if call.path.endswith((".add", ".append")) and call.args and call.args[0].endswith("()"):
                made = last_name(call.args[0][:-2])
                added = call.path.endswith(".add")
                if made == event.what or (added and (event.what == "row" or held)):
                    return True
                continue
            found = self.reach.events.of(path, call)
            same = found is not None and found.kind == "write" and (held or found.what == event.what)
            if found is not None and same and (found.advice in _CREATING or found.how in _CREATES):
                return True
        return False

    def relates(self, path: str, facts: FileFacts, loop: int, event: Event) -> bool:
        """Whether the rounds of a loop save a row and give it the rows of a relation."""
        if event.how not in ("save", "asave"):
            return False
        found = (self.reach.events.of(path, call) for call in facts.calls if loop in around(facts, call.loop))
        return any(one is not None and one.advice == "m2m" for one in found)

    def is_job(self, way: Way, key: Key, doubted: bool) -> bool:
        """Whether a query is a small part of what a call does, or of a task that a queue may run: then each round
        is a job of its own, and what it asks for cannot be told ahead by all."""
        keys = [
            key,
            *((file, self._at(file, line)) for file, line, _ in way.hops),
            (way.file, way.call.function),
        ]
        most = _LONG // 2 if doubted else _LONG
        for one in keys:
            function = self.project.function(one)
            queued = any(
                last_name(decorator).lstrip("?") in tables.TASKS for decorator in function.decorators
            )
            if queued or function.end_line - function.body_line >= most:
                return True
        return False

    def _at(self, file: str, line: int) -> int:
        """The function that a call on a line stands in."""
        return next(call.function for call in self.project.files[file].calls if call.line == line)

    def depends(self, path: str, call: CallFact, way: Way, asked: Asked) -> str:
        """How the query at the end of a way depends on the item of the loop: see `dependence`."""
        facts = self.project.files[path]
        given: dict[str, str] | None = None
        varying: frozenset[str] = frozenset()
        ends = [file for file, _, _ in way.hops] + [way.file]
        for step, (file, one) in enumerate(self._calls(path, call, way)):
            target = self.project.resolve(file, one.path)
            key = self.project.callee(target)
            if key is None or key[0] != ends[step]:
                return ""
            bound = target.kind != "function" or target.owner is not None
            passed = given_to(self.project.function(key), bound, one)
            if given is None:
                varying = frozenset(name for name, value in passed.items() if not fixed(facts, call, value))
            else:
                inside = self.project.function((file, one.function))
                passed = {n: carried(inside, one.function, value, given) for n, value in passed.items()}
                if "" in passed.values():
                    return ""
                varying = frozenset(name for name, value in passed.items() if value[0] == VARYING)
            given = {name: VARYING if name in varying else "=" for name in passed}
            if self.reach.ways.changes(key):
                return "written"  # what it reads may have changed
            last = key
        if given is None or last[1] != way.call.function:
            return ""
        root, _, name = split(way.call.path)[0].partition(":")
        if root == f"%{way.call.function}" and name in varying and name.lower() not in tables.SESSION_NAMES:
            return ""  # it is asked of the item itself
        left = left_out(self.project.function(last), given)
        return dependence(way.call.function, asked, given, varying, left)

    def _calls(self, path: str, call: CallFact, way: Way) -> list[tuple[str, CallFact]]:
        """The calls from a loop to a query, with their files."""
        calls = [(path, call)]
        for file, line, called in way.hops:
            end = called.rpartition(".")[2]
            calls += [
                (file, inner)
                for inner in self.project.files[file].calls
                if inner.line == line and inner.path.rpartition(".")[2] == end
            ][:1]
        return calls

    def of_class(self, path: str, call: CallFact, way: Way) -> tuple[Event, Asked]:
        """The query at the end of a way. Where it is on ``cls`` of a base class, it is for the class that
        a call names on the way; if that is not known, for none that can be told."""
        event, asked = way.event, self.askers.of(way.file, way.call)
        facts = self.project.files[way.file]
        owner = facts.functions[way.call.function].cls
        if owner < 0 or facts.classes[owner].name not in (event.what, asked.model):
            return event, asked
        asks = (way.file, owner)
        names = [self._kind_of(asks, file, inner) for file, inner in reversed(self._calls(path, call, way))]
        name = next(filter(None, names), "")
        if name == facts.classes[owner].name or (not name and not self._is_base(asks)):
            return event, asked
        return event._replace(what=name or "row"), asked._replace(model=name)

    def _kind_of(self, base: Key, path: str, call: CallFact) -> str:
        """The name of the class that a call is on, if that is a class or one of its subclasses. What a class
        calls on itself may be on any of them."""
        head = call.path.rpartition(".")[0]
        target = self.project.resolve(path, head)
        if target.kind not in ("class", "instance") or base not in self.project.resolver.bases(target.key):
            return ""
        if target.key == base and head[:1] == "@":
            return ""
        return self.project.resolver.class_(target.key).name

    def _is_base(self, key: Key) -> bool:
        """Whether a class has subclasses in the project."""
        if not self._bases:
            for path, facts in self.project.files.items():
                for index in range(len(facts.classes)):
                    own = (path, index)
                    self._bases.update(base for base in self.project.resolver.bases(own) if base != own)
            self._bases.add("")
        return key in self._bases
