"""Who is told what an audit is doing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol


class Progress(Protocol):
    """Told what goes on."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A new stage begins, of so many steps if that is known."""
        ...

    def advance(self, steps: int = 1) -> None:
        """So many steps of the stage are done."""
        ...

    def beside(self, names: Sequence[str]) -> None:
        """These tools are at work beside the stage."""
        ...

    def note(self, text: str) -> None:
        """Something about this run, not about the project: the cache was damaged, say."""
        ...


class Silent:
    """Shows nothing."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Nothing."""

    def advance(self, steps: int = 1) -> None:
        """Nothing."""

    def beside(self, names: Sequence[str]) -> None:
        """Nothing."""

    def note(self, text: str) -> None:
        """Nothing."""


class Ticking:
    """Passes everything on, and lets tools go on at each step.

    Args:
        inner: who is told.
        tick: called at every step; gives the names of the tools that are at work.
    """

    def __init__(self, inner: Progress, tick: Callable[[], Sequence[str]]) -> None:
        self._inner = inner
        self._tick = tick

    def stage(self, name: str, total: int | None = None) -> None:
        """A new stage begins."""
        self._inner.stage(name, total)

    def advance(self, steps: int = 1) -> None:
        """So many steps are done."""
        self.beside(self._tick())
        self._inner.advance(steps)

    def beside(self, names: Sequence[str]) -> None:
        """These tools are at work beside the stage."""
        self._inner.beside(names)

    def note(self, text: str) -> None:
        """Something about this run."""
        self._inner.note(text)
