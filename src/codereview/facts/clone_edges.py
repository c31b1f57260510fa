"""Where a copy begins and ends: not with the tail of one function, nor with the head of the next.

Statements that are the same in two files in a row can run over the bounds of functions. A few lines at the
end of a function that happen to be the same belong to it and not to what is copied after it: nobody could move them
out together.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from codereview.facts.fingerprints import unpacked
from codereview.facts.module import FileFacts, FunctionFact

Same = tuple[int, int, bool]
"""The numbers of a statement in two files, and whether it is the same to the letter."""
_MOST = 0.5
"""Share of a function's statements from which its copy is one of the function."""
_PART, _FEW = 1 / 3, 4
"""Share and number of statements from which a copy is a part of the function that could stand by itself."""


class Statements(NamedTuple):
    """The statements of a file, and the bounds of its functions."""

    lines: array[int]
    sizes: bytes
    functions: Sequence[FunctionFact]
    around: Sequence[int]
    """For each statement the number of the innermost function around it; -1 outside of all."""

    def share(self, function: int, count: int) -> float:
        """Which share of a function a number of statements is, its head left out."""
        found = self.functions[function]
        start, end = bisect_left(self.lines, found.line), bisect_right(self.lines, found.end_line)
        every = sum(map(bool, self.sizes[start:end]))
        return count / every if every else 1.0  # a constructor that only keeps what it is given

    def is_constructor(self, function: int) -> bool:
        """Whether a function is what every class has, and mostly the same."""
        return function >= 0 and self.functions[function].name == "__init__"


def statements(facts: FileFacts) -> Statements:
    """The statements of a file with the functions around them."""
    lines = unpacked(facts.prints.lines)
    around = [-1] * len(lines)
    outer_first = sorted(
        (f.line, -f.end_line, number) for number, f in enumerate(facts.functions) if f.name != "<lambda>"
    )
    for line, end, number in outer_first:
        start, stop = bisect_left(lines, line), bisect_right(lines, -end)
        around[start:stop] = [number] * (stop - start)
    return Statements(lines, facts.prints.sizes, facts.functions, around)


def trimmed(file: Statements, same: Sequence[Same], least: int) -> list[Same]:
    """What is the same in two files, without a part of a function at either end that is no copy by itself; nothing if
    only the constructors make it enough.

    Args:
        file: the first of the files.
        same: what is the same, in the order of the text.
        least: the statements that are a copy by themselves.
    """
    parts = [(key, list(rows)) for key, rows in groupby(same, key=lambda row: file.around[row[0]])]
    while len(parts) > 1 and not _is_unit(file, *parts[0], least):
        parts.pop(0)
    while len(parts) > 1 and not _is_unit(file, *parts[-1], least):
        parts.pop()
    own = sum(_told(file, rows) for function, rows in parts if not file.is_constructor(function))
    if len(parts) > 1 and own < least:
        return []
    return [row for _, rows in parts for row in rows]


def _told(file: Statements, rows: Sequence[Same]) -> int:
    """The statements that are more than the head of a function."""
    return sum(bool(file.sizes[number]) for number, _, _ in rows)


def _is_unit(file: Statements, function: int, rows: Sequence[Same], least: int) -> bool:
    count = _told(file, rows)
    if count >= least or function < 0:
        return count >= least
    share = file.share(function, count)
    return share >= _MOST or (count >= _FEW and share >= _PART)
