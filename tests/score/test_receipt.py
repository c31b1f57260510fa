"""A receipt is worked out again from itself alone, and no changed number goes unnoticed."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import structs
from test_again import basis_of, finding
from test_score_properties import repositories, unhurried
from test_what_if import broken

from codereview.model import SCHEMA_VERSION, Audit, Category, Project, Ratio, ScoreBasis, Suppression, Tool
from codereview.score import ScoreInput
from codereview.score.receipt import NOT_HASHED, Receipt, check, inputs, receipt, seal, settings
from codereview.score.working import apportioned, working

SECRET = "pass" + "word-of-the-database"


def audit_of(inp: ScoreInput) -> Audit:
    return Audit(
        schema=SCHEMA_VERSION,
        tool=Tool(name="codereview", version="0", rules=1, score_model=1),
        project=Project(name="x", root=".", kind="library", vcs=None, files={}, lines=1, statements=1),
        score=None,
        categories=(),
        metrics=(),
        findings=inp.findings,
        basis=basis_of(inp),
    )


def made(inp: ScoreInput) -> Receipt:
    read = inputs({"app.py": "a" * 64, "lib\\xff.py": "b" * 64}, {})
    found = receipt(audit_of(inp), read, settings({"select": ["SEC"]}), {"rules": "1"})
    assert found is not None
    return found


def read_again(value: Any) -> Receipt:
    return msgspec.convert(value, Receipt)


def example() -> Receipt:
    findings = (
        finding("SEC001", Category.SECURITY, message=SECRET, cause=SECRET, fingerprint="a", symbol=SECRET),
        finding("REL004", Category.RELIABILITY, line=4, fingerprint="b"),
        finding("REL004", Category.RELIABILITY, line=9, fingerprint="c", cause="one"),
        finding("TYP001", Category.TYPING, line=3, fingerprint="d", units=4),
        finding("TYP001", Category.TYPING, line=8, fingerprint="e", units=2),
        finding(
            "PERF002", Category.PERFORMANCE, fingerprint="f",
            suppressed=Suppression(reason="measured", source="inline"),
        ),
    )  # fmt: skip
    share = Ratio(covered=5, total=20, label="annotation slots", rule="TYP001")
    basis = ScoreBasis(statements=800, ratios={Category.TYPING: (share,)}, failed_tools=("mypy",))
    return made(ScoreInput(findings=findings, **structs.asdict(basis)))


def numbers_in(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in numbers_in(item, (*way, key))]
    if isinstance(value, list):
        return [found for number, item in enumerate(value) for found in numbers_in(item, (*way, number))]
    return [way] if isinstance(value, (int, float)) and not isinstance(value, bool) else []


PLAIN = json.loads(msgspec.json.encode(example()))
NUMBERS = [way for way in numbers_in(PLAIN) if way[0] in ("model", "basis", "working")]

HIDDEN = next(number for number, item in enumerate(PLAIN["working"]["entries"]) if item["suppressed"])


@given(broken())
@unhurried
def test_a_receipt_comes_out_again_after_a_journey_through_json(inp: ScoreInput) -> None:
    if working(inp.findings, basis_of(inp)) is None:
        return
    data = msgspec.json.encode(made(inp), order="deterministic")
    assert check(msgspec.json.decode(data, type=Receipt)) is None


@pytest.mark.parametrize("way", NUMBERS, ids=lambda way: "-".join(map(str, way)))
def test_each_number_that_is_changed_is_noticed_even_under_a_new_seal(way: tuple[Any, ...]) -> None:
    place = plain = json.loads(json.dumps(PLAIN))
    for key in way[:-1]:
        place = place[key]
    place[way[-1]] += 1
    forged = read_again(plain)
    assert check(forged) is not None
    forged = structs.replace(forged, seal=seal(forged))
    # these decide no figure, so that the seal alone speaks for them
    idle = way[-1] == "line" or (way[-1] == "units" and place["rule"] != "TYP001")
    if not idle:
        assert check(forged) is not None


def value_at(way: tuple[Any, ...]) -> Any:
    value = PLAIN
    for key in way:
        value = value[key]
    return value


FRACTIONS = [way for way in NUMBERS if way[0] == "working" and isinstance(value_at(way), float)]


@given(st.sampled_from(FRACTIONS), st.floats(-50, 50))
@unhurried
def test_any_amount_is_noticed_and_the_message_says_where(way: tuple[Any, ...], by: float) -> None:
    assume(abs(by) > 1e-6)
    place = plain = json.loads(json.dumps(PLAIN))
    for key in way[:-1]:
        place = place[key]
    place[way[-1]] += by
    found = check(read_again(plain))
    assert found is not None
    assert str(way[-1]) in found.where
    assert found.off == pytest.approx(by, rel=1e-3, abs=1e-9)


@pytest.mark.parametrize(
    ("way", "value"),
    [
        (("project",), "another"),
        (("inputs", "files", "app.py"), "c" * 64),
        (("inputs", "all"), "c" * 64),
        (("settings", "values", "select"), []),
        (("working", "entries", 0, "severity"), "low"),
        (("working", "entries", 0, "path"), "z.py"),
        (("working", "entries", HIDDEN, "suppressed"), ""),
        (("working", "grade"), "A+"),
        (("working", "complete"), True),
        (("basis", "failed_tools"), []),
        (("basis", "statements"), -1),
        (("basis", "ratios", "typing", 0, "covered"), 99),
        (("seal",), ""),
    ],
)
def test_a_changed_word_is_noticed(way: tuple[Any, ...], value: Any) -> None:
    place = plain = json.loads(json.dumps(PLAIN))
    for key in way[:-1]:
        place = place[key]
    assert place[way[-1]] != value
    place[way[-1]] = value
    assert check(read_again(plain)) is not None


def test_a_finding_that_is_left_out_is_noticed() -> None:
    plain = json.loads(json.dumps(PLAIN))
    del plain["working"]["entries"][0]
    forged = read_again(plain)
    assert check(structs.replace(forged, seal=seal(forged))) is not None


def test_no_text_of_the_code_is_in_a_receipt() -> None:
    assert SECRET not in json.dumps(PLAIN)


def test_a_stored_audit_without_files_says_so() -> None:
    inp = ScoreInput(findings=(), statements=100)
    found = receipt(audit_of(inp), NOT_HASHED, settings({}), {})
    assert found is not None
    assert not found.inputs.hashed
    assert check(found) is None


def test_without_a_score_there_is_no_receipt() -> None:
    audit = audit_of(ScoreInput(findings=(), statements=0))
    assert receipt(audit, NOT_HASHED, settings({}), {}) is None
    assert receipt(structs.replace(audit, basis=None), NOT_HASHED, settings({}), {}) is None


@given(repositories())
@unhurried
def test_points_and_penalties_add_up(inp: ScoreInput) -> None:
    work = working(inp.findings, basis_of(inp))
    if work is None:
        return
    assert sum(line.points for line in work.lines) == pytest.approx(100 - work.raw, abs=1e-9)
    assert 100 / 2**work.halvings == pytest.approx(work.raw, abs=1e-9)
    assert work.strict.value <= work.value
    for item in work.categories:
        if item.score is not None:
            assert 100 / 2**item.halvings == pytest.approx(item.score, abs=1e-9)


@given(st.lists(st.floats(0, 30), min_size=1, max_size=30))
def test_rounded_amounts_sum_to_the_rounded_total(amounts: list[float]) -> None:
    rounded = apportioned(amounts, sum(amounts))
    assert sum(rounded) == pytest.approx(round(sum(amounts), 2), abs=1e-9)
    assert all(abs(one - other) < 0.0101 for one, other in zip(rounded, amounts, strict=True))
