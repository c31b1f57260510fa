"""Disjoint specifiers, and the constructs that need a newer Python."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from codereview.engine.worker import Checker, Job
from codereview.facts.dependencies.compare import admits, disjoint, together
from codereview.facts.module import NeedFact
from codereview.model import Zone


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("==1.0", "==2.0"),
        ("<2", ">=2"),
        ("~=1.4", ">=2"),
        ("==1.2.*", ">1.3"),
        (">=3", "<3,>=1"),
        ("!=1.0", "==1.0"),
    ],
)
def test_disjoint(first: str, second: str) -> None:
    assert disjoint(first, second)
    assert disjoint(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", "==1"),
        (">=1", "<2"),
        ("<2", ">1.9"),
        ("==1.*", "==1.5"),
        ("!=1.0", ">=1.0"),
        ("<=2.0", ">=2.0"),
        (">1.0,<1.1", ">=1.0.1"),
        ("~=1.4.2", "<1.5"),
        ("===1", "==2"),
        ("==2.0a1", "<2.1"),
        ("no specifier", "==1"),
    ],
)
def test_not_disjoint(first: str, second: str) -> None:
    assert not disjoint(first, second)
    assert not disjoint(second, first)


versions = st.lists(st.integers(0, 4), min_size=1, max_size=3).map(lambda parts: ".".join(map(str, parts)))
clauses = st.builds("{}{}".format, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), versions)
specifiers = st.lists(clauses, min_size=1, max_size=3).map(",".join)


@settings(max_examples=300, deadline=None)
@given(specifiers, specifiers, versions)
def test_what_both_admit_is_never_called_disjoint(first: str, second: str, version: str) -> None:
    if version in SpecifierSet(first) and version in SpecifierSet(second):
        assert not disjoint(first, second)


def test_markers_and_versions() -> None:
    assert together("", "os_name == 'nt'")
    assert together('os_name == "nt"', "os_name=='nt'")
    assert not together("os_name == 'nt'", "os_name == 'posix'")
    assert admits(">=1", "1.5")
    assert not admits("<1", "1.5")
    assert admits("???", "1.5")


def needs(text: str) -> list[tuple[tuple[int, int], int, bool]]:
    assert ast.parse(text)
    result = Checker([], (3, 10)).check(Job("a.py", "a.py", Zone.PRODUCTION, "python", "a"), text.encode())
    assert result.facts is not None
    found: tuple[NeedFact, ...] = result.facts.needs
    return [(need.version, need.line, need.syntax) for need in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\n", []),
        ("if (y := 1):\n    pass\n", [((3, 8), 1, True)]),
        ("def f(a, /): ...\n", [((3, 8), 1, True)]),
        ("match 1:\n    case 1: ...\n", [((3, 10), 1, True)]),
        ("@x[0]\ndef f(): ...\n", [((3, 9), 1, True)]),
        ("def f(a: int | None): ...\n", [((3, 10), 1, False)]),
        ("class A:\n    x: list[int]\n", [((3, 9), 2, False)]),
        ("from __future__ import annotations\ndef f(a: int | None): ...\n", []),
        ("import sys\nif sys.version_info >= (3, 10):\n    def f(a: int | None): ...\n", []),
        ("def f(a: 'int | None', b: A | B): ...\n", []),
        ("def f():\n    x: int | None = 1\n", []),
    ],
)
def test_constructs_that_need_a_newer_python(
    text: str, expected: list[tuple[tuple[int, int], int, bool]]
) -> None:
    assert needs(text) == expected
