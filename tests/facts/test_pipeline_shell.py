"""Which commands a script holds, and whose failure goes unnoticed."""

from __future__ import annotations

import pytest

from codereview.facts.pipeline.shell import runs
from codereview.facts.pipeline.tools import harmless, tools_of
from codereview.facts.pipeline.unwrap import unwrapped


def softened(script: str, *, strict: bool = True, pipefail: bool = False) -> dict[str, bool]:
    return {run.words[0]: bool(run.soft) for run in runs(script, strict=strict, pipefail=pipefail)}


@pytest.mark.parametrize(
    "script",
    [
        "mypy src || true",
        "ruff check . && mypy src || echo failed",
        "mypy src || exit 0",
        "mypy src || { echo bad; }",
        "for d in a b; do\n  mypy $d || BAD=1\ndone\nif [ $BAD -eq 1 ]; then\n  echo warn\nfi",
        "mypy src | tee log",
        "set +e\nmypy src\npytest",
        "mypy src &",
    ],
)
def test_a_failure_that_is_taken_back_is_soft(script: str) -> None:
    assert softened(script)["mypy"]


@pytest.mark.parametrize(
    "script",
    [
        "mypy src",
        "mypy src || exit 1",
        "mypy src || (echo bad; exit 1)",
        "mypy src || { echo bad; exit 1; }",
        "mypy src || mypy src --verbose",
        "mypy src || BAD=1\nif [ $BAD -eq 1 ]; then\n  echo warn\n  exit 1\nfi",
        "mypy src || BAD=1\n[ $BAD -eq 0 ]",
        "mypy src || BAD=1\necho bad=$BAD >> $GITHUB_OUTPUT",
        "set -o pipefail\nmypy src | tee log",
        "set +e\nmypy src\ncode=$?\necho done\nexit $code",
        "if [ -d src ]; then\n  mypy src\nfi\necho done",
        "echo 'mypy src || true' # mypy || true\nmypy src",
        "cat <<END > x\nmypy src || true\nEND\nmypy src",
    ],
)
def test_a_failure_that_counts_is_not(script: str) -> None:
    assert not softened(script)["mypy"]


def test_without_errexit_only_the_last_command_counts() -> None:
    assert softened("ruff check .\nmypy src\n", strict=False) == {"ruff": True, "mypy": False}
    assert softened("set -e\nruff check .\nmypy src\n", strict=False)["ruff"] is False


def test_lines_and_words_survive_continuation_quotes_and_expressions() -> None:
    found = runs("true\npip install \\\n  'a b' \"c; d\" 2>&1\necho ${{ matrix.x && 'y' }} > out\n")
    assert [(run.line, run.words) for run in found] == [
        (0, ("true",)),
        (1, ("pip", "install", "a b", "c; d")),
        (3, ("echo", "${{ matrix.x && y }}")),
    ]


@pytest.mark.parametrize(
    ("command", "tools"),
    [
        ("$work/dev/bin/ruff check .", {"ruff"}),
        ("$(VENV)/bin/mypy .", {"mypy"}),
        ("uv run --with x -m pytest --cov=shop", {"pytest", "coverage"}),
        ("docker compose run --rm web python manage.py test", {"tests"}),
        ("docker build -t pytest .", set()),
        ("poetry run coverage run -m pytest", {"coverage", "pytest"}),
        ("$(PYTHON) -m mypy src", {"mypy"}),
        ("${PREFIX}ruff format . --diff", {"ruff format"}),
        ("bash -c 'flake8 . && black --check .'", {"flake8", "black"}),
        ("sudo -u www pytest", {"pytest"}),
        ("pip install pytest mypy", set()),
        ("pre-commit install", set()),
        ("echo pytest", set()),
        ("python tests/runtests.py", {"tests"}),
        ("hatch run lint:ruff check", {"ruff"}),
    ],
)
def test_tools_are_known_through_wrappers(command: str, tools: set[str]) -> None:
    found = (tool.name for run in runs(command) for words in unwrapped(run.words) for tool in tools_of(words))
    assert set(found) == tools


@pytest.mark.parametrize(
    ("command", "blocks"),
    [
        ("black .", False),
        ("black --check .", True),
        ("ruff format --diff", True),
        ("isort --check-only .", True),
        ("flake8 --exit-zero", False),
        ("ruff check --fix", True),
        ("semgrep scan", False),
        ("semgrep scan --error", True),
    ],
)
def test_commands_that_find_something_fail_unless_told_otherwise(command: str, blocks: bool) -> None:
    words = tuple(command.split())
    assert [not harmless(words, tool) for tool in tools_of(words)] == [blocks]
