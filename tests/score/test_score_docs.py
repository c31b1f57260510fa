"""`docs/scoring.md` is generated: it must not be older than the numbers."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from codereview.score.table import CATEGORIES

ROOT = Path(__file__).parents[2]


def test_the_document_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    render = runpy.run_path(str(ROOT / "scripts" / "score_docs.py"))["render"]
    assert (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8") == render(), "run scripts/score_docs.py"


def test_the_document_names_every_category() -> None:
    text = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
    assert all(f"| {category.value} |" in text for category in CATEGORIES)
    assert "provisional" not in text
