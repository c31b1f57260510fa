"""Several tools at once: turns, defects, and tools that are not there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from codereview.adapters.base import Adapter
from codereview.adapters.running import Running
from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun


class Echo(Adapter):
    """Prints a number once for each command."""

    name = "echo"
    distribution = "pytest"

    def __init__(self, code: str = "print(1)", times: int = 1, deadline: float = 30) -> None:
        self.code, self.times, self.deadline = code, times, deadline

    def commands(self, target: Target) -> Sequence[Command]:
        one = Command((sys.executable, "-I", "-c", self.code), self.deadline, target.scratch)
        return [one] * self.times

    def read(self, results: Sequence[tuple[Command, Completed]], target: Target) -> ToolRun:
        found = [Diagnostic("echo", "E1", "a.py", int(d.out), 1, int(d.out), 2, "said") for _, d in results]
        return ToolRun("echo", "", "ran", diagnostics=tuple(found))


class Broken(Echo):
    """Fails before it starts anything."""

    def commands(self, target: Target) -> Sequence[Command]:
        raise RuntimeError("no")


class Absent(Echo):
    """Of a package that is not installed."""

    distribution = "codereview-no-such-package"


@pytest.fixture
def target(tmp_path: Path) -> Target:
    return Target(root="/x", files=(), python=(3, 10), roots=(), scratch=str(tmp_path))


def test_every_tool_is_read_once_in_its_place(target: Target) -> None:
    ended: list[str] = []
    runs = Running([(Echo(times=3), target), (Echo("print(7)"), target)], slots=2).finish(ended.append)
    assert [len(run.diagnostics) for run in runs] == [3, 1]
    assert runs[1].diagnostics[0].line == 7
    assert all(run.how == "ran" and run.version and run.seconds > 0 for run in runs)
    assert ended == ["echo", "echo"]


def test_what_a_tool_prints_is_not_trusted(target: Target) -> None:
    (run,) = Running([(Echo("print('garbage')"), target)], slots=1).finish(str)
    assert run.how == "failed"
    assert "could not be read" in run.reason


def test_a_defect_costs_that_tool_alone(target: Target) -> None:
    runs = Running([(Broken(), target), (Echo(), target)], slots=1).finish(str)
    assert [run.how for run in runs] == ["failed", "ran"]


def test_a_tool_that_is_not_installed(target: Target) -> None:
    (run,) = Running([(Absent(), target)], slots=1).finish(str)
    assert run.how == "not installed"


def test_stopping_leaves_nothing_at_work(target: Target) -> None:
    running = Running([(Echo("import time; time.sleep(60)", times=4), target)], slots=2)
    assert running.advance() == ["echo"]
    running.stop()
    assert running.advance() == []
