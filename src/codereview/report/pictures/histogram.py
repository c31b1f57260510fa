"""How a number is distributed over functions: one bar a row, and the target between those within and those above."""

from __future__ import annotations

from dataclasses import dataclass

from codereview.model_pictures import Bar, Distribution
from codereview.report.pictures.shapes import CHARACTER, tenth
from codereview.report.text import number

WIDTH = 380.0
_ROW = 22.0
_BAR = 14.0
_LEFT = 52.0
_THINNEST = 2.0
_GAP = 20.0


@dataclass(frozen=True)
class Row:
    """A bar with the words on both sides of it."""

    y: float
    middle: float
    name: str
    width: float
    count: str
    above: bool


@dataclass(frozen=True)
class Histogram:
    """The picture; ``line`` is where the target stands, None if no bar is above it."""

    width: float
    height: float
    left: float
    bar: float
    rows: tuple[Row, ...]
    line: float | None
    target: str


def name(bar: Bar) -> str:
    """The numbers of a bar in words."""
    if bar.most is None:
        return f"{bar.least}+"
    return str(bar.least) if bar.least == bar.most else f"{bar.least}–{bar.most}"


def histogram(found: Distribution) -> Histogram:
    """The picture of a distribution."""
    most = max((bar.count for bar in found.bars), default=0)
    widest = max((len(f"{bar.count:,}") for bar in found.bars), default=1)
    room = WIDTH - _LEFT - (widest + 1) * CHARACTER - 6
    rows: list[Row] = []
    line: float | None = None
    y = 4.0
    for bar in found.bars:
        above = bar.least > found.target
        if above and line is None:
            line = tenth(y + _GAP - 5)
            y += _GAP
        width = max(_THINNEST, room * bar.count / most) if bar.count else 0.0
        rows.append(Row(tenth(y), tenth(y + _BAR / 2 + 4), name(bar), tenth(width), f"{bar.count:,}", above))
        y += _ROW
    target = f"target: at most {number(found.target)}"
    return Histogram(WIDTH, tenth(y), _LEFT, _BAR, tuple(rows), line, target)
