"""MNT002: functions that are hard to follow, though they have few paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codereview.api import At, Card, Confidence, Finding, ModuleContext, ModuleRule, Related, Severity, Zone
from codereview.facts.cognitive import Function, Step, steps
from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.shape import statements

from .._syntax.locate import functions_at
from ._complexity.examples_cognitive import BAD, GOOD

_UNSCORED = (Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT, Zone.TESTS)
_LONG = 100
"""Statements from which a function weighs medium whatever its number is (ARC003)."""
_SHOWN = 4


@dataclass(frozen=True)
class Options:
    """Options of the rule.

    Args:
        max: the highest cognitive complexity that is not reported. Its authors propose 15, which one in 60 of the
            functions of Django, SQLAlchemy, Flask and httpx with at most 15 paths exceeds; one in 150 exceeds 20.
        medium: the number from which a finding weighs medium.
        paths: the cyclomatic complexity above which MNT001 speaks, and this rule does not.
    """

    max: int = 20
    medium: int = 31
    paths: int = 15


class CognitiveComplexity(ModuleRule):
    """Cognitive complexity of each outermost function, by its authors' definition."""

    card = Card(
        id="MNT002",
        title="Function that is hard to follow",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=45,
        why=(
            "Each condition and loop inside another one has to be kept in mind until its end. Beyond some twenty "
            "points of cognitive complexity a reader loses the thread, and changes go to the wrong branch."
        ),
        instead=(
            "Return or `continue` early, so that what follows stands one level less deep; take the body of the inner "
            "loop out into a function with a name of its own; name long conditions."
        ),
        false_alarms=(
            "The number is SonarSource's cognitive complexity (G. Ann Campbell, 2018): it leaves comprehensions and "
            "`with` alone, and counts a function inside a function to the outer one. Told only where the cyclomatic "
            "complexity (MNT001) of the function and of those inside it is within its limit. Tests are left out."
        ),
        absorbs=("ARC003", "ARC005"),
    )
    options = Options()
    bad = BAD
    good = GOOD

    def check(self, file: ModuleContext, facts: FileFacts) -> Iterable[Finding]:
        """One finding for each outermost function above the limit, at its first line."""
        if file.zone in _UNSCORED:
            return
        wanted = {(f.line, f.column - 1): f for f in self._candidates(facts)}
        if not wanted:
            return
        for node in functions_at(file.tree.body, {line for line, _ in wanted}):
            if (node.lineno, node.col_offset) in wanted:
                made = steps(node)
                if sum(step.adds for step in made) > self.option.max:
                    yield self._finding(file, wanted[node.lineno, node.col_offset], node, made)

    def _candidates(self, facts: FileFacts) -> Iterator[FunctionFact]:
        """Outermost functions above the limit; none that MNT001 reports. The number of the facts misses a call of
        itself that is written like one of another module, which is one at the most.
        """
        told: set[int] = set()
        for index, function in enumerate(facts.functions):
            if function.complexity > self.option.paths:
                while facts.functions[index].parent >= 0:
                    index = facts.functions[index].parent
                told.add(index)
        for index, function in enumerate(facts.functions):
            if function.cognitive is not None and function.cognitive >= self.option.max and index not in told:
                yield function

    def _finding(
        self, file: ModuleContext, function: FunctionFact, node: Function, made: list[Step]
    ) -> Finding:
        number = sum(step.adds for step in made)
        length = statements(node.body)
        heavy = number >= self.option.medium or (length >= _LONG and file.zone is Zone.PRODUCTION)
        nested = sum(step.nested for step in made)
        keyword = len("async def " if function.is_async else "def ")
        where = At(
            function.line, function.column, function.line, function.column + keyword + len(function.name)
        )
        worst = sorted(made, key=lambda step: (-step.adds, step.line))[:_SHOWN]
        return self.finding(
            file.path,
            where,
            f"`{function.name}` has a cognitive complexity of {number}, {nested} of it for what stands inside "
            f"something else, and only {function.complexity} paths; the limit is {self.option.max}",
            severity=Severity.MEDIUM if heavy else None,
            symbol=function.qualname,
            related=[
                Related(file.path, step.line, f"{step.what}, {step.nested} deep: adds {step.adds}")
                for step in sorted(worst, key=lambda step: step.line)
                if step.nested
            ],
            effort=max(20, min(180, 3 * (number - 10))),
        )
