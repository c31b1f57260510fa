"""Which lines are statements: held against coverage.py itself, which is run on a file of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from codereview.evidence.reading import read
from codereview.evidence.statements import holds_code, statements
from codereview.evidence.values import CoverageRead, SuiteRead

SOURCE = '''"""A module."""

import os
from typing import (
    Any,
    TYPE_CHECKING,
)

if TYPE_CHECKING:
    import decimal

LIMIT = 3
"""What follows a value is no docstring."""


@property
@staticmethod
def decorated(
    first: int = 1,
) -> int:
    """Says nothing."""
    return first


class Shop:
    """A shop."""

    size: int = 0
    name: str

    def sell(self, count: int) -> Any:
        global LIMIT
        try:
            if count > LIMIT:
                return {
                    "count": count,
                    "more": [
                        item
                        for item in range(count)
                    ],
                }
            elif count == 1:
                return os.sep
            else:
                for item in range(count):
                    if item: break
                else:
                    pass
        except (
            ValueError
        ):
            raise
        except TypeError:  # pragma: no cover
            return None
        finally:
            LIMIT = 3
        with open(
            os.devnull
        ) as stream:
            return stream.read()

    def never(self) -> None:  # pragma: no cover
        raise NotImplementedError

    def stub(self) -> None: ...


def unused(value: int) -> str:
    while value:
        value -= 1
    match value:
        case 0:
            return "none"
        case 1 | 2:
            return "few"
    return "many"


print(Shop().sell(9), Shop().sell(2), Shop().sell(1))
'''
TEST = "def test_one():\n    assert True\n\ndef test_two():\n    assert 1 == 1\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which coverage.py and pytest have left their files."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "shop.py").write_text(SOURCE)
    (folder / "test_shop.py").write_text(TEST)
    for arguments in (
        ["coverage", "run", "--rcfile=/dev/null", "--branch", "--include=shop.py", "shop.py"],
        ["coverage", "json", "--rcfile=/dev/null", "-q"],
        ["coverage", "xml", "--rcfile=/dev/null", "-q"],
        [
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-c",
            os.devnull,
            "--rootdir=.",
            "--junitxml=junit.xml",
            "test_shop.py",
        ],
    ):
        command = [sys.executable, "-m", *arguments]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, env=_environment())
    return folder


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(("COVERAGE", "PYTEST"))}


@pytest.mark.real_tool
def test_data_of_coverage_gives_what_its_report_says(project: Path) -> None:
    stated = json.loads((project / "coverage.json").read_text())["files"]["shop.py"]
    data = read((project / ".coverage").read_bytes()).content
    assert isinstance(data, CoverageRead)
    (lines,) = data.files.values()
    found = statements(SOURCE)
    assert found is not None
    assert found.lines == {*stated["executed_lines"], *stated["missing_lines"]}
    assert found.ran(lines.executed) == set(stated["executed_lines"])


@pytest.mark.real_tool
def test_all_files_of_one_run_agree(project: Path) -> None:
    made = [read((project / name).read_bytes()).content for name in ("coverage.json", "coverage.xml")]
    first, second = (item for item in made if isinstance(item, CoverageRead))
    assert first.files["shop.py"] == second.files["shop.py"]
    assert (first.statements, first.covered) == (second.statements, second.covered)
    assert first.tool == second.tool
    assert first.branches
    assert second.branches


@pytest.mark.real_tool
def test_results_of_pytest(project: Path) -> None:
    made = read((project / "junit.xml").read_bytes()).content
    assert isinstance(made, SuiteRead)
    assert [(case.name, case.outcome) for case in made.cases] == [
        ("test_shop::test_one", "passed"),
        ("test_shop::test_two", "passed"),
    ]
    assert made.seconds is not None


def test_what_does_not_parse_has_no_statements() -> None:
    assert statements("def (:\n") is None
    assert statements("\0") is None


def test_where_code_may_stand() -> None:
    lines = ["x = 1", "", "  # a comment", "    y = 2"]
    assert [holds_code(lines, number) for number in range(6)] == [False, True, False, False, True, False]
