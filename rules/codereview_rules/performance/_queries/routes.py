"""Views that nothing routes to, as far as a project shows how it routes the others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from codereview.api import Zone
from codereview.facts.paths import last_name, split

if TYPE_CHECKING:
    from codereview.facts.module import ClassFact
    from codereview.facts.project import ProjectFacts

_AS_VIEW = ".as_view"
_REGISTERS = ".register"


class Routes:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project

    def lacks(self, path: str, cls: ClassFact) -> bool:
        """Whether a view is named nowhere outside of tests, where the views beside it are routed by their names."""
        return (
            not cls.decorators
            and cls.name not in self._named
            and any(other.name in self._routed for other in self.project.files[path].classes)
        )

    @cached_property
    def _routed(self) -> frozenset[str]:
        """The names of the classes that are registered with a router, or asked for a view."""
        found = set()
        for path, facts in self.project.files.items():
            for call in () if self.project.zone(path) is Zone.TESTS else facts.calls:
                if call.path.endswith(_AS_VIEW):
                    found.add(last_name(call.path.removesuffix(_AS_VIEW)))
                elif call.path.endswith(_REGISTERS):
                    found.update(map(last_name, call.given))
        return frozenset(found)

    @cached_property
    def _named(self) -> frozenset[str]:
        """All words of what is called, passed, read, imported, extended or held."""
        paths: set[str] = set()
        for path, facts in self.project.files.items():
            if self.project.zone(path) is Zone.TESTS:
                continue
            for call in facts.calls:
                paths.update((call.path, call.written, *call.given))
            paths.update(ref.path for ref in facts.refs)
            paths.update(item.name for item in facts.imports)
            for cls in facts.classes:
                paths.update((*cls.bases, *(attr.path for attr in cls.attrs)))
        return frozenset(token.rpartition(".")[2] for one in paths if one for token in _words(one))


def _words(path: str) -> list[str]:
    return [word for token in split(path) for word in token.split(".")]
