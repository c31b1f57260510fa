"""Comments that read like code and are none: rules of a grammar, results of an example."""

from __future__ import annotations

import ast
import re

_MARK = re.compile(r"^\s*#+:?\s?")
_GRAMMAR = re.compile(r"::=|^\s*[\w-]+\s*=\s*(?:\d*\*(?:\d+)?(?:[A-Z(]|\w+\b)|%[xd]\d)|\s/\s*$")
"""Signs of BNF and ABNF (RFC 5234): ``a ::= b``, ``a = 1*DIGIT``, ``a = %x41``, an alternative that goes on."""
_BARE = (ast.Constant, ast.UnaryOp, ast.Tuple, ast.List, ast.Set, ast.Dict)


def is_prose(lines: list[str]) -> bool:
    """Whether none of some lines of comments is code that was switched off.

    Args:
        lines: the lines, with what stands before the comment.
    """
    texts = [_MARK.sub("", line[line.index("#") :], count=1) for line in lines if "#" in line]
    return bool(texts) and all(_is_grammar(text) or _is_result(text) for text in texts)


def _is_grammar(text: str) -> bool:
    """Whether a line is a rule of a grammar: its signs, or alternatives of which one is a text."""
    if _GRAMMAR.search(text):
        return True
    tree = _parsed(text)
    statement = tree.body[0] if tree is not None and len(tree.body) == 1 else None
    value = statement.value if isinstance(statement, (ast.Assign, ast.Expr)) else None
    return value is not None and any(
        isinstance(node, ast.BinOp)
        and isinstance(node.op, (ast.Div, ast.BitOr))
        and any(_is_text(side) for side in (node.left, node.right))
        for node in ast.walk(value)
    )


def _is_result(text: str) -> bool:
    """Whether a line is nothing but a value, as the example above it would give."""
    if not text.strip():
        return True
    tree = _parsed(text)
    if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return False
    value = tree.body[0].value
    return isinstance(value, _BARE) and not any(
        isinstance(node, (ast.Name, ast.Call)) for node in ast.walk(value)
    )


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
