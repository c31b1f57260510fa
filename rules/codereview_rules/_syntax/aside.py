"""Folders of what is kept and no longer used."""

from __future__ import annotations

import re

from codereview.facts.project import ProjectFacts

from .remembered import once_for_a_project

_SET_ASIDE = re.compile(
    r"(?:^|/)[._]?(?:deprecated|obsolete|\.stversions|\.history|attic|archived?|unused|graveyard|templates|(?:\w+[_-])?old"
    r"|(?:\w+[_ -])?(?:deprecated|obsolete|archived?|unused|old|backup)[_ -]"
    r"(?:files?|code|versions?|scripts?|dags?|modules?)|\w+[_-](?:deprecated|obsolete|archived?|unused|old))/",
    re.IGNORECASE,
)


def is_set_aside(project: ProjectFacts, path: str) -> bool:
    """Whether a folder says that what lies in it is no longer used, and nothing that starts elsewhere leads there."""
    return _SET_ASIDE.search(path) is not None and path not in _started(project)


@once_for_a_project
def _started(project: ProjectFacts) -> frozenset[str]:
    """The files that what starts outside of such folders leads to."""
    starts = {entry.path for entry in project.entry_points if not _SET_ASIDE.search(entry.path)}
    return frozenset().union(*(project.reachable_from(start) for start in sorted(starts)))
