"""All manifests of a repository together: who includes whom, what is pinned where, what is installed by whom."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cached_property

import msgspec

from codereview.facts.dependencies.installs import Install, installs
from codereview.facts.dependencies.kinds import format_of, is_constraints
from codereview.facts.dependencies.read import read_manifest
from codereview.facts.dependencies.values import LOCKS, Manifest, Requirement, Unread
from codereview.model import Zone

_NOT_OURS = frozenset({Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT})
_DATA = frozenset(
    "fixtures fixture data testdata test_data test-data cassettes resources snapshots golden samples corpus "
    "templates project_template project_name".split()
)
# Other hidden folders hold caches, copies and what belongs to an editor.
_HIDDEN = frozenset({".github", ".gitlab", ".circleci", ".ci", ".devcontainer", ".docker", ".build"})
_PARTS = frozenset(
    "requirements requirement reqs requires constraints docs doc documentation tests test conda deps dependencies "
    "docker .github .circleci ci build etc config deploy deployment".split()
)


class Application(msgspec.Struct, frozen=True):
    """A folder with manifests of its own: the whole repository, or one of its programs or packages.

    Attributes:
        folder: relative to the root; empty for the root.
        manifests: paths of its manifests that people write.
        locks: paths of its lock files, resolved requirements files included.
    """

    folder: str
    manifests: tuple[str, ...]
    locks: tuple[str, ...]


class Dependencies:
    """What a repository needs, as its manifests say. Manifests in copies of other projects, in test data and in
    templates do not count.

    Args:
        texts: text of manifests, containers, workflows and instructions by path.
        zones: zone by path.
    """

    def __init__(self, texts: Mapping[str, str], zones: Mapping[str, Zone] | None = None) -> None:
        self._texts = texts
        self._zones = zones or {}
        self.manifests: dict[str, Manifest] = {}
        queue = [path for path in sorted(texts) if format_of(path) and self._counts(path)]
        while queue:
            path = queue.pop(0)
            form = format_of(path) or "requirements"
            manifest = read_manifest(path, texts[path], form)
            if manifest is None or path in self.manifests:
                continue
            self.manifests[path] = manifest
            queue += [p for p in (*manifest.includes, *manifest.constraints) if p in texts]

    def _counts(self, path: str) -> bool:
        zone = self._zones.get(path, Zone.PRODUCTION)
        folders = path.split("/")[:-1]
        if any(folder.startswith(".") and folder not in _HIDDEN for folder in folders):
            return False
        if zone in _NOT_OURS or any("{{" in f or "cookiecutter" in f for f in folders):
            return False
        return not (zone is Zone.TESTS and (_DATA & set(folders) or len(folders) > 2))

    def closure(self, path: str) -> tuple[str, ...]:
        """A manifest with all that it includes, itself first; constraints are not part of it."""
        found: dict[str, None] = {}
        queue = [path]
        while queue:
            current = queue.pop(0)
            if current in self.manifests and current not in found:
                found[current] = None
                queue += self.manifests[current].includes
        return tuple(found)

    def requirements(self, path: str) -> tuple[Requirement, ...]:
        """The requirements of a manifest and of all that it includes."""
        return tuple(r for p in self.closure(path) for r in self.manifests[p].requirements)

    @cached_property
    def constraint_files(self) -> frozenset[str]:
        """Files that only limit versions: named so, or taken in by ``-c`` and by no ``-r``."""
        limited = {p for m in self.manifests.values() for p in m.constraints}
        included = {p for m in self.manifests.values() for p in m.includes}
        return frozenset(
            p for p in self.manifests if p in limited - included or (is_constraints(p) and p not in included)
        )

    @cached_property
    def locks(self) -> dict[str, tuple[str, ...]]:
        """For each manifest that has one, its lock files. A resolved requirements file is one for its sources."""
        found: dict[str, list[str]] = defaultdict(list)
        for path, manifest in self.manifests.items():
            if manifest.locked:
                for source in self._locked_by(path, manifest):
                    found[source].append(path)
        return {source: tuple(dict.fromkeys(paths)) for source, paths in found.items()}

    def _locked_by(self, path: str, lock: Manifest) -> Iterable[str]:
        folder = posixpath.dirname(path)
        if lock.format == "requirements":
            sources = [s for s in lock.sources if s in self.manifests]
            stem = path.rpartition(".")[0]
            same = [f"{stem}.in"] if f"{stem}.in" in self.manifests else []
            return sources or same
        if lock.format == "Pipfile.lock":
            wanted = ["Pipfile"]
        else:
            wanted = (
                ["pyproject.toml", "setup.cfg", "setup.py"]
                if lock.format != "poetry.lock"
                else ["pyproject.toml"]
            )
        folders = {folder, *lock.members}
        for member in self.manifests.get(
            posixpath.join(folder, "pyproject.toml"), Manifest("", "pyproject")
        ).members:
            folders |= {f for f in self._folders if fnmatchcase(f, member)}
        return [
            p for f in sorted(folders) for name in wanted if (p := posixpath.join(f, name)) in self.manifests
        ]

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(posixpath.dirname(path) for path in self.manifests)

    @cached_property
    def applications(self) -> tuple[Application, ...]:
        """The folders with manifests of their own, by path. Folders such as ``requirements`` and ``docs`` are part
        of the one above."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.manifests:
            found[self._home(path)].append(path)
        return tuple(
            Application(
                folder,
                tuple(p for p in paths if not self.manifests[p].locked),
                tuple(p for p in paths if self.manifests[p].locked),
            )
            for folder, paths in sorted(found.items())
        )

    def _home(self, path: str) -> str:
        folder, _, name = path.rpartition("/")
        if (
            name in ("pyproject.toml", "setup.py", "setup.cfg", "Pipfile")
            and folder.rpartition("/")[2] != "docs"
        ):
            return folder
        while folder and folder.rpartition("/")[2] in _PARTS:
            folder = folder.rpartition("/")[0]
        return folder

    def application_of(self, path: str) -> Application | None:
        """The application that a file belongs to: that of the nearest folder above it."""
        by_folder = {application.folder: application for application in self.applications}
        folder = posixpath.dirname(path)
        while folder not in by_folder and folder:
            folder = posixpath.dirname(folder)
        return by_folder.get(folder)

    def direct(self, folder: str | None = None) -> tuple[Requirement, ...]:
        """What the repository (or one application) asks for itself: all written manifests, and resolved files of
        which nothing tells what they were made from. Constraints ask for nothing."""
        return tuple(
            requirement
            for path, manifest in self.manifests.items()
            if (folder is None or self._home(path) == folder) and self._is_asked(path, manifest)
            for requirement in manifest.requirements
        )

    def _is_asked(self, path: str, manifest: Manifest) -> bool:
        if path in self.constraint_files or manifest.format in LOCKS:
            return False
        return not (manifest.locked and self._locked_by(path, manifest))

    def pins(self) -> tuple[Requirement, ...]:
        """Every requirement with one version, from requirements, locks, and constraints that are in use."""
        used = {p for m in self.manifests.values() for p in m.constraints}
        return tuple(
            requirement
            for path, manifest in self.manifests.items()
            if path not in self.constraint_files or path in used
            for requirement in manifest.requirements
            if requirement.version
        )

    @cached_property
    def groups(self) -> dict[str, tuple[Requirement, ...]]:
        """The direct requirements by group."""
        found: dict[str, list[Requirement]] = defaultdict(list)
        for requirement in self.direct():
            found[requirement.group].append(requirement)
        return {group: tuple(items) for group, items in sorted(found.items())}

    @cached_property
    def installs(self) -> tuple[Install, ...]:
        """All commands that install something, in the order of path and line."""
        return tuple(installs(self._texts, self.manifests))

    @cached_property
    def installed_by(self) -> dict[str, tuple[Install, ...]]:
        """For each manifest, the commands that install it (or one that includes it)."""
        found: dict[str, list[Install]] = defaultdict(list)
        for install in self.installs:
            for path in dict.fromkeys(p for m in install.manifests for p in self.closure(m)):
                found[path].append(install)
        return {path: tuple(items) for path, items in found.items()}

    @cached_property
    def unread(self) -> tuple[Unread, ...]:
        """All that could not be understood."""
        return tuple(item for manifest in self.manifests.values() for item in manifest.unread)
