"""Which functions of a file are worth a second look: those that read a source, reach a sink, or build text."""

from __future__ import annotations

import re

from codereview.api import ModuleContext
from codereview.facts.module import CallFact, FileFacts, FunctionFact

from ..._syntax.spelled import spelled
from .sinks import COMMON, SINKS
from .sources import BOTS, FRAMEWORKS

_READS = re.compile(
    r"(?:request|req)\.(?:GET|POST|FILES|COOKIES|META|args|form|values|json|get_|data|files|body|headers|"
    r"cookies|query|url|path|"
    r"view_args|match_info|post\(|text\(|params|stream|rel_url|referrer|host|full_path|build_abs|read|user_agent)|"
    r"(?!req)"
)
_HINTS = {
    "req": ("request.", "req."),
    "self.kwargs": (),
    "ed_data": ("cleaned_data", "validated_data"),
    "receive_": (),
    "_argument": ("get_argument", "_argument("),
    ".parse_args(": (),
}
_OF_SERVERS = {".parse_args(": (), "self.": ("self.path", "self.rfile", "self.headers")}
_OF_OTHERS = {
    "request.": ("request.GET", "request.POST", "request.FILES", "request.META"),
    ".query_params": (),
}
"""What stands before a source, by a part that several have in common."""
_WRITES = (".content", ".text", ".args", ".raw_text", ".caption")
_HANDLERS = frozenset(
    "get() post() put() patch() delete() route() api_route() websocket() command() hybrid_command() "
    "slash_command() callback() "
    "head() options() api_operation() message_handler() on_message()".split()
)
_LITERALS = frozenset({"=int", "=None", "=True", "=False", "=0", "=bytes", "=lambda"})


def chosen_in(file: ModuleContext, facts: FileFacts) -> set[int]:
    """Indices of the functions that are worth a look; -1 for the module's own code."""
    chosen: set[int] = set()
    sinks = SINKS
    for call in facts.calls:
        path = call.path
        name = path[path.rfind(".") + 1 :]
        if name in sinks and call.function not in chosen and _worth(name, call):
            first = call.args[0] if call.args else ""
            literal = first == "=str" or first[:5] == "=sql:"
            if not literal or _built(file.lines[max(call.line - _BEFORE, 0) : call.end_line]):
                chosen.add(call.function)
    if chosen:
        chosen |= _callers(facts, chosen)
    hints = _hints(file, facts)
    for index, function in enumerate(facts.functions):
        if index in chosen or function.name == "<lambda>":
            continue
        if (
            (function.returns and _text(function))
            or (function.decorators and _handles(function))
            or (
                hints
                and (_view(function) or _reads(file.lines[function.line - 1 : function.end_line], hints))
            )
        ):
            chosen.add(index)
    return chosen


_BEFORE = 16


def _callers(facts: FileFacts, chosen: set[int]) -> set[int]:
    """The functions that hand something to one of those in the same file."""
    functions = facts.functions
    names = {functions[index].name for index in chosen if index >= 0 and functions[index].params}
    names = {name for name in names if name not in SINKS and name[:2] != "__"}
    return {
        call.function
        for call in facts.calls
        if call.path[:2] == "@."
        and call.function >= 0
        and (call.args or call.kwargs)
        and call.path[call.path.rfind(".") + 1 :] in names
    }


def _built(lines: list[str]) -> bool:
    """Whether the text of a statement is put together in these lines, as far as a glance tells."""
    text = "\n".join(lines)
    return 'f"' in text or "f'" in text or "%" in text or "+" in text or ".format" in text


def _hints(file: ModuleContext, facts: FileFacts) -> tuple[str, ...]:
    """What tells of a source in a function of this file; nothing where none can be one."""
    packages = {item.module.partition(".")[0] for item in facts.imports}
    if not packages.isdisjoint(BOTS):
        return (*_WRITES, *spelled(file.text, _HINTS))
    if not packages.isdisjoint(FRAMEWORKS):
        return spelled(file.text, _HINTS)
    if not packages.isdisjoint(("argparse", "http", "BaseHTTPServer", "six")):
        return spelled(file.text, _OF_SERVERS)
    return spelled(file.text, _OF_OTHERS)


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
    r"(?:requests|httpx|aiohttp|sqlalchemy|pickle|cPickle|yaml|torch|subprocess|shutil|dill|joblib|"
    r"marshal|jsonpickle|numpy|duckdb|"
    r"cloudpickle|flask_sqlalchemy|pyspark|google|fabric|urllib3|curl_cffi|cloudscraper)\.|"
    r"@\..*(?i:client|session|http|requests)[^.]*\.\w+\Z"
    r"|@\..*\.text\Z"
)
_METHODS = frozenset({"read_text", "read_bytes", "touch", "unlink", "rmdir", "mkdir", "open"})
