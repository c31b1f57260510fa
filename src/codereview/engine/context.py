"""What a rule is told of the file that is walked."""

from __future__ import annotations

import ast
from collections.abc import Callable

from codereview.facts.extract import Extraction
from codereview.model import Zone


class Context:
    """A `codereview.api.ModuleContext` on top of one extraction."""

    def __init__(self, extraction: Extraction, zone: Zone, text: str, python: tuple[int, int]) -> None:
        self.path = extraction.path
        self.zone = zone
        self.text = text
        self.lines = text.split("\n")
        self.tree = extraction.tree
        self.python = python
        self.resolve: Callable[[ast.expr], str] = extraction.resolve
        self._extraction = extraction

    def close(self) -> None:
        """Lets go of the file, for rules whose own values refer to themselves and would keep it until a garbage
        collection."""
        vars(self).clear()

    @property
    def scope(self) -> str:
        """Qualified name of the function or class that is being walked."""
        return self._extraction.scope

    @property
    def function(self) -> int:
        """The index of the function that is being walked, -1 outside of all."""
        return self._extraction.walker.scope.function

    @property
    def loop(self) -> int:
        """The index of the innermost open loop, -1 outside of all."""
        return self._extraction.walker.scope.loop
