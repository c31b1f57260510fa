"""Files that two folders hold under different names: by their content, then by how much of it they share."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping

ALIKE = 0.6
"""Share of lines that a renamed and edited file has in common with what it was; git asks for half."""

_MOST = 200
"""Files on each side that are compared line by line."""
_LARGEST = 1_000_000


def renamed(old_root: str, old: Iterable[str], new_root: str, new: Iterable[str]) -> dict[str, str]:
    """Names in the old folder to names in the new one, of files that only one folder has under that name.

    Args:
        old_root, new_root: the folders.
        old, new: all names of files in them, relative, as the file system gives them.
    """
    before, after = set(old), set(new)
    gone = _contents(old_root, before - after)
    come = _contents(new_root, after - before)
    found = _same(gone, come)
    taken = set(found.values())
    gone = {path: data for path, data in gone.items() if path not in found and path.endswith(".py")}
    come = {path: data for path, data in come.items() if path not in taken and path.endswith(".py")}
    if 0 < len(gone) <= _MOST and 0 < len(come) <= _MOST:
        found.update(_alike(gone, come))
    return dict(sorted(found.items()))


def _contents(root: str, paths: Iterable[str]) -> dict[str, bytes]:
    out = {}
    for path in sorted(paths):
        place = os.path.join(root, *path.split("/"))
        try:
            if not os.path.islink(place) and 0 < os.path.getsize(place) <= _LARGEST:
                with open(place, "rb") as stream:
                    out[path] = stream.read()
        except OSError:
            continue
    return out


def _same(gone: Mapping[str, bytes], come: Mapping[str, bytes]) -> dict[str, str]:
    """Files of equal content, where there is one of it on each side, or one of that base name."""
    by_content: dict[bytes, tuple[list[str], list[str]]] = {}
    for side, files in enumerate((gone, come)):
        for path, data in files.items():
            by_content.setdefault(hashlib.blake2b(data).digest(), ([], []))[side].append(path)
    found = {}
    for one, two in by_content.values():
        if len(one) == len(two) == 1:
            found[one[0]] = two[0]
        elif one and two:
            names = [Counter(map(os.path.basename, paths)) for paths in (one, two)]
            ends = {os.path.basename(path): path for path in two}
            for path in one:
                name = os.path.basename(path)
                if names[0][name] == names[1][name] == 1:
                    found[path] = ends[name]
    return found


def _alike(gone: Mapping[str, bytes], come: Mapping[str, bytes]) -> dict[str, str]:
    """Files most of whose lines agree, the most alike first."""
    lines = [{path: _lines(data) for path, data in files.items()} for files in (gone, come)]
    candidates = []
    for one, mine in lines[0].items():
        for two, theirs in lines[1].items():
            total = mine.total() + theirs.total()
            if total and 2 * min(mine.total(), theirs.total()) / total >= ALIKE:
                share = 2 * (mine & theirs).total() / total
                if share >= ALIKE:
                    candidates.append((-share, min(one, two), max(one, two), one, two))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, _, one, two in sorted(candidates):
        if one not in found and two not in taken:
            found[one] = two
            taken.add(two)
    return found


def _lines(data: bytes) -> Counter[bytes]:
    return Counter(line for part in data.splitlines() if (line := part.strip()))
