"""Constructs of a file that an older Python cannot read or run, each with the version that brought it.

Versions are those of the "What's New in Python" documents: 3.8 (assignment expressions, positional-only
parameters), 3.9 (relaxed decorators, generic built-in types), 3.10 (``match``, ``X | Y`` for types), 3.11
(``except*``), 3.12 (type parameters, ``type`` statement). What the syntax tree does not show (parentheses around
``with`` items, quotes in f-strings) is not told.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from codereview.facts.module import NeedFact
from codereview.facts.names import nodes

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_BUILTIN = frozenset("str int float bool bytes dict list tuple set frozenset type object complex".split())
_PLAIN = frozenset({ast.Name, ast.Attribute, ast.Constant})
_GENERIC = frozenset("dict list tuple set frozenset type".split())
_CHECKS = frozenset({"version_info", "TYPE_CHECKING", "hexversion", "PY3", "PY310", "PY311", "PY312"})
"""Names by which a condition asks for the version."""
_BEGINNINGS = ("version_info", "TYPE_CHECKING", "hexversion", "PY3")
"""One of these stands in a text that has one of the names."""
_MOST = 20
"""Constructs of one kind in one file that are kept."""


class Since:
    """Collects while a file is walked; `found` gives what is there.

    Args:
        tree: the file.
        attach: asks for a call at each node of a type.
        text: its text, if known: conditions are looked at only where it names a version.
    """

    def __init__(
        self,
        tree: ast.Module,
        attach: Callable[[type[ast.AST], Callable[[ast.AST], None]], None],
        text: str | None = None,
    ) -> None:
        self._found: dict[str, list[NeedFact]] = {}
        self._guards: list[tuple[int, int]] = []
        self._evaluated = not any(
            isinstance(node, ast.ImportFrom)
            and node.module == "__future__"
            and any(alias.name == "annotations" for alias in node.names)
            for node in tree.body
        )
        attach(ast.NamedExpr, lambda node: self._add((3, 8), "an assignment expression (:=)", node))
        attach(ast.Match, lambda node: self._add((3, 10), "a match statement", node))
        for name, version, what in (
            ("TryStar", (3, 11), "except*"),
            ("TypeAlias", (3, 12), "a type statement"),
            ("TemplateStr", (3, 14), "a template string"),
        ):
            kind = getattr(ast, name, None)
            if kind is not None:
                attach(kind, self._hook(version, what))
        for kind in (ast.FunctionDef, ast.AsyncFunctionDef):
            attach(kind, self._function)
        attach(ast.ClassDef, self._class)
        if text is None or any(name in text for name in _BEGINNINGS):
            attach(ast.If, self._guard)
        if self._evaluated:
            self._annotated(tree.body)

    def found(self) -> tuple[NeedFact, ...]:
        """All constructs, in the order of place; those that run only behind a check of the version left out."""
        kept = [
            need
            for needs in self._found.values()
            for need in needs
            if need.syntax or not any(start <= need.line <= end for start, end in self._guards)
        ]
        return tuple(sorted(kept, key=lambda need: (need.line, need.column, need.what)))

    def _hook(self, version: tuple[int, int], what: str) -> Callable[[ast.AST], None]:
        return lambda node: self._add(version, what, node)

    def _add(self, version: tuple[int, int], what: str, node: ast.AST, *, syntax: bool = True) -> None:
        items = self._found.setdefault(what, [])
        if len(items) < _MOST:
            line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1
            items.append(NeedFact(version, what, line, column, syntax))

    def _guard(self, node: ast.AST) -> None:
        assert isinstance(node, ast.If)
        names = {
            part.attr if isinstance(part, ast.Attribute) else part.id
            for part in nodes(node.test)
            if isinstance(part, (ast.Name, ast.Attribute))
        }
        if not names & _CHECKS:
            return
        last = node.body[-1]
        stops = isinstance(last, ast.Raise) or (
            isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)
        )
        end = node.end_lineno or node.lineno
        # a file that refuses old versions on top may use what it likes below
        self._guards.append((node.lineno, 10**9 if stops and "version_info" in names else end))

    def _function(self, node: ast.AST) -> None:
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        if node.args.posonlyargs:
            self._add((3, 8), "positional-only parameters (/)", node)
        self._definition(node)
        if not self._evaluated:
            return
        given = node.args
        for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg):
            if argument is not None and argument.annotation is not None:
                self._annotation(argument.annotation)
        if node.returns is not None:
            self._annotation(node.returns)

    def _class(self, node: ast.AST) -> None:
        assert isinstance(node, ast.ClassDef)
        self._definition(node)
        if self._evaluated:
            self._annotated(node.body)

    def _definition(self, node: _Function | ast.ClassDef) -> None:
        if getattr(node, "type_params", None):
            self._add((3, 12), "type parameters in brackets", node)
        for decorator in node.decorator_list:
            inner: ast.expr = decorator.func if isinstance(decorator, ast.Call) else decorator
            while isinstance(inner, ast.Attribute):
                inner = inner.value
            if not isinstance(inner, ast.Name):
                self._add((3, 9), "a decorator that is no dotted name or call of one", decorator)

    def _annotated(self, body: list[ast.stmt]) -> None:
        for statement in body:
            if isinstance(statement, ast.AnnAssign):
                self._annotation(statement.annotation)

    def _annotation(self, annotation: ast.expr) -> None:
        if type(annotation) in _PLAIN:  # most are
            return
        for node in ast.walk(annotation):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
                if any(_is_type(side) for side in (node.left, node.right)):
                    self._add((3, 10), "a type written with |", node, syntax=False)
                    return
            elif (
                isinstance(node, ast.Subscript)
                and isinstance(node.value, ast.Name)
                and node.value.id in _GENERIC
            ):
                self._add((3, 9), f"{node.value.id}[...] as a type", node, syntax=False)


def _is_type(node: ast.expr) -> bool:
    """Whether one side of ``|`` has surely no ``|`` of its own before 3.10: None, or a built-in type."""
    if isinstance(node, ast.Constant):
        return node.value is None
    return isinstance(node, ast.Name) and node.id in _BUILTIN
