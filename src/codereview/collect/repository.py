"""From a folder to a `Repository`: list, leave out, classify."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from codereview.collect.classify import source_file
from codereview.collect.dirty import differs
from codereview.collect.folders import covering, environments_of
from codereview.collect.git import GitUnavailableError, Listing, read_work_tree
from codereview.collect.links import link_reason
from codereview.collect.names import display
from codereview.collect.values import Environment, Repository, Skipped, SourceFile
from codereview.collect.walk import walk
from codereview.collect.zones import Zones, spec_of
from codereview.errors import RepositoryError
from codereview.model import Vcs, Zone


def collect(
    root: str | os.PathLike[str],
    *,
    exclude: Sequence[str] = (),
    include: Sequence[str] = (),
    zones: Mapping[Zone, Sequence[str]] | None = None,
    only: Sequence[str | os.PathLike[str]] | None = None,
    listing: Listing | None = None,
) -> Repository:
    """Lists what is to be audited. Reads names, sizes and, of some Python files, the first kilobyte.

    Args:
        root: the folder.
        exclude: gitignore-style patterns of files to leave out; a file given by ``only`` is left out as well.
        include: gitignore-style patterns; if there are any, all other files are left out.
        zones: gitignore-style patterns that put files in a zone, against all evidence.
        only: audit just these files, absolute or relative to ``root``, ignored by git or not.
        listing: what git would say of the folder, where it holds the files of a commit (`codereview.collect.ref`).

    Raises:
        RepositoryError: the folder is missing, no folder, cannot be listed, or holds no Python file (the last
            not if ``only`` is given).
        ConfigError: a pattern cannot be read.
    """
    given = os.fspath(root)
    top = _checked(given)
    collector = _Collector(top, listing)
    paths = collector.list_paths(given)
    every = paths
    if only is not None:
        paths = collector.restrict(paths, only)
    if include:
        chosen = spec_of(include, "include")
        paths = [path for path in paths if chosen.match_file(path)]
    if exclude:
        excluded = spec_of(exclude, "exclude")
        paths = [path for path in paths if not excluded.match_file(path)]
    repository = collector.classify(paths, Zones(paths, zones))
    if only is None and not any(file.kind in ("python", "stub", "notebook") for file in repository.files):
        raise RepositoryError(f"{given} holds no Python file to audit{collector.hint()}.")
    unread = set(every).difference(paths)
    left_out = sorted({*map(display, unread), *(item.path for item in repository.skipped)})
    return replace(repository, left_out=tuple(left_out))


def _checked(given: str) -> str:
    try:
        top = os.path.realpath(given)
        mode = os.stat(top).st_mode
    except (OSError, ValueError) as error:
        if isinstance(error, PermissionError):
            raise RepositoryError(f"{given} cannot be read: permission denied.") from error
        raise RepositoryError(f"{given} does not exist.") from error
    if not stat.S_ISDIR(mode):
        raise RepositoryError(f"{given} is not a folder; give the folder that holds the project.")
    return top


class _Collector:
    """State of one collecting: what git or the walk gave, and what is being left out."""

    def __init__(self, top: str, listing: Listing | None = None) -> None:
        self.top = top
        self.listing = listing
        self.skipped: dict[str, str] = {}
        self.environments: list[Environment] = []
        self.notes: list[str] = []
        self.stats: dict[str, os.stat_result | None] = {}

    def list_paths(self, given: str) -> list[str]:
        """All files below the root that are neither ignored nor part of an environment."""
        if self.listing is not None:
            self.skipped.update(self.listing.refused)
            return self._from_git(self.listing)
        try:
            listing = read_work_tree(self.top)
        except GitUnavailableError as error:
            if str(error):
                self.notes.append(f"The folder was read without git, because {error}.")
            return self._walk(given)
        if not listing.tracked and not listing.untracked:
            self.notes.append("The folder was read without git, which ignores all of it.")
            return self._walk(given)
        self.listing = listing
        return self._from_git(listing)

    def _walk(self, given: str) -> list[str]:
        try:
            walked = walk(self.top)
        except OSError as error:
            raise RepositoryError(f"{given} cannot be listed: {error.strerror or error}.") from error
        self.skipped.update(walked.problems)
        found = environments_of(walked.paths)  # a site-packages whose environment has lost its pyvenv.cfg
        found.update({path: kind for path, kind in walked.environments.items() if kind != "cache"})
        self.environments = [Environment(display(path), kind, False, 0) for path, kind in found.items()]
        return [path for path in walked.paths if not covering(path, found)]

    def _from_git(self, listing: Listing) -> list[str]:
        tracked = listing.tracked
        counts: dict[str, int] = {}
        every = [*tracked, *listing.untracked]
        found = environments_of(every)
        paths: list[str] = []
        for path in every:
            folder = covering(path, found) if found else ""
            if folder:
                counts[folder] = counts.get(folder, 0) + (path in tracked)
            elif path.endswith("/"):
                self.skipped[path[:-1]] = "a repository of its own inside this one; audit it by itself"
            elif (entry := tracked.get(path)) is not None and entry.mode == 0o160000:
                self.skipped[path] = "a git submodule; audit it by itself"
            else:
                paths.append(path)
        self.environments = [
            Environment(display(path), kind, counts.get(path, 0) > 0, counts.get(path, 0))
            for path, kind in found.items()
            if kind != "cache" or counts.get(path, 0)
        ]
        return paths

    def restrict(self, paths: list[str], only: Sequence[str | os.PathLike[str]]) -> list[str]:
        """The files asked for, whether or not they were listed."""
        listed = set(paths)
        chosen: dict[str, None] = {}
        self.skipped.clear()
        for item in only:
            name = os.fspath(item)
            full = os.path.normpath(os.path.join(self.top, name))
            # the folder of the file may be reached through links, the file itself is looked at as it is
            full = os.path.join(os.path.realpath(os.path.dirname(full)), os.path.basename(full))
            if not full.startswith(self.top.rstrip(os.sep) + os.sep):
                self.skipped[display(name)] = "lies outside the audited folder"
                continue
            path = os.path.relpath(full, self.top).replace(os.sep, "/")
            if path not in listed and not os.path.lexists(full):
                self.skipped[display(path)] = "does not exist"
            elif os.path.isdir(full) and not os.path.islink(full):
                chosen.update(dict.fromkeys(other for other in paths if other.startswith(path + "/")))
            else:
                chosen[path] = None
        return list(chosen)

    def classify(self, paths: list[str], zones: Zones) -> Repository:
        """Looks at each path once and builds the result."""
        files: list[SourceFile] = []
        links: list[str] = []
        regular: list[tuple[str, os.stat_result]] = []
        behind_links = self._folders_behind_links(paths)
        tracked = self.listing.tracked if self.listing else None
        for path in paths:
            if behind_links and path.rpartition("/")[0] in behind_links:
                self.stats[path] = None
                continue
            found = self._lstat(path, tracked is not None and path in tracked)
            if found is None:
                continue
            if stat.S_ISREG(found.st_mode):
                regular.append((path, found))
            elif stat.S_ISLNK(found.st_mode):
                links.append(path)
            elif not stat.S_ISDIR(found.st_mode):
                self.skipped[path] = f"{_special(found.st_mode)}, not a file"
        for path, found in regular:
            file = source_file(self.top, path, found, zones, None if tracked is None else path in tracked)
            if isinstance(file, SourceFile):
                files.append(file)
            else:
                self.skipped[path] = file
        audited = {file.os_path for file in files}
        for path in links:
            self.skipped[path] = link_reason(self.top, path, audited)
        files.sort(key=lambda file: file.path)
        return Repository(
            root=self.top,
            files=tuple(files),
            skipped=tuple(Skipped(path, why) for path, why in sorted(_shown(self.skipped).items())),
            environments=tuple(sorted(self.environments, key=lambda item: item.path)),
            vcs=self._vcs(files),
            notes=tuple(self.notes),
            shallow=self.listing.shallow if self.listing else "",
            from_commit=self.listing is not None and self.listing.clean,
        )

    def _lstat(self, path: str, tracked: bool) -> os.stat_result | None:
        try:
            found = os.lstat(os.path.join(self.top, path))
        except OSError as error:
            self.stats[path] = None
            if not (tracked and isinstance(error, (FileNotFoundError, NotADirectoryError))):
                self.skipped[path] = f"cannot be looked at: {error.strerror or error}"
            return None
        self.stats[path] = found
        return found

    def _folders_behind_links(self, paths: list[str]) -> set[str]:
        """Folders that git lists but that are now reached through a link: their files are other files."""
        behind: set[str] = set()
        known: dict[str, bool] = {"": False}

        def linked(folder: str) -> bool:
            if folder not in known:
                known[folder] = linked(folder.rpartition("/")[0]) or os.path.islink(
                    os.path.join(self.top, folder)
                )
            return known[folder]

        for folder in {path.rpartition("/")[0] for path in paths}:
            if linked(folder):
                behind.add(folder)
        return behind

    def _vcs(self, files: list[SourceFile]) -> Vcs | None:
        listing = self.listing
        if listing is None:
            return None
        if listing.commit is None:
            return Vcs(commit="", branch=listing.branch, dirty=True)
        if listing.clean:
            return Vcs(commit=listing.commit, branch=listing.branch, dirty=False)
        for path in listing.tracked:
            if path not in self.stats:  # left out of the audit, part of the commit all the same
                try:
                    self.stats[path] = os.lstat(os.path.join(self.top, path))
                except OSError:
                    self.stats[path] = None
        new_python = any(
            file.tracked is False and file.kind in ("python", "stub", "notebook") for file in files
        )
        dirty = listing.staged or new_python or differs(self.top, listing.tracked, self.stats)
        return Vcs(commit=listing.commit, branch=listing.branch, dirty=dirty)

    def hint(self) -> str:
        """What may explain that no Python file was found."""
        large = [path for path, reason in self.skipped.items() if reason.startswith("too large")]
        if large:
            return f" ({len(large)} too large)"
        return " (all of it is in virtual environments)" if self.environments else ""


def _special(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a FIFO"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"


def _shown(reasons: dict[str, str]) -> dict[str, str]:
    return {display(path): reason for path, reason in reasons.items()}
