"""Whether a text has one of several words, with fewer searches than words: those with a part in common go together."""

from __future__ import annotations

from collections.abc import Mapping


def spells(text: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether one of the words stands in a text.

    Args:
        text: that of a whole file.
        words: by a part that they have in common, which is looked for first; none for a word by itself.
    """
    parts = (part for part in words if part in text)
    return any(not words[part] or any(word in text for word in words[part]) for part in parts)
