"""What to do first and what that gains, worked out again by the score's own model; and what could not be told."""

from __future__ import annotations

from collections.abc import Collection

from codereview.model import Category, Cause, Confidence, Score, Severity, Zone
from codereview.report.summary.pieces import Clause, Pieces, joined, said, spot, title, told
from codereview.report.summary.standing import binding
from codereview.report.text import listing, mark, minutes, plural
from codereview.report.view import View
from codereview.score.again import UNPARSED_RULE, again, judged

LEAST = 0.3
"""Points from which a step is told with what it gains."""
DAY = 480
"""Minutes above which the first of many root causes are told instead of all."""
HALF_DAY = 240
SAME = 0.01
"""Points within which a score that is worked out again is the one of the audit."""
_BULK = 10
"""Places from which a step is told as work of its own."""


def first(view: View) -> Clause | None:
    """The step to begin with: what lifts the cap, else what is critical or high, else what gains most a minute."""
    score = view.audit.score
    if score is None or not view.audit.causes:
        return None
    now = after(view, ())
    if now is None or abs(now.value - score.value) > SAME:
        return None  # made by a version with another table of numbers: what it would be now is not comparable
    for clause in (_cap(view, score), _serious(view, score), _best(view, score)):
        if clause is not None:
            return clause
    return None


def after(view: View, ids: Collection[str]) -> Score | None:
    """The score without these root causes; None where the audit does not hold what it needs."""
    if view.audit.basis is None:
        return None
    return again(judged(view.audit), view.audit.basis, ids).score


def _cap(view: View, score: Score) -> Clause | None:
    cap = binding(view)
    if cap is None:
        return None
    causes = _holding(view, cap.reason)
    if not causes:
        return None
    if causes[0].rule == UNPARSED_RULE:
        return _step(
            view, score, causes, "the file that cannot be parsed", "the {count} files that cannot be parsed"
        )
    fault = f"{causes[0].severity.value} security fault"
    return _step(view, score, causes, "{where}", f"the {{count}} {fault}s")


def _holding(view: View, reason: str) -> list[Cause]:
    """The root causes behind the lowest cap."""
    causes = view.audit.causes
    if "security finding" not in reason:
        return [cause for cause in causes if cause.rule == UNPARSED_RULE]
    severity = Severity.CRITICAL if "critical security" in reason else Severity.HIGH
    held = {
        f.root_cause
        for f in view.open
        if f.category is Category.SECURITY
        and f.severity is severity
        and f.zone is Zone.PRODUCTION
        and f.confidence is not Confidence.LOW
    }
    return [cause for cause in causes if cause.id in held]


def _serious(view: View, score: Score) -> Clause | None:
    causes = [c for c in view.audit.causes if c.severity.rank >= Severity.HIGH.rank and c.points > 0]
    if not causes:
        return None
    words = listing(sorted({cause.severity.value for cause in causes}))
    if sum(cause.effort_minutes for cause in causes) <= DAY:
        many = f"the {{count}} {words} root causes"
        if len(causes) > 1 and len({cause.rule for cause in causes}) == 1:
            many = "all {count} cases of {title}" if len(causes) > 2 else "both cases of {title}"
        return _step(view, score, causes, "{where}", many)
    chosen, spent = [], 0
    for cause in sorted(causes, key=lambda c: (-c.points / max(1, c.effort_minutes), c.id)):
        if spent + cause.effort_minutes <= HALF_DAY:
            chosen.append(cause)
            spent += cause.effort_minutes
    if len(chosen) < 2:
        return None
    return _step(view, score, chosen, "", f"the {{count}} {words} root causes that gain most a minute")


def _step(view: View, score: Score, causes: list[Cause], one: str, many: str) -> Clause | None:
    """What mending these gains: the grade if it changes, else the score."""
    ids = tuple(sorted(cause.id for cause in causes))
    then = after(view, ids)
    if then is None or then.value - score.value < LEAST:
        return None
    what = told(
        one if len(causes) == 1 else many,
        count=said(f"{len(causes):,}", "causes", *ids, to="fix-first"),
        title=title(causes[0].rule, causes[0].title),
        where=spot(causes[0].path, causes[0].line, f"r:{causes[0].rule}"),
    )
    pieces = {
        "effort": said(minutes(sum(cause.effort_minutes for cause in causes)), "effort", *ids),
        "value": said(mark(then.value), "after", *ids, to="score"),
        "old": said(score.grade, "grade", "value", to="score"),
        "new": said(then.grade, "grade after", *ids),
    }
    if then.grade == score.grade:
        text = "Start with {what}: an estimated {effort} brings the score to {value}, still grade {new}"
        return Clause(0.8, told(text, what=what, **pieces))
    text = "An estimated {effort} on {what} turns the {old} into {new} ({value})"
    return Clause(0.85, told(text, what=what, **pieces))


def _grows(score: Score, then: Score, ids: tuple[str, ...]) -> Pieces:
    text = "lifts the score to {value}, grade {letter}"
    if then.grade == score.grade:
        text = "lifts the score to {value}, still grade {letter}"
    letter = said(then.grade, "grade after", *ids)
    return told(text, value=said(mark(then.value), "after", *ids, to="score"), letter=letter)


def _best(view: View, score: Score) -> Clause | None:
    worth = [entry for entry in view.fix_first if entry.points > 0]
    if not worth:
        return None
    step = max(worth[:6], key=lambda entry: entry.points)
    ids = tuple(sorted(cause.id for cause in step.causes))
    then = after(view, ids)
    if then is None or then.value - score.value < 0.1:
        return None
    cause = step.first
    where: Pieces = ()
    if step.places >= _BULK:
        where = told(
            " in {places}", places=said(plural(step.places, "place"), "places", *ids, to=f"r:{cause.rule}")
        )
    elif len(step.causes) == 1:
        where = told(" in {place}", place=spot(cause.path, cause.line, f"r:{cause.rule}"))
    return Clause(
        0.6,
        told(
            "The best return is on {title}{where}: for an estimated {effort} it {grows}",
            title=title(cause.rule, cause.title),
            where=where,
            effort=said(minutes(step.effort_minutes), "effort", *ids),
            grows=_grows(score, then, ids),
        ),
    )


def unknown(view: View) -> Clause | None:
    """What could not be told of this project: files, routes, whole categories."""
    parts = [*_unread(view), *_unjudged_routes(view), *_unscored(view)]
    if not parts:
        return None
    return Clause(
        0.75 if len(parts) > 1 else 0.58, told("Not known: {parts}", parts=joined(parts, "; ", "; "))
    )


def _unread(view: View) -> list[Pieces]:
    project = view.audit.project
    count = project.files.get("not_parsed", 0) - project.unparsed.get("production", 0)
    if count <= 0:
        return []
    what = said(
        plural(count, "file outside of production", "files outside of production"),
        "unread",
        to="not-assessed",
    )
    return [told("what stands in {what} that cannot be parsed", what=what)]


def _unjudged_routes(view: View) -> list[Pieces]:
    built = view.audit.architecture
    if built is None or built.routes.unknown < 2:
        return []
    table = built.routes
    total = said(plural(table.total, "route"), "routes", "total", to="routes")
    if table.unknown == table.total:
        return [told("whether any of its {total} asks who is calling", total=total)]
    count = said(f"{table.unknown:,}", "routes", "unknown", to="routes")
    return [told("whether {count} of its {total} ask who is calling", count=count, total=total)]


def _unscored(view: View) -> list[Pieces]:
    names = [c.id.value for c in view.unassessed_categories if c.not_assessed and c.weight]
    if not names or len(names) == len(Category):
        return []
    return [told(f"anything about {listing(names)}")]


def ran(view: View) -> Clause:
    """How many rules gave a result: for an audit of which there is little else to say."""
    outcomes = view.outcome_counts
    gave = outcomes["found"] + outcomes["clean"]
    if not gave:
        return Clause(0.2, told("No rule could give a result, so nothing is said here about its quality"))
    count = said(plural(gave, "rule"), "rules", "ran", to="not-assessed")
    clean = said(f"{outcomes['clean']:,}", "rules", "clean", to="not-assessed")
    if gave == outcomes["clean"]:
        return Clause(0.2, told("{count} gave a result, and none of them found anything", count=count))
    return Clause(0.2, told("{count} ran, and {clean} of them found nothing", count=count, clean=clean))
