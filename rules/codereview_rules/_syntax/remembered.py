"""What is worked out once for a project, whichever rules ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from codereview.facts.project import ProjectFacts

_Result = TypeVar("_Result")


def once_for_a_project(work: Callable[[ProjectFacts], _Result]) -> Callable[[ProjectFacts], _Result]:
    """A function of a project alone that remembers what it gave for as long as the project is there.

    Args:
        work: what is asked on the first call for each project.
    """
    known: WeakKeyDictionary[ProjectFacts, _Result] = WeakKeyDictionary()

    @wraps(work)
    def ask(project: ProjectFacts) -> _Result:
        if project not in known:
            known[project] = work(project)
        return known[project]

    return ask
