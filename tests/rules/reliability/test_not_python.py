"""REL001 on its examples, and how bad it is where."""

from __future__ import annotations

import pytest

from codereview.api import Bad, Confidence, Good, Severity, Zone
from codereview.collect.zones import Zones
from codereview.facts.module import FailureFact
from codereview.facts.parse import parse
from codereview_rules.reliability.not_python import BAD, GOOD, describe_failure


def found(item: Bad | Good) -> list[str]:
    files = {item.path: item.code} if isinstance(item.code, str) else dict(item.code)
    zones = Zones(files)
    places = []
    for path, text in files.items():
        failure = parse(text.encode(), path).failure
        if failure is None:
            continue
        fact = FailureFact(failure.kind, failure.line, failure.column, failure.message)
        if describe_failure(fact, path, zones.of(path), False, None) is not None:
            places.append(f"{path}:{failure.line}")
    return places


@pytest.mark.parametrize("item", BAD)
def test_bad(item: Bad) -> None:
    expected = [line if isinstance(line, str) else f"{item.path}:{line}" for line in item.lines]
    assert found(item) == expected


@pytest.mark.parametrize("item", GOOD)
def test_good(item: Good) -> None:
    assert found(item) == []


BROKEN = FailureFact("syntax", 3, 1, "line 3 is not valid Python: invalid syntax")


@pytest.mark.parametrize(
    ("zone", "entry", "excluded", "severity", "confidence"),
    [
        (Zone.PRODUCTION, False, None, Severity.HIGH, Confidence.HIGH),
        (Zone.PRODUCTION, True, None, Severity.CRITICAL, Confidence.HIGH),
        (Zone.SCRIPTS, False, None, Severity.MEDIUM, Confidence.HIGH),
        (Zone.SCRIPTS, False, "exclude in ruff.toml", Severity.HIGH, Confidence.HIGH),
        (Zone.DOCS, False, None, Severity.LOW, Confidence.MEDIUM),
    ],
)
def test_weight(
    zone: Zone, entry: bool, excluded: str | None, severity: Severity, confidence: Confidence
) -> None:
    described = describe_failure(BROKEN, "app.py", zone, entry, excluded)
    assert described is not None
    assert described[:2] == (severity, confidence)
    assert (excluded or "line 3") in described[2].lower()


@pytest.mark.parametrize("zone", [Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT])
def test_other_peoples_files(zone: Zone) -> None:
    assert describe_failure(BROKEN, "app.py", zone, False, None) is None
