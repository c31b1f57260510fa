"""What functions give back besides values: None, or a list that can be empty."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from codereview.api import ModuleContext, Note, place
from codereview.facts.module import FileFacts
from codereview.facts.names import own_name

from .blocks import Context, Function, ends
from .mentions import is_none

NONE = "none"
"""Kind of a note on a function that gives a value or None. Its values: why None comes (``loop``, ``handler``,
``lookup``, ``query``, ``state``, ``argument``, ``other``), the line where, ``declared`` if the annotation says so, and
``implicit`` if None comes of running over the end."""
EMPTY = "empty"
"""Kind of a note on a function that gives a list that can be empty. Its values: why (``literal``, ``filtered``,
``gathered``), the line where."""
TURNS = "turns"
"""Kind of a note on a function that gives a value on some ways and nothing on others, without saying None anywhere. Its
values: ``end`` (it runs over its end) or ``bare`` (``return`` alone), the line of that, the line of a value."""
RAISES = "raises"
"""Kind of a note on a function from which nobody comes back: it gives nothing and never reaches its end."""
_QUERIES = frozenset(
    "first scalar_one_or_none one_or_none find_one scalar fetchone get_or_none find_one_and_update "
    "find_one_and_delete first_or_none".split()
)
_TESTS = frozenset({"isinstance", "issubclass", "len", "hasattr", "callable", "bool"})
_MATCHES = frozenset({"match", "search", "fullmatch"})
SURE = ("loop", "handler", "lookup", "query")
"""Reasons for None that do not lie in what the caller hands over."""


def results(function: Function, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
    """The notes on one function, for None and for empty lists."""
    node = function.node
    if isinstance(node, ast.Module) or function.index < 0:
        return ()
    if not function.returns:
        return (_note(function, RAISES),) if type(node.body[-1]) is ast.Raise else ()
    if facts.functions[function.index].is_generator:
        return ()
    if len(function.returns) == 1 and function.returns[0][0] is node.body[-1]:
        only = function.returns[0][0].value  # what most functions end with, and nothing else
        if not isinstance(only, (ast.Call, ast.Await, ast.ListComp, ast.Name)):
            return ()
    valued = [item for item in function.returns if not _gives_none(item[0])]
    if not valued:
        return ()
    return _told(function, node, valued, file)


def _told(
    function: Function,
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    valued: Sequence[tuple[ast.Return, Context]],
    file: ModuleContext,
) -> Iterator[Note]:
    if (found := _none(function, node, valued, file)) is not None:
        yield _note(function, NONE, *found)
    if (turns := _by_turns(function, node, valued)) is not None:
        yield _note(function, TURNS, *turns)
    if (empty := _empty(function, node, valued)) is not None:
        yield _note(function, EMPTY, *empty)


def _note(function: Function, kind: str, *values: str) -> Note:
    at = place(function.node)
    return Note(kind, at.line, at.column, at.end_line, at.end_column, function.index, -1, values)


def _gives_none(node: ast.Return) -> bool:
    return node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None)


def _none(
    function: Function,
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    valued: Sequence[tuple[ast.Return, Context]],
    file: ModuleContext,
) -> tuple[str, str, str, str] | None:
    """The surest of the ways on which a function gives None."""
    bare = [item for item in function.returns if _gives_none(item[0])]
    queries = [
        item
        for item, context in valued  # in a handler it is the way out of there being too many
        if item.value is not None and _is_query(item.value, file) and not _handles(context)
    ]
    last = node.body[-1]
    falls = not isinstance(last, (ast.Return, ast.Raise)) and not ends(node.body)
    if not bare and not queries and not falls:
        return None
    params = {a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    found: list[tuple[str, int, str]] = [("query", item.lineno, "") for item in queries]
    for item, context in bare:
        block = next((body for body, where in function.blocks if where is context), ())
        reason = "argument" if _by_flag(block, item, node) else _reason(context, block, item, params)
        found.append((reason, item.lineno, ""))
    if falls:
        reason = "argument" if _by_flag(node.body, last, node) else _at_end(last, params)
        found.append((reason, last.end_lineno or last.lineno, "implicit"))
    reason, line, implicit = min(
        found, key=lambda item: (item[0] not in SURE, item[0] == "argument", item[1])
    )
    declared = "declared" if node.returns is not None and admits_none(node.returns) else ""
    return reason, str(line), declared, implicit


def _handles(context: Context) -> bool:
    """Whether a block stands in a handler of an error."""
    return any(around.part == "handler" for around in context.chain())


def _by_turns(
    function: Function,
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    valued: Sequence[tuple[ast.Return, Context]],
) -> tuple[str, str, str] | None:
    """Where a function gives nothing that gives values elsewhere and never says that it can give None."""
    if len(valued) != len(function.returns):
        others = [item for item, _ in function.returns if _gives_none(item)]
        if any(item.value is not None for item in others) or (
            node.returns is not None and admits_none(node.returns)
        ):
            return None
        asked = [context for item, context in function.returns if _gives_none(item)]
        if any(_is_flag(context, node) for context in asked):
            return None
        return "bare", str(others[0].lineno), str(valued[0][0].lineno)
    last = node.body[-1]
    ways = isinstance(last, (ast.If, ast.For, ast.AsyncFor)) or (
        isinstance(last, ast.Try) and any(not ends(handler.body) for handler in last.handlers)
    )
    if not ways or ends(node.body) or (node.returns is not None and admits_none(node.returns)):
        return None
    if isinstance(last, (ast.For, ast.AsyncFor)) and not _searches(last):
        return None
    if isinstance(last, ast.If) and _is_flag(Context(None, last, "body"), node):
        return None
    return "end", str(last.lineno), str(valued[0][0].lineno)


def _by_flag(block: Sequence[ast.stmt], item: ast.stmt, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a statement of a block is only reached where a parameter that most callers leave out says so: it stands
    behind ``if strict: raise``."""
    before = block[: block.index(item)] if item in block else ()
    optional = _optional(node)
    return any(
        isinstance(each, ast.If)
        and isinstance(each.test, ast.Name)
        and each.test.id in optional
        and ends(each.body)
        for each in before
    )


def _is_flag(context: Context, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a block is run only for a parameter that most callers leave out: ``if can_fail: return``."""
    optional = _optional(node)
    around = next(context.chain(), None)
    test = around.statement.test if around is not None and isinstance(around.statement, ast.If) else None
    return isinstance(test, ast.Name) and test.id in optional


def _optional(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The parameters that have a default, and those that are given by name."""
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    with_default = positional[len(positional) - len(args.defaults) :]
    return {item.arg for item in (*with_default, *args.kwonlyargs)}


def admits_none(node: ast.expr) -> bool:
    """Whether an annotation says that None is among the results."""
    if isinstance(node, ast.Constant):
        return node.value is None or (
            isinstance(node.value, str) and ("None" in node.value or "Optional" in node.value)
        )
    if isinstance(node, ast.BinOp):
        return admits_none(node.left) or admits_none(node.right)
    if isinstance(node, ast.Subscript):
        name = own_name(node.value)
        if name == "Optional":
            return True
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return name == "Union" and any(admits_none(part) for part in parts)
    return False


def _reason(context: Context, block: Sequence[ast.stmt], item: ast.stmt, params: set[str]) -> str:
    """Why a ``return None`` is reached: by what stands around it, then by what stands before it."""
    for around in context.chain():
        if around.part == "handler":
            return "handler"
        if isinstance(around.statement, ast.If):
            return _asked(around.statement.test, params)
        if isinstance(around.statement, (ast.For, ast.AsyncFor, ast.While, ast.Match)):
            return (
                "loop" if around.part == "orelse" and not isinstance(around.statement, ast.Match) else "other"
            )
    before = block[: block.index(item)] if item in block else ()
    return _at_end(before[-1], params) if before else "other"


def _at_end(last: ast.stmt, params: set[str]) -> str:
    """Why control gets past the last statement of a function."""
    if isinstance(last, (ast.For, ast.AsyncFor)):
        return "loop" if _searches(last) else "other"
    if isinstance(last, ast.If):
        return _asked(last.test, params)
    if isinstance(last, ast.Try):
        return "handler" if any(not ends(handler.body) for handler in last.handlers) else "other"
    return "other"


def _searches(loop: ast.For | ast.AsyncFor) -> bool:
    """Whether a loop looks at its items for one that fits; a loop over a number of attempts does not."""
    if isinstance(loop.iter, ast.Call) and isinstance(loop.iter.func, ast.Name):
        inner = loop.iter.args[-1] if loop.iter.args else None
        if loop.iter.func.id == "range" and not isinstance(inner, ast.Call):
            return False
    tests = (part for statement in loop.body for part in ast.walk(statement) if isinstance(part, ast.If))
    return any(isinstance(part, ast.Return) and not _gives_none(part) for test in tests for part in test.body)


def _asked(test: ast.expr, params: set[str]) -> str:
    """What a condition depends on: arguments alone, the state of the object, or something that was looked up."""
    names = {part.id for part in ast.walk(test) if isinstance(part, ast.Name)} - _TESTS
    called = any(
        isinstance(part, ast.Call) and not (isinstance(part.func, ast.Name) and part.func.id in _TESTS)
        for part in ast.walk(test)
    )
    if called:
        return "other"
    if names and names <= params - {"self", "cls"}:
        return "argument"
    local = {name for name in names - params if name[:1].islower()}
    subject = _subject(test)
    if isinstance(subject, ast.Name) and subject.id in local:
        return "lookup"
    return "state" if names & {"self", "cls"} else "other"


def _subject(test: ast.expr) -> ast.expr | None:
    """``x`` of ``not x``, ``x is None``, ``len(x) == 0`` and plain ``x``."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Is, ast.IsNot)):
        return test.left
    return test if isinstance(test, ast.Name) else None


def _is_query(node: ast.expr, file: ModuleContext) -> bool:
    """Whether an expression is a look-up that gives None where nothing is found."""
    call = node.value if isinstance(node, ast.Await) else node
    if not isinstance(call, ast.Call):
        return False
    func = call.func
    if isinstance(func, ast.Name):
        return func.id == "next" and len(call.args) == 2 and is_none(call.args[1])
    if not isinstance(func, ast.Attribute):
        return False
    if func.attr in _QUERIES:
        return func.attr == "find_one" or not call.args
    if func.attr == "get":
        single = len(call.args) == 1 and not call.keywords
        return single and file.resolve(func).rpartition(".")[0] in ("=dict", "os.environ")
    return func.attr in _MATCHES and file.resolve(func).startswith("re.")


def _empty(
    function: Function,
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    valued: Sequence[tuple[ast.Return, Context]],
) -> tuple[str, str] | None:
    """How a function comes to give an empty list: said as a literal, all filtered out, or nothing gathered.

    An empty list for empty arguments says nothing: the caller knows what it hands over.
    """
    for item, context in valued if len(valued) > 1 else ():
        if isinstance(item.value, ast.List) and not item.value.elts:
            params = {a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
            if (
                _reason(context, (), item, params) in ("handler", "lookup", "state", "other")
                and context.outer
            ):
                return "literal", str(item.lineno)
    for item, _ in valued:
        if isinstance(item.value, ast.ListComp) and any(part.ifs for part in item.value.generators):
            return "filtered", str(item.lineno)
        if isinstance(item.value, ast.Name) and (line := _gathered(function, item.value.id)):
            return "gathered", str(line)
    return None


def _gathered(function: Function, name: str) -> int:
    """The line where a list is made empty and gets only items that a condition lets pass; 0 if it is not so."""
    made = [
        statement
        for body, number, context in function.at(ast.Assign, ast.AnnAssign)
        if context.outer is None and _is_empty(statement := body[number]) and _assigns(statement, name)
    ]
    if len(made) != 1:
        return 0
    chosen = False
    for body, context in function.blocks:
        around = {type(c.statement) for c in context.chain()}
        filters = ast.If in around and bool(around & {ast.For, ast.AsyncFor})
        for statement in body:
            if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
                if statement is not made[0] and _assigns(statement, name):
                    return 0
            elif isinstance(statement, ast.Expr) and _speaks_of(statement.value, name):
                if not filters:
                    return 0
                chosen = True
    return made[0].lineno if chosen else 0


def _is_empty(statement: ast.stmt) -> bool:
    """``x = []``."""
    value = getattr(statement, "value", None)
    return isinstance(value, ast.List) and not value.elts


def _assigns(statement: ast.stmt, name: str) -> bool:
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    else:
        targets = [statement.target] if isinstance(statement, (ast.AnnAssign, ast.AugAssign)) else []
    for target in targets:
        parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
        if any(isinstance(part, ast.Name) and part.id == name for part in parts):
            return True
    return False


def _speaks_of(node: ast.expr, name: str) -> bool:
    """Whether an expression adds to the list, or hands it to what can."""
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))
