"""What the text of a file says of its loops and queries: comments, limits, foreign keys that are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator

DECLINED = "declined"
"""A comment that says why items are not done together."""
COPY = "copy"
"""A row whose key is taken from it, in a loop: when it is saved it is a new one."""
OWNED = "owned"
"""A foreign key that is compared with a value: ``Order.user_id == user.id``. The value is its name."""
CHOSEN = "chosen"
"""A key that SQL compares with a parameter: ``WHERE user_id = %s``. The value is its name."""
SHORT = "short"
"""A query that is told to give few rows, by a number."""
CUT = "cut"
"""An ordered query of which only the first rows are taken: ``order_by("-sent")[:most]``."""
OF_ROLE = "role"
"""A filter for the few whose role lets them do more than others: ``role="admin"``."""
_OF_ROLE = re.compile(
    r"\b(?:role|user_type)s?(?:__\w+)?\s*={1,2}\s*[\"'](?:super|admin|staff|manager|moderator|owner)\w*[\"']",
    re.IGNORECASE,
)
_FIRST_ROWS = re.compile(r"\.order_by\([^()]*\)\s*\[\s*:")
_KEYLESS = re.compile(r"\.(?:pk|id) = None\b")
_WORDS = ("bulk", "by-one", "ueryset.update")
_SINGLY = ("by one", "one by one")
"""The first alone is looked for in most files: that is faster."""
_ALONE = re.compile(
    r"#[^\n]*(?:\bbulk\b|\bbulk_\w+|\bone[- ]by[- ]one\b|\bqueryset\.update|\b(?:pre|post)_save\b|\bsignals?\b)",
    re.IGNORECASE,
)
_OPEN = re.compile(r"TODO|FIXME|XXX|should|could|optimi[sz]e", re.IGNORECASE)
_LIMIT = re.compile(r"\.(?:limit|to_list)\(\s*(?:length\s*=\s*)?(\d+)\s*\)")
_LIMIT_BY_NAME = re.compile(r"(?:\.limit\(\s*|\)\[:\s*)([a-z_]\w*)\s*[)\]]")
_LIMIT_OF_SQL = re.compile(r"\bLIMIT\s+(\d+)\b")
_SLICE = re.compile(r"\)\[:\s*(\d+|[A-Z][A-Z_0-9]+)\s*\]")
_SLICE_OF_NAME = re.compile(r"\bin \w+\[:\s*(\d+)\s*\]")
_BUILDS = (".all(", ".filter(", ".exclude(", ".order_by(", ".distinct(", "_related(", ".annotate(")
_OWNED = re.compile(r"\b[A-Z]\w*\.(\w+_id) == (?![A-Z]\w*\.|[\d\"'N])")
_CHOSEN = re.compile(
    r"\b(?:where|and|on)\s+(?:\w+\.)?[\"`]?(\w+)[\"`]?\s*=\s*\(?(?::(\w+)|%\((\w+)\)s|%s|\?|\$\d+|\{(\w+))",
    re.IGNORECASE,
)
_OF_KEYS = re.compile(r"(?:\A|_)(?:uuid|guid|slug|key|username|email)\Z|(?<!pa)(?<!val)id\Z", re.IGNORECASE)
_MOST_ROWS = 20


def said(text: str, saves: bool) -> Iterator[tuple[str, int]]:
    """Comments that say why items are not done together, and, if a loop saves rows, lines that take a key away."""
    if any(word in text for word in _WORDS) or all(word in text for word in _SINGLY):
        at = text.find("#")
        while at >= 0:  # the pattern ignores case, so that it alone would be tried at every letter
            match = _ALONE.match(text, at)
            if match is not None and not _OPEN.search(match.group()):
                yield DECLINED, text.count("\n", 0, at) + 1
            at = text.find("#", at + 1 if match is None else match.end())
    if saves and (".pk = None" in text or ".id = None" in text):
        for match in _KEYLESS.finditer(text):
            yield COPY, text.count("\n", 0, match.start()) + 1


def limits(text: str) -> Iterator[int]:
    """The lines of queries that are told to give few rows, by a number or by a constant."""
    if ".limit(" in text or ".to_list(" in text:
        for match in _LIMIT.finditer(text):
            if int(match.group(1)) <= _MOST_ROWS:
                yield text.count("\n", 0, match.start()) + 1
    if ".limit(" in text or ")[:" in text:
        for match in _LIMIT_BY_NAME.finditer(text):
            if _is_small(text, match.group(1)):
                yield text.count("\n", 0, match.start()) + 1
    for mark, pattern in (("LIMIT ", _LIMIT_OF_SQL), ("[:", _SLICE_OF_NAME)):
        for match in pattern.finditer(text) if mark in text else ():
            if int(match.group(1)) <= _MOST_ROWS:
                yield text.count("\n", 0, match.start()) + 1
    for at, line in _marked(text, ")[:"):
        found = _SLICE.match(text, at)
        if found is None or (found.group(1).isdigit() and int(found.group(1)) > _MOST_ROWS):
            continue
        if not line.strip() or any(name in line for name in _BUILDS):
            yield text.count("\n", 0, at) + 1


def cuts(text: str) -> Iterator[int]:
    """The lines of ordered queries of which only the first rows are taken."""
    if ".order_by(" in text:
        for match in _FIRST_ROWS.finditer(text):
            yield text.count("\n", 0, match.start()) + 1


def of_roles(text: str) -> Iterator[int]:
    """The lines of filters for those whose role lets them do more than others."""
    if "role" in text or "user_type" in text:
        for match in _OF_ROLE.finditer(text):
            yield text.count("\n", 0, match.start()) + 1


def _is_small(text: str, name: str) -> bool:
    """Whether a name stands for a small number wherever a file gives it one: ``def latest(count=5)``."""
    given = re.findall(rf"\b{name}(?:\s*:\s*[\w |\[\]]+)?\s*=\s*(\d+)\b", text)
    return bool(given) and all(int(one) <= _MOST_ROWS for one in given)


def owned(text: str) -> Iterator[tuple[int, str]]:
    """The lines on which a foreign key is compared with a value, and its name."""
    for at, line in _marked(text, "_id == "):
        end = text.find("\n", at)
        match = _OWNED.search(text, at - len(line), end if end >= 0 else len(text))
        if match is not None and match.start(1) <= at:
            yield text.count("\n", 0, at) + 1, match.group(1)


def chosen(text: str) -> Iterator[tuple[int, str]]:
    """The lines on which SQL asks for the rows of a key that it is given, and the name of the column."""
    if "SELECT" in text or "select " in text:
        for match in _CHOSEN.finditer(text):
            if any(name and _OF_KEYS.search(name) for name in match.groups()):
                yield text.count("\n", 0, match.start()) + 1, match.group(1)


def _marked(text: str, mark: str) -> Iterator[tuple[int, str]]:
    """Where a text has a mark, and what stands before it on the line."""
    at = text.find(mark)
    while at >= 0:
        yield at, text[text.rfind("\n", 0, at) + 1 : at]
        at = text.find(mark, at + 1)
