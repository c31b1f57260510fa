"""Checks that never look at what they should compare."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..._syntax.locate import FunctionNode, last_name, own, parameters, read_names, words
from .permissive import Seen
from .vocabulary import CREDENTIAL, PASSWORD, decides, identifies, logs_in

_SCHEME = re.compile(r"scheme|oauth2|bearer|security|header", re.IGNORECASE)
_EVERYTHING = frozenset({"locals", "vars", "kwargs", "args"})
_SCHEMES = frozenset(
    {"OAuth2PasswordBearer", "HTTPBearer", "APIKeyHeader", "HTTPBasic", "APIKeyQuery", "APIKeyCookie",
     "OAuth2AuthorizationCodeBearer"}
)  # fmt: skip
_WHOLE = frozenset({"dict", "model_dump", "json", "copy", "model_dump_json", "validate", "is_valid"})
_FORM = "OAuth2PasswordRequestForm"
_FIELDS = frozenset({"form", "data", "json", "POST", "cleaned_data", "body", "payload", "get_json"})


def unread(node: FunctionNode) -> Iterator[Seen]:
    """Credentials that a checking function takes and never reads."""
    if not (decides(node.name) or identifies(node.name) or logs_in(node.name)) or _is_stub(node):
        return
    read = read_names(node)
    if read & _EVERYTHING and (read & {"locals", "vars"} or node.args.kwarg):
        return
    brought = _brought(node)
    spare = {
        p.arg
        for p, default in _defaults(node)
        if isinstance(default, ast.Constant) and not PASSWORD.match(p.arg)
    }
    given = [p.arg for p in parameters(node) if CREDENTIAL.match(p.arg) and p.arg not in brought | spare]
    left = [name for name in given if name not in read]
    passed = _lets_in(node)
    if left and len(left) == len(given) and passed and not _is_by_proxy(node, left):
        yield Seen("unread", node, left[0], sure=_always(node))
    if logs_in(node.name) and not left:
        yield from _forms(node, passed)


def _is_by_proxy(node: FunctionNode, left: list[str]) -> bool:
    """Whether a backend knows who it is by headers of the request: the password belongs to the interface alone."""
    return (
        node.name == "authenticate"
        and all(map(PASSWORD.match, left))
        and any(isinstance(item, ast.Attribute) and item.attr in ("META", "headers") for item in own(node))
    )


def _brought(node: FunctionNode) -> set[str]:
    """Parameters that a dependency fills which is more than a scheme: it has looked at them."""
    found: set[str] = set()
    for name, default in _defaults(node):
        depended = _depended(default) or _depended(_annotated(name.annotation))
        if depended is not None and not _SCHEME.search(last_name(depended)):
            found.add(name.arg)
    return found


def _defaults(node: FunctionNode) -> list[tuple[ast.arg, ast.expr | None]]:
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    missing: list[ast.expr | None] = [None] * (len(positional) - len(args.defaults))
    return [
        *zip(positional, [*missing, *args.defaults], strict=True),
        *zip(args.kwonlyargs, args.kw_defaults, strict=True),
    ]


def _is_stub(node: FunctionNode) -> bool:
    body = [s for s in node.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    if all(isinstance(s, (ast.Pass, ast.Raise)) for s in body):
        return True
    return any(last_name(d) in ("abstractmethod", "overload") for d in node.decorator_list)


def _lets_in(node: FunctionNode) -> bool:
    """Whether it comes to an end that is neither a raise nor a no."""
    for item in own(node):
        if isinstance(item, ast.Return):
            value = (
                item.value.elts[0] if isinstance(item.value, ast.Tuple) and item.value.elts else item.value
            )
            if value is not None and not (isinstance(value, ast.Constant) and not value.value):
                return True
    return False


def _always(node: FunctionNode) -> bool:
    """Whether every end says True."""
    returns = [item for item in own(node) if isinstance(item, ast.Return)]
    raises = any(isinstance(item, ast.Raise) for item in own(node))
    return not raises and all(isinstance(r.value, ast.Constant) and r.value.value is True for r in returns)


def _forms(node: FunctionNode, lets_in: bool) -> Iterator[Seen]:
    """A password that a login handler takes from the form and never looks "
    "at, or a form whose password it leaves."""
    read = read_names(node)
    for item in own(node):
        if (
            isinstance(item, ast.Assign)
            and len(item.targets) == 1
            and isinstance(item.targets[0], ast.Name)
            and PASSWORD.match(item.targets[0].id)
            and item.targets[0].id not in read
            and _from_request(item.value)
            and lets_in
        ):
            yield Seen("ignored", item, item.targets[0].id)
            return
    for parameter in parameters(node):
        if parameter.annotation is not None and _FORM in set(words(parameter.annotation)):
            uses = _attributes(node, parameter.arg)
            if uses is not None and uses and "password" not in uses and lets_in:
                yield Seen("form", parameter, parameter.arg)


def _from_request(value: ast.expr) -> bool:
    return any(word in _FIELDS for word in words(value))


def _attributes(node: FunctionNode, name: str) -> set[str] | None:
    """The attributes that are read of a parameter; None where it is handed on whole."""
    found: set[str] = set()
    whole = 0
    for item in (inner for statement in node.body for inner in ast.walk(statement)):
        if isinstance(item, ast.Attribute) and isinstance(item.value, ast.Name) and item.value.id == name:
            found.add(item.attr)
            whole -= 1
        elif isinstance(item, ast.Name) and item.id == name:
            whole += 1
    return None if whole > 0 else found


def login_models(node: FunctionNode) -> Iterator[tuple[ast.arg, tuple[str, ...]]]:
    """The annotated parameters of a login function, with what it reads of them where it reads no more."""
    if not logs_in(node.name) or _is_stub(node) or not _lets_in(node):
        return
    for parameter in parameters(node):
        if isinstance(parameter.annotation, (ast.Name, ast.Attribute)):
            uses = _attributes(node, parameter.arg)
            secret = any("pass" in use.lower() or "secret" in use.lower() for use in uses or ())
            if uses and not secret and not uses & _WHOLE and not _asks_it(node, parameter.arg):
                yield parameter, tuple(sorted(uses))


def _asks_it(node: FunctionNode, name: str) -> bool:
    """Whether a method of a parameter is called, which may read every field of it."""
    return any(
        isinstance(item, ast.Call)
        and isinstance(item.func, ast.Attribute)
        and last_name(item.func.value) == name
        for statement in node.body
        for item in ast.walk(statement)
    )


def schemes(node: FunctionNode) -> Iterator[tuple[ast.arg, ast.expr]]:
    """Parameters that a security scheme fills and nobody reads, each with what is depended on."""
    read: set[str] | None = None
    for parameter, default in _defaults(node):
        depended = _depended(default) or _depended(_annotated(parameter.annotation))
        if depended is None:
            continue
        read = read_names(node) if read is None else read
        if parameter.arg not in read:
            yield parameter, depended


def _annotated(annotation: ast.expr | None) -> ast.expr | None:
    """The last part of ``Annotated[X, Depends(...)]``."""
    if isinstance(annotation, ast.Subscript) and last_name(annotation.value) == "Annotated":
        return annotation.slice.elts[-1] if isinstance(annotation.slice, ast.Tuple) else None
    return None


def _depended(node: ast.expr | None) -> ast.expr | None:
    """What a call of Depends or Security depends on."""
    if isinstance(node, ast.Call) and last_name(node) in ("Depends", "Security") and node.args:
        return node.args[0]
    return None


def is_scheme(path: str) -> bool:
    """Whether a path is an instance of a scheme of FastAPI that only takes credentials from the request."""
    return path.startswith("fastapi.security.") and path.removesuffix("()").rpartition(".")[2] in _SCHEMES
