"""MNT001: functions with many independent paths."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from codereview.api import (
    At,
    Bad,
    Card,
    Confidence,
    Finding,
    Good,
    ModuleContext,
    ModuleRule,
    Severity,
    Zone,
)
from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.shape import nesting
from codereview.facts.shape import statements as steps

from .._syntax.locate import functions_at
from ._complexity.parts import Parts, parts_of

_TARGET = 10
_LONG = 60
"""Statements from which a function is long (ARC003), and weighs medium whatever its complexity is, at _VERY_LONG."""
_VERY_LONG = 100
_DEEP = 5
_UNSCORED = (Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT)
_LOWER = {Severity.HIGH: Severity.MEDIUM, Severity.MEDIUM: Severity.LOW, Severity.LOW: Severity.INFO}


@dataclass(frozen=True)
class Options:
    """Options of the rule.

    Args:
        max: the highest complexity that is not reported.
        medium: the complexity from which a finding weighs medium; radon's rank D begins at 21.
        high: the complexity from which it weighs high; radon's rank F begins at 41.
    """

    max: int = 15
    medium: int = 21
    high: int = 41


def _branches(count: int, head: str = "def route(a):\n") -> str:
    return head + "".join(
        f"    if a.part{i} and a.kind:\n        a.total += {i}\n" for i in range(count // 2)
    )


class CyclomaticComplexity(ModuleRule):
    """Cyclomatic complexity of each function, as radon counts it."""

    card = Card(
        id="MNT001",
        title="Function with many paths",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=60,
        why=(
            "Each decision adds a path, which a reader has to follow and a test has to take. Beyond some "
            "fifteen of them, reviews miss mistakes and changes break cases that nobody thought of."
        ),
        instead=(
            "Take steps out into functions with a name of their own, return early for special cases, and "
            "let a "
            "table or polymorphism choose where a chain of conditions does. Ten or fewer paths are the "
            "usual aim."
        ),
        false_alarms=(
            "A long but flat `match` or chain of `elif` is easier to read than its number says; where one "
            "such "
            "chain with simple branches makes up most of the number, or comprehensions half of it, the finding "
            "weighs one step less. Parsers "
            "and protocol state machines can be clearest in one piece. Tests and generated code are left out. "
            "That such a function is long (ARC003) or deep (ARC005) is said here and counts once."
        ),
        absorbs=("ARC003", "ARC005"),
    )
    options = Options()
    bad = (
        Bad(_branches(16), (1,)),
        Bad(_branches(22, "async def route(a):\n"), (1,)),
        Bad(
            "def rows(xs):\n    for x in xs:\n        try:\n            while x and x.up or x.down:\n"
            "                x = x.up if x.up else x.down\n        except (KeyError, ValueError):\n"
            "            continue\n"
            "        assert x\n        if x.a and x.b and x.c or x.d or x.e or x.f or x.g:\n"
            "            yield [y for y in x if y if y.ok]\n        elif x.h:\n            yield x\n",
            (1,),
        ),
        Bad(
            "def outer(b):\n"
            + _branches(44, "    def inner(a):\n").replace("\n    ", "\n        ")
            + "    return inner\n",
            (2,),
        ),
        Bad(
            "class Parser:\n    def token(self, a):\n"
            + "".join(
                f"        if a == {i}:\n            for x in a:\n                self.step(x or {i})\n"
                for i in range(7)
            ),
            (2,),
        ),
    )
    good = (
        Good(_branches(14)),
        Good(
            "def route(a):\n    return HANDLERS[a.kind](a)\n\n\n"
            + "HANDLERS = {"
            + ", ".join(f"{i}: print" for i in range(40))
            + "}\n"
        ),
        Good("def build(a):\n" + "".join(f"    a.step{i}()\n" for i in range(60))),
        Good(
            "def outer(a):\n"
            + "".join(f"    def f{i}():\n        return 1 if a else 2\n\n" for i in range(20))
            + "    return f1\n"
        ),
        Good(
            "def test_all(a):\n" + "".join(f"    assert a[{i}]\n" for i in range(30)),
            path="tests/test_all.py",
        ),
        Good("import enum\n\n\nclass Kind(enum.Enum):\n" + "".join(f"    K{i} = {i}\n" for i in range(40))),
    )

    def check(self, file: ModuleContext, facts: FileFacts) -> Iterable[Finding]:
        """One finding for each function above the limit, at its first line."""
        if file.zone in _UNSCORED:
            return
        wanted = {
            (f.line, f.column - 1): f
            for f in facts.functions
            if f.complexity > self.option.max and f.name != "<lambda>"
        }
        if not wanted:
            return
        for node in functions_at(file.tree.body, {line for line, _ in wanted}):
            function = wanted.get((node.lineno, node.col_offset))
            if function is not None and not (file.zone is Zone.TESTS and _is_test(function)):
                yield self._finding(file, function, node, parts_of(node))

    def _finding(
        self,
        file: ModuleContext,
        function: FunctionFact,
        node: ast.FunctionDef | ast.AsyncFunctionDef,
        parts: Parts,
    ) -> Finding:
        number = function.complexity
        length, depth = steps(node.body), len(nesting(node))
        long = length >= _VERY_LONG and file.zone is Zone.PRODUCTION
        severity = Severity.LOW
        if number >= self.option.medium:
            severity = Severity.HIGH if number >= self.option.high else Severity.MEDIUM
        message = (
            f"`{function.name}` has a cyclomatic complexity of {number} (rank {_rank(number)}): "
            f"{parts.said}; "
            f"the aim is {_TARGET}, the limit {self.option.max}"
        )
        if parts.flat and number - parts.flat <= _TARGET:
            severity = _LOWER[severity]
            message += f"; {parts.flat} of them are branches of one flat chain"
        elif 2 * parts.inline >= number:
            severity = _LOWER[severity]
            message += f"; {parts.inline} of them stand in comprehensions, one expression each"
        if long and severity.rank < Severity.MEDIUM.rank:
            severity = Severity.MEDIUM
        if length > _LONG or depth > _DEEP:
            message += f"; it has {length} statements, at most {depth} blocks deep"
        keyword = len("async def " if function.is_async else "def ")
        where = At(
            function.line, function.column, function.line, function.column + keyword + len(function.name)
        )
        effort = max(20, min(240, 5 * (number - _TARGET)))
        return self.finding(
            file.path, where, message, severity=severity, symbol=function.qualname, effort=effort
        )


def _is_test(function: FunctionFact) -> bool:
    return function.name.startswith("test")


def _rank(number: int) -> str:
    """radon's letter: A to 5, B to 10, C to 20, D to 30, E to 40, then F."""
    return next(
        (letter for letter, most in zip("ABCDE", (5, 10, 20, 30, 40), strict=True) if number <= most), "F"
    )
