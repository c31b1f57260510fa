"""Which files are manifests, and what a manifest or group is for, by its name."""

from __future__ import annotations

import re

from codereview.facts.dependencies.values import Format

_BY_NAME: dict[str, Format] = {
    "pyproject.toml": "pyproject",
    "setup.cfg": "setup.cfg",
    "setup.py": "setup.py",
    "Pipfile": "Pipfile",
    "Pipfile.lock": "Pipfile.lock",
    "poetry.lock": "poetry.lock",
    "uv.lock": "uv.lock",
    "pdm.lock": "pdm.lock",
    "pylock.toml": "pylock.toml",
}
_REQUIREMENTS = re.compile(
    r"(?:[\w.+-]*[-_.])?(?:(?i:requirements?|constraints?)|reqs?)(?:[-_.][\w.+-]*)?\.(?:txt|in|pip|lock)$"
)
_FOLDERS = frozenset({"requirements", "requirement", "reqs", "constraints", "requires"})
_ENVIRONMENT = re.compile(r"(?:[\w-]*[-_.])?(?:environment|conda(?:[-_]env)?)(?:[-_.][\w.-]+)?\.ya?ml$")
_PYLOCK = re.compile(r"pylock\.[\w-]+\.toml$")
_CONSTRAINTS = re.compile(r"constraint", re.IGNORECASE)

_DEVELOPMENT = frozenset(
    "dev devel develop development local test tests testing unittest lint linting linters style format formatting "
    "docs doc documentation rtd readthedocs typing types typecheck mypy ci qa quality check checks coverage cov "
    "build builder builds release publish packaging bench benchmark benchmarks debug tools tooling tox nox "
    "pre commit precommit notebook notebooks jupyter integration e2e examples example contrib contributing hatch "
    "setup maintainer maintainers maint doctest profiling profile static analysis pylint flake8 pytest black ruff "
    "sphinx mkdocs security audit changelog".split()
)
_MAIN = frozenset(
    "base main prod production common core default app application runtime run install server web backend api all "
    "requirements requirement reqs req full release pip py3 python3 python py lock heroku docker deploy frozen pinned "
    "minimal min shared project service worker bot".split()
)


def format_of(path: str) -> Format | None:
    """The format of a manifest or lock file by its path; None if it is neither."""
    folder, _, name = path.rpartition("/")
    if name in _BY_NAME:
        return _BY_NAME[name]
    if _PYLOCK.fullmatch(name):
        return "pylock.toml"
    if _REQUIREMENTS.fullmatch(name):
        return "requirements"
    if _FOLDERS & {folder.rpartition("/")[2]} and name.endswith((".txt", ".in", ".pip")):
        return "requirements"
    return "environment.yml" if _ENVIRONMENT.fullmatch(name) else None


def is_constraints(path: str) -> bool:
    """Whether a file only limits versions (``constraints.txt``) and asks for nothing by itself."""
    return _CONSTRAINTS.search("/".join(path.split("/")[-2:])) is not None


def is_development(name: str) -> bool:
    """Whether a group of that name holds what only developers need."""
    words = [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word]
    return bool(words) and not {"prod", "production"} & set(words) and any(w in _DEVELOPMENT for w in words)


def group_of(name: str) -> str:
    """The group of an extra or dependency group: ``dev:NAME`` or ``optional:NAME``."""
    return f"dev:{name}" if is_development(name) else f"optional:{name}"


def group_of_file(path: str) -> str:
    """The group of the lines of a requirements file: from its name, or its folder if that is generic.

    ``requirements.txt`` and ``requirements/base.txt`` are main, ``requirements-dev.txt`` and
    ``docs/requirements.txt`` are development, ``requirements-gpu.txt`` is optional.
    """
    *folders, name = path.split("/")
    stem = re.sub(r"\.(?:txt|in|pip|lock|ya?ml)$", "", name)
    words = [word for word in re.split(r"[^A-Za-z0-9]+", stem) if word]
    own = [w for w in words if w.lower() not in _MAIN and not w.isdigit() and w.lower() != "environment"]
    if own:
        label = "-".join(own)
        return group_of(label)
    folder = next((f for f in reversed(folders) if f not in _FOLDERS), "")
    return f"dev:{folder}" if folder in ("docs", "doc", "tests", "test", "dev", ".github", "ci") else "main"
