"""A rule in print, and the pages of the built-in rules."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from codereview import cards
from codereview.api import At, Bad, Card, Category, Confidence, Finding, Good, Severity, TextFile, TextRule
from codereview.registry import load_rules

ROOT = Path(__file__).resolve().parent.parent
# Made up, and put together here so that no file holds it in one piece.
VALUE = "zk_" + "live_" + "4f9a7c21"


@dataclass(frozen=True)
class Options:
    """Options of the rule below."""

    prefix: str = "zk_"


class MadeUpKey(TextRule):
    """Finds the keys of a vendor that does not exist."""

    card = Card(
        id="ZZZ002",
        title="A key of Zk | Co",
        category=Category.SECURITY,
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=1,
        why="It opens doors.",
        instead="Revoke it.",
        false_alarms="None are known.",
        cwe=(798,),
        preview=True,
    )
    bad = (
        Bad(f"a = 1\nkey = '{VALUE}'\n", lines=(2,)),
        Bad({"a.yaml": f"k: {VALUE}\n", "b.md": f"é `{VALUE}`\n"}, lines=("a.yaml:1", "b.md:1")),
    )
    good = (Good("key = '```'\n"),)
    options = Options()
    quotes_secrets = True

    def scan(self, file: TextFile) -> Iterable[Finding]:
        """One finding for each line with a key."""
        for number, line in enumerate(file.text.split("\n"), 1):
            start = line.find(VALUE)
            if start >= 0:
                where = At(number, start + 1, number, start + 1 + len(VALUE))
                yield self.finding(file.path, where, "a key stands here")


def test_page_has_the_card_options_and_examples() -> None:
    page = cards.page(MadeUpKey)
    assert page.startswith("# ZZZ002: A key of Zk | Co\n")
    assert "| Effort | 1 minute |" in page
    assert "[CWE-798](https://cwe.mitre.org/data/definitions/798.html)" in page
    assert "| `prefix` | `'zk_'` |" in page
    assert "weighs nothing" in page
    assert "`b.md` — line 1" in page
    assert "````python\nkey = '```'\n````" in page
    assert page.endswith("\n")
    assert not page.endswith("\n\n")


def test_secrets_are_masked_on_the_page() -> None:
    page = cards.page(MadeUpKey)
    assert VALUE not in page
    assert f"key = '{'*' * len(VALUE)}'" in page


def test_masking_of_a_span_over_lines() -> None:
    rule = MadeUpKey()
    found = rule.finding("a", At(1, 3, 2, 3), "x")
    assert cards.masked("abcd\nefgh\nijkl", [found]) == "ab**\n**gh\nijkl"


def test_info_is_the_card() -> None:
    info = cards.info(MadeUpKey)
    assert (info.id, info.category, info.preview) == ("ZZZ002", Category.SECURITY, True)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rule_docs", ROOT / "scripts" / "rule_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pages_of_the_built_in_rules_are_up_to_date(script: ModuleType) -> None:
    assert script.stale(script.pages()) == []


def test_stale_missing_and_left_over_pages_are_told(script: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "A1.md").write_text("old")
    (tmp_path / "B1.md").write_text("kept")
    problems = script.stale({"A1.md": "new", "C1.md": "x"}, tmp_path)
    assert problems == ["C1.md is missing", "B1.md belongs to no rule", "A1.md is stale"]


def test_no_page_holds_what_a_rule_would_report() -> None:
    """The pages stand in a public repository; a scanner must find nothing in them."""
    from codereview.engine.memory import examine

    quoting = [rule() for rule in load_rules() if rule.quotes_secrets]
    pages = {f"docs/{rule.card.id}.md": cards.page(rule) for rule in load_rules()}
    assert [(found.path, found.line) for found in examine(pages, quoting)] == []
