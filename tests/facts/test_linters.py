"""Linter settings that keep a file from being checked."""

from __future__ import annotations

import pytest

from codereview.facts.linters import excluded_by, exclusions

CASES = {
    "ruff": ("app/gen/a.py", {"pyproject.toml": "[tool.ruff]\nexclude = ['gen']\n"}, "`exclude` of "
    "[tool.ruff] in pyproject.toml"),
    "ruff lint": (
        "app/a.py", {"pyproject.toml": "[tool.ruff.lint]\nexclude = ['app/*.py']\n"},
        "`exclude` of [tool.ruff.lint] in pyproject.toml",
    ),
    "ruff.toml": ("app/a.py", {"ruff.toml": "extend-exclude = ['app']\n"}, "`extend-exclude` of "
    "[tool.ruff] in ruff.toml"),
    "other folder": ("b/a.py", {"app/ruff.toml": "exclude = ['a.py']\n"}, ""),
    "folder of the setting": ("app/x/a.py", {"app/ruff.toml": "exclude = ['x']\n"}, "`exclude` of "
    "[tool.ruff] in app/ruff.toml"),
    "any depth": ("migrations/a.py", {"ruff.toml": "exclude = ['**/migrations/*']\n"}, "`exclude` of "
    "[tool.ruff] in ruff.toml"),
    "flake8": ("a/b.py", {".flake8": "[flake8]\nexclude = x, a\n"}, "`exclude` of [flake8] in .flake8"),
    "flake8 in lines": ("a/b.py", {"setup.cfg": "[flake8]\nexclude =\n    x,\n    "
    "./a/\n"}, "`exclude` of [flake8] in setup.cfg"),
    "part of a name": ("agent.py", {"ruff.toml": "exclude = ['gen']\n"}, ""),
    "broken": ("a.py", {"ruff.toml": "exclude = [", "setup.cfg": "no section", "tox.ini": ""}, ""),
    "wrong types": ("a.py", {"pyproject.toml": "tool = 1\n", "ruff.toml": "exclude = 'a.py'\nlint = "
    "3\n"}, ""),
    "nothing": ("a.py", {}, ""),
}  # fmt: skip


@pytest.mark.parametrize(("path", "texts", "said"), CASES.values(), ids=CASES.keys())
def test_which_setting_excludes(path: str, texts: dict[str, str], said: str) -> None:
    assert excluded_by(path, exclusions(texts)) == said
