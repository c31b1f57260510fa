"""Every example of every rule: the bad ones are found on their lines, the good ones are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from codereview.engine import audit
from codereview_rules_example.forgotten_comma import ForgottenComma
from codereview_rules_example.money_as_float import MoneyAsFloat
from codereview_rules_example.staging_address import StagingAddress

from codereview.api import Example, Rule, examples
from codereview.config import Settings

RULES: tuple[type[Rule], ...] = (ForgottenComma, MoneyAsFloat, StagingAddress)


def places(folder: Path, example: Example, **options: object) -> tuple[tuple[str, int], ...]:
    rule = example.rule.card.id
    for name, text in example.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "main.py").touch()
    settings = Settings(select=(rule,), cache=False, jobs=1, rule={rule: dict(options)} if options else {})
    return tuple(sorted((found.path, found.line) for found in audit(folder, settings).findings))


@pytest.mark.parametrize("example", [item for rule in RULES for item in examples(rule)])
def test_example(example: Example, tmp_path: Path) -> None:
    assert places(tmp_path, example) == example.expected


def test_option(tmp_path: Path) -> None:
    example = Example(StagingAddress, {"app.py": "API = 'https://test.acme.example'\n"})
    assert places(tmp_path, example) == ()
    assert places(tmp_path, example, host="test.acme.example") == (("app.py", 1),)
