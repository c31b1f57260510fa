"""What the calls in the loops of a project lead to, by what they resolve to or by a name that only one class has."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts import module as m
from codereview.facts.paths import last_name
from codereview_rules.performance._queries.events import Events
from codereview_rules.performance._queries.loops import Loops
from codereview_rules.performance._queries.ways import Way, Ways

if TYPE_CHECKING:
    from codereview.facts.module import CallFact
    from codereview.facts.project import Key, ProjectFacts

_STEMS = (
    "repo",
    "repository",
    "dao",
    "crud",
    "store",
    "service",
    "manager",
    "gateway",
    "storage",
    "db",
    "database",
    "client",
)


class Reach:
    """Functions that calls in loops reach, and their ways to queries."""

    def __init__(self, project: ProjectFacts, events: Events, loops: Loops) -> None:
        self.project = project
        self.events = events
        self.loops = loops
        self.ways = Ways(project, events, loops)
        self.callees: dict[int, Key] = {}
        """The functions that the calls in loops resolve to, for each call that varies."""
        self._named: dict[int, Key] = {}
        self._below: dict[Key, tuple[Key, ...]] = {}
        self._lead()

    @cached_property
    def looped(self) -> dict[str, tuple[CallFact, ...]]:
        """The calls in the loops of each file that has some, tests and code of others left out."""
        return {
            path: tuple(call for call in facts.calls if call.loop >= 0)
            for path, facts in self.project.files.items()
            if facts.loops and not self.loops.silent(path)
        }

    def callee(self, file: str, call: CallFact) -> Key | None:
        """The function of the project that a call runs, as far as its path tells."""
        path = call.path
        if path[0] == "?" or path.startswith("builtins."):
            return None
        return self.project.callee(self.project.resolve(file, path))

    def through(self, call: CallFact) -> tuple[Way, Key] | None:
        """The way to a query through a call in a loop: by what it resolves to, or by a name that only one class
        has."""
        key = self.callees.get(id(call)) or self._named.get(id(call))
        if key is None:
            return None
        way = self.ways.of(key)
        if way is None:
            for other in self._below.get(key, ()):
                instead = self.ways.of(other)
                if instead is not None:
                    return instead._replace(conditions=instead.conditions + 2), other
        return (way, key) if way is not None else None

    def _lead(self) -> None:
        """Finds what each call in a loop that varies leads to, and works out the ways of all."""
        unknown: list[CallFact] = []
        for path, calls in self.looped.items():
            for call in calls:
                if call.varies >= 0 or call.flags & m.ITERATED:
                    key = self.callee(path, call)
                    if key is not None:
                        self.callees[id(call)] = key  # facts live as long as the project
                    elif call.path[0] in "%?@":
                        unknown.append(call)
        keys = set(self.callees.values())
        stubs = {one.name for one in map(self.project.function, keys) if one.stub and one.cls >= 0}
        called = {call.path[call.path.rfind(".") + 1 :] for call in unknown}
        methods = self._methods(called | {name for name in stubs if not name.startswith("__")})
        for key in keys:
            if self.project.function(key).stub:
                self._below[key] = tuple(self._overrides(key, methods))
        for call in unknown:
            named = self._by_name(call, methods)
            if named is not None:
                self._named[id(call)] = named
        self.ways.learn(sorted({*keys, *self._named.values()}))

    def _overrides(self, key: Key, methods: dict[str, list[Key]]) -> list[Key]:
        """The methods that implement an abstract one."""
        function = self.project.function(key)
        if function.cls < 0 or function.name.startswith("__"):
            return []
        owner, files = (key[0], function.cls), self.project.files
        return [
            other
            for other in methods[function.name]
            if other != key
            and owner in self.project.resolver.bases((other[0], files[other[0]].functions[other[1]].cls))
        ]

    def _methods(self, names: set[str]) -> dict[str, list[Key]]:
        """The methods of some names that do something, outside of tests."""
        found: dict[str, list[Key]] = {name: [] for name in names}
        for path, facts in self.project.files.items():
            if facts.classes and not self.loops.silent(path):
                for index, function in enumerate(facts.functions):
                    if function.name in names and function.cls >= 0 and not function.stub:
                        found[function.name].append((path, index))
        return found

    def _by_name(self, call: CallFact, methods: dict[str, list[Key]]) -> Key | None:
        """``self.user_repo.by_id(x)`` with a repository that is not annotated."""
        head, _, name = call.path.rpartition(".")
        keys = methods[name]
        if len(keys) != 1 or not head:
            return None
        receiver = last_name(head).strip("_").lower().replace("_", "")
        file, index = keys[0]
        facts = self.project.files[file]
        owner = facts.classes[facts.functions[index].cls].name.lower()
        if not any(stem in receiver or stem in owner for stem in _STEMS):
            return None
        return keys[0] if len(receiver) > 3 and (receiver in owner or owner in receiver) else None
