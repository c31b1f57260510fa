"""How sure findings may be, by what readers said of those before them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from runpy import run_path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_triage_steps import finding

from codereview.model import Confidence
from codereview.registry import load_rules
from codereview.triage import readings as module
from codereview.triage.context import Context
from codereview.triage.readings import Reading, Readings, measured, most, readings

ROOT = Path(__file__).parents[2]
HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    rules = {
        "REL001": {HIGH: Reading(28, 1, 0), MEDIUM: Reading(30, 9, 0)},
        "REL002": {HIGH: Reading(9, 1, 0), MEDIUM: Reading(5, 4, 1)},
        "REL003": {HIGH: Reading(9, 0, 0), MEDIUM: Reading(0, 0, 9)},
        "REL005": {HIGH: Reading(0, 0, 0)},
        "REL006": {HIGH: Reading(4, 6, 0), MEDIUM: Reading(30, 2, 0)},
    }
    monkeypatch.setattr(module, "readings", lambda: Readings("2026-01-01", 3, rules))
    most.cache_clear()
    yield
    most.cache_clear()


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("rule", "said", "claimed"),
    [
        ("REL001", HIGH, HIGH),
        ("REL001", MEDIUM, MEDIUM),
        ("REL001", LOW, LOW),
        ("REL002", HIGH, MEDIUM),  # nine of ten, of which more would have to be read
        ("REL002", MEDIUM, LOW),
        ("REL003", HIGH, MEDIUM),  # nine say too little
        ("REL003", MEDIUM, LOW),  # though few, too: none was right
        ("REL004", HIGH, HIGH),  # none were drawn
        ("REL005", HIGH, MEDIUM),  # none were told
        ("REL006", HIGH, MEDIUM),  # surer than those of medium confidence, which are
    ],
)
def test_no_more_is_claimed_than_was_found(rule: str, said: Confidence, claimed: Confidence) -> None:
    (one,) = measured([finding(rule=rule, confidence=said)], Context())
    assert one.confidence is claimed


@given(right=st.integers(0, 60), arguable=st.integers(0, 60), wrong=st.integers(0, 60))
def test_a_share_grows_with_what_is_right_and_falls_with_what_is_not(
    right: int, arguable: int, wrong: int
) -> None:
    share = Reading(right, arguable, wrong).share(2)
    assert 0 < share < 1
    assert Reading(right + 1, arguable, wrong).share(2) > share > Reading(right, arguable + 1, wrong).share(2)
    assert Reading(right, arguable + 1, wrong).share(2) == Reading(right, arguable, wrong + 1).share(2)


def test_a_share_of_few_is_near_that_of_all() -> None:
    assert Reading(0, 0, 0).share(0) == Reading(0, 0, 0).share(10) == pytest.approx(0.8)
    assert Reading(3, 2, 0).share(10) > Reading(3, 2, 0).share(2) > Reading(3, 2, 0).share(0) == 0.6


def test_the_table_speaks_of_rules_that_there_are() -> None:
    table = readings()
    ids = {rule.card.id for rule in load_rules(())}
    assert ids.issuperset(table.rules)
    assert table.applications >= 100
    script = run_path(str(ROOT / "scripts" / "readings.py"))
    told = script["readings"](script["verdicts"](), table.date)
    renewed = msgspec.json.decode(told, type=Readings)
    assert renewed == table, f"to renew the table run `{script['COMMAND']}`"
