"""Definitions that are said to be for later, to be shown, or kept on purpose: under such a comment, in their docstring,
or in ``if False:``."""

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
_KEPT = re.compile(
    r"\b(?:(?:kept|retained|left) (?:for|as|in)|back(?:wards?)?[ -]?compat\w*|legacy|deprecated|debug(?:ging)?|by hand"
    r"|manual(?:ly)? use|future use)\b",
    re.IGNORECASE,
)
"""Words of a docstring by which somebody keeps what nothing calls."""
_NEVER = re.compile(r"^\s*if (?:False|0)\s*:", re.MULTILINE)
_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_FAR = 80
"""Lines over which a heading holds."""


class Headings(Collector):
    """Notes each function and class of a module that stands under such a comment, one that begins its line, those
    whose docstring says why they are kept, and those that ``if False:`` keeps to be read only."""

    nodes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If)

    def wants(self, file: ModuleContext) -> bool:
        """Few files have one."""
        return any(words.search(file.text) is not None for words in (_TO_COME, _NEVER, _KEPT))

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """A note where the nearest comment above that begins its line is one; one for each definition that is off."""
        if isinstance(node, ast.If):
            if isinstance(node.test, ast.Constant) and not node.test.value:
                yield from (
                    self.noted(inner, file, "off") for inner in node.body if isinstance(inner, _DEFINES)
                )
            return
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        if _KEPT.search(ast.get_docstring(node, clean=False) or ""):
            yield self.noted(node, file, "kept")
            return
        if node.col_offset:
            return
        above = reversed(file.lines[max(0, node.lineno - _FAR) : node.lineno - 1])
        nearest = next((line for line in above if line.startswith("#") and line.strip("#=- \n")), "")
        if _TO_COME.match(nearest):
            yield self.noted(node, file, "to come")
