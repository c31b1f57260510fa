"""Addresses of servers: whether a password is seen in them."""

from __future__ import annotations

import ast
import re

from codereview.api import ModuleContext

from ..._syntax.locate import chain, own
from .names import holds, is_address

_OPENS = re.compile(r"""://[^\s"'/@]{1,80}:[^\s"'/@]{1,80}@""")
_FILED = re.compile(
    r"""(?:database|db)\w{0,20}ur[il]\b[^\n]{0,120}["']sqlite|["']sqlite[^\n]{0,80}(?:database|db)\w{0,20}ur[il]\b""",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"pass|pwd|pw$|cred|auth|userinfo|netloc|secret|login|(?:ur[li]|dsn|conn\w{0,10})$", re.IGNORECASE
)


def opens(text: str) -> bool:
    """Whether a text has an address with a user and a password in it, or puts one together."""
    return _OPENS.search(text) is not None


def is_filed(text: str) -> bool:
    """Whether a text gives an address of a database that is one of a file: it has no password."""
    return _FILED.search(text) is not None


def has_no_password(shown: str, line: int, file: ModuleContext) -> bool:
    """Whether an address is put together in the function that shows it, and its parts are seen: no password."""
    around = chain(file.tree, line)
    functions = [node for node in around if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    given = [
        node.value
        for node in own(functions[-1] if functions else file.tree)
        if isinstance(node, ast.Assign) and any(ast.unparse(target) == shown for target in node.targets)
    ]
    return bool(given) and all(map(_is_plain, given))


def _is_plain(value: ast.expr) -> bool:
    """Whether an expression joins texts and names, none of which can hold a password."""
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str) and "@" not in value.value
    if not isinstance(value, (ast.BinOp, ast.JoinedStr)):
        return False
    for node in ast.walk(value):
        if isinstance(node, (ast.Call, ast.Subscript, ast.Lambda)):
            return False
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "@" in node.value:
            return False
        name = getattr(node, "id", "") or getattr(node, "attr", "")
        if name and (holds(name) or is_address(name) or _DOUBTS.search(name)):
            return False
    return True
