"""Engines that are made for SQLite, which has no pool to set."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from codereview.api import Collector, ModuleContext, Note
from codereview.facts.module import FileFacts
from codereview.facts.names import own_name

_MAKES = frozenset({"create_engine", "create_async_engine"})
_NAMED = re.compile(r"""(?m)^[ \t]*(\w+)[ \t]*(?::[^=\n]*)?=[ \t]*[^=\n]*["']sqlite[+:]""")
"""A name that is given an address of SQLite, or falls back on one."""
_BUILT = re.compile(r"""(\w+)[ \t]*=[ \t]*(?:\w+\.)*URL\.create\(\s*(?:drivername\s*=\s*)?["']sqlite""")


class SqliteEngines(Collector):
    """Notes each engine whose address is seen to be one of SQLite: a literal, or a name of the module that is one."""

    nodes = (ast.Call,)

    def wants(self, file: ModuleContext) -> bool:
        """Files that make engines."""
        return "_engine" in file.text and any(name in file.text for name in _MAKES)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterator[Note]:
        """A note where the first argument is such a literal, or a name to be looked up at the end."""
        assert isinstance(node, ast.Call)
        func = node.func
        last = own_name(func)
        if last not in _MAKES or not node.args:
            return
        address = node.args[0]
        shown = _is_sqlite(address) or any(_names_thread(keyword.value) for keyword in node.keywords)
        shown = shown or any(map(_only_prints, node.keywords))
        if shown or _is_asked(file.text, node):
            yield self.noted(node, file, "sqlite")
        elif isinstance(address, ast.Name):
            yield self.noted(node, file, "named", address.id)

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterator[Note]:
        """Names that the module gives such a literal."""
        if "create_engine" in facts.names or "create_async_engine" in facts.names:
            for statement in file.tree.body:
                if isinstance(statement, ast.Assign) and _is_sqlite(statement.value):
                    for target in statement.targets:
                        if isinstance(target, ast.Name):
                            yield self.noted(statement, file, "address", target.id)
            for name in sorted({*_NAMED.findall(file.text), *_BUILT.findall(file.text)}):
                yield self.noted(file.tree, file, "address", name)


def _only_prints(given: ast.keyword) -> bool:
    """Whether an engine connects to nothing: ``strategy="mock"`` hands SQL to a function."""
    return given.arg == "strategy" and isinstance(given.value, ast.Constant) and given.value.value == "mock"


def _is_sqlite(node: ast.expr) -> bool:
    """Whether an expression is, or holds in front or as a fallback, an address of SQLite."""
    return any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.startswith("sqlite")
        for part in ast.walk(node)
    )


def _is_asked(text: str, node: ast.Call) -> bool:
    """Whether a call stands in a branch whose condition speaks of SQLite."""
    lines = text.split("\n")[: node.lineno]
    margin = len(lines[-1]) - len(lines[-1].lstrip())
    for line in reversed(lines[:-1]):
        bare = line.lstrip()
        if bare and len(line) - len(bare) < margin:
            margin = len(line) - len(bare)
            if bare.startswith(("if ", "elif ")) and "sqlite" in bare.lower() and " not " not in bare:
                return True
            if not margin or bare.startswith(("def ", "async def ", "class ")):
                return False
    return False


def _names_thread(node: ast.expr) -> bool:
    """Whether arguments for the connection, a literal perhaps behind a condition, hold what only SQLite takes."""
    shown = [node] if not isinstance(node, ast.IfExp) else [node.body, node.orelse]
    keys = [key for part in shown if isinstance(part, ast.Dict) for key in part.keys]
    return any(isinstance(key, ast.Constant) and key.value == "check_same_thread" for key in keys)
