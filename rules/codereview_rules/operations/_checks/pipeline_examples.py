"""Examples of OPS005."""

from __future__ import annotations

from codereview.api import Bad, Good

from .samples import TESTS, WORKFLOW, package, workflow

_TESTED = {"tests/test_core.py": TESTS}
_TAGS = (
    'on:\n  push:\n    tags: ["v*"]\njobs:\n  check:\n    runs-on: ubuntu-24.04\n'
    "    steps:\n      - uses: actions/checkout@v4\n"
)

BAD = (
    Bad(package(_TESTED), ("pyproject.toml:1",)),
    Bad(package({}, size=1200), ("pyproject.toml:1",)),
    Bad(package({**_TESTED, **workflow("ruff check .")}), (f"{WORKFLOW}:1",)),
    Bad(package({**_TESTED, **workflow("pytest || true")}), (f"{WORKFLOW}:7",)),
    Bad(package({**_TESTED, **workflow("pytest", job="    continue-on-error: true\n")}), (f"{WORKFLOW}:8",)),
    Bad(package({**_TESTED, **workflow("pytest | tee log.txt")}), (f"{WORKFLOW}:7",)),
    Bad(package({**_TESTED, **workflow("pytest", on=_TAGS)}), (f"{WORKFLOW}:9",)),
    Bad(package({**_TESTED, **workflow("pytest", job="    if: false\n")}), (f"{WORKFLOW}:8",)),
    Bad(
        package({**_TESTED, ".gitlab-ci.yml": "test:\n  allow_failure: true\n  script:\n    - pytest\n"}),
        (".gitlab-ci.yml:4",),
    ),
    Bad(
        package({**_TESTED, **workflow("make test"), "Makefile": "test:\n\tpytest; exit 0\n"}),
        ("Makefile:2",),
    ),
)
GOOD = (
    Good(package({**_TESTED, **workflow("pytest")})),
    Good(package({**_TESTED, **workflow("uv run --group test coverage run -m pytest")})),
    Good(package({**_TESTED, **workflow("python -m unittest discover")})),
    Good(
        package(
            {
                **_TESTED,
                **workflow("tox"),
                "tox.ini": "[tox]\nenvlist = py{311,312}\n\n[testenv]\ncommands = pytest {posargs}\n",
            }
        )
    ),
    Good(
        package(
            {
                **_TESTED,
                **workflow("npm run check"),
                "package.json": '{"scripts": {"check": "poetry run pytest"}}\n',
            }
        )
    ),
    Good(package({**_TESTED, **workflow("docker compose run --rm web pytest")})),
    Good(package({**_TESTED, **workflow("pytest || true", "pytest tests/test_core.py")})),
    Good(package({**_TESTED, **workflow("earthly +test")})),
    Good(package({**_TESTED, "Jenkinsfile": "node { sh 'make test' }\n"})),
    Good(
        package(
            {
                **_TESTED,
                ".circleci/config.yml": "version: 2.1\njobs:\n  test:\n    steps:\n      - run: pytest\n",
            }
        )
    ),
    Good(package({})),
    Good({"run.py": "print(1)\n"}),
)
