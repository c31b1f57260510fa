"""One regular file: its kind and zone, or why it is not audited."""

from __future__ import annotations

import os

from codereview.collect.kinds import LIMITS, kind_by_head, kind_by_name
from codereview.collect.names import display
from codereview.collect.values import Kind, SourceFile
from codereview.collect.zones import HEAD_BYTES, Zones, zone_by_head
from codereview.model import Zone

_KIND_NAMES: dict[Kind, str] = {
    "python": "Python",
    "stub": "stubs",
    "notebook": "notebooks",
    "text": "text",
    "binary": "binary files",
}


def source_file(
    top: str, path: str, found: os.stat_result, zones: Zones, tracked: bool | None
) -> SourceFile | str:
    """Classifies one file.

    The head is read only where it can matter: of files without suffix, for their ``#!`` line, and of Python
    files that would count as production code or scripts, for the mark of a generator.

    Args:
        top: the audited folder.
        path: relative, as the file system gives it.
        found: its `os.lstat`.

    Returns:
        The file, or a sentence that says why it is not audited.
    """
    size = found.st_size
    kind = kind_by_name(path.rpartition("/")[2])
    if kind is not None and (too_large := _too_large(kind, size)):
        return too_large
    zone = zones.of(path)
    marks_matter = kind == "python" and zone in (Zone.PRODUCTION, Zone.SCRIPTS) and zones.given(path) is None
    head = b""
    if size and (marks_matter or kind is None):
        try:
            head = _read_head(os.path.join(top, path))
        except OSError as error:
            return f"cannot be read: {error.strerror or error}"
    elif size and not found.st_mode & 0o004 and not os.access(os.path.join(top, path), os.R_OK):
        return "cannot be read: permission denied"
    if kind is None:
        kind = kind_by_head(head)
        if too_large := _too_large(kind, size):
            return too_large
    if marks_matter:
        zone = zone_by_head(head) or zone
    return SourceFile(display(path), path, zone, size, kind, tracked)


def _too_large(kind: Kind, size: int) -> str:
    limit = LIMITS.get(kind)
    if limit is None or size <= limit:
        return ""
    return f"too large: {size / 1e6:.1f} MB, the limit for {_KIND_NAMES[kind]} is {limit / 1e6:.0f} MB"


def _read_head(path: str) -> bytes:
    # a FIFO that took the file's place since it was looked at must not hold the audit up
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    try:
        return os.read(descriptor, HEAD_BYTES)
    finally:
        os.close(descriptor)
