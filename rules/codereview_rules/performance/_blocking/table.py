"""A table of external callables that block, looked up by canonical dotted path.

Groups are written as text, one pattern per word (blanks in braces do not count):

==========================  ================================================================================
``requests.{get,post}``     these two names
``boto3.client().*``        every public method of the object
``openai.OpenAI().**``      every public method, any number of plain attributes deep
``stripe.**{create,list}``  these methods, any number of plain attributes deep
``X().query()~{all,get}``   these methods at the end of a chain of calls that only build
``-redis.Redis().close``    not this one, whatever else says
==========================  ================================================================================

``__iter__`` stands for being iterated over.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from codereview.api import Confidence, Severity
from codereview.facts.paths import plain, split

_WORD = re.compile(r"(?:\{[^{}]*\}|[^\s{}])+")
_BRACES = re.compile(r"\{([^{}]*)\}")
_TAIL = re.compile(r"(\*\*|~|\.\*)(?:\{([^{}]*)\})?\Z")


class Group(NamedTuple):
    """Callables that block alike.

    ``kind`` says in messages what blocks, ``instead`` completes "use ...". ``direct`` means that only a call
    in the coroutine itself is worth a finding. ``follows`` means that the call goes on with what an earlier
    call of the same function began (``f.read()`` after ``open()``): both are one root cause. ``edit`` says
    whether a call can be moved to a thread as it stands. ``refused`` means that Django raises an error for it on the
    thread of an event loop.
    """

    kind: str
    severity: Severity
    confidence: Confidence
    instead: str
    calls: str
    direct: bool = False
    follows: bool = False
    edit: bool = False
    refused: bool = False


class _Chain(NamedTuple):
    mode: str
    names: frozenset[str] | None
    group: Group


class Table:
    """Groups, made searchable.

    Args:
        groups: in order; of two that name the same callable the first wins.
    """

    def __init__(self, groups: Iterable[Group]) -> None:
        self._exact: dict[str, Group] = {}
        self._not: set[str] = set()
        self._chains: dict[str, list[_Chain]] = {}
        for group in groups:
            for word in _WORD.findall(group.calls):
                self._add("".join(word.split()), group)
        self.roots = frozenset(
            re.split(r"[.(\[]", name, maxsplit=1)[0] for name in (*self._exact, *self._chains)
        )
        self.find = lru_cache(maxsize=100_000)(self._find)

    def _add(self, word: str, group: Group) -> None:
        if word[0] == "-":
            self._not.update(expand(word[1:]))
            return
        tail = _TAIL.search(word)
        if tail is None:
            for name in expand(word):
                self._exact.setdefault(name, group)
            return
        names = frozenset(tail.group(2).split(",")) if tail.group(2) else None
        for name in expand(word[: tail.start()].rstrip(".")):
            self._chains.setdefault(name, []).append(_Chain(tail.group(1), names, group))

    def _find(self, name: str) -> Group | None:
        """The group of the callable at a canonical path, or None."""
        name = plain(name)
        found = self._exact.get(name)
        if found is not None or name in self._not:
            return found
        tokens = split(name)
        if tokens[0] not in self.roots:
            return None
        prefix = ""
        for position, token in enumerate(tokens, start=1):
            prefix += token
            for chain in self._chains.get(prefix, ()):
                if _matches(chain, tokens[position:]):
                    return chain.group
        return None


def _matches(chain: _Chain, rest: tuple[str, ...]) -> bool:
    if not rest or rest[-1][0] != ".":
        return False
    last = rest[-1][1:]
    if chain.names is not None:
        if last not in chain.names:
            return False
    elif last.startswith("_"):
        return False
    if chain.mode == ".*":
        return len(rest) == 1
    if chain.mode == "**":
        return all(token[0] == "." for token in rest)
    names = chain.names or ()
    return all(token[0] != "." or not _answers(token[1:], names) for token in rest[:-1])


def _answers(name: str, names: Container[str]) -> bool:
    """Whether a method ends a chain, as it is or as its asynchronous twin: ``first``, ``afirst``."""
    return name in names or (name[0] == "a" and name[1:] in names)


def expand(word: str) -> Iterator[str]:
    """``a.{b,c}`` -> ``a.b``, ``a.c``; braces do not nest."""
    found = _BRACES.search(word)
    if found is None:
        yield word
        return
    for choice in found.group(1).split(","):
        yield from expand(word[: found.start()] + choice + word[found.end() :])
