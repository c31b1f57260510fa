"""Files that a repository holds and that no source of it is: environments, caches, backups, data, binaries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from codereview.collect.folders import covering, environments_of
from codereview.collect.ignore import IgnoreFile, Pattern, ignored
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

LARGE = 1_000_000
"""Bytes from which the size of a file is kept."""
_BINARY = 5_000_000
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("cache", r"\.py[co]$|(?:^|/)(?:\.coverage(?:\.[\w.-]+)?|\.dmypy\.json)$|(?:^|/)htmlcov/"),
        (
            "system",
            r"(?:^|/)(?:\.DS_Store|Thumbs\.db|ehthumbs\.db|desktop\.ini|\.directory|\._[^/]+(?<!\.crc))$"
            r"|(?:^|/)__MACOSX/",
        ),
        (
            "backup",
            r"(?:\.(?:bak|orig|rej|old|backup|save)|~|\.sw[op])$|(?:^|/)#[^/]+#$| copy(?: \d+)?\.\w+$"
            r"|/Copy of [^/]+$",
        ),
        (
            "database",
            r"\.(?:sqlite3?|db3?|sqlite3?-(?:wal|shm|journal)|rdb|mdb|accdb)$|(?:^"
            r"|/)[\w-]*dump[\w.-]*\.sql(?:\.gz)?$",
        ),
        ("log", r"\.log(?:\.\d+)?$|(?:^|/)nohup\.out$|(?:^|/)core\.\d+$|\.hprof$|\.prof$"),
        (
            "built",
            r"\.egg-info/|(?:^|/)dist/[^/]+\.(?:whl|tar\.gz|exe)$|(?:^|/)build/(?:lib|bdist)[^/]*/|\.(?:whl|egg)$",
        ),
    )
)
_SUSPECT = re.compile(
    r"\.(?:py[co]|ds_store|db3?|sqlite3?|bak|orig|rej|old|backup|save|sw[op]|rdb|mdb|accdb|sql|gz|log"
    r"|\d+|out|hprof|prof|whl|"
    r"egg|exe|ini|directory|coverage|dmypy\.json)$|~$|#$|/dist/|/build/|egg-info/|htmlcov/|__macosx/| copy|/\._| of ",
    re.IGNORECASE,
)
"""A quick look that leaves out nearly all files."""
_MEANT = re.compile(
    r"(?:^|/)(?:tests?|testing|fixtures?|testdata|test_data|samples?|examples?|demos?|docs?|seeds?"
    r"|vendor|third_party|"
    r"cassettes|snapshots|migrations)/",
    re.IGNORECASE,
)
"""Folders whose data is there on purpose."""
_KEPT = re.compile(
    r"(?:^|/)(?:\.env[\w.-]*|\.gitkeep|\.keep|\.gitignore|\.placeholder|README[\w.]*|__init__\.py)$"
)


class Group(NamedTuple):
    """What of one kind lies there. ``kind``: ``environment``, ``packages``, ``cache``, ``system``, ``backup``,
    ``database``, ``log``, ``built``, ``large``. ``paths`` are files, or folders that end in ``/``; ``files`` is the
    number of files, ``size`` their bytes as far as they are known."""

    kind: str
    paths: tuple[str, ...]
    files: int
    size: int = 0


class Ignored(NamedTuple):
    """A line of a ``.gitignore`` that names files which git tracks."""

    pattern: Pattern
    paths: tuple[str, ...]


def leftovers(project: ProjectFacts) -> Iterator[Group]:
    """What the repository holds and should not, by kind."""
    counts: dict[str, int] = defaultdict(int)
    paths: dict[str, list[str]] = defaultdict(list)
    known = {path: kind for path, kind, tracked in project.installed if tracked}
    for path, kind, tracked in project.installed:
        if tracked and not _MEANT.search(f"/{path}/"):
            paths[kind].append(f"{path}/")
            counts[kind] += tracked
    listed = (*project.files, *project.others)
    folders = {path: str(kind) for path, kind in environments_of(listed).items() if path not in known}
    for path in folders:
        paths[folders[path]].append(f"{path}/")
    for path in listed:
        if folders and (folder := covering(path, folders)):
            counts[folders[folder]] += 1
        elif _SUSPECT.search(path) and project.tracked.get(path, True) and (kind := _kind(project, path)):
            paths[kind].append(path)
            counts[kind] += 1
    said = {path for found in paths.values() for path in found}
    large = [path for path in _large(project) if path not in said]
    for kind, found in paths.items():
        yield Group(
            kind, tuple(sorted(found)), counts[kind], sum(project.sizes.get(path, 0) for path in found)
        )
    if large:
        yield Group("large", tuple(large), len(large), sum(project.sizes[path] for path in large))


def ignored_but_tracked(project: ProjectFacts, said: frozenset[str]) -> Iterator[Ignored]:
    """The lines of ``.gitignore`` files that name tracked files, but those that are said otherwise."""
    files: dict[str, IgnoreFile] = {}
    for path, text in project.texts.items():
        if path.rpartition("/")[2] == ".gitignore":
            base = path[: -len(".gitignore")]
            files[base] = IgnoreFile(base, path, text)
    if not files or not project.tracked:
        return
    chains: dict[str, list[IgnoreFile]] = {"": [files[""]] if "" in files else []}
    decided: dict[str, Pattern | None] = {"": None}

    def enter(folder: str) -> None:
        if folder in chains:
            return
        above = folder.rpartition("/")[0]
        enter(above)
        decided[folder] = decided[above] or ignored(chains[above], folder, True)
        own = files.get(f"{folder}/")
        chains[folder] = [*chains[above], own] if own is not None else chains[above]

    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    patterns: dict[tuple[str, int], Pattern] = {}
    for path, tracked in project.tracked.items():
        if not tracked or path in said:
            continue
        folder = path.rpartition("/")[0]
        enter(folder)
        pattern = decided[folder] or ignored(chains[folder], path, False)
        if pattern is not None and not pattern.negated and not _KEPT.search(path):
            key = pattern.source, pattern.line
            patterns[key] = pattern
            found[key].append(path)
    for key in sorted(found):
        yield Ignored(patterns[key], tuple(found[key]))


def _kind(project: ProjectFacts, path: str) -> str:
    kind = next((name for name, pattern in _KINDS if pattern.search(path)), "")
    # what a build made is generated by its nature
    looked_at = {Zone.PRODUCTION, Zone.SCRIPTS} | ({Zone.GENERATED} if kind == "built" else set())
    if kind in ("database", "log", "built") and (_MEANT.search(path) or project.zone(path) not in looked_at):
        return ""
    return "" if kind == "backup" and _MEANT.search(path) else kind


def _large(project: ProjectFacts) -> list[str]:
    return sorted(
        (
            path
            for path, size in project.sizes.items()
            if size >= _BINARY and project.tracked.get(path, True) and path not in project.files
        ),
        key=lambda path: -project.sizes[path],
    )


__all__ = ["LARGE", "Group", "Ignored", "ignored_but_tracked", "leftovers"]
