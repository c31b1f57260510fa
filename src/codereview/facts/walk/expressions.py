"""Expressions: each gets its symbolic path; calls, reads and loops are recorded on the way."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any, ClassVar

from codereview.facts import module as m
from codereview.facts.paths import UNKNOWN, element, join, names_class
from codereview.facts.scope import agreed
from codereview.facts.walk.calls import Calls
from codereview.facts.walk.packages import named_packages
from codereview.facts.walk.seldom import is_at_hand

# what is shifted by one of these stays what it is
_SPANS = frozenset({"datetime.timedelta()", "dateutil.relativedelta.relativedelta()", "pandas.Timedelta()"})
_SQL = re.compile(
    r"\s*(?:--[^\n]*\n\s*)*\(?\s*(select|insert|update|delete|replace|with|merge|call|exec|create|alter|drop|pragma|begin|"
    r"truncate|show|explain|set|copy)\s",
    re.IGNORECASE,
)
_SEQUENCES = {ast.List: "=list", ast.Tuple: "=tuple", ast.Set: "=set"}
_CONST = {str: "=str", bytes: "=bytes", int: "=int", float: "=float", complex: "=int"}

_LONGEST_NAME = 120
"""Characters of a literal that can be the name of a module or file."""


class Expressions(Calls):
    """The part of the walk that deals with expressions."""

    def _flagged(self, node: ast.expr, flag: int) -> str:
        """Walks an expression whose outermost call carries a flag of its own."""
        if isinstance(node, ast.Call):
            path = self.memo[node] = self._call(node, flag)
            if hooks := self.hooks.get(ast.Call):
                self.fire(node, hooks)
            return path
        if flag == m.AWAITED and isinstance(node, ast.IfExp):
            return self._ifexp(node, flag)
        return self.ev(node)

    def _constant(self, node: ast.Constant) -> str:
        value = node.value
        if isinstance(value, str):
            if len(value) < _LONGEST_NAME:
                self.literals.add(value)
            if packages := named_packages(value):
                self.words.update(packages)
            if value.isidentifier():  # as keys are: no statement without a blank
                return "=str"
            found = _SQL.match(value)
            return f"=sql:{found.group(1).upper()}" if found else "=str"
        if value is None:
            return "=None"
        if value == 0 and value is not False and type(value) in (int, float):
            return "=0"
        if isinstance(value, bool):
            return f"={value}"
        return _CONST.get(type(value), UNKNOWN)

    def _joined(self, node: ast.JoinedStr) -> str:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.ev(part.value)
                if part.format_spec is not None:
                    self.ev(part.format_spec)
        first = node.values[0] if node.values else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            self.words.update(named_packages(first.value))
            found = _SQL.match(first.value)
            if found:
                return f"=sql:{found.group(1).upper()}"
        return "=fstr"

    def _await(self, node: ast.Await) -> str:
        return self._flagged(node.value, m.AWAITED)

    def _subscript(self, node: ast.Subscript) -> str:
        sliced = isinstance(node.slice, ast.Slice)
        base = self.ev(node.value) if sliced else self._flagged(node.value, m.CONSUMED)
        self.ev(node.slice)
        if sliced:
            return base
        return element(base)

    def _binop(self, node: ast.BinOp) -> str:
        left = self.ev(node.left)
        right = self.ev(node.right)
        if isinstance(node.op, ast.Div):
            return left if left[0] not in "?=" else UNKNOWN
        if left.startswith("=") and isinstance(node.op, (ast.Add, ast.Mod)):
            return left
        if isinstance(node.op, (ast.Add, ast.Sub)) and right in _SPANS and left[0] not in "?=":
            return left
        if isinstance(node.op, ast.BitOr) and left[0] != "=" and right[0] not in "?=":
            if names_class(left) and names_class(right):
                return UNKNOWN  # a union of types
            return right  # sets, querysets, and the last step of a pipeline
        return right if right.startswith("=sql") else UNKNOWN

    def _compare(self, node: ast.Compare) -> str:
        self.ev(node.left)
        for value in node.comparators:
            self.ev(value)
        return UNKNOWN

    def _unary(self, node: ast.UnaryOp) -> str:
        self.ev(node.operand)
        return UNKNOWN

    def _slice(self, node: ast.Slice) -> str:
        for value in (node.lower, node.upper, node.step):
            if value is not None:
                self.ev(value)
        return UNKNOWN

    def _boolop(self, node: ast.BoolOp) -> str:
        self.decides(node)
        if isinstance(node.op, ast.And):
            return [self.ev(value) for value in node.values][-1]
        before = self.flags
        paths = [self.ev(node.values[0])]
        self.flags |= m.CONDITIONAL | (m.SELDOM if is_at_hand(node.values[0]) else 0)
        paths += [self.ev(value) for value in node.values[1:]]
        self.flags = before
        result = paths[0]
        for path in paths[1:]:
            result = self._either(result, path)
        return result

    def _ifexp(self, node: ast.IfExp, flag: int = 0) -> str:
        self.decides(node)
        self.ev(node.test)
        before = self.flags
        self.flags |= m.CONDITIONAL
        path = self._either(self._flagged(node.body, flag), self._flagged(node.orelse, flag))
        self.flags = before
        return path

    def _named(self, node: ast.NamedExpr) -> str:
        path = self.ev(node.value)
        name = node.target.id
        for names in self.enclosing:  # out of a comprehension it binds in the scope around
            names[name] = agreed(name, names.get(name), path)
        self.scope.bind(name, path)
        self.taint_from(node.target.id, node.value)
        return path

    def _starred(self, node: ast.Starred) -> str:
        self.ev(node.value)
        return UNKNOWN

    def _lambda(self, node: ast.Lambda) -> str:
        for default in (*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)):
            self.ev(default)
        return f"=lambda:{self.add_lambda(node)}"

    def _sequence(self, node: ast.List | ast.Tuple | ast.Set) -> str:
        paths = [self.ev(item) for item in node.elts]
        if paths and paths[0][0] not in "?=" and len(set(paths)) == 1:
            return join(paths[0], "*")
        return _SEQUENCES[type(node)]

    def _dict(self, node: ast.Dict) -> str:
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None:
                self.ev(key)
            self._argument(
                value, key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
            )
        return "=dict"

    def _yield(self, node: ast.Yield | ast.YieldFrom) -> str:
        if isinstance(node, ast.YieldFrom):
            self.yielded(element(self._flagged(node.value, m.ITERATED)))
        else:
            self.yielded(self.ev(node.value) if node.value is not None else "=None")
        return UNKNOWN

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> str:
        scope = self.scope
        saved, taint, loop, flags = scope.names, scope.taint, scope.loop, self.flags
        scope.names, scope.taint = dict(saved), dict(taint)
        self.enclosing.append(saved)
        self.decisions += node.generators
        for generator in node.generators:
            path = self._flagged(generator.iter, m.ITERATED | (m.AWAITED if generator.is_async else 0))
            kind = "async comprehension" if generator.is_async else "comprehension"
            self.open_loop(node, kind, generator.iter, generator.target, path)
            for test in generator.ifs:
                self.ev(test)
        if isinstance(node, ast.DictComp):
            self.ev(node.key)
            result = self.ev(node.value)
        else:
            result = self.ev(node.elt)
        self.enclosing.pop()
        scope.names, scope.taint, scope.loop, self.flags = saved, taint, loop, flags
        if isinstance(node, ast.DictComp):
            return "=dict"
        return join(result, "*") if result[0] not in "?=" else "=list"

    _eval: ClassVar[dict[type[ast.AST], Callable[[Any, Any], str]]] = {
        ast.Name: Calls._name,
        ast.Attribute: Calls._attribute,
        ast.Call: Calls._call,
        ast.Constant: _constant,
        ast.Await: _await,
        ast.Subscript: _subscript,
        ast.BinOp: _binop,
        ast.BoolOp: _boolop,
        ast.IfExp: _ifexp,
        ast.JoinedStr: _joined,
        ast.NamedExpr: _named,
        ast.Starred: _starred,
        ast.Lambda: _lambda,
        ast.ListComp: _comprehension,
        ast.SetComp: _comprehension,
        ast.GeneratorExp: _comprehension,
        ast.DictComp: _comprehension,
        ast.List: _sequence,
        ast.Tuple: _sequence,
        ast.Set: _sequence,
        ast.Dict: _dict,
        ast.Yield: _yield,
        ast.YieldFrom: _yield,
        ast.Compare: _compare,
        ast.UnaryOp: _unary,
        ast.Slice: _slice,
    }
