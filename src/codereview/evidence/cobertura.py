"""Cobertura's ``coverage.xml``, as coverage.py, pytest-cov, slipcover and others write it.

Format: https://cobertura.sourceforge.net/xml/coverage-04.dtd. Branches stand in ``condition-coverage`` of lines, as in
``50% (1/2)``.
"""

from __future__ import annotations

import re

from codereview.evidence.markup import Element, each, seconds, whole
from codereview.evidence.values import MOST_FILES, CoverageRead, Lines, UnreadableError

_CONDITIONS = re.compile(r"\((\d{1,9})/(\d{1,9})\)")
HIGHEST_LINE = 10_000_000


class _File:
    """Lines of one file while they are read."""

    def __init__(self) -> None:
        self.executed: set[int] = set()
        self.executable: set[int] = set()
        self.branches: dict[int, tuple[int, int]] = {}

    def lines(self) -> Lines:
        return Lines(
            frozenset(self.executed),
            frozenset(self.executable),
            sum(total for _, total in self.branches.values()),
            sum(covered for covered, _ in self.branches.values()),
        )


class _Reading:
    """State of reading one file."""

    def __init__(self) -> None:
        self.files: dict[str, _File] = {}
        self.folders: list[str] = []
        self.version = ""
        self.totals: tuple[str, str] = ("", "")
        self.branches = False
        self.here: _File | None = None

    def starts(self, name: str, element: Element, depth: int) -> None:
        if depth == 0:
            self.version = element.get("version", "")
            self.totals = (element.get("lines-valid", ""), element.get("lines-covered", ""))
            self.branches = whole(element.get("branches-valid", "")) > 0
        elif name == "class":
            path = element.get("filename", "")
            if path and len(self.files) >= MOST_FILES and path not in self.files:
                raise UnreadableError("names too many files")
            self.here = self.files.setdefault(path, _File()) if path else None
        elif name == "line" and self.here is not None:
            self._line(self.here, element)

    def ends(self, name: str, element: Element, depth: int) -> None:
        if name == "class":
            self.here = None
        elif name == "source" and element.text and len(self.folders) < 100:
            self.folders.append(element.text.strip())

    def _line(self, file: _File, element: Element) -> None:
        number = whole(element.get("number", ""))
        if not 0 < number <= HIGHEST_LINE:
            return
        file.executable.add(number)
        if (seconds(element.get("hits", "0")) or 0) > 0:
            file.executed.add(number)
        found = _CONDITIONS.search(element.get("condition-coverage", ""))
        if found:
            covered, total = int(found[1]), int(found[2])
            file.branches[number] = (min(covered, total), total)
            self.branches = True


def read(data: bytes) -> CoverageRead:
    """The coverage in a Cobertura file.

    Raises:
        UnreadableError: it is no XML, or holds no file.
    """
    reading = _Reading()
    each(data, reading.starts, reading.ends)
    if not reading.files:
        raise UnreadableError("holds no measured file")
    stated = [whole(text) if text else None for text in reading.totals]
    # coverage.py writes its own version, with a comment that names it; others write "1.9" or nothing
    return CoverageRead(
        tool=f"coverage.py {reading.version}" if b"coverage.py" in data[:2000] else "",
        files={path: file.lines() for path, file in reading.files.items()},
        folders=tuple(reading.folders),
        branches=reading.branches,
        statements=stated[0],
        covered=stated[1],
    )
