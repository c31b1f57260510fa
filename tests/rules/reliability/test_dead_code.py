"""How bad code is that never runs."""

from __future__ import annotations

import pytest

from codereview.engine.memory import examine
from codereview.model import Severity
from codereview_rules.reliability.dead_code import DeadCode


@pytest.mark.parametrize(("second", "severity"), [("'one'", Severity.LOW), ("'uno'", Severity.MEDIUM)])
def test_a_branch_that_repeats_the_one_before_is_only_one_too_many(second: str, severity: Severity) -> None:
    code = (
        "def word(n):\n    if n == 1:\n        return 'one'\n    else:\n        # once more\n"
        f"        if n == 1:\n            return {second}\n        else:\n            return '?'\n"
    )
    (found,) = examine({"words.py": code}, [DeadCode()])
    assert found.severity is severity
