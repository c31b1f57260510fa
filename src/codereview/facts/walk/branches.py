"""Statements that branch and repeat, and the names after them."""

from __future__ import annotations

import ast
from collections import Counter

from codereview.facts import module as m
from codereview.facts.paths import UNKNOWN, element
from codereview.facts.scope import merge
from codereview.facts.walk.bindings import Bindings
from codereview.facts.walk.filling import filled_once, fillings, stored_names
from codereview.facts.walk.guards import caught, wanted
from codereview.facts.walk.seldom import is_seldom
from codereview.facts.walk.sizes import bound, held_by

_SWALLOWS = frozenset({"suppress", "raises", "assertRaises", "assertRaisesRegex"})
_LEAVES_LOOP = (ast.Return, ast.Raise, ast.Break)

_LITERALS = frozenset({"=list", "=tuple", "=set", "=dict"})


class Branches(Bindings):
    """The part of the walk that deals with control flow."""

    def _branch(self, body: list[ast.stmt], start: dict[str, str], flag: int) -> tuple[dict[str, str], bool]:
        scope, flags = self.scope, self.flags
        if not body:
            # nothing is bound; whoever goes on with the names makes a copy of them, or had them before
            scope.names = start
            return start, True
        scope.names = dict(start)
        self.flags |= flag
        if scope.loop >= 0 and isinstance(body[-1], _LEAVES_LOOP):
            self.flags |= m.EXITS_LOOP
        open_end = self.block(body)
        self.flags = flags
        return scope.names, open_end

    def _if(self, node: ast.If) -> None:
        self.decisions.append(node)
        self._flagged(node.test, m.CONSUMED)
        flag = m.CONDITIONAL
        if _is_main_guard(node.test):
            flag = m.IN_MAIN
            self.main_line = self.main_line or node.lineno
        elif _is_type_checking(node.test):
            flag = m.TYPE_CHECKING
        else:
            for statement in fillings(node):
                self.filling[statement] = m.FILLS
            if self.open_loops:
                for statement in filled_once(node, self._stored):
                    self.filling[statement] = m.SELDOM
            if is_seldom(node, self.varying, self._is_item):
                flag |= m.SELDOM
        before = self.scope.names
        ends = [self._branch(node.body, before, flag), self._branch(node.orelse, before, m.CONDITIONAL)]
        if flag == m.TYPE_CHECKING:
            self.scope.names = {**before, **ends[1][0], **ends[0][0]}
            self.ended = False
        else:
            self._join(before, ends)

    def _stored(self) -> Counter[str]:
        """What the outermost open loop binds, counted once for each loop."""
        loop = self.open_loops[0]
        if loop not in self.stored:
            self.stored = {loop: stored_names(loop)}
        return self.stored[loop]

    def _is_item(self, name: str) -> bool:
        """Whether a name is what a loop gives in each round, or the key or number of it."""
        index = self.scope.taint.get(name, -1)
        loop = self.loops[index] if index >= 0 else None
        if loop is None or name not in loop.targets:
            return False
        return name == loop.targets[0] or loop.iterable.startswith("builtins.enumerate")

    def _join(self, before: dict[str, str], ends: list[tuple[dict[str, str], bool]]) -> None:
        """Goes on after branches, each with its names and whether it goes on. What only the others bind
        stays known for the functions that they define."""
        names = merge(before, [end for end, goes_on in ends if goes_on])
        self.ended = not any(goes_on for _, goes_on in ends)
        for end, goes_on in ends:
            if not goes_on:
                for name in [name for name in end if name not in names]:
                    names[name] = end[name]
        self.scope.names = names

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self.decisions.append(node)
        is_async = isinstance(node, ast.AsyncFor)
        path = self._flagged(node.iter, m.ITERATED | (m.AWAITED if is_async else 0))
        loop, taint, flags = self.scope.loop, dict(self.scope.taint), self.flags
        self.open_loop(node, "async for" if is_async else "for", node.iter, node.target, path)
        rounds = self._rounds(node)
        self.scope.loop, self.scope.taint, self.flags = loop, taint, flags
        self._after_loop(node.orelse, rounds, endless=False)

    def _while(self, node: ast.While) -> None:
        self.decisions.append(node)
        loop, taint, flags = self.scope.loop, dict(self.scope.taint), self.flags
        self._add_loop(node, "while", UNKNOWN, (), -1)
        self.ev(node.test)
        rounds = self._rounds(node)
        self.scope.loop, self.scope.taint, self.flags = loop, taint, flags
        self._after_loop(node.orelse, rounds, isinstance(node.test, ast.Constant) and bool(node.test.value))

    def _rounds(self, loop: ast.For | ast.AsyncFor | ast.While) -> list[tuple[bool, dict[str, str]]]:
        """Walks the body of a loop. Returns the names at each way out of a round, and whether that is a
        break."""
        self.jumps.append([])
        self.open_loops.append(loop)
        before = self.scope.names
        names, goes_on = self._branch(loop.body, before, 0)
        self.open_loops.pop()
        self.scope.names = before
        ways = self.jumps.pop()
        return [(False, names), *ways] if goes_on else ways

    def _after_loop(
        self, orelse: list[ast.stmt], rounds: list[tuple[bool, dict[str, str]]], endless: bool
    ) -> None:
        before = self.scope.names
        ends = [(names, True) for is_break, names in rounds if is_break]
        if not endless:
            start = merge(before, [before, *(names for is_break, names in rounds if not is_break)])
            ends.append(self._branch(orelse, start, 0))
        self._join(before, ends)

    def _add_loop(self, node: ast.AST, kind: str, path: str, targets: tuple[str, ...], bound: int) -> int:
        index = len(self.loops)
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1
        end = (getattr(node, "end_lineno", line), getattr(node, "end_col_offset", 0) + 1)
        self.loops.append(
            m.LoopFact(
                "comprehension" if kind == "async "
                "comprehension" else kind, line, column, *end, path, targets, bound,
                self.scope.loop, self.scope.function, kind.startswith("async"),
            )
        )  # fmt: skip
        self.scope.loop = index
        self.flags &= ~(m.EXITS_LOOP | m.SELDOM)
        return index

    def open_loop(self, node: ast.AST, kind: str, iterable: ast.expr, target: ast.expr, path: str) -> int:
        targets = tuple(n.id for n in ast.walk(target) if isinstance(n, ast.Name))
        index = self._add_loop(node, kind, path, targets, self._times(iterable))
        self._bind_target(target, iterable, path)
        for name in targets:
            self.scope.taint[name] = index
        return index

    def _times(self, iterable: ast.expr) -> int:
        """How often a loop runs, where a literal tells, also one that a name holds and that never grows."""
        found = bound(iterable)
        name = held_by(iterable) if found < 0 else ""
        size = self.scope.size(name) if name else -1
        now = self.scope.lookup(name) if size > 0 else ""
        if not now or (now not in _LITERALS and now != self.scope.cut.get(name)) or name in self.grown:
            return found
        return size

    def _bind_target(self, target: ast.expr, iterable: ast.expr, path: str) -> None:
        if isinstance(target, (ast.Tuple, ast.List)) and isinstance(iterable, ast.Call):
            callee = self.peek(iterable.func)
            inner = [self.memo_path(arg) for arg in iterable.args]
            if callee == "builtins.enumerate" and inner and len(target.elts) == 2:
                self.bind(target.elts[0], UNKNOWN)
                self._bind_target(target.elts[1], iterable.args[0], inner[0])
                return
            if callee == "builtins.zip" and len(inner) == len(target.elts):
                for item, part in zip(target.elts, inner, strict=True):
                    self.bind(item, element(part))
                return
        self.bind(target, element(path) if isinstance(target, ast.Name) else UNKNOWN)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        flag = m.ENTERED | (m.AWAITED if isinstance(node, ast.AsyncWith) else 0)
        swallows = False
        for item in node.items:
            path = self._flagged(item.context_expr, flag)
            if (
                flag == m.ENTERED
                and isinstance(item.context_expr, (ast.Name, ast.Attribute))
                and path[0] != "?"
            ):
                self._ref(item.context_expr, path, flag=flag)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, path, item.context_expr)
            swallows = swallows or path.removesuffix("()").rpartition(".")[2].lstrip("?") in _SWALLOWS
        self.guards += wanted(node)
        self.block(node.body)
        self.ended = self.ended and not swallows

    def _try(self, node: ast.Try) -> None:
        self.decisions.append(node)
        before = self.scope.names
        self.guards += caught(node)
        body, goes_on = self._branch(node.body, before, m.IN_TRY)
        imports = all(isinstance(s, (ast.Import, ast.ImportFrom)) for s in node.body)
        failed = before if imports else merge(before, [before, body])  # it fails before, after or in between
        ends: list[tuple[dict[str, str], bool]] = []
        for handler in node.handlers:
            if handler.type is not None:
                self.ev(handler.type)
            start = {**failed, **({handler.name: UNKNOWN + handler.name} if handler.name else {})}
            names, open_end = self._branch(handler.body, start, m.IN_HANDLER | m.CONDITIONAL)
            if (
                open_end and imports and goes_on
            ):  # an import that has a substitute is what it is where it works
                body.update({name: path for name, path in names.items() if name not in body})
            else:
                ends.append((names, open_end))
        tried = merge(before, [failed, body, *(names for names, _ in ends)])
        if node.orelse:
            flag = m.CONDITIONAL if imports and node.handlers else 0  # of what is optional
            body, no_exit = self._branch(node.orelse, body, flag)
            goes_on = goes_on and no_exit
        self._join(before, [(body, goes_on), *ends])
        if node.finalbody:
            self._finally(node.finalbody, tried)

    def _finally(self, body: list[ast.stmt], start: dict[str, str]) -> None:
        """Walks a ``finally`` body, which runs from anywhere; what it binds counts afterwards."""
        after, ended = self.scope.names, self.ended
        names, goes_on = self._branch(body, start, 0)
        self.scope.names = {
            **after,
            **{name: path for name, path in names.items() if start.get(name) != path},
        }
        self.ended = ended or not goes_on

    def _assert(self, node: ast.Assert) -> None:
        outer, self.decisions = self.decisions, []  # it counts itself, and nothing in it does
        self.ev(node.test)
        if node.msg is not None:
            self.ev(node.msg)
        self.decisions = outer
        outer.append(node)

    def _match(self, node: ast.Match) -> None:
        self.decisions.append(node)
        self.deciding.add(node)  # its guards are met among the statements of its cases
        self.ev(node.subject)
        before = self.scope.names
        ends: list[tuple[dict[str, str], bool]] = []
        covered = False
        for case in node.cases:
            for value in _values(case.pattern):
                self.ev(value)
            self.scope.names = {**before, **{n: UNKNOWN + n for n in _captures(case.pattern)}}
            if case.guard is not None:
                self.ev(case.guard)
            elif isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None:
                covered = True
            ends.append(self._branch(case.body, self.scope.names, m.CONDITIONAL))
        self._join(before, ends if covered else [(before, True), *ends])


def _is_main_guard(test: ast.expr) -> bool:
    if not isinstance(test, ast.Compare) or len(test.comparators) != 1:
        return False
    sides = [test.left, test.comparators[0]]
    return any(isinstance(s, ast.Name) and s.id == "__name__" for s in sides) and any(
        isinstance(s, ast.Constant) and s.value == "__main__" for s in sides
    )


def _is_type_checking(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return name == "TYPE_CHECKING"


def _values(pattern: ast.pattern) -> list[ast.expr]:
    """The expressions in a pattern that are looked up: values, keys and classes."""
    found: list[ast.expr] = []
    for node in ast.walk(pattern):
        if isinstance(node, ast.MatchValue):
            found.append(node.value)
        elif isinstance(node, ast.MatchMapping):
            found += node.keys
        elif isinstance(node, ast.MatchClass):
            found.append(node.cls)
    return found


def _captures(pattern: ast.pattern) -> list[str]:
    return [name for n in ast.walk(pattern) if (name := getattr(n, "name", None) or getattr(n, "rest", None))]
