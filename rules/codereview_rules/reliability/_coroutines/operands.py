"""Calls whose result is an operand: compared, negated, computed with, formatted."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from codereview.api import Collector, ModuleContext, Note
from codereview.facts.module import FileFacts

from .._flow.kept import RECORDED, is_record
from .._flow.uses import may_be_ours
from .handed import handed

OPERAND = "operand"
"""Kind of a note: the result of a call is used as a value where it stands. Its values: the path of what is called,
and what is done with it."""


class Operands(Collector):
    """Results of calls that are not awaited and that an operator, a test, an f-string or several names take."""

    nodes = (
        ast.Compare, ast.UnaryOp, ast.BoolOp, ast.BinOp, ast.JoinedStr, ast.Assert, ast.IfExp, ast.While, ast.Assign,
        ast.Return, ast.If,
    )  # fmt: skip

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """A note of each operand that is a call."""
        if isinstance(node, ast.Assign):
            if type(node.value) is not ast.Call or not isinstance(node.targets[0], (ast.Tuple, ast.List)):
                return ()
            return self._noted(file, "unpacked", node.value)
        if isinstance(node, ast.Return):
            if type(node.value) is not ast.Dict or not is_record(node.value):
                return ()
            return self._noted(file, RECORDED, *node.value.values)
        if isinstance(node, ast.Compare):
            if type(node.left) is not ast.Call and type(node.comparators[0]) is not ast.Call:
                return ()
            return self._noted(file, "compared", node.left, node.comparators[0])
        if isinstance(node, ast.BinOp):
            if type(node.left) is not ast.Call and type(node.right) is not ast.Call:
                return ()
            return self._noted(file, "computed with", node.left, node.right)
        if isinstance(node, ast.UnaryOp):
            return self._noted(file, "tested", node.operand) if type(node.operand) is ast.Call else ()
        if isinstance(node, ast.BoolOp):
            return self._noted(file, "tested", *node.values[:-1])
        if isinstance(node, ast.JoinedStr):
            parts = [part.value for part in node.values if type(part) is ast.FormattedValue]
            return self._noted(file, "formatted", *parts)
        if isinstance(node, (ast.Assert, ast.IfExp, ast.While, ast.If)):
            test = node.test.values[-1] if type(node.test) is ast.BoolOp else node.test
            if type(node) is ast.If and test is node.test:
                return ()  # the facts tell of a call that is tested there
            return self._noted(file, "tested", test) if type(test) is ast.Call else ()
        return ()

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """Notes of the functions that are handed to what calls them."""
        return handed(facts)

    def _noted(self, file: ModuleContext, how: str, *operands: ast.expr) -> Sequence[Note]:
        found: list[Note] = []
        for operand in operands:
            if type(operand) is ast.Call:
                path = file.resolve(operand.func)
                if may_be_ours(path):
                    found.append(self.noted(operand, file, OPERAND, path, how))
        return found or ()
