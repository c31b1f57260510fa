"""What an audit says that it did not look at."""

from __future__ import annotations

from pathlib import Path

from codereview import auditor
from codereview.config import Settings

HISTORY = ("how often files were changed", "the folder is in no git work tree")
"""Said of every folder without history."""


def test_a_file_that_does_not_parse_is_among_what_was_not_assessed(tmp_path: Path) -> None:
    (tmp_path / "fine.py").write_text("X = 1\n")
    (tmp_path / "broken.py").write_text("<<<<<<< HEAD\nX = 1\n=======\nX = 2\n>>>>>>> other\n")
    audit = auditor.audit(tmp_path, Settings(jobs=1, cache=False))
    assert [(item.what, item.reason) for item in audit.not_assessed] == [
        ("broken.py", "it does not parse, so only its text was looked at"),
        HISTORY,
    ]
    assert audit.project.files["not_parsed"] == 1


def test_nothing_is_left_out_where_all_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "fine.py").write_text("X = 1\n")
    audit = auditor.audit(tmp_path, Settings(jobs=1, cache=False))
    assert [(item.what, item.reason) for item in audit.not_assessed] == [HISTORY]
