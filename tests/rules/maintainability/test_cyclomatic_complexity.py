"""Cyclomatic complexity: the examples, the steps of severity, flat chains, zones and options."""

from __future__ import annotations

import pytest

from codereview.api import Example, Finding, Severity, Zone, examples
from codereview.engine.memory import examine
from codereview_rules.maintainability.cyclomatic_complexity import CyclomaticComplexity, Options


def ifs(count: int, name: str = "f") -> str:
    return f"def {name}(a):\n" + "".join(f"    if a > {i}:\n        a -= 1\n" for i in range(count - 1))


def elifs(count: int) -> str:
    first = "def f(a):\n    if a == 0:\n        return 0\n"
    return first + "".join(f"    elif a == {i}:\n        return {i}\n" for i in range(count - 2))


def run(text: str, path: str = "app.py", options: Options | None = None, **zone: Zone) -> list[Finding]:
    rule = CyclomaticComplexity(options)
    return examine({path: text}, [rule], zones={path: zone["zone"]} if zone else None)


@pytest.mark.parametrize("example", examples(CyclomaticComplexity))
def test_examples(example: Example) -> None:
    found = examine(example.files, [CyclomaticComplexity()])
    assert tuple(sorted((f.path, f.line) for f in found)) == example.expected


@pytest.mark.parametrize(
    ("count", "severity", "rank"),
    [
        (16, Severity.LOW, "C"),
        (20, Severity.LOW, "C"),
        (21, Severity.MEDIUM, "D"),
        (31, Severity.MEDIUM, "E"),
        (40, Severity.MEDIUM, "E"),
        (41, Severity.HIGH, "F"),
    ],
)
def test_severity_and_rank(count: int, severity: Severity, rank: str) -> None:
    (found,) = run(ifs(count))
    assert found.severity is severity
    assert f"complexity of {count} (rank {rank})" in found.message


def test_at_the_limit_is_silent() -> None:
    assert run(ifs(15)) == []


def test_the_place_is_the_name() -> None:
    (found,) = run("class A:\n    async " + ifs(16, "route").replace("\n", "\n    ").rstrip() + "\n")
    assert (found.line, found.column, found.end_line, found.end_column) == (2, 5, 2, 20)
    assert found.symbol == "A.route"


def test_a_flat_chain_weighs_one_step_less() -> None:
    (found,) = run(elifs(24))
    assert found.severity is Severity.LOW
    assert "one flat chain" in found.message


def test_a_flat_match_weighs_one_step_less() -> None:
    cases = "".join(f"        case {i}:\n            return {i}\n" for i in range(24))
    (found,) = run("def f(a):\n    match a:\n" + cases)
    assert found.severity is Severity.LOW


@pytest.mark.parametrize(("ifs_beside", "severity"), [(10, Severity.LOW), (20, Severity.MEDIUM)])
def test_comprehensions_that_make_up_half_of_it_weigh_one_step_less(
    ifs_beside: int, severity: Severity
) -> None:
    sums = "".join(f"    a += sum(x for x in b{i} if x)\n" for i in range(7))
    (found,) = run(ifs(ifs_beside) + sums)
    assert found.severity is severity
    assert ("14 of them stand in comprehensions" in found.message) is (severity is Severity.LOW)


def test_a_chain_with_nested_decisions_does_not() -> None:
    (found,) = run(elifs(16).replace("return", "return [x for x in a if x] or"))
    assert "flat" not in found.message


@pytest.mark.parametrize("zone", [Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT])
def test_code_of_others_is_left_out(zone: Zone) -> None:
    assert run(ifs(50), zone=zone) == []


def test_tests_are_left_out_but_not_their_helpers() -> None:
    assert run(ifs(30, "test_all"), "tests/test_a.py") == []
    assert len(run(ifs(30, "helper"), "tests/test_a.py")) == 1


def test_options() -> None:
    (found,) = run(ifs(7), options=Options(max=5, medium=6, high=7))
    assert found.severity is Severity.HIGH
    assert "the limit 5" in found.message


def test_the_parts_are_told() -> None:
    text = "def f(a):\n" + "    for x in a:\n        while x and a or x:\n            assert x\n" * 4
    (found,) = run(text)
    assert "8 loops, 4 assertions, 8 boolean operators" in found.message


def test_filters_of_comprehensions_are_told() -> None:
    text = "def f(a):\n" + "    a = [x for x in a if x if a]\n" * 6
    (found,) = run(text)
    assert "of 19 (rank C): 6 comprehensions, 12 filters;" in found.message
