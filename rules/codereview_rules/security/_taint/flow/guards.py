"""Conditions that tell whether a value is all right."""

from __future__ import annotations

import ast
import re

from codereview.facts.names import own_name

from .. import cleaners as c
from .calls import Calls
from .state import State
from .values import ALL, PATH, REDIRECT, URL, Value, joined, origins

_SCHEMES = ("http", "https", "http://", "https://", "ws")
_ROOTED = ("/", "./")
_TAKES_HOST = re.compile(r"(?:^|_)(?:domain|host|hostname|netloc|origin)(?:_of|_from\w*)?$", re.IGNORECASE)
"""Names of functions that take the host out of an address."""


class Guards(Calls):
    """The part of the walk that deals with conditions."""

    def narrow(self, test: ast.expr, yes: State, no: State) -> None:
        """Writes into the states of both branches what a condition says of the labels that it looks at."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            self.narrow(test.operand, no, yes)
        elif isinstance(test, ast.BoolOp):
            both = isinstance(test.op, ast.And)
            known, other = (yes, no) if both else (no, yes)
            common: dict[str, int] | None = None
            for (
                item
            ) in test.values:  # of an ``and`` the first branch knows all, the other what all parts agree on
                apart = State(self.state.names)
                self.narrow(item, known if both else apart, apart if both else known)
                found = apart.guarded
                common = (
                    found if common is None else {k: m & found[k] for k, m in common.items() if k in found}
                )
            other.take(common or {})
        elif isinstance(test, ast.NamedExpr):
            self.narrow(test.value, yes, no)
        elif isinstance(test, ast.Name):
            yes.guard(self._found_by(test.id), ALL)
            no.guard(self.ev(test), ALL)  # there is nothing in it
        elif isinstance(test, ast.Compare) and len(test.ops) == 1:
            self._comparison(test.left, test.ops[0], test.comparators[0], yes, no)
        elif isinstance(test, (ast.Attribute, ast.Subscript)):
            no.guard(self.ev(test), ALL)
        elif isinstance(test, ast.Call):
            value, mask = self._asked(test)
            yes.guard(value, mask)
            if _name(test) == "get" and isinstance(test.func, ast.Attribute):
                no.guard(self.ev(test), ALL)
            if c.looks_up(_name(test)):
                yes.guard(self.given(test), ALL)
            if c.guards(_name(test)) and _refuses(_name(test)):
                no.guard(value, mask)
        elif isinstance(test, ast.Compare):
            value = joined([self.ev(item) for item in (test.left, *test.comparators)])
            yes.guard(value, ALL if any(isinstance(op, (ast.Lt, ast.LtE)) for op in test.ops) else 0)

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr, yes: State, no: State) -> None:
        """``x in ALLOWED``, ``x == "a"``, ``urlparse(x).netloc != HOST``, ``".." in x``."""
        if isinstance(right, ast.Constant) and isinstance(right.value, bool):
            same = isinstance(op, (ast.Eq, ast.Is)) == right.value
            self.narrow(left, yes if same else no, no if same else yes)
            return
        mine, other = self.ev(left), self.ev(right)
        if isinstance(op, (ast.In, ast.NotIn)):
            holds, fails = (yes, no) if isinstance(op, ast.In) else (no, yes)
            if isinstance(left, ast.Constant):
                if isinstance(left.value, str) and (
                    "." in left.value or "/" in left.value or "\\" in left.value
                ):
                    fails.guard(other, PATH | (URL | REDIRECT if "/" in left.value else 0))
                if isinstance(left.value, str):
                    fails.guard(self.entry(other, left.value), ALL)  # there is none
                return
            if origins(mine) and not self._own_text(right):
                holds.guard(mine, ALL)
            if isinstance(right, ast.Attribute) and right.attr == "parents":
                holds.guard(self.ev(right.value), PATH)
            self._parts(left, holds)
            return
        if isinstance(op, (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)):
            holds, fails = (yes, no) if isinstance(op, (ast.Eq, ast.Is)) else (no, yes)
            if isinstance(right, ast.Constant) and right.value is None:
                if isinstance(left, ast.Name):
                    fails.guard(self._found_by(left.id), ALL)
                return
            if origins(mine) and not origins(other):
                holds.guard(mine, ALL if not isinstance(left, ast.Subscript) else 0)
            elif origins(other) and not origins(mine):
                holds.guard(other, ALL)
            for side in (left, right):
                self._parts(side, holds)
            return
        for side in (left, right):
            self._parts(side, yes)
            self._parts(side, no)

    def _own_text(self, node: ast.expr) -> bool:
        """Whether a container comes from the sender as well: ``key in request.args``."""
        return any(label[:2] in ("s:", "p:") for label in self.ev(node))

    def _parts(self, node: ast.expr, holds: State) -> None:
        """What is compared was taken out of a value: ``urlparse(x).netloc``, ``commonpath([root, x])``."""
        if isinstance(node, ast.Attribute) and node.attr in ("netloc", "hostname", "host"):
            holds.guard(self.ev(node.value), URL | REDIRECT)
        elif isinstance(node, ast.Subscript):
            self._parts(node.value, holds)
        elif isinstance(node, ast.Call):
            value, mask = self._asked(node)
            if isinstance(node.func, ast.Attribute) and _name(node) in ("lower", "rstrip", "strip", "group"):
                self._parts(node.func.value, holds)
            holds.guard(value, mask)
            if _TAKES_HOST.search(_name(node)):
                holds.guard(joined([self.ev(item) for item in node.args]), URL | REDIRECT)

    def _asked(self, node: ast.Call) -> tuple[Value, int]:
        """What a call asks about, and for which kinds its answer counts."""
        name = _name(node)
        guards = c.guards(name)
        look = self._touched if guards else self.ev
        given = [look(item) for item in (*node.args, *(k.value for k in node.keywords))]
        receiver = self.ev(node.func.value) if isinstance(node.func, ast.Attribute) else {}
        if name == "startswith":
            return receiver, self._start(node)
        if c.looks_at_end(name) or name in (
            "endswith",
            "isinstance",
            "get",
            "exists",
            "isfile",
            "is_file",
        ):
            return {}, 0
        if name in ("len", "bool") and node.args and isinstance(node.args[0], ast.Call):
            return self._asked(node.args[0])
        if name in ("all", "any") and node.args and isinstance(node.args[0], ast.GeneratorExp):
            return self._each(node.args[0])
        if guards:
            return joined([*given, receiver]), ALL
        return {}, 0

    def _touched(self, node: ast.expr) -> Value:
        """What an argument of a check holds, and what the calls in it are given."""
        found = [self.ev(node)]
        if isinstance(node, ast.Call):
            found += [self._touched(item) for item in (*node.args, *(k.value for k in node.keywords))]
        return joined(found)

    def _each(self, node: ast.GeneratorExp) -> tuple[Value, int]:
        """``all(c.isalnum() or c in "-_" for c in name)``."""
        over = self.ev(node.generators[0].iter)
        return (over, ALL) if isinstance(node.elt, (ast.Call, ast.Compare, ast.BoolOp)) else ({}, 0)

    def _start(self, node: ast.Call) -> int:
        first = node.args[0] if node.args else None
        texts = first.elts if isinstance(first, ast.Tuple) else [first]
        fixed = [t.value for t in texts if isinstance(t, ast.Constant) and isinstance(t.value, str)]
        if fixed and all(text.lower() in _SCHEMES for text in fixed):
            return 0
        if fixed and all(text in _ROOTED for text in fixed):
            return REDIRECT
        return ALL & ~1 if not fixed or all(len(text) > 2 for text in fixed) else 0

    def _found_by(self, name: str) -> Value:
        """What the call was given that a name was assigned from: with a result it is something known."""
        call = self.looked.get(name)
        return self.given(call) if call is not None else {}

    def given(self, node: ast.expr) -> Value:
        """What the calls of a chain are given: ``User.query.filter_by(name=x).first()`` is given ``x``."""
        found: list[Value] = []
        while isinstance(node, ast.Call):
            found += [self.ev(item) for item in (*node.args, *(k.value for k in node.keywords))]
            if not isinstance(node.func, ast.Attribute):
                break
            node = node.func.value
        return joined(found)

    def checked(self, node: ast.Call) -> None:
        """A call for what it raises: what it is given is all right after it."""
        name = _name(node)
        if (c.raises(name) or c.guards(name)) and not c.looks_at_end(name):
            values = [self._touched(item) for item in (*node.args, *(k.value for k in node.keywords))]
            if isinstance(node.func, ast.Attribute) and name == "relative_to":
                values.append(self._touched(node.func.value))
            self.state.guard(joined(values), ALL, always=True)


def _name(node: ast.Call) -> str:
    func = node.func
    return own_name(func)


def _refuses(name: str) -> bool:
    """Whether a yes means that the value is bad, so that a no means that it is good."""
    low = name.lower()
    return any(
        word in low
        for word in (
            "forbid",
            "blocked",
            "private",
            "denied",
            "unsafe",
            "invalid",
            "contains",
            "injection",
            "has_",
        )
    )
