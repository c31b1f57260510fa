"""Functions of a project that load relations with a query, told by what they call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codereview.facts.paths import last_name
from codereview_rules.performance._queries import tables

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_LOADS = (".select_related", ".prefetch_related")
_MOST_LEVELS = 3


def loaders(project: ProjectFacts) -> frozenset[str]:
    """The names of functions that load relations, and of the methods of managers that call them."""
    found = {
        facts.functions[call.function].name
        for facts in project.files.values()
        for call in facts.calls
        if call.function >= 0 and call.path.endswith(_LOADS)
    }
    passed = [(name, called) for name, called in _of_managers(project) if name not in found]
    for _ in range(_MOST_LEVELS):
        found |= {name for name, called in passed if called & found}
    return frozenset(found)


def _of_managers(project: ProjectFacts) -> Iterator[tuple[str, set[str]]]:
    """The methods of managers and querysets of the project: their names, and the names of what they call."""
    for path, facts in project.files.items():
        for index, cls in enumerate(facts.classes):
            bases = project.resolver.bases((path, index)) if cls.bases and cls.methods else ()
            if any(isinstance(base, str) and base.startswith(tables.MANAGER_BASES) for base in bases):
                for name, method in cls.methods.items():
                    yield name, {last_name(call.path) for call in project.calls_in((path, method))}
