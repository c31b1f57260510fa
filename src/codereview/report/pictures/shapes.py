"""What pictures are made of. Coordinates are in the units of the picture's own frame, rounded to tenths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codereview.report.text import visible

CHARACTER = 6.8
"""Width of a character of the labels, at 11 units: most fonts stay below it."""


@dataclass(frozen=True)
class Label:
    """A text; ``anchor`` says which of its ends is at ``x``."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Tick:
    """A place on an axis with its value in words."""

    at: float
    text: str


@dataclass(frozen=True)
class Dot:
    """A point; ``number`` is that of its row in the table, 0 for none; its mark stands at ``mark_x``, ``mark_y``."""

    x: float
    y: float
    title: str
    number: int = 0
    mark_x: float = 0.0
    mark_y: float = 0.0


def tenth(value: float) -> float:
    """The value rounded to tenths, and never a negative nought."""
    return round(value, 1) + 0.0


def fitting(text: str, width: float, tail: bool = False) -> str:
    """As much of a text as fits; where some is left out there is an ellipsis, in front if the tail is kept."""
    text, most = visible(text), int(width / CHARACTER)
    if len(text) <= most:
        return text
    if most < 3:
        return ""
    return f"…{text[1 - most :]}" if tail else f"{text[: most - 1]}…"


def points(places: Sequence[tuple[float, float]]) -> str:
    """Places as the ``points`` of a polyline."""
    return " ".join(f"{tenth(x)},{tenth(y)}" for x, y in places)
