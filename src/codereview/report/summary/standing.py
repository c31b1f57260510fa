"""Where the project stands: its kind and size, the grade, and what holds it."""

from __future__ import annotations

import math
from collections import defaultdict

from codereview.model import Audit, Cap
from codereview.report.summary.pieces import Clause, Piece, Pieces, said, told
from codereview.report.text import mark, plural, points, shorten
from codereview.report.view import View
from codereview.score.caps import grade

KINDS = {"scripts": "a collection of scripts", "data or ML project": "a data or machine-learning project"}
ALONE = 0.45
"""Share of the points lost from which one category is said to cost them."""
LITTLE = 5.0
"""Points lost below which a project is said to lack them, not to have lost much."""
LOW, HIGH = 40.0, 90.0
"""Scores of categories that are told as such."""
FEW = 10.0
"""Percent of reference projects below which their share is not told as one."""
SMALL, LARGE = 150, 20_000
"""Statements below and above which the size is remarked upon."""


def standing(view: View) -> Clause:
    """What was audited and what it got. Always there."""
    score = view.audit.score
    if score is None:
        text = "{who} has no grade: what could be read of it is not enough to judge"
        return Clause(1.0, told(text, who=_who(view.audit)))
    cap = binding(view)
    held = _held(view, cap) if cap is not None else (*_percentile(view), *_where(view))
    return Clause(
        1.0,
        told(
            "{who} stands at grade {grade}, {value} of {full}{held}",
            who=_who(view.audit),
            grade=said(score.grade, "grade", "value", to="score"),
            value=said(mark(score.value), "score", "value", to="score"),
            full=said("100", "full"),
            held=held,
        ),
    )


def binding(view: View) -> Cap | None:
    """The cap that holds the score down, if one does."""
    score = view.audit.score
    if score is None or not score.caps or score.value >= score.raw:
        return None
    return min(score.caps, key=lambda cap: cap.limit)


def costs(audit: Audit) -> list[tuple[str, float]]:
    """Points that each category costs, the dearest first."""
    sums: dict[str, list[float]] = defaultdict(list)
    for term in audit.terms:
        sums[term.category.value].append(term.points)
    return sorted(
        ((name, math.fsum(parts)) for name, parts in sums.items()), key=lambda item: (-item[1], item[0])
    )


def _who(audit: Audit) -> Pieces:
    project = audit.project
    broken = project.unparsed.get("production", 0)
    read = max(0, project.files.get("production", 0) - broken)
    kind = KINDS.get(project.kind, f"a {project.kind}" if project.kind else "a project")
    text = "{name}, {kind} with {statements} in {files},"
    if project.statements < SMALL:
        text = "{name}, {kind} with no more than {statements} in {files},"
    elif project.statements > LARGE:
        text = "{name}, {kind} that has grown to {statements} in {files},"
    return told(
        text,
        name=said(shorten(project.name, 80).replace("`", "'"), "name"),
        kind=said(shorten(kind, 80).replace("`", "'"), "kind"),
        statements=said(plural(project.statements, "statement"), "statements"),
        files=said(plural(read, "file"), "files"),
    )


def _held(view: View, cap: Cap) -> Pieces:
    score = view.audit.score
    assert score is not None
    reason = said(cap.reason, "cap", cap.reason, to="score")
    letter = grade(score.raw, view.open)
    if letter == score.grade:
        return told(", where it is held because {reason}", reason=reason)
    return told(
        "; the rest of it would earn {letter} ({raw}), but {reason}",
        letter=said(letter, "grade", "raw"),
        raw=said(mark(score.raw), "score", "raw", to="score"),
        reason=reason,
    )


def _percentile(view: View) -> Pieces:
    score = view.audit.score
    if score is None or score.percentile is None:
        return ()
    if score.percentile >= 99.5:
        return told(", better than all of the reference projects")
    if score.percentile < FEW:
        return told(", below nearly all of the reference projects")
    return told(
        ", better than {share} of the reference projects",
        share=said(f"{score.percentile:.0f} %", "percentile"),
    )


def _where(view: View) -> Pieces:
    """What costs most: by points where few are lost, by the scores of categories where these are low."""
    dear = [(name, cost) for name, cost in costs(view.audit) if cost >= 0.1]
    lost = view.lost
    if not dear or lost is None or lost < 0.1:
        return told(", with nothing lost that would show" if lost else ", with nothing lost")
    first, cost = dear[0]
    if lost < LITTLE:
        text = "; {cost} of the {lost} points that it lacks are lost in {first}"
        return told(text, cost=_cost(first, cost), lost=_lost(lost), first=_category(first))
    scores = {c.id.value: c.score for c in view.audit.categories if c.score is not None}
    low = [name for name, _ in dear[:2] if scores.get(name, 100.0) < LOW]
    if first in low:
        return _pulled(scores, low)
    if cost >= ALONE * lost or len(dear) == 1:
        text = "; {first} alone costs {cost} of the {lost} points that it lacks"
        return told(text, first=_category(first), cost=_cost(first, cost), lost=_lost(lost))
    second, more = dear[1]
    return told(
        "; {first} and {second} cost it most, {cost} and {more} of the {lost} points that it lacks",
        first=_category(first),
        second=_category(second),
        cost=_cost(first, cost),
        more=_cost(second, more),
        lost=_lost(lost),
    )


def _pulled(scores: dict[str, float], low: list[str]) -> Pieces:
    """Low categories, and the best one where it shows that not all is."""
    best = max(scores, key=lambda name: (scores[name], name))
    parts = {name: _scored(name, scores[name]) for name in (*low, best)}
    below = told("{a} and {b}", a=parts[low[0]], b=parts[low[1]]) if len(low) == 2 else parts[low[0]]
    if scores[best] >= HIGH:
        return told("; it is best in {best} and pulled down by {below}", best=parts[best], below=below)
    return told("; it is pulled down by {below}, and best in {best}", best=parts[best], below=below)


def _scored(name: str, value: float) -> Pieces:
    return told(
        "{name} ({value})", name=_category(name), value=said(mark(value), "category", name, to="categories")
    )


def _category(name: str) -> Piece:
    return Piece(name, "categories")


def _cost(name: str, cost: float) -> Piece:
    return said(points(cost), "cost", name, to="score")


def _lost(lost: float) -> Piece:
    return said(points(lost), "lost", to="score")
