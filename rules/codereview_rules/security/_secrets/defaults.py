"""Constructs of Python in which a secret has a literal default.

A default is a literal that is in force when nobody sets another: the second argument of a look-up,
the other side of an ``or``, a field of a settings class, a parameter, an option of a command line,
the signing key of a framework, a salt or a key handed to a cryptographic call.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from codereview.facts.names import own_name

from . import assigned
from .keyed import BY_LAST, derives
from .names import Kind, kind_of, words
from .nodes import constant, core, is_literal_type, key_of, literal, named, pairs
from .wordsets import word_set

Resolve = Callable[[ast.expr], str]

NODES = (
    ast.Call,
    ast.BoolOp,
    ast.IfExp,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Lambda,
    ast.ClassDef,
    ast.Assign,
    ast.AnnAssign,
    ast.Dict,
)


@dataclass(frozen=True)
class Default:
    """A literal default: the node of the value, the name of the secret, and what kind of default it is.

    ``forced`` is True where an unset name leaves the literal in force, and so even a stand-in counts.
    """

    node: ast.expr
    value: str
    name: str
    kind: Kind
    what: str
    forced: bool = False

    @property
    def in_force(self) -> bool:
        """Whether the program runs with the literal itself when nobody sets another."""
        return self.what in {"default", "fallback", SETTING}


SETTING = "default of a settings field"


# Functions that look a setting up: the name is the first argument, the default the second or a keyword.
_LOOKUPS = word_set("""
    getenv get pop setdefault get_secret get_env env config str fetch get_setting getattr read_secret
    get_config get_env_var env_or_default getenv_or secret get_env_value from_env environ password bytes
    text get_env_variable get_str env_str get_config_value DEFINE_string
""")
_DEFAULTS = frozenset({"default", "fallback", "default_value", "failobj"})
_FIELDS = word_set("""
    Field SecretStr SecretBytes field Secret Query Form Body Header Cookie Option Argument
""")
_OPTIONS = frozenset(
    [
        "add_argument",
        "option",
        "argument",
        "add_option",
        "Option",
        "Argument",
        "define",
        "StrOpt",
        "ConfigOption",
    ]
)
_SETTINGS_CALLS = frozenset({"update", "from_mapping", "configure", "setdefaults"})
_CONFIGURATIONS = frozenset({"config", "conf", "settings", "app"})


def _make(
    name: str, node: ast.expr | None, what: str, *, kind: Kind | None = None, forced: bool = False
) -> Iterator[Default]:
    found = kind or kind_of(name)
    value = literal(node)
    if found is not None and value is not None and node is not None:
        yield Default(core(node), value, name, found, what, forced)


def find(node: ast.AST, resolve: Resolve) -> Iterator[Default]:
    """The literal defaults at one node, not judged. ``resolve`` gives the symbolic path of an expression."""
    if isinstance(node, ast.Call):
        yield from _call(node, resolve)
    elif isinstance(node, ast.BoolOp):
        if isinstance(node.op, ast.Or):
            found = (
                item
                for value in node.values[:-1]
                for item in _make(named(value), node.values[-1], "fallback", forced=True)
            )
            yield from islice(found, 1)  # one literal, whatever is asked before it
    elif isinstance(node, ast.IfExp):
        name = named(node.body)
        if kind_of(name) and (
            repr(name) in ast.dump(node.test) or ast.dump(node.body) in ast.dump(node.test)
        ):
            yield from _make(name, node.orelse, "fallback", forced=True)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        yield from _parameters(node.args)
    elif isinstance(node, ast.ClassDef):
        yield from _fields(node)
    elif isinstance(node, ast.Dict):
        for name, value in assigned.of_keys(node):
            yield from _make(name, value, "default", forced=True)
    elif isinstance(node, (ast.Assign, ast.AnnAssign)):
        yield from _assignment(node)


def _call(node: ast.Call, resolve: Resolve) -> Iterator[Default]:
    last = own_name(node.func)
    builtin = isinstance(node.func, ast.Name) and last in {
        "bytes",
        "str",
    }  # the second argument is an encoding
    if not builtin and _looks_up(last) and not _is_set(node, last):
        yield from _lookup(node, last)
    if last in _OPTIONS:
        yield from _option(node)
    if last in _SETTINGS_CALLS:
        yield from _settings(node)
    if last in BY_LAST or last == "Signer":
        yield from _keyed(node, last, resolve)
    elif last == "add_middleware":
        yield from _middleware(node)
    for name, value in assigned.of_keywords(node):
        yield from _make(name, value, "default", forced=True)


_ENVIRONMENT = word_set("env getenv environ environment")
_ASKS = word_set("get getenv read load fetch env")
_GIVES = word_set("set setenv put write add patch override with unset")


@lru_cache(maxsize=4096)
def _looks_up(last: str) -> bool:
    """Whether a function of this name looks a setting up; projects write helpers of their own, ``get_env_value``."""
    if last in _LOOKUPS:
        return True
    its = words(last) if "nv" in last else ()
    return bool(its) and its[0] in _ASKS and not _ENVIRONMENT.isdisjoint(its) and _GIVES.isdisjoint(its)


def _is_set(node: ast.Call, last: str) -> bool:
    """Whether a call of a builder sets what it names: ``builder.config("store.secret", "x")``."""
    return (
        last == "config"
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, (ast.Call, ast.Attribute))
    )


def _lookup(node: ast.Call, last: str) -> Iterator[Default]:
    """``getenv(name, default)``, ``getattr(object, name, default)``, ``get(section, option, fallback=...)``."""
    name = _text(node.args[0]) if node.args else ""
    shift = 1 if last == "getattr" or (last == "get" and not name and len(node.args) == 3) else 0
    if shift and len(node.args) > 2:
        name = _text(node.args[1])
    section = constant(node.args[1]) if len(node.args) == 2 and node.keywords else ""
    if section and kind_of(name) is None:  # configparser: section, option, fallback
        name, shift = section, 1
    if not name or any(
        (keyword.arg or "").startswith("require") and _is_true(keyword.value) for keyword in node.keywords
    ):
        return
    if len(node.args) > 1 + shift:
        yield from _make(name, node.args[1 + shift], "default", forced=True)
    for keyword in node.keywords:
        if keyword.arg in _DEFAULTS:
            yield from _make(name, keyword.value, "default", forced=True)


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _text(node: ast.expr) -> str:
    """The text of a literal, empty if the expression is none."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _settings(node: ast.Call) -> Iterator[Default]:
    """``app.config.update(SECRET_KEY="...")``."""
    func = node.func
    if not isinstance(func, ast.Attribute) or own_name(func.value) not in _CONFIGURATIONS:
        return
    for keyword in node.keywords:
        if keyword.arg and kind_of(keyword.arg) is Kind.SIGNING:
            yield from _make(keyword.arg, keyword.value, "setting", forced=True)


def _middleware(node: ast.Call) -> Iterator[Default]:
    """``app.add_middleware(SessionMiddleware, secret_key="...")``."""
    for keyword in node.keywords:
        if keyword.arg == "secret_key":
            yield from _make("secret_key", keyword.value, "session signing key", forced=True)


def _option(node: ast.Call) -> Iterator[Default]:
    names = [
        arg.value.lstrip("-")
        for arg in node.args
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]
    for keyword in node.keywords:
        if keyword.arg == "default":
            for name in names:
                if kind_of(name):
                    yield from _make(name, keyword.value, "default of a command-line option", forced=True)
                    break


def _keyed(node: ast.Call, last: str, resolve: Resolve) -> Iterator[Default]:
    path = resolve(node.func).lstrip("?")
    for pattern, index, keyword, what in BY_LAST.get(last, ()):
        if "." in pattern and not (path == pattern or path.endswith("." + pattern)):
            continue
        value = node.args[index] if len(node.args) > index else None
        for item in node.keywords:
            if item.arg == keyword:
                value = item.value
        kind = Kind.SALT if keyword == "salt" else Kind.SIGNING
        if pattern.startswith("hmac.") and derives(node, literal(value) or ""):
            return
        if value is not None and not any(isinstance(arg, ast.Starred) for arg in node.args):
            yield from _make(f"{keyword} of {last}()", value, what, kind=kind, forced=True)
        return


def _parameters(arguments: ast.arguments) -> Iterator[Default]:
    plain = [*arguments.posonlyargs, *arguments.args]
    for argument, default in zip(
        plain[len(plain) - len(arguments.defaults) :], arguments.defaults, strict=True
    ):
        if not is_literal_type(argument.annotation):
            yield from _field(argument.arg, default, "default of a parameter")
    for argument, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if keyword_default is not None and not is_literal_type(argument.annotation):
            yield from _field(argument.arg, keyword_default, "default of a parameter")


# What describes a field that says where a secret is kept.
_NAMING = re.compile(r"(?i)\b(?:key|field|entry|secret) name\b|\bname of the (?:key|field|entry|secret)\b")


def _field(name: str, value: ast.expr, what: str) -> Iterator[Default]:
    """A literal, or the default inside ``Field(...)`` and its like."""
    forced = what == SETTING
    if isinstance(value, ast.Call) and own_name(value.func) in _FIELDS:
        if any(
            keyword.arg == "description" and _NAMING.search(_text(keyword.value))
            for keyword in value.keywords
        ):
            return
        if value.args and literal(value.args[0]) is not None:
            yield from _make(name, value.args[0], what, forced=forced)
        for keyword in value.keywords:
            if keyword.arg == "default":
                yield from _make(name, keyword.value, what, forced=forced)
            elif keyword.arg == "default_factory" and isinstance(keyword.value, ast.Lambda):
                yield from _make(name, keyword.value.body, what, forced=forced)
    else:
        yield from _make(name, value, what, forced=forced)


def _fields(node: ast.ClassDef) -> Iterator[Default]:
    """Annotated fields of any class; plain signing keys are assignments."""
    what = SETTING if assigned.holds_settings(node) else "default of a field"
    for statement in node.body:
        if not (isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)):
            continue
        name, value = statement.target.id, statement.value
        if is_literal_type(statement.annotation):
            continue
        if value is not None and (kind_of(name) is not Kind.SIGNING or literal(value) is None):
            yield from _field(name, value, what)


def _assignment(node: ast.Assign | ast.AnnAssign) -> Iterator[Default]:
    """Signing keys of frameworks, wherever they are assigned; salts are of the same kind."""
    if node.value is None or (isinstance(node, ast.AnnAssign) and is_literal_type(node.annotation)):
        return
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in targets:
        if isinstance(target, (ast.Tuple, ast.List)) and isinstance(node.value, (ast.Tuple, ast.List)):
            for name, value in pairs(target.elts, node.value.elts):
                if kind_of(name) in {Kind.SIGNING, Kind.SALT}:
                    yield from _make(name, value, "value", forced=kind_of(name) is Kind.SIGNING)
    fallback = _unnamed_fallback(node.value)
    for target in targets:
        name = key_of(target) or own_name(target)
        for given, value in assigned.from_environment(name, node.value):
            yield from _make(given, value, "default", forced=True)
        for given, value in assigned.of_field(name, node.value):
            yield from _make(given, value, "default of a field")
        if fallback is not None:
            yield from _make(name, fallback, "fallback", forced=True)
        elif name and kind_of(name) in {Kind.SIGNING, Kind.SALT}:
            yield from _make(name, node.value, "value", forced=kind_of(name) is Kind.SIGNING)
        elif (
            name
            and isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and own_name(node.value.func) in {"SecretStr", "SecretBytes"}
        ):
            yield from _make(name, node.value, "value")


def _unnamed_fallback(node: ast.expr) -> ast.expr | None:
    """The last operand of an ``or`` whose other operands do not say what they look up."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return None if any(kind_of(named(value)) for value in node.values[:-1]) else node.values[-1]
    return None
