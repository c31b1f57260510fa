"""Exports and checkouts are taken in whole; damage is counted and said; the old database survives a failure."""

from __future__ import annotations

import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pytest
from advisories_lab import CRITICAL, export, record

from codereview.advisories.database import Database, lookup, read
from codereview.advisories.importing import import_file
from codereview.advisories.place import database_path, identity
from codereview.errors import ConfigError
from codereview.facts.dependencies.advisories import MISSING
from codereview.model import Severity

TODAY = date(2024, 10, 12)
YAML = """\
id: PYSEC-2024-7
details: The parser of lemon before 1.10 reads too much. It goes on.
affected:
- package: {name: Lemon, ecosystem: PyPI}
  ranges:
  - type: GIT
    repo: https://example.org/lemon
    events: [{introduced: "0"}]
  - type: ECOSYSTEM
    events:
    - introduced: "0"
    - fixed: 1.10
  versions: ["1.0", 1.9]
aliases: [CVE-2024-7]
modified: 2024-05-01T10:00:00Z
published: 2024-04-01T10:00:00+02:00
"""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "data" / "advisories.sqlite3"


def test_an_export_becomes_a_database(tmp_path: Path, target: Path) -> None:
    source = export(
        tmp_path / "all.zip",
        [
            record(
                "PYSEC-1", "lemon", {"introduced": "0"}, {"fixed": "1.2"}, modified="2024-10-10T17:22:00.58Z"
            ),
            record("PYSEC-2", "lemon", withdrawn="2024-01-01T00:00:00Z", modified="2024-01-01T00:00:00Z"),
            record("GHSA-3", "pear", versions=["2.0"]),
        ],
    )
    found = import_file(source, target, TODAY)
    assert (found.count, found.packages, found.withdrawn, found.date) == (2, 2, 1, "2024-10-10")
    assert (found.damaged, found.foreign, found.unread_ranges) == (0, 0, 0)
    with Database(target) as database:
        assert database.status.imported == "2024-10-12"
        assert database.status.source == "all.zip"
        assert [item.id for item in database.lookup("Lemon", "1.1")] == ["PYSEC-1"]
        assert database.lookup("lemon", "1.2") == ()
    assert [item.id for item in lookup("PEAR", "2", target)] == ["GHSA-3"]


def test_damaged_entries_are_counted_and_named(tmp_path: Path, target: Path) -> None:
    source = export(
        tmp_path / "all.zip",
        [record("PYSEC-1", "lemon", versions=["1.0"])],
        {
            "a-cut.json": b'{"id": "PYSEC-8", "affec',
            "b-type.json": b'{"id": 7}',
            "c-list.json": b"[]",
            "d-deep.json": b'{"id": "PYSEC-9", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            "e-bytes.json": b'\xff\xfe{"id"',
            "notes.txt": b"left alone",
        },
    )
    found = import_file(source, target, TODAY)
    assert found.count == 1
    assert found.damaged == 5
    assert found.damaged_names == ("a-cut.json", "b-type.json", "c-list.json", "d-deep.json", "e-bytes.json")
    with Database(target) as database:
        assert database.status.damaged == 5


def test_an_entry_whose_bytes_are_damaged_costs_only_that_entry(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "all.zip"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_STORED) as archive:
        for number in ("PYSEC-1", "PYSEC-2"):
            archive.writestr(f"{number}.json", str(record(number, versions=["1.0"])).replace("'", '"'))
    data = source.read_bytes()
    at = data.index(b"Summary of PYSEC-2")
    source.write_bytes(data[:at] + b"summary" + data[at + 7 :])
    found = import_file(source, target, TODAY)
    assert (found.count, found.damaged, found.damaged_names) == (1, 1, ("PYSEC-2.json",))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"<html>rate limited</html>"])
def test_a_file_that_is_no_export_leaves_the_old_database(
    tmp_path: Path, target: Path, content: bytes
) -> None:
    import_file(export(tmp_path / "good.zip", [record("PYSEC-1", versions=["1.0"])]), target, TODAY)
    before = target.read_bytes()
    bad = tmp_path / "bad.zip"
    bad.write_bytes(content)
    with pytest.raises(ConfigError, match=r"bad\.zip"):
        import_file(bad, target, TODAY)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_an_export_of_which_nothing_can_be_read_is_refused(tmp_path: Path, target: Path) -> None:
    source = export(tmp_path / "all.zip", [], {"x.json": b"{", "y.json": b"{"})
    with pytest.raises(ConfigError, match="2 damaged files"):
        import_file(source, target, TODAY)
    assert not target.exists()


@pytest.mark.parametrize("name", ["missing.zip", "empty"])
def test_a_path_without_advisories_is_refused(tmp_path: Path, target: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigError, match=name):
        import_file(tmp_path / name, target, TODAY)


def test_other_ecosystems_and_unreadable_ranges_are_left_out(tmp_path: Path, target: Path) -> None:
    other = record("RUSTSEC-1", "lemon", versions=["1.0"])
    other["affected"][0]["package"]["ecosystem"] = "crates.io"
    odd = record("PYSEC-2", "lemon", {"introduced": "0"}, {"fixed": "1.0-final-b"}, versions=["0.9"])
    long = record("PYSEC-3", "lemon", {"introduced": "9" * 5000})
    empty = record("PYSEC-4", "lemon", {})
    found = import_file(export(tmp_path / "all.zip", [other, odd, long, empty]), target, TODAY)
    assert (found.count, found.foreign, found.unread_ranges) == (3, 1, 3)
    assert [(item.id, item.unread) for item in lookup("lemon", "0.9", target)] == [("PYSEC-2", True)]
    assert lookup("lemon", "0.8", target) == ()


def test_a_change_in_the_future_is_not_the_date_of_the_data(tmp_path: Path, target: Path) -> None:
    late = record("PYSEC-1", versions=["1.0"], modified="2099-01-01T00:00:00Z")
    found = import_file(
        export(tmp_path / "all.zip", [late, record("PYSEC-2", versions=["1"])]), target, TODAY
    )
    assert found.date == "2024-03-01"


@pytest.mark.parametrize("packed", [False, True])
def test_a_checkout_of_the_pypa_database_is_read(tmp_path: Path, target: Path, packed: bool) -> None:
    folder = tmp_path / "advisory-database-main"
    place = folder / "vulns" / "lemon"
    place.mkdir(parents=True)
    (place / "PYSEC-2024-7.yaml").write_text(YAML, encoding="utf-8")
    (place / "PYSEC-2024-8.yaml").write_text("id: [", encoding="utf-8")
    (folder / "package.json").write_text("{}", encoding="utf-8")
    source = folder
    if packed:
        source = tmp_path / "main.zip"
        with zipfile.ZipFile(source, "w") as archive:
            for path in sorted(folder.rglob("*.*")):
                archive.write(path, path.relative_to(tmp_path).as_posix())
    found = import_file(source, target, TODAY)
    assert (found.count, found.damaged, found.date) == (1, 1, "2024-05-01")
    (item,) = lookup("lemon", "1.9.9", target)
    assert item.aliases == ("CVE-2024-7",)
    assert item.summary == "The parser of lemon before 1.10 reads too much"
    assert item.published == "2024-04-01T08:00:00.000000Z"
    assert lookup("lemon", "1.10", target) == ()


def test_yaml_that_grows_without_end_is_damaged_not_fatal(tmp_path: Path, target: Path) -> None:
    place = tmp_path / "vulns" / "lemon"
    place.mkdir(parents=True)
    (place / "PYSEC-2024-7.yaml").write_text(YAML, encoding="utf-8")
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
    bomb = "\n".join([*lines, "id: PYSEC-2024-9", "affected: *a29"])
    (place / "PYSEC-2024-9.yaml").write_text(bomb, encoding="utf-8")
    assert import_file(tmp_path, target, TODAY).damaged == 1


def test_severity_comes_from_the_best_source(tmp_path: Path, target: Path) -> None:
    third, fourth = [{"type": "CVSS_V3", "score": CRITICAL}], [{"type": "CVSS_V4", "score": "CVSS:4.0/AV:N"}]
    import_file(
        export(
            tmp_path / "all.zip",
            [
                record("A-1", versions=["1"], severity=third, database_specific={"severity": "LOW"}),
                record("A-2", versions=["1"], severity=fourth, database_specific={"severity": "MODERATE"}),
                record("A-3", versions=["1"], severity=fourth),
                record("A-4", versions=["1"], severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}]),
                record(
                    "A-5",
                    versions=["1"],
                    severity=[{"type": "CVSS_V2", "score": "AV:N/AC:L/Au:N/C:C/I:C/A:C"}],
                ),
            ],
        ),
        target,
        TODAY,
    )
    found = {item.id: (item.severity, item.score) for item in lookup("lemon", "1", target)}
    assert found == {
        "A-1": (Severity.CRITICAL, 9.8),
        "A-2": (Severity.MEDIUM, None),
        "A-3": (None, None),
        "A-4": (None, None),
        "A-5": (Severity.CRITICAL, 10.0),
    }


def test_without_a_database_the_reason_names_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CODEREVIEW_DATA_DIR", str(tmp_path / "nowhere"))
    assert database_path() == tmp_path / "nowhere" / "advisories.sqlite3"
    assert identity() == ""
    assert read(["lemon"]).missing == MISSING
    assert "codereview advisories import FILE" in MISSING
    with pytest.raises(ConfigError, match="no advisories have been imported"):
        lookup("lemon", "1")


def test_the_user_database_is_found_and_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CODEREVIEW_DATA_DIR", str(tmp_path / "data"))
    import_file(export(tmp_path / "one.zip", [record("PYSEC-1", versions=["1.0"])]))
    first = identity()
    with Database() as before:
        import_file(
            export(tmp_path / "two.zip", [record("PYSEC-2", versions=["1.0"]), record("X-1", "pear")])
        )
        assert [item.id for item in before.lookup("lemon", "1.0")] == ["PYSEC-1"]
    assert identity() not in ("", first)
    known = read(["Lemon", "fig"])
    assert (known.missing, known.source, sorted(known.by_name)) == ("", "two.zip", ["lemon"])
    assert [item.id for item in known.affecting("lemon", "1.0.0")] == ["PYSEC-2"]


@pytest.mark.parametrize("kind", ["text", "foreign", "cut"])
def test_a_damaged_database_is_said(tmp_path: Path, target: Path, kind: str) -> None:
    import_file(export(tmp_path / "one.zip", [record("PYSEC-1", versions=["1.0"])]), target, TODAY)
    if kind == "text":
        target.write_text("no database", encoding="utf-8")
    elif kind == "cut":
        target.write_bytes(target.read_bytes()[:5000])
    else:
        target.unlink()
        connection = sqlite3.connect(target)
        connection.execute("CREATE TABLE meta (x)")
        connection.close()
    missing = read(["lemon"], target).missing
    assert "is damaged or of another version" in missing
    assert "codereview advisories import FILE" in missing
