"""The parts of a document that a reader tells apart, whatever it is written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Code(NamedTuple):
    """A code block: first line of the code, language in lower case, text."""

    line: int
    language: str
    text: str


@dataclass
class Parts:
    """Headings (level, line, text), blocks, code within sentences, targets of links, and paragraphs, with lines."""

    headings: list[tuple[int, int, str]] = field(default_factory=list)
    blocks: list[Code] = field(default_factory=list)
    spans: list[tuple[int, str]] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)
    paragraphs: list[tuple[int, str]] = field(default_factory=list)
