"""Whether a URL with a password in it leads to a host elsewhere."""

from __future__ import annotations

import re

from .hit import Hit

HOST = re.compile(r"@\[?(?P<host>[\w.\-]{1,100})")
_NAMED = re.compile(r"(?i)(?:[\w\-]{1,60}\.){1,8}[a-z]{2,12}")
_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_PRIVATE = re.compile(r"(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168|22[4-9]|23\d|255)\.")
_NOWHERE = re.compile(
    r"(?i)(?:^|\.)(?:example|test|invalid|local|localhost|svc|internal|lan|docker|domain|host|server|yourdomain|mydomain)(?:\.|$)"
)


_OWN = re.compile(r"(?:0|127|22[4-9]|23\d|255)\.")


def is_hosted(text: str, hit: Hit, within: bool = False) -> bool:
    """Whether a hit is the password of a URL whose host is of the internet, and no name of documentation.

    Args:
        text: the text.
        hit: what was found.
        within: whether a machine of the own network counts too.
    """
    found = HOST.match(text, hit.end) if hit.label.endswith("URL") else None
    if found is None:
        return False
    host = found["host"].rstrip(".")
    if _NUMBERED.fullmatch(host):
        return not (_OWN if within else _PRIVATE).match(host)
    if within:
        host = host.removesuffix(".internal")
    return _NAMED.fullmatch(host) is not None and not _NOWHERE.search(host)
