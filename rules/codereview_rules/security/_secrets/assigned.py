"""Defaults whose secret is named by what they are given to: a variable, a key, a keyword, a field of a model."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from codereview.facts.names import own_name

from .names import Kind, kind_of
from .nodes import constant
from .wordsets import word_set

# Kinds that a name alone tells well enough when the variable that is read says something else.
_TOLD = frozenset({Kind.PASSWORD, Kind.SIGNING, Kind.SECRET})
_ENVIRONMENT = word_set("getenv env config environ str get_env get_env_var get_env_variable env_or_default")
_SECRET_WORD = re.compile(r"pass|pwd|secret|token|key|salt|credential", re.I)
_FIELD_CALL = re.compile(r"(?:Field|Column|Property|Opt|Attribute|attrib|ib)\Z|\A(?:Column|mapped_column)\Z")
_DEFAULT_KEYWORDS = frozenset({"default", "server_default", "load_default", "missing", "initial"})


def from_environment(name: str, node: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    """The default of ``password = os.getenv("PG_CRED_2", "x")``, where only the target tells what it is."""
    if not isinstance(node, ast.Call) or not node.args or kind_of(name) not in _TOLD:
        return
    read, last = constant(node.args[0]), own_name(node.func)
    if not read or kind_of(read) or _SECRET_WORD.search(read):
        return
    owner = own_name(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    if last in _ENVIRONMENT or (last == "get" and owner in {"environ", "env"}):
        if len(node.args) == 2:
            yield name, node.args[1]
        for keyword in node.keywords:
            if keyword.arg == "default":
                yield name, keyword.value


def of_keys(node: ast.Dict) -> Iterator[tuple[str, ast.expr]]:
    """The same behind the keys of a dictionary."""
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield from from_environment(key.value, value)


def of_keywords(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The same in keywords of a call, and the defaults of ``Env(SECRET_KEY=(str, "x"))``."""
    scheme = own_name(node.func) in {"Env", "FileAwareEnv"}
    for keyword in node.keywords:
        if keyword.arg:
            yield from from_environment(keyword.arg, keyword.value)
            if scheme and isinstance(keyword.value, ast.Tuple) and len(keyword.value.elts) == 2:
                yield keyword.arg, keyword.value.elts[1]


def of_field(name: str, node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The default of a field of a model, form, serializer or table."""
    if (
        isinstance(node, ast.Call)
        and _FIELD_CALL.search(own_name(node.func))
        and own_name(node.func) != "Field"
    ):
        for keyword in node.keywords:
            if keyword.arg in _DEFAULT_KEYWORDS:
                yield name, keyword.value


SETTINGS_NAME = re.compile(r"(?:Settings|Config|Configuration|Conf|Env|Environment)\Z")


def holds_settings(node: ast.ClassDef) -> bool:
    """Whether the fields of a class are settings of the program, by its name or its base."""
    names = [node.name, *(own_name(base) for base in node.bases)]
    return any(SETTINGS_NAME.search(name) for name in names)
