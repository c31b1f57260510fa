"""Every example of every rule: the bad ones are found on their lines, the good ones are left alone."""

from __future__ import annotations

import pytest
from codereview_rules_example.forgotten_comma import ForgottenComma
from codereview_rules_example.money_as_float import MoneyAsFloat
from codereview_rules_example.staging_address import Options, StagingAddress

from codereview.api import Example, Rule, examples
from codereview.engine.memory import examine

RULES: tuple[type[Rule], ...] = (ForgottenComma, MoneyAsFloat, StagingAddress)


@pytest.mark.parametrize("example", [item for rule in RULES for item in examples(rule)])
def test_example(example: Example) -> None:
    found = examine(example.files, [example.rule()])
    assert tuple((finding.path, finding.line) for finding in found) == example.expected


def test_option() -> None:
    files = {"app.py": "API = 'https://test.acme.example'\n"}
    assert examine(files, [StagingAddress()]) == []
    (found,) = examine(files, [StagingAddress(Options(host="test.acme.example"))])
    assert found.line == 1
