"""Where in a Python file a literal default of a secret can stand, told by words before any syntax is looked at."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left

from ..._syntax.spelled import lines_at
from .keyed import BY_LAST
from .places import secret_words

_FUNCTIONS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef})


class Marks:
    """What the text of one file says of its nodes.

    Args:
        text: the text of the file.
    """

    def __init__(self, text: str) -> None:
        low, positions, _ = secret_words(text)
        self._lines = lines_at(low, positions)
        self.marked = frozenset(self._lines)
        self._text = text

    def possible(self) -> bool:
        """Whether a default can stand anywhere in the file."""
        return bool(self.marked) or any(f"{name}(" in self._text for name in BY_LAST)

    def touches(self, node: ast.AST) -> bool:
        """Whether a default can stand at a node of a type in `defaults.NODES`."""
        first: int = node.lineno  # type: ignore[attr-defined]
        if first in self.marked:
            return True
        kind = type(node)
        if kind is ast.Call:
            func = node.func  # type: ignore[attr-defined]
            # Most calls are of a name or a method: no function is called for them, as there are so many.
            last = func.attr if type(func) is ast.Attribute else func.id if type(func) is ast.Name else ""
            if last in BY_LAST and (node.args or node.keywords):  # type: ignore[attr-defined]
                return True
        end: int = node.body[0].lineno if kind in _FUNCTIONS else node.end_lineno  # type: ignore[attr-defined]
        if end <= first:
            return False
        index = bisect_left(self._lines, first)
        return index < len(self._lines) and self._lines[index] <= end

    def names_members(self, scope: str) -> bool:
        """Whether the innermost scope is an enumeration of this file."""
        name = re.escape(scope.rpartition(".")[2])
        base = r"\([^)\n]{0,200}(?:Enum|Choices)\b"
        return bool(name) and bool(re.search(rf"(?m)^[ \t]{{0,40}}class[ \t]{{1,4}}{name}{base}", self._text))
