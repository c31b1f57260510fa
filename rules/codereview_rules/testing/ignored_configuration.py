"""TST006: configuration of tests that is not read, or means nothing."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from ._configuration.coverages import CoverageConfiguration
from ._configuration.examples import BAD, GOOD
from ._configuration.pytests import PytestConfiguration


class IgnoredConfiguration(ProjectRule):
    """Reads what configures pytest and coverage as these programs do."""

    card = Card(
        id="TST006",
        title="Test configuration without effect",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "Somebody wrote down how the tests are to run, and they run in another way: options, markers, paths and "
            "filters in a file or section that is not read do nothing, and nobody is told."
        ),
        instead=(
            "Keep one file, with the section that the program reads there (`[pytest]` in pytest.ini and tox.ini, "
            "`[tool:pytest]` in setup.cfg, `[tool.pytest.ini_options]` in pyproject.toml), spell keys as the "
            "documentation does, and let paths name what is there."
        ),
        false_alarms=(
            "The order of files is pytest's and coverage's own. A file that a command names with `-c`, patterns, "
            "variables, and keys that no known program has are not judged; a plug-in's key counts as unread only where "
            "the manifests name pytest and not the plug-in. Wrong where a path is made before the tests run."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without a file that could hold it there is nothing to read."""
        names = ("pytest", "coverage")
        if not any(name in text or name in path for path, text in project.texts.items() for name in names):
            return "nothing configures pytest or coverage"
        return ""

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding a section, key or path."""
        found = [*PytestConfiguration(project).ignored(), *CoverageConfiguration(project).ignored()]
        for item in sorted(found, key=lambda item: (item.path, item.line, item.message)):
            yield self.finding(
                item.path,
                At(item.line, 1),
                item.message,
                severity=item.severity,
                confidence=item.confidence,
                related=item.related,
                checked="the order in which pytest and coverage look for their configuration, and every path named",
            )
