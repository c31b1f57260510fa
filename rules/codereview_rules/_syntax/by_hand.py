"""Scripts that nothing of the project starts: somebody types their name when they are needed."""

from __future__ import annotations

import re

from codereview.facts.project import ProjectFacts

from .remembered import once_for_a_project

_ONCE = re.compile(
    r"(?:^|/)[^/]*(?:back_?fill|back_?populat|one_?off|migrat|seed|export|create_\w{0,40}tables?|load_|import_|populate"
    r"|bench_?mark|(?<![a-z])(?:fix|repair|patch)_\w)[^/]*(?:/[^/]+)?\.py$",
    re.IGNORECASE,
)
"""Scripts that are run once, by the name of the file or of its folder."""


def is_run_once(path: str) -> bool:
    """Whether a file is called like a script that is run once."""
    return _ONCE.search(path) is not None


def is_run_by_hand(project: ProjectFacts, path: str) -> bool:
    """Whether a file does something when it is started, and no other file, command or framework starts it."""
    return path in _by_hand(project)


@once_for_a_project
def _by_hand(project: ProjectFacts) -> set[str]:
    started = {entry.path for entry in project.entry_points if entry.kind != "script"}
    return {
        path
        for path, facts in project.files.items()
        if path not in started and not project.importers.get(path) and (facts.main_line or facts.acts)
    }
