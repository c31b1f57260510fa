"""The statements and calls by which a test fails."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import FileFacts
from codereview.facts.paths import last_name

from ..._syntax.spelled import lines_with
from .words import is_check

_ONLY_RUNS = re.compile(
    r"\b(?:not|\w+n't|never|no|without|any) (?:an? |any )?(?:\w+ )?"
    r"(?:rais\w+|crash\w*|fail\w*|error\w*|throw\w*|exception\w*|blow|hang|explode)"
    r"|no[- ]?op\b|smoke test|runs? through|just runs?",
    re.IGNORECASE,
)
_STEMS = (
    *(" rais", " crash", " fail", " error", " throw", " exception", " blow", " hang", " explode"),
    *("noop", "no-op", "no op", "smoke test", "run through", "runs through", "just run"),
)
"""One of these stands on each line that says so."""


class Verdicts(Collector):
    """Notes in files of tests ``assert``, ``raise``, and calls on unknown values that are named like a check."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.Assert, ast.Raise, ast.Call)

    def wants(self, file: ModuleContext) -> bool:
        """Production code is not looked at: what it asserts is no test of it."""
        return file.zone is Zone.TESTS or "test" in file.path

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note a statement or call."""
        if isinstance(node, ast.Call):
            function = node.func
            if not isinstance(function, ast.Attribute) or not is_check(function.attr):
                return ()
            if last_name(file.resolve(function)) == function.attr:
                return ()  # the facts of calls say so
            return (self.noted(node, file, "check"),)
        return (self.noted(node, file, "raise" if isinstance(node, ast.Raise) else "assert"),)

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """A note ``said`` for each test of which a comment or docstring says that it only has to run."""
        if "def test" not in file.text:
            return
        near = lines_with(file.text, _STEMS)
        lines = [line for line in near for _ in _ONLY_RUNS.finditer(file.lines[line - 1])]
        tests = [(f.line, index) for index, f in enumerate(facts.functions) if f.name.startswith("test")]
        for line in lines:  # a comment at the end stands behind the last statement
            before = [item for item in tests if item[0] <= line]
            if before:
                yield Note("said", line, 1, line, 1, max(before)[1], -1)
