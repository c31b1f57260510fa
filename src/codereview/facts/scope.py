"""Scopes during the walk: which path a name stands for at this point of the text."""

from __future__ import annotations

import builtins
import re

from codereview.facts.paths import UNKNOWN, split

BUILTINS = frozenset(dir(builtins))
# modules that a text may use without the import: an excerpt of a page, or a line that was deleted; the name
# means nothing else
_UNIMPORTED = frozenset({"httpx", "httpx2", "os", "requests", "subprocess", "time", "urllib3"})

# calls that give back the same kind of query: a query that is built further in a branch stays that query
_REFINES = re.compile(
    r"(?:\.(?:all|filter|filter_by|exclude|order_by|distinct|annotate|alias|select_related|prefetch_related|only|defer|using|"
    r"reverse|none|where|having|group_by|join|outerjoin|options|limit|offset|select_from|extra|with_entities|"
    r"execution_options|with_for_update|select_for_update|sort|skip)\([^()]*\))*"
)


class Scope:
    """Names of a module, class or function body, in the order of the text.

    Branches are joined by `merge`: a name that differs between them is unknown afterwards, unless one side
    is ``None`` or unbound there.
    """

    __slots__ = (
        "cls",
        "cut",
        "declared",
        "function",
        "kind",
        "loop",
        "names",
        "parent",
        "prefix",
        "sizes",
        "starred",
        "taint",
    )

    def __init__(self, kind: str, parent: Scope | None, prefix: str, function: int, cls: int) -> None:
        self.kind = kind
        self.parent = parent
        self.prefix = prefix
        self.function = function
        self.cls = cls
        self.names: dict[str, str] = {}
        self.declared: dict[str, Scope] = {}
        self.taint: dict[str, int] = {}
        self.sizes: dict[str, int] = {}  # of names that were assigned a literal container
        self.cut: dict[str, str] = {}  # the path that a name had when it was given a part of something
        self.loop = -1
        self.starred: list[bool] = parent.starred if parent is not None else [False]

    def lookup(self, name: str) -> str:
        """The path of a name as seen from here; class bodies are not seen from functions inside them."""
        scope: Scope | None = self
        while scope is not None:
            if scope.declared:
                scope = scope.declared.get(name, scope)
            if scope.kind != "class" or scope is self:
                path = scope.names.get(name)
                if path is not None:
                    return path
            scope = scope.parent
        if name in BUILTINS:
            return "builtins." + name
        if name in _UNIMPORTED and not self.starred[0]:
            return name
        # what a star import gives is found in the module's namespace, once the project is known
        return ("@." if self.starred[0] else UNKNOWN) + name

    def size(self, name: str) -> int:
        """The number of items of the literal that a name was assigned last, else -1."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names and (scope.kind != "class" or scope is self):
                return scope.sizes.get(name, -1)
            scope = scope.parent
        return -1

    def binds(self, name: str) -> bool:
        """Whether the name is bound here or in a scope around."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return True
            scope = scope.parent
        return False

    def bind(self, name: str, path: str) -> None:
        """Lets a name stand for a path from here on."""
        target = self.declared.get(name, self)
        if target is not self:
            # a function that rebinds a name of another scope runs at any time: it is either what it was or
            # this
            path = agreed(name, target.names.get(name), path)
        target.names[name] = path

    def declare(self, name: str, kind: str) -> None:
        """``global name`` or ``nonlocal name``: from here on the name is that of another scope."""
        scope = self.parent
        while scope is not None:
            if scope.parent is None if kind == "global" else scope.kind == "function" and name in scope.names:
                self.declared[name] = scope
                return
            scope = scope.parent


def agreed(name: str, before: str | None, path: str) -> str:
    """What a name is that may or may not have been bound again: the one thing that it can be, else
    unknown."""
    return path if before in (None, path, "=None") else UNKNOWN + name


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
        if other == result:  # as where nothing is bound
            continue
        for name, path in other.items():
            mine = result.get(name)
            if mine is None or mine == "=None":
                result[name] = path
            elif mine != path and path != "=None":
                result[name] = _refined(mine, path) or UNKNOWN + name
    return result


def default(one: str, other: str) -> str:
    """What a name is that was passed or, by default, built: ``x: Api | None``, then ``x or Api()``; else nothing."""
    for given, built in ((one, other), (other, one)):
        if given.endswith("!") and built == given[:-1] + "()":
            return given
        if given[:1] == "%" and "." not in given and built[:1] not in "?=%":
            return built
    return ""


def _refined(one: str, other: str) -> str:
    """The longer of two paths that differ only in how far the same query was built, else nothing."""
    passed = default(one, other)
    if passed:
        return passed
    mine, theirs = split(one), split(other)
    same = 0
    while same < min(len(mine), len(theirs)) and mine[same] == theirs[same]:
        same += 1
    start = len("".join(mine[:same]))
    refined = (
        one[:1] not in "?=" and same and _REFINES.fullmatch(one, start) and _REFINES.fullmatch(other, start)
    )
    return max(one, other, key=len) if refined else ""
