"""The calls of one function that matter: those that block, and those of plain functions of the project."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from codereview.api import Place, Zone
from codereview.facts import module as m
from codereview.facts.module import CallFact, FunctionFact
from codereview.facts.paths import known
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.resolve import ANNOTATED, INFERRED, Target

from .awaited import is_asked_for
from .callables import (
    ASYNC_CLIENTS,
    CONSUMERS,
    GATHER,
    WRAPPERS,
    awaitable,
    begins,
    gives_at_once,
    in_memory,
    never_wait,
    table,
    waits,
)
from .exchanges import joined
from .extent import measured
from .found import Hit, Step
from .handed import called_here
from .implementations import Implementations
from .made import Made
from .memo import kept
from .naming import as_read, canonical, thing, title
from .offloading import Decorators
from .parts import Parts
from .texts import weighed

_LOADERS = ("get_", "load", "init", "ensure", "connect", "setup", "lazy")
_MANAGERS = ("contextmanager",)


class Scanner:
    """Looks at one function at a time; answers are remembered."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.decorators = Decorators(project)
        self.implementations = Implementations(project)
        self._scanned: dict[Key, tuple[list[Hit], list[Step]]] = {}
        self._parts = Parts(project)
        self._made = Made(project)
        self._nonblocking: dict[str, bool] = {}
        self._kept = kept(project)

    def scan(self, key: Key) -> tuple[list[Hit], list[Step]]:
        """The blocking calls in a function, and its calls of functions that run on the same thread."""
        found = self._scanned.get(key)
        if found is None:
            found = self._scanned[key] = ([], [])
            self._calls(key, *found)
            self._iterations(key, *found)
            if found[0]:
                calls, loops = self.project.calls_in(key), self._parts.of(key).loops
                found[0][:] = joined(measured(weighed(found[0], calls, loops), calls, loops))
            self._entered(key, found[1])
            if self.project.function(key).is_async:
                self._properties(key, found[1])
            self._remembered(key, *found)
        return found

    def _remembered(self, key: Key, hits: list[Hit], steps: list[Step]) -> None:
        """What stands after ``if self._kept: return self._kept`` runs once, or again after a while."""
        function = self.project.function(key)
        line, kind = self._kept.get((key[0], function.line, function.column), (0, ""))
        if kind == "memo":
            hits[:] = [hit._replace(once=hit.once or hit.at.line > line) for hit in hits]
            steps[:] = [step._replace(once=step.once or step.at.line > line) for step in steps]
        elif kind:
            hits[:] = [hit._replace(lapses=hit.at.line > line) for hit in hits]
            steps[:] = [step._replace(lapses=step.at.line > line) for step in steps]

    def _calls(self, key: Key, hits: list[Hit], steps: list[Step]) -> None:
        calls = self.project.calls_in(key)
        handed = {a for call in calls if call.path in GATHER or call.path in WRAPPERS for a in call.args}
        openers: list[tuple[str, CallFact, bool]] = []
        for call in sorted(calls, key=lambda c: (c.line, c.column)):
            if call.flags & m.TYPE_CHECKING:
                continue
            target = self.project.resolve(key[0], call.path)
            if target.kind == "unknown" and self._looks_pooled(key[0], call):
                target = Target("external", "urllib3.PoolManager().request", via=INFERRED)
            if target.kind == "external":
                if call.path + "()" in handed:
                    continue
                if call.path in CONSUMERS:
                    self._consumed(key, call, hits, steps)
                elif not (call.flags & m.AWAITED and awaitable(target, call)) and not (
                    target.name.startswith("socket.socket()") and self._never_waits(key)
                ):
                    self._external(key, call, target, hits, openers)
            elif target.kind in ("function", "class", "instance"):
                steps.extend(self._followed(key, call, target))
            for path in called_here(call, calls):
                self._handed(key, call, path, hits, steps)

    def _never_waits(self, key: Key) -> bool:
        """Whether the sockets of a function are told not to wait; of a method, by whatever one of the file."""
        path = key[0]
        if self.project.function(key).cls < 0:
            return never_wait(self.project.calls_in(key))
        if path not in self._nonblocking:
            self._nonblocking[path] = never_wait(self.project.files[path].calls)
        return self._nonblocking[path]

    def _looks_pooled(self, file: str, call: CallFact) -> bool:  # ``pool.request("GET", ...)``, of urllib3
        if not call.path.endswith(".request") or call.args[:1] != ("=str",) or call.flags & m.AWAITED:
            return False
        tops = {item.module.partition(".")[0] for item in self.project.files[file].imports}
        return "urllib3" in tops and not tops & ASYNC_CLIENTS

    def _handed(self, key: Key, call: CallFact, path: str, hits: list[Hit], steps: list[Step]) -> None:
        """What a call is given and runs on this thread: ``map(f, xs)``, ``loop.call_soon(f)``."""
        if path.startswith("=lambda:"):
            steps.append(self._step(key, call, (key[0], int(path[8:])), ""))
            return
        if not known(path):
            return
        target = self.project.resolve(key[0], path)
        group = table().find(target.name) if target.kind == "external" else None
        if group is not None and not group.follows:
            sure = target.via not in (ANNOTATED, INFERRED)
            hits.append(Hit(key, call, target.name, group, sure, call, canonical(target.name), given=True))
        elif target.kind == "function" and not self.project.function(target.key).is_generator:
            steps.extend(self._followed(key, call, target))

    def _external(
        self,
        key: Key,
        call: CallFact,
        target: Target,
        hits: list[Hit],
        openers: list[tuple[str, CallFact, bool]],
    ) -> None:
        group = table().find(target.name)
        if group is None or self._made.otherwise(key, call, target):
            return
        memory = in_memory(target.name, call)
        if not group.follows:
            openers.append((target.name, call, memory))
        calls = self.project.calls_in(key)
        if memory or not waits(target.name, call) or gives_at_once(target.name, call, calls):
            return
        cause: Place = call
        if group.follows:
            began = [(c, mem) for name, c, mem in openers if begins(group, target.name, name)]
            if began and began[-1][1]:
                return
            cause = began[-1][0] if began else call
        sure = target.via not in (ANNOTATED, INFERRED)
        hits.append(
            Hit(
                key,
                call,
                target.name,
                group,
                sure,
                cause,
                as_read(call, target.name),
                bool(call.flags & m.IN_HANDLER),
                once=self._loads(key, call),
            )
        )

    def _consumed(self, key: Key, call: CallFact, hits: list[Hit], steps: list[Step]) -> None:
        """``list(x)``: x is iterated over here."""
        for arg in call.args[:1]:
            self._iterated(key, arg, call, hits, steps)

    def _iterations(self, key: Key, hits: list[Hit], steps: list[Step]) -> None:
        for loop in self._parts.of(key).loops:
            if loop.kind != "while" and not loop.is_async:
                self._iterated(key, loop.iterable, loop, hits, steps)

    def _iterated(self, key: Key, path: str, at: Place, hits: list[Hit], steps: list[Step]) -> None:
        if not path or path[0] in "?=":
            return
        target = self.project.resolve(key[0], path)
        if target.kind == "generator":
            function = self.project.function(target.key)
            crossing = self.decorators.crossing(target.key)
            if not function.is_async and crossing.runs:
                where = next((c for c in self.project.calls_in(key) if _is_header(c, path, at)), at)
                sure = target.via not in (ANNOTATED,) and crossing.sure
                steps.append(
                    Step(
                        key,
                        where,
                        target.key,
                        title(function, self.project, target.key),
                        sure,
                        crossing.once,
                    )
                )
        elif target.kind == "external":
            name = target.name + ".__iter__"
            group = table().find(name)
            opened = any(hit.name + "()" == target.name for hit in hits)
            if group is not None and not (group.follows and opened):
                sure = target.via not in (ANNOTATED, INFERRED)
                hits.append(Hit(key, at, name, group, sure, at, f"iterating over {thing(target.name)}"))

    def _entered(self, key: Key, steps: list[Step]) -> None:
        """``with lock:`` runs the two methods of a context manager of the project."""
        for ref in self._parts.of(key).refs:
            if ref.flags & m.ENTERED:
                target = self.project.resolve(key[0], ref.path)
                for name in ("__enter__", "__exit__") if target.kind == "instance" else ():
                    method = self._method(target, name)
                    if method is not None and not self.project.function(method).is_async:
                        steps.append(self._step(key, ref, method, target.via))

    def _properties(self, key: Key, steps: list[Step]) -> None:
        """Reads of first-party properties: their code runs here."""
        for ref in self._parts.of(key).refs:
            owner, _, name = ref.path.rpartition(".")
            if name not in self._property_names or ref.path[0] in "?=" or not owner:
                continue
            base = self.project.resolve(key[0], owner)
            if base.kind != "instance":
                continue
            method = self._method(base, name)
            if method is not None and _is_property(self.project.function(method)):
                steps.append(self._step(key, ref, method, base.via))

    @cached_property
    def _property_names(self) -> frozenset[str]:
        """The names of all properties of the project."""
        return frozenset(f.name for _, f in self.project.functions if f.decorators and _is_property(f))

    def _followed(self, key: Key, call: CallFact, target: Target) -> Iterator[Step]:
        for callee in () if is_asked_for(self.project, key[0], call) else self._callees(call, target):
            via, function = target.via, self.project.function(callee)
            if function.stub and (only := self.implementations.only(callee)) is not None:
                callee, via, function = only, INFERRED, self.project.function(only)
            if function.is_async or function.stub or self._is_from_a_test(key, callee):
                continue
            if call.flags & m.AWAITED and (function.decorators or self._gives_either(callee)):
                continue
            if call.flags & m.AWAITED and self.implementations.may_be_outside(target.owner, callee):
                continue
            manages = any(path.endswith(_MANAGERS) for path in function.decorators)
            entered = manages and call.flags & m.ENTERED
            if function.is_generator and not entered and not call.flags & m.ITERATED:
                continue
            if self.decorators.crossing(callee).runs:
                step = self._step(key, call, callee, via)
                yield step
                for wrapper in self.decorators.wrappers(callee):
                    yield step._replace(callee=wrapper, sure=False)

    def _is_from_a_test(self, key: Key, callee: Key) -> bool:
        """Whether a test hands a function of its own to one that is none."""
        zone = self.project.zone
        return zone(callee[0]) is Zone.TESTS and zone(key[0]) is not Zone.TESTS

    def _gives_either(self, key: Key) -> bool:
        """Whether a plain function gives back a coroutine, or in another branch what a plain function does: whoever
        awaits it has the first one."""
        found = [
            self.project.resolve(key[0], path[:-2])
            for path in self.project.function(key).returns
            if path[-2:] == "()"
        ]
        kinds = {self.project.function(target.key).is_async for target in found if target.kind == "function"}
        return len(kinds) > 1

    def _step(self, key: Key, at: Place, callee: Key, via: str) -> Step:
        crossing = self.decorators.crossing(callee)
        function = self.project.function(callee)
        sure = crossing.sure and via not in (ANNOTATED, INFERRED)
        started = bool(getattr(at, "flags", 0) & m.CONDITIONAL) and _begins(function)
        once = crossing.once or started or self._first_time(key, at)
        return Step(key, at, callee, title(function, self.project, callee), sure, once)

    def _first_time(self, key: Key, at: Place) -> bool:
        """Whether a call fills what is then kept: a global, an attribute, an entry of a mapping."""
        flags = getattr(at, "flags", 0)
        return bool(flags & m.FILLS or (flags & m.CONDITIONAL and self.project.function(key).globals))

    def _loads(self, key: Key, call: CallFact) -> bool:
        """Whether a function that is called for a kept object makes it by this call: ``get_model()``."""
        loader = self.project.function(key).name.lstrip("_").startswith(_LOADERS)
        return bool(call.flags & m.FILLS) or (loader and self._first_time(key, call))

    def _callees(self, call: CallFact, target: Target) -> Iterator[Key]:
        if target.kind == "function":
            yield target.key
            return
        names: tuple[str, ...] = ("__new__", "__init__", "__post_init__")
        if target.kind == "instance":
            names = ("__call__",)
        if call.flags & m.ENTERED and not call.flags & m.AWAITED and target.kind == "class":
            names += ("__enter__", "__exit__")
        for name in names:
            found = self._method(target.but(kind="instance"), name)
            if found is not None:
                yield found

    def _method(self, instance: Target, name: str) -> Key | None:
        for base in self.project.resolver.bases(instance.key):
            if isinstance(base, str):
                continue
            index = self.project.resolver.class_(base).methods.get(name)
            if index is not None:
                return base[0], index
        return None


def _is_header(call: CallFact, path: str, loop: Place) -> bool:
    """Whether a call is what the loop at a place iterates over."""
    return (
        bool(call.flags & m.ITERATED) and call.path + "()" == path and loop.line <= call.line <= loop.line + 2
    )


def _begins(function: FunctionFact) -> bool:
    """``if not self._ready: self._initialize()``"""
    return function.name.lstrip("_").startswith(("init", "ensure_init", "lazy_"))


def _is_property(function: FunctionFact) -> bool:
    return any(path.rpartition(".")[2] in ("property", "cached_property") for path in function.decorators)
