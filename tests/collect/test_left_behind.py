"""Finding files of other programs: usual places, named files, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codereview.collect import left_behind as module
from codereview.collect.left_behind import content, left_behind


def found(root: Path, *named: Path, **options: object) -> dict[str, str]:
    items = left_behind(os.path.realpath(root), [str(path) for path in named], **options)  # type: ignore[arg-type]
    return {item.path: item.problem for item in items}


def write(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_usual_places(tmp_path: Path) -> None:
    wanted = [
        ".coverage", "coverage.xml", "coverage.json", "junit.xml", "reports/junit-3.12.xml", "reports/bandit.sarif",
        "build/reports/coverage.xml", "test-results/TEST-shop.xml", "benchmark.json", "scan.sarif.json",
    ]  # fmt: skip
    other = ["src/coverage.xml", "tests/data/junit.xml", "settings.xml", "package.json", ".coveragerc"]
    for name in (*wanted, *other):
        write(tmp_path / name)
    assert sorted(found(tmp_path)) == sorted(wanted)
    assert found(tmp_path, usual=False) == {}
    assert "coverage.xml" not in found(tmp_path, exclude=["/coverage.xml"])


def test_links_are_not_followed_in_the_usual_places(tmp_path: Path) -> None:
    secret = write(tmp_path / "outside" / "coverage.xml")
    root = tmp_path / "project"
    root.mkdir()
    (root / "coverage.xml").symlink_to(secret)
    (root / "reports").symlink_to(secret.parent)
    assert found(root) == {}
    assert found(root, root / "coverage.xml") == {"coverage.xml": ""}


def test_named_files_that_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    root = tmp_path / "project"
    root.mkdir()
    problems = found(root, tmp_path / "none.xml", tmp_path / "pipe", tmp_path)
    assert problems == {
        "none.xml": "does not exist", "pipe": "is no regular file", tmp_path.name: "is no regular file",
    }  # fmt: skip


def test_a_huge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 10)
    (item,) = left_behind(str(tmp_path), [str(write(tmp_path / "a.sarif", b"x" * 11))], usual=False)
    assert "too large" in item.problem
    with pytest.raises(OSError, match="too large"):
        content(item)


def test_coverage_of_several_processes_is_named_once(tmp_path: Path) -> None:
    for number in range(3):
        write(tmp_path / f".coverage.machine.{number}.abc")
    (problem,) = found(tmp_path).values()
    assert "coverage combine" in problem
    write(tmp_path / ".coverage")
    assert found(tmp_path) == {".coverage": ""}


def test_a_file_that_is_named_and_found_is_one(tmp_path: Path) -> None:
    (item,) = left_behind(os.path.realpath(tmp_path), [str(write(tmp_path / "coverage.xml"))])
    assert item.named
