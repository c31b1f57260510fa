"""Notes on ``try`` and ``if`` statements in loops: which lines they guard; on loops that search; on constants."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.names import own_name
from codereview.facts.paths import last_name
from codereview.facts.walk.sizes import CONTAINERS, bound
from codereview_rules.performance._queries.databases import connects
from codereview_rules.performance._queries.listing import ARRANGES, DROPS, LISTED, dropping, listed
from codereview_rules.performance._queries.routed import ROUTED, routed
from codereview_rules.performance._queries.said import (
    CHOSEN,
    CUT,
    OF_ROLE,
    OWNED,
    SHORT,
    chosen,
    cuts,
    limits,
    of_roles,
    owned,
    said,
)

if TYPE_CHECKING:
    from codereview.facts.module import FileFacts

GUARD = "guard"
"""Values: the first and the last line of the body of a ``try`` in a loop that catches more than a query tells."""
BRANCH = "branch"
"""Values: the first and the last line of what an ``if`` in a loop decides."""
SKIPS = "skips"
"""An ``if`` or a handler in a loop that goes on to the next round."""
JOB = "job"
"""A loop that does no more than to get something for its item and to hand that to what works on it."""
UNKNOWN = "unknown"
"""The same of an ``if`` that lets only what is not in a collection pass."""
SEARCH = "search"
"""A loop that ends with the first item that fits: a ``break`` that no handler holds."""
LEAVES = "leaves"
"""A loop that is left before its end by a statement of its own; the values are those it has: break, return, raise."""
DYNAMIC = "dynamic"
"""A text of SQL in a loop whose table is put in: another statement in each round."""
AWAITED = "awaited"
"""An attribute that is awaited without a call, as relations of Tortoise are."""
DUPLICATES = "duplicates"
"""Values as of a guard: the body of a ``try`` in a loop that catches what a database says of a row it has already."""
CONSTANT = "constant"
"""Values: the name of a literal of the module that is never changed in the file, and how many items it has."""
_RUNS_SQL = (".execute", ".fetch", ".fetchall", ".fetch_all")
_MOST_ITEMS = 60
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp)
_LIKE_A_DOZEN = 12
_NUMBERS = frozenset({"range", "count"})
_GROWS = ("append", "extend", "insert", "add", "update", "setdefault")
_WRAPPERS = frozenset({"frozenset", "set", "tuple", "list"})
_ENDS: dict[type[ast.AST], str] = {ast.Break: "break", ast.Return: "return", ast.Raise: "raise"}
_LEAVES = (ast.Continue, ast.Break, ast.Raise, ast.Return, ast.Pass)
_TRIES: tuple[type[ast.AST], ...] = tuple(
    getattr(ast, name) for name in ("Try", "TryStar") if hasattr(ast, name)
)
# errors by which a query or what is around it says that there is no row, or that there is one already
_OF_QUERIES = (
    "DoesNotExist", "NotFound", "NotFoundException", "NoResultFound", "MultipleObjectsReturned", "IntegrityError",
    "KeyError", "ValueError", "TypeError", "AttributeError", "IndexError", "Http404", "MultipleResultsFound",
)  # fmt: skip

_BEFORE_TABLE = re.compile(r"\b(?:from|into|update|join|table)\s+[\"'`\[]?\Z", re.IGNORECASE)
_OF_DUPLICATES = frozenset({"IntegrityError", "UniqueViolation", "UniqueViolationError", "DuplicateKeyError"})


class Guards(Collector):
    """What ``try`` and ``if`` hold in loops, which loops search, and what constants hold, outside of tests."""

    nodes = (*_TRIES, ast.If, ast.For, ast.AsyncFor, ast.Await, ast.JoinedStr)

    def wants(self, file: ModuleContext) -> bool:
        """Whether a file is none of the tests."""
        return file.zone is not Zone.TESTS

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """A note for a ``try`` that keeps going whatever goes wrong with an item, and for an ``if``."""
        if isinstance(node, ast.If):
            return self._decided(node, file) if file.loop >= 0 else ()
        if isinstance(node, ast.JoinedStr):
            return (self.noted(node, file, DYNAMIC),) if file.loop >= 0 and _names_table(node) else ()
        if isinstance(node, ast.Await):
            return (self.noted(node, file, AWAITED),) if isinstance(node.value, ast.Attribute) else ()
        if isinstance(node, (ast.For, ast.AsyncFor)):
            ends = leaving(node.body)
            found = [self.noted(node, file, LEAVES, *ends)] if ends else []
            if _searches(node, ends):
                found.append(self.noted(node, file, SEARCH))
            if _is_job(node):
                found.append(self.noted(node, file, JOB))
            if isinstance(node, ast.AsyncFor) and isinstance(node.iter, ast.Attribute):
                found.append(self.noted(node, file, AWAITED))
            return found or ()
        if file.loop < 0:
            return ()
        body: list[ast.stmt] = getattr(node, "body")  # noqa: B009
        handlers: list[ast.ExceptHandler] = getattr(node, "handlers")  # noqa: B009
        lines = (body[0].lineno, body[-1].end_lineno or body[-1].lineno)
        found = [self.noted(one, file, SKIPS) for one in handlers if isinstance(one.body[-1], ast.Continue)]
        if any(_is_wide(handler, file) for handler in handlers):
            found.append(self.noted(node, file, GUARD, *lines))
        elif any(_errors(handler, file) & _OF_DUPLICATES for handler in handlers):
            found.append(self.noted(node, file, DUPLICATES, *lines))
        return found

    def _decided(self, node: ast.If, file: ModuleContext) -> Iterable[Note]:
        if not node.orelse and len(node.body) == 1 and isinstance(node.body[0], _LEAVES):
            return (self.noted(node, file, SKIPS),) if isinstance(node.body[0], ast.Continue) else ()
        lines = (node.body[0].lineno, node.end_lineno or node.lineno)
        decides = self.noted(node, file, BRANCH, *lines)
        missing = _asks_for_absence(node.test) or _remembers(node)
        found = [decides, self.noted(node, file, UNKNOWN, *lines)] if missing else [decides]
        if not node.orelse and isinstance(node.body[-1], ast.Continue):
            found.append(self.noted(node, file, SKIPS))
        return found

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterator[Note]:
        """The constants of a module: what a loop over one in another file has for rounds. And what its lines say."""
        if facts.loops:
            saves = any(call.loop >= 0 and call.path.endswith(".save") for call in facts.calls)
            for kind, line in said(file.text, saves):
                yield Note(kind, line, 1, line, 1, -1, -1)
        if facts.loops or "many=True" in file.text or "def get_queryset" in file.text:
            for line in limits(file.text):
                yield Note(SHORT, line, 1, line, 1, -1, -1)
            for line in cuts(file.text):
                yield Note(CUT, line, 1, line, 1, -1, -1)
            for line in of_roles(file.text):
                yield Note(OF_ROLE, line, 1, line, 1, -1, -1)
        if facts.loops and any(call.path.endswith(_RUNS_SQL) for call in facts.calls):
            for line, column in chosen(file.text):
                yield Note(CHOSEN, line, 1, line, 1, -1, -1, (column,))
        for line, column in owned(file.text) if facts.loops and connects(facts) else ():
            yield Note(OWNED, line, 1, line, 1, -1, -1, (column,))
        for line, name, answers in routed(file.text):
            yield Note(ROUTED, line, 1, line, 1, -1, -1, (name, answers))
        if any("get_serializer_class" in cls.methods for cls in facts.classes):
            for line, name in listed(file.tree):
                yield Note(LISTED, line, 1, line, 1, -1, -1, (name,))
        if any(name in cls.methods for cls in facts.classes for name in ARRANGES):
            for line in dropping(file.tree):
                yield Note(DROPS, line, 1, line, 1, -1, -1)
        for node in file.tree.body:
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                target: ast.expr = node.targets[0]
            elif isinstance(node, ast.AnnAssign):
                target = node.target
            else:
                continue
            size = _size(node.value) if isinstance(target, ast.Name) and node.value is not None else 0
            if isinstance(target, ast.Name) and 0 < size <= _MOST_ITEMS and not _grows(target.id, file.text):
                yield self.noted(node, file, CONSTANT, target.id, size)


def _names_table(text: ast.JoinedStr) -> bool:
    """``f"SELECT * FROM {table}"``"""
    return any(
        isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and isinstance(after, ast.FormattedValue)
        and _BEFORE_TABLE.search(part.value) is not None
        for part, after in zip(text.values, text.values[1:], strict=False)
    )


def _grows(name: str, text: str) -> bool:
    """Whether a file adds items to a list or dict of a module, as far as its text tells."""
    if name.isupper() or text.count(name) == 1:  # a constant by its name, or by what is done with it
        return False
    if any(f"{name}.{method}(" in text for method in _GROWS) or f"{name} +=" in text or f"{name} |=" in text:
        return True
    return f"{name}[" in text and re.search(rf"\b{name}\[[^\]\n]*\] (?:[-+|]?=) ", text) is not None


def _asks_for_absence(test: ast.expr) -> bool:
    parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
    return any(isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.NotIn) for part in parts)


def _size(value: ast.expr) -> int:
    """How many items a literal of a module has; about a dozen where it is made of the members of a class."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in _WRAPPERS:
        return _size(value.args[0]) if len(value.args) == 1 else 0
    if isinstance(value, _COMPREHENSIONS):
        over = value.generators[0].iter
        members = isinstance(over, ast.Name) and over.id[:1].isupper() and len(value.generators) == 1
        return _LIKE_A_DOZEN if members else 0
    return bound(value) if isinstance(value, CONTAINERS) else 0


def _errors(handler: ast.ExceptHandler, file: ModuleContext) -> set[str]:
    parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {last_name(file.resolve(part)) for part in parts if part is not None}


def leaving(body: list[ast.stmt]) -> tuple[str, ...]:
    """By which statements of its own a loop is left before its end, in no handler."""
    found = {_ENDS[type(node)] for node in _own(body) if type(node) in _ENDS}
    return tuple(sorted(found))


def _searches(loop: ast.For | ast.AsyncFor, ends: tuple[str, ...]) -> bool:
    """Whether a loop ends early because something was found: ``break`` of its own, not in a handler; of numbers that
    are tried one after the other also ``return``."""
    return "break" in ends or ("return" in ends and _counts_up(loop.iter))


def _counts_up(iterable: ast.expr) -> bool:
    """``range(1, 100)`` or ``count()``, not ``range(len(rows))``."""
    if not isinstance(iterable, ast.Call):
        return False
    func = iterable.func
    name = own_name(func)
    return name in _NUMBERS and all(isinstance(arg, ast.Constant) for arg in iterable.args)


def _is_job(loop: ast.For | ast.AsyncFor) -> bool:
    """``row = get(key); work(row)``."""
    if (
        len(loop.body) != 2
        or not isinstance(loop.body[0], ast.Assign)
        or not isinstance(loop.body[1], ast.Expr)
    ):
        return False
    target, value = loop.body[0].targets[0], loop.body[1].value
    call = value.value if isinstance(value, ast.Await) else value
    if (
        not isinstance(target, ast.Name)
        or not isinstance(call, ast.Call)
        or not isinstance(call.func, ast.Name)
    ):
        return False
    return any(isinstance(arg, ast.Name) and arg.id == target.id for arg in call.args)


def _remembers(node: ast.If) -> bool:
    """``if not row: row = known[key] = get(key)``, also in a ``try``."""
    test = node.test
    if not isinstance(test, ast.UnaryOp) or not isinstance(test.op, ast.Not):
        return False
    return any(
        isinstance(part, ast.Assign)
        and len(part.targets) > 1
        and any(isinstance(target, ast.Subscript) for target in part.targets)
        for part in _own(node.body)
    )


def _own(block: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a loop's body that no inner loop, function or handler holds."""
    for node in block:
        yield node
        if isinstance(node, ast.If):
            yield from _own(node.body)
            yield from _own(node.orelse)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            yield from _own(node.body)
        elif isinstance(node, _TRIES):
            for name in ("body", "orelse"):
                yield from _own(getattr(node, name))


def _is_wide(handler: ast.ExceptHandler, file: ModuleContext) -> bool:
    """Whether a handler is for more than what a query says by an error, and does not raise again."""
    if any(isinstance(statement, ast.Raise) for statement in handler.body):
        return False
    parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(part is None or not last_name(file.resolve(part)).endswith(_OF_QUERIES) for part in parts)
