"""Returns that let in where a check failed, found nothing, or could not be made."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..._syntax.locate import FunctionNode, last_name, own, parameters, words
from .vocabulary import CREDENTIAL, HARMLESS, SECRET_NAME, SWITCH, decides, identifies, wraps

_YES = frozenset(
    {"valid", "success", "authenticated", "allowed", "authorized", "ok", "is_valid", "verified", "granted"}
)
_WHO = frozenset(
    {"user", "user_id", "sub", "id", "username", "email", "role", "is_admin", "uid", "roles", "userid"}
)
_FETCHES = frozenset(
    {"first", "one_or_none", "scalar_one_or_none", "find_one", "fetchone", "get_or_none", "scalar"}
)
_RULES = ("rule", "restrict", "polic", "setting", "config", "limit", "block", "ban", "deny", "deni", "revok", "black",
          "lock", "quota", "plan", "require", "permission", "acl", "other", "dupl", "conflict", "exist")  # fmt: skip
_BROAD = frozenset({"Exception", "BaseException", ""})


_SETTINGS = re.compile(r"settings|config|conf$|cfg|env|app$|options|constants", re.IGNORECASE)


class Seen(NamedTuple):
    """One place that lets in. ``kind`` says how, ``shown`` what was seen there; ``sure`` is False
    for lower confidence."""

    kind: str
    at: ast.AST
    shown: str
    sure: bool = True


def permissive(node: FunctionNode, outer: str = "") -> Iterator[Seen]:
    """What a function that decides lets in by mistake.

    Args:
        node: the function.
        outer: the name of the function around it, for wrappers that decorators make.
    """
    if decides(node.name):
        yield from _handlers(node)
        yield from _no_record(node)
        yield from _no_secret(node)
    if identifies(node.name) and not _optional(node):
        yield from _default_users(node)
    if outer and wraps(outer):
        yield from _wrapper(node)


def _handlers(node: FunctionNode) -> Iterator[Seen]:
    denies = _denies(node)
    for item, behind in _tries(node.body):
        for handler in item.handlers:
            caught = _caught(handler)
            given = _returned(handler.body)
            if caught.endswith("DoesNotExist") and item not in node.body:
                continue  # no row takes back what a condition around it has found
            if given is not None and _yes(given) and denies:
                yield Seen("handler", given, caught)
            elif (
                _does_nothing(handler.body)
                and caught in _BROAD
                and isinstance(behind, ast.Return)
                and _yes(behind)
                and not item.orelse
                and _says_no(item.body)
            ):
                yield Seen("falls", handler, caught)


def _tries(body: Sequence[ast.stmt]) -> Iterator[tuple[ast.Try, ast.stmt | None]]:
    """The try statements of a body, each with the statement right behind it."""
    for position, item in enumerate(body):
        if isinstance(item, ast.Try):
            yield item, body[position + 1] if position + 1 < len(body) else None
        for name in ("body", "orelse", "finalbody"):
            inner = getattr(item, name, None)
            if inner and not isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield from _tries(inner)


def _caught(handler: ast.ExceptHandler) -> str:
    if handler.type is None:
        return ""
    if isinstance(handler.type, ast.Tuple):
        return ", ".join(last_name(item) for item in handler.type.elts)
    return last_name(handler.type)


def _returned(body: Sequence[ast.stmt]) -> ast.Return | None:
    """The return that a body comes to whatever happens in it."""
    last = body[-1] if body else None
    plain = all(isinstance(s, (ast.Expr, ast.Assign, ast.Return, ast.Pass)) for s in body)
    return last if plain and isinstance(last, ast.Return) else None


def _yes(node: ast.Return) -> bool:
    value = node.value
    if isinstance(value, ast.Tuple) and value.elts:
        value = value.elts[0]
    if isinstance(value, ast.Constant):
        return value.value is True
    if isinstance(value, ast.Dict):
        return any(
            isinstance(k, ast.Constant)
            and k.value in _YES
            and isinstance(v, ast.Constant)
            and v.value is True
            for k, v in zip(value.keys, value.values, strict=True)
        )
    return False


def _no(node: ast.AST) -> bool:
    if isinstance(node, ast.Raise):
        return True
    if not isinstance(node, ast.Return):
        return isinstance(node, ast.Call) and last_name(node) in ("abort", "deny", "fail", "forbidden")
    value = node.value
    if isinstance(value, ast.Tuple) and value.elts:
        value = value.elts[0]
    return not _yes(node) and not (isinstance(value, ast.Constant) and value.value is True)


def _denies(node: FunctionNode) -> bool:
    """Whether any end of a function does not say yes."""
    return any(_no(item) for item in own(node) if isinstance(item, (ast.Raise, ast.Return, ast.Call)))


def _says_no(body: Sequence[ast.stmt]) -> bool:
    """Whether a try's body is what says no, by raising: then an error that "
    "is not that one is another matter."""
    for statement in body:
        for item in ast.walk(statement):
            if isinstance(item, ast.Raise) or (
                isinstance(item, ast.Return)
                and isinstance(item.value, ast.Constant)
                and item.value.value in (False, None)
            ):
                return True
    return False


def _does_nothing(body: Sequence[ast.stmt]) -> bool:
    return all(
        isinstance(s, ast.Pass)
        or (isinstance(s, ast.Expr) and isinstance(s.value, (ast.Call, ast.Constant)) and _logs(s.value))
        for s in body
    )


def _logs(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or last_name(node) in (
        "print", "debug", "info", "warning", "warn", "error", "exception", "critical", "log",
    )  # fmt: skip


def _switched(test: ast.expr) -> bool:
    return any(SWITCH.search(word) for word in words(test))


def _no_record(node: FunctionNode) -> Iterator[Seen]:
    """``record = query.first(); if not record: return True``."""
    fetched: dict[str, str] = {}
    for item in own(node):
        if isinstance(item, ast.Assign) and len(item.targets) == 1 and isinstance(item.targets[0], ast.Name):
            value = item.value.value if isinstance(item.value, ast.Await) else item.value
            name = item.targets[0].id
            fetched.pop(name, None)
            if isinstance(value, ast.Call) and last_name(value) in _FETCHES:
                said = " ".join((name, *words(value))).lower()
                if not any(word in said for word in _RULES):
                    fetched[name] = last_name(value)
        elif isinstance(item, ast.If):
            name = _missing(item.test)
            given = _returned(item.body)
            if name in fetched and given is not None and _yes(given):
                yield Seen("record", given, name)


def _missing(test: ast.expr) -> str:
    """The name that a condition finds empty: ``not x``, ``x is None``; of an attribute, the attribute's."""
    operand: ast.expr | None = None
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        operand = test.operand
    elif (
        isinstance(test, ast.Compare)
        and isinstance(test.ops[0], (ast.Is, ast.Eq))
        and isinstance(test.comparators[0], ast.Constant)
        and not test.comparators[0].value
    ):
        operand = test.left
    return last_name(operand) if isinstance(operand, (ast.Name, ast.Attribute)) else ""


def _no_secret(node: FunctionNode) -> Iterator[Seen]:
    """A secret that is not configured, and everything passes: ``if not SECRET: return True``."""
    given_names = {item.arg for item in parameters(node)}
    read = {item.id for item in own(node) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Load)}
    for item in own(node):
        if not isinstance(item, ast.If):
            continue
        name = _missing(item.test)
        given = _returned(item.body)
        if (
            not name
            or given is None
            or not _yes(given)
            or name in given_names
            or not SECRET_NAME.search(name)
        ):
            continue
        if (
            isinstance(item.test, ast.UnaryOp)
            and isinstance(item.test.operand, ast.Name)
            and name not in read
        ):
            continue
        if not any(word in name.lower() for word in ("require", "enabled", "enforce", "use_")):
            yield Seen("option" if _is_of_a_row(item.test) else "secret", given, name, sure=False)


def _is_of_a_row(test: ast.expr) -> bool:
    """Whether a secret is asked of an object, which can be one of many with a secret each, or none."""
    operand = (
        test.operand
        if isinstance(test, ast.UnaryOp)
        else test.left
        if isinstance(test, ast.Compare)
        else test
    )
    return (
        isinstance(operand, ast.Attribute)
        and isinstance(operand.value, ast.Name)
        and not operand.attr.isupper()
        and not _SETTINGS.search(operand.value.id)
    )


def _optional(node: FunctionNode) -> bool:
    """Whether a caller without identity is expected."""
    return "optional" in node.name or "anon" in node.name or "guest" in node.name


def _default_users(node: FunctionNode) -> Iterator[Seen]:
    """An identity that is written in the code, given where no one or a wrong one asked."""
    names = {item.arg for item in parameters(node)}
    for item in own(node):
        if isinstance(item, ast.Try):
            for handler in item.handlers:
                given = _returned(handler.body)
                if given is not None and _identity(given.value):
                    yield Seen("user", given, f"except {_caught(handler)}".strip())
        elif isinstance(item, ast.If) and not _switched(item.test):
            given = _returned(item.body)
            missing = _missing(item.test)
            if given is not None and missing and _identity(given.value) and _credential(missing, names, node):
                yield Seen("user", given, f"without `{missing}`")


def _credential(name: str, given: set[str], node: FunctionNode) -> bool:
    return (
        bool(CREDENTIAL.match(name))
        or "authorization" in name.lower()
        or name in ("user", "payload", "header")
    )


def _identity(value: ast.expr | None) -> bool:
    """Whether an expression is a user who is written in the code."""
    if value is None or any(HARMLESS.search(word) for word in words(value)):
        return False
    if isinstance(value, ast.Dict):
        pairs = [
            (k.value, v) for k, v in zip(value.keys, value.values, strict=True) if isinstance(k, ast.Constant)
        ]
        return any(
            key in _WHO and isinstance(v, ast.Constant) and v.value not in (None, "", False, 0)
            for key, v in pairs
        )
    if isinstance(value, ast.Call) and last_name(value)[:1].isupper():
        return any(
            k.arg in _WHO and isinstance(k.value, ast.Constant) and k.value.value not in (None, "", False, 0)
            for k in value.keywords
        )
    return False


def _wrapper(node: FunctionNode) -> Iterator[Seen]:
    """``except: return f(*args, **kwargs)`` in the wrapper of a decorator that guards."""
    for item in own(node):
        if isinstance(item, ast.Try):
            for handler in item.handlers:
                given = _returned(handler.body)
                if given is not None and _runs(given.value, node) and _only_checks(item, node):
                    yield Seen("wrapper", given, _caught(handler))


def _only_checks(item: ast.Try, node: FunctionNode) -> bool:
    """Whether a try's body calls something and does not run what is guarded itself."""
    rest = node.args.vararg.arg if node.args.vararg else ""
    inside = [inner for statement in item.body for inner in ast.walk(statement)]
    return any(isinstance(inner, ast.Call) for inner in inside) and not any(
        isinstance(inner, ast.Starred) and isinstance(inner.value, ast.Name) and inner.value.id == rest
        for inner in inside
    )


def _runs(value: ast.expr | None, node: FunctionNode) -> bool:
    """Whether what is decorated runs: a call of a plain name with the wrapper's own ``*args``."""
    value = value.value if isinstance(value, ast.Await) else value
    rest = node.args.vararg
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and rest is not None
        and any(
            isinstance(a, ast.Starred) and isinstance(a.value, ast.Name) and a.value.id == rest.arg
            for a in value.args
        )
        and len(value.func.id) <= 12
    )
