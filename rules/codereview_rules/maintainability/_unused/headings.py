"""Definitions under a comment that says that their use is still to come."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from codereview.api import Collector, ModuleContext, Note

_TO_COME = re.compile(
    r"^#.*\b(?:(?:for|in) (?:the )?future|future use|not (?:yet )?(?:in use|used)|unused|reserved for|for later"
    r"|planned|upcoming|(?:to|will) be (?:used|added|implemented|wired))\b",
    re.IGNORECASE | re.MULTILINE,
)
_FAR = 80
"""Lines over which a heading holds."""


class Headings(Collector):
    """Notes each function and class of a module that stands under such a comment, one that begins its line."""

    nodes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

    def wants(self, file: ModuleContext) -> bool:
        """Few files have one."""
        return _TO_COME.search(file.text) is not None

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """A note where the nearest comment above that begins its line is one."""
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        if node.col_offset:
            return
        above = reversed(file.lines[max(0, node.lineno - _FAR) : node.lineno - 1])
        nearest = next((line for line in above if line.startswith("#") and line.strip("#=- \n")), "")
        if _TO_COME.match(nearest):
            yield self.noted(node, file, "to come")
