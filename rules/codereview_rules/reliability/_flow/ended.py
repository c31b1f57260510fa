"""Things that are used after they were closed or deleted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from codereview.api import ModuleContext, Note, place
from codereview.facts.module import FileFacts
from codereview.facts.names import names, nodes

from .blocks import Function
from .mentions import is_name
from .uses import following

ENDED = "ended"
"""Kind of a note: something is used after its end. Its values: the name, how it is used, what ended it (``with``,
``close``, ``del``, ``lazy``: what is given back reads it later), what it is, the line where it ended."""
_FILE = "read readline readlines read_text readinto write writelines seek tell truncate flush fileno iterated"
_HTTP = "get post put patch delete head options request send stream ws_connect"
_KINDS: tuple[tuple[re.Pattern[str], str, frozenset[str]], ...] = tuple(
    (re.compile(pattern), shown, frozenset(uses.split()))
    for pattern, shown, uses in (
        (r"(?:builtins|gzip|bz2|lzma|codecs|io)\.open\(\)|pathlib\.Path\(.*\)\.open\(\)", "file", _FILE),
        (r"tempfile\.(?:NamedTemporaryFile|TemporaryFile|SpooledTemporaryFile)\(\)", "file", _FILE),
        (r"zipfile\.ZipFile\(\)", "archive", "read open extract extractall write writestr"),
        (
            r"tarfile\.open\(\)|tarfile\.TarFile(?:\.open)?\(\)",
            "archive",
            "extract extractall extractfile add addfile",
        ),
        (r"httpx\.(?:Async)?Client\(\)", "client", _HTTP),
        (r"aiohttp\.ClientSession\(\)", "session", _HTTP),
        (r"concurrent\.futures\.(?:Thread|Process)PoolExecutor\(\)", "executor", "submit map"),
        (
            r"multiprocessing\.(?:pool\.)?(?:Thread)?Pool\(\)",
            "pool",
            "apply map imap starmap apply_async map_async",
        ),
        (r"smtplib\.SMTP(?:_SSL)?\(\)", "connection", "sendmail send_message login"),
        (
            r"socket\.(?:socket|create_connection)\(\)",
            "socket",
            "send sendall sendto recv recvfrom connect accept",
        ),
    )
)
_LAZY = frozenset(
    {"csv.reader", "csv.DictReader", "builtins.map", "builtins.filter", "builtins.zip", "builtins.enumerate"}
)
_CLOSES = (".close", ".aclose", ".shutdown")
_ASKS = frozenset({"KeyError", "AttributeError", "LookupError", "Exception"})


def closing(facts: FileFacts) -> frozenset[int]:
    """The functions of a file that close something."""
    return frozenset([call.function for call in facts.calls if call.path.endswith(_CLOSES)])


def ended(function: Function, file: ModuleContext, facts: FileFacts, closes: bool) -> Iterator[Note]:
    """The notes of one function.

    Args:
        closes: whether it closes something.
    """
    generates = function.index >= 0 and facts.functions[function.index].is_generator
    for body, number, _ in function.at(ast.With, ast.AsyncWith):
        yield from _after_with(function, body, number, file, generates)
    for body, number, context in function.at(ast.Delete):
        if not context.caught & _ASKS:
            yield from _after_del(function, body, number, file, facts)
    if closes:
        for body, _ in function.blocks:
            for number, statement in enumerate(body):
                if type(statement) is ast.Expr:
                    yield from _after_close(function, body, number, file)


def _kind(path: str) -> tuple[str, frozenset[str]] | None:
    for pattern, shown, uses in _KINDS:
        if pattern.fullmatch(path):
            return shown, uses
    return None


def _after_with(
    function: Function, body: Sequence[ast.stmt], number: int, file: ModuleContext, generates: bool
) -> Iterator[Note]:
    statement = body[number]
    assert isinstance(statement, (ast.With, ast.AsyncWith))
    for item in statement.items:
        name = item.optional_vars
        path = file.resolve(item.context_expr)
        known = _kind(path) if isinstance(name, ast.Name) and path[0].isalpha() else None
        if known is None or not isinstance(name, ast.Name):
            continue
        shown, forbidden = known
        last = str(statement.end_lineno or statement.lineno)
        yield from _used_after(function, body, number, name.id, forbidden, ("with", shown, last), file)
        if shown == "file" and not generates:
            yield from _lazily(function, body, number, statement, name.id, file)


def _used_after(
    function: Function,
    body: Sequence[ast.stmt],
    number: int,
    name: str,
    forbidden: frozenset[str],
    told: tuple[str, str, str],
    file: ModuleContext,
) -> Iterator[Note]:
    use = following(body, number + 1, name, file.lines)
    if use is not None and use.how.lstrip(".") in forbidden:
        yield _note(function, use.node, name, use.how, *told)


def _lazily(
    function: Function,
    body: Sequence[ast.stmt],
    number: int,
    statement: ast.With | ast.AsyncWith,
    name: str,
    file: ModuleContext,
) -> Iterator[Note]:
    """What reads the file only when somebody asks for its items: given back, or used after the block."""
    last = str(statement.end_lineno or statement.lineno)
    for inner in statement.body:
        if isinstance(inner, ast.Return) and inner.value is not None and _is_lazy(inner.value, name, file):
            yield _note(function, inner.value, name, "returned", "lazy", "file", last)
        elif isinstance(inner, ast.Assign) and len(inner.targets) == 1 and _is_lazy(inner.value, name, file):
            target = inner.targets[0]
            if isinstance(target, ast.Name) and _only_made(statement.body, inner, target.id):
                use = following(body, number + 1, target.id, file.lines)
                if use is not None and use.how == "iterated":
                    yield _note(function, use.node, target.id, use.how, "lazy", "file", last)


def _only_made(body: Sequence[ast.stmt], made: ast.stmt, name: str) -> bool:
    """Whether nothing in a block but one statement mentions a name."""
    return not any(
        part.id == name for statement in body if statement is not made for part in names(statement)
    )


def _is_lazy(node: ast.expr, name: str, file: ModuleContext) -> bool:
    """Whether an expression reads from a name later: a reader, ``map``, a generator expression over it."""
    if isinstance(node, ast.GeneratorExp):
        first = node.generators[0].iter
        return is_name(first, name) or _is_lazy(first, name, file)
    if isinstance(node, ast.Call) and file.resolve(node.func) in _LAZY:
        return any(is_name(arg, name) for arg in node.args)
    return False


def _after_close(
    function: Function, body: Sequence[ast.stmt], number: int, file: ModuleContext
) -> Iterator[Note]:
    """``f.close()``, then ``f.read()``."""
    statement = body[number]
    assert isinstance(statement, ast.Expr)
    value = statement.value.value if isinstance(statement.value, ast.Await) else statement.value
    func = value.func if isinstance(value, ast.Call) else None
    if not isinstance(func, ast.Attribute) or func.attr not in ("close", "aclose", "shutdown"):
        return
    if isinstance(func.value, ast.Name) and (known := _kind(file.resolve(func.value))) is not None:
        shown, forbidden = known
        told = ("close", shown, str(statement.lineno))
        yield from _used_after(function, body, number, func.value.id, forbidden, told, file)


def _after_del(
    function: Function, body: Sequence[ast.stmt], number: int, file: ModuleContext, facts: FileFacts
) -> Iterator[Note]:
    """``del self.x`` or ``del d["k"]``, then the same is read in the statements that follow."""
    statement = body[number]
    assert isinstance(statement, ast.Delete)
    for target in statement.targets:
        if isinstance(target, ast.Attribute):
            kept = is_name(target.value, "self") and not _has_default(function, target.attr, facts)
        else:
            kept = isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant)
            kept = kept and isinstance(getattr(target, "value", None), ast.Name)
        text = ast.unparse(target) if kept else ""
        for later in body[number + 1 :] if text else ():
            if isinstance(later, (ast.If, ast.For, ast.While, ast.Try, ast.With, ast.FunctionDef, ast.Match)):
                break
            same = [
                part for part in nodes(later)
                if isinstance(part, (ast.Attribute, ast.Subscript)) and ast.unparse(part) == text
            ]  # fmt: skip
            if any(not isinstance(part.ctx, ast.Load) for part in same):
                break
            if same:
                yield _note(function, same[0], text, "read", "del", "", str(statement.lineno))
                break
            if any(isinstance(part, ast.Call) for part in nodes(later)):
                break  # what is called can set it anew


def _has_default(function: Function, name: str, facts: FileFacts) -> bool:
    """Whether the class itself has an attribute or method of the name."""
    cls = facts.functions[function.index].cls if function.index >= 0 else -1
    if cls < 0:
        return True
    fact = facts.classes[cls]
    return name in fact.methods or bool(fact.bases) or "__getattr__" in fact.methods


def _note(function: Function, node: ast.AST, *values: str) -> Note:
    at = place(node)
    return Note(ENDED, at.line, at.column, at.end_line, at.end_column, function.index, -1, values)
