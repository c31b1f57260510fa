"""Annotations by spelling: `List` and `Optional` of `typing`, or built-in generics and `|`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import FileFacts
from codereview.facts.names import LEAVES, nodes, statements

from ..._syntax.spelled import spells

GENERICS = frozenset("List Dict Set FrozenSet Tuple Type DefaultDict Deque".split())
UNIONS = frozenset({"Optional", "Union"})
_BUILT_IN = frozenset("list dict set frozenset tuple type defaultdict deque".split())
_MODULES = frozenset({"typing", "typing_extensions"})
_SIGNS = {
    "typing": (),
    "|": ("| None", "None |"),
    "list[": ("-> list[", ": list["),
    "dict[": ("-> dict[", ": dict["),
}


class Spellings(Collector):
    """One note for each file of production, ``spelled``: how often each spelling is there (old generics, old unions,
    new generics, new unions), and the first old name."""

    def wants(self, file: ModuleContext) -> bool:
        """Files with annotations that could be spelled in two ways."""
        return file.zone is Zone.PRODUCTION and spells(file.text, _SIGNS)

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterator[Note]:
        """The counts of a file."""
        old = {
            item.alias or item.name: item.name
            for item in facts.imports
            if item.module in _MODULES and item.name in GENERICS | UNIONS
        }
        modules = {
            item.alias or item.module for item in facts.imports if item.module in _MODULES and not item.name
        }
        counts = [0, 0, 0, 0]
        first: ast.expr | None = None
        for annotation in _annotations(file.tree):
            if type(annotation) in LEAVES:  # a name is spelled in one way
                continue
            for node in nodes(annotation):
                kind = _kind(node, old, modules)
                if kind >= 0:
                    counts[kind] += 1
                    assert isinstance(node, ast.expr)
                    if kind < 2 and (
                        first is None or (node.lineno, node.col_offset) < (first.lineno, first.col_offset)
                    ):
                        first = node
        if any(counts):
            note = self.noted(first or file.tree, file, "spelled", *counts)
            yield note


def _annotations(tree: ast.Module) -> Iterator[ast.expr]:
    for node in statements(tree.body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            given = node.args
            for arg in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg):
                if arg is not None and arg.annotation is not None:
                    yield arg.annotation
            if node.returns is not None:
                yield node.returns
        elif isinstance(node, ast.AnnAssign):
            yield node.annotation


def _kind(node: ast.AST, old: dict[str, str], modules: set[str]) -> int:
    """0 and 1 for an old generic and union, 2 and 3 for new ones, -1 for all else."""
    if isinstance(node, ast.BinOp):
        return 3 if isinstance(node.op, ast.BitOr) and not isinstance(node.left, ast.BinOp) else -1
    if not isinstance(node, ast.Subscript):
        return -1
    value = node.value
    name = ""
    if isinstance(value, ast.Name):
        if value.id in _BUILT_IN:
            return 2
        name = old.get(value.id, "")
    elif isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and value.value.id in modules:
        name = value.attr
    return 0 if name in GENERICS else 1 if name in UNIONS else -1
