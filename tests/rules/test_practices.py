"""Every example of every practice is a test: what has the strength cites these places, what looks like it is silent."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from codereview.api import Has, Lacks, Practice
from codereview.engine.memory import recognise
from codereview.registry import adopted, load_practices, load_rules

PRACTICES = load_practices()


def cases(kind: str) -> Iterator[object]:
    for practice in PRACTICES:
        examples: tuple[Has | Lacks, ...] = practice.good if kind == "good" else practice.bad
        for number, example in enumerate(examples):
            yield pytest.param(practice, example, id=f"{practice.id}-{kind}-{number}")


@pytest.fixture(params=PRACTICES, ids=lambda practice: practice.id)
def practice(request: pytest.FixtureRequest) -> type[Practice]:
    chosen: type[Practice] = request.param
    return chosen


@pytest.mark.parametrize(("practice", "example"), list(cases("good")))
def test_what_has_the_strength_is_told_with_its_places(practice: type[Practice], example: Has) -> None:
    proof = recognise(example.files, practice())
    assert proof is not None
    assert example.evidence
    assert set(example.evidence) <= {f"{spot.path}:{spot.line}" for spot in proof.evidence}
    assert example.says in proof.seen.message
    assert not proof.seen.message.endswith(".")
    assert (proof.seen.count or len(proof.evidence)) >= len(proof.evidence)
    assert not proof.seen.total or proof.seen.count <= proof.seen.total
    for spot in proof.evidence:
        assert 1 <= spot.line <= len(example.files[spot.path].split("\n"))


@pytest.mark.parametrize(("practice", "example"), list(cases("bad")))
def test_what_only_looks_like_it_is_not_told(practice: type[Practice], example: Lacks) -> None:
    assert recognise(example.files, practice()) is None


def test_a_practice_says_everything(practice: type[Practice]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", practice.id)
    assert Path(inspect.getfile(practice)).stem == practice.id.replace("-", "_")
    assert re.sub(r"(?<!^)(?=[A-Z])", "-", practice.__name__).lower() == practice.id
    assert not practice.title.endswith(".")
    assert min(len(practice.why), len(practice.bar)) > 20
    assert practice.__doc__
    assert practice.weight in (1, 2, 3)


def test_a_practice_has_examples_of_both_kinds(practice: type[Practice]) -> None:
    assert practice.good
    assert len(practice.bad) >= 2
    assert all(example.because for example in practice.bad)


def test_what_contradicts_is_known_or_planned(practice: type[Practice]) -> None:
    known = {rule.card.id for rule in load_rules()} | set(adopted().cards)
    for name in practice.contradicted_by:
        assert any(rule.startswith(name) for rule in known), name
