"""Several programs in one repository with modules of the same name."""

from __future__ import annotations

from codereview.facts.layout import Layout

PATHS = [
    "src/web/__init__.py",
    "src/web/main.py",
    "src/web/api/__init__.py",
    "src/web/api/router.py",
    "src/web/core/log.py",
    "src/jobs/__init__.py",
    "src/jobs/core/log.py",
    "src/jobs/core/only_here.py",
]


def test_a_package_that_is_a_program_of_its_own_is_searched_first() -> None:
    layout = Layout(PATHS, ["src/web/pyproject.toml", "src/jobs/Dockerfile"])
    assert layout.find("core.log", "src/web/api") == "src/web/core/log.py"
    assert layout.find("core.log", "src/jobs/core") == "src/jobs/core/log.py"


def test_a_plain_package_is_not_on_the_path() -> None:
    layout = Layout(PATHS)
    assert layout.find("core.log", "src/web/api") == ""


def test_the_nearest_of_the_other_programs_wins() -> None:
    layout = Layout(
        ["a/x/pyproject.toml.py", "a/x/deep/util.py", "b/util.py", "a/util.py", "a/y/z/w.py"],
        ["a/pyproject.toml", "b/pyproject.toml"],
    )
    assert layout.find("util", "a/y/z") == "a/util.py"
