"""TST004: a test that checks nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts
from codereview.facts.testing.collection import Test

from ._assertions.checks import Checks
from ._assertions.collect import Verdicts
from ._assertions.examples import BAD, GOOD
from ._assertions.verdicts import Instead, instead

_DOES = {
    Instead.NOTHING: "is empty",
    Instead.RETURNS: "returns True or False, which no runner looks at",
    Instead.SWALLOWS: "catches what goes wrong and prints it",
    Instead.PRINTS: "prints instead of comparing",
    Instead.DROPS: "never looks at what the code gives back",
    Instead.RUNS: "only runs the code",
}
_DO = {
    Instead.NOTHING: "are empty",
    Instead.RETURNS: "return True or False, which no runner looks at",
    Instead.SWALLOWS: "catch what goes wrong and print it",
    Instead.PRINTS: "print instead of comparing",
    Instead.DROPS: "never look at what the code gives back",
    Instead.RUNS: "only run the code",
}
_SEVERITY = {Instead.RUNS: Severity.INFO, Instead.DROPS: Severity.LOW, Instead.PRINTS: Severity.LOW}
_SHOWN = 4
_MANY = 10
_RELATED = 8


class NoAssertion(ProjectRule):
    """Follows the collected tests through helpers, fixtures, decorators and bases to whatever can fail them."""

    card = Card(
        id="TST004",
        title="Tests that check nothing",
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        effort=15,
        why=(
            "Such a test stays green whatever the code gives back: it counts as coverage, and the fault that it was "
            "written for passes. One that catches its errors, is empty or returns its verdict cannot fail at all."
        ),
        instead=(
            "Assert what the code has to give back or to change. If it only has to run, say so in the name "
            "(`test_import_smoke`); an empty test is marked with `pytest.mark.skip` and a reason, or deleted."
        ),
        false_alarms=(
            "`assert`, `raise`, whatever is named like a check (`assert_*`, `expect`, `verify`, `wait_for`), helpers, "
            "fixtures, decorators, `tearDown` and bases that check are followed through the project. A class of a "
            "library, a callable parameter and a decorator that are not understood count as checks; benchmarks, "
            "properties, typing tests and tests that say in their name, docstring or a comment that they only have to "
            "run are left out. A test that has to show that nothing is raised, and does not say so, is told as "
            "information."
        ),
    )
    collects = (Verdicts,)
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without collected tests there is nothing that should check."""
        return "" if project.testing.tests else "no runner collects a test of the project"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding a file."""
        checks = Checks(project)
        found: dict[str, list[tuple[Instead, Test]]] = defaultdict(list)
        total: dict[str, int] = defaultdict(int)
        for test in project.testing.tests:
            total[test.path] += 1
            if not checks.checked(test):
                kind = instead(project, test)
                said = kind in (Instead.RUNS, Instead.DROPS) and (test.path, test.index) in checks.said
                if kind is not None and not said:
                    found[test.path].append((kind, test))
        for path, items in found.items():
            if len(items) == 1 and items[0][0] is Instead.RUNS and total[path] >= _MANY:
                continue  # one smoke test beside many others
            yield self._of_file(project, path, items, total[path])

    def _of_file(
        self, project: ProjectFacts, path: str, items: list[tuple[Instead, Test]], total: int
    ) -> Finding:
        functions = project.files[path].functions
        worst = max(kind for kind, _ in items)
        parts = []
        for kind in sorted({kind for kind, _ in items}, reverse=True):
            names = [f"`{functions[test.index].name}`" for found, test in items if found is kind]
            listed = ", ".join(names[:_SHOWN])
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            parts.append(f"{listed}{more} {_DOES[kind] if len(names) == 1 else _DO[kind]}")
        ordered = sorted(items, key=lambda item: -item[0])
        first = functions[ordered[0][1].index]
        what = f"{len(items)} of {total} tests check" if total > 1 else "the only test checks"
        if total > 1 and len(items) == 1:
            what = f"1 of {total} tests checks"
        return self.finding(
            path,
            first,
            f"{what} nothing: {'; '.join(parts)}",
            severity=_SEVERITY.get(worst, self.card.severity),
            confidence=Confidence.LOW if worst is Instead.RUNS else self.card.confidence,
            symbol=first.qualname,
            related=[
                Related(
                    path=path,
                    line=functions[test.index].line,
                    message=f"`{functions[test.index].name}` {_DOES[kind]}",
                )
                for kind, test in ordered[1 : 1 + _RELATED]
            ],
            checked="assertions, checks by name, and those of helpers, fixtures, decorators and base classes",
            effort=min(self.card.effort * len(items), 240),
        )
