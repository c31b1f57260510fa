"""The same secret in several files, found by keyed digests: no value is kept, compared or written.

A worker turns each hit into a digest under a key that lives in memory for one audit only; the parent
joins digests.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from .hit import Hit, Lines
from .values import is_default_word, is_placeholder

_SHORTEST = 8


@dataclass(frozen=True)
class Digest:
    """A secret's place and its digest under the audit's key; the digest means nothing without the key."""

    path: str
    line: int
    digest: bytes


@dataclass(frozen=True)
class Copy:
    """A secret of a credential file that stands in another file too."""

    source: Digest
    copies: tuple[Digest, ...]


def digest_of(key: bytes, value: str) -> bytes:
    """The digest of a value under a key that is random for each audit (``secrets.token_bytes(32)``)."""
    return hmac.new(key, value.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def digests(key: bytes, path: str, text: str, hits: Iterable[Hit]) -> list[Digest]:
    """Digests of the hits of one file that are long and odd enough for equality to mean a copy."""
    lines = Lines(text)
    out = []
    for hit in hits:
        value = text[hit.start : hit.end]
        if len(value) >= _SHORTEST and not is_placeholder(value) and not is_default_word(value):
            out.append(Digest(path, lines.at(hit.start, hit.end).line, digest_of(key, value)))
    return out


def copied(items: Iterable[Digest], sources: Iterable[str]) -> list[Copy]:
    """Secrets of credential files that other files repeat.

    Args:
        items: the digests of all files.
        sources: the paths of the credential files.
    """
    wanted = frozenset(sources)
    groups: dict[bytes, list[Digest]] = {}
    for item in items:
        groups.setdefault(item.digest, []).append(item)
    out = []
    for group in groups.values():
        origin = sorted((d for d in group if d.path in wanted), key=lambda d: (d.path, d.line))
        if origin:
            others = tuple(
                sorted((d for d in group if d.path != origin[0].path), key=lambda d: (d.path, d.line))
            )
            if others:
                out.append(Copy(origin[0], others))
    return sorted(out, key=lambda copy: (copy.source.path, copy.source.line))
