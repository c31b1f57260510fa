"""The overall score by audit, in the order in which earlier audits were given."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from codereview.model import Audit, PastScore
from codereview.report.pictures.shapes import CHARACTER, Label, Tick, fitting, points, tenth
from codereview.report.text import mark, plural
from codereview.report.view import View

_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 26.0, 22.0, 30.0
_STEP = 10
_LETTERS = {60: "D", 70: "C", 80: "B", 90: "A"}
_WIDEST = 12 * CHARACTER


@dataclass(frozen=True)
class Point:
    """The score of one audit; ``label`` is its value where there is room for it."""

    x: float
    y: float
    title: str
    label: Label | None


@dataclass(frozen=True)
class Trend:
    """The picture: lines of the score and, where a cap lowers it, of that before caps; broken where there was none."""

    width: float
    height: float
    left: float
    right: float
    bottom: float
    up: tuple[Tick, ...]
    across: tuple[Label, ...]
    lines: tuple[str, ...]
    before_caps: tuple[str, ...]
    points: tuple[Point, ...]
    lowest: int


def past(audit: Audit, label: str) -> PastScore:
    """What the trend shows of an audit."""
    score = audit.score
    return PastScore(
        label=label,
        commit=audit.project.vcs.commit if audit.project.vcs else "",
        score=score.value if score else None,
        grade=score.grade if score else None,
        raw=score.raw if score else None,
        statements=audit.project.statements,
        findings=len(View(audit).open),
        score_model=audit.tool.score_model,
        categories=tuple((item.id.value, item.score) for item in audit.categories),
    )


def entries(audit: Audit) -> tuple[PastScore, ...]:
    """The earlier audits and this one."""
    return (*audit.history, past(audit, "this audit"))


def trend(found: Sequence[PastScore], width: float, height: float) -> Trend | None:
    """The picture; None where fewer than two audits have a score."""
    known = [value for item in found for value in (item.score, item.raw) if value is not None]
    if sum(item.score is not None for item in found) < 2:
        return None
    lowest = max(0, _STEP * math.floor((min(known) - 5) / _STEP))
    highest = min(100, _STEP * math.ceil((max(known) + 2) / _STEP))
    right, bottom = width - _RIGHT, height - _BOTTOM
    step = (right - _LEFT) / (len(found) - 1)

    def place(number: int, value: float) -> tuple[float, float]:
        share = (value - lowest) / (highest - lowest)
        return tenth(_LEFT + 12 + (step * (len(found) - 1) - 12) * number / (len(found) - 1)), tenth(
            bottom - (bottom - _TOP) * share
        )

    every = max(1, math.ceil(_WIDEST / step))
    shown = {number for number in range(len(found)) if (len(found) - 1 - number) % every == 0}
    scores = [item.score for item in found]
    capped = any(
        item.raw is not None and item.score is not None and item.raw - item.score > 0.05 for item in found
    )
    return Trend(
        width=width,
        height=height,
        left=_LEFT,
        right=right,
        bottom=bottom,
        up=tuple(
            Tick(place(0, value)[1], f"{_LETTERS.get(value, '')} {value}".strip())
            for value in range(lowest, highest + 1, _STEP * (1 if highest - lowest <= 60 else 2))
        ),
        across=tuple(
            _below(found[number], place(number, lowest)[0], bottom, number, len(found))
            for number in sorted(shown)
        ),
        lines=_lines(scores, place),
        before_caps=_lines([item.raw for item in found], place) if capped else (),
        points=tuple(
            _point(item, place(number, item.score), number in shown, _is_low(scores, number))
            for number, item in enumerate(found)
            if item.score is not None
        ),
        lowest=lowest,
    )


def _lines(
    values: Sequence[float | None], place: Callable[[int, float], tuple[float, float]]
) -> tuple[str, ...]:
    runs: list[list[tuple[float, float]]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(place(number, value))
    return tuple(points(run) for run in runs if len(run) > 1)


def _is_low(scores: Sequence[float | None], number: int) -> bool:
    """Whether the line comes down to a point and goes up from it."""
    here = scores[number]
    around = [scores[other] for other in (number - 1, number + 1) if 0 <= other < len(scores)]
    return here is not None and any(around) and all(value is None or value > here for value in around)


def _point(item: PastScore, at: tuple[float, float], labelled: bool, low: bool) -> Point:
    value = mark(item.score or 0.0)
    title = f"{item.label}: {value} of 100, grade {item.grade or 'none'}, {plural(item.findings, 'finding')}"
    y = tenth(at[1] + (17 if low else -9))
    return Point(*at, title, Label(at[0], y, value, "middle") if labelled else None)


def _below(item: PastScore, x: float, bottom: float, number: int, count: int) -> Label:
    anchor = "end" if number == count - 1 else "start" if number == 0 else "middle"
    x = x + 8 if anchor == "end" else x - 8 if anchor == "start" else x
    return Label(tenth(x), tenth(bottom + 18), fitting(item.label.removesuffix(".json"), _WIDEST - 6), anchor)
