"""Which versions an advisory affects, by the evaluation that OSV documents."""

from __future__ import annotations

import pytest

from codereview.facts.dependencies.advisories import (
    Advisory,
    Affected,
    Event,
    Kind,
    admitted,
    affects,
    mended,
    vulnerabilities,
)
from codereview.model import Severity


def advisory(*events: tuple[Kind, str], versions: tuple[str, ...] = (), **other: object) -> Advisory:
    ranges = (tuple(Event(kind, version) for kind, version in events),) if events else ()
    values = {"id": "PYSEC-1", **other}
    return Advisory(affected=(Affected(ranges, versions),), **values)  # type: ignore[arg-type]


BRANCHES = advisory(("introduced", "2.0"), ("fixed", "2.2.3"), ("introduced", "0"), ("fixed", "1.11.22"))


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("0.1", True), ("0.dev0", True), ("1.11.21", True), ("1.11.22", False), ("1.11.22.0", False), ("1.12", False),
        ("2.0", True), ("2.0rc1", False), ("2.2.3rc1", True), ("2.2.2.post1", True), ("2.2.3", False), ("1!1.0", False),
        ("2.1+cpu", True), ("2.2.3+cpu", False), ("no version", False), ("9" * 5000, False),
    ],
)  # fmt: skip
def test_branches(version: str, expected: bool) -> None:
    assert affects(BRANCHES, version) is expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.5", True), ("1.5.0", True), ("1.5.1", False), ("1.5+cu118", True), ("1.4", False)],
)
def test_the_last_affected_version_is_affected(version: str, expected: bool) -> None:
    assert affects(advisory(("introduced", "1.5"), ("last_affected", "1.5")), version) is expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.0", True), ("1.0.0", True), ("1.0+local", True), ("1.1", False), ("2004d", True)],
)
def test_named_versions(version: str, expected: bool) -> None:
    assert affects(advisory(versions=("1.0", "2004d")), version) is expected


def test_a_range_and_named_versions_add_up() -> None:
    both = advisory(("introduced", "2.0"), ("fixed", "2.1"), versions=("1.0",))
    assert [affects(both, version) for version in ("1.0", "1.5", "2.0", "2.1")] == [True, False, True, False]


def test_limits_bound_a_range() -> None:
    limited = advisory(("introduced", "1.0"), ("limit", "2.0"))
    assert [affects(limited, version) for version in ("1.5", "2.0", "3.0")] == [True, False, False]
    assert affects(advisory(("introduced", "1.0"), ("limit", "*")), "3.0")


def test_epochs_come_after_all_that_have_none() -> None:
    epochs = advisory(("introduced", "1!0"), ("fixed", "1!2.0"))
    assert [affects(epochs, version) for version in ("9.0", "1!1.0", "1!2.0")] == [False, True, False]


def test_a_range_that_cannot_be_read_makes_no_claim() -> None:
    assert not affects(advisory(("introduced", "0"), ("fixed", "final-b")), "1.0")


def test_advisories_that_name_each_other_are_one_vulnerability() -> None:
    found = vulnerabilities(
        [
            advisory(
                ("introduced", "0"), ("fixed", "1.2"), id="GHSA-b", aliases=("CVE-1",), severity=Severity.HIGH
            ),
            advisory(("introduced", "0"), ("fixed", "1.3"), id="PYSEC-1", aliases=("CVE-1",), summary="Told"),
            advisory(("introduced", "0"), id="GHSA-c", severity=Severity.LOW),
        ],
        "1.0",
    )
    assert [(v.id, v.aliases, v.severity, v.fixed, v.summary) for v in found] == [
        ("PYSEC-1", ("CVE-1", "GHSA-b"), Severity.HIGH, ("1.2", "1.3"), "Told"),
        ("GHSA-c", (), Severity.LOW, (), ""),
    ]


def test_the_version_to_go_to_is_affected_by_nothing_known() -> None:
    first = advisory(("introduced", "0"), ("fixed", "1.2"))
    second = advisory(("introduced", "1.1"), ("fixed", "1.4"), id="PYSEC-2")
    assert mended([first], "1.0") == "1.2"
    assert mended([first, second], "1.0") == "1.4"
    assert mended([first], "1.2") == ""
    assert (
        mended(
            [advisory(("introduced", "0"), ("fixed", "2.0rc1"), ("introduced", "3"), ("fixed", "3.1"))], "1"
        )
        == "3.1"
    )


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        (">=1.0", "1.9"), ("<1.5", "1.4"), (">=2.0", ""), ("", "1.9"), ("~=1.4.0", "1.4.0"), ("==1.*", "1.9"),
        (">=1.5,<1.8", "1.5"), ("!=1.9", "1.4"), ("damaged", ""),
        (f">={'9' * 5000}", ""),
    ],
)  # fmt: skip
def test_what_a_range_admits(specifier: str, expected: str) -> None:
    known = advisory(("introduced", "1.0"), ("fixed", "2.0"), versions=("1.4", "1.9"))
    assert admitted(known, specifier) == expected
