"""Squarified treemaps: rectangles whose areas are in proportion to values, as near to squares as a row allows.

After M. Bruls, K. Huizing, J. J. van Wijk, "Squarified Treemaps", 2000: values are laid out from the largest to the
smallest in rows along the shorter side; a row takes one more as long as its worst aspect ratio gets no worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


def squarified(values: Sequence[float], frame: Box) -> list[Box]:
    """One rectangle for each value, in the same order; together they fill the frame.

    Args:
        values: above 0, the largest first.
        frame: with an area above 0.
    """
    scale = frame.width * frame.height / sum(values) if values else 0.0
    areas = [value * scale for value in values]
    boxes: list[Box] = []
    start = 0
    while start < len(areas):
        side = min(frame.width, frame.height)
        end = start + 1
        while end < len(areas) and _worst(areas, start, end + 1, side) <= _worst(areas, start, end, side):
            end += 1
        last = end == len(areas)
        frame = _row(areas[start:end], frame, last, boxes)
        start = end
    return boxes


def _worst(areas: Sequence[float], start: int, end: int, side: float) -> float:
    """The worst aspect ratio in a row of areas along a side."""
    total = sum(areas[start:end])
    largest, smallest = areas[start], areas[end - 1]
    return max(side * side * largest / (total * total), total * total / (side * side * smallest))


def _row(areas: Sequence[float], frame: Box, last: bool, boxes: list[Box]) -> Box:
    """Lays out one row along the shorter side of the frame; gives what is left of the frame."""
    wide = frame.width >= frame.height
    side = frame.height if wide else frame.width
    total = sum(areas)
    depth = (frame.width if wide else frame.height) if last else total / side
    place = 0.0
    for area in areas:
        length = side * area / total
        if wide:
            boxes.append(Box(frame.x, frame.y + place, depth, length))
        else:
            boxes.append(Box(frame.x + place, frame.y, length, depth))
        place += length
    if wide:
        return Box(frame.x + depth, frame.y, frame.width - depth, frame.height)
    return Box(frame.x, frame.y + depth, frame.width, frame.height - depth)
