"""Repositories that nobody wishes for: each audit ends with a valid report, nothing raw on a terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from commands import GOOD, codereview

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "audit.schema.json").read_text(encoding="utf-8"))
MEGABYTE = 1 << 20
CLEAR_SCREEN, SET_TITLE, RIGHT_TO_LEFT = "\x1b[2J", "\x1b]0;owned\x07", "\u202e"
HOSTILE = f"{CLEAR_SCREEN}{SET_TITLE}{RIGHT_TO_LEFT}<script>alert(1)</script>"
# C0 without line feed, DEL, C1, and what turns the direction of text.
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
STYLE = re.compile("\x1b\\[[0-9;]*m")


def names_that_are_not_utf8(root: Path) -> None:
    with open(os.fsencode(root) + b"/caf\xe9.py", "wb") as file:
        file.write(GOOD.encode())


def names_with_control_characters(root: Path) -> None:
    for name in (
        f"a{CLEAR_SCREEN}.py",
        "two\nlines.py",
        f"x{RIGHT_TO_LEFT}yp.py",
        "tab\t.py",
        "\x07.py",
        "-rf.py",
    ):
        (root / name).write_text(GOOD)


def names_with_markup(root: Path) -> None:
    for name in (
        "<script>.py",
        "`tick`.py",
        "a|b.py",
        "[x](y).py",
        "[bold red].py",
        "[link=x]y.py",
        "quote\"'.py",
        "&lt;.py",
    ):
        (root / name).write_text(GOOD)


def links_that_loop(root: Path) -> None:
    (root / "first.py").symlink_to("second.py")
    (root / "second.py").symlink_to("first.py")
    (root / "inner").mkdir()
    (root / "inner" / "up").symlink_to("..", target_is_directory=True)
    (root / "itself").symlink_to("itself")


def links_that_leave(root: Path) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "other.py").write_text("PASSWORD_FILE = 'outside-of-the-repository'\n" + GOOD)
    (root / "out").symlink_to(outside, target_is_directory=True)
    (root / "other.py").symlink_to(outside / "other.py")
    (root / "gone.py").symlink_to("/nowhere/at/all.py")
    (root / "device.py").symlink_to("/dev/zero")


def pipes(root: Path) -> None:
    os.mkfifo(root / "pipe.py")
    os.mkfifo(root / "pyproject.toml")
    os.mkfifo(root / ".gitignore")


def large_files(root: Path) -> None:
    with (root / "zeros.py").open("wb") as file:
        file.truncate(50 * MEGABYTE)
    (root / "long.py").write_bytes(b"x = 1  # and on\n" * (50 * MEGABYTE // 16))
    (root / "line.json").write_bytes(b'"' + b"a" * (50 * MEGABYTE) + b'"')


def unreadable_files(root: Path) -> None:
    (root / "secret.py").write_text(GOOD)
    (root / "secret.py").chmod(0)
    (root / "closed").mkdir()
    (root / "closed" / "inner.py").write_text(GOOD)
    (root / "closed").chmod(0)


def bytes_that_are_no_text(root: Path) -> None:
    (root / "nul.py").write_bytes(b"x = 1\x00\ny = 2\n")
    (root / "binary.py").write_bytes(bytes(range(256)) * 40)
    (root / "latin.py").write_bytes(b"name = 'caf\xe9'\n")
    (root / "utf16.py").write_text("x = 1\n", encoding="utf-16")
    (root / "coding.py").write_bytes(b"# -*- coding: no-such-codec -*-\nx = 1\n")
    (root / "bom.py").write_bytes(b"\xef\xbb\xbf# coding: latin-1\nx = 1\n")
    (root / "feed.py").write_bytes(b"\x0cx = 1\r\ny = 2\rz = 3\n")
    (root / "surrogate.py").write_bytes(b"x = '\xed\xa0\x80'\n")
    (root / "empty.py").write_bytes(b"")


def deep_nesting(root: Path) -> None:
    (root / "brackets.py").write_text("x = " + "(" * 50_000 + ")" * 50_000 + "\n")
    (root / "lists.py").write_text("x = " + "[" * 150 + "]" * 150 + "\n")
    (root / "sum.py").write_text("x = " + " + ".join("1" for _ in range(20_000)) + "\n")
    (root / "chain.py").write_text("x = a" + ".b" * 20_000 + "\n")
    (root / "calls.py").write_text("x = a" + "()" * 20_000 + "\n")
    (root / "blocks.py").write_text("".join(f"{' ' * n}if x:\n" for n in range(98)) + " " * 98 + "pass\n")
    (root / "not.py").write_text("x = " + "not " * 20_000 + "x\n")
    deep = root.joinpath(*["d"] * 80)
    deep.mkdir(parents=True)
    (deep / "deep.py").write_text(GOOD)


def files_that_are_something_else(root: Path) -> None:
    (root / "page.py").write_text(f"<!DOCTYPE html>\n<html><body>{HOSTILE}</body></html>\n")
    (root / "merge.py").write_text("<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\n")
    (root / "two.py").write_text("print 'hello'\n")
    (root / "notebook.py").write_text('{"cells": [], "nbformat": 4}\n')
    (root / "folder.py").mkdir()
    (root / "folder.py" / "inner.py").write_text(GOOD)


def hostile_content(root: Path) -> None:
    (root / "pyproject.toml").write_text(
        f"[project]\nname = {json.dumps(HOSTILE)}\nrequires-python = {json.dumps(HOSTILE)}\n"
    )
    (root / "code.py").write_text(f"import datetime\n\nx = datetime.datetime.utcnow(), '{HOSTILE}'\n")
    (root / "Dockerfile").write_text(f'CMD ["python", "{HOSTILE}"]\n')
    (root / ".env").write_text(f"DB_PASSWORD=open-sesame-41{CLEAR_SCREEN}\n")
    (root / "names.py").write_text(
        "async def ｗａｉｔ(ａ, ｂ):\n    import time\n    time.sleep(1)\n", encoding="utf-8"
    )
    (root / "ignored.py").write_text(f"x = 1  # codereview: ignore[MNT003] -- {HOSTILE}\n")


NASTY: tuple[Callable[[Path], None], ...] = (
    names_that_are_not_utf8,
    names_with_control_characters,
    names_with_markup,
    links_that_loop,
    links_that_leave,
    pipes,
    large_files,
    unreadable_files,
    bytes_that_are_no_text,
    deep_nesting,
    files_that_are_something_else,
    hostile_content,
)


def repository(folder: Path, *makers: Callable[[Path], None]) -> Path:
    root = folder / "repository"
    root.mkdir()
    (root / "app.py").write_text(GOOD)
    for make in makers:
        make(root)
    return root


@pytest.fixture
def _open_again(tmp_path: Path) -> Any:
    yield
    for closed in tmp_path.rglob("closed"):
        closed.chmod(0o700)


def valid(data: bytes) -> dict[str, Any]:
    audit: dict[str, Any] = json.loads(data)
    jsonschema.validate(audit, SCHEMA)
    return audit


def raw(output: bytes) -> list[str]:
    return RAW.findall(output.decode("utf-8"))


def without_code(markdown: str) -> str:
    """The text of a document outside of fenced blocks and code spans, where markup would be markup."""
    prose = re.sub(r"^(`{3,}).*?^\1$", "", markdown, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", prose)


@pytest.mark.usefixtures("_open_again")
@pytest.mark.parametrize("make", NASTY, ids=lambda make: make.__name__)
def test_audit_ends_with_one_valid_report(tmp_path: Path, make: Callable[[Path], None]) -> None:
    root = repository(tmp_path, make)
    result = codereview("audit", ".", "--json", cwd=root, cache=tmp_path / "cache")
    assert result.returncode == 0, result.stderr.decode("utf-8", "replace")
    assert b"Traceback" not in result.stderr
    assert raw(result.stderr) == []
    audit = valid(result.stdout)
    assert ("MNT003", "app.py", 3) in {(f["rule"], f["path"], f["line"]) for f in audit["findings"]}
    assert "outside-of-the-repository" not in result.stdout.decode("utf-8")
    again = codereview("audit", ".", "--json", cwd=root, cache=tmp_path / "cache")
    assert again.stdout == result.stdout


@pytest.mark.usefixtures("_open_again")
@pytest.mark.parametrize("git", [False, True], ids=["folder", "git"])
def test_nothing_hostile_reaches_a_terminal_or_a_page(tmp_path: Path, git: bool) -> None:
    small = [make for make in NASTY if make not in (large_files, pipes)]
    root = repository(tmp_path, *small)
    if git:
        author = ("-c", f"user.name={HOSTILE}", "-c", "user.email=a@example.com")
        for command in (
            ("init", "-q"),
            ("add", "--ignore-errors", "."),
            (*author, "commit", "-q", "-m", HOSTILE),
        ):
            subprocess.run(["git", *command], cwd=root, capture_output=True, check=False, timeout=60)
    cache = tmp_path / "cache"
    wanted = [part for name in ("r.html", "r.md", "r.txt") for part in ("-o", str(tmp_path / name))]
    audit = valid(codereview("audit", ".", "--json", cwd=root, cache=cache).stdout)
    assert (audit["project"]["vcs"] is not None) == git
    first = codereview("audit", ".", "--verbose", "--jobs", "2", *wanted, cwd=root, cache=cache)
    assert first.returncode == 0, first.stderr.decode("utf-8", "replace")
    for output in (
        first.stdout,
        first.stderr,
        *((tmp_path / n).read_bytes() for n in ("r.html", "r.md", "r.txt")),
    ):
        assert raw(output) == []
    assert b"<script>alert" not in (tmp_path / "r.html").read_bytes()
    assert "<script" not in without_code((tmp_path / "r.md").read_text(encoding="utf-8"))
    coloured = codereview("audit", ".", cwd=root, cache=cache, FORCE_COLOR="1", TERM="xterm-256color")
    assert raw(STYLE.sub("", coloured.stdout.decode("utf-8")).encode()) == []
    listed = codereview("audit", f"a{CLEAR_SCREEN}.py", "code.py", "--plain", cwd=root, cache=cache)
    assert listed.returncode == 0
    assert raw(listed.stdout + listed.stderr) == []


@pytest.mark.parametrize("git", [False, True], ids=["folder", "git"])
def test_a_repository_without_python_is_said_in_one_sentence(tmp_path: Path, git: bool) -> None:
    root = tmp_path / "empty"
    root.mkdir()
    if git:
        subprocess.run(["git", "init", "-q"], cwd=root, check=True, timeout=60)
    result = codereview("audit", ".", cwd=root, cache=tmp_path / "cache")
    assert result.returncode == 2
    assert result.stdout == b""
    assert len(result.stderr.decode("utf-8").splitlines()) == 1
    assert b"Python" in result.stderr


def test_files_without_a_statement_have_no_grade(tmp_path: Path) -> None:
    (tmp_path / "empty.py").write_bytes(b"")
    result = codereview("audit", ".", "--json", cwd=tmp_path, cache=tmp_path / "cache")
    assert result.returncode == 0
    assert valid(result.stdout)["score"] is None


@pytest.mark.usefixtures("_open_again")
def test_what_was_not_read_is_said(tmp_path: Path) -> None:
    root = repository(tmp_path, links_that_leave, pipes, large_files, unreadable_files, deep_nesting)
    audit = valid(codereview("audit", ".", "--json", cwd=root, cache=tmp_path / "cache").stdout)
    said = json.dumps(audit["not_assessed"])
    expected = ["pipe.py", "long.py", "brackets.py", "other.py"]
    # Permissions do not bind root, who reads the file like any other.
    expected += ["secret.py"] if os.geteuid() else []
    assert [name for name in expected if name not in said] == []
