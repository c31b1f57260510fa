"""What a function's complexity is made of, and how much of it is one flat chain of cases."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from codereview.facts.complexity import decisions

_NAMES = (
    ("condition", (ast.If, ast.IfExp)),
    ("loop", (ast.For, ast.AsyncFor, ast.While)),
    ("exception handler", (ast.ExceptHandler,)),
    ("comprehension", (ast.comprehension,)),
    ("assertion", (ast.Assert,)),
)
_SHORTEST = 5
"""Branches from which a chain counts."""
_WITH_ELSE = (ast.For, ast.AsyncFor, ast.While, ast.Try)
_DECIDES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.Try,
    ast.Match,
    ast.BoolOp,
    ast.comprehension,
)


@dataclass(frozen=True)
class Parts:
    """``said``: the decisions by kind. ``flat``: branches of the longest flat chain, 0 if it is short. ``inline``:
    comprehensions and their filters."""

    said: str
    flat: int
    inline: int


def parts_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Parts:
    """The decisions of a function, without those of functions in it."""
    nodes = list(decisions(function.body))
    continued = {node.orelse[0] for node in nodes if isinstance(node, ast.If) and len(node.orelse) == 1}
    heads = [node for node in nodes if isinstance(node, (ast.If, ast.Match)) and node not in continued]
    longest = max((_chain(node) for node in heads), default=0)
    inline = sum(isinstance(node, ast.comprehension) + _filters(node) for node in nodes)
    return Parts(", ".join(_told(nodes)), longest, inline)


def _told(nodes: list[ast.AST]) -> list[str]:
    """The kinds of decisions that there are, each with its number."""
    counts = [(name, name + "s", sum(isinstance(node, kinds) for node in nodes)) for name, kinds in _NAMES]
    counts += [(one, many, sum(map(count, nodes))) for one, many, count in _WITHIN]
    return [f"{count} {many if count > 1 else one}" for one, many, count in counts if count]


def _cases(node: ast.AST) -> int:
    """The cases of a ``match``; one that matches anything is no decision."""
    if not isinstance(node, ast.Match):
        return 0
    every = any(isinstance(c.pattern, ast.MatchAs) and c.pattern.pattern is None for c in node.cases)
    return len(node.cases) - every


def _elses(node: ast.AST) -> int:
    return int(isinstance(node, _WITH_ELSE) and bool(node.orelse))


def _filters(node: ast.AST) -> int:
    return len(node.ifs) if isinstance(node, ast.comprehension) else 0


def _operators(node: ast.AST) -> int:
    return len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0


# Decisions inside a node: of one and of many the name, and how a node is counted.
_WITHIN = (
    ("case", "cases", _cases),
    ("`else` of a loop or `try`", "`else` of loops or `try`", _elses),
    ("filter", "filters", _filters),
    ("boolean operator", "boolean operators", _operators),
)


def _chain(node: ast.AST) -> int:
    """The number of branches of a ``match`` or of an ``if`` with ``elif``, if these decide nothing more; 0 for few."""
    if isinstance(node, ast.Match):
        simple = len(node.cases) >= _SHORTEST and all(
            case.guard is None and _is_simple(case.body) for case in node.cases
        )
        return len(node.cases) if simple else 0
    if not isinstance(node, ast.If):
        return 0
    branches: list[ast.If] = []
    rest: list[ast.stmt] = [node]
    while len(rest) == 1 and isinstance(rest[0], ast.If):
        branches.append(rest[0])
        rest = rest[0].orelse
    if len(branches) < _SHORTEST or not _is_simple(rest):
        return 0
    plain = all(
        _is_simple(branch.body) and not any(isinstance(n, ast.BoolOp) for n in ast.walk(branch.test))
        for branch in branches
    )
    return len(branches) if plain else 0


def _is_simple(body: list[ast.stmt]) -> bool:
    return len(body) <= 3 and not any(
        isinstance(n, _DECIDES) for statement in body for n in ast.walk(statement)
    )
