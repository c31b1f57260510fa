"""Which files are judged, and how functions are named."""

from __future__ import annotations

from codereview.api import Zone
from codereview.facts.project import Key, ProjectFacts

_JUDGED = frozenset({Zone.PRODUCTION, Zone.SCRIPTS})


def judged(project: ProjectFacts, path: str) -> bool:
    """Whether handlers of a file matter: those of tests, examples, documents and of what is kept aside harm nobody."""
    return project.zone(path) in _JUDGED and not project.live.aside.in_folder(path)


def symbol(project: ProjectFacts, key: Key) -> str:
    """The qualified name of a function, empty for a module's own code."""
    return project.function(key).qualname if key[1] >= 0 else ""


def named(project: ProjectFacts, key: Key) -> str:
    """A function as messages name it."""
    return f"`{project.function(key).name}()`" if key[1] >= 0 else "the module's own code"
