"""Files that are kept beside another one as its backup, its copy or its next version."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import Zone
from codereview.facts.fingerprints import unpacked
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern
from ..._syntax.remembered import once_for_a_project

_SUFFIX = lazy_pattern(
    r"(?P<stem>[^/]+\.pyi?)(?:~|\.(?:bak|backup|old|orig|save|copy|swp|rej|prev|bkp|OLD|BAK)\d*)$"
)
_DESKTOP = lazy_pattern(
    r"(?:(?P<stem>[^/]+?)(?: \(\d+\)| - (?:Copy|Kopie|Copie|copia)(?: \(\d+\))?| copy(?: \d+)?)"
    r"|(?:Copy of|Kopie von) (?P<of>[^/]+))\.py$",
    re.IGNORECASE,
)
_OLD = lazy_pattern(
    r"(?P<stem>.+?)[_.-]?(?:old|bak|bkp|bckp|backup|back_up|copy|orig|original|deprecated|before|unused|corrupted|broken)"
    r"(?:[_-]?\d{1,8})?$|(?:old|bak|backup|copy|copy_of|orig|original)_(?P<of>.+)$",
    re.IGNORECASE,
)
_NEXT = lazy_pattern(
    r"(?P<stem>.+?)(?:_?v?\d|_(?:new|fixed|final|updated?|modified|improved|clean|temp|tmp|refactored))$",
    re.IGNORECASE,
)
_BY_NAME = lazy_pattern(r"(?:^|/)(?:commands|pages|cogs|plugins?|dags|extensions|modules|api|v\d+)/[^/]+$")
"""Folders from which modules are loaded by their names."""
_OUTSIDE = (Zone.TESTS, Zone.VENDORED, Zone.GENERATED, Zone.ENVIRONMENT, Zone.DOCS)

ALIKE = 0.6
_PLUGINS, _FEW = 8, 0.1
_BACKUP_ALIKE = 0.3
_LEAST = 5
"""Statements of a file that can be told to be a copy."""


class Backup(NamedTuple):
    """One such file. ``shared`` and ``back`` are the shares of its statements that stand in the original to the letter,
    and of those of the original that stand in it; nothing was compared where its name tells by itself."""

    path: str
    original: str
    shared: float = 0.0
    back: float = 0.0
    is_next: bool = False
    """Whether its name is that of a later version, not of an older one."""


@once_for_a_project
def backups(project: ProjectFacts) -> tuple[Backup, ...]:
    """All such files of a project, in the order of their paths."""
    return tuple(_found(project))


def _found(project: ProjectFacts) -> Iterator[Backup]:
    for path in sorted((*project.files, *project.others)):
        if project.zone(path) in _OUTSIDE:
            continue
        folder, _, name = path.rpartition("/")
        match = _SUFFIX.match(name) or _DESKTOP.match(name)
        if match:
            stem = (match["stem"] or match["of"]).removesuffix(".py")
            original = f"{folder}/{stem}.py".lstrip("/")
            yield Backup(path, original if original in project.files else "")
        elif name.endswith(".py"):
            found = _compared(project, path, folder, name.removesuffix(".py"))
            if found is not None:
                yield found


def _compared(project: ProjectFacts, path: str, folder: str, name: str) -> Backup | None:
    for pattern, least in ((_OLD, _BACKUP_ALIKE), (_NEXT, ALIKE)):
        match = pattern.match(name) if pattern is _OLD or not _BY_NAME.search(path) else None
        stem = match and (match["stem"] or match.groupdict().get("of"))
        original = project.files.get(f"{folder}/{stem}.py".lstrip("/")) if stem else None
        if (
            original is None
            or project.zone(original.path) is not Zone.PRODUCTION
            or _imported(project, path)
            or _is_listed(project, folder)
            or _loads_its_folder(project, folder)
        ):
            continue
        copy = project.files[path]
        shared = _share(copy, original)
        if shared >= least:
            return Backup(path, original.path, shared, _share(original, copy), pattern is _NEXT)
    return None


def _imported(project: ProjectFacts, path: str) -> bool:
    return path in project.importers or any(
        entry.path == path and entry.kind == "command" for entry in project.entry_points
    )


def _is_listed(project: ProjectFacts, folder: str) -> bool:
    """Whether a folder is one of plug-ins, which something lists: of its many modules hardly any is imported."""
    beside = [p for p in project.files if p.rpartition("/")[0] == folder and not p.endswith("/__init__.py")]
    named = sum(p in project.importers for p in beside)
    return len(beside) >= _PLUGINS and named <= _FEW * len(beside)


def _loads_its_folder(project: ProjectFacts, folder: str) -> bool:
    """Whether a package imports what lies in its folder by computed names, one after the other."""
    init = project.files.get(f"{folder}/__init__.py")
    return init is not None and any(
        (call.path.startswith(("importlib.import_module", "builtins.__import__")) and call.loop >= 0)
        or call.path.startswith(("pkgutil.walk_packages", "pkgutil.iter_modules"))
        for call in init.calls
    )


def _share(copy: FileFacts, original: FileFacts) -> float:
    """The share of a file's statements that stand in another file to the letter."""
    mine, theirs = Counter(unpacked(copy.prints.exact)), Counter(unpacked(original.prints.exact))
    count = sum(mine.values())
    return sum((mine & theirs).values()) / count if count >= _LEAST else 0.0
