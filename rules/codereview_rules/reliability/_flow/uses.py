"""What functions do with the results of the calls that they make."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache

from codereview.api import ModuleContext, Note, place
from codereview.facts.module import AWAITED, CONSUMED, CallFact, FileFacts
from codereview.facts.names import names
from codereview.facts.paths import split

from .blocks import Context, Function
from .mentions import OTHER, RETURNED, TESTED, Use, dereferences, first_use, is_name

USED = "used"
"""Kind of a note: what is done first with the result of a call. Its values: the path of what is called, ``1`` if it
is awaited, how the result is used (`mentions.Use`, or ``unused``), the name that holds it (empty: it is used at
once), the line of the call, what is caught around it, and ``fixed`` if it is handed a literal text or nothing
but literals."""
_LITERALS = frozenset({"=str", "=int", "=0", "=True", "=False", "=None"})
_CATCHES = frozenset({"Exception", "AttributeError", "TypeError"})
_HARMLESS = frozenset({".__class__", ".__doc__", ".__str__", ".__repr__", ".__eq__", ".__ne__", ".__hash__"})
_FAILING = frozenset({"iterated", "async iterated", "computed", "entered", "async entered"})
_QUOTES = frozenset("\"'")
_READS = frozenset(".[(+*/%<>-")
_CHAINED = re.compile(r"\)\.\w+$")
_INDEX = re.compile(r"(?P<bracket>\s*\))?\[(?:\s*(?P<index>-?\d+)\s*\]|(?=[^:\]]*\]))")
_BEGINS = re.compile(r"\(\s*await\s+")


def fails_on_none(note: Note) -> bool:
    """Whether a noted use raises where the result is None, and nothing around it takes the error; a call with a
    literal key is made by somebody who knows what is there."""
    how, caught, fixed = str(note.values[2]), str(note.values[5]), note.values[6]
    if fixed or how in _HARMLESS or not (how.startswith((".", "[", "(")) or how in _FAILING):
        return False
    return not caught or not _CATCHES & set(caught.split(","))


@lru_cache(maxsize=20_000)
def may_be_ours(path: str) -> bool:
    """Whether what is called can be a function of the project: not of the standard library, not a class."""
    if path[0] == "@":
        return not path.rpartition(".")[2][:1].isupper()
    if not path[0].isalpha() and path[0] != "_":
        return False
    root = split(path)[0]
    return root != "builtins" and root not in sys.stdlib_module_names and not _is_class(path)


def _is_class(path: str) -> bool:
    return path.rpartition(".")[2][:1].isupper()


def assigned(function: Function, file: ModuleContext, concurrent: bool) -> Iterator[Note]:
    """Notes of results that a name holds: what is done first with it, as long as nothing asks for it before.

    Args:
        concurrent: whether the file has coroutine functions; only then it matters that a result is merely compared.
    """
    for body, number, context in function.at(ast.Assign, ast.AnnAssign):
        statement = body[number]
        value = statement.value  # type: ignore[attr-defined]
        if type(value) is not ast.Call and type(value) is not ast.Await:
            continue
        found = assigned_call(statement)
        if found is None:
            continue
        name, call, awaited = found
        path = file.resolve(call.func)
        if not may_be_ours(path):
            continue
        telling = concurrent and not awaited
        if not telling and not _read_next(body, number + 1, name, file.lines):
            continue
        use = following(body, number + 1, name, file.lines)
        if use is None and telling and _never_again(function, name, file.lines):
            use = Use("unused", call)
        if use is not None and use.how != OTHER and (telling or dereferences(use)):
            yield _note(function, use, context, path, awaited, name, call)


def _read_next(body: Sequence[ast.stmt], start: int, name: str, lines: list[str]) -> bool:
    """Whether the first text that follows with a name in it reads something of it, as far as the text tells."""
    if start == len(body):
        return False
    for line in lines[body[start].lineno - 1 : body[-1].end_lineno]:
        if name in line and (end := word(line, name)) >= 0:
            if line[end : end + 1] in _QUOTES:
                continue  # a text that holds the word
            rest = line[end:].lstrip()
            return rest[:1] in _READS or rest.startswith("in ") or f" in {name}" in line
    return False


def assigned_call(statement: ast.stmt) -> tuple[str, ast.Call, bool] | None:
    """The name that an assignment binds to the result of a call, the call, and whether it is awaited."""
    if isinstance(statement, ast.Assign):
        target = statement.targets[0] if len(statement.targets) == 1 else None
    else:
        target = statement.target if isinstance(statement, ast.AnnAssign) else None
    value: ast.expr | None = getattr(statement, "value", None)
    awaited = isinstance(value, ast.Await)
    call = value.value if isinstance(value, ast.Await) else value
    if isinstance(call, ast.Call) and isinstance(target, ast.Name):
        return target.id, call, awaited
    return None


def _note(
    function: Function, use: Use, context: Context, path: str, awaited: bool, name: str, call: ast.Call
) -> Note:
    at = place(use.node)
    given = call.args[:1] or [item.value for item in call.keywords]
    named = any(isinstance(item, ast.Constant) and isinstance(item.value, str) for item in call.args)
    full = bool(call.args) and isinstance(call.args[0], (ast.List, ast.Tuple)) and bool(call.args[0].elts)
    rows = any(_is_row_key(item) for item in (*call.args, *(item.value for item in call.keywords)))
    literal = bool(given) and all(isinstance(item, ast.Constant) for item in given)
    fixed = "fixed" if named or full or rows or literal else ""
    caught = ",".join(sorted(context.caught))
    values = (path, "1" if awaited else "", use.how, name, str(call.lineno), caught, fixed)
    return Note(USED, at.line, at.column, at.end_line, at.end_column, function.index, -1, values)


def _is_row_key(node: ast.expr) -> bool:
    """``order.user_id``, ``user.id``: what another row points at, or a row that is there, is there."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name) or node.value.id == "self":
        return False
    return node.attr in ("id", "pk") or node.attr.endswith("_id")


def _never_again(function: Function, name: str, lines: list[str]) -> bool:
    """Whether a function mentions a name just once."""
    node = function.node
    if isinstance(node, ast.Module) or function.index < 0:
        return False
    rows = [line for line in lines[node.lineno - 1 : node.end_lineno] if name in line]
    return len(rows) == 1 and rows[0].count(name) == 1


def following(body: Sequence[ast.stmt], start: int, name: str, lines: list[str]) -> Use | None:
    """The first use of a name in statements that run one after the other; None if it is bound anew, or used only
    where that is not certain to happen."""
    for number in range(start, len(body)):
        statement = body[number]
        if not mentions(statement, name, lines):
            continue
        if isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                use = first_use(item.context_expr, name)
                if use is not None:
                    how = "entered" if isinstance(statement, ast.With) else "async entered"
                    return Use(how, use.node) if is_name(item.context_expr, name) else use
            if any(_binds(item.optional_vars, name) for item in statement.items):
                return None
            use = following(statement.body, 0, name, lines)
            if use is not None or any(part.id == name for part in names(statement)):
                return use
        else:
            use = _of_statement(statement, name)
            if use is not None or any(part.id == name for part in names(statement)):
                return use
    return None


def mentions(statement: ast.stmt, name: str, lines: list[str]) -> bool:
    """Whether the text of a statement has a name in it."""
    first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
    if last - first == 1:
        return name in lines[first] and word(lines[first], name) >= 0
    return any(name in line and word(line, name) >= 0 for line in lines[first:last])


def word(line: str, name: str) -> int:
    """Where a name ends that stands in a line as a word of its own; -1 if it does not."""
    at = line.find(name)
    while at >= 0:
        end = at + len(name)
        before, after = line[at - 1 : at], line[end : end + 1]
        if not (before.isalnum() or before == "_" or before == "." or after.isalnum() or after == "_"):
            return end
        at = line.find(name, end)
    return -1


def _of_statement(statement: ast.stmt, name: str) -> Use | None:
    """What one statement does first with a name."""
    for part in _evaluated(statement):
        use = first_use(part, name)
        if use is not None:
            if isinstance(statement, (ast.If, ast.While, ast.Assert)) and is_name(part, name):
                return Use(TESTED, part)
            if isinstance(statement, ast.Return) and is_name(part, name):
                return Use(RETURNED, part)
            if isinstance(statement, (ast.For, ast.AsyncFor)) and is_name(part, name):
                return Use("iterated" if isinstance(statement, ast.For) else "async iterated", part)
            return use
    if isinstance(statement, ast.AugAssign) and is_name(statement.target, name):
        return Use("computed", statement.target)
    return None


def _evaluated(statement: ast.stmt) -> list[ast.expr]:
    """The expressions of a statement that are certainly evaluated, in that order."""
    if isinstance(statement, (ast.Assign, ast.AugAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return [statement.value, *(t for t in targets if isinstance(t, (ast.Attribute, ast.Subscript)))]
    if isinstance(statement, ast.AnnAssign):
        return [statement.value] if statement.value is not None else []
    if isinstance(statement, (ast.If, ast.While, ast.Assert)):
        return [statement.test]
    if isinstance(statement, (ast.For, ast.AsyncFor)):
        return [statement.iter]
    if isinstance(statement, (ast.Expr, ast.Return)):
        return [statement.value] if statement.value is not None else []
    if isinstance(statement, ast.Raise):
        return [statement.exc] if statement.exc is not None else []
    if isinstance(statement, ast.Delete):
        return [t for t in statement.targets if isinstance(t, (ast.Attribute, ast.Subscript))]
    return [statement.subject] if isinstance(statement, ast.Match) else []


def _binds(node: ast.expr | None, name: str) -> bool:
    return node is not None and any(is_name(part, name) for part in ast.walk(node))


def chained(
    file: ModuleContext, facts: FileFacts, guarded: Sequence[tuple[int, int, frozenset[str]]]
) -> Iterator[Note]:
    """Notes of results that are used at once: ``find(key).close()``, ``(await find(key)).close()``, ``find(key)[0]``.

    Args:
        guarded: first and last lines of blocks with the errors that are caught around them.
    """
    chains = list(_chains(file, facts))
    starts: dict[tuple[int, int], list[CallFact]] = {start: [] for _, _, start in chains}
    for call in facts.calls if chains else ():
        if (call.line, call.column) in starts:
            starts[call.line, call.column].append(call)
    uses = list(_indexed(file, facts))
    for outer, awaited, start in chains:
        end = (outer.end_line, outer.end_column)
        before = [c for c in starts[start] if (c.end_line, c.end_column) < end]
        inner = max(before, key=lambda c: (c.end_line, c.end_column), default=None)
        head, _, attribute = outer.path.rpartition(".")
        if inner is not None and head == inner.path + "()":
            stop = (inner.end_line, inner.end_column)
            uses.append((outer, inner.path, awaited, "." + attribute, start, stop, _fixed(inner)))
    for call, path, awaited, how, start, end, fixed in uses:
        line = file.lines[start[0] - 1]
        text = line[start[1] - 1 : end[1] - 1] if end[0] == start[0] else line[start[1] - 1 :]
        if not may_be_ours(path) or asked_before(file, facts, call.function, call.line, text):
            continue
        names = {name for first, last, errors in guarded if first <= call.line <= last for name in errors}
        values = (path, awaited, how, "", str(start[0]), ",".join(sorted(names)), fixed)
        yield Note(
            USED, call.line, call.column, call.end_line, call.end_column, call.function, call.loop, values
        )


_Use = tuple[CallFact, str, str, str, tuple[int, int], tuple[int, int], str]


def _fixed(call: CallFact) -> str:
    """``fixed`` if a call is handed a literal text, or nothing but literals."""
    given = call.args[:1] or [value for _, value in call.kwargs]
    return "fixed" if "=str" in call.args or (given and all(value in _LITERALS for value in given)) else ""


def _indexed(file: ModuleContext, facts: FileFacts) -> Iterator[_Use]:
    """Calls whose result is indexed where they stand."""
    for call in facts.calls:
        if not call.flags & (CONSUMED | AWAITED) or call.path[0] in "?=":
            continue
        awaited = "1" if call.flags & AWAITED else ""
        line, end = file.lines[call.end_line - 1], call.end_column
        if not awaited and line[end - 1 : end] != "[":  # one that is awaited stands in brackets
            continue
        found = _INDEX.match(line, end - 1)
        if found is not None and bool(found["bracket"]) is bool(awaited):
            how = f"[{found['index'] or ''}]"
            begin = (call.line, call.column)
            yield call, call.path, awaited, how, begin, (call.end_line, call.end_column), _fixed(call)


def _chains(file: ModuleContext, facts: FileFacts) -> Iterator[tuple[CallFact, str, tuple[int, int]]]:
    """Calls of an attribute of a result, whether that was awaited, and where the call begins that gives it."""
    for call in facts.calls:
        if "()." not in call.path or call.path[0] in "?=":
            continue
        if call.written:
            if _CHAINED.search(call.written):
                yield call, "", (call.line, call.column)
        else:
            begin = _BEGINS.match(file.lines[call.line - 1], call.column - 1)
            if begin is not None:
                yield call, "1", (call.line, begin.end() + 1)


def asked_before(file: ModuleContext, facts: FileFacts, function: int, line: int, text: str) -> bool:
    """Whether the same call stands before in the function, or twice in the line: ``if find(key): find(key).x()``."""
    if file.lines[line - 1].count(text) > 1:
        return True
    first = facts.functions[function].line if function >= 0 else max(line - 30, 1)
    return any(text in row for row in file.lines[first - 1 : line - 1])
