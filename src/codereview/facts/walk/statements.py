"""The whole walk: every statement of a file, then the bodies of its functions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from codereview.facts import module as m
from codereview.facts.walk.definitions import Definitions

_EXITS = frozenset({ast.Return, ast.Raise, ast.Break, ast.Continue})
# expressions that are met in other places than `ev`: bound, in chains of attributes, in patterns, in
# f-strings
_MET_ELSEWHERE = (ast.Name, ast.Attribute, ast.Tuple, ast.List, ast.Starred, ast.Constant, ast.FormattedValue)


class Statements(Definitions):
    """One file's walk. Use `walk`; function bodies are walked after the scope that holds them is complete."""

    def walk(self, tree: ast.Module) -> None:
        """Walks the module, then every function body that it defines."""
        self.completes = any(
            kind in _MET_ELSEWHERE or not issubclass(kind, (ast.stmt, ast.expr)) for kind in self.hooks
        )
        self.tree = tree
        self.block(tree.body)
        while self.pending:
            index, scope = self.pending.pop(0)
            self._body(self.functions[index], index, scope)

    def close(self) -> None:
        """Lets go of the tree, and of the references of the walk to itself; it is of no use afterwards."""
        vars(self).clear()

    def block(self, body: Iterable[ast.stmt]) -> bool:
        """Walks statements; returns whether the end can be reached (no return, raise, break or continue
        before)."""
        open_end = True
        run_of, passed, hooks_of = self._run, self.passed, self.hooks
        for statement in body:
            kind = type(statement)
            passed.append(statement)
            self.ended = kind in _EXITS
            run = run_of.get(kind)
            if run is not None:
                run(self, statement)
            else:
                for child in ast.iter_child_nodes(statement):
                    if isinstance(child, ast.expr):
                        self.ev(child)
            if self.completes:
                self.complete(statement)
            if kind in hooks_of:
                for hook in hooks_of[kind]:
                    hook(statement)
            if self.ended:
                open_end = False
                if self.jumps and kind in (ast.Break, ast.Continue):
                    self.jumps[-1].append((kind is ast.Break, dict(self.scope.names)))
        self.ended = not open_end
        return open_end

    def _expr(self, node: ast.Expr) -> None:
        value = node.value
        if isinstance(value, ast.Await):
            self._flagged(value.value, m.AWAITED | m.DROPPED)
        else:
            self._flagged(value, m.DROPPED)

    def _raise(self, node: ast.Raise) -> None:
        if node.exc is not None:
            self.ev(node.exc)
        if node.cause is not None:
            self.ev(node.cause)

    def _nothing(self, node: ast.stmt) -> None:
        """A statement without parts."""

    def _return(self, node: ast.Return) -> None:
        if node.value is None:
            return
        flag = m.RETURNED
        value = node.value
        if isinstance(value, ast.Await):
            flag, value = flag | m.AWAITED, value.value
        path = self._flagged(value, flag)
        if self.scope.function >= 0:
            draft = self.functions[self.scope.function]
            draft.result(path)
            draft.returns_value = draft.returns_value or path != "=None"

    def yielded(self, path: str) -> None:
        if self.scope.function >= 0:
            draft = self.functions[self.scope.function]
            draft.is_generator = True
            if path not in draft.yields and len(draft.yields) < 4:
                draft.yields.append(path)

    _run: ClassVar[dict[type[ast.AST], Callable[[Any, Any], None]]] = {
        ast.Expr: _expr,
        ast.Assign: Definitions._assign,
        ast.AnnAssign: Definitions._ann_assign,
        ast.AugAssign: Definitions._aug_assign,
        ast.Return: _return,
        ast.If: Definitions._if,
        ast.For: Definitions._for,
        ast.AsyncFor: Definitions._for,
        ast.While: Definitions._while,
        ast.With: Definitions._with,
        ast.AsyncWith: Definitions._with,
        ast.Try: Definitions._try,
        ast.FunctionDef: Definitions._function,
        ast.AsyncFunctionDef: Definitions._function,
        ast.ClassDef: Definitions._class,
        ast.Import: Definitions._import,
        ast.ImportFrom: Definitions._import_from,
        ast.Global: Definitions._global,
        ast.Nonlocal: Definitions._nonlocal,
        ast.Match: Definitions._match,
        ast.Assert: Definitions._assert,
        ast.Raise: _raise,
        ast.Pass: _nothing,
        ast.Break: _nothing,
        ast.Continue: _nothing,
        ast.Delete: Definitions._delete,
    }
    if hasattr(ast, "TypeAlias"):  # Python 3.12
        _run[ast.TypeAlias] = Definitions._type_alias
    if hasattr(ast, "TryStar"):  # Python 3.11
        _run[ast.TryStar] = Definitions._try
