"""A plan: what to fix, in order, with the score after each step, and what stands in the way of more. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from codereview.model import Audit, Category, Cause, Finding, Severity, Struct
from codereview.score.again import again, judged
from codereview.score.caps import shown
from codereview.score.causes import is_open
from codereview.score.choose import Choice, Target, cheapest, within
from codereview.score.formula import ScoreResult
from codereview.score.table import GRADES
from codereview.score.what_if import WhatIf

NOTICEABLE = 0.05
"""Points below which nothing is said of a loss."""


class Wish(Struct, frozen=True):
    """What a plan is asked for.

    Attributes:
        minutes: the time there is; None: no limit.
        target: the least score as reports show it; None: as high as it gets.
        grade: the grade that the target stands for.
        only: rule ids, prefixes and categories to choose from; none: all.
        safe: only what a verified safe edit mends.
    """

    minutes: int | None = None
    target: float | None = None
    grade: str = ""
    only: tuple[str, ...] = ()
    safe: bool = False


class Place(Struct, frozen=True):
    """Where one of its findings stands."""

    path: str
    line: int
    message: str


class Step(Struct, frozen=True):
    """One root cause to fix, and where that leads.

    ``minutes_so_far``, ``score``, ``raw`` and ``grade`` are those after the step; ``lifts_cap`` says that it is part of
    what lifts a cap which would hold the plan down.
    """

    id: str
    rule: str
    title: str
    category: Category
    severity: Severity
    places: tuple[Place, ...]
    minutes: int
    minutes_so_far: int
    score: float
    raw: float
    grade: str
    safe_fix: bool
    lifts_cap: bool


class Figures(Struct, frozen=True):
    """A score with its categories: before a plan, or after it."""

    score: float
    raw: float
    strict: float
    grade: str
    caps: tuple[str, ...]
    categories: dict[str, float]


class Plan(Struct, frozen=True):
    """A plan.

    Attributes:
        gap: no plan is better by more, in points of the score, or in minutes where a target is reached.
        in_the_way: what keeps the score from its target, or holds it down.
        without_limit: what more time would reach, where the target is missed for lack of it.
    """

    project: str
    version: str
    score_model: int
    wish: Wish
    reached: bool
    gap: float
    minutes: int
    before: Figures
    after: Figures
    steps: tuple[Step, ...]
    in_the_way: tuple[str, ...] = ()
    without_limit: str = ""


def plan(audit: Audit, wish: Wish, chosen_from: Collection[str]) -> Plan | None:
    """The best plan for a wish; None where the audit has no score, or does not hold what it stands on.

    ``chosen_from`` are the ids of the root causes that the wish allows.
    """
    findings = judged(audit)
    if audit.basis is None:
        return None
    model = WhatIf(findings, audit.basis)
    before = again(findings, audit.basis)
    if before.score is None:
        return None
    choice, needed = _choice(model, wish, chosen_from)
    after = again(findings, audit.basis, choice.ids)
    steps = _steps(model, choice.ids, findings, before.causes)
    return Plan(
        project=audit.project.name,
        version=audit.tool.version,
        score_model=audit.tool.score_model,
        wish=wish,
        reached=choice.reached,
        gap=choice.gap,
        minutes=choice.minutes,
        before=_figures(before),
        after=_figures(after),
        steps=steps,
        in_the_way=_obstacles(after, wish, chosen_from) if not needed else (),
        without_limit=needed,
    )


def _choice(model: WhatIf, wish: Wish, allowed: Collection[str]) -> tuple[Choice, str]:
    """What to fix, and, where only the time keeps it from its target, a sentence that says so."""
    endless = sum(fix.effort for fix in model.fixes.values())
    if wish.target is None:
        return within(model, allowed, endless if wish.minutes is None else wish.minutes), ""
    target = Target(wish.target, wish.grade == GRADES[0][1])
    found = cheapest(model, allowed, target)
    if wish.minutes is None or found.minutes <= wish.minutes:
        return found, ""
    hours = f"{found.minutes / 60:,.1f} hours"
    most = f"Without a limit of time it takes {hours}."
    if not found.reached:
        now = model.only(found.ids)
        most = f"Without a limit of time {shown(now.value):g} ({now.grade}) is the most there is, in {hours}."
    return within(model, allowed, wish.minutes)._replace(reached=False), most


def _steps(
    model: WhatIf, ids: Sequence[str], findings: Iterable[Finding], causes: Iterable[Cause]
) -> tuple[Step, ...]:
    by_id: dict[str, list[Finding]] = {}
    for item in findings:
        if is_open(item):
            by_id.setdefault(item.root_cause, []).append(item)
    known: dict[str, list[Cause]] = {}
    for cause in causes:
        known.setdefault(cause.id, []).append(cause)
    reach = model.only(ids).raw
    model.reset()
    out = []
    spent = 0
    for id in ids:
        fix, cause = model.fixes[id], known[id][0]
        before = model.limit()
        model.fix(id)
        now = model.standing()
        spent += fix.effort
        members = sorted(by_id[id], key=lambda item: (item.path != cause.path, item.path, item.line))
        members.sort(key=lambda item: (item.path, item.line) != (cause.path, cause.line))
        out.append(
            Step(
                id=id,
                rule=cause.rule,
                title=cause.title,
                category=cause.category,
                severity=max((item.severity for item in known[id]), key=lambda item: item.rank),
                places=tuple(Place(path=item.path, line=item.line, message=item.message) for item in members),
                minutes=fix.effort,
                minutes_so_far=spent,
                score=now.value,
                raw=now.raw,
                grade=now.grade,
                safe_fix=all(item.safe_fix for item in known[id]),
                lifts_cap=before < reach and now.limit > before,
            )
        )
    return tuple(out)


def _figures(result: ScoreResult) -> Figures:
    assert result.score is not None
    return Figures(
        score=result.score.value,
        raw=result.score.raw,
        strict=result.score.strict,
        grade=result.score.grade,
        caps=tuple(f"{cap.reason}: at most {cap.limit:g}" for cap in result.score.caps),
        categories={item.id.value: item.score for item in result.categories if item.score is not None},
    )


def _obstacles(after: ScoreResult, wish: Wish, allowed: Collection[str]) -> tuple[str, ...]:
    """What keeps the score below the target, or a cap that holds it down; empty where nothing does."""
    score = after.score
    assert score is not None
    reached = wish.target is None or shown(score.value) >= wish.target
    goal = score.raw if wish.target is None else wish.target
    out = [
        f"At most {cap.limit:g}, because {cap.reason}. That is lifted by {cap.lifted_by}."
        for cap in score.caps
        if cap.limit < goal and (wish.target is None or not reached)
    ]
    if not reached and shown(score.raw) < goal:
        by_hand = sum(cause.points for cause in after.causes if cause.id not in allowed)
        if by_hand >= NOTICEABLE:
            out.append(f"{by_hand:,.1f} points are lost to findings that this plan was told to leave out.")
        bare = [term for term in after.terms if not term.weight and term.points >= NOTICEABLE]
        shares = sum(term.points for term in after.terms) - sum(cause.points for cause in after.causes)
        if shares >= NOTICEABLE and bare:
            bare.sort(key=lambda term: -term.points)
            names = ", ".join(f"{term.rule} ({term.category.value})" for term in bare[:3])
            out.append(f"{shares:,.1f} points are lost to shares that no finding stands for: {names}.")
    if reached and wish.grade == GRADES[0][1] != score.grade:
        out.append("A+ asks that nothing high or critical is open.")
    return tuple(out)
