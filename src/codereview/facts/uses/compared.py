"""The arguments of a call beside the parameters of what it calls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from codereview.facts.module import CallFact, Param
from codereview.facts.paths import SPREAD

if TYPE_CHECKING:
    from codereview.facts.project import Key

_MIRRORED = frozenset(
    "a b c d e f g h i j k l m n p q r s t u v w x y z left right lhs rhs self other first second one two "
    "min max lo hi low high new old before after prev next cur current start end begin stop top bottom x1 x2 y1 y2 "
    "source target src dst dest from to expected actual key value item items".split()
)
"""Names that trade places on purpose: in comparisons, reversals, mirror images."""

_KEYWORD = 1 << 30
"""The place of a parameter that only a keyword gives."""
_SHORT = frozenset("abcdefghijklmnopqrstuvwxyz")
_NUMBER = re.compile(r"\d+|in|out")
_MIRRORED_WORDS = re.compile(
    r"(?:^|_)(?:old|new|src|dst|dest|source|target|left|right|from|to|first|second|a|b|x|y|prev|previous|current|next|"
    r"before|after|original|updated|expected|actual|in|out|input|output|inner|outer|up|down)(?:_|\d*$)"
)


class Mismatch(msgspec.Struct, frozen=True):
    """What is wrong with a call, by the names of parameters and keywords; ``surplus`` counts arguments.

    ``key`` is the function that it calls and ``shown`` the name that a reader knows it by. ``crossed`` are two
    parameters each of which is given an argument by the name of the other.
    """

    key: Key
    shown: str
    line: int
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    takes: int = 0
    surplus: int = 0
    crossed: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether something is wrong with the call."""
        return bool(self.fails or self.crossed)

    @property
    def fails(self) -> bool:
        """Whether the call raises."""
        return bool(self.missing or self.unknown or self.twice or self.surplus)

    @property
    def sentence(self) -> str:
        """It in words, with the name of what is called."""
        if self.fails:
            return f"The call cannot match `{self.shown}`: {self.told}"
        return (
            f"Arguments are in each other's places: `{self.shown}` takes {listed(self.crossed)} in this order"
        )

    @property
    def told(self) -> str:
        """What does not fit."""
        parts = []
        if self.missing:
            parts.append(f"no value for {listed(self.missing)}")
        if self.unknown:
            parts.append(f"it has no parameter {listed(self.unknown)}")
        if self.twice:
            parts.append(f"two values for {listed(self.twice)}")
        if self.surplus:
            noun = "argument" if self.takes == 1 else "arguments"
            parts.append(f"it takes {self.takes} positional {noun} and is given {self.takes + self.surplus}")
        return "; ".join(parts)


class Shape(msgspec.Struct, frozen=True):
    """What parameters take, for a quick answer: positions by name, what is required, how many by position."""

    places: dict[str, int]
    required: tuple[tuple[str, int], ...]
    least: int
    most: int
    any_name: bool

    def fits(self, call: CallFact) -> bool:
        """Whether a call surely matches."""
        args, kwargs, places = call.args, call.kwargs, self.places
        count = len(args)
        if count > self.most or SPREAD in args:
            return False
        if call.names and sum(places.get(name, at) != at for at, name in enumerate(call.names)) > 1:
            return False  # names stand in other places
        if not kwargs:
            return count >= self.least
        for name, _ in kwargs:
            if places.get(name, _KEYWORD if self.any_name else -1) < count or name == "**":
                return False
        return all(place < count or any(name == key for key, _ in kwargs) for name, place in self.required)


def shape_of(params: Sequence[Param], skipped: int) -> Shape:
    """The shape of parameters, the first of which are given by the way the function is reached."""
    places: dict[str, int] = {}
    required = []
    position, least, most, any_name = -skipped, 0, 0, False
    for name, kind, default in [(p.name, p.kind, p.default) for p in params]:
        if kind == "positional":
            position += 1
            if position > 0:
                places[name] = position - 1
                if not default:
                    required.append((name, position - 1))
                    least = position
        elif kind == "keyword":
            places[name] = _KEYWORD
            if not default:
                required.append((name, _KEYWORD))
                least = _KEYWORD + 1
        elif kind == "vararg":
            most = _KEYWORD
        else:
            any_name = True
    return Shape(places, tuple(required), least, most or max(position, 0), any_name)


def listed(names: Sequence[str]) -> str:
    """Names as a message shows them."""
    return ", ".join(f"`{name}`" for name in names)


def compared(
    key: Key, shown: str, line: int, params: Sequence[Param], call: CallFact, skipped: int
) -> Mismatch:
    """A call beside parameters, the first of which are given by the way the function is reached."""
    positional = [p for p in params if p.kind == "positional"][skipped:]
    names = {p.name for p in params if p.kind in ("positional", "keyword")}
    taken = {p.name for p in params[:skipped]}
    kinds = {p.kind for p in params}
    spread, mapping = SPREAD in call.args, any(name == "**" for name, _ in call.kwargs)
    given = [name for name, _ in call.kwargs if name != "**"]
    count = len(call.args) - call.args.count(SPREAD)
    filled = {p.name for p in positional[:count]}
    missing = [
        p.name
        for p in params
        if p.kind in ("positional", "keyword")
        and not p.default
        and p.name not in filled
        and p.name not in taken
        and p.name not in given
        and not (mapping or (spread and p.kind == "positional"))
    ]
    surplus = 0 if "vararg" in kinds else max(count - len(positional), 0)
    unknown = [] if "kwarg" in kinds else [name for name in given if name not in names or name in taken]
    twice = [] if "kwarg" in kinds else [name for name in given if name in filled]
    crossed = _crossed(positional, call) if call.names else ()
    return Mismatch(
        key, shown, line, tuple(missing), tuple(unknown), tuple(twice), len(positional), surplus, crossed
    )


def _crossed(positional: Sequence[Param], call: CallFact) -> tuple[str, ...]:
    """Two parameters each of which is given an argument by the name of the other."""
    places = {p.name: at for at, p in enumerate(positional)}
    end = call.args.index(SPREAD) if SPREAD in call.args else len(call.args)
    found = [
        (at, places[name])
        for at, raw in enumerate(call.names[: min(end, len(positional))])
        if (name := raw.strip("_")) in places and places[name] != at
    ]
    for (at, place), (other, second) in combinations(found, 2):
        one, two = positional[at].name, positional[other].name
        if place == other and second == at and not _trade_places(one, two):
            return one, two
    return ()


def _trade_places(one: str, two: str) -> bool:
    """Whether two names are of a pair that code mirrors on purpose, or differ too little to tell."""
    if {one, two} & _SHORT or _NUMBER.sub("", one) == _NUMBER.sub("", two):
        return True
    if set(one.split("_")) <= set(two.split("_")) or set(two.split("_")) <= set(one.split("_")):
        return True
    return _is_mirrored(one) and _is_mirrored(two)


def _is_mirrored(name: str) -> bool:
    return name in _MIRRORED or _MIRRORED_WORDS.search(name) is not None
