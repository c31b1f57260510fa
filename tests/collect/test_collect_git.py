"""Collecting real git work trees."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from collect_lab import git, paths, reasons, write

from codereview.collect import collect
from codereview.collect import git as git_module
from codereview.model import Zone


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    write(
        folder,
        {"app.py": "x = 1\n", "pkg/core.py": "", ".gitignore": "*.log\nlocal/\n", "README.md": "# p\n"},
    )
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "start")
    return folder


def test_tracked_and_untracked_but_not_ignored(root: Path) -> None:
    write(root, {"new.py": "", "debug.log": "", "local/mine.py": "", "pkg/notes.txt": ""})
    repository = collect(root)
    assert paths(repository) == [
        ".gitignore",
        "README.md",
        "app.py",
        "new.py",
        "pkg/core.py",
        "pkg/notes.txt",
    ]
    tracked = {file.path: file.tracked for file in repository.files}
    assert tracked["app.py"] is True
    assert tracked["new.py"] is False


def test_commit_branch_and_clean(root: Path) -> None:
    vcs = collect(root).vcs
    assert vcs is not None
    assert vcs.commit == git(root, "rev-parse", "HEAD")
    assert (vcs.branch, vcs.dirty) == ("main", False)
    git(root, "checkout", "-q", "--detach")
    detached = collect(root).vcs
    assert detached is not None
    assert detached.branch is None


def _edit(root: Path) -> None:
    (root / "app.py").write_text("x = 2\n")


def _stage(root: Path) -> None:
    _edit(root)
    git(root, "add", ".")


def _delete(root: Path) -> None:
    (root / "app.py").unlink()


def _make_executable(root: Path) -> None:
    (root / "app.py").chmod(0o755)


def _add_python(root: Path) -> None:
    (root / "new.py").write_text("")


@pytest.mark.parametrize("change", [_edit, _stage, _delete, _make_executable, _add_python])
def test_dirty(root: Path, change: object) -> None:
    assert callable(change)
    change(root)
    vcs = collect(root).vcs
    assert vcs is not None
    assert vcs.dirty


def _touch(root: Path) -> None:
    os.utime(root / "app.py", ns=(5, 5))


def _line_ends(root: Path) -> None:
    (root / "app.py").write_bytes(b"x = 1\r\n")


def _add_report(root: Path) -> None:
    (root / "report.html").write_text("<html>")


@pytest.mark.parametrize("change", [_touch, _line_ends, _add_report])
def test_not_dirty(root: Path, change: object) -> None:
    assert callable(change)
    change(root)
    vcs = collect(root).vcs
    assert vcs is not None
    assert not vcs.dirty


def test_same_without_the_debug_listing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_module, "_tracked", git_module._tracked_plainly)
    plain = collect(root)
    monkeypatch.undo()
    assert plain == collect(root)
    _edit(root)
    vcs = collect(root).vcs
    assert vcs is not None
    assert vcs.dirty


def test_subfolder(root: Path) -> None:
    repository = collect(root / "pkg")
    assert paths(repository) == ["core.py"]
    assert repository.vcs is not None


def test_ignored_subfolder_is_walked(root: Path) -> None:
    write(root, {"local/mine.py": ""})
    repository = collect(root / "local")
    assert paths(repository) == ["mine.py"]
    assert "ignores all of it" in repository.notes[0]


def test_second_work_tree(root: Path, tmp_path: Path) -> None:
    git(root, "worktree", "add", "-q", str(tmp_path / "second"), "-b", "topic")
    repository = collect(tmp_path / "second")
    assert "app.py" in paths(repository)
    assert repository.vcs is not None
    assert repository.vcs.branch == "topic"


def test_submodule_is_said_and_can_be_audited_itself(root: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    write(library, {"lib.py": ""})
    git(library, "init", "-q")
    git(library, "add", ".")
    git(library, "commit", "-q", "-m", "start")
    git(root, "submodule", "--quiet", "add", str(library), "sub")
    git(root, "commit", "-q", "-m", "sub")
    repository = collect(root)
    assert "sub/lib.py" not in paths(repository)
    assert "submodule" in reasons(repository)["sub"]
    assert repository.vcs is not None
    assert not repository.vcs.dirty
    inner = collect(root / "sub")
    assert paths(inner) == ["lib.py"]
    assert inner.vcs is not None


def test_nested_clone(root: Path) -> None:
    write(root, {"nested/inner.py": ""})
    git(root / "nested", "init", "-q")
    repository = collect(root)
    assert "nested/inner.py" not in paths(repository)
    assert "repository of its own" in reasons(repository)["nested"]


def test_no_commit_yet(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    write(tmp_path, {"a.py": "", "b.pyc": "", ".gitignore": "*.pyc\n"})
    repository = collect(tmp_path)
    assert paths(repository) == [".gitignore", "a.py"]
    assert repository.vcs is not None
    assert (repository.vcs.commit, repository.vcs.dirty) == ("", True)


@pytest.mark.parametrize("broken", ["gitdir: /nowhere\n", "nonsense", ""])
def test_broken_git_file(tmp_path: Path, broken: str) -> None:
    write(tmp_path, {".git": broken, "a.py": "", "b.log": "", ".gitignore": "*.log\n"})
    repository = collect(tmp_path)
    assert paths(repository) == [".gitignore", "a.py"]
    assert repository.vcs is None
    assert "without git" in repository.notes[0]


def test_bare_repository(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": ""})
    git(tmp_path, "init", "-q", "--bare", ".git")
    repository = collect(tmp_path)
    assert paths(repository) == ["a.py"]
    assert repository.notes


def test_git_not_installed(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, {".git/info/exclude": "pkg/\n"})
    monkeypatch.setenv("PATH", str(tmp_path))
    repository = collect(root)
    assert paths(repository) == [".gitignore", "README.md", "app.py"]
    assert repository.notes == ("The folder was read without git, because git is not installed.",)


def test_git_that_hangs_or_cannot_start(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_args: object, **_kwargs: object) -> None:
        raise subprocess.TimeoutExpired("git", 60)

    monkeypatch.setattr(subprocess, "run", slow)
    assert "did not answer" in collect(root).notes[0]

    def absent(*_args: object, **_kwargs: object) -> None:
        raise OSError(8, "Exec format error")

    monkeypatch.setattr(subprocess, "run", absent)
    assert "could not be started" in collect(root).notes[0]


def test_someone_elses_repository(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git's own switch for tests makes it see another owner; a user who trusts the folder is believed."""
    real = git_module._environment
    monkeypatch.setattr(
        git_module, "_environment", lambda: {**real(), "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    refused = collect(root)
    assert "another user" in refused.notes[0]
    assert "app.py" in paths(refused)
    (tmp_path / "config").write_text("[safe]\n\tdirectory = *\n")
    trusted = collect(root)
    assert trusted.notes == ()
    assert trusted.vcs is not None


def test_committed_environment(root: Path) -> None:
    write(
        root,
        {
            "my env/pyvenv.cfg": "",
            "my env/lib/python3.11/site-packages/lib.py": "",
            "my env/bin/activate": "",
            "old/lib/python3.8/site-packages/dep/__init__.py": "",
            "old/bin/tool.py": "",
            "web/node_modules/x/gyp.py": "",
            "pkg/__pycache__/core.cpython-311.pyc": "",
        },
    )
    git(root, "add", "-f", ".")
    repository = collect(root)
    assert not any("env/" in path or "old/" in path or "node_modules" in path for path in paths(repository))
    assert [(item.path, item.kind, item.tracked, item.tracked_files) for item in repository.environments] == [
        ("my env", "environment", True, 3),
        ("old", "environment", True, 2),
        ("pkg/__pycache__", "cache", True, 1),
        ("web/node_modules", "packages", True, 1),
    ]


def test_environment_that_is_not_committed(root: Path) -> None:
    write(root, {"env/pyvenv.cfg": "", "env/lib/python3.11/site-packages/lib.py": ""})
    repository = collect(root)
    assert "env/lib/python3.11/site-packages/lib.py" not in paths(repository)
    assert [(item.path, item.tracked) for item in repository.environments] == [("env", False)]


def test_folder_replaced_by_a_link_is_not_read_through(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write(outside, {"core.py": "private = 1\n"})
    (root / "pkg" / "core.py").unlink()
    (root / "pkg").rmdir()
    (root / "pkg").symlink_to(outside)
    repository = collect(root)
    assert "pkg/core.py" not in paths(repository)
    assert reasons(repository)["pkg"] == "link that leaves the repository"
    assert repository.vcs is not None
    assert repository.vcs.dirty


def test_sparse_check_out_is_not_dirty(root: Path) -> None:
    git(root, "sparse-checkout", "set", "--no-cone", "/*", "!/pkg/")
    assert not (root / "pkg").exists()
    repository = collect(root)
    assert "pkg/core.py" not in paths(repository)
    assert repository.vcs is not None
    assert not repository.vcs.dirty


def test_unmerged_paths_are_listed_once(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "other")
    (root / "app.py").write_text("x = 3\n")
    git(root, "commit", "-qam", "three")
    git(root, "checkout", "-q", "main")
    (root / "app.py").write_text("x = 4\n")
    git(root, "commit", "-qam", "four")
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "merge", "other")
    repository = collect(root)
    assert paths(repository).count("app.py") == 1
    assert repository.vcs is not None
    assert repository.vcs.dirty


def test_only(root: Path) -> None:
    write(root, {"local/mine.py": ""})
    repository = collect(root, only=["app.py", "local/mine.py", str(root / "pkg"), "gone.py", "/etc/hosts"])
    assert paths(repository) == ["app.py", "local/mine.py", "pkg/core.py"]
    assert reasons(repository) == {
        "gone.py": "does not exist",
        "/etc/hosts": "lies outside the audited folder",
    }
    assert collect(root, only=["app.py"], exclude=["app.py"]).files == ()


def test_exclude_include_zones(root: Path) -> None:
    assert "pkg/core.py" not in paths(collect(root, exclude=["pkg/"]))
    assert paths(collect(root, include=["*.py"])) == ["app.py", "pkg/core.py"]
    given = collect(root, zones={Zone.EXAMPLES: ["/pkg/**"]})
    assert {file.path: file.zone for file in given.files}["pkg/core.py"] is Zone.EXAMPLES
