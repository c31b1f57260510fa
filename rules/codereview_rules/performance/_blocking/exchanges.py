"""Statements of one exchange: what a function says to one package goes to a thread together."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Place

from .found import Hit

# each is mended by itself
_APART = frozenset({"sleep", "terminal input", "nested event loop", "waiting for a thread"})


def joined(hits: Iterable[Hit]) -> list[Hit]:
    """The blocking calls of a function, each with the first of its exchange."""
    first: dict[tuple[str, str], Place] = {}
    found: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.at.line, one.at.column)):
        kind = hit.group.kind
        if kind not in _APART:
            package = "" if kind == "file" else hit.name.partition(".")[0]
            hit = hit._replace(exchange=first.setdefault((kind, package), hit.cause))
        found.append(hit)
    return found
