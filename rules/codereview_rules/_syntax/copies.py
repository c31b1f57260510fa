"""Folders and files that keep an older state of a program beside the one that runs."""

from __future__ import annotations

import re

_KEPT = re.compile(
    r"(?:\A|/)(?:legacy|old|older|obsolete|deprecated|archived?|backups?|bak|attic|graveyard|unused|previous(?:_versions?)?"
    r"|january|february|march|april|june|july|august|september|october|november|december)(?:/|[_ -][^/]*/|[_.][^/]*\Z)",
    re.IGNORECASE,
)
_COPIED = re.compile(r"(?:_old|_backup|_bak|_copy\d*|_deprecated|_legacy|\.old|\.bak)\.py\Z")
_SET_ASIDE = re.compile(r"_(?:legacy|old|deprecated|obsolete|unused|backup)\Z")


def is_replaced(name: str) -> bool:
    """Whether the name of a function says that another one has taken its place."""
    return _SET_ASIDE.search(name) is not None


def is_kept(path: str) -> bool:
    """Whether a path says that a file is an older state of another one."""
    return _KEPT.search(path) is not None or _COPIED.search(path) is not None
