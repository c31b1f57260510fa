"""The phases of the plan and the risk register."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_lab import finding, material

from codereview.model import Category, Confidence, Finding, Severity
from codereview.review.plan import READABLE, plan
from codereview.review.risks import opening, risks

RULES = ("REL002", "SEC001", "SEC005", "REL006", "PERF002", "TST003", "MNT001")
FINDINGS = st.builds(
    lambda rule, severity, line, minutes, points: finding(
        rule, severity, line=line, effort_minutes=minutes, points=points
    ),
    st.sampled_from(RULES),
    st.sampled_from(list(Severity)),
    st.integers(1, 400),
    st.integers(1, 500),
    st.floats(0, 20),
)


def test_what_keeps_it_from_starting_comes_first() -> None:
    items = [
        finding("REL006", Severity.MEDIUM, line=1),
        finding("SEC005", Severity.CRITICAL, line=2),
        finding("REL002", line=3),
        finding("REL004", line=4),
        finding("MNT001", Severity.LOW, line=5),
        finding("MNT001", Severity.INFO, line=6),
    ]
    made = plan(material(items))
    assert [phase.title for phase in made.phases] == [
        "Make it start", "Close what is open", "Repair", "Strengthen", "Polish",
    ]  # fmt: skip
    assert [phase.criteria[0].rule for phase in made.phases] == [
        "REL002",
        "SEC005",
        "REL004",
        "REL006",
        "MNT001",
    ]
    assert (made.minutes, made.low, made.high, made.left_out) == (100, 75, 150, 1)
    assert made.phases[0].after == ""
    assert made.phases[1].after


def test_repairs_that_mend_nothing_which_fails_do_not_promise_it() -> None:
    paths = finding("MNT001", category=Category.MAINTAINABILITY)
    (phase,) = plan(material([paths])).phases
    assert (phase.title, phase.goal) == ("Repair", READABLE)
    (phase,) = plan(material([paths, finding("REL004", line=9)])).phases
    assert "fails in use" in phase.goal
    assert phase.goal != READABLE


@given(st.lists(FINDINGS, max_size=30, unique_by=lambda item: (item.rule, item.line)))
def test_the_phases_hold_every_root_cause_once_and_add_up(items: list[Finding]) -> None:
    seen = material(items)
    made = plan(seen)
    causes = [cause for phase in made.phases for cause in phase.causes]
    assert len(causes) == len(set(causes))
    assert len(causes) + made.left_out == len(seen.causes)
    by_id = {cause.id: cause for cause in seen.causes}
    assert made.minutes == sum(by_id[cause].effort_minutes for cause in causes)
    assert made.points == pytest.approx(sum(by_id[cause].points for cause in causes))
    for phase in made.phases:
        assert phase.low <= phase.minutes <= phase.high + 5


def test_a_phase_of_a_few_minutes_takes_no_less_than_its_range() -> None:
    (phase,) = plan(material([finding("MNT001", Severity.LOW, effort_minutes=3)])).phases
    assert (phase.low, phase.minutes, phase.high) == (3, 3, 5)


@pytest.mark.parametrize(
    ("item", "likelihood", "because"),
    [
        (finding("SEC005"), "high", "it is reached from an entry point (main.py (ASGI application))"),
        (
            finding("SEC005", confidence=Confidence.MEDIUM),
            "medium",
            "it is reached from an entry point (main.py (ASGI application)); the rule is not certain",
        ),
        (
            finding("SEC005", Severity.CRITICAL, reachability="unknown", reached_from=""),
            "high",
            "it stands in the files as they are; what starts the code was not told",
        ),
        (
            finding("SEC005", reachability="unreachable", reached_from=""),
            "low",
            "nothing but tests starts the code, it is not production code, or the rule is not sure",
        ),
    ],
)
def test_how_likely_a_risk_is(item: Finding, likelihood: str, because: str) -> None:
    (risk,) = risks(material([item]))
    assert (risk.likelihood, risk.because) == (likelihood, because)
    assert (risk.impact, risk.mitigation) == (
        "It breaks, e.g. on Monday. Then more.",
        "Mend it. Then test it.",
    )
    assert risk.findings == (item.fingerprint,)


def test_only_what_is_severe_is_a_risk_and_the_worst_comes_first() -> None:
    items = [
        finding("REL004", line=1),
        finding("REL004", Severity.MEDIUM, line=2),
        finding("SEC005", Severity.CRITICAL, line=3),
        finding("MNT001", Severity.LOW, line=4),
    ]
    found = risks(material(items))
    assert [(risk.rule, len(risk.findings)) for risk in found] == [("SEC005", 1), ("REL004", 1)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One thing. Another.", "One thing."),
        ("It reads a.b and `c.d`. Then it ends.", "It reads a.b and `c.d`."),
        ("No full stop", "No full stop"),
        ("Version 3.10 is old. Move on.", "Version 3.10 is old."),
        ("Ends here.", "Ends here."),
    ],
)
def test_the_first_sentence_is_always_there(text: str, first: str) -> None:
    assert opening(text, 0) == first


def test_more_sentences_as_long_as_they_fit() -> None:
    assert (
        opening("It is slow. It waits. " + "And so on, " * 40 + "to the end.", 40) == "It is slow. It waits."
    )
