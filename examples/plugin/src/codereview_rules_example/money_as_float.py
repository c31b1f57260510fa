"""ACM001: an amount of money that is annotated as float."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from codereview.api import Bad, Card, Category, Confidence, Finding, Good, ModuleContext, ModuleRule, Severity

_MONEY = re.compile(r"(^|_)(price|amount|fee|balance|salary)$")


class MoneyAsFloat(ModuleRule):
    """Looks at annotated parameters and fields, by name and by what the annotation resolves to."""

    card = Card(
        id="ACM001",
        title="Amount of money as float",
        category=Category.RELIABILITY,
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=20,
        why="Binary floats cannot hold most decimal fractions (0.1 + 0.2 is not 0.3): sums drift by cents.",
        instead="Use `decimal.Decimal`, or an `int` of the smallest unit.",
        false_alarms="Only price, amount, fee, balance and salary count, alone or after an underscore.",
    )
    bad = (
        Bad("def pay(amount: float) -> None: ...\n", lines=(1,)),
        Bad("class Item:\n    unit_price: float\n", lines=(2,)),
        Bad("def pay(fee: float | None = None) -> None: ...\n", lines=(1,)),
    )
    good = (
        Good("from decimal import Decimal\n\ndef pay(amount: Decimal) -> None: ...\n"),
        Good("def wait(seconds: float) -> None: ...\n"),
        Good("class Item:\n    price_level: float\n"),
        Good("from acme.money import Money as float\n\ndef pay(amount: float) -> None: ...\n"),
        Good("def pay(amount) -> None: ...\n"),
    )

    nodes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.AnnAssign)

    def visit(self, node: ast.AST, file: ModuleContext) -> Iterable[Finding]:
        """One finding for each annotated name that means money and is a float."""
        for name, annotation, at in _annotated(node):
            if _MONEY.search(name) and any(_is_float(part, file) for part in ast.walk(annotation)):
                yield self.finding(file.path, at, f"`{name}` is annotated as float", symbol=file.scope)


def _annotated(node: ast.AST) -> Iterator[tuple[str, ast.expr, ast.AST]]:
    """Name, annotation and place of a field, or of each parameter of a function."""
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id, node.annotation, node
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        arguments = node.args
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            if argument.annotation is not None:
                yield argument.arg, argument.annotation, argument


def _is_float(node: ast.AST, file: ModuleContext) -> bool:
    # By what the name means here, not by its spelling: `float` can have been imported from elsewhere.
    return isinstance(node, ast.Name) and file.resolve(node) == "builtins.float"
