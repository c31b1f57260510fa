"""Examples of TYP004."""

from __future__ import annotations

from collections.abc import Mapping

from codereview.api import Bad, Good

_MANIFEST = '[build-system]\nrequires = ["hatchling"]\n\n[project]\nname = "shop"\nversion = "1"\n'
_TYPED = "def area(width: int, height: int) -> int:\n    return width * height\n"
_BARE = "def area(width, height):\n    return width * height\n"
_WORKFLOW = ".github/workflows/ci.yml"


def _package(files: Mapping[str, str], *, manifest: str = "", code: str = _TYPED) -> dict[str, str]:
    """A package with annotated functions; ``manifest`` begins on line 7."""
    return {
        "pyproject.toml": _MANIFEST + manifest,
        "shop/__init__.py": "",
        "shop/core.py": code + "A = 1\n" * 220,
        **files,
    }


def _ci(*commands: str, job: str = "") -> dict[str, str]:
    """A workflow; its first step is on line 6."""
    head = f"on: [push]\njobs:\n  check:\n    runs-on: ubuntu-24.04\n{job}    steps:\n"
    return {_WORKFLOW: head + "".join(f"      - run: {command}\n" for command in commands)}


_MYPY = "\n[tool.mypy]\nwarn_unused_ignores = true\n"
_HOOK = "repos:\n  - repo: https://github.com/pre-commit/mirrors-mypy\n    rev: v1.16.0\n    hooks:\n      - id: mypy\n"
_MIXED = _TYPED * 2 + "".join(_BARE.replace("area", name) for name in ("size", "form", "sum_of"))
BAD = (
    Bad(_package({}), ("pyproject.toml:1",)),
    Bad(_package({**_ci("pytest"), "shop/py.typed": ""}), ("pyproject.toml:1",)),
    Bad(_package(_ci("pytest"), manifest=_MYPY), ("pyproject.toml:8",)),
    Bad(_package(_ci("mypy shop || true")), (f"{_WORKFLOW}:6",)),
    Bad(_package(_ci("pyright", job="    continue-on-error: true\n")), (f"{_WORKFLOW}:7",)),
    Bad(_package({**_ci("pytest"), ".pre-commit-config.yaml": _HOOK}), (".pre-commit-config.yaml:5",)),
    Bad(_package({**_ci("pytest"), "Makefile": "types:\n\tmypy shop\n"}), ("Makefile:2",)),
    Bad(_package(_ci("mypy shop"), manifest=_MYPY, code=_MIXED), ("pyproject.toml:8",)),
    Bad(_package(_ci("mypy shop"), manifest="\n[tool.mypy]\nignore_errors = true\n"), ("pyproject.toml:9",)),
)
GOOD = (
    Good(_package(_ci("mypy --strict shop"), code=_MIXED)),
    Good(_package(_ci("uv run pyright"), code=_MIXED)),
    Good(_package(_ci("mypy shop"), manifest="\n[tool.mypy]\nstrict = true\n", code=_MIXED)),
    Good(_package(_ci("mypy shop"), manifest="\n[tool.mypy]\ncheck_untyped_defs = true\n", code=_MIXED)),
    Good(_package({**_ci("pre-commit run -a"), ".pre-commit-config.yaml": _HOOK})),
    Good(_package({**_ci("tox -e types"), "tox.ini": "[testenv:types]\ncommands = python -m mypy shop\n"})),
    Good(_package({**_ci("ty check"), ".pre-commit-config.yaml": _HOOK})),
    Good(_package({}, code=_BARE)),
    Good({"run.py": _TYPED}),
    Good(_package({"Jenkinsfile": "node { sh 'make types' }\n"}, manifest=_MYPY)),
)
