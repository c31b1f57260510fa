"""Diffs that git takes, and files that keep what they are."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from codereview.errors import FixError
from codereview.fix.patch import decode, digest, encode, join, unified, write

PAIRS = [
    ("a\nb\nc\n", "a\nB\nc\n"),
    ("a\nb", "a\nB"),
    ("a\nb", "a\nb\nc\n"),
    ("a\nb\n", "a\nb"),
    ("a\r\nb\r\n", "a\r\nc\r\n"),
    ("a\x0cb\u2028c\n", "x\na\x0cb\u2028c\n"),
    ("", "a\n"),
]


@pytest.mark.parametrize("path", ["app.py", "a folder/ä b.py", 'quo"te\\back.py'])
@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_git_applies_the_diff(tmp_path: Path, path: str, old: str, new: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(old.encode())
    patch = tmp_path / "edit.patch"
    patch.write_bytes(unified(path, old, new).encode())
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    subprocess.run(["git", "apply", patch.name], cwd=tmp_path, check=True, env=environment)
    assert file.read_bytes() == new.encode()


def test_no_change_is_no_diff() -> None:
    assert unified("app.py", "a\n", "a\n") == ""


def test_several_files_make_one_patch(tmp_path: Path) -> None:
    old = {"b.py": "1\n", "a.py": "2"}
    for name, text in old.items():
        (tmp_path / name).write_text(text)
    diffs = {name: unified(name, text, "0" + text) for name, text in old.items()}
    patch = join(diffs)
    assert patch.index("a/a.py") < patch.index("a/b.py")
    (tmp_path / "edit.patch").write_text(patch)
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    subprocess.run(["git", "apply", "edit.patch"], cwd=tmp_path, check=True, env=environment)
    assert [(tmp_path / name).read_text() for name in old] == ["01\n", "02"]


ENCODINGS = [
    b"\xef\xbb\xbfx = '\xc3\xa4'\r\n",
    b"# -*- coding: latin-1 -*-\nx = '\xe4'\n",
    b"# coding: cp1252\r\nx = '\x80'",
    "x = 'ä'".encode(),
]


@pytest.mark.parametrize("data", ENCODINGS)
def test_writing_keeps_encoding_mode_and_line_ends(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "app.py"
    file.write_bytes(data)
    file.chmod(0o751)
    text = decode(data).text
    assert encode(text, decode(data).encoding) == data
    write(tmp_path, "app.py", text.replace("x", "yy"), expected=digest(data))
    assert file.read_bytes() == data.replace(b"x", b"yy")
    assert stat.S_IMODE(file.stat().st_mode) == 0o751
    assert [p.name for p in tmp_path.iterdir()] == ["app.py"]


def test_a_changed_file_is_left(tmp_path: Path) -> None:
    file = tmp_path / "app.py"
    file.write_text("x = 2\n")
    with pytest.raises(FixError, match="changed since"):
        write(tmp_path, "app.py", "x = 3\n", expected=digest(b"x = 1\n"))
    assert file.read_text() == "x = 2\n"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "app.py").mkdir()
    with pytest.raises(FixError, match="missing"):
        write(tmp_path, "gone.py", "", expected="")
    with pytest.raises(FixError, match="regular"):
        write(tmp_path, "app.py", "", expected="")


def test_links_are_followed_inside_the_folder_only(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    (tmp_path / "outside.py").write_text("x = 1\n")
    (root / "inside.py").write_text("x = 1\n")
    (root / "bad.py").symlink_to(tmp_path / "outside.py")
    (root / "good.py").symlink_to("inside.py")
    (root / "loop.py").symlink_to("loop.py")
    known = digest(b"x = 1\n")
    for path in ("bad.py", "../outside.py", "loop.py"):
        with pytest.raises(FixError):
            write(root, path, "x = 2\n", expected=known)
    write(root, "good.py", "x = 2\n", expected=known)
    assert (root / "good.py").is_symlink()
    assert (root / "inside.py").read_text() == "x = 2\n"
    assert (tmp_path / "outside.py").read_text() == "x = 1\n"


def test_a_character_that_the_encoding_lacks_is_refused(tmp_path: Path) -> None:
    data = b"# coding: latin-1\nx = 1\n"
    (tmp_path / "app.py").write_bytes(data)
    with pytest.raises(FixError, match="cannot be written"):
        write(tmp_path, "app.py", "# coding: latin-1\nx = '€'\n", expected=digest(data))
    assert (tmp_path / "app.py").read_bytes() == data


@pytest.mark.parametrize("data", [b"# coding: nonsense\n", b"\xff\xfe", b"x = '\xe4'\n"])
def test_bytes_that_are_not_text_are_refused(data: bytes) -> None:
    with pytest.raises(FixError, match="decoded"):
        decode(data)
