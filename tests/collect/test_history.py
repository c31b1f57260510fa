"""How often files were changed is read from git's history, without running anything that the repository names."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from collect_lab import ENVIRONMENT

from codereview.collect import collect
from codereview.collect.history import Changes, History, Reader, changes


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)


def commit(root: Path, **files: str | None) -> None:
    for name, text in files.items():
        path = root / f"{name}.py"
        path.unlink() if text is None else path.write_text(text)
    git(root, "add", "-A", ".")
    git(root, "commit", "-q", "--allow-empty", "-m", "change")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    return folder


def read(root: Path, most: int = 100) -> History:
    reader = Reader(str(root.resolve()), most)
    try:
        return reader.result()
    finally:
        reader.close()


def test_commits_are_counted_for_each_file(root: Path) -> None:
    commit(root, a="1\n", b="1\n")
    commit(root, a="2\n")
    commit(root)
    commit(root, b="2\n")
    found = read(root)
    assert found.commits == 4
    assert not found.more
    assert found.files == {"a.py": Changes(2, 3), "b.py": Changes(2, 1)}


def test_a_file_keeps_its_count_under_a_new_name(root: Path) -> None:
    text = "".join(f"line {number}\n" for number in range(30))
    commit(root, old=text)
    commit(root, old=text + "x\n")
    git(root, "mv", "old.py", "new.py")
    commit(root)
    commit(root, new=text)
    assert read(root).files == {"new.py": Changes(4, 1)}


def test_a_file_that_took_an_old_name_does_not_inherit(root: Path) -> None:
    commit(root, a="first\n")
    git(root, "mv", "a.py", "b.py")
    commit(root)
    commit(root, a="another\n")
    assert read(root).files == {"a.py": Changes(1, 1), "b.py": Changes(2, 2)}


def test_the_bound_is_said(root: Path) -> None:
    for number in range(4):
        commit(root, a=f"{number}\n")
    found = read(root, most=3)
    assert (found.commits, found.more) == (3, True)
    assert found.files == {"a.py": Changes(3, 1)}


def test_merges_are_left_out(root: Path) -> None:
    commit(root, a="1\n")
    git(root, "checkout", "-q", "-b", "side")
    commit(root, b="1\n")
    git(root, "checkout", "-q", "main")
    commit(root, c="1\n")
    git(root, "merge", "-q", "--no-ff", "-m", "merge", "side")
    found = read(root)
    assert found.commits == 3
    assert {name: item.commits for name, item in found.files.items()} == {"a.py": 1, "b.py": 1, "c.py": 1}


def test_a_folder_within_a_repository_sees_its_own_names(root: Path) -> None:
    (root / "inner").mkdir()
    (root / "inner" / "x.py").write_text("1\n")
    commit(root, a="1\n")
    assert read(root / "inner").files == {"x.py": Changes(1, 1)}


def test_names_of_any_bytes(root: Path) -> None:
    (root / "new\nline \u202e.py").write_text("1\n")
    commit(root)
    assert list(read(root).files) == ["new\nline \u202e.py"]


def test_without_git_there_is_a_reason(tmp_path: Path, root: Path) -> None:
    assert "not a git repository" in read(tmp_path).reason
    assert "could not read all of it" in read(root).reason  # nothing is committed


def test_it_is_given_up_after_its_time(root: Path) -> None:
    commit(root, a="1\n")
    reader = Reader(str(root), seconds=-1.0)
    reader._processes.append(subprocess.Popen(["sleep", "60"]))
    found = reader.result()
    assert "within" in found.reason
    assert not found.lasting
    reader.close()


def test_no_program_of_the_repository_is_started(root: Path, tmp_path: Path) -> None:
    log = tmp_path / "trap.log"
    trap = tmp_path / "trap.sh"
    trap.write_text(f'#!/bin/sh\necho "$0 $*" >> {log}\ncat\n')
    trap.chmod(0o755)
    commit(root, a="1\n")
    commit(root, a="2\n")
    (root / ".gitattributes").write_text("* filter=trap diff=trap\n")
    commit(root)
    log.unlink(missing_ok=True)
    keys = "core.fsmonitor core.pager core.alternateRefsCommand diff.external diff.trap.command diff.trap.textconv"
    keys += (
        " filter.trap.clean filter.trap.smudge filter.trap.process gpg.program pager.rev-list pager.diff-tree"
    )
    keys += " core.sshCommand"
    for key in keys.split():
        git(root, "config", key, str(trap))
    for name in ("rev-list", "diff-tree", "rev-parse"):
        git(root, "config", f"alias.{name}", f"!{trap}")
    git(root, "config", "log.showSignature", "true")
    assert read(root).files["a.py"] == Changes(2, 2)
    assert not log.exists()


def test_what_a_shallow_clone_lacks_changes_its_mark(root: Path, tmp_path: Path) -> None:
    for number in range(3):
        commit(root, a=f"{number}\n")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "clone")
    clone = tmp_path / "clone"
    one = collect(clone).shallow
    assert read(clone).commits == 1
    git(clone, "fetch", "-q", "--depth", "2")
    two = collect(clone).shallow
    git(clone, "fetch", "-q", "--unshallow")
    assert one
    assert two not in ("", one)
    assert collect(clone).shallow == ""
    assert collect(root).shallow == ""


def test_output_that_makes_no_sense_is_read_without_an_error() -> None:
    assert changes(b"", 5) == History()
    assert changes(b"R100\0a", 5).commits == 0
    assert changes(b"a" * 40 + b"\0M\0x\0M", 5).files["x"] == Changes(1, 1)
