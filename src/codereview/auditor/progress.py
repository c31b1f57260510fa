"""Who is told what an audit is doing."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told what goes on."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A new stage begins, of so many steps if that is known."""
        ...

    def advance(self, steps: int = 1) -> None:
        """So many steps of the stage are done."""
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

    def note(self, text: str) -> None:
        """Nothing."""
