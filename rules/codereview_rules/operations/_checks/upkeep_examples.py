"""Examples of OPS012."""

from __future__ import annotations

from codereview.api import Bad, Good

from .samples import WORKFLOW, package, workflow

_CLASSIFIED = 'classifiers = ["Programming Language :: Python :: 3"]\n'
_LICENSED = 'license = "MIT"\n' + _CLASSIFIED
_LICENCE = {"LICENSE": "MIT License\n"}
_LISTED = {"CHANGELOG.md": "# Changes\n"}
_BOT = "version: 2\nupdates:\n  - package-ecosystem: {}\n    directory: /\n"
_NEEDS = 'dependencies = ["httpx"]\n'
_HERE = ("pyproject.toml:1",)

BAD = (
    Bad(package(_LISTED, manifest=_CLASSIFIED), _HERE),
    Bad(package(_LISTED, manifest=_LICENSED), _HERE),
    Bad(package(_LICENCE, manifest=_LICENSED), _HERE),
    Bad(package({}, manifest=_CLASSIFIED), _HERE),
    Bad(package({**_LISTED, **workflow("uv publish")}), _HERE),
    Bad(package({"run.sh": "echo 1\n", "run.bat": "echo 1\n"}), _HERE),
    Bad(package({".github/dependabot.yml": _BOT.format("github-actions")}, manifest=_NEEDS), _HERE),
    Bad(package(workflow("pip-audit"), manifest=_NEEDS), _HERE),
)
GOOD = (
    Good(package({**_LICENCE, **_LISTED}, manifest=_LICENSED)),
    Good(package({"COPYING.txt": "GPL\n", "docs/changelog.rst": "Changes\n"}, manifest=_LICENSED)),
    Good(package({**_LICENCE, "newsfragments/1.feature": "x\n"}, manifest=_LICENSED)),
    Good(
        package(
            {
                **_LICENCE,
                WORKFLOW: "on: push\njobs:\n  release:\n    steps:\n      - uses: softprops/action-gh-release@v2\n",
            },
            manifest=_LICENSED,
        )
    ),
    Good(package({})),
    Good(package({}, manifest='classifiers = ["Private :: Do Not Upload"]\n')),
    Good(package({"run.sh": "echo 1\n", "build.sh": "echo 1\n"})),
    Good(package({"run.sh": "echo 1\n", "run.bat": "echo 1\n", ".gitattributes": "*.sh text eol=lf\n"})),
    Good(package({".github/dependabot.yml": _BOT.format("pip")}, manifest=_NEEDS)),
    Good(package({"renovate.json": "{}\n"}, manifest=_NEEDS)),
)
