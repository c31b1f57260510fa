"""Which modules run in one program."""

from __future__ import annotations

from collections import defaultdict

from codereview.api import Zone
from codereview.facts.project import ProjectFacts


class Programs:
    """Tells whether two production modules are ever loaded together: some module imports both, on whatever way."""

    def __init__(self, project: ProjectFacts) -> None:
        self.importers: dict[str, list[str]] = defaultdict(list)
        for path, others in project.imports.items():
            if project.zone(path) is Zone.PRODUCTION:
                for other in others:
                    self.importers[other].append(path)
        self._above: dict[str, frozenset[str]] = {}

    def above(self, path: str) -> frozenset[str]:
        """The modules that load a module, itself included."""
        known = self._above.get(path)
        if known is None:
            seen = {path}
            waiting = [path]
            while waiting:
                for other in self.importers.get(waiting.pop(), ()):
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
            known = self._above[path] = frozenset(seen)
        return known

    def share(self, one: str, other: str) -> bool:
        """Whether some module loads both."""
        return one == other or not self.above(one).isdisjoint(self.above(other))
