"""Collecting a repository whose configuration is full of programs must start none of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from collect_lab import ENVIRONMENT

from codereview.collect import collect


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)


HOOKS = ("post-index-change", "pre-commit", "post-checkout", "reference-transaction", "fsmonitor-watchman")


@pytest.fixture
def trapped(tmp_path: Path) -> tuple[Path, Path]:
    """A repository in which all that can name a program names one; it writes to the second path."""
    log = tmp_path / "trap.log"
    trap = tmp_path / "trap.sh"
    trap.write_text(f'#!/bin/sh\necho "$0 $*" >> {log}\ncat\n')
    trap.chmod(0o755)
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    (root / "app.py").write_text("x = 1\n")
    (root / "big.bin").write_text("data\n")
    (root / ".gitattributes").write_text("* filter=trap diff=trap merge=trap\n")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "start")
    hooks = root / "hooks"
    hooks.mkdir()
    for hook in HOOKS:
        for folder in (hooks, root / ".git" / "hooks"):
            folder.mkdir(exist_ok=True)
            shutil.copy(trap, folder / hook)
    keys = "core.fsmonitor core.pager core.editor core.sshCommand core.gitProxy core.askPass"
    keys += " core.alternateRefsCommand diff.external diff.trap.command diff.trap.textconv filter.trap.clean"
    keys += " filter.trap.smudge filter.trap.process merge.trap.driver credential.helper gpg.program"
    keys += " pager.ls-files pager.rev-parse"
    for key in keys.split():
        git(root, "config", key, str(trap))
    for command in ("ls-files", "rev-parse", "diff-index", "symbolic-ref", "check-attr", "status"):
        git(root, "config", f"alias.{command}", f"!{trap} {command}")
    git(root, "config", "core.hooksPath", str(hooks))
    git(root, "config", "core.untrackedCache", "true")
    log.unlink(missing_ok=True)
    return root, log


def test_the_traps_work(trapped: tuple[Path, Path]) -> None:
    root, log = trapped
    (root / "app.py").touch()
    git(root, "status")
    assert log.exists()


def test_no_program_is_started(trapped: tuple[Path, Path]) -> None:
    root, log = trapped
    os.utime(root / "app.py", ns=(1, 1))  # the index can no longer vouch for it
    repository = collect(root)
    assert not log.exists()
    assert [file.path for file in repository.files if file.kind == "python"] == ["app.py"]
    assert repository.vcs is not None
    assert not repository.vcs.dirty
    (root / "app.py").write_text("x = 22\n")
    changed = collect(root)
    assert changed.vcs is not None
    assert changed.vcs.dirty
    assert not log.exists()


def test_missing_objects_are_not_fetched(trapped: tuple[Path, Path]) -> None:
    root, log = trapped
    git(root, "config", "core.repositoryFormatVersion", "1")
    git(root, "config", "extensions.partialClone", "origin")
    git(root, "config", "remote.origin.promisor", "true")
    git(root, "config", "remote.origin.url", f"ext::{log.parent / 'trap.sh'} fetch")
    git(root, "config", "protocol.ext.allow", "always")
    tree = subprocess.run(
        ["git", "-c", "core.fsmonitor=false", "rev-parse", "HEAD^{tree}"],
        cwd=root,
        env=ENVIRONMENT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    (root / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    log.unlink(missing_ok=True)
    repository = collect(root)
    assert not log.exists()
    assert "app.py" in [file.path for file in repository.files]


def test_callers_git_environment_is_not_passed_on(
    trapped: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, _log = trapped
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (other / "wrong.py").write_text("")
    git(other, "add", ".")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    assert "app.py" in [file.path for file in collect(root).files]


def test_work_tree_elsewhere_is_not_believed(trapped: tuple[Path, Path], tmp_path: Path) -> None:
    root, _log = trapped
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.py").write_text("")
    git(root, "config", "core.worktree", str(elsewhere))
    repository = collect(root)
    assert "app.py" in [file.path for file in repository.files]
    assert repository.vcs is None
    assert "without git" in repository.notes[0]


def test_git_inside_the_audited_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "-q")
    (root / "app.py").write_text("")
    log = tmp_path / "ran"
    planted = root / "git"
    planted.write_text(f"#!/bin/sh\ntouch {log}\n")
    planted.chmod(0o755)
    monkeypatch.setenv("PATH", str(root))
    repository = collect(root)
    assert not log.exists()
    assert "lies inside the audited folder" in repository.notes[0]
