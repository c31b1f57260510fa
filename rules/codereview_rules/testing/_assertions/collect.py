"""The statements and calls by which a test fails."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.paths import last_name

from .words import is_check


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
