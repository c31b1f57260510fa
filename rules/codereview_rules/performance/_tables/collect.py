"""What cuts a list, which symbolic paths do not tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from codereview.api import Collector, ModuleContext, Note
from codereview.facts.module import FileFacts

_PAGING = ("DEFAULT_PAGINATION_CLASS",)
_LISTS = ("rest_framework", "objects", ".query", "select(", "ListView")


class Cuts(Collector):
    """Notes by kind: ``slice`` (something is sliced), ``paging`` (the REST framework is told to give out pages)."""

    nodes = (ast.Subscript,)

    def wants(self, file: ModuleContext) -> bool:
        """Files that ask for lists, or are settings."""
        return any(word in file.text for word in (*_LISTS, *_PAGING))

    def note(self, node: ast.AST, file: ModuleContext) -> Iterator[Note]:
        """A note for a slice with an end, in a function."""
        assert isinstance(node, ast.Subscript)
        if isinstance(node.slice, ast.Slice) and node.slice.upper is not None and file.function >= 0:
            yield self.noted(node, file, "slice")

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterator[Note]:
        """A note where the setting is named."""
        if any(word in file.text for word in _PAGING):
            yield Note("paging", 1, 1, 1, 1, -1, -1, ())
