"""``codereview advisories``: what it prints and its exit status."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codereview.advisories.database import Status
from codereview.cli.advisories import STALE_DAYS, age, described
from codereview.cli.main import main

RECORD = {
    "id": "PYSEC-1",
    "modified": "2024-10-10T00:00:00Z",
    "affected": [{"package": {"name": "lemon", "ecosystem": "PyPI"}, "versions": ["1.0"]}],
}


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("CODEREVIEW_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("PYSEC-1.json", json.dumps(RECORD))
        archive.writestr(
            "PYSEC-2.json", json.dumps({**RECORD, "id": "PYSEC-2", "withdrawn": "2024-01-01T00:00:00Z"})
        )
        archive.writestr("\x1b[31mcut.json", "{")
    return path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["advisories", *arguments])
    return result.exit_code, result.output


def test_an_import_says_what_it_took_and_what_not(source: Path, data: Path) -> None:
    code, out = run("import", str(source))
    assert code == 0
    assert out.replace("\n", " ").startswith("1 advisory on 1 package, data of 2024-10-10: ")
    assert "1 withdrawn advisory left out" in out
    assert "1 file could not be read: \\x1b[31mcut.json; what they say is not known" in out
    assert (data / "advisories.sqlite3").is_file()


def test_status_shows_date_and_age(source: Path) -> None:
    run("import", str(source))
    code, out = run("status")
    assert code == 0
    assert "data of 2024-10-10, " in out
    assert "from all.zip" in out
    assert "what has been published since is not known" in out
    code, out = run("status", "--json")
    values = json.loads(out)
    assert (code, values["count"], values["date"], values["damaged"]) == (0, 1, "2024-10-10", 1)
    assert values["age_days"] > STALE_DAYS


def test_without_advisories_status_names_the_command() -> None:
    code, out = run("status")
    assert code == 2
    assert "codereview advisories import FILE" in out


def test_what_cannot_be_imported_is_one_sentence(tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"nothing")
    code, out = run("import", str(bad))
    assert code == 2
    assert out.startswith("Error: ")
    assert "Traceback" not in out


def test_fresh_data_is_not_called_old() -> None:
    found = Status(Path("a.sqlite3"), "2024-10-10", "2024-10-12", 2651, 660, "all.zip", 0)
    assert described(found, "2024-10-11") == [
        "2,651 advisories on 660 packages: a.sqlite3",
        "data of 2024-10-10, 1 day old; imported 2024-10-12 from all.zip",
    ]


@pytest.mark.parametrize(("day", "days"), [("2024-10-10", 2), ("2024-10-13", 0), ("", None)])
def test_age(day: str, days: int | None) -> None:
    assert age(day, "2024-10-12") == days
