"""`docs/scoring.md` is generated: it must not be older than the numbers."""

from __future__ import annotations

import runpy
from pathlib import Path

from codereview.score.table import CATEGORIES

ROOT = Path(__file__).parents[2]


def test_the_document_is_up_to_date() -> None:
    render = runpy.run_path(str(ROOT / "scripts" / "score_docs.py"))["render"]
    assert (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8") == render(), "run scripts/score_docs.py"


def test_the_document_names_every_category_and_says_that_the_half_lives_are_guesses() -> None:
    text = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
    assert all(f"| {category.value} |" in text for category in CATEGORIES)
    assert "provisional until calibrated" in text
