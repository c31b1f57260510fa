"""The names in a syntax tree, found without the detours of `ast.walk`, which takes three times as long."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

_NOTHING_BELOW = frozenset(
    "arg asname attr conversion ctx id is_async kind level lineno module op ops rest simple tag type_comment"
    " type_ignores".split()
)
"""Fields that hold no node, or a context, an operator or a comment."""
LEAVES = frozenset({ast.Constant, ast.Name, ast.Pass, ast.Break, ast.Continue, ast.Global, ast.Nonlocal})
"""Nodes without nodes below them."""

_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")

_fields: dict[type[ast.AST], tuple[str, ...]] = {}


def fields_of(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a type of node that can hold nodes which matter here."""
    below = _fields.get(kind)
    if below is None:
        below = _fields[kind] = tuple(name for name in kind._fields if name not in _NOTHING_BELOW)
    return below


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes of a tree but contexts, operators and most constants, in no particular order."""
    waiting = [tree]
    known = _fields
    while waiting:
        node = waiting.pop()
        yield node
        kind = type(node)
        if kind in LEAVES:
            continue
        for name in known.get(kind) or fields_of(kind):
            value = getattr(node, name, None)
            if value is None or type(value) is ast.Constant:
                continue
            if type(value) is list:
                if value:  # most are empty
                    waiting += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                waiting.append(value)


def statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """All statements of a body, those within others included, in no particular order; no expression is looked at."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.stmt):
            yield node
        for name in _BLOCKS:
            waiting += getattr(node, name, ())


def names(tree: ast.AST) -> Iterator[ast.Name]:
    """All names of a tree, read or bound, in no particular order."""
    if type(tree) in LEAVES:  # most are
        return iter((tree,) if isinstance(tree, ast.Name) else ())
    # as `nodes`, which gives every node by itself: the walk asks for the names of each thing that is bound or varies
    found: list[ast.Name] = []
    waiting = [tree]
    known = _fields
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind is ast.Name:
            found.append(node)  # type: ignore[arg-type]
        elif kind not in LEAVES:
            for name in known.get(kind) or fields_of(kind):
                value = getattr(node, name, None)
                if type(value) is list:
                    if value:
                        waiting += [item for item in value if isinstance(item, ast.AST)]
                elif isinstance(value, ast.AST):
                    waiting.append(value)
    return iter(found)


def spelled(node: ast.expr) -> str:
    """An expression as `ast.unparse` writes it, which takes its time: names and their attributes need none of it."""
    text = ""
    inner = node
    while type(inner) is ast.Attribute:
        text = f".{inner.attr}{text}"
        inner = inner.value
    return inner.id + text if type(inner) is ast.Name else ast.unparse(node)


def own_name(node: ast.AST | None) -> str:
    """The name of a name, and the last one of an attribute: ``c`` of ``a.b.c``; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
