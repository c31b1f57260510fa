"""Rules over the whole project: isolated from each other, and the same from one process as from two."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from codereview.api import (
    At,
    Card,
    Category,
    Confidence,
    Finding,
    ModuleContext,
    ModuleRule,
    ProjectRule,
    Severity,
)
from codereview.engine import whole
from codereview.engine.memory import examine
from codereview.engine.whole import Asked, ask, settle
from codereview.engine.worker import Checker, Job
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts
from codereview.model import Zone


def card(name: str, category: Category) -> Card:
    return Card(name, "t", Severity.LOW, Confidence.LOW, 1, "w", "i", "f", category=category)


class Counts(ProjectRule):
    """Reports each function of each file."""

    card = card("ZZZ201", Category.RELIABILITY)

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        for (path, _), function in project.functions:
            yield self.finding(path, function, f"`{function.name}`")


class CountsApart(Counts):
    """The same, of another category, which the other process may take."""

    card = card("ZZZ202", Category.PERFORMANCE)


class Fails(ProjectRule):
    """Fails after a finding."""

    card = card("ZZZ203", Category.SECURITY)

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        (key, function), *_ = project.functions
        yield self.finding(key[0], function, "first")
        raise ValueError("no good")


class Dies(ProjectRule):
    """Ends its process, unless that is the one of the test, which waits so that the other one takes a part."""

    card = card("ZZZ204", Category.PERFORMANCE)
    home = os.getpid()

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        if os.getpid() != self.home:
            os._exit(9)
        time.sleep(0.3)
        yield from Counts().check(project)


class DiesToo(Dies):
    """The same, of another category."""

    card = card("ZZZ206", Category.RELIABILITY)


class NotHere(ProjectRule):
    """Does not apply."""

    card = card("ZZZ205", Category.PERFORMANCE)

    def not_applicable(self, project: ProjectFacts) -> str:
        return "nothing here"


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch) -> ProjectFacts:
    monkeypatch.setattr(whole, "_LARGE", 2)
    checker = Checker([], (3, 10))
    texts = {f"m{i}.py": f"def f{i}():\n    return {i}\n" for i in range(4)}
    results = [
        checker.check(Job(p, p, Zone.PRODUCTION, "python", p[:-3]), t.encode()) for p, t in texts.items()
    ]
    return ProjectFacts([r.facts for r in results if r.facts is not None], {})


def test_two_processes_say_what_one_says(project: ProjectFacts) -> None:
    rules = [Counts(), CountsApart(), Fails(), NotHere()]
    alone = ask(rules, project, 1)
    assert ask(rules, project, 2) == alone
    assert [len(asked.findings) for asked in alone] == [4, 4, 0, 0]
    assert alone[2].crash == "ValueError: no good"
    assert alone[3] == Asked("ZZZ205", not_applicable="nothing here")


def test_a_rule_that_is_asked_anyway_applies_where_it_finds_something(project: ProjectFacts) -> None:
    class Guesses(Counts):
        asked_anyway = True

        def not_applicable(self, project: ProjectFacts) -> str:
            return "no import tells of it"

    class GuessesRight(Guesses):
        def check(self, project: ProjectFacts) -> Iterator[Finding]:
            yield from ()

    found, idle = ask([Guesses(), GuessesRight()], project, 1)
    assert (len(found.findings), found.not_applicable) == (4, "")
    assert (idle.findings, idle.not_applicable) == ((), "no import tells of it")


def test_rules_of_a_copy_that_dies_are_asked_here(project: ProjectFacts) -> None:
    asked = ask([DiesToo(), Dies()], project, 2)
    assert [len(item.findings) for item in asked] == [4, 4]


def test_few_files_are_not_worth_a_second_process(
    project: ProjectFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "_LARGE", 200)
    (found,) = ask([Dies()], project, 8)
    assert len(found.findings) == 4


class Empty(ModuleRule):
    """Reports each file without functions, unless another file of the project defines ``allowed``."""

    card = card("ZZZ206", Category.RELIABILITY)

    def not_applicable(self, project: ProjectFacts) -> str:
        return "" if "json" in project.vocabulary.roots else "nothing imports json"

    def joined(self, finding: Finding, project: ProjectFacts) -> Finding | None:
        return None if any(f.name == "allowed" for _, f in project.functions) else finding

    def check(self, file: ModuleContext, facts: FileFacts) -> Iterator[Finding]:
        if not facts.functions:
            yield self.finding(file.path, At(1), "no function")


def project_of(files: dict[str, str]) -> ProjectFacts:
    checker = Checker([], (3, 10))
    results = [
        checker.check(Job(p, p, Zone.PRODUCTION, "python", p[:-3]), t.encode()) for p, t in files.items()
    ]
    return ProjectFacts([r.facts for r in results if r.facts is not None], {})


ALLOWED = "def allowed():\n    return 1\n"


def test_other_files_can_take_back_what_a_rule_over_single_files_found() -> None:
    alone = examine({"a.py": "import os\n"}, [Empty()])
    assert [item.path for item in alone] == ["a.py"]
    assert examine({"a.py": "import os\n", "b.py": ALLOWED}, [Empty()]) == []


def test_a_rule_over_single_files_can_say_that_it_does_not_apply() -> None:
    rule, project = Empty(), project_of({"b.py": ALLOWED})
    assert settle([rule], [], project) == [Asked("ZZZ206", not_applicable="nothing imports json")]


def test_what_has_found_something_applies() -> None:
    project = project_of({"a.py": "import os\n"})
    found = examine({"a.py": "import os\n"}, [Empty()])
    assert settle([Empty(), Counts()], found, project) == [Asked("ZZZ206", tuple(found))]


def test_a_rule_that_fails_over_what_it_found_keeps_it() -> None:
    class Broken(Empty):
        def joined(self, finding: Finding, project: ProjectFacts) -> Finding | None:
            raise ValueError("no good")

    project = project_of({"a.py": "import os\n"})
    found = examine({"a.py": "import os\n"}, [Empty()])
    [asked] = settle([Broken()], found, project)
    assert asked.findings == tuple(found)
    assert asked.crash == "ValueError: no good"
