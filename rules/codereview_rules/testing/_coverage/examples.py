"""Examples of TST007."""

from __future__ import annotations

from collections.abc import Mapping

from codereview.api import Bad, Good

_NAMES = ("one", "two", "three", "four", "five")
_TESTS = "from shop import core\n\n\n" + "\n\n".join(
    f"def test_{n}() -> None:\n    assert core.A\n" for n in _NAMES
)
_MANIFEST = '[project]\nname = "shop"\nversion = "1"\n'
_WORKFLOW = ".github/workflows/ci.yml"


def _project(files: Mapping[str, str], *, manifest: str = "") -> dict[str, str]:
    """A package with five tests; ``manifest`` begins on line 4."""
    return {
        "pyproject.toml": _MANIFEST + manifest,
        "shop/__init__.py": "",
        "shop/core.py": "A = 1\n",
        "tests/test_core.py": _TESTS,
        **files,
    }


def _ci(*steps: str) -> dict[str, str]:
    """A workflow; its first step is on line 6."""
    return {
        _WORKFLOW: "on: [push]\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n"
        + "".join(f"      - {step}\n" for step in steps)
    }


_DEV = '\n[dependency-groups]\ndev = ["pytest", "pytest-cov"]\n'
_HELD = "\n[tool.coverage.report]\nfail_under = 90\n"
_OPTION = '\n[tool.pytest.ini_options]\naddopts = "-ra --cov=shop"\n'
BAD = (
    Bad(_project({}), ("pyproject.toml:1",)),
    Bad(_project(_ci("run: pytest")), ("pyproject.toml:1",)),
    Bad(_project(_ci("run: pytest"), manifest=_DEV), ("pyproject.toml:6",)),
    Bad(_project(_ci("run: pytest"), manifest=_HELD), ("pyproject.toml:5",)),
    Bad(_project(_ci("run: pytest --cov=shop")), (f"{_WORKFLOW}:6",)),
    Bad(_project(_ci("run: coverage run -m pytest", "run: coverage report")), (f"{_WORKFLOW}:6",)),
    Bad(_project({"Makefile": "test:\n\tpytest --cov shop\n"}), ("Makefile:2",)),
    Bad(_project({}, manifest=_OPTION), ("pyproject.toml:6",)),
    Bad(_project({".coveragerc": "[run]\nbranch = true\n"}), (".coveragerc:1",)),
)
GOOD = (
    Good(_project(_ci("run: pytest --cov=shop --cov-fail-under=80"))),
    Good(_project(_ci("run: uv run pytest --cov"), manifest=_HELD)),
    Good(_project(_ci("run: pytest --cov=shop", "uses: codecov/codecov-action@v5"))),
    Good(_project(_ci("run: make test"), manifest=_OPTION + _HELD)),
    Good(
        _project(
            {
                **_ci("run: tox"),
                "tox.ini": "[testenv]\ncommands =\n    coverage run -m pytest\n    coverage report --fail-under 95\n",
            }
        )
    ),
    Good(_project({**_ci("run: pytest --cov"), ".coveragerc": "[report]\nfail_under = 70\n"})),
    Good(_project(_ci("uses: acme/workflows/.github/workflows/test.yml@v1"), manifest=_DEV)),
    Good(_project({**_ci("run: pytest --cov"), "codecov.yml": "coverage:\n  status: {}\n"})),
    Good({"shop/core.py": "A = 1\n"}),
)
