"""Who makes the objects of a class: a method that nothing in the project calls is called by what such an object is
given to, a library as a rule, on behalf of who made it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from codereview.api import Zone
from codereview.facts.module import CallFact
from codereview.facts.paths import known, last_name
from codereview.facts.project import Key, ProjectFacts


class Makers:
    """Answers for one project, from an index made on the first question."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project

    def of(self, key: Key) -> dict[Key, bool]:
        """The functions that make objects of the class of a method, as callers of it; nothing if a module does, which
        may give them to anybody.

        Args:
            key: the method.
        """
        found: dict[Key, bool] = {}
        own = (key[0], self._project.function(key).cls)
        for path, call in self._calls.get(self._project.resolver.class_(own).name, ()):
            target = self._project.resolve(path, call.path)
            if target.kind != "class" or target.key != own:
                continue
            if call.function < 0:
                return {}
            found[path, call.function] = True
        return found

    @cached_property
    def _calls(self) -> dict[str, list[tuple[str, CallFact]]]:
        """The calls of what is named like a class, by its last name, with their files."""
        found: dict[str, list[tuple[str, CallFact]]] = defaultdict(list)
        for path, facts in self._project.files.items():
            if self._project.zone(path) is Zone.TESTS:
                continue
            for call in facts.calls:
                name = last_name(call.path)
                if name.lstrip("_")[:1].isupper() and known(call.path):
                    found[name].append((path, call))
        return found
