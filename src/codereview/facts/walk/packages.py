"""Packages that a string literal names: settings and connection URLs use what no import statement tells."""

from __future__ import annotations

import re
from functools import lru_cache

from codereview.facts.dependencies.names import canonical, known_words

_LONGEST = 200
_NAMES = re.compile(r"(?:[a-z\d]+\+)?([A-Za-z_][\w-]*)(?:\.[A-Za-z_]\w*)*(?:$|:[\w.]*$|://|\[)")


def named_packages(text: str) -> tuple[str, ...]:
    """The well-known package that a literal begins with, or that is the driver of its URL; as it is written.

    ``rest_framework``, ``whitenoise.middleware.WhiteNoise``, ``postgresql+asyncpg://...``. Nothing else of the text is
    returned, since a literal may hold a secret.
    """
    if text.isidentifier() and text.isascii():  # many are keys: no need to take them apart
        return (text,) if _is_known(text) else ()
    found = _NAMES.match(text, 0, _LONGEST)
    return (found.group(1),) if found is not None and _is_known(found.group(1)) else ()


@lru_cache(maxsize=10_000)
def _is_known(name: str) -> bool:
    return name in known_words() or canonical(name) in known_words()
