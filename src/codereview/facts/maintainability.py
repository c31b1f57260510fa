"""The maintainability index of a file, by radon: for information, it weighs nothing.

Radon's formula (radon.metrics.mi_compute, after Oman and Hagemeister 1992, scaled to 0 to 100) over Halstead
volume, cyclomatic complexity, logical lines and the share of comment lines, docstrings among them. The
lines are counted here: radon's own count would tokenize the file once more.
"""

from __future__ import annotations

import ast
import warnings

from radon.metrics import h_visit_ast, mi_compute
from radon.visitors import ComplexityVisitor


def maintainability_index(text: str) -> float | None:
    """The index from 0 to 100; None for a text that does not parse or holds no code."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
        volume = h_visit_ast(tree).total.volume
        complexity = ComplexityVisitor.from_ast(tree).total_complexity
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    lines = [line.strip() for line in text.split("\n")]
    quoted = [rows for node in statements if (rows := _standing_text(node))]
    several = sum(bool(lines[row - 1]) for rows in quoted if len(rows) > 1 for row in rows)
    single = sum(len(rows) == 1 for rows in quoted)
    comments = sum(line.startswith("#") for line in lines)
    source = sum(bool(line) for line in lines) - comments - several - single
    if not statements or source <= 0:
        return None
    return float(mi_compute(volume, complexity, len(statements), 100 * (comments + several) / source))


def _standing_text(node: ast.stmt) -> range:
    """The rows of a string that stands alone: radon takes those of several rows for comments."""
    alone = (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
    return range(node.lineno, (node.end_lineno or node.lineno) + 1) if alone else range(0)
