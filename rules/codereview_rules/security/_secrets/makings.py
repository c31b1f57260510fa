"""What a chosen password is made of: words that everybody tries, names of the set-up, or neither."""

from __future__ import annotations

import re

from . import notes, stock
from .hit import Hit
from .languages import Language
from .names import words


def is_strong(value: str) -> bool:
    """Whether a password has three kinds of characters and no word: nobody writes such a one as a stand-in."""
    kinds = sum(
        any(test(c) for c in value)
        for test in (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    )
    return len(value) >= 8 and kinds >= 3 and not re.search(r"[a-z]{4}", value, re.I)


def is_derived(text: str, how: Language, hit: Hit, value: str) -> bool:
    """Whether all words of a password are words about passwords, or names that the file has elsewhere too."""
    if notes.is_live(how.path):
        return False
    if re.search(
        rf"(?:-u ?|[Uu][Ss][Ee][Rr]\w{{0,8}}[\"']?\]?\s?[:=]?\s?[\"']?){re.escape(value)}\b",
        notes.near(text, hit),
    ):
        return True
    parts = [word for word in words(value) if not word.isdigit()]
    beside = {
        word for found in notes.BESIDE.finditer(notes.near(text, hit)) for word in words(found["value"])
    }
    own = {word for word in parts if not stock.is_of_such_words(word, hit.name)}
    if own and own <= beside and stock.speaks(value):
        return True  # the user's name, and what it is
    if (
        not notes.of_service(text, how, hit)
        or not parts
        or any(len(word) < 3 for word in parts)
        or len(value) > 60
    ):
        return False
    rest = [word for word in parts if not stock.is_of_such_words(word, hit.name)]
    low = (text[: hit.start] + "\n" + text[hit.end :]).lower()
    low = low.replace(value.lower(), "")
    return all(re.search(rf"(?<![a-z]){re.escape(word)}", low) for word in rest)
