"""Scripts that nothing of the project starts: somebody types their name when they are needed."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from codereview.facts import module as m
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

_SCRIPTS: WeakKeyDictionary[ProjectFacts, frozenset[str]] = WeakKeyDictionary()


def is_run_by_hand(project: ProjectFacts, path: str) -> bool:
    """Whether a file does something when it is started, and no other file, command or framework starts it."""
    found = _SCRIPTS.get(project)
    if found is None:
        found = _SCRIPTS[project] = frozenset(_by_hand(project))
    return path in found


def _by_hand(project: ProjectFacts) -> set[str]:
    started = {entry.path for entry in project.entry_points if entry.kind != "script"}
    return {
        path
        for path, facts in project.files.items()
        if path not in started and not project.importers.get(path) and _acts(facts)
    }


def _acts(facts: FileFacts) -> bool:
    return bool(facts.main_line) or any(call.function < 0 and call.flags & m.DROPPED for call in facts.calls)
