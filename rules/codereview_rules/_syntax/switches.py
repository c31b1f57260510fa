"""What of a function runs only where a parameter holds something: ``if fetch:``, ``if not fetch: return``,
``rows or fetch()``."""

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
    """Where it begins and ends, each as line and column."""

    first: tuple[int, int]
    last: tuple[int, int]
    needs: list[_Need]


class Switches(Collector):
    """Notes of kind ``switch``: line and column of the function, line and column of the begin and of the end of what
    runs under a condition, and what that asks of parameters, as ``kind:parameter:value``; behind it a ``!`` where the
    default is not so."""

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
        lost = dict(_assigned(node.body))
        defaults = dict(_defaults(node))
        for part in found:
            needs = tuple(
                _written(need, defaults)
                for need in part.needs
                if need.name not in lost or part.first <= lost[need.name]
            )
            if needs:
                yield _switch(self, node, file, part.first, part.last, needs)

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
                needs = (f"true:self.{asked.attr}:",)
                yield _switch(self, node, file, _end(item), _end(node), needs)


def _switch(
    collector: Collector,
    node: FunctionNode,
    file: ModuleContext,
    first: tuple[int, int],
    last: tuple[int, int],
    needs: tuple[str, ...],
) -> Note:
    return collector.noted(node, file, "switch", node.lineno, node.col_offset + 1, *first, *last, needs)


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
            needs, other = _needs(item.test, names), _needs(item.test, names, False)
            if needs:
                yield _Part(_start(item.body[0]), _end(item.body[-1]), needs)
            if other and item.orelse:
                yield _Part(_start(item.orelse[0]), _end(item.orelse[-1]), other)
            if other and not item.orelse and place + 1 < len(body) and _leaves(item.body):
                yield _Part(_start(body[place + 1]), _end(body[-1]), other)
        elif isinstance(item, (ast.Assign, ast.AnnAssign, ast.Return)) and item.value is not None:
            yield from _parts_of_value(item.value, names)
        for block in _blocks(item):
            yield from _parts(block, names)


def _parts_of_value(value: ast.expr, names: set[str]) -> Iterator[_Part]:
    """What of a value is worked out under a condition: ``given or made()``, ``made() if given is None else given``."""
    if isinstance(value, ast.Await):
        value = value.value
    if isinstance(value, ast.BoolOp):
        held = isinstance(value.op, ast.And)
        needs = [need for one in value.values[:-1] for need in _needs(one, names, held)]
        branches = [(value.values[-1], needs)]
    elif isinstance(value, ast.IfExp):
        branches = [(value.body, _needs(value.test, names)), (value.orelse, _needs(value.test, names, False))]
    else:
        return
    yield from (_Part(_start(one), _end(one), needs) for one, needs in branches if needs)


def _start(node: ast.stmt | ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset + 1


def _end(node: ast.stmt | ast.expr) -> tuple[int, int]:
    return node.end_lineno or 0, (node.end_col_offset or 0) + 1


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


def _needs(test: ast.expr, names: set[str], true: bool = True) -> list[_Need]:
    """What is so wherever a test comes true, or wherever it does not."""
    if isinstance(test, ast.BoolOp):
        all_hold = isinstance(test.op, ast.And if true else ast.Or)
        return [need for value in test.values for need in _needs(value, names, true)] if all_hold else []
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _needs(test.operand, names, not true)
    return [need if true else need.turned() for need in _alone(test, names)]


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


def _assigned(body: Sequence[ast.stmt]) -> Iterator[tuple[str, tuple[int, int]]]:
    """The names that statements give something to, each with where that is first done, the first one last: in a loop
    that is where the loop begins, which comes back to what stands before."""
    for item in reversed(body):
        looped = isinstance(item, (ast.For, ast.AsyncFor, ast.While))
        inner = [found for block in _blocks(item) for found in _assigned(block)]
        yield from sorted(
            ((name, _start(item) if looped else place) for name, place in inner), key=_place, reverse=True
        )
        targets = getattr(item, "targets", None) or [getattr(item, "target", None)]
        if isinstance(item, (ast.With, ast.AsyncWith)):
            targets = [one.optional_vars for one in item.items]
        for target in targets:
            each = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
            for one in each:
                if isinstance(one, ast.Name):
                    yield (
                        one.id,
                        _end(item) if isinstance(item, (ast.Assign, ast.AnnAssign)) else _start(item),
                    )


def _place(found: tuple[str, tuple[int, int]]) -> tuple[int, int]:
    return found[1]


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
    return *_start(body[0]), *_end(body[-1])
