"""TST007: nothing measures what the tests cover, or nobody would notice that they cover less."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.pipeline.states import State, home, state
from codereview.facts.pipeline.values import Spot
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._coverage.examples import BAD, GOOD

_SUITE = 5
_OPTION = lazy_pattern(
    r"^[ \t]*addopts[ \t]*=[^\n]*(?:\n(?:[ \t\"'][^\n]*|(?=\n))){0,200}?--cov\b", re.MULTILINE
)
"""Each line after the first can be read in one way only, so that a long list costs no more time than its length."""
_THRESHOLD = lazy_pattern(r"fail[-_]under")
_SERVICES = (
    "codecov",
    "coveralls",
    "codacy",
    "codeclimate",
    "sonar",
    "qlty",
    "diff-cover",
    "py-cov-action",
    "orgoro",
)


class MissingCoverage(ProjectRule):
    """Looks for the measurement, then for what would fail if it fell."""

    card = Card(
        id="TST007",
        title="Test coverage not measured or not held",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=20,
        why=(
            "Without a measurement nobody knows which code no test runs, and new code goes in untested "
            "without anybody deciding so. A figure that nothing holds falls by a little with each change."
        ),
        instead=(
            "Measure with `pytest --cov` or `coverage run` where the tests run in CI, branches too, and "
            "hold today's figure: `fail_under` in `[tool.coverage.report]`, `--cov-fail-under`, or a "
            "service that compares each change."
        ),
        false_alarms=(
            "Plug-ins, options in the configuration of pytest, tox, nox, Makefiles, scripts and services "
            "such as Codecov count. Nothing is said of what CI starts and cannot be read."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without tests there is nothing to measure."""
        return "" if project.testing.exist else "it has no tests"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """At most one finding."""
        pipeline = project.pipeline
        found = state(pipeline, "coverage")
        tests = len(project.testing.tests)
        if found.level == "unknown":
            return
        option = self._option(project)
        if found.level in ("missing", "configured", "declared") and option is None:
            yield self._not_measured(project, found, tests)
            return
        if not self._held(project):
            spot = option or found.spot or home(project)
            yield self.finding(
                spot.path,
                At(spot.line),
                "Coverage is measured, and nothing fails where it falls: no `fail_under` and no service "
                "that compares changes",
                severity=Severity.INFO,
                checked="configuration of coverage and pytest, commands, steps of CI",
            )

    def _not_measured(self, project: ProjectFacts, found: State, tests: int) -> Finding:
        shown = "The tests run" if not tests else f"{tests} tests run" if tests > 1 else "One test runs"
        if found.level == "missing" or found.spot is None:
            spot, text = (
                home(project),
                f"{shown} and nothing measures what they cover: no `coverage` and no `pytest-cov`",
            )
        else:
            spot = found.spot
            what = "configured" if found.level == "configured" else "required"
            text = f"`coverage` is {what} here, and no task, script or step of CI measures with it"
        return self.finding(
            spot.path,
            At(spot.line),
            text,
            severity=Severity.LOW if tests >= _SUITE else Severity.INFO,
            confidence=Confidence.HIGH if found.level == "missing" else Confidence.MEDIUM,
            checked="manifests, configuration, options of pytest, task runners, hooks, CI",
        )

    def _option(self, project: ProjectFacts) -> Spot | None:
        """Where the configuration of pytest measures whenever it runs."""
        for path, text in project.texts.items():
            if path.rpartition("/")[2] in (
                "pyproject.toml",
                "pytest.ini",
                ".pytest.ini",
                "setup.cfg",
                "tox.ini",
                "pytest.toml",
            ):
                match = _OPTION.search(text) if "--cov" in text else None
                if match:
                    return Spot(path, text.count("\n", 0, match.end()) + 1)
        return None

    def _held(self, project: ProjectFacts) -> bool:
        pipeline = project.pipeline
        for row in pipeline.of_kind("coverage"):
            if any("codecov" in spot.path for spot in row.configured):
                return True
            steps = (*row.ci, *row.tasks, *row.hooks)
            if any(
                _THRESHOLD.search(s.command) or any(n in s.command.lower() for n in _SERVICES) for s in steps
            ):
                return True
        if any(row.tool == "sonar" for row in pipeline.of_kind("security scan")):
            return True
        names = (
            "pyproject.toml",
            ".coveragerc",
            "setup.cfg",
            "tox.ini",
            "pytest.ini",
            ".pytest.ini",
            "Makefile",
            "noxfile.py",
        )
        return any(
            _THRESHOLD.search(text)
            for path, text in project.texts.items()
            if path.rpartition("/")[2] in names
            or path.startswith((".github/", "scripts/"))
            or path in pipeline.files
        )
