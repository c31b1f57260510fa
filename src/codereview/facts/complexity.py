"""Cyclomatic complexity of one function, by radon's visitor.

McCabe 1976 as radon counts it: one for the function, and one for each branch, loop, handler, boolean
operator, comprehension and assertion of its body. Functions and classes inside it have numbers of their own.
"""

from __future__ import annotations

import ast

from radon.visitors import ComplexityVisitor


class _Decisions(ComplexityVisitor):  # type: ignore[misc]  # radon has no types
    """Radon's visitor without what cannot change the number: two thirds of all nodes are leaves."""

    def _leaf(self, node: ast.AST) -> None:
        """Nothing to count here or below."""

    visit_Name = visit_Constant = visit_Load = visit_Store = visit_Del = _leaf
    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _leaf
    visit_Import = visit_ImportFrom = visit_Pass = visit_arg = visit_alias = _leaf

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Only what stands left of the dot."""
        if not isinstance(node.value, ast.Name):
            self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        """Callee and arguments."""
        if not isinstance(node.func, ast.Name):
            self.visit(node.func)
        for argument in node.args:
            if not isinstance(argument, (ast.Name, ast.Constant)):
                self.visit(argument)
        for keyword in node.keywords:
            if not isinstance(keyword.value, (ast.Name, ast.Constant)):
                self.visit(keyword.value)


def complexity(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The number of a function: 1 for a straight one."""
    visitor = _Decisions(off=False)
    for statement in function.body:
        visitor.visit(statement)
    return 1 + int(visitor.complexity)
