"""DOC004: what a configuration leaves out of the audit is there all the same."""

from __future__ import annotations

from pathlib import Path

from codereview import auditor
from codereview.config import Settings


def test_links_to_what_the_selection_leaves_out(tmp_path: Path) -> None:
    for name, text in {
        "app.py": "X = 1\n",
        "README.md": "See [one](kept/report.md), [all](kept/inner/) and [none](gone/report.md).\n",
        "kept/report.md": "# Report\n",
        "kept/inner/notes.md": "# Notes\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    settings = Settings(cache=False, jobs=1, select=("DOC004",), exclude=("kept/",))
    found = [item.message for item in auditor.audit(tmp_path, settings).findings]
    assert len(found) == 1
    assert "gone/report.md" in found[0]
