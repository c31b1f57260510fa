"""Which method runs where an abstract one is called: the one that a single class of the project provides."""

from __future__ import annotations

from functools import cached_property

from codereview.api import Zone
from codereview.facts.project import Key, ProjectFacts


class Implementations:
    """Answers for one project; worked out on the first question."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project

    def only(self, key: Key) -> Key | None:
        """The one implementation of an abstract method outside of tests; None if there are several or none."""
        function = self.project.function(key)
        found = set()
        for cls in self._below.get((key[0], function.cls), ()) if function.cls >= 0 else ():
            index = self.project.resolver.class_(cls).methods.get(function.name)
            if index is not None and not self.project.function((cls[0], index)).stub:
                found.add((cls[0], index))
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _below(self) -> dict[Key, set[Key]]:
        """For each class, those of production that derive from it."""
        found: dict[Key, set[Key]] = {}
        for path, facts in self.project.files.items():
            if self.project.zone(path) is Zone.TESTS:
                continue
            for index in range(len(facts.classes)):
                for base in self.project.resolver.bases((path, index))[1:]:
                    if not isinstance(base, str):
                        found.setdefault(base, set()).add((path, index))
        return found
