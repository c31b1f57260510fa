"""The whole of a literal in quotes, with the parts that are written together."""

from __future__ import annotations

import re

from .patterns import AFTER_VALUE, BODIES, NEXT_PART


def literal(text: str, found: re.Match[str]) -> tuple[int, int, str] | None:
    """Start, end and value of the literal behind an opening quote, with the parts that are written
    together."""
    quote = found["quote"]
    prefix = found["prefix"]
    body = BODIES[quote].match(text, found.end()) if quote in BODIES else None
    if not body or "$" in prefix:
        return None
    start, end, value = body.start(1), body.end(1), body.group(1)
    after, formatted = body.end(), "f" in prefix.lower() and len(prefix) < 3
    opened = found.group().rstrip(quote).rstrip().endswith("(") and found["prefix"].strip() == ""
    if quote in {'"', "'"}:
        for _ in range(40):
            more = NEXT_PART.match(text, after)
            if not more or not (
                "\n" in text[after : more.start(1)]
                or "+" in text[after : more.start(1)]
                or more.start(1) - after <= 1
            ):
                break
            if more.start(1) == after:
                break
            formatted = formatted or "f" in text[after : more.start(1)].lower()
            value += more.group(2)
            end, after = more.end(2), more.end()
            if "+" not in text[end:after] and not found.group().rstrip(quote).rstrip().endswith(
                ("(", "=", "\\", ":", ",")
            ):
                break
    if formatted and "{" in value:
        return None  # filled in when the program runs
    if AFTER_VALUE.match(text, after) or (opened and re.match(r"\s{0,40},", text[after : after + 41])):
        return None  # a part of an expression, or the first of a tuple
    return start, end, value
