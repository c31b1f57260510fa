"""Several names and several values in one assignment: ``user, password = "a", "b"``."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"[ \t]{0,200}(?:(?:const|let|var|local|my)[ \t]{1,4})?[\[(]?[ \t]{0,4}"
    r"(?P<names>(?:[\w.$]{1,60}[ \t]{0,4},[ \t]{0,4}){0,8})"
)
_BEHIND = re.compile(
    r"(?P<names>(?:[ \t]{0,4},[ \t]{0,4}[\w.$]{1,60}){0,8})[ \t]{0,4},?[ \t]{0,4}[\])]?[ \t]{0,20}:?=(?!=)"
    r"[ \t]{0,20}(?P<open>[\[(]?)\s{0,40}"
)
_LITERAL = re.compile(
    r"""[rRbBuUfF]{0,2}(?:(?P<quote>["'])(?P<value>(?:[^"'\\\n]|\\.|(?!(?P=quote))["']){0,400})(?P=quote))"""
)
_OTHER = re.compile(r"[\w.]{1,80}(?:\([^()\n]{0,120}\)|\[[^\[\]\n]{0,80}\])?")
_GAP = re.compile(r"\s{0,40},\s{0,40}")
_GAP_ON_LINE = re.compile(r"[ \t]{0,20},[ \t]{0,20}")
_STOP = re.compile(r"[ \t]{0,20}(?:[\])],?[ \t]{0,20})?(?:$|[\n;#]|//)")
_NO_LITERAL = (0, 0)


def unpacked(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The content of the literal that the name at ``start`` to ``end`` is given, where it is one of several.

    Returns:
        None where the name is the only one, or the line is something else; start and end of the content, both
        0 if what the name is given is no literal.
    """
    before = _BEFORE.fullmatch(
        text, max(text.rfind("\n", max(0, start - 400), start) + 1, start - 400), start
    )
    behind = _BEHIND.match(text, end) if before else None
    if before is None or behind is None:
        return None
    index = before["names"].count(",")
    total = index + 1 + behind["names"].count(",")
    if total == 1:
        return None
    found = _NO_LITERAL
    gap = _GAP if behind["open"] else _GAP_ON_LINE
    place = stop = behind.end()
    for number in range(total):
        item = _LITERAL.match(text, place) or _OTHER.match(text, place)
        if item is None or text.startswith("=", item.end()):
            return None if number else _NO_LITERAL  # arguments of a call
        if number == index and item.re is _LITERAL:
            found = item.span("value")
        stop = item.end()
        comma = gap.match(text, stop)
        if number + 1 < total and comma is None:
            return _NO_LITERAL
        place = comma.end() if comma else item.end()
    return found if behind["open"] or _STOP.match(text, stop) else _NO_LITERAL
