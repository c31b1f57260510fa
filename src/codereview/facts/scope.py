"""Scopes during the walk: which path a name stands for at this point of the text."""

from __future__ import annotations

import builtins
import os
import re

from codereview.facts.paths import UNKNOWN

BUILTINS = frozenset(dir(builtins))

# calls that give back the same kind of query: a query that is built further in a branch stays that query
_REFINES = re.compile(
    r"(?:\.(?:all|filter|filter_by|exclude|order_by|distinct|annotate|alias|select_related|prefetch_related|only|defer|using|"
    r"reverse|none|where|having|group_by|join|outerjoin|options|limit|offset|select_from|extra|with_entities|"
    r"execution_options|with_for_update|select_for_update|sort|skip)\([^()]*\))*"
)


class Scope:
    """Names of a module, class or function body, in the order of the text.

    Branches are joined by `merge`: a name that differs between them is unknown afterwards, unless one side is ``None``
    or unbound there.
    """

    __slots__ = ("cls", "function", "globals", "kind", "loop", "names", "parent", "prefix", "starred", "taint")

    def __init__(self, kind: str, parent: Scope | None, prefix: str, function: int, cls: int) -> None:
        self.kind = kind
        self.parent = parent
        self.prefix = prefix
        self.function = function
        self.cls = cls
        self.names: dict[str, str] = {}
        self.globals: set[str] = set()
        self.taint: dict[str, int] = {}
        self.loop = -1
        self.starred = parent.starred if parent is not None else [False]

    def lookup(self, name: str) -> str:
        """The path of a name as seen from here; class bodies are not seen from functions inside them."""
        scope: Scope | None = self
        while scope is not None:
            if scope.kind != "class" or scope is self:
                path = scope.names.get(name)
                if path is not None:
                    return path
            scope = scope.parent
        if name in BUILTINS:
            return "builtins." + name
        # what a star import gives is found in the module's namespace, once the project is known
        return ("@." if self.starred[0] else UNKNOWN) + name

    def bind(self, name: str, path: str) -> None:
        """Lets a name stand for a path from here on."""
        target = self
        if name in self.globals:
            while target.parent is not None:
                target = target.parent
            # a function that rebinds a global runs at any time: the name is either what it was or this
            before = target.names.get(name)
            path = path if before in (None, path, "=None") else UNKNOWN + name
        target.names[name] = path


def merge(before: dict[str, str], branches: list[dict[str, str]]) -> dict[str, str]:
    """Names after a branching statement.

    Args:
        before: names before the statement, for those that no branch touched.
        branches: names at the end of each branch that can go on; may include ``before`` itself.
    """
    if len(branches) == 1:
        return branches[0]
    if not branches:
        return before
    result = dict(branches[0])
    for other in branches[1:]:
        for name, path in other.items():
            mine = result.get(name)
            if mine is None or mine == "=None":
                result[name] = path
            elif mine != path and path != "=None":
                result[name] = _refined(mine, path) or UNKNOWN + name
    return result


def _refined(one: str, other: str) -> str:
    """The longer of two paths that differ only in how far the same query was built, else nothing."""
    shorter, longer = sorted((one, other), key=len)
    start = os.path.commonprefix((shorter, longer))
    start = start[: start.rfind(").") + 1] if len(start) < len(shorter) or longer[len(start)] != "." else start
    if start and start[0] not in "?=" and _REFINES.fullmatch(longer, len(start)) and _REFINES.fullmatch(shorter, len(start)):
        return longer
    return ""
