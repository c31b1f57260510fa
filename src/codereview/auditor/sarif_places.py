"""Where results of a SARIF file are in the repository as it is now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import msgspec

from codereview.auditor.quote import Quotes
from codereview.evidence.places import matched, plain
from codereview.evidence.values import Region, SarifRead

_NO_SNIPPET = frozenset({"", "requires login"})
"""What stands where a tool gives no code."""


class Placed(msgspec.Struct, frozen=True):
    """A place in a file that is there; columns in characters, the end exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Placing:
    """The places of one file.

    Args:
        made: what it holds.
        paths: the files of the repository.
        quotes: gives their text.
    """

    def __init__(self, made: SarifRead, paths: Sequence[str], quotes: Quotes) -> None:
        self._quotes = quotes
        self._lines: dict[str, list[str]] = {}
        names = [region.path for region in _regions(made)]
        hashes = [(name, digest) for run in made.runs for name, digest in run.hashes.items()]
        self._places = matched([*names, *(name for name, _ in hashes)], paths)
        self._changed = {
            path
            for name, digest in hashes
            if (path := self._places.get(name)) is not None
            and hashlib.sha256(quotes.data(path)).hexdigest() != digest
        }
        self._missing = {plain(name) for name in names if name not in self._places}

    def place(self, region: Region) -> Placed | None:
        """Where a region is; None if there is no such file or line, or it holds other code than is quoted."""
        path = self._places.get(region.path)
        if path is None:
            return None
        lines = self._of(path)
        line = _line_of(region, lines)
        if line != region.line:
            self._changed.add(path)
        if line is None:
            return None
        end_line = min(line + max(region.end_line - region.line, 0), len(lines))
        column = _characters(lines[line - 1], region.column, region.utf16)
        end = _characters(lines[end_line - 1], region.end_column, region.utf16)
        return Placed(path, line, column, end_line, max(end, column) if end_line == line else end)

    def outdated(self) -> tuple[str, ...]:
        """Files that have changed since, as their digest, the quoted code, or a line that is not there tells."""
        return tuple(sorted(self._changed))

    def missing(self) -> tuple[str, ...]:
        """Files that are named and not there, without the folders of the machine that wrote it."""
        return tuple(sorted("/".join(name.split("/")[-3:]) for name in self._missing))

    def _of(self, path: str) -> list[str]:
        if path not in self._lines:
            self._lines[path] = self._quotes.text(path).split("\n")
        return self._lines[path]


def _line_of(region: Region, lines: Sequence[str]) -> int | None:
    """The line of a region: where it says, if the code that it quotes stands there (a quotation may begin in the middle
    of a line); else the only line that is what is quoted; else none.
    """
    quoted = next((line.strip() for line in region.snippet.split("\n") if line.strip()), "")
    there = region.line <= len(lines)
    if there and quoted in _NO_SNIPPET:
        return region.line
    last = max(region.end_line, region.line) + 1
    if there and any(quoted in line for line in lines[max(region.line - 2, 0) : last]):
        return region.line
    same = [number for number, line in enumerate(lines, 1) if line.strip() == quoted] if quoted else []
    return same[0] if len(same) == 1 else None


def _regions(made: SarifRead) -> Iterator[Region]:
    for run in made.runs:
        for result in run.results:
            if result.place is not None:
                yield result.place
            yield from result.related


def _characters(line: str, column: int, utf16: bool) -> int:
    """A column in characters, from 1, within the line or just behind it."""
    if column <= 1:
        return 1
    if utf16 and not line.isascii():
        data = line.encode("utf-16-le", "surrogatepass")[: 2 * (column - 1)]
        return len(data.decode("utf-16-le", "replace")) + 1
    return min(column, len(line) + 1)
