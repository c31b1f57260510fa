"""Folders that hold no source of the project: version control, caches, installed packages, environments."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Literal

FolderKind = Literal["environment", "packages", "cache"]

_VCS = frozenset({".git", ".hg", ".svn", ".bzr", ".jj", ".sl", "CVS", "_darcs", ".pijul", ".fslckout"})

_CACHES = frozenset(
    {
        "__pycache__",
        ".history",
        "__pypackages__",
        ".cache",
        ".eggs",
        ".hypothesis",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".nox",
        ".pyre",
        ".pytest_cache",
        ".pytype",
        ".ruff_cache",
        ".tox",
        ".import_linter_cache",
        ".parcel-cache",
    }
)

_PACKAGES = frozenset({"node_modules", "bower_components"})

_ENVIRONMENTS = frozenset({"site-packages", "dist-packages"})


def left_out(name: str) -> FolderKind | Literal["vcs", ""]:
    """Why a folder of this base name is never entered; empty if it is."""
    if name in _VCS:
        return "vcs"
    if name in _CACHES:
        return "cache"
    if name in _PACKAGES:
        return "packages"
    return "environment" if name in _ENVIRONMENTS else ""


def environment_above(names: Collection[str]) -> bool:
    """Whether a folder with these entries is a virtual or conda environment."""
    return "pyvenv.cfg" in names or "conda-meta" in names


# An environment's site-packages lies in <environment>/lib/pythonX.Y or, on Windows, in <environment>/Lib.
_ENVIRONMENT_ROOT = re.compile(r"(.+?)/(?:lib|lib64|Lib)(?:/(?:python|pypy)[0-9.]+)?/(?:site|dist)-packages$")


def environments_of(paths: Iterable[str]) -> dict[str, FolderKind]:
    """The folders of a list of files (``/`` between components) that hold no source of the project.

    A ``pyvenv.cfg`` in the root itself does not make the whole repository an environment.
    """
    found: dict[str, FolderKind] = {}
    seen: set[str] = set()
    for path in paths:
        folder, _, name = path.rpartition("/")
        if not folder:
            continue
        if name == "pyvenv.cfg":
            found[folder] = "environment"
        if folder not in seen:
            seen.add(folder)
            _take_in(folder, found)
    return {folder: kind for folder, kind in found.items() if not covering(folder, found)}


def _take_in(folder: str, found: dict[str, FolderKind]) -> None:
    parts = folder.split("/")
    for index, part in enumerate(parts):
        kind = left_out(part)
        if kind == "vcs" or (not kind and part != "conda-meta"):
            continue
        whole = "/".join(parts[: index + 1])
        if kind == "environment":
            match = _ENVIRONMENT_ROOT.match(whole)
            found[match.group(1) if match else whole] = kind
        elif kind:
            found[whole] = kind
        elif index:
            found["/".join(parts[:index])] = "environment"
        return


def covering(path: str, folders: Collection[str]) -> str:
    """The outermost of the folders that lies above a path; empty if none does."""
    if not folders:
        return ""
    end = path.find("/")
    while end != -1:
        if path[:end] in folders:
            return path[:end]
        end = path.find("/", end + 1)
    return ""
