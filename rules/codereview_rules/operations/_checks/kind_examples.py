"""Examples of OPS004."""

from __future__ import annotations

from codereview.api import Bad, Good

from .samples import LINTED, WORKFLOW, package, workflow

_RUFF = "\n[tool.ruff]\nline-length = 100\n"
_HOOKS = (
    "repos:\n  - repo: https://github.com/astral-sh/ruff-pre-commit\n    rev: v0.12.0\n    hooks:\n"
    "      - id: ruff\n      - id: ruff-format\n"
)
_SERVICE = "from fastapi import FastAPI\n\napp = FastAPI()\n"
_NEEDS = 'dependencies = ["fastapi", "httpx", "jinja2", "redis", "sqlalchemy"]\n'

_TOX = "[testenv:lint]\nignore_outcome = true\ncommands =\n    ruff check .\n    ruff format --check .\n"
_MAKE = "RUN = uv run\n\nlint: format\n\t$(RUN) ruff check .\n\nformat:\n\t$(RUN) ruff format --check .\n"
_GITLAB = ".base:\n  script:\n    - ruff check .\n    - ruff format --check .\n\nlint:\n  extends: .base\n"
_NOX = (
    "import nox\n\n\n@nox.session\ndef lint(session):\n    session.run('ruff', 'check', '.')\n"
    "    session.run('ruff', 'format', '--check', '.')\n"
)

BAD = (
    Bad(package(workflow("ruff format --check .")), ("pyproject.toml:1",)),
    Bad(package(workflow("ruff check .")), ("pyproject.toml:1",)),
    Bad(package(workflow("ruff check . || true", "ruff format --check .")), (f"{WORKFLOW}:7",)),
    Bad(package(workflow("flake8 . --exit-zero", "black --check .")), (f"{WORKFLOW}:7",)),
    Bad(package(workflow(*LINTED, job="    continue-on-error: true\n")), (f"{WORKFLOW}:8", f"{WORKFLOW}:9")),
    Bad(package(workflow("pytest", "black ."), manifest=_RUFF), ("pyproject.toml:8", f"{WORKFLOW}:8")),
    Bad(
        package({**workflow("pytest"), ".pre-commit-config.yaml": _HOOKS}),
        (".pre-commit-config.yaml:5", ".pre-commit-config.yaml:6"),
    ),
    Bad(
        package({**workflow("make lint", "black --check ."), "Makefile": "lint:\n\t-ruff check .\n"}),
        ("Makefile:2",),
    ),
    Bad(
        package(
            {
                **workflow("tox -e lint"),
                "tox.ini": _TOX,
            }
        ),
        ("tox.ini:4", "tox.ini:5"),
    ),
    Bad(
        package(
            {**workflow("./scripts/lint"), "scripts/lint": "#!/bin/sh\nruff check .\nruff format --check .\n"}
        ),
        ("scripts/lint:2",),
    ),
    Bad(
        package(
            {**workflow(*LINTED), "shop/api.py": _SERVICE, "Procfile": "web: uvicorn shop.api:app\n"},
            manifest=_NEEDS,
        ),
        ("pyproject.toml:1",),
    ),
)
GOOD = (
    Good(package(workflow(*LINTED))),
    Good(package(workflow("uvx ruff check", "uv run black --check ."))),
    Good(package({**workflow("pre-commit run --all-files"), ".pre-commit-config.yaml": _HOOKS})),
    Good(package({"ci/x.txt": "", ".pre-commit-config.yaml": "ci:\n  autofix_prs: false\n" + _HOOKS})),
    Good(
        package(
            {
                **workflow("make lint"),
                "Makefile": _MAKE,
            }
        )
    ),
    Good(
        package(
            {
                **workflow("nox -s lint"),
                "noxfile.py": _NOX,
            }
        )
    ),
    Good(
        package(
            {
                **workflow("./scripts/lint"),
                "scripts/lint": "#!/bin/sh -e\nruff check .\nruff format --check .\n",
            }
        )
    ),
    Good(package({".gitlab-ci.yml": _GITLAB})),
    Good(package(workflow("pants lint src", "bazel test //..."), manifest=_RUFF)),
    Good({"run.py": "print(1)\n"}),
    Good(
        package(
            {
                **workflow(*LINTED),
                "shop/api.py": _SERVICE,
                "Procfile": "web: uvicorn shop.api:app\n",
                ".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: pip\n    directory: /\n",
            },
            manifest=_NEEDS,
        )
    ),
)
