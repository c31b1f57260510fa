"""Which modules belong to one program."""

from __future__ import annotations

from codereview.api import Zone
from codereview.facts.project import ProjectFacts


def linked(project: ProjectFacts) -> dict[str, str]:
    """For each production module one that stands for all that imports connect it with, in
    whatever direction."""
    parent: dict[str, str] = {path: path for path in project.files if project.zone(path) is Zone.PRODUCTION}

    def root(path: str) -> str:
        while parent[path] != path:
            parent[path] = parent[parent[path]]
            path = parent[path]
        return path

    for path, others in project.imports.items():
        if path in parent:
            for other in others:
                if other in parent:
                    one, two = sorted((root(path), root(other)))
                    parent[two] = one
    return {path: root(path) for path in parent}
