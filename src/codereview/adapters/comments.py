"""Comments that read like code and are none: rules of a grammar, results of an example."""

from __future__ import annotations

import ast
import re

_MARK = re.compile(r"^\s*#+:?\s?")
_GRAMMAR = re.compile(r"::=|^\s*[\w-]+\s*=\s*(?:\d*\*(?:\d+)?(?:[A-Z(]|\w+\b)|%[xd]\d)|\s/\s*$")
"""Signs of BNF and ABNF (RFC 5234): ``a ::= b``, ``a = 1*DIGIT``, ``a = %x41``, an alternative that goes on."""
_PLACE = re.compile(r"[^\w{}]*\{\w+\}[^\w{}]*(?:\(\w+\))?\s*")
"""A place in a pattern: ``{host}``, ``//{authority}  (optional)``, ``{user}@``."""
_BARE = (ast.Constant, ast.UnaryOp, ast.Tuple, ast.List, ast.Set, ast.Dict)


def is_prose(lines: list[str]) -> bool:
    """Whether none of some lines of comments is code that was switched off.

    Args:
        lines: the lines, with what stands before the comment.
    """
    texts = [_MARK.sub("", line[line.index("#") :], count=1) for line in lines if "#" in line]
    if any(text.lstrip().startswith(">>>") for text in texts):
        return True  # a session that shows what happens
    shown = [_is_grammar(text) or _is_result(text) for text in texts]
    others = [text for text, known in zip(texts, shown, strict=True) if not known]
    return any(shown) and not any(_could_be_code(text) for text in others)


def _could_be_code(text: str) -> bool:
    """Whether a line is a statement, or begins one that goes on."""
    tree = _parsed(text)
    return (tree is not None and bool(tree.body)) or text.rstrip().endswith(("(", "[", "{", ",", "\\"))


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
    if not text.strip() or _PLACE.fullmatch(text):
        return True
    tree = _parsed(text)
    if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return False
    value = tree.body[0].value
    if isinstance(value, ast.Set) and all(isinstance(item, ast.Name) for item in value.elts):
        return True
    inner = list(ast.walk(value))
    left_out = any(isinstance(node, ast.Constant) and node.value is ... for node in inner)
    named = any(isinstance(node, (ast.Name, ast.Call)) for node in inner)
    return isinstance(value, _BARE) and (left_out or not named)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
