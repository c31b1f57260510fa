"""Whether a key is another one with a slip in its spelling."""

from __future__ import annotations

import difflib

_ALIKE = 0.8
"""Of the letters of a word that has a slip."""


def is_slip(one: str, other: str) -> bool:
    """Whether two keys are the same but for a slip: an underscore, letters of one word, its plural, the
    order of the words. Other digits and other words mean other keys."""
    strip = str.maketrans("", "", "0123456789")
    if one == other or one.translate(strip) == other.translate(strip):
        return False
    if one.replace("_", "") == other.replace("_", ""):
        return True
    words, others = one.split("_"), other.split("_")
    if len(words) > 2 and sorted(words) == sorted(others):
        return True
    if len(words) != len(others) or len(words) < 2:
        return False
    apart = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    if len(apart) != 1 or min(map(len, apart[0])) < 4:
        return False
    return difflib.SequenceMatcher(None, *apart[0]).ratio() >= _ALIKE


__all__ = ["is_slip"]
