"""Base scores against those that FIRST and the NVD publish for known vectors."""

from __future__ import annotations

import pytest

from codereview.advisories.cvss import base_score, severity_named, severity_of
from codereview.model import Severity


@pytest.mark.parametrize(
    ("vector", "score"),
    [
        # examples of FIRST (https://www.first.org/cvss/v3.1/examples) and of the NVD
        ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1),
        ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 9.9),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5),
        ("CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", 7.5),
        ("CVSS:3.0/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H", 7.0),
        ("AV:N/AC:L/Au:N/C:N/I:N/A:C", 7.8),
        ("AV:N/AC:M/Au:N/C:P/I:P/A:P", 6.8),
        ("AV:L/AC:H/Au:N/C:C/I:C/A:C", 6.2),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", None),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", None),
        ("high", None),
        ("", None),
    ],
)
def test_base_score(vector: str, score: float | None) -> None:
    assert base_score(vector) == score


def test_temporal_metrics_do_not_change_the_base_score() -> None:
    assert base_score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C") == 9.8


@pytest.mark.parametrize(
    ("score", "severity"),
    [(0.0, "info"), (0.1, "low"), (3.9, "low"), (4.0, "medium"), (6.9, "medium"), (7.0, "high"), (8.9, "high"),
     (9.0, "critical"), (10.0, "critical")],
)  # fmt: skip
def test_scale(score: float, severity: str) -> None:
    assert severity_of(score) is Severity(severity)


def test_words_of_databases() -> None:
    assert severity_named("MODERATE") is Severity.MEDIUM
    assert severity_named("Critical") is Severity.CRITICAL
    assert severity_named("?") is None
    assert severity_named(7) is None
