"""What tests replace by mocks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.names import own_name

_DOTTED = re.compile(r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$")
_KINDS = {"patch": "patch", "object": "object", "setattr": "object"}


class Patched(Collector):
    """Notes in files of tests which name a patch replaces: a dotted one, or an object's path and the attribute."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.Call,)

    def wants(self, file: ModuleContext) -> bool:
        """Only files of tests that patch something."""
        return (file.zone is Zone.TESTS or "test" in file.path) and ("patch" in file.text)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note for a patch whose target is written out."""
        if not isinstance(node, ast.Call) or not node.args:
            return
        function = node.func
        name = own_name(function)
        if name not in _KINDS or any(keyword.arg == "wraps" for keyword in node.keywords):
            return
        target = node.args[0]
        if isinstance(target, ast.Constant):
            if isinstance(target.value, str) and _DOTTED.match(target.value) and name != "object":
                yield self.noted(node, file, "patch", target.value)
        elif _KINDS[name] == "object" and len(node.args) > 1 and "patch" in file.resolve(function):
            attribute = node.args[1]
            if isinstance(attribute, ast.Constant) and isinstance(attribute.value, str):
                path = file.resolve(target)
                if path[:1] not in "?=":
                    yield self.noted(node, file, "patch", f"{path}.{attribute.value}")
