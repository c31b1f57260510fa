"""Where words stand in a text."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from .patterns import WORDS

_MOST_OF_LINE = 4000


def places(text: str, *words: str) -> list[int]:
    """Offsets of all ``words``, in order; of one line no more than its first few thousand.

    No line that people or compilers write has more, and a file that is made to be slow costs no more time.
    """
    out: list[int] = []
    for word in words:
        place = text.find(word)
        size = len(word)
        while place >= 0:
            out.append(place)
            place = text.find(word, place + size)
    if len(words) > 1:
        out.sort()
    return out if len(out) <= _MOST_OF_LINE else _thinned(text, out)


def _thinned(text: str, found: list[int]) -> list[int]:
    out: list[int] = []
    count, stop = 0, -1
    for place in found:
        if place > stop:
            end = text.find("\n", place)
            count, stop = 0, end if end >= 0 else len(text)
        count += 1
        if count <= _MOST_OF_LINE:
            out.append(place)
    return out


@lru_cache(maxsize=2)
def has_links(text: str) -> bool:
    """Whether there is a URL in the text; three recognisers ask."""
    return "://" in text


class SecretWords(NamedTuple):
    """A text in lower case, of the same length; the offsets of all words that a secret's name can have; and which
    of the words there are."""

    low: str
    offsets: tuple[int, ...]
    present: frozenset[str]


@lru_cache(maxsize=2)
def secret_words(text: str) -> SecretWords:
    """What words of secrets a text has. Two rules ask it of each Python file, so the last answers are kept."""
    low = text.lower()
    if len(low) != len(text):  # a few characters change length in lower case: fold ASCII only
        low = "".join(c.lower() if c.isascii() else c for c in text)
    present = frozenset(word for word in WORDS if word in low)
    return SecretWords(low, tuple(places(low, *sorted(present))), present)
