"""Processes: what they see of the machine, what becomes of their output, and how they end."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from codereview.adapters.process import Process, environment, scratch
from codereview.adapters.values import Command


def python(code: str, folder: Path, deadline: float = 30, **extra: str) -> Command:
    return Command((sys.executable, "-I", "-c", code), deadline, str(folder), extra)


def test_output_and_status(tmp_path: Path) -> None:
    done = Process(
        python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)", tmp_path), "/x"
    ).wait()
    assert (done.status, done.out.strip(), done.err.strip()) == (3, b"out", b"err")
    assert not done.timed_out
    assert not done.missing


def test_more_output_than_a_pipe_holds(tmp_path: Path) -> None:
    done = Process(python("print('x' * 3_000_000)", tmp_path), "/x").wait()
    assert len(done.out.strip()) == 3_000_000


def test_nothing_printed_is_left_on_the_disk(tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    Process(python("print('quoted')", tmp_path), "/x").wait()
    assert set(tmp_path.iterdir()) == before


def test_a_deadline_ends_it_and_its_children(tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    child = f"import time, pathlib; time.sleep(3); pathlib.Path({str(mark)!r}).touch()"
    code = (
        f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    )
    done = Process(python(code, tmp_path, deadline=1), "/x").wait()
    assert done.timed_out
    assert done.status is None
    import time

    time.sleep(3.5)
    assert not mark.exists()


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    process = Process(Command((str(tmp_path / "none"),), 5, str(tmp_path)), "/x")
    assert process.done()
    assert process.wait().missing


def test_stopping_throws_the_output_away(tmp_path: Path) -> None:
    process = Process(python("import time; time.sleep(60)", tmp_path), "/x")
    assert not process.done()
    process.stop()
    assert process.done()


def test_the_environment_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "project" / "bin"
    inside.mkdir(parents=True)
    monkeypatch.setenv("PATH", os.pathsep.join([str(inside), ".", "/usr/bin"]))
    for name in ("PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX", "MYPYPATH", "RUFF_CONFIG", "BANDIT_CONFIG"):
        monkeypatch.setenv(name, str(inside))
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:1")
    found = environment(str(tmp_path / "mine"), str(tmp_path / "project"), {"EXTRA": "1"})
    assert found["PATH"] == "/usr/bin"
    assert found["HOME"] == str(tmp_path / "mine")
    assert found["EXTRA"] == "1"
    assert not {
        "PYTHONPATH",
        "VIRTUAL_ENV",
        "CONDA_PREFIX",
        "MYPYPATH",
        "RUFF_CONFIG",
        "BANDIT_CONFIG",
    } & set(found)
    assert "HTTPS_PROXY" not in found
    assert "HTTPS_PROXY" in environment(str(tmp_path), str(tmp_path / "project"), {}, network=True)


def test_a_scratch_folder_is_gone_afterwards() -> None:
    with scratch() as folder:
        Path(folder, "a").write_text("x")
    assert not Path(folder).exists()
