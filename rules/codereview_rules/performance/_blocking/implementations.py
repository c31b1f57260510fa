"""Which method runs where an abstract one is called: the one that a single class of the project provides."""

from __future__ import annotations

from codereview.api import Zone
from codereview.facts.project import Key, ProjectFacts


class Implementations:
    """Answers for one project; methods are looked up by name on the first question."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._named: dict[str, list[tuple[Key, Key]]] = {}

    def only(self, key: Key) -> Key | None:
        """The one implementation of an abstract method outside of tests; None if there are several or none."""
        function = self.project.function(key)
        if function.cls < 0:
            return None
        owner, bases = (key[0], function.cls), self.project.resolver.bases
        found = {method for cls, method in self._methods(function.name) if owner in bases(cls)[1:]}
        return found.pop() if len(found) == 1 else None

    def _methods(self, name: str) -> list[tuple[Key, Key]]:
        """The methods of production that do something and have a name, with their classes."""
        if name not in self._named:
            self._named[name] = [
                ((path, index), (path, method))
                for path, facts in self.project.files.items()
                if self.project.zone(path) is not Zone.TESTS
                for index, cls in enumerate(facts.classes)
                if (method := cls.methods.get(name)) is not None and not facts.functions[method].stub
            ]
        return self._named[name]
