"""Rules about rules: one naming, complete cards, enough examples on both sides."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path

import pytest

from codereview.api import PREFIXES, Bad, Rule, examples
from codereview.registry import load_rules

RULES = load_rules()
FAMILIES = {
    "TYP001",
    "TYP002",
    "PERF001",
    "PERF002",
    "MNT003",
    "OPS001",
    "SEC001",
    "SEC002",
    "SEC003",
    "DEP001",
}
LEAST = 8


@pytest.fixture(params=RULES, ids=lambda rule: rule.card.id)
def rule(request: pytest.FixtureRequest) -> type[Rule]:
    chosen: type[Rule] = request.param
    return chosen


def test_the_named_families_are_all_there() -> None:
    assert FAMILIES | {"MNT001", "REL001"} <= {rule.card.id for rule in RULES}


def test_ids_are_unique() -> None:
    ids = [rule.card.id for rule in RULES]
    assert len(set(ids)) == len(ids)


def test_folder_file_and_class_agree_with_the_id(rule: type[Rule]) -> None:
    path = Path(inspect.getfile(rule))
    assert path.stem == re.sub(r"(?<!^)(?=[A-Z])", "_", rule.__name__).lower()
    assert PREFIXES[rule.card.id.rstrip("0123456789")].value == path.parent.name


def test_the_card_says_everything(rule: type[Rule]) -> None:
    card = rule.card
    assert min(len(card.why), len(card.instead), len(card.false_alarms)) > 60
    assert not card.title.endswith(".")
    assert card.effort > 0
    assert rule.__doc__


def test_there_are_examples_on_both_sides(rule: type[Rule]) -> None:
    least = LEAST if rule.card.id in FAMILIES else 4
    assert len(rule.bad) >= least
    assert len(rule.good) >= least
    assert all(
        isinstance(item, Bad) == bool(example.expected)
        for item, example in zip((*rule.bad, *rule.good), examples(rule), strict=True)
    )


def test_options_are_plain_values_with_defaults(rule: type[Rule]) -> None:
    if rule.options is None:
        return
    assert dataclasses.is_dataclass(rule.options)
    for field in dataclasses.fields(rule.options):
        assert isinstance(getattr(rule.options, field.name), (bool, int, float, str, tuple))
    assert rule.options.__doc__
