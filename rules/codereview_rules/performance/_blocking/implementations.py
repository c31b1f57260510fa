"""Which method runs where an abstract one is called: the one that a single class of the project provides."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from codereview.api import Zone
from codereview.facts.project import Key, ProjectFacts


class Implementations:
    """Answers for one project; methods are looked up by name on the first question."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project

    def only(self, key: Key) -> Key | None:
        """The one implementation of an abstract method outside of tests; None if there are several or none."""
        function = self.project.function(key)
        if function.cls < 0:
            return None
        owner, bases = (key[0], function.cls), self.project.resolver.bases
        found = {method for cls, method in self._named.get(function.name, ()) if owner in bases(cls)[1:]}
        return found.pop() if len(found) == 1 else None

    def may_be_outside(self, owner: Key | None, key: Key) -> bool:
        """Whether a class that is not read stands before the one whose method is found, among the bases of a class."""
        if owner is None:
            return False
        method = (key[0], self.project.function(key).cls)
        for base in self.project.resolver.class_(owner).bases:
            target = self.project.resolve(owner[0], base)
            if target.kind != "class":
                return True
            if method in self.project.resolver.bases(target.key):
                return False
        return False

    @cached_property
    def _named(self) -> dict[str, list[tuple[Key, Key]]]:
        """The methods of production that do something, with their classes, by name."""
        found: dict[str, list[tuple[Key, Key]]] = defaultdict(list)
        for path, facts in self.project.files.items():
            if self.project.zone(path) is not Zone.TESTS:
                for index, cls in enumerate(facts.classes):
                    for name, method in cls.methods.items():
                        if not facts.functions[method].stub:
                            found[name].append(((path, index), (path, method)))
        return found
