"""Words of a function that have to do with who is asking."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from codereview.facts.routes.vocabulary import HINT

OPEN = "said to be open"
"""Stands among the words where a docstring or description says that nobody has to log in."""
GOES_ON = "goes on with nobody"
"""Stands among the words of a function that hands nothing back, and raises nothing, where it was given nothing."""
_LONGEST = 24  # of a text that a word is looked for in
_SAYS_OPEN = re.compile(
    r"\bno (?:authentication|authorization|auth|log-?in|token)\s(?:is\s)?(?:required|needed|necessary)"
    r"|\b(?:does not|doesn't|do not|don't) (?:need|require) (?:any )?(?:authentication|authorization|auth\b|a log-?in)"
    r"|\bwithout (?:any )?(?:authentication|logging in|a log-?in)\b|\bpublic(?:ly)? (?:accessible|endpoint|route)\b"
    r"|\bunauthenticated (?:endpoint|route|callers?|users?|access|requests?)\b",
    re.IGNORECASE,
)


def hints(node: ast.AST) -> set[str]:
    """Words of a function that have to do with who is asking; of a text, which may be a password, only the word."""
    found: set[str] = set()
    stack = [node]
    while stack:
        child = stack.pop()
        kind = type(child)
        if kind is ast.Attribute:
            found.add("." + child.attr if child.attr == "session" else _hint(child.attr))  # type: ignore[attr-defined]
            stack.append(child.value)  # type: ignore[attr-defined]
        elif kind is ast.Name:
            found.add(_hint(child.id))  # type: ignore[attr-defined]
        elif kind is ast.Constant:
            text = str(child.value)  # type: ignore[attr-defined]
            hint = HINT.search(text) if len(text) < _LONGEST else None
            if hint:
                found.add(hint.group().lower())
            elif len(text) >= _LONGEST and _SAYS_OPEN.search(text):
                found.add(OPEN)
        else:
            if kind is ast.arg:
                found.add(_hint(child.arg))  # type: ignore[attr-defined]
            for name in child._fields:
                part = getattr(child, name)
                if isinstance(part, list):
                    stack += [item for item in part if isinstance(item, ast.AST)]
                elif isinstance(part, ast.AST) and not isinstance(part, ast.expr_context):
                    stack.append(part)
    found.discard("")
    if found and _goes_on(node):
        found.add(GOES_ON)
    return found


def _goes_on(node: ast.AST) -> bool:
    """Whether a function answers with nothing where a parameter is missing: ``if not token: return {}``."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    given = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
    return any(
        isinstance(part, ast.If)
        and _missing(part.test) in given
        and isinstance(part.body[-1], ast.Return)
        and _is_nothing(part.body[-1].value)
        for part in node.body
    )


def _missing(test: ast.expr) -> str:
    """The name that a condition finds missing: ``not token``, ``token is None``."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test = test.operand
    elif isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is):
        test = test.left
    else:
        return ""
    return test.id if isinstance(test, ast.Name) else ""


def _is_nothing(value: ast.expr | None) -> bool:
    """Whether what is handed back is nobody: ``None`` or an empty dictionary."""
    return (
        value is None
        or (isinstance(value, ast.Constant) and value.value is None)
        or (isinstance(value, ast.Dict) and not value.keys)
    )


@lru_cache(maxsize=20_000)
def _hint(word: str) -> str:
    return word if HINT.search(word) else ""
