"""Progress on standard error: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from codereview.cli.output import printable

_PAUSE = 0.1
"""Seconds between two pictures of the bar."""


class Bars:
    """Shows the stage that runs. A context manager; without a terminal every method does nothing."""

    def __init__(self, shown: bool = True) -> None:
        self._bars: Any = None
        self._task: Any = None
        self._stage = ""
        self._shown = 0.0
        if not shown or not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,  # by a thread, with which this process could not be copied (`engine.pool`)
        )

    def __enter__(self) -> Bars:
        if self._bars is not None:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        """A new stage begins; `total` is the number of steps in it, None if that is not known."""
        if self._bars is None:
            return
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._stage = name
        self._task = self._bars.add_task(name, total=total)
        self._bars.refresh()

    def beside(self, names: Sequence[str]) -> None:
        """These tools are at work beside the stage: they stand behind its name."""
        if self._bars is not None and self._task is not None:
            more = f" (beside it: {', '.join(names)})" if names else ""
            self._bars.update(self._task, description=f"{self._stage}{more}")
            self._show()

    def advance(self, steps: int = 1) -> None:
        """So many steps of the present stage are done."""
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task, steps)
            self._show()

    def _show(self) -> None:
        """Draws again, ten times a second at most."""
        now = time.monotonic()
        if now - self._shown >= _PAUSE:
            self._shown = now
            self._bars.refresh()

    def note(self, text: str) -> None:
        """Something about this run that its reader should know; also printed in a pipe."""
        line = f"Note: {printable(text)}"
        if self._bars is None:
            print(line, file=sys.stderr)
        else:
            self._bars.console.print(line, markup=False, highlight=False)
