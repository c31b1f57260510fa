"""What an answer gives."""

from __future__ import annotations

import ast
import re

from ..._syntax.locate import last_name

_ASKS = re.compile(r"(?:is|has|can|search|match|fullmatch|finditer|startswith|endswith|exists)(?:_|$)")
_WRAPS = frozenset(
    "dict list tuple set sorted str dumps jsonify copy deepcopy model_dump dict len random choice next iter "
    "JSONResponse Response JsonResponse HttpResponse Decimal float int DataFrame".split()
)
"""Calls that hand on what they are given."""


def given(value: ast.expr) -> set[str]:
    """The names whose values an answer gives: not those that are only asked or searched with."""
    found: set[str] = set()
    waiting: list[ast.AST] = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and node is not value and last_name(node.func) not in _WRAPS:
            waiting.append(node.func)  # what something else is given is not the answer
            continue
        if isinstance(node, ast.Call) and last_name(node.func) in ("any", "all", "bool", "isinstance"):
            continue
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and _ASKS.match(node.func.attr)
        ):
            continue
        if isinstance(node, ast.Compare):
            continue
        if isinstance(node, ast.Name):
            found.add(node.id)
        waiting += ast.iter_child_nodes(node)
    return found
