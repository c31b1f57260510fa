"""Comments that accept a report."""

from __future__ import annotations

import pytest

from codereview.adapters.accepted import accepted


@pytest.mark.parametrize(
    ("tool", "line", "code", "comment"),
    [
        ("ruff", "import os  # noqa", "F401", "noqa"),
        ("ruff", "import os  # noqa: F401", "F401", "noqa: F401"),
        ("ruff", "import os  # NOQA:E501,F401 kept", "F401", "NOQA:E501,F401"),
        ("ruff", "import os  # noqa: F", "F401", "noqa"),
        ("ruff", "import os  # noqa: E501", "F401", ""),
        ("ruff", "import os", "F401", ""),
        ("ruff", "import os  # nosec", "F401", ""),
        ("ruff", "call(long)  # ruff: ignore[F821]", "F821", "ruff: ignore[F821]"),
        ("ruff", "call(long)  # ruff: ignore[F401, F811]", "F821", ""),
        ("bandit", "call()  # nosec", "B602", "nosec"),
        ("bandit", "call()  # nosec B602", "B602", "nosec B602"),
        ("bandit", "call()  # nosec: B602, B603", "B603", "nosec: B602, B603"),
        ("bandit", "call()  # nosec B101", "B602", ""),
        ("bandit", "call()  # noqa: S602", "B602", "noqa: S602"),
        ("mypy", "call()  # noqa", "attr-defined", ""),
    ],
)
def test_comments(tool: str, line: str, code: str, comment: str) -> None:
    assert accepted(tool, line, code) == comment


def test_a_report_about_such_a_comment_is_not_accepted_by_it() -> None:
    assert accepted("ruff", "x = 1  # noqa", "PGH004") == ""
    assert accepted("ruff", "x = 1  # noqa", "F821") == "noqa"
