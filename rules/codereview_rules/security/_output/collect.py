"""Notes on what is printed and logged."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import FileFacts
from codereview.facts.names import own_name

from ..._syntax.debugging import is_dead, is_debugging
from .addresses import has_no_password, is_filed, opens
from .around import is_asked_for, is_empty, is_known, is_not_found, is_of_start, is_refused, is_turned_away
from .logs import kept
from .names import ADDRESS, BODY, COOKIES, ENVIRONMENT, HEADERS, SECRET, holds, is_address, masks
from .plausible import is_of_anything, is_plausible, last_key
from .written import is_of_browser, is_page

OPENS = "opens"
"""A file in which an address with user and password is put together: one note."""
FILED = "filed"
"""A file in which an address of a database is one of a file of SQLite: one note."""
KEPT = "kept"
"""What a file says of what logs keep: a note for each, the word in its values."""
ABOUT_FILES = frozenset({OPENS, FILED, KEPT})
OBJECT = "object"
"""A variable that is written as a whole: its path tells what it is."""
# values of the others: as written, symbolic path, the call that writes it ("print", "logger.info"), and the doubts
REFUSED = "refused"
"""The text beside the value says that it opens nothing."""
DEBUGS = "debugs"
"""It is only written where things are debugged."""
FIRST = "first"
"""The text beside it says that an account was made with it just now."""
ANYTHING = "anything"
"""A token of something that need not be about signing in."""
EXTRA = "extra"
"""It is handed over beside the message: only what formats the line with it writes it."""

_LEVELS = frozenset(
    "debug info warning warn error exception critical fatal log trace success notice msg".split()
)
_LOGGERS = re.compile(r"^_*(?:\w*_)?(?:log|logger|logging|LOG|LOGGER|Logger|lg)$|^(?:\w+L|l)ogger$")
_PRINTS = frozenset({"builtins.print", "pprint.pprint", "pprint.pp", "rich.print"})
_WRAPPERS = frozenset(
    {"str", "repr", "dict", "list", "tuple", "vars", "dumps", "pformat", "format", "ascii", "unquote"}
)
_METHODS = frozenset(
    "decode encode strip format get_secret_value dict model_dump model_dump_json json lower upper copy items read "
    "rstrip lstrip getvalue to_dict as_dict".split()
)
_READS = frozenset({"get", "getenv", "getlist", "pop", "config", "get_env", "env"})
_REQUESTS = frozenset({"request", "req", "flask_request", "self.request", "http_request", "_request"})
_BODIES = {
    "headers": HEADERS, "META": HEADERS, "cookies": COOKIES, "COOKIES": COOKIES,
    "json": BODY, "get_json": BODY, "form": BODY, "POST": BODY, "body": BODY, "data": BODY, "get_data": BODY,
    "values": BODY,
}  # fmt: skip
_WHOLE = re.compile(
    r"^_?(?:settings|config|conf|cfg|user|users?_(?:in|data|create)|payload|body|data|form(?:_data)?|credentials?|creds|"
    r"login|request|req|account|auth|params|item|obj|model|new_user|db_user|user_in|args|options|opts)$|"
    r"(?:settings|config|_data|_in|_request|credentials|_create|_login|_form)$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?:^|_)(?:text|query|word|coin|symbol)s?$|^(?:jti|kid|key)$")
"""What is a token of a language or of a market, and what tells one token from another."""
_SILENT_ZONES = (Zone.TESTS, Zone.EXAMPLES, Zone.DOCS, Zone.GENERATED, Zone.VENDORED)


class Outputs(Collector):
    """Sensitive values, and variables that can be, among the arguments of calls that print or log."""

    nodes = (ast.Expr,)

    def wants(self, file: ModuleContext) -> bool:
        """Tests and examples show made-up values."""
        return file.zone not in _SILENT_ZONES

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note for each value of a statement that writes one."""
        call = node.value  # type: ignore[attr-defined]
        if type(call) is ast.Await:
            call = call.value
        if type(call) is not ast.Call or not (call.args or call.keywords):
            return ()
        sink = _sink(call, file)
        return self._values(call, sink, file) if sink else ()

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """A note where an address is put together with what opens it, and for each thing that is said of logs."""
        if "://" in file.text and opens(file.text):
            yield Note(OPENS, 1, 1, 1, 1, -1, -1)
        if "sqlite" in file.text and is_filed(file.text):
            yield Note(FILED, 1, 1, 1, 1, -1, -1)
        for word in kept(file.text, (item.module for item in facts.imports)):
            yield Note(KEPT, 1, 1, 1, 1, -1, -1, (word,))

    def _values(self, call: ast.Call, sink: str, file: ModuleContext) -> Iterator[Note]:
        seen: set[str] = set()
        given: list[tuple[str, ast.expr]] = [("", arg) for arg in call.args]
        given += [
            (k.arg or "", k.value)
            for k in call.keywords
            if k.arg not in ("exc_info", "end", "sep", "flush", "file")
        ]
        if any(k.arg == "file" and not _is_terminal(k.value) for k in call.keywords):
            return  # written into a file or a response
        for key, value in given:
            for what, shown, node in _found(value, key):
                if shown in seen or _is_harmless(what, shown, node, call, file):
                    continue
                path = file.resolve(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""
                if what == OBJECT and (not path or path[0] in "?="):
                    continue
                if is_dead(call.lineno, file.tree):
                    return
                seen.add(shown)
                doubts = (
                    (REFUSED, _opens_nothing(shown, call, file)),
                    (DEBUGS, is_debugging(call.lineno, file.tree)),
                    (FIRST, is_of_start(call)),
                    (ANYTHING, is_of_anything(node)),
                    (EXTRA, key == EXTRA),
                )
                yield self.noted(
                    call, file, what, shown, path, sink, " ".join(name for name, doubted in doubts if doubted)
                )


def _is_harmless(what: str, shown: str, node: ast.expr, call: ast.Call, file: ModuleContext) -> bool:
    """Whether what stands around a value that is written says that there is nothing in it to keep."""
    if what in (HEADERS, COOKIES):
        return is_of_browser(file)
    if what not in (SECRET, ADDRESS):
        return False
    if is_asked_for(call.lineno, file) or is_known(shown, call.lineno, file):
        return True
    if what == ADDRESS:
        return is_page(last_key(shown), file) or has_no_password(shown, call.lineno, file)
    return not is_plausible(shown, node, file) or is_empty(shown, call.lineno, file)


def _sink(call: ast.Call, file: ModuleContext) -> str:
    """How a call is written that prints or logs; empty for any other."""
    func = call.func
    if type(func) is ast.Name:
        if func.id in ("print", "pprint", "pp") and file.resolve(func) in _PRINTS:
            return func.id
        return ""
    if type(func) is not ast.Attribute:
        return ""
    if func.attr in _LEVELS:
        owner = func.value
        while type(owner) is ast.Call and type(owner.func) is ast.Attribute:  # logger.bind(...).info(...)
            owner = owner.func.value
        if type(owner) is ast.Call:
            return "logger." + func.attr if file.resolve(owner).startswith(("logging.", "structlog.")) else ""
        name = owner.attr if type(owner) is ast.Attribute else owner.id if type(owner) is ast.Name else ""
        if _LOGGERS.match(name):
            return f"{name}.{func.attr}"
        return ""
    if func.attr == "write" and file.resolve(func) in ("sys.stdout.write", "sys.stderr.write"):
        return "sys." + getattr(func.value, "attr", "stdout") + ".write"
    return ""


def _is_terminal(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr")


def _found(node: ast.expr, key: str = "") -> Iterator[tuple[str, str, ast.expr]]:
    """What an expression shows: its kind, the name that says so, and the node that holds the value."""
    kind = type(node)
    if kind is ast.JoinedStr:
        for part in node.values:  # type: ignore[attr-defined]
            if type(part) is ast.FormattedValue:
                yield from _found(part.value)
    elif kind is ast.BinOp:
        if isinstance(node.op, (ast.Add, ast.Mod)):  # type: ignore[attr-defined]
            yield from _found(node.left)  # type: ignore[attr-defined]
            yield from _found(node.right)  # type: ignore[attr-defined]
    elif kind in (ast.Tuple, ast.List):
        for item in node.elts:  # type: ignore[attr-defined]
            yield from _found(item)
    elif kind is ast.Dict:
        for name, item in zip(node.keys, node.values, strict=True):  # type: ignore[attr-defined]
            text = name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""
            yield from _found(item, text)
    elif kind is ast.IfExp:
        branches = (node.body, node.orelse)  # type: ignore[attr-defined]
        if not any(map(_is_part, branches)):
            for branch in branches:  # a part of it, or all of it where it is short
                yield from _found(branch)
    elif kind in (ast.Starred, ast.Await, ast.FormattedValue):
        yield from _found(node.value)  # type: ignore[attr-defined]
    elif kind is ast.Call:
        yield from _called(node)  # type: ignore[arg-type]
    elif kind is ast.Subscript:
        yield from _entry(node)  # type: ignore[arg-type]
    elif kind in (ast.Name, ast.Attribute):
        yield from _named(node, key)


def _is_part(node: ast.expr) -> bool:
    """Whether an expression gives a part of a value: a slice, or a piece of it that was cut off."""
    if not isinstance(node, ast.Subscript):
        return False
    cut = node.value.func if isinstance(node.value, ast.Call) else None
    return isinstance(node.slice, ast.Slice) or (
        isinstance(cut, ast.Attribute) and cut.attr in ("split", "rsplit", "partition", "rpartition")
    )


def _named(node: ast.expr, key: str) -> Iterator[tuple[str, str, ast.expr]]:
    name = own_name(node)
    shown = ast.unparse(node)
    if isinstance(node, ast.Attribute):
        if ast.unparse(node.value) in _REQUESTS and name in _BODIES:
            yield _BODIES[name], shown, node
            return
        if shown == "os.environ":
            yield ENVIRONMENT, shown, node
            return
    if holds(name) or (key and holds(key) and not masks(name) and not _WORDS.search(name)):
        yield SECRET, shown if holds(name) else f"{key}={shown}", node
    elif is_address(name):
        yield ADDRESS, shown, node
    elif name == "__dict__" and isinstance(node, ast.Attribute):
        yield from _named(node.value, "")
    elif _WHOLE.search(name):
        yield OBJECT, shown, node


def _entry(node: ast.Subscript) -> Iterator[tuple[str, str, ast.expr]]:
    """``data["password"]``; a slice shows a part."""
    if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
        yield from _keyed(node.slice.value, node)


def _keyed(name: str, node: ast.expr) -> Iterator[tuple[str, str, ast.expr]]:
    if holds(name):
        yield SECRET, ast.unparse(node), node
    elif is_address(name):
        yield ADDRESS, ast.unparse(node), node


def _called(node: ast.Call) -> Iterator[tuple[str, str, ast.expr]]:
    func = node.func
    name = own_name(func)
    first = node.args[0] if node.args else None
    if name in _READS and isinstance(first, ast.Constant) and isinstance(first.value, str):
        yield from _keyed(first.value, node)
    elif isinstance(func, ast.Attribute) and ast.unparse(func.value) in _REQUESTS and name in _BODIES:
        yield _BODIES[name], ast.unparse(node), node
    elif name == "format" and isinstance(func, ast.Attribute):
        for value in (*node.args, *(k.value for k in node.keywords)):
            yield from _found(value)
    elif isinstance(func, ast.Attribute) and name in _METHODS and not node.args:
        if not any(k.arg in ("exclude", "include") for k in node.keywords):
            yield from _found(func.value)
    elif name in _WRAPPERS and first is not None:
        yield from _found(first)


def _opens_nothing(shown: str, call: ast.Call, file: ModuleContext) -> bool:
    """Whether what is written was refused, or found nothing where it was looked up."""
    if is_refused(call):
        return True
    return "token" in shown.lower() and (is_turned_away(call, file) or is_not_found(shown, call, file))
