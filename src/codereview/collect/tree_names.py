"""Names in a tree of git that must not become names of files, and links that must not be made. Pure.

git refuses these names itself when it checks out (``verify_path``), but a tree that somebody made by hand can hold
them. What looks like ``.git`` to some file system is refused on all, as ``core.protectHFS`` and
``core.protectNTFS`` ask for.
"""

from __future__ import annotations

import posixpath
import re

# Code points that HFS+ ignores when it compares names (git: utf8.c, next_hfs_char).
_IGNORED_BY_HFS = dict.fromkeys(
    [*range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x206A, 0x2070), 0xFEFF]
)
_GIT_TO_NTFS = re.compile(r"(?:\.git|git~[0-9]+)[ .]*(?::.*)?", re.IGNORECASE | re.DOTALL)
_NOT_ON_WINDOWS = re.compile(
    r'.*[\x00-\x1f\\:<>"|?*].*|.*[ .]|(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?',
    re.IGNORECASE | re.DOTALL,
)

OUTSIDE = "link that leaves the repository"
"""Why a link is not made; the words that an audit of a work tree has for such a link."""


def refused(path: str, windows: bool = False) -> str:
    """Why a path of a tree must not be written, as a clause; empty if it may.

    Args:
        path: as the tree has it, with ``/``.
        windows: whether the files are written on Windows, where more names are none.
    """
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return "its name in the commit leads elsewhere, so that it was not written"
        if _GIT_TO_NTFS.fullmatch(part) or part.translate(_IGNORED_BY_HFS).lower() == ".git":
            return "its name in the commit is that of git's own folder, so that it was not written"
        if windows and _NOT_ON_WINDOWS.fullmatch(part):
            return "its name in the commit is none on this system, so that it was not written"
    return ""


def link_leaves(path: str, target: str) -> bool:
    """Whether a link at ``path`` (relative, with ``/``) leads out of the tree by its text alone; a link that passes
    through other links has to be followed to tell.
    """
    if target.startswith("/") or "\0" in target or re.match(r"[A-Za-z]:|\\", target):
        return True
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    return joined == ".." or joined.startswith("../")
