"""Two audits -> one `Comparison`. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from codereview.compare.attribution import attribute
from codereview.compare.sorting import (
    Sorted,
    accepted,
    is_unchanged,
    moved,
    opened,
    regraded,
    sort,
    uncompared,
)
from codereview.compare.values import COMPARISON_VERSION, CategoryChange, Comparison, Side
from codereview.model import Audit, Category, CategoryScore, Finding
from codereview.score.again import judged
from codereview.score.causes import by_severity

Kind = Literal["audit", "commit", "folder"]


def compare(
    old: Audit,
    new: Audit,
    *,
    labels: tuple[str, str] = ("old", "new"),
    kinds: tuple[Kind, Kind] = ("audit", "audit"),
    renamed: Mapping[str, str] | None = None,
    unread: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> Comparison:
    """What changed from one audit to another. What other programs' files say is not compared.

    Args:
        old, new: the audits.
        labels: what the two were called.
        kinds: where they come from.
        renamed: files known to be the same under another name, old to new; others are told by what moved.
        unread: files known to be left out of each audit, with the reason.
    """
    found = sort(old, new, renamed, unread)
    change, gap = attribute(old, new, found)
    fixed, come = opened(found.fixed), opened(found.new)
    return Comparison(
        schema=COMPARISON_VERSION,
        before=_side(old, labels[0], kinds[0]),
        after=_side(new, labels[1], kinds[1]),
        categories=_categories(old, new, fixed, come),
        new=come,
        fixed=fixed,
        moved=moved(found.pairs),
        unchanged=_unchanged(found),
        suppressed=accepted(found, "new", baseline=False),
        unsuppressed=accepted(found, "old", baseline=False),
        baselined=accepted(found, "new", baseline=True),
        unbaselined=accepted(found, "old", baseline=True),
        not_comparable=uncompared(found),
        regraded=regraded(found.pairs),
        score=change,
        score_gap=gap,
        notices=tuple(_notices(old, new)),
        renamed=found.renamed,
    )


def _side(audit: Audit, label: str, kind: Kind) -> Side:
    return Side(
        label=label,
        kind=kind,
        project=audit.project,
        tool=audit.tool,
        score=audit.score,
        open=by_severity(item for item in judged(audit) if item.suppressed is None),
        advisories=audit.advisories,
    )


def _unchanged(found: Sorted) -> int:
    return sum(
        one.suppressed is None and two.suppressed is None and is_unchanged(one, two)
        for one, two in found.pairs
    )


def _categories(
    old: Audit, new: Audit, fixed: Iterable[Finding], come: Iterable[Finding]
) -> tuple[CategoryChange, ...]:
    sides = [{item.id: item for item in audit.categories} for audit in (old, new)]
    counts = [Counter(item.category for item in items) for items in (fixed, come)]
    return tuple(
        _category(
            category, sides[0].get(category), sides[1].get(category), counts[0][category], counts[1][category]
        )
        for category in Category
    )


def _category(
    category: Category, old: CategoryScore | None, new: CategoryScore | None, fixed: int, come: int
) -> CategoryChange:
    values = [item.score if item is not None else None for item in (old, new)]
    known = next((item for item in (new, old) if item is not None), None)
    reasons = [
        f"not assessed on the {side} side: {'; '.join(item.not_assessed) if item is not None else 'not in that audit'}"
        for side, item in (("old", old), ("new", new))
        if item is None or item.score is None
    ]
    return CategoryChange(
        id=category,
        weight=known.weight if known is not None else 0.0,
        old=values[0],
        new=values[1],
        change=None if values[0] is None or values[1] is None else values[1] - values[0],
        old_grade=old.grade if old is not None else None,
        new_grade=new.grade if new is not None else None,
        new_findings=come,
        fixed_findings=fixed,
        reasons=tuple(reasons),
    )


def _notices(old: Audit, new: Audit) -> Iterable[str]:
    """What makes two audits less alike than their projects are."""
    if old.project.name != new.project.name:
        yield f"These are two projects by name: `{old.project.name}` and `{new.project.name}`."
    if old.tool.version != new.tool.version:
        yield (
            f"The audits were made by codereview {old.tool.version} and {new.tool.version}: "
            "what one of them has no rule for is neither new nor fixed."
        )
    if old.tool.score_model != new.tool.score_model:
        yield f"The scores are of model {old.tool.score_model} and of model {new.tool.score_model}."
    if old.project.requires_python != new.project.requires_python:
        yield (
            f"The lowest Python is {old.project.requires_python or 'unknown'} on the old side and "
            f"{new.project.requires_python or 'unknown'} on the new one; some rules go by it."
        )
    ran = [{tool.name for tool in audit.tools if tool.outcome == "ran"} for audit in (old, new)]
    for side, names in (("old", ran[0] - ran[1]), ("new", ran[1] - ran[0])):
        if names:
            yield f"Only the {side} audit heard {', '.join(sorted(names))}."
    dates = [audit.advisories.date if audit.advisories is not None else "none" for audit in (old, new)]
    if dates[0] != dates[1]:
        yield f"The advisories are of {dates[0]} and of {dates[1]}."
