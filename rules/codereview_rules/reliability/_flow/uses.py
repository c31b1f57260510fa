"""What functions do with the results of the calls that they make."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence

from codereview.api import ModuleContext, Note, place
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.paths import split

from .blocks import Context, Function
from .mentions import TESTED, Use, first_use

USED = "used"
"""Kind of a note: what is done first with the result of a call. Its values: the path of what is called, ``1`` if it
is awaited, how the result is used (`mentions.Use`, or ``unused``), the name that holds it (empty: it is used at
once), the line of the call, and what is caught around it."""
_CHAINED = re.compile(r"\)\.\w+$")
_AWAITED = re.compile(r"\(\s*await\s+")


def may_be_ours(path: str) -> bool:
    """Whether what is called can be a function of the project: not of the standard library, not a class."""
    if path[0] == "@" or (path[0] == "%" and "." in path):
        return not path.rpartition(".")[2][:1].isupper()
    if not path[0].isalpha() and path[0] != "_":
        return False
    root = split(path)[0]
    return root != "builtins" and root not in sys.stdlib_module_names and not _is_class(path)


def _is_class(path: str) -> bool:
    return path.rpartition(".")[2][:1].isupper()


def assigned(function: Function, file: ModuleContext) -> Iterator[Note]:
    """Notes of results that a name holds: what is done first with it, as long as nothing asks for it before."""
    for body, context in function.blocks:
        for number, statement in enumerate(body):
            if not isinstance(statement, (ast.Assign, ast.AnnAssign)):
                continue
            value = statement.value
            awaited = isinstance(value, ast.Await)
            call = value.value if isinstance(value, ast.Await) else value
            if not isinstance(call, ast.Call):
                continue
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if not isinstance(target, ast.Name) or (
                isinstance(statement, ast.Assign) and len(statement.targets) > 1
            ):
                continue
            path = file.resolve(call.func)
            if not may_be_ours(path):
                continue
            use = following(body[number + 1 :], target.id, file.lines)
            if use is None and not awaited and _never_again(function, target.id, file.lines):
                use = Use("unused", call)
            if use is not None:
                yield _note(function, use, context, path, awaited, target.id, call)


def _note(
    function: Function, use: Use, context: Context, path: str, awaited: bool, name: str, call: ast.Call
) -> Note:
    at = place(use.node)
    values = (path, "1" if awaited else "", use.how, name, str(call.lineno), ",".join(sorted(context.caught)))
    return Note(USED, at.line, at.column, at.end_line, at.end_column, function.index, -1, values)


def _never_again(function: Function, name: str, lines: list[str]) -> bool:
    """Whether a function mentions a name just once."""
    node = function.node
    if isinstance(node, ast.Module) or function.index < 0:
        return False
    text = "\n".join(lines[node.lineno - 1 : node.end_lineno])
    return len(re.findall(rf"\b{re.escape(name)}\b", text)) == 1


def following(body: Sequence[ast.stmt], name: str, lines: list[str]) -> Use | None:
    """The first use of a name in statements that run one after the other; None if it is bound anew, or used only
    where that is not certain to happen."""
    for statement in body:
        if not mentions(statement, name, lines):
            continue
        if isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                use = first_use(item.context_expr, name)
                if use is not None:
                    how = "entered" if isinstance(statement, ast.With) else "async entered"
                    return Use(how, use.node) if _is(item.context_expr, name) else use
            if any(_binds(item.optional_vars, name) for item in statement.items):
                return None
            use = following(statement.body, name, lines)
            if use is not None or any(mentions(inner, name, lines) for inner in statement.body):
                return use
            continue
        return _of_statement(statement, name)
    return None


def mentions(statement: ast.stmt, name: str, lines: list[str]) -> bool:
    """Whether the text of a statement has a name in it."""
    first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
    if last - first == 1:
        return name in lines[first]
    return any(name in line for line in lines[first:last])


def _of_statement(statement: ast.stmt, name: str) -> Use | None:
    """What one statement does first with a name."""
    for part in _evaluated(statement):
        use = first_use(part, name)
        if use is not None:
            if isinstance(statement, (ast.If, ast.While, ast.Assert)) and _is(part, name):
                return Use(TESTED, part)
            if isinstance(statement, (ast.For, ast.AsyncFor)) and _is(part, name):
                return Use("iterated" if isinstance(statement, ast.For) else "async iterated", part)
            return use
    if isinstance(statement, ast.AugAssign) and _is(statement.target, name):
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
    return node is not None and any(_is(part, name) for part in ast.walk(node))


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def chained(
    file: ModuleContext, facts: FileFacts, guarded: Sequence[tuple[int, int, frozenset[str]]]
) -> Iterator[Note]:
    """Notes of results of which an attribute is called at once: ``find(key).close()``, ``(await find(key)).close()``.

    Args:
        guarded: first and last lines of blocks with the errors that are caught around them.
    """
    chains = list(_chains(file, facts))
    if not chains:
        return
    starts: dict[tuple[int, int], list[tuple[int, int, str]]] = {}
    for call in facts.calls:
        starts.setdefault((call.line, call.column), []).append((call.end_line, call.end_column, call.path))
    for outer, awaited, start in chains:
        end = (outer.end_line, outer.end_column)
        inner = max((i for i in starts.get(start, ()) if i[:2] < end), default=None)
        head, _, attribute = outer.path.rpartition(".")
        if inner is None or head != inner[2] + "()" or not may_be_ours(inner[2]):
            continue
        line = file.lines[start[0] - 1]
        text = line[start[1] - 1 : inner[1] - 1] if inner[0] == start[0] else line[start[1] - 1 :]
        if asked_before(file, facts, outer.function, outer.line, text):
            continue
        names = {name for first, last, errors in guarded if first <= outer.line <= last for name in errors}
        values = (inner[2], awaited, "." + attribute, "", str(start[0]), ",".join(sorted(names)))
        yield Note(USED, outer.line, outer.column, *end, outer.function, outer.loop, values)


def _chains(file: ModuleContext, facts: FileFacts) -> Iterator[tuple[CallFact, str, tuple[int, int]]]:
    """Calls of an attribute of a result, whether that was awaited, and where the call begins that gives it."""
    for call in facts.calls:
        if "()." not in call.path or call.path[0] in "?=":
            continue
        if call.written:
            if _CHAINED.search(call.written):
                yield call, "", (call.line, call.column)
        else:
            begin = _AWAITED.match(file.lines[call.line - 1], call.column - 1)
            if begin is not None:
                yield call, "1", (call.line, begin.end() + 1)


def asked_before(file: ModuleContext, facts: FileFacts, function: int, line: int, text: str) -> bool:
    """Whether the same call stands before in the function, or twice in the line: ``if find(key): find(key).x()``."""
    if file.lines[line - 1].count(text) > 1:
        return True
    first = facts.functions[function].line if function >= 0 else max(line - 30, 1)
    return any(text in row for row in file.lines[first - 1 : line - 1])
