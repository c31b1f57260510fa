"""Which files hold checks: their names, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAMES = frozenset(
    [
        ".pre-commit-config.yaml", ".pre-commit-config.yml", "lefthook.yml", ".lefthook.yml", "lefthook.yaml",
        "mypy.ini", ".mypy.ini", "pytest.ini", ".pytest.ini", ".coveragerc", ".isort.cfg", ".pylintrc", "pylintrc",
        ".style.yapf", ".bandit", "bandit.yml", "bandit.yaml", ".bandit.yml", "pyrightconfig.json", "pyrefly.toml",
        "ty.toml", "renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json", "codecov.yml",
        ".codecov.yml", "codecov.yaml", ".codecov.yaml", "hatch.toml", "package.json", "GNUmakefile", "makefile",
        "Taskfile.yml", "Taskfile.yaml", "tox.toml", ".semgrep.yml", ".semgrep.yaml", ".snyk",
        "sonar-project.properties",
        ".gitattributes", ".justfile", "Justfile", ".pyup.yml", ".deepsource.toml", "pytest.toml", "trunk.yaml",
    ]
)  # fmt: skip
"""Files that nothing else reads, by base name; Makefiles, manifests, workflows are read for other facts too."""
_SCRIPTS = re.compile(r"(?:^|/)(?:scripts?|bin|ci|\.ci|tools?|build|hack|dev|contrib)/(?:[\w-]+/)?[\w-]+$")
_PROVIDERS = (
    (re.compile(r"\.github/workflows/[^/]+\.ya?ml"), "GitHub Actions"),
    (re.compile(r"\.gitlab-ci\.ya?ml"), "GitLab CI"),
    (re.compile(r"\.circleci/config\.ya?ml"), "CircleCI"),
    (re.compile(r"(?:\.azure[\w-]*/|azure/)?[\w.-]*azure-pipelines?[\w.-]*\.ya?ml"), "Azure Pipelines"),
    (re.compile(r"\.travis\.ya?ml"), "Travis CI"),
    (re.compile(r"bitbucket-pipelines\.ya?ml"), "Bitbucket Pipelines"),
)
_UNREAD = re.compile(
    r"(?:[\w-]+/)?(?:Jenkinsfile[\w.-]*|[\w.-]*\.jenkinsfile)|\.drone\.(?:ya?ml|jsonnet|star)|\.?zuul\.ya?ml|\.?zuul\.d/.+"
    r"|\.cirrus\.(?:ya?ml|star)|\.semaphore/.+|\.buildkite/.+|\.builds?/[^/]+\.ya?ml|\.build\.ya?ml|\.?appveyor\.ya?ml"
    r"|cloudbuild[\w.-]*\.ya?ml|buildspec[\w.-]*\.ya?ml|\.woodpecker(?:/.+|\.ya?ml)|\.teamcity/.+|wercker\.ya?ml|codeship[\w-]*\.ya?ml"
    r"|\.(?:gitea|forgejo)/workflows/.+|\.taskcluster\.ya?ml|shippable\.ya?ml|\.cico[\w.-]*|Earthfile|\.tekton/.+|prow/.+"
    r"|\.copr/.+|\.packit\.ya?ml|\.konflux/.+|ci/pipelines?/.+|\.screwdriver\.ya?ml|screwdriver\.ya?ml|tests/ci/.+\.ya?ml"
)


def is_of_interest(path: str) -> bool:
    """Whether the text of a file is read for what it says of checks, beside what is read for other facts."""
    if "node_modules/" in path:
        return False
    return path == "tasks.py" or path.rpartition("/")[2] in _NAMES or _SCRIPTS.search(path) is not None


def provider_of(path: str) -> str:
    """The provider of CI whose configuration a path is; empty if it is none that is read. Providers look in the root
    alone."""
    return next((name for pattern, name in _PROVIDERS if pattern.fullmatch(path)), "")


def unread(paths: Iterable[str]) -> list[str]:
    """Configuration of other providers: that it is there is known, and nothing of what it does."""
    return sorted(path for path in paths if _UNREAD.fullmatch(path))
