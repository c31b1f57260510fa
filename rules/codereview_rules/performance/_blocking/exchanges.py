"""Statements of one exchange: what a function says to one session, client or store goes to a thread together."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Place

from .found import Hit

# of these one exchange is what is asked of one package: a session and its engine, a workbook and its sheets
_OF_A_PACKAGE = frozenset({"database", "reading or writing a table"})
# of these it is what is asked of one object
_OF_AN_OBJECT = frozenset({"network", "image or document work", "model inference or loading"})


def joined(hits: Iterable[Hit]) -> list[Hit]:
    """The blocking calls of a function, each with the first of its exchange."""
    first: dict[tuple[str, str], Place] = {}
    found: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.at.line, one.at.column)):
        head = _head(hit)
        place = first.setdefault((hit.group.kind, head), hit.cause) if head else None
        found.append(hit._replace(exchange=place))
    return found


def _head(hit: Hit) -> str:
    """What a call is said to, or begins; empty for what goes to a thread alone."""
    if hit.group.kind == "file":
        return hit.group.kind
    if hit.group.kind in _OF_A_PACKAGE:
        return hit.name.partition(".")[0]
    made, call, _ = hit.name.partition("()")
    return made if call and hit.group.kind in _OF_AN_OBJECT else ""
