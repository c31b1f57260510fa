"""Texts on which a regular expression can take for ever, made from its own syntax tree.

Each repeated part of a pattern is written out many times, behind a text that leads to it and before one with which it
cannot end: where the part can match its own repetition in two ways, the time doubles with each of them. `variant`
chooses among the characters and branches that would do, so that several texts come of one pattern.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

_NEW = sys.version_info >= (3, 11)
parser: Any = importlib.import_module("re._parser" if _NEW else "sre_parse")
codes: Any = importlib.import_module("re._constants" if _NEW else "sre_constants")

_POOL = "a 7\"-\n.=_/:'A,(x#\t["
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_LONG = 10
_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": lambda c: c.isalnum() or c == "_",
    "CATEGORY_NOT_DIGIT": lambda c: not c.isdigit(),
    "CATEGORY_NOT_SPACE": lambda c: not c.isspace(),
    "CATEGORY_NOT_WORD": lambda c: not (c.isalnum() or c == "_"),
}


def hard_texts(pattern: str | bytes, flags: int, times: int, variants: int = 10) -> Iterator[str]:
    """Texts with each repeated part of a pattern ``times`` over."""
    tree = parser.parse(pattern, flags)
    seen = set()
    for variant in range(variants):
        for before, body in _repeated(tree, "", variant):
            for tail in ("\x00", "\n\x00"):
                text = before + body * times + tail
                if text not in seen:
                    seen.add(text)
                    yield text


def _repeated(tree: Any, before: str, variant: int) -> Iterator[tuple[str, str]]:
    for item in tree:
        name, value = str(item[0]), item[1]
        if name in _REPEATS:
            if value[1] > _LONG:
                yield before, _sample(value[2], variant) or "a"
            yield from _repeated(value[2], before, variant)
        elif name == "SUBPATTERN":
            yield from _repeated(value[3], before, variant)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _repeated(branch, before, variant)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _repeated(value[1], before, variant)
        before += _sample([item], variant)


def _sample(tree: Any, variant: int) -> str:
    """A text that a pattern matches, or nearly: assertions and references are passed over."""
    out = ""
    for code, value in tree:
        name = str(code)
        if name == "LITERAL":
            out += chr(value)
        elif name in ("NOT_LITERAL", "ANY"):
            out += next(c for c in _POOL[variant % 6 :] + _POOL if name == "ANY" or ord(c) != value)
        elif name == "IN":
            fitting = [c for c in (*_named(value), *_POOL) if _is_in(c, value)]
            out += fitting[variant % len(fitting)] if fitting else "a"
        elif name == "BRANCH":
            branches = value[1]
            out += _sample(branches[variant % len(branches)], variant // len(branches))
        elif name == "SUBPATTERN":
            out += _sample(value[3], variant)
        elif name == "ATOMIC_GROUP":
            out += _sample(value, variant)
        elif name in _REPEATS:
            out += _sample(value[2], variant) * max(value[0], min(variant % 2, value[1]))
    return out


def _named(items: Any) -> Iterator[str]:
    """The characters that a class names itself."""
    for code, value in items:
        if str(code) == "LITERAL":
            yield chr(value)
        elif str(code) == "RANGE":
            yield chr(value[0])


def _is_in(character: str, items: Any) -> bool:
    negated = str(items[0][0]) == "NEGATE"
    found = any(_is_item(character, str(code), value) for code, value in items if str(code) != "NEGATE")
    return found is not negated


def _is_item(character: str, code: str, value: Any) -> bool:
    if code == "LITERAL":
        return ord(character) == int(value)
    if code == "RANGE":
        return bool(value[0] <= ord(character) <= value[1])
    return _CATEGORIES.get(str(value), str.isalnum)(character)
