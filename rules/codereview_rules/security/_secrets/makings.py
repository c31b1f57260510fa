"""What a chosen password is made of: words that everybody tries, names of the set-up, or neither."""

from __future__ import annotations

import re


def is_strong(value: str) -> bool:
    """Whether a password has three kinds of characters and no word: nobody writes such a one as a stand-in."""
    kinds = sum(
        any(test(c) for c in value)
        for test in (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    )
    return len(value) >= 8 and kinds >= 3 and not re.search(r"[a-z]{4}", value, re.I)
