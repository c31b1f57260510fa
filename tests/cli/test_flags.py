"""Values of flags, and which report goes where."""

from __future__ import annotations

from pathlib import Path

import pytest

from codereview.cli import flags, output
from codereview.errors import ConfigError, RepositoryError


def test_lists_take_commas_and_repetition() -> None:
    assert flags.split(["SEC, TYP001", "PERF"]) == ("SEC", "TYP001", "PERF")
    assert flags.split([]) is None
    assert flags.split([" , "]) is None


def test_thresholds() -> None:
    assert flags.thresholds(["80", "security=90", "Typing=70.5"]) == {
        "overall": 80,
        "security": 90,
        "typing": 70.5,
    }
    assert flags.thresholds(None) is None
    with pytest.raises(ConfigError, match="--fail-under high: expected a score"):
        flags.thresholds(["high"])


def test_one_folder_is_audited_whole(tmp_path: Path) -> None:
    assert flags.targets([tmp_path]) == (tmp_path, ())


def test_without_a_path_it_is_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert flags.targets([]) == (tmp_path, ())


def test_files_limit_the_report_on_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "a.py").touch()
    (tmp_path / "b.py").touch()
    monkeypatch.chdir(tmp_path)
    root, only = flags.targets([Path("pkg/a.py"), Path("b.py")])
    assert root == tmp_path
    assert only == (tmp_path / "pkg" / "a.py", tmp_path / "b.py")


def test_files_elsewhere_belong_to_the_project_above_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    (project / "src" / "pkg").mkdir(parents=True)
    (project / "pyproject.toml").touch()
    (project / "src" / "pkg" / "a.py").touch()
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert flags.targets([project / "src" / "pkg" / "a.py"]) == (project, (project / "src" / "pkg" / "a.py",))


def test_missing_path_and_strange_path(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="no such file or folder"):
        flags.targets([tmp_path / "none"])
    with pytest.raises(RepositoryError, match="neither a folder nor a regular file"):
        flags.targets([Path("/dev/null")])


def test_suffix_decides_without_a_format() -> None:
    pairs, printed = output.pair([], [Path("a.html"), Path("b.JSON"), Path("c.md")])
    assert [name for _, name in pairs] == ["html", "json", "markdown"]
    assert printed == []


def test_a_format_goes_to_the_file_that_can_hold_it() -> None:
    assert output.pair(["comment"], [Path("note.md")]) == ([(Path("note.md"), "comment")], [])
    assert output.pair(["terminal"], [Path("card.txt")]) == ([(Path("card.txt"), "terminal")], [])
    assert output.pair([], [Path("findings.txt")]) == ([(Path("findings.txt"), "text")], [])
    assert output.pair(["json"], [Path("report.html")]) == ([(Path("report.html"), "html")], ["json"])
    assert output.pair(["json", "markdown"], [Path("a.out")]) == ([(Path("a.out"), "json")], ["markdown"])


def test_a_file_whose_name_says_a_format_takes_it() -> None:
    report, comment, note = Path("report.md"), Path("out/PR-Comment.md"), Path("note.md")
    both = [(report, "markdown"), (comment, "comment")]
    assert output.pair(["comment"], [report, comment]) == (both, [])
    assert output.pair(["comment", "markdown"], [report, comment]) == (both, [])
    assert output.pair(["comment"], [comment, report]) == (both[::-1], [])
    # what nobody asked for is said by no name, and an ending that cannot hold a format does not take it
    assert output.pair([], [report, comment]) == ([(report, "markdown"), (comment, "markdown")], [])
    html = Path("comment.html")
    assert output.pair(["comment"], [html, note]) == ([(html, "html"), (note, "comment")], [])
    # one format is for one file, and a word that only contains its name does not say it
    assert output.pair(["comment"], [comment, comment]) == ([(comment, "comment"), (comment, "markdown")], [])
    commented = Path("commented.md")
    assert output.pair(["comment"], [note, commented]) == ([(note, "comment"), (commented, "markdown")], [])


def test_unknown_suffix_without_a_format() -> None:
    with pytest.raises(ConfigError, match="no ending that names a report format"):
        output.pair([], [Path("report.doc")])


def test_report_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot be written"):
        output.write(tmp_path / "file" / "report.json", "{}")


def test_missing_folder_of_a_report_is_made(tmp_path: Path) -> None:
    output.write(tmp_path / "new" / "report.json", "é".encode())
    assert (tmp_path / "new" / "report.json").read_bytes() == "é".encode()


def test_control_characters_never_reach_the_terminal() -> None:
    assert output.printable("a\x1b[31m\nb\u202e") == "a\\x1b[31m\\nb\\u202e"
