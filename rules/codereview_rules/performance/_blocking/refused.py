"""What Django refuses to do on the thread of an event loop: its queries raise `SynchronousOnlyOperation` there.

Source: https://docs.djangoproject.com/en/5.2/topics/async/#async-safety. Nothing waits then, so nothing is held up:
the call fails, unless the environment allows it.
"""

from __future__ import annotations

from codereview.facts.project import ProjectFacts

from ..._syntax.mentions import Mentions
from .found import Hit

_ALLOWED = "DJANGO_ALLOW_ASYNC_UNSAFE"


class Allowed(Mentions):
    """Files that name the variable by which Django lets its queries block."""

    words = frozenset({_ALLOWED})


class Refused:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self._allowed = Allowed.anywhere(project) or any(_ALLOWED in text for text in project.texts.values())

    def holds(self, hit: Hit) -> bool:
        """Whether a call fails on a loop's thread, and blocks nothing."""
        return hit.group.refused and not self._allowed
