"""Files that tests and other tools left behind in a repository, or that were named: found here, read elsewhere.

Most of them are ignored by git, so they are looked for by name in the usual places. A link is never followed there: a
repository could lead it anywhere. A file named on the command line is taken as it is.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Sequence

import msgspec

from codereview.collect.names import display
from codereview.collect.zones import spec_of

LARGEST = 64_000_000
"""Bytes of a file that is read: ten times the coverage of a project of a million lines."""
FOLDERS = (
    "", "build", "build/reports", "build/test-results", "coverage", "reports", "test-reports", "test-results",
)  # fmt: skip
_NAMES = re.compile(
    r"\.coverage|coverage\.xml|cobertura(?:-coverage)?\.xml|coverage\.json"
    r"|(?:.*[-_.])?junit(?:[-_.].*)?\.xml|pytest(?:[-_.].*)?\.xml|tests?-(?:results?|reports?)\.xml|TEST-.*\.xml"
    r"|benchmarks?\.json|.*\.sarif(?:\.json)?"
)
_PARTS = re.compile(r"\.coverage\.[^.]+\..+")
_SAVED = ".benchmarks"
_MOST = 50


class LeftBehind(msgspec.Struct, frozen=True):
    """One such file.

    Attributes:
        path: how it is shown: relative to the root, or the mere name of a file outside of it.
        place: for opening it.
        named: whether somebody asked for it.
        problem: why it cannot be read, as a clause that follows its name; empty if it can.
    """

    path: str
    place: str
    named: bool = False
    problem: str = ""


def left_behind(
    root: str, named: Iterable[str] = (), exclude: Sequence[str] = (), usual: bool = True
) -> tuple[LeftBehind, ...]:
    """The files, those that were named first.

    Args:
        root: the audited folder, links resolved.
        named: absolute paths.
        exclude: gitignore-style patterns of files in the usual places that are not wanted.
        usual: whether to look in the usual places.
    """
    out: dict[str, LeftBehind] = {}
    for place in named:
        real = os.path.realpath(place)
        out.setdefault(real, LeftBehind(_shown(root, real), real, True, _problem(real, follow=True)))
    unwanted = spec_of(exclude, "exclude") if exclude else None
    for path in _usual(root) if usual else ():
        place = os.path.join(root, path)
        if place not in out and not (unwanted and unwanted.match_file(path)):
            note = _uncombined(path)
            out[place] = LeftBehind(display(path), place, False, note or _problem(place, follow=False))
    return tuple(out.values())


def content(item: LeftBehind) -> bytes:
    """The bytes of a file that has no problem.

    Raises:
        OSError: it cannot be read, or has grown too large meanwhile.
    """
    with open(item.place, "rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError("it is too large")
    return data


def _usual(root: str) -> list[str]:
    found: list[str] = []
    for folder in FOLDERS:
        names = _files(root, folder)
        whole = ".coverage" in names
        found += [
            f"{folder}/{name}" if folder else name
            for name in names
            if _NAMES.fullmatch(name) or (not folder and not whole and _PARTS.fullmatch(name))
        ]
    parts = [path for path in found if _uncombined(path)]
    found = [path for path in found if path not in parts[1:]]
    return [*found[:_MOST], *_saved_benchmarks(root)]


def _files(root: str, folder: str) -> list[str]:
    """Names of the regular files of a folder that is reached without a link, sorted."""
    place = os.path.join(root, *folder.split("/")) if folder else root
    if folder and os.path.realpath(place) != place:
        return []
    try:
        with os.scandir(place) as entries:
            return sorted(entry.name for entry in entries if entry.is_file(follow_symlinks=False))
    except OSError:
        return []


def _saved_benchmarks(root: str) -> list[str]:
    """The last saved run of each machine: their names begin with a number that counts up."""
    place = os.path.join(root, _SAVED)
    try:
        with os.scandir(place) as entries:
            machines = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return []
    out = []
    for machine in machines[:_MOST]:
        runs = [n for n in _files(root, f"{_SAVED}/{machine}") if re.fullmatch(r"\d{4,}_.*\.json", n)]
        out += [f"{_SAVED}/{machine}/{name}" for name in runs[-1:]]
    return out


def _uncombined(path: str) -> str:
    if _PARTS.fullmatch(path):
        return "holds the coverage of one process of several; `coverage combine` makes one file of them"
    return ""


def _problem(place: str, follow: bool) -> str:
    try:
        found = os.stat(place) if follow else os.lstat(place)
    except OSError as error:
        if isinstance(error, (FileNotFoundError, NotADirectoryError)):
            return "does not exist"
        return f"cannot be read: {error.strerror or error}"
    if not stat.S_ISREG(found.st_mode):
        return "is no regular file"
    if found.st_size > LARGEST:
        return f"is larger than {LARGEST // 1_000_000} MB, too large to be read"
    return ""


def _shown(root: str, place: str) -> str:
    inside = place.startswith(root.rstrip(os.sep) + os.sep)
    return display(os.path.relpath(place, root)) if inside else display(os.path.basename(place))
