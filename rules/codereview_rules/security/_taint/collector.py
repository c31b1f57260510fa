"""What the worker writes down of a file: the flows of those functions that read a source, reach a sink, or build text."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from codereview.api import Collector, ModuleContext, Note, Zone, place
from codereview.facts.module import CallFact, FileFacts, FunctionFact

from .cleaners import MUTATES
from .flow.state import Seen
from .flow.statements import Flow
from .flow.values import Value, encoded, origins
from .sinks import COMMON, SINKS
from .sources import BOTS, FRAMEWORKS, Sources

SINK, CALL, RETURN, SOURCE, ATTR = "sink", "call", "return", "source", "attr"
"""Kinds of notes. Labels in them count the notes of the file."""

_TOKENS = (
    "request.GET",
    "request.POST",
    "request.FILES",
    "request.COOKIES",
    "request.META",
    "request.args",
    "request.form",
    "request.values",
    "request.json",
    "request.get_",
    "request.data",
    "request.files",
    "request.body",
    "request.headers",
    "request.cookies",
    "request.query",
    "request.url",
    "request.path",
    "request.view_args",
    "request.match_info",
    "request.post(",
    "request.text(",
    "request.params",
    "request.stream",
    "request.rel_url",
    "request.referrer",
    "request.host",
    "request.full_path",
    "request.build_abs",
    "req.",
    "self.kwargs",
    "cleaned_data",
    "receive_",
    "get_argument",
    "validated_data",
    ".query_params",
    "request.read",
    "request.user_agent",
)
_BOT_TOKENS = (".content", ".text", ".args", ".raw_text", ".caption")
_HANDLERS = frozenset(
    "get() post() put() patch() delete() route() api_route() websocket() command() hybrid_command() slash_command() callback() "
    "head() options() api_operation() message_handler() on_message()".split()
)
_LITERALS = frozenset({"=str", "=int", "=None", "=True", "=False", "=0", "=bytes", "=lambda"})
_PLAIN = frozenset(
    "builtins.int! builtins.float! builtins.bool! datetime.datetime! datetime.date! uuid.UUID! decimal.Decimal! "
    "datetime.timedelta! builtins.int!* datetime.time!".split()
)
_DATABASE = frozenset({"execute", "executemany", "executescript", "exec_driver_sql", "fetch", "raw", "text"})


class Flows(Collector):
    """Notes of flows, for all rules that follow values."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """Walks the functions that matter once more, after names are resolved."""
        if file.zone is Zone.TESTS:
            return ()
        chosen = _chosen(file, facts)
        if not chosen:
            return ()
        packages = frozenset(item.module.partition(".")[0] for item in facts.imports)
        sources = Sources(packages)
        notes: list[Note] = []
        for index in sorted(chosen):
            found = _walked(file, facts, index, sources)
            if found is not None:
                _write(found, index, notes)
        return notes


def _chosen(file: ModuleContext, facts: FileFacts) -> set[int]:
    """Indices of the functions that are worth a look; -1 for the module's own code."""
    chosen: set[int] = set()
    sinks = SINKS
    for call in facts.calls:
        path = call.path
        name = path[path.rfind(".") + 1 :]
        if name in sinks and call.function not in chosen and _worth(name, call):
            chosen.add(call.function)
    tokens = _tokens(file, facts)
    for index, function in enumerate(facts.functions):
        if index in chosen or function.name == "<lambda>":
            continue
        if function.returns and _text(function) or function.decorators and _handles(function):
            chosen.add(index)
        elif tokens and (_mentions(file, function, tokens) or _view(function)):
            chosen.add(index)
    return chosen


def _tokens(file: ModuleContext, facts: FileFacts) -> tuple[str, ...]:
    """The words that tell of a source in this file; none where nothing of it can be one."""
    packages = {item.module.partition(".")[0] for item in facts.imports}
    found: tuple[str, ...] = ()
    if not packages.isdisjoint(FRAMEWORKS):
        found = _TOKENS
    if not packages.isdisjoint(BOTS):
        found = (*found, *_BOT_TOKENS)
    if "argparse" in packages:
        found = (*found, ".parse_args(")
    if not found:
        return ()
    text = "\n".join(file.lines)
    return tuple(token for token in found if token in text)


def _mentions(file: ModuleContext, function: FunctionFact, tokens: tuple[str, ...]) -> bool:
    text = "\n".join(file.lines[function.line - 1 : function.end_line])
    return any(token in text for token in tokens)


def _handles(function: FunctionFact) -> bool:
    return any(path[path.rfind(".") + 1 :] in _HANDLERS for path in function.decorators)


def _text(function: FunctionFact) -> bool:
    """Whether a function gives back text that it builds from its parameters."""
    return bool(function.params) and any(path.startswith(("=sql:", "=fstr")) for path in function.returns)


def _view(function: FunctionFact) -> bool:
    """Whether a function may be a view with parameters in its address."""
    for at, param in enumerate(function.params[:2]):
        if param.name == "request":
            return len(function.params) > at + 1
    return False


def _worth(name: str, call: CallFact) -> bool:
    """Whether a call that is named like a sink has an argument that is not fixed."""
    if name in COMMON:
        head = call.path[:9]
        if not (
            head.startswith(
                (
                    "requests.",
                    "httpx.",
                    "aiohttp",
                    "sqlalche",
                    "pickle.",
                    "yaml.",
                    "torch.",
                    "subproce",
                    "shutil.",
                )
            )
            or head.startswith(
                ("dill.", "joblib.", "marshal.", "jsonpick", "numpy.", "duckdb", "cloudpi", "flask_sql")
            )
            or (
                head[0] == "@"
                and name not in ("copy", "run", "load", "loads", "text")
                and call.args[:1] not in ((), ("=str",))
            )
        ):
            return False
    if name in _DATABASE:
        return any(not (arg in _LITERALS) for arg in call.args[:1]) or bool(call.kwargs)
    return (
        any(arg not in _LITERALS for arg in call.args)
        or bool(call.kwargs)
        or (not call.args and name in _METHODS)
    )


_METHODS = frozenset({"read_text", "read_bytes", "touch", "unlink", "rmdir", "mkdir", "open"})


def _walked(file: ModuleContext, facts: FileFacts, index: int, sources: Sources) -> Seen | None:
    """What one function does; None where its body is not found again."""
    if index < 0:
        body: Sequence[ast.stmt] = [s for s in file.tree.body if not isinstance(s, _DEFINED)]
        return Flow(file.resolve, sources, frozenset(), "").run(body)
    function = facts.functions[index]
    node = _found(file.tree.body, function.line, function.name)
    if node is None:
        return None
    own = ""
    if (
        function.cls >= 0
        and function.params
        and not any(d.endswith("staticmethod") for d in function.decorators)
    ):
        own = function.params[0].name
    params = frozenset(
        param.name
        for param in function.params
        if param.name != own
        and param.annotation not in _PLAIN
        and not param.default.endswith(("Depends()", "Security()"))
    )
    return Flow(file.resolve, sources, params, own).run(node.body)


_DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _found(body: Iterable[ast.stmt], line: int, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The function that is defined on a line."""
    for statement in body:
        if statement.lineno > line or (statement.end_lineno or 0) < line:
            continue
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) and statement.lineno == line:
            return statement if statement.name == name else None
        for inner in _blocks(statement):
            found = _found(inner, line, name)
            if found is not None:
                return found
    return None


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for field in ("body", "orelse", "finalbody"):
        inner = getattr(statement, field, None)
        if inner:
            yield inner
    for handler in getattr(statement, "handlers", ()):
        yield handler.body
    for case in getattr(statement, "cases", ()):
        yield case.body


def _write(seen: Seen, index: int, notes: list[Note]) -> None:
    """Turns what a function does into notes; labels of sources and calls become numbers of notes."""
    used = _used(seen)
    numbers: dict[str, str] = {}
    at = len(notes)
    for label in used:
        numbers[label] = f"{label[:2]}{at}"
        at += 1

    def value(held: Value) -> tuple[str, ...]:
        return encoded({_renamed(label, numbers): mask for label, mask in held.items()})

    def note(node: ast.AST, kind: str, *values: str | int | tuple[str, ...]) -> None:
        where = place(node)
        notes.append(
            Note(kind, where.line, where.column, where.end_line, where.end_column, index, -1, values)
        )

    for label in used:
        number = int(label[2:])
        if label[0] == "s":
            source = seen.sources[number]
            note(source.node, SOURCE, source.kind, source.shown)
        else:
            call = seen.calls[number]
            args = [item for name, held in call.args for item in (name, value(held))]
            note(call.node, CALL, call.path, *args)
    for sink in seen.sinks:
        note(sink.node, SINK, sink.kind, sink.shown, sink.verify, value(sink.value))
    for node, held in seen.returns:
        note(node, RETURN, value(held))
    for name, held in dict(seen.attrs).items():
        notes.append(Note(ATTR, 1, 1, 1, 1, index, -1, (name, value(held))))


def _renamed(label: str, numbers: dict[str, str]) -> str:
    if label[0] not in "sr":
        return label
    if label[-1] == "#":
        return numbers[label[:-1]] + "#"
    return numbers[label]


def _used(seen: Seen) -> list[str]:
    """The sources and calls that a note needs: calls that are given something, and what flows into anything."""
    found: dict[str, None] = {}
    waiting: list[Value] = [sink.value for sink in seen.sinks]
    waiting += [held for _, held in seen.returns]
    waiting += [held for _, held in seen.attrs]
    for number, call in enumerate(seen.calls):
        if any(origins(held) for _, held in call.args):
            waiting.append({f"r:{number}": 0})
    while waiting:
        for label in waiting.pop():
            label = label.removesuffix("#")
            if label[:2] not in ("s:", "r:") or label in found:
                continue
            found[label] = None
            if label[0] == "r":
                waiting += [held for _, held in seen.calls[int(label[2:])].args]
    return list(found)


__all__ = ["ATTR", "CALL", "MUTATES", "RETURN", "SINK", "SOURCE", "Flows"]
