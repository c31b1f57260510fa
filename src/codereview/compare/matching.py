"""Which finding of one audit is the same fault as which of another: one to one, whatever their order. Pure.

The passes go from the surest sign to the weakest, and a finding that is matched takes part in no later one:

1. the same place and words;
2. the same fingerprint (rule, path, symbol, line of code: it survives edits elsewhere), then the same path, symbol and
   code;
3. the same in a renamed file;
4. the same code in the same file, in another symbol or one with another name, with the same words or the same lines
   around it;
5. the same symbol, or the same telling words in the same file, with code that is much alike: the line was edited and
   the fault is still there;
6. the same symbol and code, lines around it included, in another file, or code that is much alike in the same method of
   a class: it was moved. Where another finding shows that the symbol stayed, it was not;
7. the same share of the same whole ("35 of 545 functions"), whatever place stands for it;
8. the same root cause, where each side has one finding of it.

Every pass treats both sides alike, so that comparing backwards gives the same pairs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from codereview.model import Finding

ALIKE = 0.6
"""Share of words that edited code has in common with what it was."""

ALIKE_ELSEWHERE = 0.75
"""The same for code with the lines around it that is in another file."""

TELLING = 30
"""Characters that code has at least, lines around it included, to be known again in another file."""

_MOST = 40_000
"""Pairs of one rule and symbol that are compared word by word; where there are more, nothing can be told apart."""

_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"\w+|[^\w\s]")


class Matching(NamedTuple):
    """Pairs of findings, what only one side has, and files under their names on both sides."""

    pairs: tuple[tuple[Finding, Finding], ...]
    only_old: tuple[Finding, ...]
    only_new: tuple[Finding, ...]
    renamed: dict[str, str]


class _Seen(NamedTuple):
    """A finding with what the passes look at; ``path`` is that of the new side where the file was renamed."""

    finding: Finding
    path: str
    code: str
    around: str
    said: str


def match(
    old: Iterable[Finding], new: Iterable[Finding], renamed: Mapping[str, str] | None = None
) -> Matching:
    """Pairs the findings of two audits.

    Args:
        old, new: findings; their order changes nothing.
        renamed: files known to be the same under another name, old to new. Others are told by what moved.
    """
    names = dict(renamed or {})
    matcher = _Matcher(sorted(old, key=order), sorted(new, key=order))
    for key in (_place, _fingerprint_and_words, _code_and_words, _fingerprint, _code):
        matcher.by(key, {})
    _within(matcher, names)
    matcher.elsewhere()
    told = _told_renames(matcher, names)
    if told:
        names.update(told)
        _within(matcher, names)
    matcher.by(_share_of_whole, {})
    matcher.alone()
    return Matching(
        tuple(sorted(matcher.pairs, key=lambda pair: (order(pair[1]), order(pair[0])))),
        tuple(matcher.old),
        tuple(matcher.new),
        dict(sorted(names.items())),
    )


def _within(matcher: _Matcher, names: Mapping[str, str]) -> None:
    """The passes within one file, known by its names on both sides."""
    for key in (_code_and_words, _code, _other_symbol, _other_name):
        matcher.by(key, names)
    matcher.alike(names)


def order(item: Finding) -> tuple[object, ...]:
    """A total order of findings by what they say, not by where they stand in an audit."""
    return (
        item.path,
        item.line,
        item.column,
        item.end_line,
        item.end_column,
        item.rule,
        item.symbol,
        item.message,
        item.cause,
        item.severity.rank,
        item.confidence.rank,
        item.zone.value,
        item.code.lines if item.code is not None else (),
        item.fingerprint,
        repr(item.suppressed),
        item.points,
        item.effort_minutes,
    )


def code_of(item: Finding) -> str:
    """The quoted lines that a finding spans, with spaces collapsed; empty if none are quoted."""
    if item.code is None:
        return ""
    first = item.code.first
    last = max(item.end_line, item.line)
    lines = [text for number, text in enumerate(item.code.lines, first) if item.line <= number <= last]
    return " ".join(" ".join(lines).split())


class _Matcher:
    """What is left of both sides, and the pairs found so far."""

    def __init__(self, old: list[Finding], new: list[Finding]) -> None:
        self.old = old
        self.new = new
        self.pairs: list[tuple[Finding, Finding]] = []
        self.causes = [Counter((f.rule, f.cause) for f in side if f.cause) for side in (old, new)]

    def by(self, key: Callable[[_Seen], Hashable], names: Mapping[str, str]) -> None:
        """Pairs those with the same rule and key; of several, the first with the first. None is no key."""
        groups: dict[Hashable, list[Finding]] = defaultdict(list)
        for item in self.new:
            found = key(_seen(item, {}))
            if found is not None:
                groups[item.rule, found].append(item)
        if not groups:
            return
        for members in groups.values():
            members.reverse()
        left: list[Finding] = []
        taken: set[int] = set()
        for item in self.old:
            found = key(_seen(item, names))
            members = groups.get((item.rule, found), []) if found is not None else []
            if members:
                other = members.pop()
                taken.add(id(other))
                self.pairs.append((item, other))
            else:
                left.append(item)
        self.old = left
        self.new = [item for item in self.new if id(item) not in taken]

    def alike(self, names: Mapping[str, str]) -> None:
        """Pairs those of one symbol whose code is much alike, the most alike first."""
        sides = ([_seen(item, names) for item in self.old], [_seen(item, {}) for item in self.new])
        self._closest(sides, lambda seen: (seen.path, seen.finding.symbol), _share, ALIKE)
        sides = ([_seen(item, names) for item in self.old], [_seen(item, {}) for item in self.new])
        telling = tuple(
            [seen for seen in side if seen.code and len(seen.finding.message) >= TELLING] for side in sides
        )
        self._closest((telling[0], telling[1]), lambda seen: (seen.path, seen.finding.message), _share, ALIKE)

    def elsewhere(self) -> None:
        """Pairs those of one symbol in two files, unless the symbol is known to be in both on both sides."""
        stayed = {
            (a.rule, a.path, a.symbol) for a, b in self.pairs if (a.path, a.symbol) == (b.path, b.symbol)
        }
        known = {(path, symbol) for _, path, symbol in stayed}
        rest: tuple[list[Finding], list[Finding]] = ([], [])
        moving: tuple[list[Finding], list[Finding]] = ([], [])
        for side, items in enumerate((self.old, self.new)):
            for item in items:
                (rest if (item.path, item.symbol) in known else moving)[side].append(item)
        self.old, self.new = moving
        for exact in (_elsewhere, _method_elsewhere):
            self.by(exact, {})
        sides = tuple(
            [seen for item in items if _is_telling(seen := _seen(item, {}))] for items in (self.old, self.new)
        )
        self._closest((sides[0], sides[1]), lambda seen: seen.finding.symbol, _share_around, ALIKE_ELSEWHERE)
        self.old = sorted([*self.old, *rest[0]], key=order)
        self.new = sorted([*self.new, *rest[1]], key=order)

    def _closest(
        self,
        sides: tuple[list[_Seen], list[_Seen]],
        key: Callable[[_Seen], Hashable],
        share: Callable[[_Seen, _Seen], float],
        least: float,
    ) -> None:
        """Pairs those with the same rule and key that share most, as far as that is at least so much."""
        groups: dict[Hashable, tuple[list[_Seen], list[_Seen]]] = defaultdict(lambda: ([], []))
        for side, items in enumerate(sides):
            for seen in items:
                groups[seen.finding.rule, key(seen)][side].append(seen)
        candidates = []
        for one, two in groups.values():
            if len(one) * len(two) > _MOST:
                continue
            for a in one:
                for b in two:
                    common = share(a, b)
                    if common >= least:
                        ends = sorted((repr(order(a.finding)), repr(order(b.finding))))
                        apart = abs(a.finding.line - b.finding.line)
                        candidates.append((-common, apart, ends, a.finding, b.finding))
        self._take(sorted(candidates, key=lambda entry: entry[:3]))

    def alone(self) -> None:
        """Pairs those that are the only ones of their root cause on both sides."""
        found: dict[tuple[str, str], Finding] = {}
        for item in self.new:
            key = (item.rule, item.cause)
            if item.cause and self.causes[0][key] == self.causes[1][key] == 1:
                found[key] = item
        pairs = [(0.0, 0, [""], a, found[a.rule, a.cause]) for a in self.old if (a.rule, a.cause) in found]
        self._take(pairs)

    def _take(self, candidates: Iterable[tuple[float, int, list[str], Finding, Finding]]) -> None:
        taken: set[int] = set()
        for *_, a, b in candidates:
            if id(a) not in taken and id(b) not in taken:
                taken.update((id(a), id(b)))
                self.pairs.append((a, b))
        self.old = [item for item in self.old if id(item) not in taken]
        self.new = [item for item in self.new if id(item) not in taken]


def _seen(item: Finding, names: Mapping[str, str]) -> _Seen:
    code = code_of(item)
    around = " ".join(" ".join(item.code.lines).split()) if item.code is not None else ""
    return _Seen(item, names.get(item.path, item.path), code, around, _DIGITS.sub("#", item.message))


def _place(seen: _Seen) -> Hashable:
    item = seen.finding
    return (item.path, item.line, item.column, item.symbol, seen.code, item.message)


def _fingerprint_and_words(seen: _Seen) -> Hashable:
    return (seen.finding.fingerprint, seen.finding.message) if seen.finding.fingerprint else None


def _code_and_words(seen: _Seen) -> Hashable:
    return (seen.path, seen.finding.symbol, seen.code, seen.finding.message)


def _fingerprint(seen: _Seen) -> Hashable:
    return seen.finding.fingerprint or None


def _code(seen: _Seen) -> Hashable:
    """Path, symbol and code; where none is quoted, the words with all numbers alike."""
    return (seen.path, seen.finding.symbol, seen.code or seen.said)


def _other_symbol(seen: _Seen) -> Hashable:
    """Path, code and words: what the words name, such as a call, is in the other symbol too."""
    telling = seen.code and len(seen.finding.message) >= TELLING
    return (seen.path, seen.code, seen.finding.message) if telling else None


def _other_name(seen: _Seen) -> Hashable:
    """Path, code and the lines around it, with the names of the finding's own symbol left out of both."""
    around = _unnamed(seen.finding, seen.around)
    return (seen.path, _unnamed(seen.finding, seen.code), around) if len(around) >= TELLING else None


def _elsewhere(seen: _Seen) -> Hashable:
    leaf = seen.finding.symbol.rpartition(".")[2]
    return (leaf, seen.code, seen.around) if seen.code and len(seen.around) >= TELLING else None


def _method_elsewhere(seen: _Seen) -> Hashable:
    """The same method of the same class, code and words, all numbers alike."""
    return (seen.finding.symbol, seen.code, seen.said) if "." in seen.finding.symbol else None


def _share_of_whole(seen: _Seen) -> Hashable:
    """The first clause of a sentence that tells a share, all numbers alike."""
    clause = seen.said.partition(";")[0]
    return clause if "# of #" in clause else None


def _unnamed(item: Finding, code: str) -> str:
    leaf = item.symbol.rpartition(".")[2]
    return re.sub(rf"(?<!\w){re.escape(leaf)}(?!\w)", "~", code) if leaf else code


def _share(one: _Seen, two: _Seen) -> float:
    """Words in common, of all words of both (Dice's coefficient over multisets); of the code, else of the message.

    Without a symbol the words of the message have to agree as well: a module has room for many faults of a rule.
    """
    share = _dice(one.code or one.said, two.code or two.said)
    return share if one.finding.symbol else min(share, _dice(one.said, two.said))


def _is_telling(seen: _Seen) -> bool:
    """Whether a finding stands in a method of a class, with code that can be known again."""
    return "." in seen.finding.symbol and len(seen.around) >= TELLING


def _share_around(one: _Seen, two: _Seen) -> float:
    """Words in common of the code with the lines around it."""
    return _dice(one.around, two.around)


def _dice(one: str, two: str) -> float:
    a, b = _words(one), _words(two)
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


@lru_cache(maxsize=2048)
def _words(text: str) -> Counter[str]:
    return Counter(_WORDS.findall(text))


def _told_renames(matcher: _Matcher, names: Mapping[str, str]) -> dict[str, str]:
    """Files that are told to be the same by findings that moved: most of what is known of the old name stands under the
    new one now, and nothing of it stayed.
    """
    moved = Counter((a.path, b.path) for a, b in matcher.pairs if a.path != b.path)
    stayed = {path for a, b in matcher.pairs if a.path == b.path for path in (a.path,)}
    found: dict[str, str] = {}
    for (one, two), count in sorted(moved.items(), key=lambda entry: (-entry[1], entry[0])):
        rivals = sum(n for (a, b), n in moved.items() if (a == one) != (b == two))
        known = one in names or two in names.values() or one in found or two in found.values()
        if count > rivals and not known and one not in stayed and two not in stayed:
            found[one] = two
    return found
