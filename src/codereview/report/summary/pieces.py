"""What the summary is made of: pieces of text, each with what bears it out, in clauses of a salience.

A piece that says a figure, a place, a name or the words of a card carries its `source`, which
`codereview.report.selfcheck_summary` looks up in the audit again, and mostly a link. All others are plain words, and
hold neither a digit nor code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import Formatter
from typing import NamedTuple

from codereview.model import Finding
from codereview.report.text import clip, shorten

LONGEST = 170
"""Characters of a quoted message or sentence of a card."""
_LOWERED = frozenset(
    "A An Any As At Awaiting Between Calling Each Every If In It Its Line Neither No Nobody Nothing Of On One Password "
    "Passwords Reading Secret Signing Some The There These They This Token What When While Who Whoever With "
    "Without".split()
)
"""First words that need no capital within a sentence."""


class Piece(NamedTuple):
    """A part of a sentence.

    `to` is what it leads to: ``f:`` and a fingerprint, ``r:`` and a rule, or the anchor of a section. `source` is a
    kind of evidence and its arguments; empty for plain words.
    """

    text: str
    to: str = ""
    source: tuple[str, ...] = ()


Pieces = tuple[Piece, ...]


class Clause(NamedTuple):
    """A sentence without its full stop, and how much it matters, from 0 to 1."""

    salience: float
    pieces: Pieces

    @property
    def text(self) -> str:
        """The sentence as plain text, with code between backticks."""
        return "".join(piece.text for piece in self.pieces) + "."


def told(text: str, **parts: Piece | Pieces) -> Pieces:
    """A sentence from a text with ``{names}`` of pieces in it; what stands between them are plain words."""
    out: list[Piece] = []
    for literal, name, _, _ in Formatter().parse(text):
        if literal:
            out.append(Piece(literal))
        if name is not None:
            part = parts[name]
            out += [part] if isinstance(part, Piece) else part
    return tuple(out)


def said(text: str, *source: str, to: str = "") -> Piece:
    """A figure or a name, with its source."""
    return Piece(text, to, source)


def code(text: str, most: int = 100) -> str:
    """A name as code between backticks; there are none within it."""
    shown = shorten(text, most).replace("`", "'").strip()
    return f"`{shown or '(empty)'}`"


def spot(path: str, line: int, to: str) -> Piece:
    """A place, linked."""
    where = f"{shorten(path, 100)}:{line}" if line else path
    return Piece(code(where, 120), to, ("place", path, str(line)))


def place(finding: Finding) -> Piece:
    """The place of a finding, linked to it."""
    return spot(finding.path, finding.line, f"f:{finding.fingerprint}")


def title(rule: str, words: str) -> Piece:
    """The title of a rule in quotation marks, linked to it."""
    return Piece(f"“{shorten(words, 100)}”", f"r:{rule}", ("title", rule, words))


def message(finding: Finding, first: bool = False) -> Piece:
    """What a finding says, or the first part of it, as the middle of a sentence."""
    words = lowered(brief(finding.message.partition("; ")[0] if first else finding.message))
    return Piece(words, f"f:{finding.fingerprint}", ("message", finding.path, finding.message))


def joined(parts: Iterable[Pieces], between: str = ", ", last: str = " and ") -> Pieces:
    """Parts with words between them, others before the last."""
    listed = list(parts)
    out: list[Piece] = []
    for index, part in enumerate(listed):
        if index:
            out.append(Piece(last if index == len(listed) - 1 else between))
        out += part
    return tuple(out)


def brief(text: str, most: int = LONGEST) -> str:
    """The beginning of a text that says something by itself: whole if it is short, else as far as a semicolon or a
    colon that stands in no code."""
    clean = " ".join(text.split()).rstrip(".")
    if len(clean) <= most:
        return clean
    ends = [match.start() for match in re.finditer(r"; |: ", clean) if 30 <= match.start() <= most]
    ends = [end for end in ends if clean.count("`", 0, end) % 2 == 0]
    short = clean[: ends[0]] if ends else clip(clean, most)
    return short if short.count("`") % 2 == 0 else short.replace("`", "")


def lowered(text: str) -> str:
    """A sentence as a part of another one: without a capital where the first word is known to need none."""
    return text[:1].lower() + text[1:] if text.split(" ", 1)[0] in _LOWERED else text


def raised(pieces: Pieces) -> Pieces:
    """Pieces that begin a sentence: with a capital, unless they begin with code or a figure."""
    head, *rest = pieces
    return (head._replace(text=head.text[:1].upper() + head.text[1:]), *rest)
