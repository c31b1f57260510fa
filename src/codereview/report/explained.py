"""The score worked out line by line, for a reader with a pocket calculator: terminal, Markdown, JSON."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from codereview.model import Audit, Struct
from codereview.report.blocks import Block, Heading, Prose, Rows
from codereview.report.text import mark, plural, ranked, shorten
from codereview.score.table import (
    PER_STATEMENTS,
    RATIO_FLOOR,
    RULE_CEILING,
    SCORE_MODEL,
    STATEMENTS_OFFSET,
)
from codereview.score.working import CategoryLine, Entry, Line, Working, apportioned

COSTLIEST = 15
"""Findings that are listed with their points; the rest is one line."""


LEAST = 0.005
"""Points below which a finding is counted with the rest."""


class Explained(Struct, frozen=True):
    """What ``score --json`` prints."""

    project: str
    version: str
    score_model: int
    working: Working


def explained(audit: Audit, work: Working) -> Explained:
    """The working with what it is of."""
    return Explained(
        project=audit.project.name, version=audit.tool.version, score_model=SCORE_MODEL, working=work
    )


def page(audit: Audit, work: Working, *, whole: bool) -> list[Block]:
    """The score with its categories, caps and costliest findings; ``whole``: with every step between."""
    out: list[Block] = [Heading(f"Score of {shorten(audit.project.name, 60)}", 1), Prose(_headline(work))]
    out += [Heading("Points lost by category"), _categories(work)]
    out += _steps(work) if whole else []
    out += [Heading("Caps"), *_caps(work)]
    out += [Heading("Strict score"), *_strict(work)]
    out += [Heading("Findings by points"), *_costliest(work, None if whole else COSTLIEST)]
    if not whole:
        out += [Heading("Next"), Prose("`codereview score --explain` shows every step between.")]
    return out


def _headline(work: Working) -> str:
    tail = "" if work.complete else "; incomplete"
    better = "" if work.percentile is None else f"; {ranked(work.percentile, work.reference)}"
    return (
        f"{mark(work.value)} of 100, grade {work.grade}; before caps {mark(work.raw)}, "
        f"strict {mark(work.strict.value)}{better}{tail}."
    )


def _categories(work: Working) -> Rows:
    scored = [item for item in work.categories if item.score is not None]
    lost = [math.fsum(line.points for line in work.lines if line.category is item.id) for item in scored]
    shown = dict(zip((item.id for item in scored), apportioned(lost, 100 - work.raw), strict=True))
    rows = []
    for item in work.categories:
        if item.score is None:
            rows.append((item.id.value, f"{item.weight:.2f}", "n/a", "", "", "; ".join(item.reasons)))
        else:
            rows.append(
                (
                    item.id.value,
                    f"{item.weight:.2f}",
                    mark(item.score),
                    item.grade,
                    f"{shown[item.id]:.2f}",
                    "",
                )
            )
    total = f"{round(100 - work.raw, 2):.2f}"
    rows.append((f"100 - {work.raw:.2f}", "", "", "", total, ""))
    return Rows(("category", "weight", "score", "grade", "points", ""), rows, "lrrlrw", last=True)


def _steps(work: Working) -> list[Block]:
    out: list[Block] = [
        Heading("How it is worked out"),
        Prose(
            "A finding weighs severity x confidence x zone, once for each root cause. A rule's density is"
            f" x = {PER_STATEMENTS:,} x weight / (statements + {STATEMENTS_OFFSET}), here / {work.divisor:,.0f};"
            f" its penalty is {RULE_CEILING:g} / (1 + {RULE_CEILING:g} / x). A share scores"
            f" {RATIO_FLOOR:g} + {100 - RATIO_FLOOR:g} x covered / total. Each category has a number of penalty points"
            " that halves it. Scores elsewhere have one decimal and are never rounded up."
        ),
    ]
    points = dict(
        zip(work.lines, apportioned([line.points for line in work.lines], 100 - work.raw), strict=True)
    )
    for item in work.categories:
        own = [line for line in work.lines if line.category is item.id]
        if item.score is None or not own:
            continue
        out.append(Heading(f"{item.id.value}: {item.score:.2f}", 3))
        rules = [line for line in own if not line.total]
        if rules:
            rows = [_rule(line, work.entries, points[line]) for line in rules]
            out.append(Rows(("rule", "sum", "density", "penalty", "points", "weights"), rows, "lrrrrw"))
        out += [_share(line, len(own) - len(rules), points[line], item.h) for line in own if line.total]
        out.append(Prose(_sum(item)))
    return [*out, Heading("All categories", 3), *_overall(work)]


def _rule(line: Line, entries: Iterable[Entry], points: float) -> tuple[str, ...]:
    counted = Counter(
        (-item.weight, item.severity.value, item.confidence.value, item.zone.value, _product(item))
        for item in entries
        if item.counts and not item.suppressed and item.rule == line.name and item.category is line.category
    )
    weights = [
        f"{times} x {product} ({severity}, {confidence}, {zone})"
        for (heavy, severity, confidence, zone, product), times in sorted(counted.items())
        if heavy
    ]
    figures = (f"{line.weight:g}", f"{line.density:.4f}", f"{line.penalty:.4f}", f"{points:.2f}")
    return (line.name, *figures, " + ".join(weights))


def _product(entry: Entry) -> str:
    return f"{entry.severity_weight:g} x {entry.confidence_factor:g} x {entry.zone_factor:g}"


def _share(line: Line, parts: int, points: float, h: float) -> Prose:
    part = f" / {parts} shares" if parts > 1 else ""
    return Prose(
        f"Share: {line.covered:,} of {line.total:,} {line.name}: {RATIO_FLOOR:g} + {100 - RATIO_FLOOR:g} x"
        f" {line.covered} / {line.total} = {line.share_score:.4f}; as a penalty"
        f" {h:g} x log2(100 / {line.share_score:.4f}){part} ="
        f" {line.penalty:.4f}; {points:.2f} points."
    )


def _sum(item: CategoryLine) -> str:
    total = item.rules_penalty + item.shares_penalty
    return (
        f"Penalties {total:.4f}, and {item.h:g} halve it: {total:.4f} / {item.h:g} = {item.halvings:.4f} halvings;"
        f" 100 / 2^{item.halvings:.4f} = {item.score:.2f}."
    )


def _overall(work: Working) -> list[Block]:
    scored = [item for item in work.categories if item.score is not None]
    rows = [
        (
            item.id.value,
            f"{item.weight:.2f}",
            f"{item.share:.4f}",
            f"{item.halvings:.4f}",
            f"{item.halvings * item.share:.5f}",
        )
        for item in scored
    ]
    mass = math.fsum(item.weight for item in scored)
    rows.append(("all", f"{mass:.2f}", "1.0000", "", f"{work.halvings:.5f}"))
    return [
        Rows(("category", "weight", "share", "halvings", "share x halvings"), rows, "lrrrr", last=True),
        Prose(
            "The weighted geometric mean:"
            f" 100 / 2^{work.halvings:.5f} = {work.raw:.2f} before caps. Points are the part"
            f" of 100 - {work.raw:.2f} that a line has in the sum of share x halvings."
        ),
    ]


def _caps(work: Working) -> list[Block]:
    if not work.caps:
        return [Prose(f"None holds: the score is what it is before caps, {mark(work.raw)} ({work.grade}).")]
    rows = []
    left = work.raw
    for cap in work.caps:
        taken = max(0.0, left - cap.limit)
        left = min(left, cap.limit)
        rows.append((f"{cap.limit:g}", f"{taken:.2f}", f"{cap.reason}; lifted by {cap.lifted_by}"))
    return [
        Rows(("at most", "takes", "because"), rows, "rrw"),
        Prose(f"The lowest of {work.raw:.2f} and the caps is {mark(work.value)}, grade {work.grade}."),
    ]


def _strict(work: Working) -> list[Block]:
    strict = work.strict
    if not strict.suppressed:
        return [Prose("Nothing is suppressed, so that it is the same.")]
    out: list[Block] = [
        Prose(
            f"{plural(strict.suppressed, 'finding')} suppressed with a reason; counted all the same, the score is"
            f" {mark(strict.value)}: {mark(strict.raw)} before caps, {mark(work.value - strict.value)} points less."
        )
    ]
    if strict.lines:
        before = {(line.category, line.name): line for line in work.lines}
        rows = []
        for line in strict.lines:
            old = before.get((line.category, line.name))
            rows.append(
                (line.name, f"{old.penalty if old else 0:.4f}", f"{line.penalty:.4f}", line.category.value)
            )
        out.append(Rows(("rule", "penalty", "strict", "category"), rows, "lrrl"))
    lower = [cap for cap in strict.caps if cap.limit < strict.raw and cap not in work.caps]
    return [*out, *(Prose(f"Then at most {cap.limit:g}, because {cap.reason}.") for cap in lower)]


def _costliest(work: Working, most: int | None) -> list[Block]:
    costly = sorted(
        (item for item in work.entries if item.points > 0),
        key=lambda item: (-item.points, item.path, item.line, item.rule),
    )
    first: Sequence[Entry] = [item for item in costly[:most] if item.points >= LEAST]
    rest = math.fsum(item.points for item in costly[len(first) :])
    every = math.fsum(item.points for item in costly)
    bare = 100 - work.raw - every
    amounts = [*(item.points for item in first), rest, max(0.0, bare)]
    shown = apportioned(amounts, 100 - work.raw)
    rows = [
        (f"{points:.2f}", item.rule, item.severity.value, f"{shorten(item.path, 60)}:{item.line}")
        for item, points in zip(first, shown, strict=False)
    ]
    if len(costly) > len(first):
        rows.append((f"{shown[-2]:.2f}", "", "", plural(len(costly) - len(first), "other finding")))
    if shown[-1]:
        rows.append((f"{shown[-1]:.2f}", "", "", "shares that no finding stands for"))
    rows.append((f"{round(100 - work.raw, 2):.2f}", "", "", f"100 - {work.raw:.2f}"))
    return [
        Rows(("points", "rule", "severity", "place"), rows, "rllw", last=True),
        Prose(
            "A finding whose root cause counts elsewhere, or that weighs nothing, costs no points. Points are"
            " rounded so that they sum to their total."
        ),
    ]
