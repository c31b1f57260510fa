"""ARC005: blocks within blocks within blocks."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from codereview.api import (
    Bad,
    Card,
    Confidence,
    Finding,
    Good,
    ModuleContext,
    ModuleRule,
    Related,
    Severity,
    Zone,
)
from codereview.facts.clones import is_migration
from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.shape import Level, nesting

from .._syntax.locate import functions_at
from ._size.named import head


@dataclass(frozen=True)
class Options:
    """Options of the rule. Of 23,032 functions of Django, SQLAlchemy, FastAPI, Flask, httpx, Rich and Home Assistant's
    Supervisor
    one in a hundred stands four blocks deep, one in two hundred five; 38 are deeper than five, and two have eight.

    Args:
        max: the deepest nesting that is not reported.
        medium: the depth from which a finding weighs medium.
    """

    max: int = 5
    medium: int = 8


def _deep(depth: int, head: str = "def run(a):\n", indent: int = 1) -> str:
    lines = [f"{'    ' * (indent + i)}if a.part{i}:\n" for i in range(depth)]
    return head + "".join(lines) + "    " * (indent + depth) + "a.go()\n"


CARD = Card(
    id="ARC005",
    title="Blocks nested too deep",
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    effort=30,
    why=(
        "The innermost line runs under half a dozen conditions that a reader has to keep in "
        "mind at once, and what "
        "happens when one of them fails stands a screen further down, or nowhere."
    ),
    instead=(
        "Leave early: turn a condition around and `return`, `continue` or `raise` where it "
        "fails. Move the body of an "
        "inner loop or `try` into a function. Nested loops that only search become a "
        "comprehension or a generator."
    ),
    false_alarms=(
        "Conditions, loops, `try` and `match` count. An `elif` is no deeper than its `if`, "
        "`with` decides nothing, and "
        "functions inside begin anew. Tests, migrations, generated and vendored code are left "
        "out. Where a function has "
        "too many paths as well, MNT001 says both."
    ),
)


class DeepNesting(ModuleRule):
    """Looks at functions whose lines are indented far enough."""

    card = CARD
    options = Options()
    bad = (
        Bad(_deep(6), (1,)),
        Bad(_deep(9, "async def run(a):\n"), (1,)),
        Bad(_deep(6, "class A:\n    def run(self, a):\n", 2), (2,)),
        Bad(
            "def run(a):\n    for b in a:\n        for c in b:\n            try:\n                if c:\n"
            "                    while c.up:\n                        if c.old:\n                            c.go()\n"
            "            except ValueError:\n                pass\n",
            (1,),
        ),
        Bad(_deep(6) + "    return a\n", (1,)),
        Bad(
            "def run(a):\n    if a.x:\n        a.go()\n    elif a.y:\n        for b in a:\n            if b.x:\n"
            "                for c in b:\n                    if c.x:\n                        if c.y:\n"
            "                            c.go()\n",
            (1,),
        ),
        Bad(
            "def run(a):\n    if a.x:\n        with a:\n            for b in a:\n                if b:\n"
            "                    try:\n                        for c in b:\n                            if c:\n"
            "                                c.go()\n                    finally:\n                        b.end()\n",
            (1,),
        ),
        Bad(
            "def run(a):\n    for b in a:\n        match b:\n            case 1:\n                for c in b:\n"
            "                    if c:\n                        while c:\n                            if c.x:\n"
            "                                c.go()\n",
            (1,),
            python="3.10",
        ),
    )
    good = (
        Good(_deep(5)),
        Good(
            "def run(a):\n    if a == 0:\n        a.f()\n"
            + "".join(f"    elif a == {i}:\n        a.g{i}()\n" for i in range(12))
        ),
        Good(
            "def run(a):\n"
            + "".join(f"    if not a.part{i}:\n        return\n" for i in range(9))
            + "    a.go()\n"
        ),
        Good(
            "def run(a):\n"
            + "".join(f"{'    ' * i}with a.f{i}():\n" for i in range(1, 9))
            + "    " * 9
            + "a.go()\n"
        ),
        Good(_deep(4, "def outer():\n" + _deep(3, "    def first(a):\n", 2) + "    def run(a):\n", 2)),
        Good("def run(a):\n    return [d for b in a if b for c in b if c for d in c if d]\n"),
        Good(_deep(7, "def test_run(a):\n"), path="tests/test_run.py"),
        Good(
            "def run(a):\n    return {\n        1: {\n            2: {\n                3: {\n"
            "                    4: {\n                        5: a}}}}}\n"
        ),
        Good(_deep(7), path="client_pb2.py"),
    )

    def check(self, file: ModuleContext, facts: FileFacts) -> Iterable[Finding]:
        """One finding for each function above the limit, at its name."""
        limit = self.option.max
        if file.zone is not Zone.PRODUCTION:
            return
        # each block but a `try` is a decision, and has lines of its own
        wanted = {
            (function.line, function.column - 1): function
            for function in facts.functions
            if function.complexity >= limit
            and function.end_line - function.line > limit
            and _indented(file.lines, function, limit)
        }
        if not wanted or is_migration(file.path):
            return
        for node in functions_at(file.tree.body, {line for line, _ in wanted}):
            function = wanted.get((node.lineno, node.col_offset))
            levels = nesting(node) if function is not None else ()
            if function is not None and len(levels) > limit:
                yield self._told(file.path, function, node, levels)

    def _told(
        self,
        path: str,
        function: FunctionFact,
        node: ast.FunctionDef | ast.AsyncFunctionDef,
        levels: tuple[Level, ...],
    ) -> Finding:
        words = " › ".join(level.word for level in levels)
        return self.finding(
            path,
            head(node),
            f"`{node.name}` stands {len(levels)} blocks deep at line {levels[-1].node.lineno} ({words}); the limit is "
            f"{self.option.max}{_advice(levels)}",
            severity=Severity.MEDIUM if len(levels) >= self.option.medium else None,
            symbol=function.qualname,
            related=[
                Related(path, level.node.lineno, f"block {i}: `{level.word}`")
                for i, level in enumerate(levels, 1)
            ],
            checked="`elif` counts with its `if`, and `with` does not count",
        )


def _indented(lines: list[str], function: FunctionFact, limit: int) -> bool:
    """Whether some line stands as far in as the body of so many blocks: most functions have none."""
    first = lines[function.body_line - 1]
    step = max(1, len(first) - len(first.lstrip()) - function.column + 1)
    start = first[:1] * (function.column - 1 + step * (limit + 2))
    return f"\n{start}" in "\n".join(lines[function.line - 1 : function.end_line])


def _advice(levels: tuple[Level, ...]) -> str:
    """Which of the conditions hold all that is left of their function or round."""
    guards = [str(level.node.lineno) for level in levels if level.guard]
    if not guards:
        return ""
    return f"; leaving early saves the `if` in line{'s' if len(guards) > 1 else ''} {' and '.join(guards)}"
