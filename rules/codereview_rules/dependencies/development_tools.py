"""DEP010: tools of developers among what the program needs to run."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Severity, Zone
from codereview.facts.dependencies.project import Dependencies
from codereview.facts.dependencies.values import Manifest, Requirement
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern

# Nothing but tests, style and releases: no program runs them.
_SURE = lazy_pattern(
    r"pytest|pytest-[\w-]+|flake8|flake8-[\w-]+|pylint|pylint-[\w-]+|pre-commit|tox|tox-[\w-]+|nox|isort|autoflake|autopep8|"
    r"pycodestyle|pydocstyle|pep8|pep257|pyflakes|pep8-naming|nose|nose2|unittest2|twine|bumpversion|bump2version|"
    r"bumpver|mypy-extensions-stubs|types-[\w-]+|[\w-]+-stubs|pyupgrade|coveralls|codecov|interrogate|darglint|mccabe|"
    r"commitizen|ipdb|pdbpp|pudb|pipdeptree|vulture|pytype|doc8|restructuredtext-lint"
)
# Programs may start these as processes: not reported where somebody chose them beside a development group.
_LIKELY = frozenset(
    {"black", "mypy", "ruff", "coverage", "bandit", "pyright", "pip-tools", "yapf", "hypothesis", "mutmut"}
)
_MODULES = {"pytest-django": "pytest", "pre-commit": "pre_commit", "pip-tools": "piptools", "nose2": "nose2"}
_BROUGHT = frozenset({"mccabe", "pyflakes", "pycodestyle"})
"""Needed by another tool of the list: told with it, and not alone."""


class DevelopmentTools(ProjectRule):
    """Looks at the main group of each manifest for tools that no production module imports."""

    card = Card(
        id="DEP010",
        title="Development tools among the run-time dependencies",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "Test runners, linters and type checkers are installed wherever the program runs: larger "
            "images, more to "
            "update, more code that an attacker finds there. In a library every user gets them, with "
            "their version "
            "limits."
        ),
        instead=(
            "Move them to a group of their own: `[dependency-groups]` or an extra in pyproject.toml, "
            "`requirements-dev.txt` with `-r requirements.txt`, `[dev-packages]`."
        ),
        false_alarms=(
            "Tools that production code imports (a plug-in of pytest, a service that formats code) are "
            "not reported, "
            "nor are repositories that hold nothing but tests, and lists that are written for developers "
            "only. Programs "
            "that start black, ruff or mypy as a process are understood where a development group stands "
            "beside."
        ),
    )
    bad = (
        Bad(
            {"requirements.txt": "flask\npytest\nblack\n", "app.py": "import flask\n"},
            lines=("requirements.txt:2",),
        ),
        Bad(
            {
                "pyproject.toml": '[project]\nname = "a"\ndependencies = [\n "flask",\n "pytest-cov",\n]\n',
                "a.py": "x = 1\n",
            },
            lines=("pyproject.toml:5",),
        ),
        Bad(
            {"pyproject.toml": '[tool.poetry.dependencies]\nflask = "*"\nmypy = "^1.0"\n', "a.py": "x = 1\n"},
            lines=("pyproject.toml:3",),
        ),
        Bad(
            {
                "setup.py": "from setuptools import setup\nsetup(install_requires=['rich', 'flake8'])\n",
                "a.py": "x = 1\n",
            },
            lines=("setup.py:2",),
        ),
        Bad(
            {"Pipfile": '[packages]\nflask = "*"\npylint = "*"\n', "app.py": "import flask\n"},
            lines=("Pipfile:3",),
        ),
        Bad(
            {
                "requirements/base.txt": "django\n",
                "requirements/prod.txt": "-r base.txt\nisort==5.12\n",
                "a.py": "x = 1\n",
            },
            lines=("requirements/prod.txt:2",),
        ),
        Bad(
            {"requirements.txt": "requests\ntypes-requests\n", "app.py": "import requests\n"},
            lines=("requirements.txt:2",),
        ),
    )
    good = (
        Good({"requirements-dev.txt": "pytest\nblack\n", "app.py": "x = 1\n"}),
        Good(
            {
                "pyproject.toml": '[project]\nname = "a"\n[dependency-groups]\ndev = ["pytest"]\n',
                "a.py": "x = 1\n",
            }
        ),
        Good({"requirements.txt": "pytest\n", "plugin.py": "import pytest\n"}),
        Good({"requirements.txt": "black\nflask\n", "service.py": "import black\n"}),
        Good({"requirements.txt": "pytest\nselenium\n", "tests/test_page.py": "import selenium\n"}),
        Good({"docs/requirements.txt": "sphinx\npytest\n", "app.py": "x = 1\n"}),
        Good(
            {
                "pyproject.toml": '[project]\nname = "a"\ndependencies = ["ruff"]\n[dependency-groups]\n'
                'dev = ["pytest"]\n',
                "a.py": "x = 1\n",
            }
        ),
        Good(
            {
                "pyproject.toml": '[project]\nname = "a"\nversion = "1"\ndependencies = ["idna"]\n',
                "requirements.txt": "-e .[cli]\npytest==8.4.1\nruff==0.12.1\ntwine==6.1.0\n",
                "a/client.py": "import idna\n",
            }
        ),
        Good({"requirements.txt": "pytest-mock-helper-lib @ https://f.example/x.zip\n", "app.py": "x = 1\n"}),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Needs manifests."""
        return "" if project.dependencies.manifests else "the project has no manifest of dependencies"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding a manifest, with all its tools."""
        known = project.dependencies
        imported = _imported(project)
        for path, manifest in known.manifests.items():
            if path in known.constraint_files or manifest.locked or manifest.format == "environment.yml":
                continue
            if project.zone(path) not in (Zone.PRODUCTION, Zone.SCRIPTS) or not _has_program(
                project, known, path
            ):
                continue
            if _sets_up_a_checkout(manifest, known):
                continue
            tools = _tools(manifest, imported)
            if tools:
                yield self._told(manifest, tools)

    def _told(self, manifest: Manifest, tools: list[Requirement]) -> Finding:
        names = ", ".join(dict.fromkeys(item.name for item in tools))
        library = manifest.format in ("pyproject", "setup.py", "setup.cfg") and bool(manifest.project)
        return self.finding(
            manifest.path,
            At(tools[0].line),
            f"{names} {'are' if len(tools) > 1 else 'is'} installed wherever this runs, and no module of "
            f"the program "
            f"imports {'them' if len(tools) > 1 else 'it'}",
            severity=Severity.MEDIUM if library else Severity.LOW,
            checked="imports of all modules outside the tests",
        )


def _sets_up_a_checkout(manifest: Manifest, known: Dependencies) -> bool:
    """Whether a list installs a project of the repository that declares its own requirements: users install that."""
    if manifest.format != "requirements":
        return False
    folders = {item.folder for item in manifest.locals}
    return any(
        other.project
        and other.path.rpartition("/")[0] in folders
        and any(r.group == "main" for r in other.requirements)
        for other in known.manifests.values()
    )


def _imported(project: ProjectFacts) -> set[str]:
    ours = (Zone.PRODUCTION, Zone.SCRIPTS)
    return {
        item.module.partition(".")[0]
        for path, facts in project.files.items()
        if project.zone(path) in ours
        and path.rpartition("/")[2] not in ("conftest.py", "noxfile.py", "setup.py")
        for item in facts.imports
    }


def _has_program(project: ProjectFacts, known: Dependencies, path: str) -> bool:
    """Whether there is a program beside the tests for which the manifest stands."""
    application = known.application_of(path)
    folder = f"{application.folder}/" if application is not None and application.folder else ""
    return any(
        file.startswith(folder)
        and project.zone(file) is Zone.PRODUCTION
        and file.rpartition("/")[2] not in _ASIDE
        for file in project.files
    )


_ASIDE = frozenset({"conftest.py", "setup.py", "noxfile.py", "__init__.py", "conf.py"})


def _tools(manifest: Manifest, imported: set[str]) -> list[Requirement]:
    main = [
        item for item in manifest.requirements if item.group == "main" and not item.url and not item.conda
    ]
    separate = any(item.group.startswith("dev:") for item in manifest.requirements)
    found = []
    for item in main:
        module = _MODULES.get(
            item.name, item.name.partition("-")[0] if item.name.startswith("pytest") else item.name
        )
        if module.replace("-", "_") in imported or item.name.replace("-", "_") in imported:
            continue
        if _SURE.fullmatch(item.name) or (item.name in _LIKELY and not separate):
            found.append(item)
    return [] if all(item.name in _BROUGHT for item in found) else found
