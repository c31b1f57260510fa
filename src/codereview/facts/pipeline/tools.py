"""The tools that commands, actions and hooks run."""

from __future__ import annotations

import re

from codereview.facts.pipeline.table import TOOLS, Tool

_BY_PROGRAM: dict[str, list[tuple[str, Tool]]] = {}
for _tool in TOOLS:
    for _program in _tool.programs.split():
        _first, _, _second = _program.partition("+")
        _BY_PROGRAM.setdefault(_first, []).append((_second, _tool))
PROGRAMS = frozenset(_BY_PROGRAM)
_TEST_FILE = re.compile(
    r"(?!.*_(?:start|setup|teardown|data|utils?|helpers?)\.py)(?:.*/)?(?:run_?|all_?)?tests?(?:_?runner|_all|_suite|_\w+|run)?\.py|(?:.*/)?\w+_tests?\.py"
)
_TOLD = re.compile(r"--exit-code=(?!0\b)|\.ya?ml\b")
_COVERS = re.compile(r"--cov\b|--cov=|--with-coverage|--cov-")


def tools_of(words: tuple[str, ...]) -> list[Tool]:
    """The tools that a command runs, wrappers taken off: two for ``pytest --cov``."""
    if not words:
        return []
    program, rest = words[0], words[1:]
    if program in ("python", "python3") and rest:
        if rest[0].rpartition("/")[2] in ("manage.py", "setup.py"):
            program, rest = rest[0].rpartition("/")[2], rest[1:]
        elif _TEST_FILE.fullmatch(rest[0]):
            return [TESTS]
    found: list[Tool] = []
    for second, tool in _BY_PROGRAM.get(program, ()):
        if second in rest if second else not _says_other(program, rest):
            found.append(tool)
    if any(tool.kind == "tests" for tool in found) and any(_COVERS.match(word) for word in rest):
        found.append(COVERAGE)
    return found


def _says_other(program: str, rest: tuple[str, ...]) -> bool:
    """Whether a program is started for something that checks nothing."""
    first = next((word for word in rest if not word.startswith("-")), "")
    if (
        "--version" in rest
        or "--help" in rest
        or first in ("install", "clean", "uninstall", "autoupdate", "init")
    ):
        return program not in ("pytest", "pylint")
    if program == "ruff":
        return first in ("format", "rule", "clean", "server", "config")
    if program == "pylint-exit":
        return True
    if program == "coverage":
        return first in ("erase", "combine", "html")
    return program in ("pre-commit", "prek") and first not in ("run", "ci", "")


def by_name(name: str) -> Tool:
    """A tool by its name. Raises StopIteration if there is none."""
    return next(tool for tool in TOOLS if tool.name == name)


COVERAGE = by_name("coverage")
TESTS = by_name("tests")


def tools_of_use(reference: str, given: str) -> list[Tool]:
    """The tools of an action, orb or task by its reference, ``given`` what it is given."""
    reference = reference.partition("@")[0].lower()
    found = [tool for tool in TOOLS if any(part in reference for part in tool.uses.split())]
    if any(tool.name == "ruff" for tool in found) and re.match(r"\s*format\b", given):
        return [by_name("ruff format")]
    return found


def tools_of_hook(identifier: str) -> list[Tool]:
    """The tools of a hook by its id."""
    return [tool for tool in TOOLS if identifier in tool.hooks.split()]


_CHECKS = {
    "black": ("--check",),
    "darker": ("--check",),
    "ruff": ("--check", "--diff"),
    "blue": ("--check",),
    "isort": ("--check", "--check-only", "-c", "-rc", "--diff"),
    "yapf": ("-d", "--diff", "-q", "--quiet"),
    "autopep8": ("--exit-code",),
}


def harmless(words: tuple[str, ...], tool: Tool) -> str:
    """Why a command of a tool does not fail where the tool finds something; empty if it does."""
    program = words[0]
    for flag in ("--exit-zero", "--exit-zero-even-if-changed", "--exit-code=0", "--no-fail", "--warn-only"):
        if flag in words:
            return f"`{flag}` makes it succeed"
    if tool.kind == "formatter" and not set(_CHECKS.get(program, words)) & set(words):
        return f"`{' '.join(words[: 2 if program == 'ruff' else 1])}` rewrites the files instead of checking them"
    if program == "semgrep" and "ci" not in words and "--error" not in words:
        return "`semgrep` succeeds with findings (no `--error`)"
    if program == "trivy" and not any(word.startswith("--exit-code") for word in words):
        return "`trivy` succeeds with findings (no `--exit-code`)"
    if program == "pylint" and "--fail-under=0" in words:
        return "`--fail-under=0` makes it succeed"
    return ""


def harmless_use(reference: str, given: str) -> str:
    """Why an action does not fail where its tool finds something; empty if it does, or if that is told elsewhere."""
    if reference.lower().startswith("aquasecurity/trivy-action") and not _TOLD.search(given):
        return "`trivy-action` succeeds with findings (no `exit-code`)"
    return ""
