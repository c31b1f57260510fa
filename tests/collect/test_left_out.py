"""Modules that are there and are not audited: nothing may be said to be missing because of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
from collect_lab import paths, write

from codereview.collect import collect


def test_what_the_selection_leaves_out_is_there(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "", "pkg/a.py": "", "pkg/b.pyi": "", "pkg/notes.txt": ""})
    assert collect(tmp_path).left_out == ()
    assert collect(tmp_path, exclude=["pkg/"]).left_out == ("pkg/a.py", "pkg/b.pyi", "pkg/notes.txt")
    assert collect(tmp_path, include=["app.py"]).left_out == ("pkg/a.py", "pkg/b.pyi", "pkg/notes.txt")
    assert collect(tmp_path, only=["pkg/a.py"]).left_out == ("app.py", "pkg/b.pyi", "pkg/notes.txt")


def test_links_and_files_that_are_too_large_are_there(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "", "real/a.py": ""})
    (tmp_path / "huge.py").write_text("x = 1\n" * 700_000)
    os.symlink("real", tmp_path / "linked")
    repository = collect(tmp_path)
    assert paths(repository) == ["app.py", "real/a.py"]
    assert set(repository.left_out) == {"huge.py", "linked"}
