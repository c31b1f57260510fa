"""Whether a file that this interpreter refuses is right for a newer one.

Two things are asked for: a construct that is newer than the interpreter, and the consent of libcst, whose
parser knows the newer grammar whatever the interpreter is. libcst alone proves nothing, as it accepts much
that Python refuses (assignment to a call, for one). Versions are those of the "What's New" documents.
"""

from __future__ import annotations

import re
import sys

_FEATURES: tuple[tuple[tuple[int, int], str], ...] = (
    ((3, 11), r"^\s*except\s*\*"),
    ((3, 11), r"\w\[(?:[^\]\n]*,)?\s*\*\w|\(.*\*\w+:\s*\*"),
    ((3, 12), r"^\s*type\s+\w+\s*(?:\[.*\])?\s*="),
    ((3, 12), r"^\s*(?:async\s+)?def\s+\w+\s*\[|^\s*class\s+\w+\s*\["),
    ((3, 13), r"^\s*(?:def|class|type|async\s+def)\s+\w+\s*\[[^\]]*=[^\]]*\]"),
    ((3, 14), r"(?<!\w)(?:[tT][rR]?|[rR][tT])[\"']"),
    ((3, 14), r"^\s*except\s*\*?\s+[\w.]+\s*,\s*[\w.]+[^:]*:"),
    ((3, 15), r"^\s*lazy\s+(?:import|from)\s"),
    ((3, 15), r"[\[({]\s*\*{1,2}[^,\n]*\s(?:async\s+)?for\s"),
)
_COMPILED = tuple((version, re.compile(pattern, re.MULTILINE)) for version, pattern in _FEATURES)
_FORMATTED = re.compile(r"(?<!\w)(?:[fF][rR]?|[rR][fF])[\"']")

# libcst takes quadratic time on long expressions and ends the process on deep ones.
_LARGEST = 300_000
_LONGEST_LINE = 2_000
_DEEPEST = 100
_MOST_BRANCHES = 500


def newer_syntax(text: str, line: int, message: str) -> str | None:
    """The version that a file needs, such as ``"3.14 or newer"``; None if none is known.

    Args:
        text: the file.
        line: where this interpreter's parser stopped.
        message: what it said.
    """
    running = sys.version_info[:2]
    found = [version for version, pattern in _COMPILED if version > running and pattern.search(text)]
    if running < (3, 12) and _formatted_string_near(text, line, message):
        found.append((3, 12))
    if not found or not _bearable(text) or not _accepted(text):
        return None
    needed = max(found)
    return f"{needed[0]}.{needed[1]} or newer"


def _formatted_string_near(text: str, line: int, message: str) -> bool:
    """Before 3.12 an f-string could hold no backslash, comment, line end or quote of its own kind."""
    if "f-string" in message:
        return True
    near = text.split("\n")[max(line - 4, 0) : line + 1]
    return any(_FORMATTED.search(item) for item in near)


def _bearable(text: str) -> bool:
    if len(text) > _LARGEST or text.count("elif") > _MOST_BRANCHES:
        return False
    if any(len(line) > _LONGEST_LINE for line in text.split("\n")):
        return False
    depth = deepest = 0
    for bracket in re.findall(r"[\[({\])}]", text):
        depth = depth + 1 if bracket in "[({" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest <= _DEEPEST


def _accepted(text: str) -> bool:
    import libcst

    try:
        libcst.parse_module(text)
    except Exception:
        # its parser raises many types on bad input, and any of them means no
        return False
    return True
