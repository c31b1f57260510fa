"""TST003: tests that stop before they begin."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from ._suite.broken import Broken
from ._suite.examples import BAD, GOOD
from ._suite.fixtures import Fixtures


class UnimportableSuite(ProjectRule):
    """Follows what collected tests import as they are collected, and the fixtures that they ask for."""

    card = Card(
        id="TST003",
        title="Tests that cannot start",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=20,
        why=(
            "These tests fail before their first line: an import behind them finds nothing, or pytest "
            "has no fixture of "
            "the name that they ask for. What they checked is unchecked, and a suite that is always red hides what "
            "breaks next."
        ),
        instead=(
            "Mend the import at its root, declare the plug-in that brings the fixture among the development "
            "requirements, or write the fixture. `pytest --collect-only` and `pytest --setup-only` show both."
        ),
        false_alarms=(
            "Imports in `try`, under conditions and in functions do not count; what they find is judged "
            "as REL002 does. "
            "A fixture counts as there if anything in the project has its name, if a plug-in that the manifests name "
            "could bring it, and where tests are generated. Wrong where a plug-in is installed by something outside "
            "of the repository."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without tests nothing can fail to start."""
        return "" if project.testing.tests else "no test is collected"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each root cause."""
        found = [*Broken(project).stopped(), *Fixtures(project).stopped()]
        for item in sorted(found, key=lambda item: (item.path, item.at.line, item.message)):
            yield self.finding(
                item.path,
                item.at,
                item.message,
                severity=item.severity,
                confidence=item.confidence,
                symbol=item.symbol,
                related=item.related,
                cause=item.cause,
                checked="imports of every collected test at import time, fixtures of the project, of "
                "pytest and of plug-ins",
            )
