"""PERF001: a blocking call directly in a coroutine.

``time.sleep(x)`` becomes ``await asyncio.sleep(x)``, any other call ``f(a, k=b)`` becomes
``await asyncio.to_thread(f, a, k=b)`` (Python 3.9). Files that use anyio or trio, and not asyncio, get the
functions of that library. The edit declines wherever ``await`` is not allowed or would mean something else,
where the callee is tied to its thread, and where the result blocks again (open files).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

import libcst as cst

from codereview.fix.base import Change, Context, Edit, Edited, Python, Refusal, Rewrite, Source, Target
from codereview.fix.imports import Imports
from codereview.fix.names import Names, names_of

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# Methods of database handles: sqlite3 refuses other threads, ORM sessions must not be shared between threads.
_BOUND = frozenset({
    "execute", "executemany", "executescript", "commit", "rollback", "fetchone", "fetchall", "fetchmany",
    "cursor", "query", "scalars", "scalar", "flush", "refresh", "merge", "add", "add_all", "all", "first",
    "one", "one_or_none", "begin", "filter", "filter_by", "get_or_create",
})  # fmt: skip
_OPENERS = frozenset({
    "open", "io.open", "gzip.open", "bz2.open", "lzma.open", "codecs.open", "tempfile.NamedTemporaryFile",
})  # fmt: skip
_MAKERS = frozenset({
    "pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath",
})  # fmt: skip


def apply(source: Source, targets: tuple[Target, ...], python: Python, context: Context) -> Edited:
    """Await each target's call; safe if all of them are sleeps."""
    names = names_of(source)
    rewrite = Rewrite(source)
    imports = Imports(source, names, rewrite)
    library = _library(names)
    sleeps = True
    left: set[str] = set()
    for target in targets:
        call = _call(source, names, target)
        _legal(source, call, python)
        node = source.concrete(call, cst.Call)
        bare = _needs_brackets(source, call)
        if names.resolve(call.func) == "time.sleep":
            func = imports.module(library, call) + ".sleep"
            rewrite.change(node, _maker(_sleep, func, bare))
            left.add(ast.unparse(call.func).partition(".")[0])
            continue
        sleeps = False
        _can_move(names, call)
        func = imports.module(library, call) + _thread(library, call, python)
        rewrite.change(node, _maker(_offloaded, func, bare))
    if not sleeps:
        return Edited(
            rewrite.text(), "unsafe", "the call runs in another thread: the callee must be thread-safe"
        )
    text = rewrite.text()
    unused = [name for name in sorted(left) if not _loads(text, name)]
    said = f"; the import of {unused[0]} that nothing else uses is left" if unused else ""
    return Edited(text, "safe", f"the same pause, and the event loop runs on during it{said}")


def _loads(text: str, name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(ast.parse(text)))


def _library(names: Names) -> str:
    """asyncio, unless the file imports only another library for asynchronous code."""
    used = {item.path.partition(".")[0] for item in names.imports}
    others = [name for name in ("trio", "anyio") if name in used]
    if "asyncio" in used or not others:
        return "asyncio"
    return others[0]


def _call(source: Source, names: Names, target: Target) -> ast.Call:
    found = source.find(target, ast.Call)
    if not found:
        raise Refusal("no call stands at this place")
    exact = found[0]
    same = (exact.end_lineno, (exact.end_col_offset or 0) + 1) == (target.end_line, target.end_column)
    if not same and len(found) > 1:
        # A span that ends with the function's name means the call of that name.
        named = [c for c in found if c.func.end_col_offset == target.end_column - 1]
        if len(named) != 1:
            raise Refusal("several calls start at this place")
        return named[0]
    return exact


def _legal(source: Source, call: ast.Call, python: Python) -> None:
    """Raise `Refusal` unless an await may stand in the place of the call and means the same."""
    below: ast.AST = call
    loops = 0
    iterated = False
    for up in source.above(call):
        if isinstance(up, (ast.Lambda, ast.ClassDef)):
            raise Refusal("await is not allowed here: the call is inside a lambda or a class body")
        if isinstance(up, ast.FunctionDef):
            raise Refusal("the call is inside a function that is not async; its callers must offload it")
        if isinstance(up, ast.AsyncFunctionDef):
            if below not in up.body:
                raise Refusal("the call is evaluated when the coroutine function is defined")
            break
        if isinstance(up, ast.comprehension):
            iterated = below is up.iter
        if isinstance(up, _COMPREHENSIONS) and not (iterated and below is up.generators[0]):
            loops += 1
            if isinstance(up, ast.GeneratorExp):
                raise Refusal("await would turn the generator expression into an asynchronous one")
        if isinstance(up, ast.JoinedStr):
            raise Refusal("the call is inside an f-string")
        _legal_around(up, below, call)
        below = up
    else:
        raise Refusal("await is not allowed here: the call is not inside a coroutine")
    if loops > 1 and python < (3, 11):
        raise Refusal("await inside nested comprehensions needs Python 3.11")
    inner = ast.walk(call)
    if any(isinstance(n, (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)) for n in inner):
        raise Refusal("the call's own arguments await, yield or bind a name")


def _legal_around(up: ast.AST, below: ast.AST, call: ast.Call) -> None:
    if isinstance(up, ast.withitem) and below is up.context_expr and below is call:
        raise Refusal("the call opens a with block, whose body would go on blocking")
    if isinstance(up, ast.Await):
        raise Refusal("the call is awaited already")
    if isinstance(up, ast.With) and below in up.body:
        held = " ".join(ast.unparse(item) for item in up.items)
        if re.search(r"lock|mutex|semaphore|condition", held, re.IGNORECASE):
            raise Refusal("a lock is held here that other coroutines could wait for")


def _can_move(names: Names, call: ast.Call) -> None:
    """Raise `Refusal` if the callee must not run in another thread."""
    path = names.resolve(call.func) or ast.unparse(call.func)
    if path in _MAKERS:
        raise Refusal("making a path does not block")
    if path == "sqlite3.connect":
        raise Refusal("a sqlite3 connection belongs to the thread that opens it")
    if path in _OPENERS or (isinstance(call.func, ast.Attribute) and call.func.attr == "open"):
        raise Refusal("the opened file would go on blocking; offload the whole reading or writing")
    for node in ast.walk(call.func):
        if isinstance(node, ast.Call) and names.resolve(node.func) not in _MAKERS:
            raise Refusal("the callee is itself the result of a call, which would still block")
        if isinstance(node, (ast.Lambda, ast.IfExp, ast.Subscript)):
            raise Refusal("the callee is not named plainly")
    attribute = isinstance(call.func, ast.Attribute) and call.func.attr
    if attribute in _BOUND and not names.resolve(call.func):
        raise Refusal("database handles must not be used from another thread")


def _thread(library: str, call: ast.Call, python: Python) -> str:
    if library == "asyncio":
        if python < (3, 9):
            raise Refusal("asyncio.to_thread needs Python 3.9")
        return ".to_thread"
    if call.keywords:
        raise Refusal(f"{library}.to_thread.run_sync passes no keyword arguments on")
    return ".to_thread.run_sync"


def _needs_brackets(source: Source, call: ast.Call) -> bool:
    up = source.parents[call]
    if isinstance(up, (ast.Attribute, ast.Subscript)):
        return up.value is call
    return isinstance(up, ast.Call) and up.func is call


def _maker(form: Callable[[cst.Call, str], cst.Call], func: str, brackets: bool) -> Change:
    return lambda old: _awaited(form(old, func), brackets)


def _awaited(call: cst.Call, brackets: bool) -> cst.Await:
    left, right = call.lpar, call.rpar
    if brackets and not left:
        left, right = [cst.LeftParen()], [cst.RightParen()]
    return cst.Await(call.with_changes(lpar=[], rpar=[]), lpar=left, rpar=right)


def _sleep(old: cst.Call, func: str) -> cst.Call:
    return old.with_changes(func=cst.parse_expression(func))


def _offloaded(old: cst.Call, func: str) -> cst.Call:
    callee = cst.Arg(old.func)
    args = list(old.args)
    if args:
        before = old.whitespace_before_args
        space: cst.BaseParenthesizableWhitespace = cst.SimpleWhitespace(" ")
        if isinstance(before, cst.ParenthesizedWhitespace):
            space = cst.ParenthesizedWhitespace(indent=before.indent, last_line=before.last_line)
        callee = callee.with_changes(comma=cst.Comma(whitespace_after=space))
        only = args[0].value
        if isinstance(only, cst.GeneratorExp) and not only.lpar:
            args[0] = args[0].with_changes(
                value=only.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
            )
    return old.with_changes(func=cst.parse_expression(func), args=[callee, *args])


EDIT = Edit("PERF001", apply)
