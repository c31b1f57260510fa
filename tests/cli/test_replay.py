"""A command that is given again over the same files: its reports come from the cache, and only then."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from codereview.auditor.replay import replay
from codereview.cli import app

COMMAND = ["audit", ".", "--json", "--quiet"]
SOURCE = "from datetime import datetime\n\nNOW = datetime.utcnow()\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODEREVIEW_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "app.py").write_text(SOURCE)
    (folder / ".git").mkdir()  # no configuration of the folders above is looked for
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def given(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., tuple[int, bytes, bytes]]:
    def run(*arguments: str) -> tuple[int, bytes, bytes]:
        monkeypatch.setattr(sys, "argv", ["codereview", *arguments])
        with pytest.raises(SystemExit) as stopped:
            app()
        return (int(stopped.value.code or 0), *capfdbinary.readouterr())

    return run


def replayed(capture: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int | None, bytes, bytes]:
    return (replay(arguments or COMMAND), *capture.readouterr())


def test_the_same_again(
    given: Callable[..., tuple[int, bytes, bytes]], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert replay(COMMAND) is None
    first = given(*COMMAND)
    assert first[0] == 0
    assert b'"MNT003"' in first[1]
    assert replayed(capfdbinary) == first


def test_a_failed_gate_fails_again_and_says_so(
    given: Callable[..., tuple[int, bytes, bytes]], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    arguments = ["audit", ".", "--quiet", "--fail-under", "maintainability=99.9"]
    first = given(*arguments)
    assert first[0] == 1
    assert b"maintainability" in first[2]
    assert replayed(capfdbinary, *arguments) == first


def test_files_are_written_again(
    given: Callable[..., tuple[int, bytes, bytes]], project: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    arguments = ["audit", ".", "--quiet", "-o", "out/audit.json", "-o", "out/report.md"]
    given(*arguments)
    (project / ".gitignore").write_text("out\n")
    assert replay(arguments) is None
    given(*arguments)
    written = {path.name: path.read_bytes() for path in (project / "out").iterdir()}
    assert set(written) == {"audit.json", "report.md"}
    for path in (project / "out").iterdir():
        path.unlink()
    (project / "out").rmdir()
    assert replay(arguments) == 0
    assert {path.name: path.read_bytes() for path in (project / "out").iterdir()} == written


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("app.py", SOURCE + "\n"),
        ("other.py", "x = 1\n"),
        ("notes.md", "# Notes\n"),
        ("codereview.toml", 'ignore = ["MNT003"]\n'),
        ("pyproject.toml", '[project]\nname = "x"\nversion = "1"\nrequires-python = ">=3.12"\n'),
        (".python-version", "3.13\n"),
    ],
)
def test_any_change_is_seen(
    given: Callable[..., tuple[int, bytes, bytes]], project: Path, name: str, text: str
) -> None:
    given(*COMMAND)
    assert replay(COMMAND) == 0
    (project / name).write_text(text)
    assert replay(COMMAND) is None


def test_configuration_above_is_seen(given: Callable[..., tuple[int, bytes, bytes]], project: Path) -> None:
    (project / ".git").rmdir()
    given(*COMMAND)
    assert replay(COMMAND) == 0
    (project.parent / "codereview.toml").write_text('ignore = ["MNT003"]\n')
    (project.parent / ".git").mkdir()
    assert replay(COMMAND) is None


def test_other_arguments_and_folders_are_other_commands(
    given: Callable[..., tuple[int, bytes, bytes]], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(*COMMAND)
    assert replay([*COMMAND, "--ignore", "MNT003"]) is None
    monkeypatch.chdir(project.parent)
    assert replay(COMMAND) is None


def test_what_is_told_beside_the_report_is_told_each_time(
    given: Callable[..., tuple[int, bytes, bytes]], project: Path
) -> None:
    arguments = [*COMMAND, "--ignore", "XYZ999"]
    assert b"XYZ999" in given(*arguments)[2]
    assert replay(arguments) is None


def test_without_the_cache_nothing_is_kept(given: Callable[..., tuple[int, bytes, bytes]]) -> None:
    given(*COMMAND, "--no-cache")
    assert replay([*COMMAND, "--no-cache"]) is None


def test_a_folder_that_is_gone_is_for_the_command_to_tell(
    given: Callable[..., tuple[int, bytes, bytes]], project: Path
) -> None:
    arguments = ["audit", str(project), "--json"]
    given(*arguments)
    (project / "app.py").unlink()
    assert replay(arguments) is None


def test_a_pipe_where_a_configuration_could_be_is_not_waited_for(
    given: Callable[..., tuple[int, bytes, bytes]], project: Path
) -> None:
    os.mkfifo(project / "setup.cfg")
    given(*COMMAND)
    assert replay(COMMAND) == 0


COVERAGE = b'{"files": {"app.py": {"executed_lines": [1, 3], "missing_lines": []}}, "totals": {}}'


def test_evidence_is_among_what_is_compared(
    given: Callable[..., tuple[int, bytes, bytes]],
    project: Path,
    tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    (project / ".gitignore").write_text("coverage.json\n")
    outside = tmp_path / "scan.sarif"
    outside.write_bytes(b'{"version": "2.1.0", "runs": []}')
    command = [*COMMAND, "--evidence", "../scan.sarif"]
    first = given(*command)
    assert replayed(capfdbinary, *command) == first
    (project / "coverage.json").write_bytes(COVERAGE)
    assert replay(command) is None
    second = given(*command)
    assert b'"value": 100.0' in second[1]
    assert replayed(capfdbinary, *command) == second
    outside.write_bytes(b'{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}}]}')
    assert replay(command) is None
    given(*command)
    outside.unlink()
    assert replay(command) is None


def test_a_named_file_that_is_not_there_is_a_mistake(given: Callable[..., tuple[int, bytes, bytes]]) -> None:
    status, out, err = given(*COMMAND, "--evidence", "none.xml")
    assert status == 2
    assert out == b""
    assert b"none.xml: there is no such file" in err


def test_what_stands_in_templates_of_the_users_is_never_replayed(
    given: Callable[..., tuple[int, bytes, bytes]], tmp_path: Path
) -> None:
    comment = tmp_path / "own" / "markdown" / "comment.md.j2"
    comment.parent.mkdir(parents=True)
    arguments = ("audit", ".", "--format", "comment", "--template", str(tmp_path / "own"))
    for text in (b"first", b"second"):
        comment.write_bytes(text)
        assert given(*arguments)[:2] == (0, text + b"\n")
        assert replay(arguments) is None
