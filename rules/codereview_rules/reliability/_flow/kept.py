"""Results of calls that a coroutine keeps under a name and takes for values ever after, whichever use comes first."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from codereview.api import ModuleContext, Note, place
from codereview.facts.names import own_name

from .blocks import Function
from .mentions import RETURNED, TESTED, Use, is_name
from .uses import assigned_call, may_be_ours

KEPT = "kept"
"""Kind of a note: the result of a call that is not awaited is a value wherever its name stands. Its values: the path of
what is called, how it is used (`mentions.Use`, ``annotated``, ``recorded`` or ``passed``), the name, and for ``passed``
what it is passed to, as `receiver` writes it, between spaces, and ``others`` if it is used in other ways, too."""
RECORDED = "recorded"
PASSED = "passed"
OTHERS = "others"
_TO_AWAIT = frozenset(
    "Any Awaitable Coroutine Future Task object Generator AsyncGenerator AsyncIterator AsyncIterable Callable".split()
)
_OF_COROUTINE = frozenset({"send", "throw", "close", "add_done_callback"})
_ASKS = frozenset(
    "isinstance issubclass hasattr getattr callable type iscoroutine isawaitable isfuture iscoroutinefunction".split()
)
_GOES_ON = frozenset("._[(abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


@dataclass(slots=True)
class _Uses:
    """What a function does with a name: where only a value can stand, what it passes it to, what tells nothing."""

    failing: list[Use] = field(default_factory=list)
    passed: list[tuple[str, ast.expr]] = field(default_factory=list)
    plain: list[Use] = field(default_factory=list)
    bound: list[int] = field(default_factory=list)
    other: bool = False


def kept(function: Function, file: ModuleContext) -> Iterator[Note]:
    """Notes of the names of a coroutine function that hold such a result; none of what is awaited."""
    node = function.node
    if not isinstance(node, ast.AsyncFunctionDef):
        return
    for body, number, _ in function.at(ast.Assign, ast.AnnAssign):
        statement = body[number]
        if type(statement.value) is not ast.Call:  # type: ignore[attr-defined]
            continue
        found = assigned_call(statement)
        if found is None:
            continue
        name, call, _ = found
        path = file.resolve(call.func)
        if not may_be_ours(path) or _is_awaited(name, file.lines[node.lineno - 1 : node.end_lineno]):
            continue
        uses = _uses(node, name, file)
        use = None if uses is None else _telling(uses, statement)
        if uses is not None and use is not None:
            at = place(use.node)
            to = " ".join(item for item, _ in uses.passed) if use.how == PASSED else ""
            values = (path, use.how, name, to, OTHERS if uses.other else "")
            yield Note(KEPT, at.line, at.column, at.end_line, at.end_column, function.index, -1, values)


def receiver(path: str, place_or_name: int | str) -> str:
    """What is called, and the position or the name under which it is given something."""
    return f"{path}|{place_or_name}"


def _is_class(to: str) -> bool:
    return to.rpartition("|")[0].rpartition(".")[2][:1].isupper()


def _is_awaited(name: str, lines: list[str]) -> bool:
    """Whether a line awaits the name, as far as its text tells: the quick answer for most. ``await name.close()``
    awaits something of it."""
    return any(
        name in line and f"await {name}" in line and _ends(line, f"await {name}") not in _GOES_ON
        for line in lines
    )


def _ends(line: str, text: str) -> str:
    """The character after a text in a line."""
    at = line.index(text) + len(text)
    return line[at : at + 1]


def _telling(uses: _Uses, statement: ast.stmt) -> Use | None:
    """The use that shows best that the name is taken for a value; None where it may be awaited somewhere, or where
    another value takes its place."""
    once = len(uses.bound) == 1
    first = min(uses.failing, key=lambda use: (use.node.lineno, use.node.col_offset), default=None)
    if not once and (uses.other or max(uses.bound) > statement.lineno):
        return None
    if first is not None:
        return first
    if uses.other:
        return Use(PASSED, uses.passed[0][1]) if uses.passed else None
    made = bool(uses.plain or uses.passed) and all(_is_class(to) for to, _ in uses.passed)
    if made and isinstance(statement, ast.AnnAssign) and _is_value(statement.annotation):
        return Use("annotated", statement.target)
    if uses.passed:
        return Use(PASSED, uses.passed[0][1])
    return max(uses.plain, key=lambda use: use.how == RETURNED, default=None) if once else None


def _uses(node: ast.AsyncFunctionDef, name: str, file: ModuleContext) -> _Uses | None:
    """All uses of a name; None where code asks what it holds, or shares it."""
    found = _Uses()
    records: set[int] = set()
    for parent in ast.walk(node):
        if isinstance(parent, (ast.Global, ast.Nonlocal)) and name in parent.names:
            return None
        if isinstance(parent, ast.arg) and parent.arg == name:
            return None  # another one of that name
        if isinstance(parent, ast.Return) and isinstance(parent.value, ast.Dict):
            records.add(id(parent.value))
        for child in ast.iter_child_nodes(parent):
            if not is_name(child, name):
                continue
            assert isinstance(child, ast.Name)
            if not isinstance(child.ctx, ast.Load):
                found.bound.append(child.lineno)
            elif isinstance(parent, ast.Await) or own_name(getattr(parent, "func", None)) in _ASKS:
                return None
            elif how := _failing(parent, child):
                found.failing.append(Use(how, child))
            elif isinstance(parent, ast.Dict) and id(parent) in records:
                found.plain.append(Use(RECORDED if is_record(parent) else "", child))
            elif how := _plain(parent, child):
                found.plain.append(Use(how, child))
            elif not _passed(parent, child, file, found):
                found.other = True
        if isinstance(parent, ast.Call):
            for keyword in parent.keywords:
                if is_name(keyword.value, name):
                    if keyword.arg is None:
                        found.failing.append(Use("unpacked", keyword.value))
                    else:
                        found.passed.append((receiver(file.resolve(parent.func), keyword.arg), keyword.value))
    return found if found.bound else None


def _failing(parent: ast.AST, child: ast.Name) -> str:
    """How a name is used that stands where only a value can: its attribute, an element, one of many; a text."""
    if isinstance(parent, ast.Attribute):
        special = parent.attr in _OF_COROUTINE or parent.attr[:3] in ("cr_", "__a")
        return "" if special else f".{parent.attr}"
    if isinstance(parent, ast.Subscript):
        return "[]" if parent.value is child else ""
    if isinstance(parent, (ast.For, ast.comprehension)) and parent.iter is child and not _is_async(parent):
        return "iterated"
    if isinstance(parent, (ast.BinOp, ast.AugAssign)):
        return "computed"
    if isinstance(parent, ast.Compare):
        ordered = isinstance(parent.ops[0], _ORDER)
        searched = isinstance(parent.ops[0], (ast.In, ast.NotIn)) and parent.comparators[0] is child
        return "computed" if ordered or searched else ""
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], (ast.Tuple, ast.List)):
        return "unpacked"
    if isinstance(parent, ast.FormattedValue):
        return "formatted"
    return "unpacked" if isinstance(parent, ast.Starred) else ""


def _is_async(loop: ast.For | ast.comprehension) -> bool:
    return isinstance(loop, ast.comprehension) and bool(loop.is_async)


def is_record(node: ast.Dict) -> bool:
    """Whether a dictionary has names of fields, and beside calls and names something that is a value."""
    named = all(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in node.keys)
    return named and any(not isinstance(value, (ast.Name, ast.Call, ast.Starred)) for value in node.values)


def _plain(parent: ast.AST, child: ast.Name) -> str:
    """How a name is used where a coroutine does not fail, and is not awaited either."""
    if isinstance(parent, ast.Return):
        return RETURNED
    if isinstance(parent, (ast.If, ast.While, ast.UnaryOp, ast.Assert, ast.BoolOp, ast.Compare)):
        return TESTED
    return TESTED if isinstance(parent, ast.IfExp) and parent.test is child else ""


def _passed(parent: ast.AST, child: ast.Name, file: ModuleContext, found: _Uses) -> bool:
    """Whether a name is an argument of a call; what is called is kept."""
    if isinstance(parent, ast.keyword):
        return True  # told where its call is met
    if not isinstance(parent, ast.Call) or child not in parent.args:
        return False
    number = parent.args.index(child)
    if any(isinstance(item, ast.Starred) for item in parent.args[:number]):
        return False
    found.passed.append((receiver(file.resolve(parent.func), number), child))
    return True


def _is_value(annotation: ast.expr) -> bool:
    """Whether an annotation is of what a coroutine gives, not of the coroutine."""
    for part in ast.walk(annotation):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            return False
        word = own_name(part)
        if word in _TO_AWAIT:
            return False
    return True


__all__ = ["KEPT", "OTHERS", "PASSED", "RECORDED", "is_record", "kept", "receiver"]
