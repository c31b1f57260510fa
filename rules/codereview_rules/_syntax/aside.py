"""Folders of what is kept and no longer used."""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from codereview.facts.project import ProjectFacts

_SET_ASIDE = re.compile(
    r"(?:^|/)[._]?(?:deprecated|obsolete|\.stversions|\.history|attic|archived?|unused|graveyard|templates|(?:\w+[_-])?old"
    r"|(?:\w+[_ -])?(?:deprecated|obsolete|archived?|unused|old|backup)[_ -]"
    r"(?:files?|code|versions?|scripts?|dags?|modules?)|\w+[_-](?:deprecated|obsolete|archived?|unused|old))/",
    re.IGNORECASE,
)
_LIVE: WeakKeyDictionary[ProjectFacts, frozenset[str]] = WeakKeyDictionary()


def is_set_aside(project: ProjectFacts, path: str) -> bool:
    """Whether a folder says that what lies in it is no longer used, and nothing that starts elsewhere leads there."""
    if _SET_ASIDE.search(path) is None:
        return False
    live = _LIVE.get(project)
    if live is None:
        starts = {entry.path for entry in project.entry_points if not _SET_ASIDE.search(entry.path)}
        live = _LIVE[project] = frozenset().union(
            *(project.reachable_from(start) for start in sorted(starts))
        )
    return path not in live
