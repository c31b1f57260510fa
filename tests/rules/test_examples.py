"""Every example of every rule is a test: exact lines, the promised edit, silence on look-alikes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from codereview.api import Example, Rule, examples
from codereview.engine.memory import examine
from codereview.facts.manifests import lowest
from codereview.fix.edits import EDITS
from codereview.fix.verify import propose
from codereview.model import Finding, Fix
from codereview.registry import load_rules

RULES = load_rules()
DEFAULT_PYTHON = (3, 9)


def cases() -> Iterator[object]:
    for rule in RULES:
        for number, example in enumerate(examples(rule)):
            kind = "bad" if example.expected else "good"
            yield pytest.param(example, id=f"{rule.card.id}-{kind}-{number}")


def run(example: Example, rules: list[Rule] | None = None) -> list[Finding]:
    python = lowest(">=" + example.python) if example.python else DEFAULT_PYTHON
    return examine(example.files, rules or [example.rule()], python=python or DEFAULT_PYTHON)


@pytest.mark.parametrize("example", list(cases()))
def test_findings_stand_on_the_lines_that_the_example_says(example: Example) -> None:
    found = run(example)
    assert [f.rule for f in found] == [example.rule.card.id] * len(found)
    assert tuple(sorted((f.path, f.line) for f in found)) == example.expected
    if example.confidence is not None:
        assert {f.confidence for f in found} == {example.confidence}


@pytest.mark.parametrize("example", list(cases()))
def test_findings_are_well_formed(example: Example) -> None:
    for finding in run(example):
        lines = example.files[finding.path].split("\n")
        assert 1 <= finding.line <= finding.end_line <= len(lines)
        assert finding.column >= 1
        assert finding.message
        assert not finding.message.endswith(".")
        assert " may " not in finding.message
        assert " might " not in finding.message
        for related in finding.related:
            assert related.path in example.files
            assert 1 <= related.line <= len(example.files[related.path].split("\n"))


@pytest.mark.parametrize("example", [case for case in cases() if case.values[0].fixed is not None])  # type: ignore[attr-defined]
def test_the_promised_edit_is_made_and_proved(example: Example) -> None:
    (path, text), *rest = example.files.items()
    assert not rest, "a fixed example is one file"
    python = lowest(">=" + example.python) if example.python else DEFAULT_PYTHON
    rules = [rule() for rule in RULES if rule.card.id in EDITS]

    def findings_of(path: str, text: str) -> list[Finding]:
        return examine({path: text}, rules, python=python or DEFAULT_PYTHON)

    found = [f for f in findings_of(path, text) if f.rule == example.rule.card.id]
    assert found[0].fixable
    answer = propose(path, text, found, python=python or DEFAULT_PYTHON, findings_of=findings_of)[0]
    assert isinstance(answer, Fix), answer
    assert example.fixed is not None
    expected = [line for line in example.fixed.splitlines() if line not in text.splitlines()]
    added = [
        line[1:] for line in answer.diff.splitlines() if line.startswith("+") and not line.startswith("+++")
    ]
    assert added == expected
