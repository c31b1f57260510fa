"""What the worker writes down of a file: the flows of those functions that read a source, reach a sink, or build text."""

from __future__ import annotations

import ast
import re
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

_READS = re.compile(
    r"(?:request|req)\.(?:GET|POST|FILES|COOKIES|META|args|form|values|json|get_|data|files|body|headers|cookies|query|url|path|"
    r"view_args|match_info|post\(|text\(|params|stream|rel_url|referrer|host|full_path|build_abs|read|user_agent)|"
    r"(?!req)"
)
_HINTS = (
    "request.",
    "req.",
    "self.kwargs",
    "cleaned_data",
    "validated_data",
    "receive_",
    "get_argument",
    "_argument(",
    ".parse_args(",
)
_WRITES = (".content", ".text", ".args", ".raw_text", ".caption")
_HANDLERS = frozenset(
    "get() post() put() patch() delete() route() api_route() websocket() command() hybrid_command() slash_command() callback() "
    "head() options() api_operation() message_handler() on_message()".split()
)
_LITERALS = frozenset({"=str", "=int", "=None", "=True", "=False", "=0", "=bytes", "=lambda"})
_PLAIN = frozenset(
    "builtins.int! builtins.float! builtins.bool! datetime.datetime! datetime.date! uuid.UUID! decimal.Decimal! "
    "datetime.timedelta! builtins.int!* datetime.time!".split()
)


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
        servers = frozenset(
            f"@.{cls.qualname}()"
            for cls in facts.classes
            if any(b.endswith("HTTPRequestHandler") for b in cls.bases)
        )
        sources = Sources(packages, servers)
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
            if (
                call.args[:1]
                and call.args[0][:5] == "=sql:"
                and not _built(file.lines[call.line - 1 : call.end_line])
            ):
                continue
            chosen.add(call.function)
    hints = _hints(file, facts)
    for index, function in enumerate(facts.functions):
        if index in chosen or function.name == "<lambda>":
            continue
        if (function.returns and _text(function)) or (function.decorators and _handles(function)):
            chosen.add(index)
        elif hints and (_view(function) or _reads(file.lines[function.line - 1 : function.end_line], hints)):
            chosen.add(index)
    return chosen


def _built(lines: list[str]) -> bool:
    """Whether the text of a statement is put together in these lines, as far as a glance tells."""
    text = "\n".join(lines)
    return 'f"' in text or "f'" in text or "%" in text or "+" in text or ".format" in text


def _hints(file: ModuleContext, facts: FileFacts) -> tuple[str, ...]:
    """What tells of a source in a function of this file; nothing where none can be one."""
    packages = {item.module.partition(".")[0] for item in facts.imports}
    if not packages.isdisjoint(BOTS):
        return (*_WRITES, *_HINTS)
    if not packages.isdisjoint(FRAMEWORKS):
        found = _HINTS
    elif not packages.isdisjoint(("argparse", "http", "BaseHTTPServer", "six")):
        found = (".parse_args(", "self.path", "self.rfile", "self.headers")
    else:
        return ()
    text = "\n".join(file.lines)
    return tuple(hint for hint in found if hint in text)


def _reads(lines: list[str], hints: tuple[str, ...]) -> bool:
    """Whether one of the hints stands in these lines, as the beginning of a source."""
    text = "\n".join(lines)
    for hint in hints:
        at = text.find(hint)
        while at >= 0:
            if _READS.match(text, at):
                return True
            at = text.find(hint, at + 1)
    return False


def _handles(function: FunctionFact) -> bool:
    return any(path[path.rfind(".") + 1 :] in _HANDLERS for path in function.decorators)


def _text(function: FunctionFact) -> bool:
    """Whether a function gives back text that it builds from its parameters."""
    return (
        function.name[:2] != "__"
        and len(function.params) > (function.cls >= 0)
        and any(path.startswith(("=sql:", "=fstr")) for path in function.returns)
    )


def _view(function: FunctionFact) -> bool:
    """Whether a function may be a view with parameters in its address."""
    for at, param in enumerate(function.params[:2]):
        if param.name == "request":
            return len(function.params) > at + 1 and (function.cls < 0 or function.name in _VERBS)
    return False


def _worth(name: str, call: CallFact) -> bool:
    """Whether a call that is named like a sink has an argument that is not fixed."""
    path, args = call.path, call.args
    if name in COMMON and not _CLIENTS.match(path):
        return False
    sinks = SINKS[name]
    if all(sink.needs[:1] == "=" and not path.startswith(sink.needs[1:].split()[0]) for sink in sinks):
        return False
    if not args and name in _METHODS:
        return True
    first = args[:2] if name in _PAIRS else args[:1]
    return bool(call.kwargs) or any(arg not in _LITERALS for arg in first)


_VERBS = frozenset(
    {"get", "post", "put", "patch", "delete", "list", "retrieve", "create", "update", "destroy"}
)
_PAIRS = frozenset({"move", "rename", "request", "copy", "copyfile", "copy2", "copytree"})
_CLIENTS = re.compile(
    r"(?:requests|httpx|aiohttp|sqlalchemy|pickle|cPickle|yaml|torch|subprocess|shutil|dill|joblib|marshal|jsonpickle|numpy|duckdb|"
    r"cloudpickle|flask_sqlalchemy|pyspark|google|fabric|urllib3|curl_cffi|cloudscraper)\.|@\..*(?i:client|session|http|requests)[^.]*\.\w+\Z"
    r"|@\..*\.text\Z"
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
