"""The files of a project that deploy it, read once."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.collect.ignore import IgnoreFile, Pattern, deciding
from codereview.facts.deployment.compose import Compose, Service, compose, is_compose
from codereview.facts.deployment.dockerfile import Dockerfile, dockerfile
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_DOCKERFILE = re.compile(r"(?:[\w.-]+\.)?(?:Dockerfile|Containerfile|dockerfile)(?:[._-][\w.-]+)?$")
_NOT = (
    ".dockerignore",
    ".md",
    ".txt",
    ".j2",
    ".jinja",
    ".tmpl",
    ".tpl",
    ".mako",
    ".erb",
    ".template",
    ".py",
    ".rst",
)
_FOR_WORK = re.compile(
    r"(?:^|[/._-])(?:dev(?:el|elop|elopment|container)?|debug|local|tests?|testing|e2e|ci|override|docs?|lint|bench"
    r"(?:mark)?s?|example|examples|sample|samples|demo|demos|sandbox|playground|tutorials?|template"
    r"|templates|cookiecutter)"
    r"(?=[/._-]|$)|(?:^|/)\.(?!docker|github|deploy|do/|ci/|build)[\w-]+/",
    re.IGNORECASE,
)


class Deployment:
    """Dockerfiles and compose files of a project by path, outside of tests and examples."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project

    @cached_property
    def dockerfiles(self) -> dict[str, Dockerfile]:
        """All that can be read, those of tests and documentation left out."""
        found = {}
        for path, text in self.project.texts.items():
            name = path.rpartition("/")[2]
            if _DOCKERFILE.match(name) and not name.endswith(_NOT) and self._counts(path):
                read = dockerfile(path, text)
                if read is not None and "{{" not in text and "{%" not in text:
                    found[path] = read
        return found

    @cached_property
    def composes(self) -> dict[str, Compose]:
        """All that can be read, those of tests and documentation left out."""
        found = {}
        for path, text in self.project.texts.items():
            if is_compose(path) and self._counts(path) and "{%" not in text and "{{" not in text:
                read = compose(path, text)
                if read is not None:
                    found[path] = read
        return found

    @cached_property
    def services(self) -> tuple[tuple[Compose, Service], ...]:
        """All services of all compose files."""
        return tuple((file, service) for file in self.composes.values() for service in file.services)

    def built(self, path: str) -> tuple[tuple[Compose, Service], ...]:
        """The services whose image a Dockerfile builds."""
        return tuple((file, s) for file, s in self.services if s.context is not None and s.dockerfile == path)

    @cached_property
    def _ignores(self) -> dict[str, IgnoreFile]:
        found = {}
        for path, text in self.project.texts.items():
            if path.rpartition("/")[2] == ".gitignore":
                base = path[: -len(".gitignore")]
                found[base] = IgnoreFile(base, path, text)
        return found

    def is_ignored(self, path: str) -> bool:
        """Whether the project's ``.gitignore`` files name a path; a folder's ends in ``/``."""
        return self.ignoring(path) is not None

    def ignoring(self, path: str) -> Pattern | None:
        """The line of a ``.gitignore`` by which git leaves a path out."""
        pattern = deciding(path, self._ignores.get)
        return None if pattern is None or pattern.negated else pattern

    def _counts(self, path: str) -> bool:
        return self.project.zone(path) in (Zone.PRODUCTION, Zone.SCRIPTS)


def is_for_work(path: str) -> bool:
    """Whether a file is for developing, testing or showing the program, by its path."""
    return _FOR_WORK.search(path) is not None


__all__ = ["Deployment", "is_for_work"]
