"""The tables of adopted codes: those that ship, and what a wrong one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from codereview.adapters.adopted import load
from codereview.api import PREFIXES
from codereview.errors import PluginError
from codereview.registry import adopted, load_rules

CARD = """
[[rule]]
id = "REL013"
title = "T"
severity = "low"
confidence = "high"
effort = 5
why = "W."
instead = "I."
false_alarms = "F."
"""


def test_every_code_belongs_to_a_rule_that_is_there() -> None:
    tables = adopted()
    native = {rule.card.id for rule in load_rules()}
    cards = set(tables.cards)
    assert not cards & native, "a rule of ours needs no adopted card"
    for tool, table in tables.tools.items():
        assert {code.rule for code in table.codes.values()} <= cards | native, tool
        assert set(table.confirms.values()) <= cards | native, tool
        sections = [set(table.codes), set(table.corroborates), set(table.echoes), set(table.dropped)]
        assert sum(map(len, sections)) == len(table.known), f"{tool}: a code stands in two sections"
        assert all(code.reason.strip() for code in table.codes.values())


def test_every_adopted_rule_is_reported_by_some_code() -> None:
    tables = adopted()
    told = {code.rule for table in tables.tools.values() for code in table.codes.values()}
    assert set(tables.cards) <= told


def test_cards_are_whole() -> None:
    for card in adopted().cards.values():
        assert card.id.rstrip("0123456789") in PREFIXES
        assert all((card.title, card.why, card.instead, card.false_alarms))
        assert not card.title.endswith(".")
        assert card.effort > 0


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("ruff.toml", "[codes.F821]\nrule = 'REL003'\n", "reason"),
        ("ruff.toml", "[codes.F821]\nrule = 'R'\nreason = 'x'\nseverity = 'grave'\n", "grave"),
        ("ruff.toml", "[surplus]\nx = 1\n", "surplus"),
        ("ruff.toml", "= broken", "cannot be read"),
        ("cards.toml", "[[rule]]\nid = 'REL013'\nseverity = 'low'\nconfidence = 'high'\n", "REL013"),
        ("cards.toml", CARD + CARD, "given twice"),
    ],
)
def test_a_wrong_table_is_told_with_its_place(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(PluginError, match=told) as raised:
        load([tmp_path])
    assert name in str(raised.value)


def test_a_later_folder_adds_to_an_earlier_one(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for folder, code in ((first, "X1"), (second, "X2")):
        folder.mkdir()
        (folder / "ruff.toml").write_text(f"[codes.{code}]\nrule = 'REL013'\nreason = 'r'\n")
    assert set(load([first, second]).table("ruff").codes) == {"X1", "X2"}
    assert load([first]).table("other").known == frozenset()
