"""Changes against points: a file at the top right is changed often and costs much."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from codereview.model_pictures import FileChurn
from codereview.report.pictures.shapes import CHARACTER, Dot, Tick, tenth
from codereview.report.text import plural, points

NUMBERED = 10
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 16.0, 30.0, 40.0
_MARK = 8.0
_STEPS = tuple(
    (base * 10**power, f"{base * 10**power:,}" if power >= 0 else f"{base * 10**power:.{-power}f}")
    for power in range(-3, 6)
    for base in (1, 2, 5)
)
_AROUND = ((0, 0), (1, 0), (0, -1), (-1, 0), (0, 1), (1, -1), (-1, -1), (-1, 1), (1, 1))


@dataclass(frozen=True)
class Scatter:
    """The picture: a plot of `left` to `right` and `top` to `bottom`, with its ticks and dots."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    mark: float = _MARK


def scatter(
    files: Sequence[FileChurn], width: float, height: float, numbered: int = NUMBERED
) -> Scatter | None:
    """The picture of files, those to be numbered first; None where none of them costs anything.

    Both axes are stretched at their low end (square roots), where most files are.
    """
    most = max((file.commits for file in files), default=0)
    highest = max((file.points for file in files), default=0.0)
    if not most or highest <= 0:
        return None
    right, bottom = width - _RIGHT, height - _BOTTOM

    def x_of(value: float) -> float:
        return tenth(_LEFT + (right - _LEFT) * math.sqrt(value / most))

    def y_of(value: float) -> float:
        return tenth(bottom - (bottom - _TOP) * math.sqrt(max(value, 0.0) / highest))

    taken: list[tuple[float, float]] = []
    dots = []
    for place, file in enumerate(files):
        x, y = x_of(file.commits), y_of(file.points)
        title = f"{file.path}: {plural(file.commits, 'commit')}, {points(file.points)} points"
        if place < numbered and file.points > 0:
            mark = _free(x, y, taken, width, height)
            taken.append(mark)
            dots.append(Dot(x, y, title, place + 1, *mark))
        else:
            dots.append(Dot(x, y, title))
    across = tuple(
        Tick(x_of(value), text) for value, text in _ticks(most, x_of, 3.2 * CHARACTER) if value >= 1
    )
    up = tuple(Tick(y_of(value), text) for value, text in _ticks(highest, y_of, 20.0))
    # numbered ones last: they lie on top
    dots.sort(key=lambda dot: (dot.number > 0, -dot.number))
    return Scatter(width, height, _LEFT, right, _TOP, bottom, across, up, tuple(dots))


def _ticks(most: float, place: Callable[[float], float], apart: float) -> list[tuple[float, str]]:
    """Values from high to low that are far enough apart to be read, and nought."""
    found = [(0.0, "0")]
    last = place(0.0)
    chosen: list[tuple[float, str]] = []
    edge: float | None = None
    for value, text in reversed(_STEPS):
        at = place(value) if value <= most else None
        if at is not None and (edge is None or abs(at - edge) >= apart) and abs(at - last) >= apart:
            chosen.append((value, text))
            edge = at
    return found + chosen[::-1]


def _free(
    x: float, y: float, taken: Sequence[tuple[float, float]], width: float, height: float
) -> tuple[float, float]:
    """A place for a mark at a point or near it, where no other mark is; at the point itself if there is none."""
    for ring in (1.0, 2.0, 3.0):
        for right, down in _AROUND:
            at = tenth(x + right * ring * 2 * _MARK), tenth(y + down * ring * 2 * _MARK)
            inside = (
                _LEFT + _MARK <= at[0] <= width - _MARK and _TOP - _MARK <= at[1] <= height - _BOTTOM - _MARK
            )
            own = at == (x, y)
            if (inside or own) and all(math.dist(at, other) >= 2 * _MARK for other in taken):
                return at
    return x, y
