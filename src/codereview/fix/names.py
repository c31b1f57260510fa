"""Which name means what in one file: imports, their scopes, and the names that something else binds."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from codereview.fix.base import Source

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NAMED = (*_FUNCTIONS, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)


@dataclass(frozen=True)
class Imported:
    """A name bound by an import. ``path`` is what it stands for; relative imports keep their dots.

    ``sure`` means: bound whenever its scope runs, thus not under a condition and not only for type checkers.
    """

    name: str
    path: str
    node: ast.Import | ast.ImportFrom
    scope: ast.AST | None
    sure: bool


class Names:
    """The names of one file. All answers are about syntax alone; use `names_of`."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.imports = tuple(self._imported())
        self.others: dict[str, set[ast.AST | None]] = {}
        for name, node in self._bound():
            self.others.setdefault(name, set()).add(self._home(node))

    def _home(self, node: ast.AST) -> ast.AST | None:
        return next(iter(self.source.scopes(node)), None)

    def _imported(self) -> Iterator[Imported]:
        for node in ast.walk(self.source.tree):
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            up = self.source.parents[node]
            sure = isinstance(up, (ast.Module, *_FUNCTIONS))
            if isinstance(up, ast.Try) and node in up.body:
                sure = isinstance(self.source.parents[up], (ast.Module, *_FUNCTIONS))
            for alias in node.names:
                if isinstance(node, ast.ImportFrom):
                    prefix = "." * node.level + (node.module or "")
                    path, name = f"{prefix}.{alias.name}", alias.asname or alias.name
                else:
                    name = alias.asname or alias.name.partition(".")[0]
                    path = alias.name if alias.asname else name
                yield Imported(name, path, node, self._home(node), sure)

    def _bound(self) -> Iterator[tuple[str, ast.AST]]:
        for node in ast.walk(self.source.tree):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                yield node.id, node
            elif isinstance(node, ast.arg):
                yield node.arg, node
            elif isinstance(node, _NAMED) and node.name:
                yield node.name, node
            elif isinstance(node, ast.MatchMapping) and node.rest:
                yield node.rest, node
            elif isinstance(node, (ast.Global, ast.Nonlocal)):
                for name in node.names:
                    yield name, node

    def binding(self, name: str, at: ast.AST) -> Imported | None:
        """The one import that a name means at a place; None if something else may bind it there."""
        scopes = (*self.source.scopes(at), None)
        for scope in scopes:
            if scope in self.others.get(name, ()):
                return None
            if isinstance(scope, ast.ClassDef) and scope is not scopes[0]:
                continue
            found = [i for i in self.imports if i.name == name and i.scope is scope]
            if len({i.path for i in found}) > 1:
                return None
            if found:
                return max(found, key=lambda i: i.sure)
        return None

    def resolve(self, expression: ast.AST) -> str:
        """The dotted path that a name or attribute chain stands for, through imports; empty if unknown."""
        parts: list[str] = []
        node = expression
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        found = self.binding(node.id, node)
        return ".".join([found.path, *reversed(parts)]) if found else ""

    def spelling(self, path: str, at: ast.AST) -> str:
        """How ``path`` can be written at a place with the imports that are there; empty if it cannot."""
        fits: list[str] = []
        for item in self.imports:
            if item.path != path and not path.startswith(item.path + "."):
                continue
            if item.sure and self.binding(item.name, at) is item and self._before(item, at):
                fits.append(item.name + path[len(item.path) :])
        return min(fits, key=lambda text: (text.count("."), len(text))) if fits else ""

    def _before(self, item: Imported, at: ast.AST) -> bool:
        later = bool(self.source.scopes(at)) and item.scope is None
        return later or item.node.lineno < getattr(at, "lineno", 0)

    def free(self, name: str, path: str = "") -> bool:
        """Whether nothing in the file binds the name, apart from imports of ``path`` itself."""
        taken = any(i.name == name and i.path != path for i in self.imports)
        return not taken and name not in self.others


@lru_cache(maxsize=4)
def names_of(source: Source) -> Names:
    """The names of a file, worked out once for all its findings."""
    return Names(source)
