"""Which host an expression names, as far as its text tells."""

from __future__ import annotations

import ast
import re

_HOST = re.compile(
    r"^(?:https?|wss?|ftp)://(?:[^/@\s]*@)?([A-Za-z0-9][\w-]*(?:\.[\w-]+)*\.[A-Za-z]{2,})(?=[/:?#]|$)"
)
_BARE = re.compile(r"^[A-Za-z0-9][\w-]*(?:\.[\w-]+)*\.[A-Za-z]{2,}$")
# RFC 2606 and 6762: never on the internet; and the names of networks of containers and test clients
_NOWHERE = re.compile(
    r"(^|\.)(localhost|localdomain|local|test|example|invalid|internal|lan|home|intranet|docker|svc|cluster)$"
)


def host_of(node: ast.expr, *, bare: bool = False) -> str:
    """The host of a URL (``bare``: of a name alone); ``=name`` if a variable stands in its place, empty if unknown."""
    if isinstance(node, ast.Constant):
        return real_host(node.value, bare=bare) if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr) and node.values:
        return _of_first(node.values[0])
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
        return host_of(node.left)
    if isinstance(node, ast.Tuple) and len(node.elts) == 2:
        return host_of(node.elts[0], bare=True)
    return f"={node.id}" if isinstance(node, ast.Name) else ""


def _of_first(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        return f"={part.value.id}" if isinstance(part.value, ast.Name) else ""
    text = part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""
    # what follows the text could still belong to the host
    return real_host(text) if text.count("/") > 2 else ""


def real_host(text: str, *, bare: bool = False) -> str:
    """The host that a text names if it is one of the internet."""
    match = _HOST.match(text)
    host = match[1] if match else text if bare and _BARE.match(text) else ""
    host = host.lower()
    return "" if _NOWHERE.search(host) else host


__all__ = ["host_of", "real_host"]
