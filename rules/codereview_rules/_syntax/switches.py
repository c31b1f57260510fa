"""What of a function runs only where a parameter holds something: ``if fetch:``, ``if not fetch: return``."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from codereview.api import Collector, ModuleContext, Note

from .locate import FunctionNode, parameters

_MISSING = frozenset({"ImportError", "ModuleNotFoundError"})
_THERE = frozenset({"exists", "isfile", "is_file", "isdir", "is_dir"})
_AT_THE_TOP = 4
_TEXTS = ("body", "orelse", "finalbody")
_TURNED = {"true": "false", "false": "true", "none": "some", "some": "none", "eq": "ne", "ne": "eq"}


class _Need(NamedTuple):
    """What a parameter has to be: ``true``, ``false``, ``none``, ``some``, ``eq`` or ``ne`` a name in capitals."""

    kind: str
    name: str
    value: str = ""

    def turned(self) -> _Need:
        return self._replace(kind=_TURNED[self.kind])


class _Part(NamedTuple):
    first: int
    last: int
    needs: list[_Need]


class Switches(Collector):
    """Notes of kind ``switch``: line and column of the function, first and last line of what runs under a condition,
    and what that asks of parameters, as ``kind:parameter:value``; behind it a ``!`` where the default is not so."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.FunctionDef, ast.AsyncFunctionDef)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note for each such part of a function; none for most."""
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        yield from self._of_the_object(node, file)
        names = {arg.arg for arg in parameters(node)}
        if not names - {"self", "cls"}:
            return
        found = list(_parts(node.body, names))
        if not found:
            return
        names -= _assigned(node.body)
        defaults = dict(_defaults(node))
        for part in found:
            needs = tuple(_written(need, defaults) for need in part.needs if need.name in names)
            if needs:
                yield self.noted(
                    node, file, "switch", node.lineno, node.col_offset + 1, part.first, part.last, needs
                )

    def _of_the_object(self, node: FunctionNode, file: ModuleContext) -> Iterator[Note]:
        """``if not self.enabled: return`` at the top of a method."""
        for item in node.body[:_AT_THE_TOP]:
            if not isinstance(item, ast.If) or item.orelse or not _leaves(item.body):
                continue
            test = item.test
            asked = test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else None
            if (
                isinstance(asked, ast.Attribute)
                and isinstance(asked.value, ast.Name)
                and asked.value.id == "self"
            ):
                first, last = (item.end_lineno or 0) + 1, node.end_lineno or 0
                needs = (f"true:self.{asked.attr}:",)
                yield self.noted(node, file, "switch", node.lineno, node.col_offset + 1, first, last, needs)


def _written(need: _Need, defaults: dict[str, ast.expr]) -> str:
    default = defaults.get(need.name)
    against = "!" if default is not None and not _holds(need, default) else ""
    return f"{need.kind}:{need.name}:{need.value}{against}"


def _holds(need: _Need, value: ast.expr) -> bool:
    """Whether a value may be what is asked for."""
    if isinstance(value, ast.Constant):
        truths = {"true": bool(value.value), "false": not value.value}
        truths |= {
            "none": value.value is None,
            "some": value.value is not None,
            "eq": value.value is not None,
        }
        return truths.get(need.kind, True)
    name = value.attr if isinstance(value, ast.Attribute) else ""
    if need.kind in ("eq", "ne") and name.isupper():
        return (name == need.value) is (need.kind == "eq")
    return True


def _defaults(node: FunctionNode) -> Iterator[tuple[str, ast.expr]]:
    args = [*node.args.posonlyargs, *node.args.args]
    for arg, value in zip(reversed(args), reversed(node.args.defaults), strict=False):
        yield arg.arg, value
    for arg, given in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        if given is not None:
            yield arg.arg, given


def _parts(body: Sequence[ast.stmt], names: set[str]) -> Iterator[_Part]:
    """The parts of a block that run under a condition on one of some names."""
    for place, item in enumerate(body):
        if isinstance(item, ast.If):
            needs, other = _needs(item.test, names), _otherwise(item.test, names)
            if needs:
                yield _Part(item.body[0].lineno, item.body[-1].end_lineno or 0, needs)
            if other and item.orelse:
                yield _Part(item.orelse[0].lineno, item.orelse[-1].end_lineno or 0, other)
            if other and not item.orelse and place + 1 < len(body) and _leaves(item.body):
                yield _Part(body[place + 1].lineno, body[-1].end_lineno or 0, other)
        for block in _blocks(item):
            yield from _parts(block, names)


def _blocks(item: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a statement, those of functions and classes that it defines left out."""
    if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return
    for name in _TEXTS:
        block = getattr(item, name, None)
        if block:
            yield block
    for inner in getattr(item, "handlers", None) or getattr(item, "cases", None) or ():
        yield inner.body


def _leaves(body: Sequence[ast.stmt]) -> bool:
    return isinstance(body[-1], (ast.Return, ast.Raise))


def _needs(test: ast.expr, names: set[str]) -> list[_Need]:
    """What is so wherever a test comes true."""
    if isinstance(test, ast.BoolOp):
        if isinstance(test.op, ast.And):
            return [need for value in test.values for need in _needs(value, names)]
        return []
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _otherwise(test.operand, names)
    return _alone(test, names)


def _otherwise(test: ast.expr, names: set[str]) -> list[_Need]:
    """What is so wherever a test comes false."""
    if isinstance(test, ast.BoolOp):
        if isinstance(test.op, ast.Or):
            return [need for value in test.values for need in _otherwise(value, names)]
        return []
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _needs(test.operand, names)
    return [need.turned() for need in _alone(test, names)]


def _alone(test: ast.expr, names: set[str]) -> list[_Need]:
    if isinstance(test, ast.Name):
        return [_Need("true", test.id)] if test.id in names else []
    if not (isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id in names):
        return []
    other, sign = test.comparators[0], test.ops[0]
    if len(test.ops) > 1:
        return []
    if isinstance(other, ast.Constant) and other.value is None:
        return [_Need("none" if isinstance(sign, (ast.Is, ast.Eq)) else "some", test.left.id)]
    if isinstance(other, ast.Attribute) and other.attr.isupper():
        if isinstance(sign, (ast.Is, ast.Eq)):
            return [_Need("eq", test.left.id, other.attr)]
        if isinstance(sign, (ast.IsNot, ast.NotEq)):
            return [_Need("ne", test.left.id, other.attr)]
    return []


def _assigned(body: Sequence[ast.stmt]) -> set[str]:
    """The names that statements give something to."""
    found: set[str] = set()
    for item in body:
        targets = getattr(item, "targets", None) or [getattr(item, "target", None)]
        for target in targets:
            each = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
            found.update(one.id for one in each if isinstance(one, ast.Name))
        if isinstance(item, (ast.With, ast.AsyncWith)):
            found.update(
                one.optional_vars.id for one in item.items if isinstance(one.optional_vars, ast.Name)
            )
        for block in _blocks(item):
            found |= _assigned(block)
    return found


class Spared(Collector):
    """Notes of kind ``spared``, at what runs only where a package is missing (``except ImportError:``) or nothing is
    kept yet (``kept.get(name) or made(name)``), of kind ``missing``, at what runs only where a file is not there
    (``if not os.path.exists(path):``), and of kind ``raising``, at what a condition leads to that ends in ``raise``."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.ExceptHandler, ast.BoolOp, ast.If)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none for most."""
        if isinstance(node, ast.ExceptHandler):
            if isinstance(node.type, ast.Name) and node.type.id in _MISSING:
                return [self.noted(node, file, "spared")]
        elif isinstance(node, ast.If):
            test = node.test
            if (
                isinstance(test, ast.UnaryOp)
                and isinstance(test.op, ast.Not)
                and _asks_for_files(test.operand)
            ):
                return [Note("missing", *_lines(node.body), -1, -1)]
            if isinstance(node.body[-1], ast.Raise) and len(node.body) > 1:
                return [Note("raising", *_lines(node.body), -1, -1)]
        elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            first, last = node.values[0], node.values[-1]
            if isinstance(last, ast.Call) and isinstance(first, ast.Call):
                asked = first.func
                if isinstance(asked, ast.Attribute) and asked.attr == "get":
                    return [self.noted(last, file, "spared")]
        return ()


def _asks_for_files(test: ast.expr) -> bool:
    """Whether all of a test asks whether files are there."""
    if isinstance(test, ast.BoolOp):
        return all(_asks_for_files(value) for value in test.values)
    if not isinstance(test, ast.Call):
        return False
    return isinstance(test.func, ast.Attribute) and test.func.attr in _THERE


def _lines(body: Sequence[ast.stmt]) -> tuple[int, int, int, int]:
    """Where a block begins and ends."""
    first, last = body[0], body[-1]
    return first.lineno, first.col_offset + 1, last.end_lineno or 0, (last.end_col_offset or 0) + 1
