"""Where findings on a whole definition stand."""

from __future__ import annotations

import ast

from codereview.api import At

_KEYWORDS: dict[type[ast.AST], str] = {
    ast.FunctionDef: "def ",
    ast.AsyncFunctionDef: "async def ",
    ast.ClassDef: "class ",
}


def head(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> At:
    """Keyword and name of a definition, as rules on complexity mark it."""
    end = node.col_offset + 1 + len(_KEYWORDS[type(node)]) + len(node.name.encode("utf-8"))
    return At(node.lineno, node.col_offset + 1, node.lineno, end)


def hardly_above(count: int, limit: int) -> bool:
    """Whether a number is above its limit by less than a tenth: that much is a question of how it is counted."""
    return count * 10 < limit * 11
