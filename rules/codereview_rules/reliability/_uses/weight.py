"""How bad a fault is where, as things stand, nobody comes to it: a script for trying out, a module that is imported
nowhere though its neighbours are, a function that no name leads to though others of its file are called."""

from __future__ import annotations

import re

from codereview.api import Severity, Zone
from codereview.facts import module as m
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.module import FunctionFact
from codereview.facts.project import ProjectFacts

_FOR_TRIALS = re.compile(r"(?:^|/)(?:_?scratch(?:es|pad)?|debug(?:ging)?|playground|sandbox)/", re.IGNORECASE)
_TEST_FOLDER = re.compile(r"(?:^|/)(?:\w+_)?tests?(?:_\w+)?/")
_RUNNERS = ("pytest", "unittest", "nose", "hypothesis", "django.test", "aiohttp.test_utils")
_FEWEST_NEIGHBOURS = 2


def severity(project: ProjectFacts, path: str, line: int) -> Severity | None:
    """The severity of a fault that makes its line fail; None for the one of the rule."""
    aside = (
        project.live.reachability.of(path).label == "unreachable"
        or _is_for_trials(project, path)
        or _is_left_out(project, path)
        or _is_unnamed(project, path, line)
        or _is_uncalled(project, path, line)
    )
    return Severity.LOW if aside else None


def _is_for_trials(project: ProjectFacts, path: str) -> bool:
    """Whether somebody starts a file by hand to look at something: its folder says so and no other code takes it, or
    it is named as a test, uses nothing for tests and is started as a script."""
    if _FOR_TRIALS.search(path) is not None:
        return all(_FOR_TRIALS.search(other) for other in project.importers.get(path, ()))
    facts = project.files[path]
    if project.zone(path) is not Zone.TESTS or _TEST_FOLDER.search(path) or not facts.main_line:
        return False
    modules = {item.module for item in facts.imports}
    return not project.importers.get(path) and not any(
        name == runner or (name.startswith(f"{runner}.") and name != "unittest.mock")
        for name in modules
        for runner in _RUNNERS
    )


def _is_left_out(project: ProjectFacts, path: str) -> bool:
    """Whether nothing imports or starts a module of production, and most of its neighbours are imported."""
    facts = project.files[path]
    if project.zone(path) is not Zone.PRODUCTION or project.importers.get(path) or facts.main_line:
        return False
    if any(entry.path == path for entry in project.entry_points) or path.endswith("__init__.py"):
        return False
    if any(call.function < 0 and call.flags & m.DROPPED for call in facts.calls):
        return False
    folder = path.rpartition("/")[0]
    near = [
        other
        for other in project.files
        if other != path and other.rpartition("/")[0] == folder and not other.endswith("__init__.py")
    ]
    taken = sum(bool(project.importers.get(other)) for other in near)
    return bool(folder) and taken >= _FEWEST_NEIGHBOURS and 2 * taken > len(near)


def _is_unnamed(project: ProjectFacts, path: str, line: int) -> bool:
    """Whether a line stands in a function whose name stands nowhere else, in a file of which others call some."""
    facts = project.files[path]
    around = [item for item in facts.functions if item.line <= line <= item.end_line]
    if not around or not _is_plain(around[0]) or around[0].name not in facts.prints.lone:
        return False
    word = word_hash(around[0].name)
    named = sum(word in unpacked(other.prints.words) for other in project.files.values())
    return named < 2 and word not in project.vocabulary.mentioned and _is_called_from_elsewhere(project, path)


def _is_uncalled(project: ProjectFacts, path: str, line: int) -> bool:
    """Whether a line stands in a function or method of an application that nothing comes to."""
    around = [
        index
        for index, item in enumerate(project.files[path].functions)
        if item.line <= line <= item.end_line and item.name != "<lambda>"
    ]
    return bool(around) and project.live.uncalled.holds((path, around[0]))


def _is_plain(function: FunctionFact) -> bool:
    return function.cls < 0 and not function.decorators and not function.name.startswith("__")


def _is_called_from_elsewhere(project: ProjectFacts, path: str) -> bool:
    return any(
        key[0] == path and any(edge.caller[0] != path for edge in edges)
        for key, edges in project.callers.items()
    )
