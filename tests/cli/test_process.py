"""The command as a process: start-up, streams and exit status as a shell sees them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from codereview import __version__


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "codereview", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=120,
        check=False,
    )


def test_version() -> None:
    assert run("--version").stdout == f"codereview {__version__}\n"


def test_version_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['codereview', '--version']; from codereview.cli import app; app();"
        "print(sorted({'typer', 'rich', 'pydantic', 'msgspec', 'libcst', 'ast'} & sys.modules.keys()))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout.splitlines()[-1] == "[]"


def test_help_does_not_load_the_engine() -> None:
    code = (
        "import sys; from codereview.cli.main import main\n"
        "print(sorted({'rich', 'pydantic', 'msgspec', 'libcst', 'radon', 'jinja2'} & sys.modules.keys()))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout == "[]\n"


def test_audit_of_a_small_project(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("from datetime import datetime\n\nNOW = datetime.utcnow()\n")
    result = run("audit", ".", "--no-cache", "--plain", "-o", "audit.json", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert "\x1b" not in result.stdout
    assert '"MNT003"' in (tmp_path / "audit.json").read_text(encoding="utf-8")


def test_hook_on_one_file(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("from datetime import datetime\n\nNOW = datetime.utcnow()\n")
    (tmp_path / "other.py").write_text("from datetime import datetime\n\nNOW = datetime.utcnow()\n")
    result = run("audit", "app.py", "--no-cache", "--fail-on", "info", cwd=tmp_path)
    assert result.returncode == 1, result.stderr
    assert "app.py:3:" in result.stdout
    assert "other.py" not in result.stdout


def test_folder_without_python(tmp_path: Path) -> None:
    result = run("audit", str(tmp_path), "--no-cache")
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Python" in result.stderr


def test_fix_shows_and_applies(tmp_path: Path) -> None:
    text = "from datetime import datetime\n\n\ndef now() -> datetime:\n    return datetime.utcnow()  # now\n"
    (tmp_path / "pyproject.toml").write_text(
        "[project]\nname = 'x'\nversion = '1'\nrequires-python = '>=3.11'\n"
    )
    app = tmp_path / "app.py"
    app.write_text(text)
    shown = run("fix", ".", "--no-cache", "--unsafe", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "-    return datetime.utcnow()  # now" in shown.stdout
    assert app.read_text() == text
    applied = run("fix", ".", "--no-cache", "--unsafe", "--apply", cwd=tmp_path)
    assert applied.returncode == 0, applied.stderr
    assert "utcnow" not in app.read_text()
    assert app.read_text().endswith("  # now\n")


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_fix_on_lines_that_are_not_ascii(tmp_path: Path, start: str) -> None:
    text = (
        "from datetime import datetime\n\n\ndef now() -> tuple[str, datetime]:\n"
        "    return 'größer – 漢字 🙂', datetime.utcnow()  # über\n"
    )
    app = tmp_path / "app.py"
    app.write_text(start + text, encoding="utf-8")
    applied = run("fix", ".", "--no-cache", "--isolated", "--unsafe", "--apply", cwd=tmp_path)
    assert applied.returncode == 0, applied.stderr
    changed = app.read_text(encoding="utf-8")
    assert "'größer – 漢字 🙂', datetime.now(" in changed
    assert changed.startswith(start + "from datetime import datetime")


def test_reader_that_goes_away_changes_no_verdict(tmp_path: Path) -> None:
    """What `| head` does: the pipe is closed before anything is printed."""
    (tmp_path / "app.py").write_text("def now(a, b):\n    return a\n")
    for limit, status in (("100", 1), ("0", 0)):
        read, write = os.pipe()
        os.close(read)
        command = [sys.executable, "-m", "codereview", "audit", ".", "--no-cache", "--fail-under", limit]
        result = subprocess.run(
            command, stdout=write, stderr=subprocess.PIPE, cwd=tmp_path, timeout=120, check=False
        )
        os.close(write)
        assert result.returncode == status, result.stderr
        assert result.stderr == b""
