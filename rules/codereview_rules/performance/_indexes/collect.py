"""Indexes that are made outside the classes of models: in migrations, and beside the classes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from codereview.api import Collector, ModuleContext, Note
from codereview.facts.module import FileFacts
from codereview.facts.names import own_name

from ..._syntax.spelled import spells

_CREATES = frozenset({"create_index", "create_unique_constraint"})
_ADDRESS = re.compile(r"""["'](?:mysql|mariadb)(?:\+\w+)?://""")
_NAMED = {
    "ndex": ("create_index", "Index(", "create index"),
    "CREATE ": ("CREATE INDEX", "CREATE UNIQUE"),
    "create_unique_constraint": (),
}
_CALLED = _CREATES | {"Index", "execute", "text", "RunSQL"}
_IN_SQL = re.compile(
    r"\bCREATE\s+(?:UNIQUE\s+)?INDEX\b.{0,120}?\bON\s+(?:ONLY\s+)?([\w.\"`]+)\s*(?:USING\s+\w+\s*)?\(\s*[\"`]?(\w+)",
    re.IGNORECASE | re.DOTALL,
)


class MadeIndexes(Collector):
    """Notes the first column of each index that a call makes.

    ``made``: table (empty if the call does not say), column. ``of``: path of a model's attribute, as in
    ``Index("ix_name", User.name)`` behind the class. ``mysql``: the file has an address of such a database.
    """

    nodes = (ast.Call,)

    def wants(self, file: ModuleContext) -> bool:
        """Files that make indexes."""
        return spells(file.text, _NAMED) or _has_address(file.text)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterator[Note]:
        """Notes of one call."""
        assert isinstance(node, ast.Call)
        func = node.func
        last = own_name(func)
        return self._made(node, last, file) if last in _CALLED else iter(())

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterator[Note]:
        """Whether the file has the address of a MySQL or MariaDB."""
        if _has_address(file.text):
            yield self.noted(file.tree.body[0], file, "mysql")

    def _made(self, node: ast.Call, last: str, file: ModuleContext) -> Iterator[Note]:
        if last in _CREATES:
            columns = [a for a in node.args if isinstance(a, (ast.List, ast.Tuple)) and a.elts]
            columns += [k.value for k in node.keywords if isinstance(k.value, (ast.List, ast.Tuple))]
            first = _text(columns[0].elts[0]) if columns and columns[0].elts else ""
            named = [_text(a) for a in node.args[:2]]
            named += [_text(k.value) for k in node.keywords if k.arg == "table_name"]
            if first:
                yield self.noted(node, file, "made", named[-1] if len(named) > 1 else "", first)
        elif last == "Index" and len(node.args) > 1 and isinstance(node.args[1], ast.Attribute):
            yield self.noted(node, file, "of", file.resolve(node.args[1]))
        elif last != "Index" and node.args:
            for table, column in _IN_SQL.findall(_text(node.args[0])):
                name = table.rpartition(".")[2].strip('"`')
                yield self.noted(node, file, "made", name, column)


def _has_address(text: str) -> bool:
    """Whether a text has the address of a MySQL or MariaDB."""
    return ("mysql" in text or "mariadb" in text) and _ADDRESS.search(text) is not None


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
