"""The ini format of pytest (``iniconfig``): sections, ``key = value`` or ``key: value``, indented continuation lines.

Unlike `configparser` it keeps every line, so that a key given twice is seen twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SECTION = re.compile(r"\[([^\]]+)\]\s*(?:[#;].*)?$")
_ENTRY = re.compile(r"([^\s=:#;\[][^=:]*?)\s*[=:]\s*(.*)$")


class Entry(NamedTuple):
    """One key of a section with its value, continuation lines joined by newlines."""

    key: str
    value: str
    line: int


class Section(NamedTuple):
    """One section as it stands in the text."""

    name: str
    line: int
    entries: tuple[Entry, ...]

    def get(self, key: str) -> Entry | None:
        """The first entry of a key."""
        return next((entry for entry in self.entries if entry.key == key), None)


def sections(text: str) -> tuple[Section, ...]:
    """The sections of an ini file in the order of the text; lines that are none of them are passed over."""
    found: list[tuple[str, int, list[tuple[str, list[str], int]]]] = []
    for number, line in _lines(text):
        if line[0].isspace():
            if found and found[-1][2]:
                found[-1][2][-1][1].append(line.strip())
        elif match := _SECTION.match(line):
            found.append((match[1].strip(), number, []))
        elif found and (match := _ENTRY.match(line)):
            found[-1][2].append((match[1].strip(), [match[2].strip()], number))
    return tuple(
        Section(name, line, tuple(Entry(key, "\n".join(value).strip(), at) for key, value, at in entries))
        for name, line, entries in found
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, comments taken off."""
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        shown = line.rstrip()
        if shown and shown.lstrip()[0] not in "#;":
            yield number, re.sub(r"\s[#;]\s.*$", "", shown)
