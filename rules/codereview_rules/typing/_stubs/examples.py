"""Examples of mypy without stubs that are published, and of projects that have them or need none."""

from __future__ import annotations

from codereview.api import Bad, Good

_HEAD = '[build-system]\nrequires = ["hatchling"]\n\n[project]\nname = "shop"\nversion = "1"\n'
_MYPY = "\n[tool.mypy]\nstrict = true\n"
_CODE = {
    "shop/__init__.py": "",
    "shop/rates.py": "import requests\n\n\ndef rates() -> str:\n    return requests.get('/').text\n",
}
_HOOK = "repos:\n  - repo: https://github.com/pre-commit/mirrors-mypy\n    rev: v1.16.0\n    hooks:\n      - id: mypy\n"
_CI = {
    ".github/workflows/ci.yml": "on: [push]\njobs:\n  check:\n    runs-on: ubuntu-24.04\n"
    "    steps:\n      - run: pytest\n"
}


def _shop(needs: str, rest: str = _MYPY, **files: str) -> dict[str, str]:
    """A project; its dependencies stand on line 7, what follows begins on line 8."""
    return {"pyproject.toml": f"{_HEAD}dependencies = [{needs}]\n{rest}", **_CODE, **files}


BAD = (
    Bad(_shop('"requests>=2"'), lines=("pyproject.toml:9",)),
    Bad(
        _shop('"requests>=2"', '\n[dependency-groups]\ndev = ["mypy==1.16"]\n'), lines=("pyproject.toml:10",)
    ),
    Bad({**_shop('"requests"', ""), "mypy.ini": "[mypy]\nstrict = True\n"}, lines=("mypy.ini:1",)),
    Bad(
        {**_shop('"requests"', ""), **_CI, ".pre-commit-config.yaml": _HOOK},
        lines=(".pre-commit-config.yaml:5",),
    ),
    Bad({**_shop('"pyyaml", "requests"'), "shop/files.py": "import yaml\n"}, lines=("pyproject.toml:9",)),
    Bad(
        {**_shop('"python-dateutil"'), "shop/days.py": "from dateutil.parser import parse\n"},
        lines=("pyproject.toml:9",),
    ),
    Bad(
        {**_shop('"protobuf"'), "shop/wire.py": "from google.protobuf import message\n"},
        lines=("pyproject.toml:9",),
    ),
    Bad(
        {
            **_shop("", ""),
            "requirements.txt": "requests==2.32.3\n",
            "requirements-dev.txt": "pytest==8.4\nmypy==1.16\n",
        },
        lines=("requirements-dev.txt:2",),
    ),
)

GOOD = (
    Good(_shop('"requests>=2"', '\n[dependency-groups]\ndev = ["mypy==1.16", "types-requests"]\n')),
    Good(_shop('"requests>=2"', "")),
    Good(_shop('"requests>=2"', "\n[tool.pyright]\nstrict = ['shop']\n")),
    Good(_shop('"httpx>=0.27"')),
    Good(
        {
            **_shop('"requests"', ""),
            ".pre-commit-config.yaml": _HOOK + "        additional_dependencies: [types-requests]\n",
        }
    ),
    Good(
        _shop(
            '"requests"',
            _MYPY + '\n[[tool.mypy.overrides]]\nmodule = ["requests.*"]\nignore_missing_imports = true\n',
        )
    ),
    Good(_shop('"requests"', "\n[tool.mypy]\ninstall_types = true\n")),
    Good({**_shop('"requests"'), "typings/requests/__init__.pyi": "def get(url: str) -> object: ...\n"}),
    Good({**_shop('"click"'), "shop/rates.py": "import click\n", "tests/test_rates.py": "import requests\n"}),
    Good(
        {
            **_shop('"requests"', ""),
            "mypy.ini": "[mypy]\nstrict = True\n\n[mypy-requests.*]\nignore_missing_imports = True\n",
        }
    ),
)
