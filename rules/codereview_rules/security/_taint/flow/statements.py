"""The walk over one function's statements."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from codereview.facts.names import own_name

from ..cleaners import LEAVES, guards
from .guards import Guards
from .state import Seen, State, merged
from .values import CLEAN, PATH, join, killed, origins
from .written import taken

_DEFINITIONS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
    ast.Pass,
    ast.Global,
)


class Flow(Guards):
    """Walks a body once, loops twice; `seen` has what it found."""

    def run(self, body: Sequence[ast.stmt]) -> Seen:
        """Walks the statements of a function or module."""
        self.body = body
        self.block(body)
        return self.seen

    def block(self, body: Sequence[ast.stmt]) -> bool:
        """Walks statements; returns whether the end can be reached."""
        return all(map(self._statement, body))

    def _statement(self, node: ast.stmt) -> bool:
        kind = type(node)
        if kind is ast.Expr:
            return self._expression(node.value)  # type: ignore[attr-defined]
        if isinstance(node, ast.Assign):
            self._assign(node.targets, node.value)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self._assign([node.target], node.value)
        elif isinstance(node, ast.AugAssign):
            self._augmented(node)
        elif isinstance(node, ast.Return):
            if node.value is not None:
                first = node.value
                value = (
                    self.ev(first.elts[0]) if isinstance(first, ast.Tuple) and first.elts else self.ev(first)
                )
                if origins(value):
                    self.seen.returns.append((node, self.state.seen(value)))
            return False
        elif isinstance(node, ast.If):
            return self._if(node)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            self._loop(node.body, node.orelse, (node.target, node.iter))
        elif isinstance(node, ast.While):
            self.ev(node.test)
            self._loop(node.body, node.orelse, None)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                value = self.ev(item.context_expr)
                if item.optional_vars is not None:
                    self.bind(item.optional_vars, value)
            return self.block(node.body)
        elif isinstance(node, ast.Try) or kind.__name__ == "TryStar":
            return self._try(node)  # type: ignore[arg-type]
        elif isinstance(node, ast.Match):
            self._match(node)
        elif isinstance(node, ast.Raise):
            if node.exc is not None:
                self.ev(node.exc)
            return False
        elif isinstance(node, (ast.Break, ast.Continue)):
            return False
        elif isinstance(node, ast.Assert):
            self.ev(node.test)
            self.narrow(node.test, self.state, State())
        return True

    def _expression(self, value: ast.expr) -> bool:
        inner = value.value if isinstance(value, ast.Await) else value
        self.ev(inner)
        if isinstance(inner, ast.Call):
            self.checked(inner)
            func = inner.func
            name = own_name(func)
            return name not in LEAVES
        return True

    def _assign(self, targets: Sequence[ast.expr], value: ast.expr) -> None:
        for target in targets:
            if (
                isinstance(target, ast.Tuple)
                and isinstance(value, ast.Tuple)
                and len(target.elts) == len(value.elts)
                and not any(isinstance(item, ast.Starred) for item in (*target.elts, *value.elts))
            ):
                found = [self.ev(item) for item in value.elts]
                for item, one in zip(target.elts, found, strict=True):
                    self.bind(item, one)
            elif isinstance(target, ast.Tuple) and len(target.elts) == 2 and taken(value) == "splitext":
                found_ = self.ev(value)
                self.bind(target.elts[0], found_)
                self.bind(target.elts[1], killed(found_, PATH))
            else:
                found_ = self.ev(value)
                self.bind(target, found_)
                self.mappings.assigned(self.state, target, value, found_)
        called = value.value if isinstance(value, ast.Await) else value
        self._looked_up(targets, called)
        if isinstance(called, ast.Call) and isinstance(called.func, (ast.Name, ast.Attribute)):
            name = called.func.id if isinstance(called.func, ast.Name) else called.func.attr
            if name in ("int", "float", "UUID", "strptime", "ip_address", "fromisoformat") and called.args:
                self.state.guard(self.ev(called.args[0]), 511)  # it raises for anything else

    def _looked_up(self, targets: Sequence[ast.expr], value: ast.expr) -> None:
        """``item = ITEMS.get(key)``, ``valid, errors = check(key)``: with an item the key is one that is known."""
        first = targets[0]
        names = [
            item.id
            for item in (first.elts if isinstance(first, ast.Tuple) else (first,))
            if isinstance(item, ast.Name)
        ]
        for name in names:
            self.looked.pop(name, None)
        if not names or not isinstance(value, ast.Call):
            return
        name = taken(value)
        if guards(name) or "_by_" in name or not origins(self.state.names.get(names[0], CLEAN)):
            self.looked[names[0]] = value

    def _augmented(self, node: ast.AugAssign) -> None:
        added = self.ev(node.value)
        target = node.target
        self.mappings.added(self.state, target, added)
        if isinstance(target, ast.Name):
            before = self.ev(target)
            if isinstance(node.op, (ast.Add, ast.Mod, ast.BitOr)):
                both = self.glued([(target, before), (node.value, added)]) if before or added else CLEAN
                self.state.names[target.id] = both
            elif isinstance(node.op, ast.Div):
                self.state.names[target.id] = join(before, added)
        elif added:
            self.bind(target, join(self.ev(target), added))

    def _if(self, node: ast.If) -> bool:
        self.met = False
        self.ev(node.test)
        before = self.state
        yes, no = before.copy(), before.copy()
        if self.met:
            self.narrow(node.test, yes, no)
        self.state = yes
        ends = self.block(node.body)
        yes = self.state
        self.state = no
        others = self.block(node.orelse) if node.orelse else True
        no = self.state
        if ends and others:
            self.state = merged(yes, no)
        else:
            self.state = yes if ends else no
        return ends or others

    def _loop(
        self, body: Sequence[ast.stmt], orelse: Sequence[ast.stmt], over: tuple[ast.expr, ast.expr] | None
    ) -> None:
        before = self.state
        for again in (False, True):  # what a round leaves is there in the next one
            if again and not any(self.state.names.get(name) != value for name, value in before.names.items()):
                break
            self.state = self.state.copy()
            if over is not None:
                self.iterate(*over)
            self.block(body)
            self.state = merged(before, self.state)
        if over is not None:
            self._checked_each(body)
        self.block(orelse)

    def _checked_each(self, body: Sequence[ast.stmt]) -> None:
        """``for column in columns: if column not in KNOWN: raise ...``: behind the loop all of them are known."""
        if any(isinstance(node, ast.Break) for statement in body for node in ast.walk(statement)):
            return
        for statement in body:
            if isinstance(statement, ast.If) and not statement.orelse and _ends(statement.body[-1]):
                self.narrow(statement.test, self.state.copy(), self.state)

    def _try(self, node: ast.Try) -> bool:
        before = self.state.copy()
        ends = self.block(node.body)
        if ends and node.orelse:
            ends = self.block(node.orelse)
        after: State | None = self.state if ends else None
        between = merged(before, self.state)
        for handler in node.handlers:
            self.state = between.copy()
            if self.block(handler.body):
                after = self.state if after is None else merged(after, self.state)
        self.state = after if after is not None else between
        ends = after is not None
        return self.block(node.finalbody) and ends

    def _match(self, node: ast.Match) -> None:
        value = self.ev(node.subject)
        before = self.state
        after = before
        for case in node.cases:
            self.state = before.copy()
            if isinstance(case.pattern, (ast.MatchValue, ast.MatchOr)):
                self.state.guard(value, 511)
            elif isinstance(case.pattern, ast.MatchAs) and case.pattern.name:
                self.state.names[case.pattern.name] = value
            if self.block(case.body):
                after = merged(after, self.state)
        self.state = after


def _ends(last: ast.stmt) -> bool:
    """Whether a statement leaves the function."""
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return own_name(last.value.func) in LEAVES
    return isinstance(last, (ast.Return, ast.Raise))
