"""What a coroutine does while it holds a lock of threads: an ``await`` there would keep the lock while others run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note, Place
from codereview.facts.project import Key, ProjectFacts

_LOCK = re.compile(r"(?:\A|_)(?:r?lock|mutex)(?:_|\Z)", re.I)


class Held(Collector):
    """Notes of kind ``held``, at statements such as ``with self._lock:``; locks of asyncio are for ``async with``."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.With,)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none for most."""
        assert isinstance(node, ast.With)
        return (
            [self.noted(node, file, "held")] if any(_is_lock(one.context_expr) for one in node.items) else ()
        )


def _is_lock(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return _LOCK.search(name) is not None


class Locks:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project

    def hold(self, key: Key, at: Place) -> bool:
        """Whether a place of a function stands where a lock is held."""
        return any(
            note.function == key[1] and note.line < at.line <= note.end_line
            for note in self._notes.get(key[0], ())
        )

    @cached_property
    def _notes(self) -> dict[str, tuple[Note, ...]]:
        return dict(self._project.noted(Held))
