"""Faults along calls: a query moved into a loop, a blocking call hidden three calls deep."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from planting.source import Fault, Function, Source, first_statement, inserted, replaced, span

_QUERIES = frozenset("execute scalar scalars exec get first all one one_or_none filter_by".split())
_SESSIONS = ("session", "db", "_session", "self.session", "self.db", "db_session", "conn", "connection")
_BLOCKING = (
    "import time\n\n    time.sleep(2)",
    "import requests\n\n    requests.get('https://example.org', timeout=5)",
)


def query_in_loop(source: Source) -> Iterator[Fault]:
    """A query that ran once runs for each item of a collection."""
    for path, function in source.defined():
        for statement in function.body:
            if (
                not isinstance(statement, (ast.Assign, ast.Expr, ast.Return))
                or statement.lineno == function.lineno
            ):
                continue
            value = _asked(statement)
            if value is None:
                continue
            text = _with_parameter(source.files[path], function)
            if text is None:
                continue
            inner = replaced(text, value, "planted_key")
            first, last = span(statement)
            lines = inner.split("\n")
            body = ["    " + line for line in lines[first - 1 : last]]
            if isinstance(statement, ast.Return):
                body[0] = body[0].replace("return ", "planted_row = ", 1)
            head = " " * statement.col_offset + "for planted_key in planted_keys:"
            lines[first - 1 : last] = [head, *body]
            yield Fault(
                "query moved into a loop",
                {path: "\n".join(lines)},
                ((path, first, last + 1),),
                ("PERF002",),
                f"the query of `{function.name}` runs for each key",
            )
            break


def _asked(statement: ast.stmt) -> ast.Name | None:
    """The name that a query on a session compares with; None if the statement holds no such query."""
    queries = [
        node
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _QUERIES
        and any(
            isinstance(part, (ast.Name, ast.Attribute)) and ast.unparse(part) in _SESSIONS
            for part in ast.walk(node.func)
        )
    ]
    for query in queries:
        for node in ast.walk(query):
            if isinstance(node, ast.Compare) and isinstance(node.comparators[0], ast.Name):
                return node.comparators[0]
        if isinstance(query.func, ast.Attribute) and query.func.attr == "get" and len(query.args) == 2:
            last = query.args[1]
            if isinstance(last, ast.Name):
                return last
    return None


def _with_parameter(text: str, function: Function) -> str | None:
    """The text with one more parameter of a function, on the line where its first one stands."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    own = [item for item in arguments if item.arg not in ("self", "cls")]
    if not own or function.args.vararg or own[0] in function.args.kwonlyargs:
        return None
    lines = text.encode().split(b"\n")
    at = own[0]
    line = lines[at.lineno - 1]
    lines[at.lineno - 1] = line[: at.col_offset] + b"planted_keys: list, " + line[at.col_offset :]
    return b"\n".join(lines).decode()


def hidden_blocking(source: Source) -> Iterator[Fault]:
    """A coroutine calls a function that calls a function that calls one that blocks."""
    others = sorted(source.trees)
    for number, (path, function) in enumerate(source.defined()):
        if not isinstance(function, ast.AsyncFunctionDef) or any(
            isinstance(node, (ast.Yield, ast.YieldFrom)) for node in ast.walk(function)
        ):
            continue
        first = first_statement(function)
        if first.lineno == function.lineno:
            continue
        blocks = _BLOCKING[number % len(_BLOCKING)]
        call = inserted(source.files[path], first.lineno, " " * first.col_offset + "planted_first()")
        chain = "\n\ndef planted_first():\n    return planted_second()\n"
        chain += "\n\ndef planted_second():\n    return planted_third()\n"
        last = f"\n\ndef planted_third():\n    {blocks}\n"
        edits: dict[str, str | None] = {path: call + chain + last}
        places = [(path, first.lineno, first.lineno)]
        if number % 2:  # the end of the chain stands in another module
            other = source.choose.choice(
                [item for item in others if "__" not in item and item != path] or [path]
            )
            if other != path:
                name = _importable(other)
                head = f"\n\nfrom {name} import planted_third\n"
                edits = {path: call + head + chain, other: source.files[other] + last}
                lines = source.files[other].count("\n") + 1
                places.append((other, lines, lines + 10))
        start = call.count("\n") + 1
        places.append((path, start, start + 20))
        yield Fault(
            "blocking call three calls deep",
            edits,
            tuple(places),
            ("PERF001",),
            f"`{function.name}` blocks through three functions",
        )


def _importable(path: str) -> str:
    """The dotted name under which a module is imported: without a folder of sources above it."""
    parts = path.removesuffix(".py").split("/")
    for folder in ("src", "backend", "lib"):
        if folder in parts[:-1]:
            parts = parts[parts.index(folder) + 1 :]
    return ".".join(parts)
