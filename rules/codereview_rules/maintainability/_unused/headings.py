"""Definitions that are said to be for later, or to be shown: under such a comment, or in ``if False:``."""

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
_NEVER = re.compile(r"^\s*if (?:False|0)\s*:", re.MULTILINE)
_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_FAR = 80
"""Lines over which a heading holds."""


class Headings(Collector):
    """Notes each function and class of a module that stands under such a comment, one that begins its line, and those
    that ``if False:`` keeps to be read only."""

    nodes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If)

    def wants(self, file: ModuleContext) -> bool:
        """Few files have one."""
        return _TO_COME.search(file.text) is not None or _NEVER.search(file.text) is not None

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """A note where the nearest comment above that begins its line is one; one for each definition that is off."""
        if isinstance(node, ast.If):
            if isinstance(node.test, ast.Constant) and not node.test.value:
                yield from (
                    self.noted(inner, file, "off") for inner in node.body if isinstance(inner, _DEFINES)
                )
            return
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        if node.col_offset:
            return
        above = reversed(file.lines[max(0, node.lineno - _FAR) : node.lineno - 1])
        nearest = next((line for line in above if line.startswith("#") and line.strip("#=- \n")), "")
        if _TO_COME.match(nearest):
            yield self.noted(node, file, "to come")
