"""The tools that check Python projects: what each is for, and by what it is recognised."""

from __future__ import annotations

from typing import NamedTuple

from codereview.facts.pipeline.values import Kind


class Tool(NamedTuple):
    """A tool.

    Attributes:
        name, kind: a tool of two kinds is two of these.
        programs: what a command begins with; one of two words needs both.
        packages: distributions that a manifest names.
        uses: parts of references of actions, orbs and tasks.
        hooks: ids of its hooks.
        settings: ``tool.x`` is a table of pyproject.toml, ``[x]`` a section of an INI file, the rest are files.
    """

    name: str
    kind: Kind
    programs: str
    packages: str = ""
    uses: str = ""
    hooks: str = ""
    settings: str = ""


_F: Kind = "formatter"
_L: Kind = "linter"
_T: Kind = "type checker"
_S: Kind = "security scan"
_D: Kind = "dependency scan"
_C: Kind = "coverage"
_P: Kind = "tests"
_H: Kind = "hooks"

TOOLS = (
    Tool("ruff format", _F, "ruff+format", hooks="ruff-format", settings="tool.ruff.format"),
    Tool(
        "black",
        _F,
        "black darker blackd",
        packages="black darker",
        uses="psf/black rickstaa/action-black lgeiger/black-action",
        hooks="black black-jupyter darker",
        settings="tool.black",
    ),
    Tool(
        "yapf",
        _F,
        "yapf",
        packages="yapf",
        uses="yapf-action",
        hooks="yapf",
        settings=".style.yapf tool.yapf [yapf]",
    ),
    Tool(
        "autopep8",
        _F,
        "autopep8",
        packages="autopep8",
        uses="autopep8",
        hooks="autopep8",
        settings="tool.autopep8",
    ),
    Tool("blue", _F, "blue", packages="blue", hooks="blue", settings="tool.blue"),
    Tool(
        "isort",
        _F,
        "isort",
        packages="isort",
        uses="isort/isort-action jamescurtin/isort-action",
        hooks="isort",
        settings=".isort.cfg tool.isort [isort]",
    ),
    Tool(
        "ruff",
        _L,
        "ruff",
        packages="ruff",
        uses="astral-sh/ruff-action chartboost/ruff-action",
        hooks="ruff ruff-check",
        settings="ruff.toml .ruff.toml tool.ruff",
    ),
    Tool(
        "flake8",
        _L,
        "flake8 pflake8 wemake-python-styleguide",
        packages="flake8 wemake-python-styleguide flake8-pyproject",
        uses="flake8 wemake-python-styleguide",
        hooks="flake8",
        settings=".flake8 [flake8] tool.flake8",
    ),
    Tool(
        "pylint",
        _L,
        "pylint pylint-exit",
        packages="pylint",
        uses="pylint",
        hooks="pylint",
        settings=".pylintrc pylintrc tool.pylint [pylint] [MASTER]",
    ),
    Tool("pyflakes", _L, "pyflakes autoflake", packages="pyflakes", hooks="pyflakes autoflake"),
    Tool(
        "pycodestyle",
        _L,
        "pycodestyle pep8",
        packages="pycodestyle",
        hooks="pycodestyle",
        settings="[pycodestyle]",
    ),
    Tool("prospector", _L, "prospector pylama", packages="prospector pylama", hooks="prospector"),
    Tool(
        "super-linter",
        _L,
        "mega-linter-runner",
        uses=(
            "super-linter/super-linter github/super-linter oxsecurity/megalinter "
            "reviewdog/action-flake8 trunk-io/trunk-action deepsourcelabs/"
        ),
        settings=".deepsource.toml trunk.yaml",
    ),
    Tool(
        "mypy",
        _T,
        "mypy dmypy stubtest",
        packages="mypy",
        uses="mypy",
        hooks="mypy",
        settings="mypy.ini .mypy.ini tool.mypy [mypy]",
    ),
    Tool(
        "pyright",
        _T,
        "pyright basedpyright",
        packages="pyright basedpyright",
        uses="jakebailey/pyright-action",
        hooks="pyright basedpyright",
        settings="pyrightconfig.json tool.pyright tool.basedpyright",
    ),
    Tool(
        "pyrefly",
        _T,
        "pyrefly",
        packages="pyrefly",
        uses="pyrefly",
        hooks="pyrefly pyrefly-check pyrefly-typecheck",
        settings="pyrefly.toml tool.pyrefly",
    ),
    Tool("ty", _T, "ty", packages="ty", hooks="ty ty-check", settings="ty.toml tool.ty"),
    Tool(
        "pyre",
        _T,
        "pyre",
        packages="pyre-check",
        uses="facebook/pyre-action",
        hooks="pyre",
        settings=".pyre_configuration",
    ),
    Tool("pytype", _T, "pytype", packages="pytype", hooks="pytype", settings="tool.pytype"),
    Tool("zuban", _T, "zuban zmypy", packages="zuban"),
    Tool(
        "bandit",
        _S,
        "bandit",
        packages="bandit",
        uses="bandit",
        hooks="bandit",
        settings=".bandit bandit.yml bandit.yaml .bandit.yml tool.bandit",
    ),
    Tool(
        "semgrep",
        _S,
        "semgrep opengrep",
        packages="semgrep",
        uses="semgrep returntocorp/semgrep",
        hooks="semgrep",
        settings=".semgrep.yml .semgrep.yaml",
    ),
    Tool("codeql", _S, "codeql", uses="github/codeql-action/analyze github/codeql-action/init"),
    Tool(
        "sonar",
        _S,
        "sonar-scanner pysonar",
        uses="sonarsource/ sonarcloud",
        settings="sonar-project.properties",
    ),
    Tool(
        "secret scan",
        _S,
        "gitleaks trufflehog detect-secrets detect-secrets-hook ggshield",
        packages="detect-secrets ggshield",
        uses="gitleaks trufflesecurity/trufflehog gitguardian/",
        hooks="gitleaks detect-secrets trufflehog ggshield detect-private-key",
    ),
    Tool("zizmor", _S, "zizmor", packages="zizmor", uses="zizmor", hooks="zizmor"),
    Tool("trivy", _D, "trivy grype", uses="aquasecurity/trivy-action anchore/scan-action", hooks="trivy"),
    Tool("snyk", _D, "snyk", uses="snyk/actions snyk", settings=".snyk"),
    Tool(
        "pip-audit", _D, "pip-audit", packages="pip-audit", uses="pypa/gh-action-pip-audit", hooks="pip-audit"
    ),
    Tool(
        "safety",
        _D,
        "safety",
        packages="safety",
        uses="pyupio/safety",
        hooks="safety python-safety-dependencies-check",
    ),
    Tool("osv-scanner", _D, "osv-scanner", uses="google/osv-scanner", hooks="osv-scanner"),
    Tool("uv audit", _D, "uv+audit"),
    Tool("dependency review", _D, "", uses="actions/dependency-review-action"),
    Tool("dependabot", _D, "", settings=".github/dependabot.yml .github/dependabot.yaml"),
    Tool(
        "renovate",
        _D,
        "renovate",
        uses="renovatebot/github-action",
        settings=(
            "renovate.json renovate.json5 .renovaterc .renovaterc.json .github/renovate.json "
            ".github/renovate.json5 .pyup.yml"
        ),
    ),
    Tool(
        "coverage",
        _C,
        "coverage diff-cover codecov coveralls",
        packages="coverage pytest-cov codecov coveralls diff-cover pytest-coverage",
        uses=(
            "codecov/codecov-action coverallsapp/github-action andremiras/coveralls-python-action "
            "irongut/codecoveragesummary mishakav/pytest-coverage-comment py-cov-action/ "
            "orgoro/coverage codacy/ codecov/ paambaati/codeclimate-action qltysh/"
        ),
        settings=".coveragerc codecov.yml .codecov.yml codecov.yaml .codecov.yaml tool.coverage [coverage",
    ),
    Tool(
        "pytest",
        _P,
        "pytest",
        packages="pytest",
        uses="pavelzw/pytest-action",
        hooks="pytest",
        settings="pytest.ini .pytest.ini pytest.toml tool.pytest [pytest] [tool:pytest]",
    ),
    Tool(
        "tests",
        _P,
        (
            "unittest unittest2 nosetests nose2 nose trial stestr testr zope-testrunner green ward "
            "behave robot locust avocado lettuce doctest manage.py+test django-admin+test django+test "
            "setup.py+test bench+run-tests odoo hatch+test kolibri"
        ),
        packages="nose nose2 stestr behave robotframework ward",
    ),
    Tool(
        "pre-commit",
        _H,
        "pre-commit prek",
        packages="pre-commit prek",
        uses="pre-commit/action pre-commit-ci/ j178/prek-action",
        settings=".pre-commit-config.yaml .pre-commit-config.yml",
    ),
    Tool(
        "lefthook",
        _H,
        "lefthook husky",
        packages="lefthook",
        settings="lefthook.yml .lefthook.yml lefthook.yaml",
    ),
)
"""In the order in which reports list them."""
