"""What a value holds: labels of where it came from, each with the kinds of sinks that it can do no harm in.

A value is a mapping of labels to masks. Labels that stand for an origin:

==================  =======================================================================================
``p:name``          a parameter; ``p:payload.title`` an attribute of it, ``p:fields#`` the keys of it
``s:3``             the source that note 3 of the file describes
``r:4``             the result of the call that note 4 describes; ``#`` for its keys
``a:name``          an attribute of ``self`` that the function did not set itself
==================  =======================================================================================

Labels that begin with ``~`` are marks of the text itself: ``~sql`` it reads like SQL, ``~ddl`` like SQL
that takes no parameters, ``~html`` it holds markup, ``~text``
it was put together here, ``~path`` it is a path of the file system, ``~in`` it was added to.
"""

from __future__ import annotations

import re

Value = dict[str, int]

SQL = 1
SHELL = 2
CODE = 4
PATH = 8
LOAD = 16
HTML = 32
TEMPLATE = 64
REDIRECT = 128
URL = 256
ALL = 511
"""Kinds of sinks, and all of them: the bits of a mask."""
NAME = 512
"""A further bit: it stands in SQL where only a name of a table or column can."""

CLEAN: Value = {}

_SQL = re.compile(
    r"\s*(?:\(\s*)?(?:select\b[\s\S]*?\bfrom\b|select\s+[\w.*@(]|insert\s+(?:or\s+\w+\s+)?into\b|insert\s+ignore\b|"
    r"update\s+\S+\s+set\b|update\s*\Z|delete\s+from\b|with\s+\w+\s+as\b|replace\s+into\b|call\s+\w+\()",
    re.IGNORECASE,
)
_DDL = re.compile(
    r"\s*(?:create\s+(?:or\s+replace\s+)?(?:temp\w*\s+|unique\s+)?(?:table|view|index|database|schema|"
    r"user|role|materialized|"
    r"extension|trigger)\b|alter\s+(?:table|user|role|database|session|system)\b|drop\s+(?:table|view|"
    r"index|database|schema|user|role)\b|"
    r"truncate\s+|grant\s+\w+|exec(?:ute)?\s+\w+\s|explain\s+|pragma\s+\w|copy\s+\w+|set\s+\w+\s|use\s+\w|"
    r"vacuum\b|attach\s+|listen\s+|"
    r"notify\s+|comment\s+on\b|show\s+\w+|describe\s+)",
    re.IGNORECASE,
)
NAMED_PLACE = re.compile(
    r"(?i)(?:\b(?:from|into|update|join|table|by|select|distinct|as|view|index|on|set|database|schema|"
    r"exists|desc|asc)|[,.(])\s*[\"`\[]?\Z|"
    r"[\"`\[]\Z"
)
"""The end of a text behind which a name of a table or column follows."""
_CLAUSE = re.compile(
    r"\b(?:where|having)\s+[\w.\"`]+\s*(?:=|<|>|like\b|in\b|not\b|ilike\b|between\b)|\border\s+by\b|"
    r"\binner\s+join\b|\bleft\s+join\b",
    re.I,
)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*/?>|<[a-z]+\s")
_SHORTEST = 3


def marks(text: str) -> Value:
    """The marks of a literal text."""
    if len(text) < _SHORTEST or (text.isidentifier() and text.lower() != "update"):
        return CLEAN  # one word is no more than that, but for the first of a statement
    found: Value = {}
    if _SQL.match(text) or _CLAUSE.search(text):
        found["~sql"] = 0
    elif _DDL.match(text):
        found["~sql"] = found["~ddl"] = 0
    if "<" in text and _MARKUP.search(text):
        found["~html"] = 0
    return found or CLEAN


def join(one: Value, other: Value) -> Value:
    """Either of two values: a label is harmless only where it is in both."""
    if not other or one is other:
        return one
    if not one:
        return other
    found = dict(one)
    for label, mask in other.items():
        before = found.get(label)
        found[label] = mask if before is None else before & mask
    return found


def joined(values: list[Value]) -> Value:
    """Any of several values."""
    found = CLEAN
    for value in values:
        if value:
            found = join(found, value)
    return found


def killed(value: Value, mask: int) -> Value:
    """The value after something that makes it harmless in some kinds of sinks."""
    if not value or not mask:
        return value
    if mask == ALL:
        return {label: 0 for label in value if label[0] == "~"}
    return {label: m if label[0] == "~" else m | mask for label, m in value.items()}


def marked(value: Value, *names: str) -> Value:
    """The value with more marks."""
    return {**value, **dict.fromkeys(names, 0)}


def origins(value: Value) -> bool:
    """Whether the value has a label that is no mark."""
    for label in value:  # noqa: SIM110  # most values have none or one
        if label[0] != "~":
            return True
    return False


def attribute(value: Value, name: str) -> Value:
    """An attribute of a value: of a parameter it is told apart by its name."""
    if not value or "~in" in value:
        return CLEAN  # an item that was added is none of the object's attributes
    found: Value = {}
    for label, mask in value.items():
        kind = label[0]
        if kind == "p":
            found[f"{label}.{name}" if "." not in label and label[-1] != "#" else label] = mask
        elif kind != "~":
            found[label] = mask
    return found


DUMPS = (".dict", ".model_dump", ".dump", ".asdict")


def keys(value: Value) -> Value:
    """The keys of a mapping; those of a dumped model are names of its fields."""
    found: Value = {}
    for label, mask in value.items():
        if label[0] == "~" or label.endswith(DUMPS):
            continue
        found[label if label[-1] == "#" or label[0] in "sa" else label + "#"] = mask
    return found


def encoded(value: Value) -> tuple[str, ...]:
    """A value as a note holds it."""
    return tuple(f"{label}|{mask}" if mask else label for label, mask in sorted(value.items()))


def decoded(texts: tuple[str, ...]) -> Value:
    """A value from a note."""
    found: Value = {}
    for text in texts:
        label, _, mask = text.partition("|")
        found[label] = int(mask) if mask else 0
    return found
