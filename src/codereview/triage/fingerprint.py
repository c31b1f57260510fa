"""A name for each finding that survives edits elsewhere: lines that move do not change it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from msgspec.structs import replace

from codereview.model import Finding
from codereview.triage.context import Context

LENGTH = 16
"""Hexadecimal digits: 64 bits, so that a collision among a million findings is a matter of one in ten
million.
"""


def fingerprint(findings: Sequence[Finding], context: Context) -> list[Finding]:
    """Sets ``fingerprint``: SHA-256 over rule, path, symbol, the line of code with its spaces collapsed, and
    a number.

    The number tells apart findings for which all of that is equal, in the order of the text. The text of a
    line with a
    secret on it is left out: a hash of a short password can be guessed.
    """
    secret_lines = {
        (item.path, row)
        for item in findings
        if item.rule in context.quotes_secrets
        for row in range(item.line, item.end_line + 1)
    }
    out = list(findings)
    seen: dict[tuple[str, ...], int] = {}
    for index in sorted(range(len(findings)), key=lambda index: _place(findings[index])):
        item = findings[index]
        secret = item.rule in context.quotes_secrets or (item.path, item.line) in secret_lines
        text = "" if secret else " ".join(context.line(item.path, item.line).split())
        key = (item.rule, item.path, item.symbol, text)
        number = seen[key] = seen.get(key, 0) + 1
        digest = hashlib.sha256("\0".join((*key, str(number))).encode("utf-8", "surrogatepass"))
        out[index] = replace(item, fingerprint=digest.hexdigest()[:LENGTH])
    return out


def _place(item: Finding) -> tuple[object, ...]:
    return (item.path, item.line, item.column, item.end_line, item.end_column, item.message, item.cause)
