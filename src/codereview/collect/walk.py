"""The files of a folder that git does not know: a walk with ``.gitignore`` semantics."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from codereview.collect.folders import FolderKind, environment_above, left_out
from codereview.collect.ignore import IgnoreFile, ignored, read_ignore_file

_DEEPEST = 200


@dataclass
class Walked:
    """What a walk met. Paths are relative to the root with ``/``, as the file system gives them."""

    paths: list[str] = field(default_factory=list)
    environments: dict[str, FolderKind] = field(default_factory=dict)
    """Folder to its kind, see `codereview.collect.values.Environment`."""
    problems: list[tuple[str, str]] = field(default_factory=list)
    """Path and reason of what could not be listed."""


def walk(root: str) -> Walked:
    """Lists a folder and what is below it: files, links and special files, without what is ignored.

    Never follows a link, never enters version control folders, caches, installed packages and virtual
    environments.

    Raises:
        OSError: ``root`` itself cannot be listed.
    """
    walked = Walked()
    excluded = read_ignore_file(root, "", ".git/info/exclude")  # where there is a .git, but no git to read it
    stack: list[tuple[str, list[IgnoreFile], int]] = [("", [excluded] if excluded else [], 0)]
    while stack:
        base, files, depth = stack.pop()
        try:
            with os.scandir(os.path.join(root, base) if base else root) as entries:
                listed = list(entries)
        except OSError as error:
            if not base:
                raise
            walked.problems.append((base[:-1], f"the folder cannot be listed: {error.strerror or error}"))
            continue
        folders, files = _one_folder(root, base, listed, files, walked)
        if folders and depth >= _DEEPEST:
            walked.problems.append(
                (base[:-1], f"folders are nested more than {_DEEPEST} deep; the rest is not read")
            )
            continue
        stack.extend((folder + "/", files, depth + 1) for folder in folders)
    return walked


def _one_folder(
    root: str, base: str, entries: list[os.DirEntry[str]], files: list[IgnoreFile], walked: Walked
) -> tuple[list[str], list[IgnoreFile]]:
    """Takes in the entries of one folder; gives the folders to enter and the ignore files in force there."""
    names = {entry.name for entry in entries}
    if base and environment_above(names):
        walked.environments[base[:-1]] = "environment"
        return [], files
    if ".gitignore" in names:
        own = read_ignore_file(root, base)
        files = [*files, own] if own is not None else files
    folders: list[str] = []
    for entry in entries:
        path = base + entry.name
        folder = entry.is_dir(follow_symlinks=False)
        if entry.name == ".git":  # a file in submodules and second work trees
            continue
        if folder:
            reason = left_out(entry.name)
            if reason:
                if reason != "vcs":
                    walked.environments[path] = reason
                continue
        if files and ignored(files, path, folder) is not None:
            continue
        (folders if folder else walked.paths).append(path)
    return folders, files
