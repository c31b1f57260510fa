"""What single syntax nodes hold: literals, names, keys, kinds of classes and annotations."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache

from codereview.facts.names import own_name


def literal(node: ast.expr | None) -> str | None:
    """The text of a string or bytes literal, also behind ``.encode()``, ``str(...)`` or
    ``SecretStr(...)``; else None."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return node.value
        if isinstance(node.value, bytes):
            return node.value.decode("latin-1")
    if isinstance(node, ast.Call):
        name = own_name(node.func)
        if name == "encode" and isinstance(node.func, ast.Attribute):
            return literal(node.func.value)
        if (
            name in {"SecretStr", "SecretBytes", "Secret", "str", "bytes", "b64decode", "lazy_str"}
            and node.args
        ):
            return literal(node.args[0])
    return None


def core(node: ast.expr) -> ast.expr:
    """The literal itself inside its wrappers, so that a finding's span is the value."""
    while isinstance(node, ast.Call):
        node = (
            node.func.value
            if isinstance(node.func, ast.Attribute) and own_name(node.func) == "encode"
            else node.args[0]
        )
    return node


@lru_cache(maxsize=1)
def parsed(text: str) -> ast.Module | None:
    """The tree of a program, which several ask for in turn and none changes; None where it does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def is_enumeration(node: ast.ClassDef) -> bool:
    """Whether the strings in a class body are members: they name things, and are no values of settings."""
    return any(own_name(base).endswith(("Enum", "Choices")) for base in node.bases)


_TESTING = re.compile(r"(?:^|\.)Test(?:ing|s)?[A-Z_]|Test(?:ing|s)?(?:Config|Settings|Configuration)?$")


def is_testing(scope: str) -> bool:
    """Whether a class, or what is inside it, is of the settings and helpers that only tests use."""
    return bool(_TESTING.search(scope))


def is_literal_type(node: ast.expr | None) -> bool:
    """Whether an annotation lists the values that are allowed."""
    return isinstance(node, ast.Subscript) and own_name(node.value) == "Literal"


def pairs(targets: list[ast.expr], values: list[ast.expr]) -> Iterator[tuple[str, ast.expr]]:
    """The names of an unpacking with what each is given; nothing where a star makes that unclear."""
    if len(targets) == len(values) and not any(isinstance(item, ast.Starred) for item in (*targets, *values)):
        for target, value in zip(targets, values, strict=True):
            yield key_of(target) or own_name(target), value


def constant(node: ast.expr) -> str:
    """The string of a constant, or an empty string."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def key_of(node: ast.expr) -> str:
    """The constant key of a subscript, or an empty string."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value if isinstance(node.slice.value, str) else ""
    return ""


def named(node: ast.expr) -> str:
    """The name of what is looked up by an expression: an environment variable, a key, a variable."""
    if isinstance(node, ast.Call):
        if (
            node.args
            and isinstance(node.args[-1], ast.Constant)
            and isinstance(node.args[-1].value, str)
            and own_name(node.func) == "getattr"
        ):
            return node.args[-1].value
        if (
            node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
            and len(node.args) == 1
        ):
            return node.args[0].value
        if (
            len(node.args) == 2
            and isinstance(node.args[0], ast.Constant)
            and literal(node.args[1]) in {"", None}
        ):
            return node.args[0].value if isinstance(node.args[0].value, str) else ""
        return ""
    return key_of(node) or own_name(node)
