"""Where two datetimes meet, and which kind attributes, columns and functions give."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone, place
from codereview.facts.module import FileFacts
from codereview.facts.names import nodes, statements

from .._flow.blocks import Function, functions
from .kinds import AWARE, DJANGO, NAIVE, UNKNOWN, column_kind, kind_of

MEETING, GIVES, HOLDS = "meeting", "gives", "holds"
"""Kinds of notes. ``meeting``: two datetimes are compared or subtracted; values: the operator, kind or path of either
side. ``gives``: a function gives a kind. ``holds``: a class, an attribute of it, and its kind; ``column`` if it is one
of a table."""
_SURE = (AWARE, NAIVE, DJANGO)
_ORDER = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
_ASKS = (".tzinfo", "is_naive", "is_aware", "utcoffset(")
"""What code asks for that deals with both kinds."""
_MARKS = (
    "now(", "datetime(", "strptime(", "today(", "timestamp(", "astimezone(", "localize(", "tzinfo=", "make_aware",
    "make_naive", "localtime(",
)  # fmt: skip
"""Without one of them no expression of a function is a datetime of a known kind."""


class Moments(Collector):
    """Notes on the datetimes of files that name them."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """All notes of a file; of tests there are none."""
        if file.zone is Zone.TESTS:
            return
        text = file.text
        if "Column(" in text or "mapped_column(" in text or "DateTimeField(" in text:
            yield from _columns(file, facts)
        if "now(" not in text and "datetime(" not in text and "time(" not in text:
            return
        for function in functions(file.tree, facts):
            yield from _function(function, file, facts)


def _columns(file: ModuleContext, facts: FileFacts) -> Iterator[Note]:
    """The columns of the models of a file."""
    for cls in statements(file.tree.body):
        if not isinstance(cls, ast.ClassDef):
            continue
        number = next(
            (
                i
                for i, c in enumerate(facts.classes)
                if (c.line, c.column) == (cls.lineno, cls.col_offset + 1)
            ),
            -1,
        )
        for statement in cls.body:
            if isinstance(statement, ast.Assign):
                target, annotation = statement.targets[0], None
            elif isinstance(statement, ast.AnnAssign):
                target, annotation = statement.target, statement.annotation
            else:
                continue
            kind = column_kind(statement.value, annotation, file.resolve)
            if kind and number >= 0 and isinstance(target, ast.Name):
                yield _note(HOLDS, statement, -1, str(number), target.id, kind, "column")


def _function(function: Function, file: ModuleContext, facts: FileFacts) -> Iterator[Note]:
    """What one function gives, what it keeps on its object, and where datetimes meet in it."""
    node = function.node
    if isinstance(node, ast.Module):
        return
    text = "\n".join(file.lines[node.lineno - 1 : node.end_lineno])
    if not any(map(text.__contains__, _MARKS)) or any(map(text.__contains__, _ASKS)):
        return
    statements = [statement for body, _ in function.blocks for statement in body]
    known = _names(function, statements, file)
    cls = facts.functions[function.index].cls if function.index >= 0 else -1
    for statement in statements:
        if cls >= 0 and isinstance(statement, ast.Assign):
            yield from _kept(statement, cls, function.index, file, known)
        for part in _own_nodes(statement):
            if isinstance(part, ast.Compare) and len(part.ops) == 1 and type(part.ops[0]) in _ORDER:
                sides = (part.left, part.comparators[0])
                yield from _meeting(part, _ORDER[type(part.ops[0])], sides, function.index, file, known)
            elif isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub):
                yield from _meeting(part, "-", (part.left, part.right), function.index, file, known)
    kinds = {
        kind_of(item.value, file.resolve, known) if item.value else UNKNOWN for item, _ in function.returns
    }
    if len(kinds) == 1 and (kind := kinds.pop()) in _SURE and function.index >= 0:
        yield _note(GIVES, function.node, function.index, kind)


def _own_nodes(statement: ast.stmt) -> Iterator[ast.AST]:
    """The expressions of a statement itself, not of the statements in it."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr):
            for node in nodes(child):
                if not isinstance(node, ast.Lambda):
                    yield node


def _names(function: Function, statements: list[ast.stmt], file: ModuleContext) -> dict[str, str]:
    """The kinds of local names of which all assignments agree."""
    found: dict[str, set[str]] = {}
    for _ in range(2):  # a name that is given another one's value is known in the second round
        known = {name: next(iter(kinds)) for name, kinds in found.items() if len(kinds) == 1}
        found = {}
        for statement in statements:
            for target, value in _bound(statement):
                kind = kind_of(value, file.resolve, known) if value is not None else UNKNOWN
                found.setdefault(target, set()).add(kind)
    node = function.node
    params = (
        ()
        if isinstance(node, ast.Module)
        else (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    )
    for param in params:
        found.setdefault(param.arg, set()).add(UNKNOWN)
    return {name: kind for name, kinds in found.items() if len(kinds) == 1 and (kind := next(iter(kinds)))}


def _bound(statement: ast.stmt) -> Iterator[tuple[str, ast.expr | None]]:
    """The names that a statement binds, with the value where it is one."""
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Name):
                yield target.id, statement.value
            else:
                yield from ((part.id, None) for part in ast.walk(target) if isinstance(part, ast.Name))
    elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        if statement.value is not None:
            yield statement.target.id, statement.value
    elif isinstance(statement, (ast.For, ast.AsyncFor)):
        yield from ((part.id, None) for part in ast.walk(statement.target) if isinstance(part, ast.Name))
    elif isinstance(statement, (ast.With, ast.AsyncWith)):
        for item in statement.items:
            if item.optional_vars is not None:
                yield from (
                    (part.id, None) for part in ast.walk(item.optional_vars) if isinstance(part, ast.Name)
                )


def _kept(
    statement: ast.Assign, cls: int, function: int, file: ModuleContext, known: dict[str, str]
) -> Iterator[Note]:
    """``self.started = datetime.now()``, and what else the attribute is given."""
    for target in statement.targets:
        if not isinstance(target, ast.Attribute):
            continue
        if isinstance(target.value, ast.Name) and target.value.id == "self":
            kind = kind_of(statement.value, file.resolve, known)
            if not (isinstance(statement.value, ast.Constant) and statement.value.value is None):
                yield _note(
                    HOLDS, statement, function, str(cls), target.attr, kind if kind in _SURE else UNKNOWN, ""
                )


def _meeting(
    node: ast.expr,
    operator: str,
    sides: tuple[ast.expr, ast.expr],
    function: int,
    file: ModuleContext,
    known: dict[str, str],
) -> Iterator[Note]:
    left, right = (kind_of(side, file.resolve, known) for side in sides)
    if left and right and (left in _SURE or right in _SURE) and left != right:
        yield _note(MEETING, node, function, operator, left, right, *map(_shown, sides))


def _shown(node: ast.expr) -> str:
    """An operand in short: names and calls, no arguments."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_shown(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return _shown(node.func) + ("(...)" if node.args or node.keywords else "()")
    if isinstance(node, ast.BinOp):
        return _shown(node.left)
    return "..."


def _note(kind: str, node: ast.AST, function: int, *values: str) -> Note:
    at = place(node)
    return Note(kind, at.line, at.column, at.end_line, at.end_column, function, -1, values)
