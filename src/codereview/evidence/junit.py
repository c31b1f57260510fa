"""JUnit's XML, as ``pytest --junitxml``, unittest runners, nose and tox plugins write it.

There is no standard; the dialect is the one that Jenkins reads (https://llg.cubic.org/docs/junit/). Tests are counted
one by one, never taken from the totals: those of nested suites are counted twice by some writers.
"""

from __future__ import annotations

from typing import Literal

from codereview.evidence.markup import Element, each, seconds
from codereview.evidence.values import MOST_FILES, Case, SuiteRead, UnreadableError, name_of_test

_OUTCOMES: dict[str, Literal["failed", "skipped", "error"]] = {
    "failure": "failed",
    "error": "error",
    "skipped": "skipped",
}
_WORST = ("passed", "skipped", "failed", "error")


class _Reading:
    """State of reading one file."""

    def __init__(self) -> None:
        self.cases: list[Case] = []
        self.root: float | None = None
        self.suites: list[float] = []
        self.root_name = ""
        self.name = ""
        self.took: float | None = None
        self.outcome: Literal["passed", "failed", "skipped", "error"] = "passed"
        self.inside = -1

    def starts(self, name: str, element: Element, depth: int) -> None:
        if depth == 0:
            self.root_name = name
            self.root = seconds(element.get("time", ""))
        elif name == "testsuite" and depth == 1:
            took = seconds(element.get("time", ""))
            self.suites += [] if took is None else [took]
        elif name == "testcase":
            if len(self.cases) >= MOST_FILES:
                raise UnreadableError("holds too many tests")
            where, what = element.get("classname", ""), element.get("name", "")
            self.name = name_of_test(f"{where}::{what}" if where and what else where or what)
            self.took = seconds(element.get("time", ""))
            self.outcome = "passed"
            self.inside = depth
            if element.get("status", "").lower() in ("notrun", "skipped", "disabled"):
                self.outcome = "skipped"
        elif self.inside >= 0 and depth == self.inside + 1 and name in _OUTCOMES:
            self.outcome = max(self.outcome, _OUTCOMES[name], key=_WORST.index)

    def ends(self, name: str, element: Element, depth: int) -> None:
        if name == "testcase" and depth == self.inside:
            self.cases.append(Case(self.name, self.outcome, self.took))
            self.inside = -1


def read(data: bytes) -> SuiteRead:
    """The tests of a file.

    Raises:
        UnreadableError: it is no XML, or holds no test.
    """
    reading = _Reading()
    each(data, reading.starts, reading.ends)
    if not reading.cases:
        raise UnreadableError("holds no test")
    took = reading.root
    if took is None and reading.suites:
        took = sum(reading.suites)
    return SuiteRead(tuple(reading.cases), took)
