"""Whether tracked files differ from the index, without letting git run a clean filter to find out."""

from __future__ import annotations

import hashlib
import os
import stat

from codereview.collect.git import Entry, Git, GitUnavailableError, filtered_paths

_MOST_HASHED = 2_000
_LARGEST_HASHED = 20_000_000


def differs(root: str, tracked: dict[str, Entry], stats: dict[str, os.stat_result | None]) -> bool:
    """Whether the work tree is other than the index.

    Like git: a file whose size and modification time are those in the index is unchanged; only the others
    are read and hashed, as they are and with ``\\r\\n`` turned to ``\\n``. A file under a filter cannot be
    compared without running the filter: it counts as unchanged if its size is. If too many files would have
    to be read, the tree counts as changed, which claims less.

    Args:
        root: the audited folder.
        tracked: the index.
        stats: `os.lstat` of each tracked path; None for a path that is gone.
    """
    touched: list[str] = []
    for path, entry in tracked.items():
        if entry.skip_worktree or entry.mode == 0o160000:
            continue
        found = stats.get(path)
        if found is None or stat.S_IFMT(found.st_mode) != stat.S_IFMT(entry.mode):
            return True
        if _mode_changed(entry, found):
            return True
        if entry.size >= 0 and found.st_size == entry.size and _same_time(found, entry):
            continue
        touched.append(path)
    if len(touched) > _MOST_HASHED:
        return True
    changed = [path for path in touched if _content_differs(os.path.join(root, path), tracked[path])]
    if not changed:
        return False
    try:
        filtered = filtered_paths(Git(root), changed)
    except GitUnavailableError:
        return True
    return any(path not in filtered or _size(stats[path]) != tracked[path].size for path in changed)


def _same_time(found: os.stat_result, entry: Entry) -> bool:
    # git may be built without nanoseconds: then the index has whole seconds
    return found.st_mtime_ns == entry.mtime or (
        entry.mtime % 1_000_000_000 == 0
        and found.st_mtime_ns // 1_000_000_000 == entry.mtime // 1_000_000_000
    )


def _mode_changed(entry: Entry, found: os.stat_result) -> bool:
    if os.name == "nt" or not stat.S_ISREG(entry.mode):
        return False
    return bool(entry.mode & 0o100) != bool(found.st_mode & 0o100)


def _size(found: os.stat_result | None) -> int:
    return -1 if found is None else found.st_size


def _content_differs(path: str, entry: Entry) -> bool:
    try:
        if stat.S_ISLNK(entry.mode):
            data = os.fsencode(os.readlink(path))
        else:
            if os.path.getsize(path) > _LARGEST_HASHED:
                return True
            with open(path, "rb") as stream:
                data = stream.read()
    except OSError:
        return True
    if _object_id(data, entry.object_id) == entry.object_id:
        return False
    return b"\r\n" not in data or _object_id(data.replace(b"\r\n", b"\n"), entry.object_id) != entry.object_id


def _object_id(data: bytes, like: str) -> str:
    """The name of a blob: git-hash-object(1), SHA-1 or SHA-256 by the repository's object format."""
    content = b"blob %d\0" % len(data) + data
    if len(like) == 64:
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
