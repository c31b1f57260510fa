"""Who makes the objects of a class: a method that nothing in the project calls is called by what such an object is
given to, a library as a rule, on behalf of who made it."""

from __future__ import annotations

from codereview.api import Zone
from codereview.facts.project import Key, ProjectFacts


class Makers:
    """Answers for one project."""

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
        named = frozenset({self._project.resolver.class_(own).name})
        for path, calls in self._project.spellings.calls(named).items():
            for call in () if self._project.zone(path) is Zone.TESTS else calls:
                target = self._project.resolve(path, call.path)
                if target.kind != "class" or target.key != own:
                    continue
                if call.function < 0:
                    return {}
                found[path, call.function] = True
        return found
