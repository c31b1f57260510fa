"""What is declared for a file: by manifests of its application and of the folders above, by commands, by images."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import msgspec

from codereview.facts.dependencies.imported import Imported, foreign_imports
from codereview.facts.dependencies.names import brings, canonical
from codereview.facts.dependencies.project import Application
from codereview.facts.dependencies.uses import brought, uses
from codereview.facts.dependencies.values import LOCKS, Requirement

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_STUBS = re.compile(r"types-.+|.+-stubs|.+-types")
_CONDA = {
    "pytorch": "torch",
    "pytorch-cpu": "torch",
    "opencv": "opencv-python",
    "pytables": "tables",
    "msgpack-python": "msgpack",
}
_BASE = re.compile(r"^\s*FROM\s+(?:--\S+\s+)*(\S+)", re.IGNORECASE | re.MULTILINE)
_TOX = re.compile(r"(?:tox\.ini|noxfile\.py|hatch\.toml)$")
_PROJECT_FILES = ("pyproject.toml", "setup.cfg", "setup.py")
_FEW = 12
_PINNED = 0.9
PLUMBING = frozenset(
    "certifi idna urllib3 charset-normalizer markupsafe six h11 sniffio anyio greenlet wcwidth pycparser "
    "cffi itsdangerous werkzeug click blinker asgiref sqlparse pytz tzdata mako annotated-types "
    "pydantic-core typing-extensions zipp pyparsing packaging soupsieve kiwisolver cycler fonttools "
    "multidict yarl frozenlist aiosignal attrs vine billiard amqp kombu botocore s3transfer jmespath rsa "
    "pyasn1 ecdsa mdurl rpds-py et-xmlfile wrapt deprecated dnspython rfc3986 exceptiongroup pluggy "
    "iniconfig smmap gitdb tomli sgmllib3k pyasn1-modules requests-toolbelt".split()
)
"""What is hardly ever asked for by itself: without an import it is a line of a printed list, or a pin."""


class Scope(msgspec.Struct, frozen=True):
    """An application with what is declared for its files.

    Attributes:
        folder: of the application, relative to the root.
        manifests: the manifests that declare, nearest first; none if all that they declare is for developers.
        requirements: what they ask for in any group, what images and commands install included.
        locked: entries of their lock files.
        printed: whether a manifest lists all that was installed.
        unknown: why it cannot be told what is declared (dependencies that are computed); empty if it can.
    """

    folder: str
    manifests: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    locked: tuple[Requirement, ...]
    printed: bool
    unknown: str

    def is_complete(self) -> bool:
        """Whether all that gets installed is known, by a lock file or a printed list."""
        return bool(self.locked) or self.printed

    def shown(self) -> str:
        """The manifests, for a sentence."""
        names = [f"`{name}`" for name in self.manifests[:3]]
        more = len(self.manifests) - len(names)
        return ", ".join(names) + (f" and {more} more" if more > 0 else "")


class Declared:
    """Joins imports with manifests.

    Args:
        project: the whole repository.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.dependencies = project.dependencies
        self.scope_of = lru_cache(maxsize=None)(self._scope_of)

    @cached_property
    def imports(self) -> tuple[Imported, ...]:
        """All imports of foreign modules."""
        return foreign_imports(self.project)

    @cached_property
    def applications(self) -> dict[str, Application]:
        """The applications by folder."""
        return {application.folder: application for application in self.dependencies.applications}

    @cached_property
    def by_application(self) -> dict[str, list[Imported]]:
        """The imports of the files of each application that nothing else claims, by folder."""
        found: dict[str, list[Imported]] = defaultdict(list)
        for item in self.imports:
            application = self.dependencies.application_of(item.path)
            if application is not None:
                found[application.folder].append(item)
        return found

    def _scope_of(self, folder: str) -> Scope:
        """What is declared for the files of an application: its own manifests and those of the folders above."""
        manifests: list[str] = []
        locks: list[str] = []
        for current in _above(folder):
            application = self.applications.get(current)
            if application is not None:
                manifests += application.manifests
                locks += application.locks
        manifests = list(
            dict.fromkeys(p for m in (*manifests, *locks) if self._asks(m) for p in self.with_locals(m))
        )
        requirements = [r for path in manifests for r in self.dependencies.manifests[path].requirements]
        locked = tuple(r for path in locks for r in self.dependencies.manifests[path].requirements)
        shown = [
            p for p in manifests if self.dependencies.manifests[p].requirements or self._names_project(p)
        ]
        if not any(self._is_for_running(path) for path in shown):
            shown = []
        return Scope(
            folder,
            tuple(shown),
            tuple(r for r in (*requirements, *self._installed) if not _STUBS.fullmatch(r.name)),
            locked,
            any(is_frozen(self.dependencies.manifests[path].requirements, ()) for path in shown),
            self._unknown(manifests),
        )

    def _is_for_running(self, path: str) -> bool:
        requirements = self.dependencies.manifests[path].requirements
        return self._names_project(path) or any(not r.group.startswith("dev:") for r in requirements)

    def _names_project(self, path: str) -> bool:
        manifest = self.dependencies.manifests[path]
        return bool(manifest.project) and manifest.format in ("pyproject", "setup.cfg", "setup.py")

    def _asks(self, path: str) -> bool:
        manifest = self.dependencies.manifests[path]
        if path in self.dependencies.constraint_files or manifest.format in LOCKS:
            return False
        return not (manifest.locked and any(path in locks for locks in self.dependencies.locks.values()))

    def with_locals(self, path: str) -> Iterator[str]:
        """A manifest, what it includes, and the manifests of the projects of the repository that it installs."""
        queue, seen = [path], set()
        while queue:
            for current in self.dependencies.closure(queue.pop()):
                if current in seen:
                    continue
                seen.add(current)
                yield current
                for local in self.dependencies.manifests[current].locals:
                    queue += [posixpath.join(local.folder, name) for name in _PROJECT_FILES]

    def _unknown(self, manifests: Iterable[str]) -> str:
        for path in manifests:
            manifest = self.dependencies.manifests[path]
            if manifest.dynamic and not manifest.includes:
                return f"the dependencies in {path} are computed"
            if manifest.unread:
                return f"a part of {path} could not be read: {manifest.unread[0].reason}"
        return ""

    @cached_property
    def _installed(self) -> tuple[Requirement, ...]:
        """What commands and images anywhere in the repository install without a manifest."""
        found = [r for install in self.dependencies.installs for r in install.packages]
        for path, text in self.project.texts.items():
            for match in _BASE.finditer(text) if "ockerfile" in path else ():
                for image, names in uses().images.items():
                    if image in match.group(1):
                        line = text.count("\n", 0, match.start()) + 1
                        found += [Requirement(name, name, "", "main", path, line) for name in names]
            if _TOX.search(path):
                words = set(re.findall(r"[A-Za-z][\w.-]+", text))
                found += [Requirement(canonical(w), w, "", "dev:tox", path, 1) for w in sorted(words)]
        return tuple(found)


def _above(folder: str) -> Iterator[str]:
    yield folder
    while folder:
        folder = posixpath.dirname(folder)
        yield folder


def that_bring(module: str, requirements: Iterable[Requirement]) -> Iterator[Requirement]:
    """The requirements that bring a module, surely or by their names."""
    for requirement in requirements:
        name = _CONDA.get(requirement.name, requirement.name) if requirement.conda else requirement.name
        if brings(name, module):
            yield requirement


def brought_by(module: str, scope: Scope, development: bool = True) -> tuple[str, str]:
    """A distribution that brings a module and comes along with a declared one, and that one; empty if none does.

    A lock file is asked first, then the table of well-known ones; the second is empty where a lock file has the
    distribution and does not say why.

    Args:
        module: what is imported.
        scope: where.
        development: whether what is declared for development counts.
    """
    asked = [r for r in scope.requirements if development or not r.group.startswith("dev:")]
    for locked in that_bring(module, scope.locked):
        return locked.name, _first_that_needs(locked.name, scope, asked)
    given: dict[str, tuple[str, ...]] = {}
    for requirement in asked:
        given[requirement.name] = (*given.get(requirement.name, ()), *requirement.extras)
    for name, via in brought(given).items():
        if brings(name, module):
            return name, via
    return "", ""


def _first_that_needs(name: str, scope: Scope, asked: Iterable[Requirement]) -> str:
    """The declared distribution whose needs, by the lock file, lead to another one."""
    needs: dict[str, set[str]] = defaultdict(set)
    for entry in scope.locked:
        needs[entry.name].update(entry.needs)
    for requirement in asked:
        seen, queue = {requirement.name}, [requirement.name]
        while queue:
            for other in needs.get(queue.pop(), ()):
                if other == name:
                    return requirement.name
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
    return ""


def is_frozen(requirements: Iterable[Requirement], imported: Iterable[str]) -> bool:
    """Whether a list is what ``pip freeze`` printed: all that was installed, not what the project asks for.

    Args:
        requirements: of one file.
        imported: canonical names of the distributions that the project imports.
    """
    listed = list(requirements)
    if len(listed) < _FEW or sum(r.specifier[:2] in ("==", "~=") for r in listed) < _PINNED * len(listed):
        return False
    names = {r.name for r in listed}
    along = set(brought(dict.fromkeys(set(imported) & names, ()))) | PLUMBING
    others = set(brought(dict.fromkeys(names - along, ())))
    unasked = (names & (along | others | PLUMBING)) - set(imported)
    return len(unasked) >= max(3, len(listed) // 8)
