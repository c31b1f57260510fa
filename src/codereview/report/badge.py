"""The grade as a badge: an SVG of our own, and the JSON that shields.io draws one from."""

from __future__ import annotations

import json
from html import escape

from codereview.model import Audit
from codereview.report.text import mark

LABEL = "code review"
LABEL_COLOUR = "#444c56"
COLOURS = {"A": "#1a7f37", "B": "#4d7c0f", "C": "#8a6500", "D": "#b45309", "F": "#c5221f"}
"""By the first letter of the grade; white text on each has a contrast of at least 4.5 (WCAG 2.2, 1.4.3)."""
NO_SCORE = "#59636e"

FONTS = "Verdana,Geneva,DejaVu Sans,sans-serif"
HEIGHT, SIZE, PAD = 20, 11, 6
_EM = 2048
_WIDTHS = {
    " ": 720, "+": 1676, "-": 930, ".": 745, ",": 745, "A": 1400, "B": 1404, "C": 1430, "D": 1578, "F": 1177,
    "a": 1230, "b": 1276, "c": 1067, "d": 1276, "e": 1220, "f": 720, "g": 1276, "h": 1296, "i": 562, "j": 705,
    "k": 1212, "l": 562, "m": 1992, "n": 1296, "o": 1243, "p": 1276, "q": 1276, "r": 874, "s": 1067, "t": 807,
    "u": 1296, "v": 1212, "w": 1676, "x": 1212, "y": 1212, "z": 1076,
}  # fmt: skip
"""Advance widths of Verdana in units of 1/2048 em; digits are all alike."""
_DIGIT = 1302


def message(audit: Audit) -> str:
    """What stands on the right: ``B+ 87.4``, and whether something could not be assessed."""
    if audit.score is None:
        return "no score"
    return f"{audit.score.grade} {mark(audit.score.value)}" + ("" if audit.score.complete else ", incomplete")


def colour(audit: Audit) -> str:
    """The colour of the grade."""
    return NO_SCORE if audit.score is None else COLOURS[audit.score.grade[:1]]


def width(text: str) -> float:
    """How wide a text is in Verdana, in pixels; other fonts are stretched to it."""
    return sum(_WIDTHS.get(char, _DIGIT) for char in text) * SIZE / _EM


def render_badge(audit: Audit) -> str:
    """The badge as SVG; equal grades give equal bytes. It asks for no font and no other file."""
    said = message(audit)
    left, right = (round(width(text) + 2 * PAD) for text in (LABEL, said))
    spoken = escape(f"{LABEL}: {_spoken(audit)}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{HEIGHT}"'
        f' viewBox="0 0 {left + right} {HEIGHT}" role="img" aria-label="{spoken}">\n'
        f"<title>{spoken}</title>\n"
        f'<path fill="{LABEL_COLOUR}" d="M3 0H{left}V20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z"/>\n'
        f'<path fill="{colour(audit)}" d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H{left}z"/>\n'
        f'<g fill="#fff" text-anchor="middle" font-family="{FONTS}" font-size="{SIZE}">\n'
        f"{_text(LABEL, left / 2)}\n{_text(said, left + right / 2)}\n</g>\n</svg>\n"
    )


def render_shields(audit: Audit) -> str:
    """The JSON of shields.io's endpoint badge (https://shields.io/badges/endpoint-badge)."""
    found = {"schemaVersion": 1, "label": LABEL, "message": message(audit), "color": colour(audit)}
    return json.dumps(found, indent=1) + "\n"


def _spoken(audit: Audit) -> str:
    if audit.score is None:
        return "no score"
    ending = "" if audit.score.complete else "; part of the project could not be assessed"
    return f"grade {audit.score.grade}, {mark(audit.score.value)} of 100{ending}"


def _text(text: str, middle: float) -> str:
    length = f'textLength="{width(text):.1f}" lengthAdjust="spacingAndGlyphs"'
    return f'<text x="{middle:g}" y="14" {length}>{escape(text)}</text>'
