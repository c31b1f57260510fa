"""OPS005: no continuous integration, or one that cannot tell a broken change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.pipeline.slots import LARGE, LEAST
from codereview.facts.pipeline.states import home, state, statements, unread
from codereview.facts.pipeline.values import Spot
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._checks.pipeline_examples import BAD, GOOD

_SUITE = 5
_MANY = 20
"""Files from which a repository that hides none of them is unusual."""
_IN_BUILD = lazy_pattern(
    r"^\s*(?:RUN|CMD|ENTRYPOINT)\b.*\b(?:pytest|tox|nox|unittest|manage\.py\W+test)\b", re.MULTILINE
)


class MissingPipeline(ProjectRule):
    """Holds the tests that there are against what CI runs on a change."""

    card = Card(
        id="OPS005",
        title="CI missing, or unable to fail",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=60,
        why=(
            "Tests that only run when somebody thinks of them are broken the day they are needed. A "
            "pipeline that never runs them, or takes their failure back, is worse than none: it shows a "
            "green mark on every change."
        ),
        instead=(
            "Run the tests on every push and pull request, on the Python versions that the project "
            "declares, and let their failure fail the job. What is known to fail is marked in the tests "
            "(`xfail`), not in the pipeline."
        ),
        false_alarms=(
            "GitHub Actions, GitLab CI, CircleCI, Azure Pipelines, Travis CI and Bitbucket Pipelines are "
            "read; task runners, scripts, hooks and the repository's own actions are followed. Of other "
            "services only the file is known, and nothing is said then, nor where a step starts what "
            "cannot be read, or where images are built that run tests. A pipeline that is kept outside of "
            "the repository is not seen; of a copy without hidden files and history its absence weighs little."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """What has neither tests nor size needs none."""
        if project.testing.exist:
            return ""
        size, pipeline = statements(project), project.pipeline
        none = not (pipeline.ci or pipeline.files or pipeline.unread)
        if project.is_a("scripts") or size < LEAST or (none and size < LARGE):
            return "it has no tests and little code"
        return ""

    def not_assessed(self, project: ProjectFacts) -> str:
        """Nobody can tell what a program that is not understood runs."""
        return unread(project.pipeline, "tests") if project.pipeline.ci else ""

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """At most one finding."""
        pipeline = project.pipeline
        if pipeline.unread:
            return
        if not pipeline.ci and not pipeline.files:
            finding = self._none(project)
            if finding is not None:
                yield finding
            return
        builds = any(_IN_BUILD.search(text) for path, text in project.texts.items() if "ocker" in path)
        if not project.testing.exist or builds or project.testing.runners.other:
            return
        found = state(pipeline, "tests")
        if found.level == "soft" and found.spot is not None and found.row is not None:
            others = [Related(step.path, step.line, step.soft) for step in found.row.ci[1:4]]
            yield self.finding(
                found.spot.path,
                At(found.spot.line),
                f"CI runs the tests, and no change fails for them: {found.reason}",
                related=others,
                checked="other steps that run tests, task runners, scripts",
            )
        elif found.level not in ("blocking", "unknown", "soft"):
            spot = self._workflow(project)
            yield self.finding(
                spot.path,
                At(spot.line),
                f"CI is configured and never runs the tests that there are ({_number(project)})",
                severity=Severity.MEDIUM if _tests(project) >= _SUITE else Severity.LOW,
                checked="all workflows, the task runners, scripts, hooks and images that they start",
            )

    def _none(self, project: ProjectFacts) -> Finding | None:
        tests, size = _tests(project), statements(project)
        if not tests and size < LARGE:
            return None
        spot = home(project)
        serious = tests >= _SUITE and size >= LEAST and not project.is_a("scripts", "data or ML project")
        what = f"and {_number(project)} that nothing runs on a change" if tests else f"for {size} statements"
        severity = Severity.MEDIUM if serious else Severity.LOW
        if _is_copy(project):
            severity = Severity.LOW
            what += "; the folder has no hidden file and no history of git, as a copy that lost both"
        return self.finding(
            spot.path,
            At(spot.line),
            f"There is no configuration of continuous integration, {what}",
            severity=severity,
            confidence=Confidence.MEDIUM,
            checked="GitHub Actions, GitLab CI, CircleCI, Azure, Travis, Bitbucket, Jenkins and others",
        )

    def _workflow(self, project: ProjectFacts) -> Spot:
        """The file in which a reader would look for the tests: that which judges changes, if any does."""
        pipeline = project.pipeline
        judging = next((step for step in pipeline.judging if not step.soft), None)
        if judging is not None:
            return Spot(judging.start.path, 1)
        for pattern in (r"test|check|lint|(?:^|\W)ci(?:\W|$)", r"build|main|python", r""):
            for workflow in pipeline.workflows:
                if not workflow.seldom and re.search(pattern, workflow.path.rpartition("/")[2]):
                    return Spot(workflow.path, 1)
        return Spot(next(iter(sorted(pipeline.files)), pipeline.ci[0].path), 1)


def _is_copy(project: ProjectFacts) -> bool:
    """Whether a folder looks like an archive or copy without the hidden files, where most CI is configured."""
    paths = (*project.files, *project.others)
    whole = bool(project.tracked) or any(part[:1] == "." for path in paths for part in path.split("/"))
    return not whole and len(paths) >= _MANY


def _tests(project: ProjectFacts) -> int:
    return len(project.testing.tests)


def _number(project: ProjectFacts) -> str:
    count = _tests(project)
    return "one test" if count == 1 else f"{count} tests" if count else "tests"
