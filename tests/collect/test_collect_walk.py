"""Collecting folders without git: the walk, odd files, zones, and agreement with git on what is ignored."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from collect_lab import paths, reasons, write
from hypothesis import given, settings
from hypothesis import strategies as st

from codereview.collect import (
    collect,
    decode_python,
    decode_text,
    display,
    read_bytes,
    why_ignored,
)
from codereview.collect.walk import walk
from codereview.collect.zones import zone_by_head
from codereview.errors import ConfigError, RepositoryError
from codereview.model import Zone


def test_errors_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="does not exist"):
        collect(tmp_path / "gone")
    (tmp_path / "file").write_text("")
    with pytest.raises(RepositoryError, match="not a folder"):
        collect(tmp_path / "file")
    with pytest.raises(RepositoryError, match="no Python file"):
        collect(tmp_path)
    (tmp_path / "a.py").write_text("")
    with pytest.raises(ConfigError, match="exclude"):
        collect(tmp_path, exclude=["!"])


def test_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.py": "", "closed/b.py": ""})
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed/"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    repository = collect(tmp_path)
    assert paths(repository) == ["a.py"]
    assert reasons(repository) == {"closed": "the folder cannot be listed: Permission denied"}


def test_odd_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "root"
    write(root, {"a.py": "", "pkg/b.py": ""})
    os.mkfifo(root / "pipe.py")
    with (root / "huge.py").open("wb") as stream:
        stream.truncate(50_000_000)
    (root / "again.py").symlink_to("a.py")
    (root / "loop").symlink_to("loop")
    (root / "up").symlink_to("..")
    (root / "out.py").symlink_to("/etc/hosts")
    (root / "gone.py").symlink_to("nothing")
    (root / "folder").symlink_to("pkg")
    monkeypatch.chdir(root)  # socket names are short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("sock")
        repository = collect(root)
    assert paths(repository) == ["a.py", "pkg/b.py"]
    assert reasons(repository) == {
        "again.py": "link to a.py, which is audited itself",
        "folder": "link to pkg, which is audited itself",
        "gone.py": "link to something that does not exist",
        "huge.py": "too large: 50.0 MB, the limit for Python is 4 MB",
        "loop": "link that leads back to itself",
        "out.py": "link that leaves the repository",
        "pipe.py": "a FIFO, not a file",
        "sock": "a socket, not a file",
        "up": "link to a folder that holds it",
    }


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    for name in (b"caf\xe9.py", b"new\nline.py", b"back\\slash.py"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"x = 1\n")
    repository = collect(tmp_path)
    assert paths(repository) == ["back\\\\slash.py", "caf\\xe9.py", "new\\x0aline.py"]
    assert {read_bytes(repository.root, file) for file in repository.files} == {b"x = 1\n"}


def test_reading_refuses_what_took_a_files_place(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "b.py": ""})
    repository = collect(tmp_path)
    (tmp_path / "a.py").unlink()
    (tmp_path / "a.py").symlink_to("/etc/hosts")
    (tmp_path / "b.py").unlink()
    os.mkfifo(tmp_path / "b.py")
    for file in repository.files:
        with pytest.raises(OSError, match=r"."):
            read_bytes(repository.root, file)


@given(st.lists(st.binary(min_size=1, max_size=8), unique=True, max_size=6))
def test_display_is_unique_and_printable(names: list[bytes]) -> None:
    shown = [display(os.fsdecode(name)) for name in names]
    assert len(set(shown)) == len(names)
    assert all(name.isprintable() and name.encode() for name in shown)


_NAMES = st.sampled_from(["a", "b", "ab", "a.py", "b.log", "build", "x y"])
_FILES = st.lists(st.lists(_NAMES, min_size=1, max_size=3).map("/".join), min_size=1, max_size=8)
_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["*.py", "/a", "a/", "!a", "**/b", "a/**", "a/**/b", "!a/b", "*", "!*/", "[ab]", "a?", "/*/a"]
        ),
        st.text(alphabet="ab*?/!.[]\\-# ", min_size=1, max_size=6),
    ),
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(_FILES, _LINES, _LINES)
def test_walk_agrees_with_git(files: list[str], top: list[str], nested: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in files:
            with contextlib.suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
                write(root, {name: ""})  # a name can be a file here and a folder there
        (root / ".gitignore").write_text("\n".join(top) + "\n")
        if (root / "a").is_dir():
            (root / "a" / ".gitignore").write_text("\n".join(nested) + "\n")
        environment = {
            "PATH": os.environ["PATH"],
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        subprocess.run(["git", "init", "-q"], cwd=root, env=environment, check=True)
        output = subprocess.run(
            ["git", "ls-files", "-z", "--others", "--exclude-standard"],
            cwd=root,
            env=environment,
            check=True,
            capture_output=True,
        ).stdout
        expected = sorted(os.fsdecode(path) for path in output.split(b"\0") if path)
        assert sorted(walk(folder).paths) == expected


def test_why_ignored(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "*.log\nmodels/\n", "app/.gitignore": "local.py\n"})
    assert why_ignored(str(tmp_path), "app/models/user.py") == "models/ in .gitignore, line 2"
    assert why_ignored(str(tmp_path), "app/local.py") == "local.py in app/.gitignore, line 1"
    assert why_ignored(str(tmp_path), "app/main.py") is None


ZONES = {
    "app/main.py": Zone.PRODUCTION,
    "app/__init__.py": Zone.PRODUCTION,
    "app/tools/search.py": Zone.PRODUCTION,
    "app/testing/__init__.py": Zone.PRODUCTION,
    "app/testing/client.py": Zone.PRODUCTION,
    "app/test/test_a.py": Zone.TESTS,
    "app/tests/factory.py": Zone.TESTS,
    "tests/data/x.py": Zone.TESTS,
    "app/a_test.py": Zone.TESTS,
    "conftest.py": Zone.TESTS,
    "scripts/run.py": Zone.SCRIPTS,
    "tools/release.py": Zone.SCRIPTS,
    "setup.py": Zone.SCRIPTS,
    "manage.py": Zone.PRODUCTION,
    "docs/conf.py": Zone.DOCS,
    "examples/one.py": Zone.EXAMPLES,
    "app/api_pb2.py": Zone.GENERATED,
    "app/_version.py": Zone.GENERATED,
    "app/migrations/0001_initial.py": Zone.GENERATED,
    "app/migrations/helpers.py": Zone.PRODUCTION,
    "alembic/env.py": Zone.PRODUCTION,
    "alembic/versions/ab12_x.py": Zone.GENERATED,
    "app/_vendor/six.py": Zone.VENDORED,
    "tests/vendor/six.py": Zone.TESTS,
    "shop/vendor/models.py": Zone.PRODUCTION,
}


def test_zones(tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys(ZONES, "x = 1\n"))
    assert {file.path: file.zone for file in collect(tmp_path).files} == ZONES


@pytest.mark.parametrize(
    ("head", "zone"),
    [
        ("# Code generated by a tool. DO NOT EDIT.\nx = 1\n", Zone.GENERATED),
        ("# @generated\n", Zone.GENERATED),
        ('"""\n1.2\n"""\n\n# Some tool: auto generated code\nimport os\n', Zone.GENERATED),
        ('"""Reads."""\n\nimport os\n# auto generated code is left out\n', None),
        ('# coding: utf-8\n"""API\n\nThis class is auto generated by a program.\n"""\n', Zone.GENERATED),
        ("# Generated by Django 5.0 on 2024-01-01 10:00\n", Zone.GENERATED),
        ('"""Settings.\n\nGenerated by \'django-admin startproject\' using Django 5.\n"""\n', None),
        ("HEADER = '# @generated DO NOT EDIT'\n", None),
        ('"""Writes files that are generated for users."""\n', None),
    ],
)
def test_mark_of_a_generator(head: str, zone: Zone | None) -> None:
    assert zone_by_head(head.encode()) is zone


@pytest.mark.parametrize(
    ("data", "text", "encoding", "sound"),
    [
        (b"x = 1\r\ny\r", "x = 1\ny\n", "utf-8", True),
        (b"\xef\xbb\xbfx", "x", "utf-8-sig", True),
        (b"#!/bin/x\n# coding: latin-1\n\xe9", "#!/bin/x\n# coding: latin-1\n\xe9", "iso8859-1", True),
        (b"x = 1\n# coding: latin-1\n", "x = 1\n# coding: latin-1\n", "utf-8", True),
        (b"# coding: nonsense\n", "# coding: nonsense\n", "utf-8", False),
        (b"\xef\xbb\xbf# coding: latin-1\n", "# coding: latin-1\n", "utf-8", False),
        (b"\xe9", "\xe9", "cp1252", False),
        ("x = 1".encode("utf-16"), "x = 1", "utf-16", False),
        ("x = 1".encode("utf-16-le"), "x = 1", "utf-16-le", False),
        (b"", "", "utf-8", True),
    ],
)
def test_decode_python(data: bytes, text: str, encoding: str, sound: bool) -> None:
    decoded = decode_python(data)
    assert (decoded.text, decoded.encoding, decoded.fault == "") == (text, encoding, sound)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb", "a\nb"),
        (b"\0\1\2\3", None),
        (b"caf\xe9", "café"),
        (bytes(range(1, 32)) * 9 + b"\xff", None),
    ],
)
def test_decode_text(data: bytes, text: str | None) -> None:
    assert decode_text(data) == text


@given(st.binary(max_size=60))
def test_decoding_never_raises(data: bytes) -> None:
    assert "\r" not in decode_python(data).text
    assert "\r" not in (decode_text(data) or "")
