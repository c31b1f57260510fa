"""Where root causes are placed."""

from __future__ import annotations

import pytest
from review_lab import finding, material

from codereview.model import Confidence, Finding, Severity, Zone
from codereview.review.levels import SHOWN, level_of, ranked


@pytest.mark.parametrize(
    ("item", "level", "because"),
    [
        (
            finding("REL004", Severity.CRITICAL),
            "P0",
            "critical severity, reached from main.py (ASGI application)",
        ),
        (finding("REL004"), "P1", "high severity, reached from main.py (ASGI application)"),
        (finding("REL004", reached_from=""), "P1", "high severity"),
        (finding("REL004", Severity.MEDIUM, reached_from=""), "P2", "medium severity"),
        (finding("REL004", Severity.LOW, reached_from=""), "P3", "low severity"),
        (finding("REL004", Severity.INFO, reached_from=""), "P3", "info severity"),
        (
            finding("REL004", Severity.CRITICAL, reachability="unreachable"),
            "P1",
            "critical severity, one step lower: nothing that starts the project reaches it",
        ),
        (
            finding("REL004", reachability="tests only"),
            "P2",
            "high severity, one step lower: only tests reach it",
        ),
        (finding("REL004", zone=Zone.SCRIPTS), "P2", "high severity, one step lower: in scripts"),
        (
            finding("REL004", confidence=Confidence.LOW),
            "P2",
            "high severity, one step lower: the rule is not sure",
        ),
        (
            finding("SEC001", Severity.CRITICAL, zone=Zone.TESTS, reachability="tests only"),
            "P0",
            "critical severity, a committed secret is open wherever it stands",
        ),
    ],
)
def test_level(item: Finding, level: str, because: str) -> None:
    assert level_of(item) == (level, because)


def test_all_are_counted_and_the_worst_listed() -> None:
    many = [finding("REL006", Severity.LOW, line=number) for number in range(1, 90)]
    listed, counted = ranked(material([*many, finding("SEC001", Severity.CRITICAL), finding("REL004")]))
    assert counted == {"P0": 1, "P1": 1, "P2": 0, "P3": 89}
    assert len(listed) == SHOWN
    assert [item.rule for item in listed[:3]] == ["SEC001", "REL004", "REL006"]


def test_the_best_placed_finding_of_a_root_cause_decides() -> None:
    together = [
        finding("REL004", cause="one", path="tests/a.py", zone=Zone.TESTS, reachability="tests only"),
        finding("REL004", cause="one", path="shop/orders.py"),
    ]
    listed, _ = ranked(material(together))
    assert [(item.level, item.count, item.callers, item.tested) for item in listed] == [("P1", 2, 4, True)]


def test_a_file_that_is_no_module_is_neither_tested_nor_untested() -> None:
    listed, _ = ranked(
        material([finding("OPS010", path="Dockerfile"), finding("REL004", path="shop/rates.py")])
    )
    assert {item.path: item.tested for item in listed} == {"Dockerfile": None, "shop/rates.py": False}
