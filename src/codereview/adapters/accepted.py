"""Comments by which a code's author accepts what a tool reports: ``# noqa``, ``# ruff: ignore[F821]``, ``# nosec``.

Tools are run so that they report such lines all the same: what is accepted leaves the score, but not the
strict score, and the reader sees it.
"""

from __future__ import annotations

import re

_NOQA = re.compile(r"#\s*noqa(?::\s*(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*))?", re.IGNORECASE)
_RUFF = re.compile(r"#\s*ruff:\s*(?:ignore|noqa)\[(?P<codes>[\w, ]+)\]", re.IGNORECASE)
"""https://docs.astral.sh/ruff/linter/#error-suppression"""
_ABOUT_COMMENTS = ("PGH003", "PGH004")
"""Codes that report such a comment itself, which is no acceptance of the report."""
_NOSEC = re.compile(r"#\s*nosec\b:?\s*(?P<codes>B[0-9]{3}(?:[,\s]+B[0-9]{3})*)?", re.IGNORECASE)


def noqa(line: str, code: str) -> str:
    """The ``# noqa`` comment of a line that covers a code, as written without its ``#``; else empty.

    A bare comment covers every code; a listed code covers those that begin with it.
    """
    return _covering(_NOQA, line, code)


def nosec(line: str, code: str) -> str:
    """The ``# nosec`` comment of a line that covers a code of bandit; else empty."""
    return _covering(_NOSEC, line, code)


def accepted(tool: str, line: str, code: str) -> str:
    """The comment of a line by which a report of a tool is accepted, as written; else empty."""
    if tool == "ruff":
        return "" if code in _ABOUT_COMMENTS else noqa(line, code) or _covering(_RUFF, line, code)
    return nosec(line, code) or noqa(line, code.replace("B", "S", 1)) if tool == "bandit" else ""


def _covering(pattern: re.Pattern[str], line: str, code: str) -> str:
    if "#" not in line:
        return ""
    for found in pattern.finditer(line):
        codes = re.split(r"[,\s]+", found["codes"].upper()) if found["codes"] else []
        if not codes or any(code.startswith(item) for item in codes):
            return found.group().lstrip("# ").strip()
    return ""
