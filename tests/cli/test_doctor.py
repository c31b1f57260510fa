"""``codereview doctor``: what is there, what is missing, and what mends it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codereview import doctor
from codereview.cli.main import main
from codereview.doctor import Examined


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEREVIEW_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("CODEREVIEW_DATA_DIR", str(tmp_path / "data"))


def rows() -> dict[str, Examined]:
    return {row.what: row for row in doctor.examined()}


@pytest.mark.real_tool
def test_this_machine() -> None:
    result = CliRunner().invoke(main, ["doctor", "--json"])
    found = {row["what"]: row for row in json.loads(result.stdout)}
    assert all(found[name]["ok"] for name in ("ruff", "pyrefly", "bandit", "mypy", "pip-audit", "cache"))
    assert not found["advisories"]["ok"]
    assert "advisories import" in found["advisories"]["remedy"]
    assert result.exit_code == 3


def test_a_tool_that_does_not_start_is_told_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor, "_PROGRAMS", {"ruff": (str(tmp_path / "none"),), "codereview-none": ("x",)})
    found = rows()
    assert (found["ruff"].ok, "does not start" in found["ruff"].state) == (False, True)
    assert (found["codereview-none"].ok, found["codereview-none"].remedy) == (
        False,
        "pip install codereview-none",
    )


def test_a_cache_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(doctor, "_PROGRAMS", {})
    monkeypatch.setenv("CODEREVIEW_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert not rows()["cache"].ok
    assert "CODEREVIEW_CACHE_DIR" in rows()["cache"].remedy


def test_without_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_PROGRAMS", {})
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert rows()["git"].remedy == "install git"


def test_all_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "examined", lambda: [Examined(what="ruff", ok=True, state="1.0")])
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 0
    assert "ok" in result.stdout
    assert "ruff" in result.stdout
