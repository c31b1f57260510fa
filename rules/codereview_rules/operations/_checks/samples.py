"""A small package for the examples of rules on checks."""

from __future__ import annotations

from collections.abc import Mapping

_PACKAGE = '[build-system]\nrequires = ["hatchling"]\n\n[project]\nname = "shop"\nversion = "1"\n'
WORKFLOW = ".github/workflows/ci.yml"
_ON = (
    "on: [push, pull_request]\njobs:\n  check:\n    runs-on: ubuntu-24.04\n"
    "    steps:\n      - uses: actions/checkout@v4\n"
)
TESTS = "from shop import core\n\n\n" + "\n\n".join(
    f"def test_{name}() -> None:\n    assert core.A == 1\n"
    for name in ("one", "two", "three", "four", "five")
)


def package(files: Mapping[str, str], *, manifest: str = "", size: int = 260) -> dict[str, str]:
    """A package of some statements, with other files beside it; ``manifest`` is added to its manifest (line 7 on)."""
    return {
        "pyproject.toml": _PACKAGE + manifest,
        "shop/__init__.py": "",
        "shop/core.py": "A = 1\n" * size,
        **files,
    }


def workflow(*commands: str, on: str = _ON, job: str = "") -> dict[str, str]:
    """A workflow of which each command is a step, the first on line 7 (after the lines of ``job``)."""
    head = on.replace("    steps:\n", f"{job}    steps:\n")
    return {WORKFLOW: head + "".join(f"      - run: {command}\n" for command in commands)}


LINTED = ("ruff check .", "ruff format --check .")
