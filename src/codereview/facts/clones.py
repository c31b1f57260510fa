"""Statements that stand in several files: copies (type 1), copies with other names (2), with changes (3).

Four statements in a row that look alike in two files are a seed; seeds on one diagonal grow into a chain, and chains
that are at most three statements apart join. A chain counts for what is surely the same in it: statements with the same
text, or with the same shape and the same calls by name. The selection of seeds follows the usual reduction of
fingerprints (Schleimer, Wilkerson, Aiken: Winnowing, 2003), with rarity in place of a minimum: a sequence that many
places share is a habit of the project and no copy.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from codereview.facts.clone_edges import Same, Statements, statements, trimmed
from codereview.facts.clone_seeds import GAP, joined, runs, windows
from codereview.facts.fingerprints import unpacked
from codereview.facts.module import FileFacts

LEAST_STATEMENTS = 6
LEAST_TOKENS = 60
_LEAST_CALLS = 2
"""Statements with calls: without any it is a table of values."""
_MOST_ALIKE = 0.7
"""Share of statements that call the same: with more it is a list of registrations."""
_MOST_PLACES = 40
_NEIGHBOURS = 3
_WORDS = re.compile(r"\w+")
Span = tuple[str, int, int]
"""A file and the numbers of the first statement and of the one after the last."""


_MIGRATION = re.compile(
    r"(?:^|/)(?:migrations|versions|alembic|south_migrations)/(?:.*/)?[^/]*\d[^/]*\.py$|(?:^|/)(?:alembic|migrations?)/env\.py$"
)


def is_migration(path: str) -> bool:
    """Whether a file is a step of a database's history: ``migrations/0002_x.py``, ``alembic/versions/1f3a_x.py``."""
    return _MIGRATION.search(path) is not None


class Place(NamedTuple):
    """Lines of a file that are a copy of others."""

    path: str
    line: int
    end_line: int
    statements: int


class CloneClass(NamedTuple):
    """Places with the same code. The first two have most in common: ``same`` of ``compared`` statements are surely the
    same there, ``exact`` of them to the letter, in ``parts`` stretches of code. Others have part of it."""

    places: tuple[Place, ...]
    same: int
    compared: int
    exact: int
    parts: int = 1


class _File:
    """The statements of one file."""

    def __init__(self, facts: FileFacts) -> None:
        prints = facts.prints
        self.facts = facts
        self.lines = unpacked(prints.lines)
        self.exact = unpacked(prints.exact)
        self.shapes = unpacked(prints.shapes)
        self.sizes = prints.sizes
        self._calls: dict[int, list[str]] | None = None

    def calls(self, number: int) -> list[str]:
        """The names of what a statement calls."""
        if self._calls is None:
            self._calls = defaultdict(list)
            for call in self.facts.calls:
                name = _called_name(call.written or call.path)
                self._calls[bisect_right(self.lines, call.line) - 1].append(name)
        return self._calls.get(number, [])

    @cached_property
    def bounds(self) -> Statements:
        """The statements with the functions around them."""
        return statements(self.facts)

    def begins_class(self, after: int, before: int) -> bool:
        """Whether a class begins between two lines."""
        return any(after < cls.line < before for cls in self.facts.classes)

    def end(self, number: int) -> int:
        """The last line of a statement: before the next one, and not after the function that it is in."""
        line = self.lines[number]
        following = self.lines[number + 1] if number + 1 < len(self.lines) else self.facts.lines + 1
        around = [f.end_line for f in self.facts.functions if f.line <= line <= f.end_line]
        return max(line, min([following - 1, *around]))


class _Chain(NamedTuple):
    one: Span
    other: Span
    same: int
    compared: int
    exact: int
    pairs: tuple[tuple[int, int], ...]
    """The statements that are surely the same: their numbers in the one file and in the other."""


class Clones:
    """The clones among some files.

    Args:
        files: facts by path, of the files to be compared.
    """

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._files = {path: _File(facts) for path, facts in sorted(files.items()) if facts.prints.lines}
        chains = list(self._chains())
        self.classes = tuple(self._classes(chains))
        self._chained = [chain for chain in chains if chain.one[0] != chain.other[0]]

    def without(self, gone: Collection[str]) -> Clones:
        """The clones among the other files, once those that are ``gone`` are removed."""
        return Clones({path: file.facts for path, file in self._files.items() if path not in gone})

    @property
    def redundant(self) -> Mapping[str, int]:
        """By file, the statements that are copies of what stands in a file before it."""
        return self.redundant_without(())

    def redundant_without(self, gone: Collection[str]) -> Mapping[str, int]:
        """By file, the statements that are copies of what stands in a file before it, once the files that are ``gone``
        are removed: what they alone share with a file is no copy any more."""
        found: Counter[str] = Counter()
        for places in self._alike:
            found.update(sorted({path for path, _ in places if path not in gone})[1:])
        return found

    @cached_property
    def _alike(self) -> list[list[tuple[str, int]]]:
        """The statements (file and number) that are the same, also by way of others."""
        parent: dict[tuple[str, int], tuple[str, int]] = {}

        def root(place: tuple[str, int]) -> tuple[str, int]:
            while (above := parent.setdefault(place, place)) != place:
                parent[place] = place = parent.get(above, above)
            return place

        for chain in self._chained:
            for here, there in chain.pairs:
                parent[root((chain.one[0], here))] = root((chain.other[0], there))
        groups: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        for place in list(parent):
            groups[root(place)].append(place)
        return list(groups.values())

    def _seeds(self) -> Iterator[list[tuple[str, int]]]:
        """Places of each sequence that stands in more than one file, but not in many."""
        prints = {path: windows(file.shapes) for path, file in self._files.items()}
        count: Counter[int] = Counter()
        for found in prints.values():
            count.update(found)
        wanted = {window for window, places in count.items() if 1 < places <= _MOST_PLACES}
        where: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for path, found in prints.items():
            for number, window in enumerate(found):
                if window in wanted:
                    where[window].append((path, number))
        yield from where.values()

    def _chains(self) -> Iterator[_Chain]:
        seeds: dict[tuple[str, str], dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for places in self._seeds():
            for here, (path, number) in enumerate(places):
                left = _NEIGHBOURS
                for other, place in places[here + 1 :]:
                    if other != path:
                        seeds[path, other][place - number].add(number)
                        left -= 1
                        if not left:
                            break
        for (one, other), diagonals in seeds.items():
            for steps in joined(runs(diagonals)):
                for same in self._surely(one, other, steps):
                    chain = self._judged(one, other, same)
                    if chain is not None:
                        yield chain

    def _surely(self, one: str, other: str, steps: list[tuple[int, int, int]]) -> Iterator[list[Same]]:
        """The statements of a chain that are surely the same, parted where a class begins that is none of the copy."""
        if sum(end - start for start, end, _ in steps) < LEAST_STATEMENTS:
            return
        a, b = self._files[one], self._files[other]
        same: list[Same] = []
        seen = -1
        for start, end, shift in steps:
            for i in range(max(start, seen + 1), end):
                exact = a.exact[i] == b.exact[i + shift]
                alike = exact or a.shapes[i] == b.shapes[i + shift]
                if exact or (alike and (calls := a.calls(i)) and calls == b.calls(i + shift)):
                    if same and self._parts(a, b, same[-1], (i, i + shift)):
                        yield same
                        same = []
                    same.append((i, i + shift, exact))
                seen = i
        yield same

    def _parts(self, a: _File, b: _File, before: Same, after: tuple[int, int]) -> bool:
        """Whether a class begins between two statements, and what lies between them is not as long in both files."""
        here, there = (a.lines[before[0]], a.lines[after[0]]), (b.lines[before[1]], b.lines[after[1]])
        if abs((here[1] - here[0]) - (there[1] - there[0])) <= GAP:
            return False
        return a.begins_class(*here) or b.begins_class(*there)

    def _judged(self, one: str, other: str, same: list[Same]) -> _Chain | None:
        """A chain from the first to the last statement that is surely the same; None if that is too little."""
        if len(same) < LEAST_STATEMENTS:
            return None
        a, b = self._files[one], self._files[other]
        same = trimmed(a.bounds, same, LEAST_STATEMENTS)
        if len(same) < LEAST_STATEMENTS:
            return None
        first, last = same[0], same[-1]
        compared = max(last[0] - first[0], last[1] - first[1]) + 1
        exact_ones = sum(item[2] for item in same)
        headers = sum(not a.sizes[i] for i, _, _ in same)
        tokens = sum(a.sizes[i] for i, _, _ in same)
        kinds = len({a.exact[i] for i, _, _ in same})
        calling = sum(bool(a.calls(i)) for i, _, _ in same)
        called = Counter(name for i, _, _ in same for name in a.calls(i))
        # where the text differs, the shape is to be the same from the first to the last
        renamed = a.shapes[first[0] : first[0] + compared] == b.shapes[first[1] : first[1] + compared]
        if (
            tokens < LEAST_TOKENS
            or calling < _LEAST_CALLS
            or max(called.values()) > _MOST_ALIKE * len(same)
            or len(same) - headers < LEAST_STATEMENTS
            or kinds < LEAST_STATEMENTS
            or len(same) < 0.7 * compared
            or (exact_ones < 0.5 * len(same) and (calling < LEAST_STATEMENTS - 1 or not renamed))
        ):
            return None
        return _Chain(
            (one, first[0], last[0] + 1), (other, first[1], last[1] + 1), len(same), compared, exact_ones,
            tuple((here, there) for here, there, _ in same),
        )  # fmt: skip

    def _classes(self, chains: list[_Chain]) -> Iterator[CloneClass]:
        """Chains whose spans overlap are one class; classes of the same files are told as one."""
        by_files: dict[tuple[str, ...], list[list[_Chain]]] = defaultdict(list)
        for group in _together(chains):
            by_files[tuple(sorted({span[0] for chain in group for span in chain[:2]}))].append(group)
        for paths, found in sorted(by_files.items()):
            spans = sorted({span for group in found for chain in group for span in chain[:2]})
            pair, shared = _closest(found)
            longest = max(shared, key=lambda chain: chain.same)
            shown = {span[0]: span for span in longest[:2]}  # the two are told with what they share
            places = [
                self._place(path, [span for span in spans if span[0] == path], shown.get(path))
                for path in sorted(paths, key=lambda path: (path not in pair, path))
            ]
            yield CloneClass(
                tuple(places),
                sum(chain.same for chain in shared),
                sum(chain.compared for chain in shared),
                sum(chain.exact for chain in shared),
                len(shared),
            )

    def _place(self, path: str, spans: list[Span], shown: Span | None) -> Place:
        """One span of a file as a place, the longest if none is given; the number of statements is that of all."""
        file = self._files[path]
        _, start, end = shown or max(spans, key=lambda span: (span[2] - span[1], -span[1]))
        covered = {number for _, first, last in spans for number in range(first, last)}
        return Place(path, file.lines[start], file.end(end - 1), len(covered))


@lru_cache(maxsize=50_000)
def _called_name(path: str) -> str:
    """The last word of what is called."""
    words: list[str] = _WORDS.findall(path)
    return words[-1] if words else "?"


def _together(chains: list[_Chain]) -> Iterator[list[_Chain]]:
    """Chains grouped by spans that overlap by half."""
    parent = list(range(len(chains)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    by_file: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, chain in enumerate(chains):
        for path, start, end in (chain.one, chain.other):
            by_file[path].append((start, end, number))
    for spans in by_file.values():
        spans.sort()
        for here, (start, end, number) in enumerate(spans):
            for other_start, other_end, other in spans[here + 1 :]:
                if other_start >= end:
                    break
                shared = min(end, other_end) - other_start
                if 2 * shared >= min(end - start, other_end - other_start):
                    parent[root(other)] = root(number)
    groups: dict[int, list[_Chain]] = defaultdict(list)
    for number, chain in enumerate(chains):
        groups[root(number)].append(chain)
    yield from groups.values()


def _closest(groups: list[list[_Chain]]) -> tuple[tuple[str, str], list[_Chain]]:
    """The two files that have most in common, and the longest chain of each group between them."""
    by_pair: dict[tuple[str, str], list[_Chain]] = defaultdict(list)
    for group in groups:
        best: dict[tuple[str, str], _Chain] = {}
        for chain in group:
            pair = (min(chain.one[0], chain.other[0]), max(chain.one[0], chain.other[0]))
            if pair not in best or best[pair].same < chain.same:
                best[pair] = chain
        for pair, chain in best.items():
            by_pair[pair].append(chain)
    return min(by_pair.items(), key=lambda item: (-sum(chain.same for chain in item[1]), item[0]))
