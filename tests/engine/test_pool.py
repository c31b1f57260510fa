"""The pool: every file gets a result, whatever happens to the worker."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from codereview.engine import pool
from codereview.engine.plan import Plan
from codereview.engine.pool import Sized
from codereview.engine.worker import FileResult, Job
from codereview.model import Zone

PLAN = Plan(rules=("TYP001", "MNT001"), options={}, folders=(), python=(3, 10))
BRANCHING = "def f(x):\n" + "    if x: f(x)\n" * 40


def sized(root: Path, name: str, text: str, kind: str = "python") -> Sized:
    (root / name).write_text(text, encoding="utf-8")
    return Sized(Job(name, name, Zone.PRODUCTION, kind, name.removesuffix(".py")), len(text))


def results(root: Path, plan: Plan, jobs: list[Sized], workers: int = 2) -> dict[str, FileResult]:
    ready: list[int] = []
    found = {
        job.path: pool.decode(data) for job, data in pool.run(str(root), plan, jobs, workers, ready.append)
    }
    assert sum(ready) == len(jobs)
    return found


def test_a_few_small_files_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_wanted(*args: object) -> object:
        raise AssertionError("a process was started")

    monkeypatch.setattr(pool, "_processes", none_wanted)
    found = results(tmp_path, PLAN, [sized(tmp_path, "a.py", BRANCHING)])
    assert [finding.rule for finding in found["a.py"].findings] == ["MNT001"]


@pytest.fixture(params=["fork", "spawn"])
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "fork" and sys.platform != "linux":
        return "spawn"
    chosen: str = request.param
    monkeypatch.setattr(pool, "_start_method", lambda: chosen)
    return chosen


def test_a_thread_forbids_a_copy_of_the_process() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert pool._start_method() == "spawn"
    finally:
        stop.set()
        thread.join()


@pytest.mark.usefixtures("method")
def test_processes_give_the_same_as_this_one(tmp_path: Path) -> None:
    jobs = [sized(tmp_path, f"m{number}.py", BRANCHING) for number in range(30)]
    found = results(tmp_path, PLAN, jobs)
    assert set(found) == {f"m{number}.py" for number in range(30)}
    alone = results(tmp_path, PLAN, jobs[:1])
    assert found["m0.py"] == alone["m0.py"]


def test_a_file_that_went_away_is_said(tmp_path: Path) -> None:
    job = sized(tmp_path, "a.py", "x = 1\n")
    (tmp_path / "a.py").unlink()
    found = results(tmp_path, PLAN, [job])
    assert "could not be read" in found["a.py"].notes[0]


KILLER = '''
import ast
import os

from codereview.api import Card, Category, Confidence, ModuleRule, Severity

class Killer(ModuleRule):
    """Ends the process on a file that says so."""

    card = Card("ZZZ001", "t", Severity.LOW, Confidence.LOW, 1, "w", "i", "f", category=Category.RELIABILITY)

    def check(self, file, facts):
        if "die" in file.path:
            os._exit(9)
        return ()
'''


@pytest.mark.usefixtures("method")
def test_a_dead_worker_costs_its_file_only(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "killer.py").write_text(KILLER)
    plan = Plan(rules=("ZZZ001", "MNT001"), options={}, folders=(str(rules),), python=(3, 10))
    names = [f"m{number}.py" for number in range(20)]
    names[7], names[13] = "die_first.py", "die_second.py"
    jobs = [sized(tmp_path, name, BRANCHING) for name in names]
    found = results(tmp_path, plan, jobs)
    assert set(found) == set(names)
    for name, result in found.items():
        if name.startswith("die"):
            assert "ended the process" in result.notes[0]
            assert result.facts is not None
            assert result.facts.failure is not None
        else:
            assert [finding.rule for finding in result.findings] == ["MNT001"]


def test_the_largest_files_come_first() -> None:
    jobs = [
        Sized(Job(f"{size}.py", "", Zone.PRODUCTION, "python", ""), size)
        for size in (10, 90_000, 500, 40_000)
    ]
    batches = pool._batches(jobs, 2)
    assert [job.path for batch in batches for job in batch] == ["90000.py", "40000.py", "500.py", "10.py"]


def test_batches_become_smaller_so_that_no_worker_waits_long() -> None:
    jobs = [Sized(Job(f"{i}.py", "", Zone.PRODUCTION, "python", ""), 20_000) for i in range(400)]
    sizes = [len(batch) for batch in pool._batches(jobs, 2)]
    assert sum(sizes) == 400
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 10 * sizes[-1]


def test_deep_nesting_is_not_parsed_in_this_process(tmp_path: Path) -> None:
    assert pool._risky(str(tmp_path), [sized(tmp_path, "deep.py", "x = " + "(" * 50 + ")" * 50 + "\n")])
    assert not pool._risky(str(tmp_path), [sized(tmp_path, "plain.py", "x = ((1))\n")])
