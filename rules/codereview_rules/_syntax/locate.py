"""From a fact back to its node of syntax: down by lines, without another walk over the tree."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from codereview.facts.module import CallFact, FunctionFact
from codereview.facts.names import LEAVES, fields_of

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
_DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef})


def chain(tree: ast.AST, line: int) -> list[ast.AST]:
    """The statements around a line, outermost first, down to the one that stands on it."""
    found: list[ast.AST] = []
    node = tree
    while True:
        below = _below(node, line)
        if below is None:
            return found
        found.append(below)
        node = below


def _below(node: ast.AST, line: int) -> ast.AST | None:
    for name in _BLOCKS:
        for item in getattr(node, name, None) or ():
            end = getattr(item, "end_lineno", None)
            if end is not None:  # most stand before the line
                if line <= end and first(item) <= line:
                    return item  # type: ignore[no-any-return]
            elif isinstance(item, ast.match_case):
                if item.body[0].lineno <= line <= (item.body[-1].end_lineno or 0):
                    return item
            else:
                return None
    return None


def first(node: ast.AST) -> int:
    """The first line of a statement, its decorators included."""
    decorators = getattr(node, "decorator_list", None)
    return int(decorators[0].lineno if decorators else getattr(node, "lineno", 0))


def function_node(tree: ast.AST, fact: FunctionFact) -> FunctionNode | None:
    """The node of a function, None for a lambda."""
    for node in reversed(chain(tree, fact.line)):
        if isinstance(node, _DEFINED) and node.lineno == fact.line and node.name == fact.name:
            return node
    return None


def functions_at(body: Sequence[ast.stmt], lines: Collection[int]) -> Iterator[FunctionNode]:
    """The functions that begin on some lines and those around them, the last first; what holds none of the lines is
    not looked into."""
    wanted = sorted(lines)
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if not isinstance(node, ast.match_case):  # it has no lines
            at = bisect_left(wanted, node.lineno)  # type: ignore[attr-defined]
            if at == len(wanted) or wanted[at] > node.end_lineno:  # type: ignore[attr-defined]
                continue
            if isinstance(node, _DEFINED):
                yield node
        for name in _BLOCKS:
            waiting += getattr(node, name, ())


def call_at(statement: ast.AST, fact: CallFact) -> ast.Call | None:
    """The node of a call in a statement."""
    start, end = (fact.line, fact.column), (fact.end_line, fact.end_column)
    for node in ast.walk(statement):
        if (
            isinstance(node, ast.Call)
            and (node.lineno, node.col_offset + 1) == start
            and (node.end_lineno, (node.end_col_offset or 0) + 1) == end
        ):
            return node
    return None


def own(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a function runs: all nodes of its body but those of "
    "functions and classes in it, in order."""
    waiting: list[ast.AST] = list(reversed(getattr(node, "body", ())))
    while waiting:
        item = waiting.pop()
        yield item
        kind = type(item)
        if kind in LEAVES or kind in _SCOPES:
            continue
        for name in reversed(fields_of(kind)):
            below = getattr(item, name, None)
            if type(below) is list:
                waiting += [part for part in reversed(below) if isinstance(part, ast.AST)]
            elif isinstance(below, ast.AST):
                waiting.append(below)


def read_names(node: ast.AST) -> set[str]:
    """The names that anything in a function's body reads, functions in it included."""
    found: set[str] = set()
    for statement in getattr(node, "body", ()):
        for item in ast.walk(statement):
            if isinstance(item, ast.Name) and not isinstance(item.ctx, ast.Store):
                found.add(item.id)
    return found


def parameters(node: FunctionNode) -> list[ast.arg]:
    """The named parameters of a function, in order."""
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


def last_name(node: ast.AST) -> str:
    """The last name of what is called or read: ``c`` of ``a.b.c`` and of ``a.b.c()``."""
    while isinstance(node, (ast.Call, ast.Await, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def words(node: ast.AST) -> Iterator[str]:
    """The names in an expression, attributes included, and short texts."""
    for item in ast.walk(node):
        if isinstance(item, ast.Name):
            yield item.id
        elif isinstance(item, ast.Attribute):
            yield item.attr
        elif isinstance(item, ast.Constant) and isinstance(item.value, str) and len(item.value) < 40:
            yield item.value
