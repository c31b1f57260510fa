"""TST010: a large suite in which nothing is shared."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts

from ._repeated.examples import BAD, GOOD
from ._repeated.setup import repeated, shares_set_up

_LARGE = 20
_RELATED = 6


class RepeatedSetUp(ProjectRule):
    """Compares the first calls of the tests of each file where the suite has no fixture and no parameters."""

    card = Card(
        id="TST010",
        title="Tests that repeat their set-up",
        severity=Severity.LOW,
        confidence=Confidence.LOW,
        effort=60,
        why=(
            "Every test builds its world anew, in its own words. A change of a constructor is made in as many places "
            "as there are tests, so that people stop writing them, and what a test is about drowns in what precedes it."
        ),
        instead=(
            "Put what the tests begin with into a fixture (`@pytest.fixture`, in conftest.py where several files need "
            "it) or into setUp, and write tests that differ in values only once, with `pytest.mark.parametrize`."
        ),
        false_alarms=(
            "Only suites of twenty tests and more with no fixture, no setUp, no parametrisation and no subTest at all, "
            "and only where most tests of a file begin with the same two calls, whatever their values. Calls "
            "of the standard library do not count."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """A small suite needs nothing shared."""
        if len(project.testing.tests) < _LARGE:
            return f"the project has fewer than {_LARGE} tests that a runner collects"
        return ""

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for the project, at the file that repeats most."""
        if shares_set_up(project):
            return
        found = sorted(repeated(project), key=lambda item: (-len(item.lines), item.path))
        if not found:
            return
        first = found[0]
        names = ", ".join(f"`{name}`" for name in first.names[:3])
        yield self.finding(
            first.path,
            At(first.lines[0]),
            f"{len(project.testing.tests)} tests share no fixture and no parameters: {len(first.lines)} of "
            f"{first.tests} here begin with the same calls of {names}",
            related=[
                *(
                    Related(path=first.path, line=line, message="begins with the same calls")
                    for line in first.lines[1:4]
                ),
                *(
                    Related(
                        path=item.path,
                        line=item.lines[0],
                        message=f"{len(item.lines)} tests begin with the same calls",
                    )
                    for item in found[1:_RELATED]
                ),
            ],
            checked="fixtures, setUp, parametrize, subTest and the first calls of all tests",
        )
