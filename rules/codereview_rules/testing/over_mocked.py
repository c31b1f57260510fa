"""TST005: a test that only meets its own mocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts
from codereview.facts.testing.collection import Test

from ._mocked.collect import Patched
from ._mocked.examples import BAD, GOOD
from ._mocked.verdicts import Mocked

_SHOWN = 3
_RELATED = 8


class OverMocked(ProjectRule):
    """Asks of each collected test that uses mocks whether anything else than them runs."""

    card = Card(
        id="TST005",
        title="Tests that only test their mocks",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=30,
        why=(
            "What is asserted is what the test itself has put into the mock. The code can be deleted and the "
            "test stays "
            "green; it is counted as a test of something that nothing tests."
        ),
        instead=(
            "Call the code under test and replace only what it depends on: the database, the clock, the other "
            "service. "
            "Patch the name where the code looks it up, not the function that the test is about."
        ),
        false_alarms=(
            "A test counts only if every call in it is of a mock, a builtin or an assertion, with no import, "
            "attribute or "
            "value of the project; or if it patches a function of the project, calls that one through its module or "
            "object, and nothing else of the project. Fixtures that are not mocks, calls that do not resolve and "
            "`wraps=` clear it. Wrong where a mock itself is what is tested."
        ),
    )
    collects = (Patched,)
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without collected tests nothing is mocked."""
        return "" if project.testing.tests else "no runner collects a test of the project"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding a file."""
        mocked = Mocked(project)
        using = {path for path, _ in project.noted(Patched)} | {
            path
            for path in project.testing.files
            if any("mock" in item.module or "mock" in item.name for item in project.files[path].imports)
        }
        total: dict[str, int] = defaultdict(int)
        found: dict[str, list[tuple[Test, str]]] = defaultdict(list)
        for test in project.testing.tests:
            total[test.path] += 1
            if test.path not in using:
                continue
            if itself := mocked.patches_itself(test):
                found[test.path].append((test, f"replaces `{itself}` and then tests it"))
            elif mocked.only_mocks(test):
                found[test.path].append((test, "calls nothing but its own mocks"))
        for path, items in found.items():
            yield self._of_file(project, path, items, total[path])

    def _of_file(
        self, project: ProjectFacts, path: str, items: list[tuple[Test, str]], total: int
    ) -> Finding:
        functions = project.files[path].functions
        first = functions[items[0][0].index]
        told = [f"`{functions[test.index].name}` {what}" for test, what in items[:_SHOWN]]
        more = f"; and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
        count = f"{len(items)} of {total} tests never {'reaches' if len(items) == 1 else 'reach'}"
        if total == 1:
            count = "the only test never reaches"
        return self.finding(
            path,
            first,
            f"{count} the code: {'; '.join(told)}{more}",
            symbol=first.qualname,
            related=[
                Related(
                    path=path,
                    line=functions[test.index].line,
                    message=f"`{functions[test.index].name}` {what}",
                )
                for test, what in items[1 : 1 + _RELATED]
            ],
            checked="every call, import and value of these tests, and what their fixtures give",
            effort=min(self.card.effort * len(items), 240),
        )
