"""Starts the tools' processes, lets them run beside our own work, and reads what they gave."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from codereview.adapters.base import Adapter
from codereview.adapters.process import Process
from codereview.adapters.values import Command, Completed, Target, ToolRun
from codereview.adapters.versions import version_of


class Running:
    """Tools at work. At most ``slots`` processes run at a time; the others wait for their turn.

    Args:
        jobs: the tools, each with what it looks at; those that take longest first.
        slots: how many processes run side by side.
    """

    def __init__(self, jobs: Sequence[tuple[Adapter, Target]], slots: int) -> None:
        self._jobs = list(jobs)
        self._slots = max(slots, 1)
        self._waiting: deque[tuple[int, int, Command]] = deque()
        self._active: list[tuple[int, int, Process]] = []
        self._results: list[list[tuple[Command, Completed] | None]] = []
        self._errors: dict[int, str] = {}
        for number, (adapter, target) in enumerate(self._jobs):
            commands = self._commands(number, adapter, target)
            self._results.append([None] * len(commands))
            self._waiting.extend((number, index, command) for index, command in enumerate(commands))
        self.advance()

    def _commands(self, number: int, adapter: Adapter, target: Target) -> Sequence[Command]:
        try:
            if not version_of(adapter.distribution):
                return ()
            for name, text in adapter.config(target).items():
                with open(os.path.join(target.scratch, name), "w", encoding="utf-8") as stream:
                    stream.write(text)
            return adapter.commands(target)
        except Exception as error:  # a defect of an adapter costs that tool, not the audit
            self._errors[number] = f"{type(error).__name__}: {error}"
            return ()

    def advance(self) -> list[str]:
        """Takes in what has ended and starts what waits.

        Returns:
            The names of the tools that are at work.
        """
        still: list[tuple[int, int, Process]] = []
        for number, index, process in self._active:
            if process.done():
                self._results[number][index] = (process.command, process.wait())
            else:
                still.append((number, index, process))
        self._active = still
        while self._waiting and len(self._active) < self._slots:
            number, index, command = self._waiting.popleft()
            adapter, target = self._jobs[number]
            self._active.append((number, index, Process(command, target.root, adapter.network)))
        return sorted({self._jobs[number][0].name for number, _, _ in self._active})

    def finish(self, ended: Callable[[str], None]) -> list[ToolRun]:
        """Waits for all of them.

        Args:
            ended: called with the name of each tool when it is through.

        Returns:
            One run a tool, in the order in which they were given.
        """
        told: set[int] = set()
        while True:
            self.advance()
            open_ones = {number for number, _, _ in self._active} | {number for number, _, _ in self._waiting}
            for number in set(range(len(self._jobs))) - open_ones - told:
                told.add(number)
                ended(self._jobs[number][0].name)
            if not self._active:
                break
            self._active[0][2].pause(0.02)
        return [self._read(number) for number in range(len(self._jobs))]

    def stop(self) -> None:
        """Ends all of them; nothing is read."""
        for _, _, process in self._active:
            process.stop()
        self._active.clear()
        self._waiting.clear()

    def _read(self, number: int) -> ToolRun:
        adapter, target = self._jobs[number]
        version = version_of(adapter.distribution)
        results = [item for item in self._results[number] if item is not None]
        if not version:
            return ToolRun(
                adapter.name, "", "not installed", f"the package {adapter.distribution} is missing"
            )
        if number in self._errors:
            return ToolRun(adapter.name, version, "failed", f"its adapter failed: {self._errors[number]}")
        try:
            run = adapter.read(results, target)
        except Exception as error:  # what a tool printed is not to be trusted
            reason = f"its output could not be read: {type(error).__name__}"
            return ToolRun(adapter.name, version, "failed", reason)
        return replace(run, version=version, seconds=sum(done.seconds for _, done in results))
