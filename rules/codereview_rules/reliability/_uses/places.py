"""Which files are judged: not what a program wrote or somebody else keeps."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Zone
from codereview.facts.project import ProjectFacts

_LEFT_OUT = (Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT)


def judged(project: ProjectFacts) -> Iterator[str]:
    """The files that are held against the definitions, in the order of their paths."""
    for path, facts in project.files.items():
        if facts.failure is None and project.zone(path) not in _LEFT_OUT and not path.endswith(".pyi"):
            yield path


def symbol(project: ProjectFacts, path: str, function: int) -> str:
    """The qualified name of the function that something stands in; empty outside of functions."""
    return project.files[path].symbol(function)
