"""What Django refuses to do on the thread of an event loop: its queries raise `SynchronousOnlyOperation` there.

Source: https://docs.djangoproject.com/en/5.2/topics/async/#async-safety. Nothing waits then, so nothing is held up:
the call fails, unless the environment allows it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note, Place
from codereview.facts.project import Key, ProjectFacts

from ..._syntax.mentions import Mentions
from .found import Hit

_ALLOWED = "DJANGO_ALLOW_ASYNC_UNSAFE"
_ALL = frozenset({"Exception", "BaseException"})
_TAKES = re.compile(r"except(?: (?:Base)?Exception\b|:)")


class Allowed(Mentions):
    """Files that name the variable by which Django lets its queries block."""

    words = frozenset({_ALLOWED})


class Taken(Collector):
    """Notes of kind ``taken``, at blocks whose errors, of whatever kind, a handler takes and does not raise on."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.Try,)

    def wants(self, file: ModuleContext) -> bool:
        return _TAKES.search(file.text) is not None and "django" in file.text

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none for most."""
        assert isinstance(node, ast.Try)
        if any(_takes_all(one) for one in node.handlers):
            first, last = node.body[0], node.body[-1]
            yield self.noted(node, file, "taken", first.lineno, last.end_lineno or last.lineno)


def _takes_all(handler: ast.ExceptHandler) -> bool:
    named = handler.type
    takes = named is None or (isinstance(named, ast.Name) and named.id in _ALL)
    return takes and not any(isinstance(one, ast.Raise) for item in handler.body for one in ast.walk(item))


class Refused:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._allowed = Allowed.anywhere(project) or any(_ALLOWED in text for text in project.texts.values())

    def holds(self, hit: Hit) -> bool:
        """Whether a call fails on a loop's thread, and blocks nothing."""
        return hit.group.refused and not self._allowed

    def is_taken(self, places: Iterable[tuple[Key, Place]]) -> bool:
        """Whether at one of some places a handler takes whatever error comes, so that nothing fails beyond it."""
        return any(
            first <= at.line <= last for key, at in places for first, last in self._taken.get(key[0], ())
        )

    @cached_property
    def _taken(self) -> dict[str, tuple[tuple[int, int], ...]]:
        return {
            path: tuple((int(str(note.values[0])), int(str(note.values[1]))) for note in notes)
            for path, notes in self._project.noted(Taken)
        }
