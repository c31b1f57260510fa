"""What is good, by the strengths that are proved, and what is mostly missing, by figures far from their targets."""

from __future__ import annotations

import re

from codereview.model import Category, Metric, Severity, Strength
from codereview.report.summary.pieces import (
    Clause,
    Piece,
    Pieces,
    brief,
    code,
    joined,
    lowered,
    raised,
    said,
    told,
)
from codereview.report.summary.standing import costs
from codereview.report.text import plural
from codereview.report.view import View

NAMED = 3
_PIPELINE = "blocking-pipeline"
_WEIGHTY = (
    "authenticated-mutations parameterised-queries hashed-passwords blocking-pipeline wide-test-reach validated-input "
    "typed-interfaces atomic-transactions encrypted-values outbound-timeouts single-migration-head csrf-protection "
    "secrets-from-environment offloaded-blocking hashed-lock property-tests"
).split()
"""Practices that are told before others where a project has many."""
_SHARE = re.compile(r"^([\d,]+) of ([\d,]+) ([^;:]*?)(?: in [\d,]+ \w+)?(?:[;:].*)?$")
_FAR = 0.6
"""Share of its target below which a figure is told."""
_HARDLY = 15.0
"""Percent below which it is hardly any."""
_HALF = 50.0
_FEW = 5
"""Slots or docstrings below which it is not told how many are missing."""
_SIZEABLE = 400
"""Statements from which the lack of tests is told with the size."""
LACKS = 2
Part = tuple[float, Pieces]


def good(view: View) -> Clause | None:
    """Up to three proved strengths, those that matter most first."""
    strengths = sorted(view.audit.strengths, key=_rank)
    if _without_tests(view):  # that CI fails on tests says little where there is none
        strengths = [strength for strength in strengths if strength.id != _PIPELINE]
    if not strengths:
        return None
    shown = strengths[:NAMED]
    score = view.audit.score
    top = score is not None and score.grade[:1] == "A"
    listed = joined([(_strength(strength),) for strength in shown], "; ", "; ")
    text = f"{_lead(view, shown, top)}{{listed}}"
    more = len(strengths) - len(shown)
    if more:
        rest = said(
            plural(more, "other strength"),
            "strengths left",
            str(len(view.audit.strengths) - more),
            to="strengths",
        )
        said_of = told(
            "{listed}; {rest} " + ("is" if more == 1 else "are") + " proved", listed=listed, rest=rest
        )
        return Clause(0.85 if top else 0.65, told(text, listed=said_of))
    return Clause(0.85 if top else 0.65, told(text, listed=listed))


def _lead(view: View, shown: list[Strength], top: bool) -> str:
    if top:
        return "The grade is earned: " if len(shown) == NAMED else "What is proved to be good: "
    if view.counts[Severity.CRITICAL]:
        return "Even so, " if len(shown) > 1 else "To its credit, "
    kind = shown[0].category
    if kind is Category.SECURITY:
        return "Some of its defences are proved: "
    if shown[0].id in (_PIPELINE, "wide-test-reach"):
        return "Changes to it are watched: "
    return "Worth keeping: " if len(shown) == 1 else "There is firm ground: "


def _rank(strength: Strength) -> tuple[object, ...]:
    place = _WEIGHTY.index(strength.id) if strength.id in _WEIGHTY else len(_WEIGHTY)
    return (place, -strength.count, strength.title)


def _strength(strength: Strength) -> Piece:
    text = lowered(brief(strength.message))
    plain = text.split(" ", 1)[0][1:].islower()  # `CI` keeps its capitals
    return said(
        text[:1].lower() + text[1:] if plain else text,
        "strength",
        strength.title,
        strength.message,
        to="strengths",
    )


def lacking(view: View) -> Clause | None:
    """What costs much because most of it is missing: tests, annotations, docstrings, an order of imports."""
    parts = [part for part in (_tests(view), *_shares(view), _loose(view), _cycles(view)) if part]
    if not parts:
        return None
    parts.sort(key=lambda part: -part[0])
    return Clause(
        min(0.8, 0.45 + parts[0][0]), joined([raised(parts[0][1]), *(pieces for _, pieces in parts[1:LACKS])])
    )


def _tests(view: View) -> Part | None:
    if _without_tests(view):
        return (0.35, _untested(view))
    reach = _metric(view, "test_reach")
    if reach is None or reach.value is None or reach.value >= _HALF:
        return None
    if not reach.value and (total := _total(reach)) is not None:
        return (0.3, told("not one of {total} is reached by a test", total=total))
    share = _share(reach)
    return (0.3, told("tests reach {share}", share=share)) if share else None


def _without_tests(view: View) -> bool:
    review = view.audit.review
    gate = next((g for g in review.readiness.gates if g.id == "tests"), None) if review is not None else None
    return gate is not None and gate.because.startswith("no test was found")


def _untested(view: View) -> Pieces:
    """That there is no test, with what stands without one."""
    built, statements = view.audit.architecture, view.audit.project.statements
    none = Piece("not one test that a runner would collect", "readiness")
    if built is not None and built.routes.total > 1:
        total = said(plural(built.routes.total, "route"), "routes", "total", to="routes")
        return told("{none} stands behind its {total}", none=none, total=total)
    if statements >= _SIZEABLE:
        size = said(plural(statements, "statement"), "statements")
        return told("{none} stands behind its {size}", none=none, size=size)
    return (Piece("there is no test that a runner would collect", "readiness"),)


def _shares(view: View) -> list[Part]:
    cost = dict(costs(view.audit))
    out: list[Part] = []
    for id, category, one, many in (
        ("public_annotation_coverage", Category.TYPING, "is annotated", "are annotated"),
        ("docstring_coverage", Category.DOCUMENTATION, "has a docstring", "have docstrings"),
    ):
        metric = _metric(view, id)
        if (
            metric is None
            or metric.value is None
            or not metric.target
            or metric.value >= _FAR * metric.target
        ):
            continue
        share, total = _share(metric), _total(metric)
        if share is None or total is None or int(total.text.split()[0].replace(",", "")) < _FEW:
            continue
        text = f"{{share}} {many}" if metric.value >= _HARDLY else f"hardly anything {one} ({{share}})"
        if not metric.value:
            text, share = f"not one of {{share}} {one}", total
        out.append((min(0.3, cost.get(category.value, 0.0) / 30), told(text, share=share)))
    return out


def _share(metric: Metric) -> Piece | None:
    found = _SHARE.match(metric.basis)
    only = "only " if metric.value is not None and _HARDLY <= metric.value < _HALF else ""
    return (
        said(f"{only}{found[1]} of {found[2]} {found[3]}", "metric", metric.id, to="metrics")
        if found
        else None
    )


def _total(metric: Metric) -> Piece | None:
    found = _SHARE.match(metric.basis)
    return said(f"{found[2]} {found[3]}", "metric", metric.id, to="metrics") if found else None


def _metric(view: View, id: str) -> Metric | None:
    return next((metric for metric in view.audit.metrics if metric.id == id), None)


def _loose(view: View) -> Part | None:
    built = view.audit.architecture
    if built is None or built.loose_count < 2 or not built.loose:
        return None
    first = built.loose[0].path
    count = said(f"{built.loose_count:,} modules", "loose modules", to="architecture")
    text = "nothing that starts the project leads to {count}, such as {first}"
    return (0.15, told(text, count=count, first=said(code(first), "loose", first, to="architecture")))


def _cycles(view: View) -> Part | None:
    built = view.audit.architecture
    size = max((cycle.size for cycle in built.cycles), default=0) if built is not None else 0
    if size < 4:
        return None
    count = said(f"{size:,} modules", "cycle", to="architecture")
    return (0.2, told("{count} stand in one import cycle", count=count))
