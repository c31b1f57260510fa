"""Managed imports: use the name that is there, extend the import that is there, or add a line in its place.

Names within a line and lines within a block keep their order where they have one (constants, classes,
functions, as isort and ruff sort by default).
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence

import libcst as cst

from codereview.fix.base import Refusal, Rewrite, Source
from codereview.fix.names import Names


class Imports:
    """Provides names to one rewrite; asks for the same name twice give one import."""

    def __init__(self, source: Source, names: Names, rewrite: Rewrite) -> None:
        self.source = source
        self.names = names
        self.rewrite = rewrite
        self._extended: dict[ast.ImportFrom, dict[str, str]] = {}
        self._added: dict[str, str] = {}

    def module(self, name: str, at: ast.AST) -> str:
        """How to write a module's name at a place, importing it at the top if need be. Raises `Refusal`."""
        spelled = self.names.spelling(name, at)
        if spelled:
            return spelled
        if not self.names.free(name, name):
            raise Refusal(f"the name {name} is used for something else in this file")
        self._add(f"import {name}")
        return name

    def member(
        self, module: str, name: str, at: ast.AST, *, alias: str, beside: ast.ImportFrom | None
    ) -> str:
        """How to write ``module.name`` at a place.

        Args:
            alias: the name to import it under if ``name`` means something else in this file.
            beside: the ``from module import`` to extend; the first fit one at module level if None.

        Raises `Refusal` if both names are taken.
        """
        path = f"{module}.{name}"
        spelled = self.names.spelling(path, at)
        if spelled:
            return spelled
        local = next((n for n in (name, alias) if self.names.free(n, path)), None)
        if local is None:
            raise Refusal(f"the names {name} and {alias} are used for something else in this file")
        item = name if local == name else f"{name} as {local}"
        line = beside or self._line(module, at)
        if line is None:
            self._add(f"from {module} import {item}")
        else:
            self._extend(line, name, "" if local == name else local)
        return local

    def _line(self, module: str, at: ast.AST) -> ast.ImportFrom | None:
        for item in self.names.imports:
            node = item.node
            if not isinstance(node, ast.ImportFrom) or node.level or node.module != module:
                continue
            if item.sure and item.scope is None and node.names[0].name != "*":
                earlier = bool(self.source.scopes(at)) or node.lineno < getattr(at, "lineno", 0)
                if earlier:
                    return node
        return None

    def _extend(self, line: ast.ImportFrom, name: str, alias: str) -> None:
        if line not in self._extended:
            self._extended[line] = {}
            wanted = self._extended[line]
            self.rewrite.change(
                self.source.concrete(line, cst.ImportFrom), lambda node: with_names(node, wanted)
            )
        self._extended[line][name] = alias

    def _add(self, line: str) -> None:
        if line not in self._added:
            self._added[line] = line
            self.rewrite.finish.append(lambda module: with_import(module, line))


def _rank(name: str) -> tuple[int, str]:
    if name.isupper() and len(name) > 1:
        return 0, name
    return (1 if name[:1].isupper() else 2), name


def with_names(node: cst.ImportFrom, wanted: dict[str, str]) -> cst.ImportFrom:
    """The import with further names (each with its alias, or an empty string)."""
    if isinstance(node.names, cst.ImportStar):
        raise Refusal("the import to extend is a star import")
    aliases = list(node.names)
    for name, alias in sorted(wanted.items()):
        new = cst.ImportAlias(cst.Name(name), asname=cst.AsName(cst.Name(alias)) if alias else None)
        aliases = _insert(node, aliases, new)
    return node.with_changes(names=aliases)


def _insert(
    node: cst.ImportFrom, aliases: list[cst.ImportAlias], new: cst.ImportAlias
) -> list[cst.ImportAlias]:
    ranks = [_rank(alias.evaluated_name) for alias in aliases]
    mine = _rank(new.evaluated_name)
    index = len(ranks)
    if ranks == sorted(ranks):
        index = next((i for i, rank in enumerate(ranks) if rank > mine), index)
    between = _between(node, aliases)
    if index < len(aliases):
        return [
            *aliases[:index],
            new.with_changes(comma=cst.Comma(whitespace_after=between)),
            *aliases[index:],
        ]
    last = aliases[-1]
    if isinstance(last.comma, cst.MaybeSentinel):
        return [*aliases[:-1], last.with_changes(comma=cst.Comma(whitespace_after=between)), new]
    # A trailing comma holds the way to the closing bracket, and a comment that belongs to the last name.
    after = last.comma.whitespace_after
    plain: cst.BaseParenthesizableWhitespace = after
    if isinstance(after, cst.ParenthesizedWhitespace):
        plain = cst.ParenthesizedWhitespace(indent=after.indent, last_line=after.last_line)
        if isinstance(between, cst.ParenthesizedWhitespace):
            after = after.with_changes(indent=between.indent, last_line=between.last_line, empty_lines=[])
    else:
        after = cst.SimpleWhitespace(" ")
    held = last.comma.with_changes(whitespace_after=after)
    closing = cst.Comma(whitespace_after=plain)
    return [*aliases[:-1], last.with_changes(comma=held), new.with_changes(comma=closing)]


def _between(node: cst.ImportFrom, aliases: Sequence[cst.ImportAlias]) -> cst.BaseParenthesizableWhitespace:
    """The white space between two names of this import: one name per line where that is its layout."""
    spaces: list[object] = [a.comma.whitespace_after for a in aliases[:-1] if isinstance(a.comma, cst.Comma)]
    if len(aliases) == 1 and node.lpar is not None:
        spaces = [node.lpar.whitespace_after]
    for space in spaces:
        if isinstance(space, cst.ParenthesizedWhitespace):
            return cst.ParenthesizedWhitespace(indent=space.indent, last_line=space.last_line)
        break
    return cst.SimpleWhitespace(" ")


_Line = cst.SimpleStatementLine | cst.BaseCompoundStatement


def _import_of(line: _Line) -> tuple[bool, str] | None:
    """Whether a line is a ``from`` import, and of what module; None if it is no plain import line."""
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return None
    small = line.body[0]
    if isinstance(small, cst.Import):
        return False, str(small.names[0].evaluated_name)
    if isinstance(small, cst.ImportFrom):
        name = cst.Module([]).code_for_node(small.module) if small.module else ""
        return True, "." * len(small.relative) + name
    return None


def _first(body: Sequence[_Line]) -> int:
    """The index of the first statement after the docstring and the ``__future__`` imports."""
    index = 0
    if body and isinstance(body[0], cst.SimpleStatementLine):
        small = body[0].body[0]
        if isinstance(small, cst.Expr) and isinstance(
            small.value, (cst.SimpleString, cst.ConcatenatedString)
        ):
            index = 1
    for number, line in enumerate(body):
        if _import_of(line) == (True, "__future__"):
            index = number + 1
    return index


def with_import(module: cst.Module, text: str) -> cst.Module:
    """The module with one more import line, in the block of standard-library imports if there is one."""
    body = list(module.body)
    config = module.config_for_parsing
    new = cst.ensure_type(cst.parse_statement(text + "\n", config), cst.SimpleStatementLine)
    first = _first(body)
    groups = _groups(body, first)
    known = sys.stdlib_module_names
    standard = [
        group
        for group in groups
        if any((_import_of(body[i]) or (False, ""))[1].partition(".")[0] in known for i in group)
    ]
    if standard:
        index, heads = _place(body, standard[0], new)
        return module.with_changes(body=_put(body, index, new, heads=heads))
    blank = cst.EmptyLine(indent=False)
    if groups:
        index = groups[0][0]
        after = body[index]
        new = new.with_changes(leading_lines=_blanks(after))
        body[index] = after.with_changes(leading_lines=[blank, *after.leading_lines[len(_blanks(after)) :]])
        return module.with_changes(body=[*body[:index], new, *body[index:]])
    if first:
        new = new.with_changes(leading_lines=[blank])
    if first < len(body) and not _blanks(body[first]):
        body[first] = body[first].with_changes(leading_lines=[blank, *body[first].leading_lines])
    return module.with_changes(body=[*body[:first], new, *body[first:]])


def _blanks(line: _Line) -> Sequence[cst.EmptyLine]:
    """The blank lines directly before a statement's own comments."""
    out: list[cst.EmptyLine] = []
    for empty in line.leading_lines:
        if empty.comment is not None:
            break
        out.append(empty)
    return out


def _groups(body: Sequence[_Line], first: int) -> list[list[int]]:
    """Runs of import lines after ``first``, cut at blank lines; they end with the first other statement."""
    groups: list[list[int]] = []
    for index in range(first, len(body)):
        if _import_of(body[index]) is None:
            break
        if groups and not body[index].leading_lines:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _place(body: Sequence[_Line], group: Sequence[int], new: cst.SimpleStatementLine) -> tuple[int, bool]:
    """Where a line goes in its group, and whether it then heads it."""
    kind, name = _import_of(new) or (False, "")
    own = [i for i in group if (_import_of(body[i]) or (None, ""))[0] == kind]
    for index in own:
        if (_import_of(body[index]) or (kind, ""))[1] > name:
            return index, index == group[0]
    if own:
        return own[-1] + 1, False
    return (group[-1] + 1, False) if kind else (group[0], True)


def _put(body: list[_Line], index: int, new: cst.SimpleStatementLine, *, heads: bool) -> list[_Line]:
    if heads:
        head = body[index]
        blanks = _blanks(head)
        new = new.with_changes(leading_lines=blanks)
        body[index] = head.with_changes(leading_lines=head.leading_lines[len(blanks) :])
    return [*body[:index], new, *body[index:]]
