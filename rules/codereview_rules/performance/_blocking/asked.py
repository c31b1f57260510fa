"""Commands and files that answer at once."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note

_SOON_ANSWERED = frozenset(
    {"rev-parse", "describe", "show", "symbolic-ref", "branch", "config", "log", "status"}
)


class Asked(Collector):
    """Notes of kind ``asked``, at commands that ask the repository of this machine for a name or a state, and at what
    is opened of the system's own tables (``/proc/net/dev``)."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.List, ast.With, ast.Call)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none for most."""
        words: list[str] = []
        if isinstance(node, ast.With):
            opened = node.items[0].context_expr
            if isinstance(opened, ast.Call) and opened.args and _is_of_the_system(opened.args[0]):
                return [self.noted(opened, file, "asked")]
        elif isinstance(node, ast.Call):
            text = _text(node.args[0]) if node.args else ""
            words = text.split()[:2] if text.startswith("git ") else []
        elif isinstance(node, ast.List):
            words = [_text(item) for item in node.elts[:2]]
        asks = len(words) > 1 and words[0] == "git" and words[1] in _SOON_ANSWERED
        return [self.noted(node, file, "asked")] if asks else ()


def _is_of_the_system(path: ast.expr) -> bool:
    return _text(path).startswith(("/proc/", "/sys/"))


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
