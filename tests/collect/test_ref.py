"""The files of a commit: the same as in a checkout, without one, and never where they do not belong."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from collect_lab import ENVIRONMENT, git, paths, reasons, write

from codereview.collect import collect
from codereview.collect.ref import at_ref, known, resolve
from codereview.collect.tree_names import OUTSIDE, link_leaves, refused
from codereview.errors import RepositoryError


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    write(
        root,
        {
            "app.py": "import cart\n",
            "cart.py": "x = 1\r\n",
            "tool": "#!/usr/bin/env python3\nprint()\n",
            "sub/pyproject.toml": "[project]\nname = 'sub'\n",
            "sub/inner/one.py": "y = 2\n",
            "empty.py": "",
            "ä ö.py": "z = 3\n",
            ".gitignore": "kept.py\nbuild/\n",
            "kept.py": "tracked = True\n",
        },
    )
    (root / "picture.png").write_bytes(bytes(range(256)))
    (root / "tool").chmod(0o755)
    (root / "link.py").symlink_to("app.py")
    (root / "away").symlink_to("/etc/hostname")
    git(root, "add", "-f", ".")
    git(root, "commit", "-q", "-m", "one")
    git(root, "tag", "v1")
    write(root, {"app.py": "import cart, later\n", "later.py": "w = 4\n"})
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "two")
    return root


def tree(root: Path, entries: list[tuple[str, str, str]]) -> str:
    """A commit of a tree that git itself would not make: ``(mode, name, text)``."""

    def made(arguments: list[str], data: bytes) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=root, env=ENVIRONMENT, input=data, check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    data = b""
    for mode, name, text in sorted(entries, key=lambda entry: entry[1]):
        kind = "tree" if mode == "40000" else "blob"
        content = b"" if mode == "160000" else text.encode()
        if mode == "40000":
            inner = made(["hash-object", "-w", "--stdin"], b"x = 1\n")
            content = b"100644 inner.py\0" + bytes.fromhex(inner)
        object_id = (
            "1" * 40
            if mode == "160000"
            else made(["hash-object", "-w", "-t", kind, "--stdin", "--literally"], content)
        )
        data += f"{mode} {name}\0".encode() + bytes.fromhex(object_id)
    whole = made(["hash-object", "-w", "-t", "tree", "--stdin", "--literally"], data)
    return made(["commit-tree", whole, "-m", "made by hand"], b"")


def test_a_commit_holds_what_its_checkout_holds(shop: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--branch", "v1", str(shop), str(tmp_path / "other" / "shop"))
    checkout = collect(tmp_path / "other" / "shop")
    with at_ref(shop, "v1") as written:
        found = collect(written.folder, listing=written.listing)
        assert [(f.path, f.zone, f.size, f.kind, f.tracked) for f in found.files] == [
            (f.path, f.zone, f.size, f.kind, f.tracked) for f in checkout.files
        ]
        for file in found.files:
            one, two = Path(found.root, file.os_path), Path(checkout.root, file.os_path)
            assert one.read_bytes() == two.read_bytes()
            assert one.stat().st_mode & 0o111 == two.stat().st_mode & 0o111
        assert reasons(found)["link.py"] == reasons(checkout)["link.py"]
        assert reasons(found)["away"] == OUTSIDE
        assert found.vcs is not None
        assert checkout.vcs is not None
        assert (found.vcs.commit, found.vcs.dirty) == (checkout.vcs.commit, False)
        assert os.path.basename(found.root) == "shop"
        assert "kept.py" in paths(found)
        assert "later.py" not in paths(found)
    assert not os.path.exists(written.folder)


def test_work_tree_index_and_references_stay(shop: Path) -> None:
    (shop / "app.py").write_text("changed = True\n")
    git(shop, "add", "app.py")
    (shop / "new.py").write_text("")

    def state() -> tuple[object, ...]:
        stats = sorted((str(p), p.lstat().st_mtime_ns) for p in shop.rglob("*"))
        return (
            stats,
            git(shop, "--no-optional-locks", "status", "--porcelain"),
            git(shop, "for-each-ref"),
            git(shop, "rev-parse", "HEAD"),
        )

    git(shop, "status")  # refreshes the index
    before = state()
    with at_ref(shop, "v1") as written:
        assert (Path(written.folder) / "app.py").read_text() == "import cart\n"
    assert state() == before


def test_a_folder_of_the_repository(shop: Path) -> None:
    with at_ref(shop / "sub", "v1") as written:
        found = collect(written.folder, listing=written.listing)
        assert "inner/one.py" in paths(found)
        assert all(not path.startswith("sub/") for path in paths(found))
        assert os.path.basename(written.folder) == "sub"
        assert set(written.ids) == {"pyproject.toml", "inner/one.py"}
    (shop / "fresh").mkdir()
    with (
        pytest.raises(RepositoryError, match="this commit has no folder fresh"),
        at_ref(shop / "fresh", "v1"),
    ):
        pass


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("v2", "did you mean v1"),
        ("mian", "did you mean main"),
        ("--help", "there is no such commit"),
        ("", "an empty name"),
        ("HEAD~99", "there is no such commit"),
        ("HEAD:app.py", "there is no such commit"),
        ("a\x1b[31m", r"a\\x1b\[31m: there is no such commit"),
    ],
)
def test_a_name_of_nothing(shop: Path, ref: str, said: str) -> None:
    assert not known(shop, ref)
    with pytest.raises(RepositoryError, match=said):
        resolve(shop, ref)


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="its commits cannot be read"):
        resolve(tmp_path, "HEAD")


def test_a_shallow_clone_says_so(shop: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{shop}", str(tmp_path / "shallow"))
    with pytest.raises(RepositoryError, match="shallow"):
        resolve(tmp_path / "shallow", "HEAD~1")


def test_hostile_names_are_refused(shop: Path) -> None:
    commit = tree(
        shop,
        [
            ("100644", "..", "x = 1\n"),
            ("100644", ".GIT", "x = 1\n"),
            ("100644", "git~1", "x = 1\n"),
            ("100644", ".g\u200cit", "x = 1\n"),
            ("40000", ".git", ""),
            ("100644", "good.py", "x = 1\n"),
            ("160000", "module", ""),
        ],
    )
    with at_ref(shop, commit) as written:
        found = collect(written.folder, listing=written.listing)
        assert paths(found) == ["good.py"]
        told = reasons(found)
        assert told.pop("module") == "a git submodule; audit it by itself"
        assert len(told) == 5
        assert all("not written" in reason for reason in told.values())
        assert (Path(written.folder) / ".git").is_file()
        assert sorted(os.listdir(os.path.dirname(written.folder))) == ["shop"]


def test_a_file_is_never_written_through_a_link(shop: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    commit = tree(shop, [("120000", "d", str(target)), ("40000", "d", ""), ("100644", "a.py", "x = 1\n")])
    with at_ref(shop, commit) as written:
        found = collect(written.folder, listing=written.listing)
        assert "a.py" in paths(found)
        assert list(target.iterdir()) == []


def test_a_link_that_leaves_through_other_links_is_taken_away(shop: Path) -> None:
    (shop / "a" / "b").mkdir(parents=True)
    (shop / "a" / "b" / "deep").symlink_to("../..")
    (shop / "out.py").symlink_to("a/b/deep/../outside.py")
    (shop / "in.py").symlink_to("a/b/deep/cart.py")
    git(shop, "add", ".")
    git(shop, "commit", "-q", "-m", "links")
    with at_ref(shop, "HEAD") as written:
        assert not os.path.lexists(os.path.join(written.folder, "out.py"))
        assert os.path.islink(os.path.join(written.folder, "in.py"))
        assert written.listing.refused["out.py"] == OUTSIDE


def test_missing_contents_are_said(shop: Path) -> None:
    name = git(shop, "rev-parse", "v1:cart.py")
    (shop / ".git" / "objects" / name[:2] / name[2:]).unlink()
    with at_ref(shop, "v1") as written:
        found = collect(written.folder, listing=written.listing)
        assert "cart.py" not in paths(found)
        assert reasons(found)["cart.py"] == "its content is not in this clone"


def test_replaced_objects_are_not_followed(shop: Path) -> None:
    git(shop, "replace", "v1^{commit}", "main^{commit}")
    with at_ref(shop, "v1") as written:
        assert "later.py" not in written.ids


def test_large_files_keep_their_size_and_head(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codereview.collect.ref.LARGEST", 4000)
    (shop / "data.txt").write_text("head\n" + "x" * 10_000)
    git(shop, "add", ".")
    git(shop, "commit", "-q", "-m", "large")
    with at_ref(shop, "HEAD") as written:
        place = Path(written.folder) / "data.txt"
        assert place.stat().st_size == 10_005
        assert place.read_bytes()[:100] == (shop / "data.txt").read_bytes()[:100]
        assert (Path(written.folder) / "ä ö.py").read_text() == "z = 3\n"


def test_temporary_files_stay_out_of_the_repository(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(shop / "sub"))
    with pytest.raises(RepositoryError, match="TMPDIR"), at_ref(shop, "v1"):
        pass
    assert [path.name for path in (shop / "sub").iterdir() if path.name.startswith("codereview-")] == []


def test_nothing_that_the_repository_names_is_started(shop: Path, tmp_path: Path) -> None:
    log = tmp_path / "trap.log"
    trap = tmp_path / "trap.sh"
    trap.write_text(f'#!/bin/sh\necho "$0 $*" >> {log}\ncat\n')
    trap.chmod(0o755)
    (shop / ".gitattributes").write_text("* filter=trap diff=trap text eol=crlf ident\n")
    git(shop, "add", ".gitattributes")
    git(shop, "commit", "-q", "-m", "attributes")
    keys = "core.fsmonitor core.pager diff.external diff.trap.textconv filter.trap.smudge filter.trap.clean"
    for key in f"{keys} filter.trap.process core.sshCommand alias.cat-file alias.ls-tree".split():
        git(shop, "config", key, str(trap))
    log.unlink(missing_ok=True)
    with at_ref(shop, "HEAD") as written:
        assert (Path(written.folder) / "cart.py").read_bytes() == b"x = 1\r\n"
    assert not log.exists()


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "a//b",
        "/etc/x",
        "a/./b",
        ".git/config",
        "a/.Git/x",
        "GIT~1/x",
        ".git ./x",
        ".git::$INDEX_ALLOCATION/x",
    ],
)
def test_names_that_lead_elsewhere(path: str) -> None:
    assert refused(path)


@pytest.mark.parametrize(
    "path", ["a/b.py", ".github/x", ".gitignore", "git~x", "A.PY", "con.py", "a:b", "gitt~1"]
)
def test_names_that_are_names(path: str) -> None:
    assert not refused(path)


@pytest.mark.parametrize("path", ["con.py", "a:b", "dot.", "space ", "a\\b", "NUL", "lpt1.txt/x"])
def test_names_that_are_none_on_windows(path: str) -> None:
    assert refused(path, windows=True)


def test_links_by_their_text() -> None:
    assert not link_leaves("a/b", "../c")
    assert not link_leaves("a/b", "./../a/c")
    assert link_leaves("a/b", "../../c")
    assert link_leaves("b", "/etc/passwd")
    assert link_leaves("b", "C:\\x")
    assert link_leaves("b", "\\\\host\\share")
