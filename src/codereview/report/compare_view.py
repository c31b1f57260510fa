"""A comparison arranged as reports show it: sentences, groups of findings, points that add up as they are printed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from codereview.compare.values import Comparison, Moved, ScoreLine, Side
from codereview.model import Category, Finding, Severity
from codereview.report.text import listing, mark, number, plural, shorten
from codereview.score.caps import shown

LINES = 5
"""Rules and shares that are listed below a cause; the rest is one line."""


@dataclass(frozen=True)
class Line:
    """A line of the table of causes. ``points`` are rounded so that all lines of a cause sum to those of the cause."""

    title: str
    points: float
    rule: str = ""
    category: Category | None = None
    findings: int = 0


@dataclass(frozen=True)
class Cause:
    """A cause with its lines; the rounded points of all causes sum to the rounded change."""

    id: str
    title: str
    points: float
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Group:
    """Findings of one rule, worst first."""

    rule: str
    title: str
    severity: Severity
    category: Category
    findings: tuple[Finding, ...]


class CompareView:
    """A comparison, arranged for reading.

    Args:
        found: the comparison.
    """

    def __init__(self, found: Comparison) -> None:
        self.found = found
        self.old = found.before
        self.new = found.after

    @cached_property
    def name(self) -> str:
        """The project, or both where they are two."""
        names = dict.fromkeys((self.old.project.name, self.new.project.name))
        return " and ".join(shorten(name, 60) for name in names)

    @cached_property
    def headline(self) -> str:
        """What changed, in one line without a full stop."""
        counts = [
            plural(len(self.found.new), "new finding") if self.found.new else "",
            f"{len(self.found.fixed):,} fixed" if self.found.fixed else "",
        ]
        said = listing(item for item in counts if item)
        moves = self.movement
        if not said:
            return f"Nothing new and nothing fixed{'' if moves == 'the score is the same' else f': {moves}'}"
        return f"{said[:1].upper()}{said[1:]}{f': {moves}' if moves else ''}"

    @cached_property
    def movement(self) -> str:
        """The direction of the score as it is printed; empty without one."""
        change = self.change
        if change is None:
            return ""
        if not change:
            return "the score is the same"
        return f"the score is {plural_points(abs(change))} {'higher' if change > 0 else 'lower'}"

    @cached_property
    def change(self) -> float | None:
        """The difference of the two scores as reports print them."""
        if self.old.score is None or self.new.score is None:
            return None
        return round(shown(self.new.score.value) - shown(self.old.score.value), 1)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What a reader should know first, each clause from the comparison."""
        return tuple(filter(None, (self._standing(), self._why(), self._worst(), self._unlike())))

    def _standing(self) -> str:
        one, two = self.old.score, self.new.score
        if one is None or two is None:
            missing = [f"`{shorten(side.label, 60)}`" for side in (self.old, self.new) if side.score is None]
            return f"{listing(missing)} {'has' if len(missing) == 1 else 'have'} no score."
        if not self.change and one.grade == two.grade:
            return f"The score stays at {mark(two.value)} of 100 (grade {two.grade})."
        return (
            f"The score goes from {mark(one.value)} ({one.grade}) to {mark(two.value)} ({two.grade}) of 100."
        )

    def _why(self) -> str:
        ranked = sorted((c for c in self.causes if abs(c.points) >= 0.05), key=lambda c: -abs(c.points))[:2]
        if not ranked:
            return ""
        parts = [f"{cause.title} ({signed(cause.points)})" for cause in ranked]
        return f"What moves it most: {listing(parts)}."

    def _worst(self) -> str:
        if not self.found.new:
            return ""
        worst = self.found.new[0]
        lead = "The new finding is" if len(self.found.new) == 1 else "The worst of the new findings is"
        where = f"`{shorten(worst.path, 100)}:{worst.line}`"
        return f"{lead} “{shorten(worst.title, 100)}” ({worst.severity.value}) in {where}."

    def _unlike(self) -> str:
        count = len(self.found.not_comparable)
        if not count:
            return ""
        are = (
            "finding is neither new nor fixed, because"
            if count == 1
            else "findings are neither new nor fixed, because"
        )
        return f"{count:,} {are} the other side could not have told."

    @cached_property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """The figures of the first screen; the words fit behind any number."""
        found = self.found
        return (
            ("new", len(found.new)),
            ("fixed", len(found.fixed)),
            ("moved", len(self.moved)),
            ("unchanged", found.unchanged + len(found.moved) - len(self.moved)),
            ("not comparable", len(found.not_comparable)),
        )

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """Faults that are in another file or symbol now."""
        return tuple(item for item in self.found.moved if "file" in item.how or "symbol" in item.how)

    @cached_property
    def stayed(self) -> str:
        """What became of those that are where they were, in words."""
        others = [item for item in self.found.moved if "file" not in item.how and "symbol" not in item.how]
        edited = sum("code" in item.how for item in others)
        parts = [
            f"{plural(self.found.unchanged, 'finding is', 'findings are')} where they were",
            f"{edited:,} on a line that was edited" if edited else "",
            f"{len(others) - edited:,} on another line only because something changed above"
            if len(others) > edited
            else "",
        ]
        return f"{listing(part for part in parts if part)}."

    @cached_property
    def new_groups(self) -> tuple[Group, ...]:
        """New findings by rule, the worst rule first."""
        return grouped(self.found.new)

    @cached_property
    def fixed_groups(self) -> tuple[Group, ...]:
        """Fixed findings by rule."""
        return grouped(self.found.fixed)

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """The change of the score by cause; two decimals that add up. What rounds to nothing is left out."""
        change = self.found.score
        if change is None:
            return ()
        total = round(change.new, 2) - round(change.old, 2)
        points = apportioned([cause.points for cause in change.causes], total)
        return tuple(
            Cause(cause.id, cause.title, value, tuple(_lines(cause.lines, value)))
            for cause, value in zip(change.causes, points, strict=True)
            if value
        )

    @property
    def table(self) -> tuple[tuple[str, str, str], ...]:
        """Rows ``(what, old, new)`` of figures that stand beside each other."""
        one, two = self.old, self.new
        rows = [
            ("Score", _score(one), _score(two)),
            ("Strict score", _strict(one), _strict(two)),
            ("Statements", f"{one.project.statements:,}", f"{two.project.statements:,}"),
        ]
        for severity in reversed(Severity):
            counts = [side.open.get(severity.value, 0) for side in (one, two)]
            if any(counts):
                rows.append((f"Open, {severity.value}", f"{counts[0]:,}", f"{counts[1]:,}"))
        return tuple(rows)


def plural_points(value: float) -> str:
    """``1 point``, ``1.7 points``."""
    return f"{number(value)} {'point' if value == 1 else 'points'}"


def signed(value: float, digits: int = 2) -> str:
    """Points with their sign: ``+1.25``, ``−0.4``, ``0``."""
    text = f"{abs(value):,.{digits}f}"
    if not text.strip("0.,"):
        return "0"
    return f"{'+' if value > 0 else '−'}{text}"


def direction(value: float | None) -> str:
    """``up``, ``down`` or empty: for colours, which never stand without the sign."""
    if value is None or abs(value) < 0.005:
        return ""
    return "up" if value > 0 else "down"


def where(side: Side) -> str:
    """What a side is, with its commit where the label does not say it."""
    vcs = side.project.vcs
    commit = vcs.commit[:12] if vcs is not None else ""
    if not commit or side.label.startswith(commit):
        return shorten(side.label, 60)
    dirty = ", with uncommitted changes" if vcs is not None and vcs.dirty else ""
    return f"{shorten(side.label, 60)} ({commit}{dirty})"


def grouped(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """Findings by rule; the rule of the worst finding first."""
    by_rule: dict[str, list[Finding]] = {}
    for item in findings:
        by_rule.setdefault(item.rule, []).append(item)
    return tuple(
        Group(rule, items[0].title, items[0].severity, items[0].category, tuple(items))
        for rule, items in by_rule.items()
    )


def apportioned(values: Sequence[float], total: float, digits: int = 2) -> list[float]:
    """The values rounded so that they sum to the rounded total: the largest remainders are rounded up (Hamilton)."""
    unit = 10**digits
    exact = [value * unit for value in values]
    down = [math.floor(value) for value in exact]
    missing = round(total * unit) - sum(down)
    ranked = sorted(range(len(values)), key=lambda index: (down[index] - exact[index], index))
    for step in range(abs(missing)):
        index = ranked[step % len(ranked)] if missing > 0 else ranked[-1 - step % len(ranked)]
        down[index] += 1 if missing > 0 else -1
    return [value / unit for value in down]


def _lines(lines: Sequence[ScoreLine], total: float) -> Iterable[Line]:
    """The lines that matter most; all others in one."""
    points = apportioned([line.points for line in lines], total)
    rows = [
        Line(line.title, value, line.rule, line.category, line.findings)
        for line, value in zip(lines, points, strict=True)
    ]
    first = [row for row in rows if row.points][:LINES]
    yield from first
    rest = [row for row in rows if row not in first and row.points]
    if rest:
        yield Line(f"{len(rest):,} more", round(math.fsum(row.points for row in rest), 2))


def _score(side: Side) -> str:
    return "none" if side.score is None else f"{mark(side.score.value)} ({side.score.grade})"


def _strict(side: Side) -> str:
    return "none" if side.score is None else mark(side.score.strict)
