"""Classes from outside of the project of which all attributes are known.

Those of the standard library are asked of the very classes, with what their instances get in ``__init__``; those of
pydantic are from its documentation (versions 1 and 2). Attributes of later versions count as there: unknown is silence.
"""

from __future__ import annotations

import ast
import builtins
import collections.abc
import contextlib
import enum
import html.parser
import json
import logging
import threading
from functools import lru_cache

META = frozenset({"abc.ABCMeta", "enum.EnumMeta", "enum.EnumType"})

_CLASSES: dict[str, tuple[type, str]] = {
    "threading.Thread": (threading.Thread, "_target _args _kwargs _name"),
    "logging.Handler": (logging.Handler, "level formatter filters lock _name"),
    "logging.Formatter": (logging.Formatter, "datefmt _fmt _style"),
    "logging.Filter": (logging.Filter, "name nlen filters"),
    "json.JSONEncoder": (
        json.JSONEncoder,
        "skipkeys ensure_ascii check_circular allow_nan sort_keys indent item_separator key_separator",
    ),
    "ast.NodeVisitor": (ast.NodeVisitor, ""),
    "ast.NodeTransformer": (ast.NodeTransformer, ""),
    "html.parser.HTMLParser": (
        html.parser.HTMLParser,
        "rawdata lasttag interesting cdata_elem convert_charrefs offset lineno scripting _support_cdata _escapable",
    ),
    "typing.NamedTuple": (tuple, "_make _asdict _replace _fields _field_defaults"),
    "contextlib.ContextDecorator": (contextlib.ContextDecorator, ""),
    "contextlib.AbstractContextManager": (contextlib.AbstractContextManager, ""),
    "contextlib.AbstractAsyncContextManager": (contextlib.AbstractAsyncContextManager, ""),
}
_ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.Flag", "enum.IntFlag", "enum.StrEnum"})
_MODEL = frozenset(
    "copy dict json construct fields from_orm parse_file parse_obj parse_raw schema schema_json validate "
    "update_forward_refs Config metadata".split()
)
_MODELS = frozenset(
    "pydantic.BaseModel pydantic.main.BaseModel pydantic.BaseSettings pydantic_settings.BaseSettings "
    "pydantic.env_settings.BaseSettings pydantic_settings.main.BaseSettings sqlmodel.SQLModel pydantic.v1.BaseModel "
    "sqlmodel.main.SQLModel pydantic.v1.BaseSettings".split()
)
"""Bases of models; `codereview.facts.uses.constructors` tells them apart."""


def is_shown(base: str) -> bool:
    """Whether a class from outside shows all that it has."""
    top, _, rest = base.partition(".")
    if top == "builtins":
        return isinstance(getattr(builtins, rest, None), type) and rest not in ("type", "super")
    if base.startswith("collections.abc."):
        return hasattr(collections.abc, base.rpartition(".")[2])
    return base in _CLASSES or base in _ENUMS or base in _MODELS


def makes_plainly(base: str) -> bool:
    """Whether a class from outside lets classes made of it take what they like when they are called: it has no fields
    of its own, and its ``__new__`` is that of `object` or of exceptions, which takes anything."""
    cls = (
        getattr(builtins, base[9:], None) if base.startswith("builtins.") else _CLASSES.get(base, (None,))[0]
    )
    if base.startswith("collections.abc."):
        return True
    return isinstance(cls, type) and (issubclass(cls, BaseException) or cls.__new__ is object.__new__)


@lru_cache(maxsize=4096)
def has_outside(base: str, name: str) -> bool:
    """Whether a class that shows all it has, has an attribute; True for any other."""
    if not is_shown(base):
        return True
    if base in _CLASSES:
        cls, own = _CLASSES[base]
        return hasattr(cls, name) or name in own.split()
    if base in _ENUMS:
        return (
            hasattr(getattr(enum, base[5:], enum.IntEnum), name)
            or name in ("name", "value")
            or name[0] == "_"
        )
    if base in _MODELS:
        # SQLModel has all of pydantic's, and `sqlmodel_update`
        prefixes = ("model_", "_", "settings_customise", "sqlmodel_")
        return name.startswith(prefixes) or name in _MODEL
    if base.startswith("collections.abc."):
        return hasattr(getattr(collections.abc, base.rpartition(".")[2]), name)
    found = getattr(builtins, base[9:])
    return hasattr(found, name) or (issubclass(found, BaseException) and name in ("args", "add_note"))


__all__ = ["META", "has_outside", "is_shown", "makes_plainly"]
