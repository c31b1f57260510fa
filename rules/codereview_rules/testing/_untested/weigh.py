"""Untested modules and functions in the order of what depends on them."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from codereview.api import Zone
from codereview.facts.fingerprints import word_hash
from codereview.facts.module import FunctionFact
from codereview.facts.project import Key, ProjectFacts

_LEAST_FUNCTION = 3
_DEPTH = 6
_OTHER_PROCESS = frozenset(
    "subprocess playwright selenium splinter docker testcontainers tavern locust robot pexpect multiprocessing".split()
)


@dataclass(frozen=True)
class Module:
    """A module that no test imports: the complexity of its functions together, and how many modules import it."""

    path: str
    functions: int
    complexity: int
    importers: int

    @property
    def weight(self) -> int:
        """What it counts for: complexity, once for itself and once for each module that stands on it."""
        return self.complexity * (1 + self.importers)


@dataclass(frozen=True)
class Function:
    """A public function that no test reaches, and from how many places production code calls it."""

    path: str
    fact: FunctionFact
    calls: int

    @property
    def weight(self) -> int:
        """What it counts for."""
        return self.fact.complexity * (1 + self.calls)


class Untested:
    """What the tests of a project leave out.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._testing = project.testing

    @cached_property
    def modules(self) -> list[Module]:
        """The modules that no test imports, the heaviest first; those that nothing at all reaches are left to the
        rule on such modules."""
        found = [
            self._module(path)
            for path in self._testing.unreached_modules
            if self._project.live.reachability.of(path).label != "unreachable"
        ]
        return sorted(found, key=lambda module: (-module.weight, module.path))

    def _module(self, path: str) -> Module:
        functions = [f for f in self._project.files[path].functions if not f.stub and f.name != "<lambda>"]
        return Module(path, len(functions), sum(f.complexity for f in functions), self._importers[path])

    @cached_property
    def _importers(self) -> Counter[str]:
        return Counter(
            other
            for path, others in self._project.imports.items()
            if self._project.zone(path) is Zone.PRODUCTION
            for other in others
        )

    @cached_property
    def functions(self) -> list[Function]:
        """Public functions of modules that tests import which run in no test, the heaviest first; only those whose
        callers are all known."""
        found = []
        for key in self._testing.unreached_functions:
            function = self._project.function(key)
            if function.complexity >= _LEAST_FUNCTION and (calls := self._calls(key, function)):
                found.append(Function(key[0], function, calls))
        return sorted(found, key=lambda item: (-item.weight, item.path, item.fact.line))

    def _calls(self, key: Key, function: FunctionFact) -> int:
        """From how many places of production it is called; 0 where it can be reached on a way that is not seen."""
        edges = [edge for edge in self._project.callers.get(key, ()) if edge.caller != key]
        return len(edges) if edges and self._is_settled(key, frozenset()) else 0

    def _is_settled(self, key: Key, seen: frozenset[Key]) -> bool:
        """Whether all that spells the name of a function calls it, and whether that holds for its callers, too."""
        path, index = key
        if index < 0 or key in seen:
            return True
        if len(seen) > _DEPTH:
            return False
        function = self._project.function(key)
        callers = {edge.caller for edge in self._project.callers.get(key, ())} - {key}
        if function.parent >= 0:
            callers.add((path, function.parent))
        if not callers:  # a method that nobody calls is called by a name that is put together
            alone = function.cls < 0 and function.name in self._project.files[path].prints.lone
            return alone and not self._is_spelled(function.name, {path})
        if self._is_spelled(function.name, {path, *(caller[0] for caller in callers)}):
            return False
        return all(self._is_settled(caller, seen | {key}) for caller in sorted(callers))

    def _is_spelled(self, name: str, but: set[str]) -> bool:
        """Whether a file spells a name, other than those given and packages that pass it on."""
        data = word_hash(name).to_bytes(4, sys.byteorder)
        if any(data in words for words in self._project.mentions.values()):
            return True
        return any(
            path not in but and data in facts.prints.words and not path.endswith("__init__.py")
            for path, facts in self._project.files.items()
        )

    @cached_property
    def other_process(self) -> bool:
        """Whether tests start programs of their own, of which imports tell nothing."""
        return self._testing.runners.other or any(
            item.module.partition(".")[0] in _OTHER_PROCESS
            for path in (*self._testing.files, *self._testing.support)
            for item in self._project.files[path].imports
        )
