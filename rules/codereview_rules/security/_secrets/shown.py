"""Values that a document only shows: what a command writes, a block of code in the tree of a document."""

from __future__ import annotations

import re

from .case import Case

# ``Authorize Token:   x``, a line of what describes an object; its name is no credential.
_LABEL = re.compile(r"(?:^|\\n|\n)\s{0,8}(?:Authorize Token|(?:Token )?Name):\s{1,40}\Z")
_BLOCK = re.compile(r"[\"']kind[\"']\s{0,4}:\s{0,4}[\"']code[\"']")
_CAPTION = re.compile(r"[\"'](?:caption|wrap_hint|copy_text)[\"']\s{0,4}:")
_GIVEN = re.compile(r"(?i)(?:bearer|authorization:|--?\w*token[= ]|\bexport \w+=|-H )[^\\\n]{0,40}\Z")
_DATA = frozenset({"json", "jsonl", "yml", "yaml"})


def is_output(case: Case) -> bool:
    """Whether a label before the value says that it is the name of a token, as commands write it."""
    return case.hit.prefix == "sha256~" and case.before(_LABEL, 80)


def is_block(case: Case) -> bool:
    """Whether the value stands in a block of code of a document that is kept as data, and no header or flag has it."""
    if case.how.extension not in _DATA or case.before(_GIVEN, 80):
        return False
    around = case.text[max(0, case.hit.start - 1500) : case.hit.end + 1500]
    return bool(_BLOCK.search(around) and _CAPTION.search(around))
