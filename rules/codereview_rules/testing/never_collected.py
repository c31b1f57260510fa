"""TST002: a test that no runner collects."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from ._collection.examples import BAD, GOOD
from ._collection.files import Files
from ._collection.inside import Inside


class NeverCollected(ProjectRule):
    """Holds what looks like a test against what the runners of the project collect."""

    card = Card(
        id="TST002",
        title="Test that never runs",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "The runner never sees this test: it can be wrong for years and the suite stays green. What it was written "
            "to protect is not protected, and everybody believes that it is."
        ),
        instead=(
            "Give the file, class or function a name that the runner collects, give each test a name of its own, move "
            "it out of the function that it stands in, or delete it. `pytest --collect-only -q` shows what is taken."
        ),
        false_alarms=(
            "pytest's, unittest's and Django's rules are applied as the project configures them, and a test counts as "
            "collected if any of them takes it. Files that a command names or that another file imports, classes and "
            "functions that anything else mentions, bases and mixins are not judged, nor is anything where a runner is "
            "used that is not understood. Wrong where somebody starts such a file by hand."
        ),
        absorbs=("REL021",),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without tests nothing can be left out; other runners have rules of their own."""
        if not any(True for _ in project.testing.collection.test_like()):
            return "the project has no tests"
        return ""

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding a test, class, or group of files."""
        testing = project.testing
        inside = Inside(project)
        lost = [
            item
            for path, facts in testing.collection.test_like()
            if not testing.collection.left_out(path)
            for item in inside.lost(path, facts)
        ]
        if not testing.runners.other:
            lost += Files(project).lost()
        for item in sorted(lost, key=lambda item: (item.path, item.at.line, item.message)):
            yield self.finding(
                item.path,
                item.at,
                item.message,
                confidence=item.confidence,
                symbol=item.symbol,
                related=item.related,
                cause=item.cause,
                checked="what pytest, unittest and Django collect as configured, and every mention of the name",
            )
