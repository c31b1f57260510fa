"""Which programs run the tests, and which paths their commands name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from codereview.facts.dependencies.installs import where_of
from codereview.facts.dependencies.values import LOCKS
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_PYTEST = re.compile(r"(?<![\w./@-])(?:py\.test|pytest)(?![\w.=<>~!@\[/-])([^\n]*)")
_DJANGO = re.compile(r"(?:manage\.py|django-admin(?:\.py)?)[\s\"',]+test\b([^\n]*)")
_UNITTEST = re.compile(r"-m[\s\"',]+unittest\b([^\n]*)|\bsetup\.py[\s\"',]+test\b|\bunit2\b")
_OTHER = re.compile(
    r"\b(?:nosetests|nose2|stestr|ostestr|testr|zope-testrunner|zope\.testrunner|avocado run|behave"
    r"|lettuce|robot|bazel test"
    r"|run_?tests?|test_?runner|tests/run\w*|tox run-tests)\b|(?<![\w./-])(?:trial|ward|green|karton)\s+[\w./-]*test"
)
_WORD = re.compile(r"[\w./*-]+")
_SCRIPTS = (
    "tox.ini",
    "Makefile",
    "justfile",
    "noxfile.py",
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
    "tasks.py",
)
_LARGEST = 300_000


class Runners(msgspec.Struct, frozen=True):
    """What runs the tests.

    Attributes:
        pytest, django, unittest: whether something says so: configuration, a command, an import, a requirement.
        other: whether a runner is started of which nothing is known here.
        pytest_shown: whether pytest is more than a guess: configured, started by a command or imported by a test.
        unittest_started, started: whether a command starts unittest; unittest or Django's runner.
        named: words of commands that run tests, which can be paths.
    """

    pytest: bool
    django: bool
    unittest: bool
    other: bool
    pytest_shown: bool
    unittest_started: bool
    started: bool
    named: frozenset[str]

    @property
    def only_unittest(self) -> bool:
        """Whether tests have to be of unittest to run."""
        return (self.django or self.unittest) and not self.pytest and not self.other


def runners(project: ProjectFacts, *, configured: bool) -> Runners:
    """The runners of a project. ``configured``: whether there is a configuration of pytest."""
    seen: set[str] = set()
    named: set[str] = set()
    for path, text in _commands(project.texts):
        folder = posixpath.dirname(path)
        for name, pattern in (("pytest", _PYTEST), ("django", _DJANGO), ("unittest", _UNITTEST)):
            for match in pattern.finditer(text):
                if path.endswith((".md", ".rst")) and name == "pytest" and not _is_code(text, match.start()):
                    continue
                seen.add(name)
                for word in _WORD.findall(match[1] or "") if match.groups() else ():
                    clean = word.strip("./") or "."
                    named.update((clean, posixpath.normpath(posixpath.join(folder, clean))))
        if _OTHER.search(text):
            seen.add("other")
    imported = {name for path in _tests(project) for name in _imports(project, path)}
    required = {r.name for r in project.dependencies.direct()}
    pytest_shown = configured or "pytest" in seen or "pytest" in imported
    django = "django" in seen or any(path.rpartition("/")[2] == "manage.py" for path in project.files)
    wanted = any(name == "pytest" or name.startswith("pytest-") for name in required)
    return Runners(
        # without a sign of any other, somebody can always start pytest
        pytest=pytest_shown or wanted or not (django or "unittest" in seen),
        django=django,
        unittest="unittest" in seen or "unittest" in imported,
        other="other" in seen or bool({"nose", "nose2", "stestr", "zope.testing", "twisted"} & imported),
        pytest_shown=pytest_shown,
        unittest_started="unittest" in seen,
        started=bool({"unittest", "django"} & seen),
        named=frozenset(named),
    )


def _commands(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The texts that can hold commands."""
    for path, text in texts.items():
        name = path.rpartition("/")[2]
        if len(text) < _LARGEST and name not in LOCKS and (name in _SCRIPTS or where_of(path) is not None):
            yield path, text


def _is_code(text: str, at: int) -> bool:
    """Whether a place in instructions stands at the beginning of a line or in backquotes, as commands do."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return not line.strip(" $>`\t-*") or line.rstrip().endswith(("`", "run", "-m", "&&", "$"))


def _tests(project: ProjectFacts) -> Iterator[str]:
    return (path for path in project.files if project.zone(path) is Zone.TESTS)


def _imports(project: ProjectFacts, path: str) -> Iterator[str]:
    for item in project.files[path].imports:
        if item.module != "unittest.mock" and (item.module, item.name) != ("unittest", "mock"):
            yield item.module.partition(".")[0]


__all__ = ["Runners", "runners"]
