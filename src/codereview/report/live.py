"""What the page needs to work the score out again for ticked root causes: the numbers, the weights, the limits.

It is the data for ``html/script/score.js``, which follows `codereview.score.again.again` step by step. Nothing is
worked out here but what a root cause weighs, and no number of the model is written twice: all of them come from
`codereview.score.table`.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from codereview.model import Audit, Category, Finding, ScoreBasis, Severity
from codereview.report.text import visible
from codereview.score import table
from codereview.score.again import UNPARSED_RULE, again, judged
from codereview.score.caps import CONDITIONS, security_causes
from codereview.score.causes import groups, is_open, weight
from codereview.score.formula import scored_categories, shared_rules

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
"""A number below 64 as one character."""
TOLERANCE = 0.05
TOKEN = 5
"""Characters of the name of a root cause in an address."""
_SERIOUS = 3
"""Added to the class of a root cause in ``flags`` when it holds something high or critical."""
_CLASSES = {Severity.HIGH: 1, Severity.CRITICAL: 2}


@dataclass(frozen=True)
class Cause:
    """A root cause that can be ticked: the indexes of its findings, the heaviest first, and its estimate."""

    id: str
    findings: tuple[int, ...]
    minutes: int


class Causes:
    """The root causes of an audit as the page numbers them, in the order of ``rules`` and then of the findings.

    Attributes:
        findings: the findings that the score was worked out from.
        all: the root causes.
        number: their numbers by id.
    """

    def __init__(self, audit: Audit, rules: Sequence[str]) -> None:
        self.findings: Sequence[Finding] = judged(audit)
        place = {rule: number for number, rule in enumerate(rules)}
        found: dict[str, list[tuple[int, ...]]] = defaultdict(list)
        for group in groups(self.findings):
            found[self.findings[group[0]].root_cause].append(group)

        def rank(item: tuple[str, list[tuple[int, ...]]]) -> tuple[int, int, str, int]:
            worst = max((self.findings[i] for group in item[1] for i in group), key=lambda f: f.severity.rank)
            leader = self.findings[item[1][0][0]]
            return (place.get(worst.rule, len(place)), -worst.severity.rank, leader.path, leader.line)

        self.all = tuple(
            Cause(
                id=id_,
                findings=tuple(index for group in members for index in group),
                minutes=sum(max(self.findings[i].effort_minutes for i in group) for group in members),
            )
            for id_, members in sorted(found.items(), key=rank)
        )
        self.number = {cause.id: number for number, cause in enumerate(self.all)}

    def of(self, cause: Cause) -> list[Finding]:
        """The findings of a root cause, the heaviest first."""
        return [self.findings[index] for index in cause.findings]


def why_not(audit: Audit) -> str:
    """Why the page cannot work the score out again; empty where it can."""
    if audit.score is None:
        return "There is no score, so that nothing can be worked out for what is fixed."
    if audit.basis is None:
        return (
            "This audit does not hold what its score stands on, so that fixes cannot be ticked here;"
            " one made by this version can."
        )
    made = again(judged(audit), audit.basis).score
    if made is None or abs(made.value - audit.score.value) > TOLERANCE:
        return (
            "This audit was scored by other numbers than this version's, so that fixes cannot be ticked here."
        )
    return ""


def tokens(ids: Iterable[str]) -> dict[str, str]:
    """Short names of root causes for addresses, the same in every report where no two of them meet."""
    out: dict[str, str] = {}
    taken: set[str] = set()
    for id_ in ids:
        salt = ""
        while True:
            name = (salt + id_).encode("utf-8", "backslashreplace")
            token = base64.urlsafe_b64encode(hashlib.sha256(name).digest()).decode()[:TOKEN]
            if token not in taken:
                break
            salt += "+"
        taken.add(token)
        out[id_] = token
    return out


def numbers() -> dict[str, Any]:
    """The numbers of the score model."""
    return {
        "offset": table.STATEMENTS_OFFSET,
        "per": table.PER_STATEMENTS,
        "ceiling": table.RULE_CEILING,
        "floor": table.RATIO_FLOOR,
        "categories": [[c.value, table.CATEGORIES[c].weight, table.CATEGORIES[c].h] for c in Category],
        "grades": [list(pair) for pair in table.GRADES],
        "caps": [
            ["critical", table.CAP_CRITICAL, table.CAP_CRITICAL_STEP, table.CAP_STEPS],
            ["high", table.CAP_HIGH, table.CAP_HIGH_STEP, table.CAP_STEPS],
        ],
    }


def basis(audit: Audit, causes: Causes, rules: Sequence[str]) -> dict[str, Any]:
    """All that the score depends on, by the numbers of root causes and of ``rules``, for `score.js`.

    A member is what counts once: the findings of one category, rule and root cause.
    """
    stands = audit.basis or ScoreBasis()
    place = {rule: number for number, rule in enumerate(rules)}
    categories = {category: number for number, category in enumerate(Category)}
    ratios = [
        [categories[category], _numbered(place, ratio.rule), ratio.covered, ratio.total, len(parts)]
        for category in Category  # a stored audit has them in another order
        for parts in ([ratio for ratio in stands.ratios.get(category, ()) if ratio.total],)
        for ratio in parts
    ]
    members = _members(stands, causes)
    runs: list[list[int]] = []
    for member in members:
        run = [place[member.rule], categories[member.category]]
        if runs and runs[-1][:2] == run:
            runs[-1][2] += 1
        else:
            runs.append([*run, 1])
    weights = sorted({member.weight for member in members})
    shared = shared_rules(stands)
    assessed = scored_categories(stands)
    of = [member.cause for member in members]
    return {
        "table": numbers(),
        "statements": stands.statements,
        "scored": [int(c in assessed) for c in Category],
        "ratios": ratios,
        "runs": runs,
        "of": None if of == list(range(len(of))) else of,
        "weights": weights,
        "weight": "".join(DIGITS[weights.index(member.weight)] for member in members),
        "units": [member.units for member in members if member.rule in shared],
        "flags": "".join(str(member.cap + _SERIOUS * member.serious) for member in members),
        "kept": [[n, m.kept, m.kept_cap] for n, m in enumerate(members) if m.kept or m.kept_cap],
        "suppressed": _suppressed(stands, causes, place, categories),
        "limits": _limits(stands, causes),
    }


@dataclass(frozen=True)
class _Member:
    cause: int
    rule: str
    category: Category
    weight: float
    units: int
    cap: int
    serious: bool
    kept: float
    kept_cap: int


def _members(stands: ScoreBasis, causes: Causes) -> list[_Member]:
    """``kept`` is what the strict score still holds of a member when it is ticked: its suppressed findings."""
    strict: dict[int, tuple[int, ...]] = {}
    for group in groups(causes.findings, strict=True):
        strict.update(dict.fromkeys(group, group))
    out = []
    for group in groups(causes.findings):
        mine = [causes.findings[index] for index in group]
        rest = [causes.findings[i] for i in strict[group[0]] if not is_open(causes.findings[i])]
        out.append(
            _Member(
                cause=causes.number[mine[0].root_cause],
                rule=mine[0].rule,
                category=mine[0].category,
                weight=_weight(stands, mine),
                units=sum(item.units for item in mine),
                cap=_class(stands, mine),
                serious=mine[0].rule not in stands.preview_rules
                and any(item.severity.rank >= Severity.HIGH.rank for item in mine),
                kept=_weight(stands, rest),
                kept_cap=_class(stands, rest),
            )
        )
    return sorted(out, key=lambda member: (member.cause, list(Category).index(member.category)))


def _suppressed(
    stands: ScoreBasis, causes: Causes, place: dict[str, int], categories: dict[Category, int]
) -> list[list[float]]:
    """What only the strict score counts: ``rule, category, weight, class`` of groups without an open finding."""
    out: list[list[float]] = []
    for group in groups(causes.findings, strict=True):
        mine = [causes.findings[index] for index in group]
        if not any(is_open(item) for item in mine):
            rule = _numbered(place, mine[0].rule)
            out.append([rule, categories[mine[0].category], _weight(stands, mine), _class(stands, mine)])
    return out


def _weight(stands: ScoreBasis, findings: Sequence[Finding]) -> float:
    open_ = [item for item in findings if item.rule not in stands.preview_rules]
    return max(map(weight, open_), default=0.0)


def _class(stands: ScoreBasis, findings: Sequence[Finding]) -> int:
    """By what a root cause limits the score: 2 critical, 1 high, 0 not at all (see `codereview.score.caps`)."""
    counted = security_causes(item for item in findings if item.rule not in stands.preview_rules)
    return max((_CLASSES.get(severity, 0) for severity in counted.values()), default=0)


def _limits(stands: ScoreBasis, causes: Causes) -> list[list[Any]]:
    """The caps that are no count: ``limit, reason, remedy, names`` and for each name what mends it when ticked."""
    mended: dict[str, set[int]] = defaultdict(set)
    for number, cause in enumerate(causes.all):
        for finding in causes.of(cause):
            if finding.rule == UNPARSED_RULE:
                mended[finding.path].add(number)
    by_path = {"broken_entry_points", "unparsed"}
    return [
        [
            limit,
            reason,
            remedy,
            [visible(name) for name in names],
            [sorted(by.get(name, ())) for name in names],
        ]
        for field, limit, reason, remedy in CONDITIONS
        for given, by in ((getattr(stands, field), mended if field in by_path else {}),)
        for names in (sorted(set(given)),)
        if names
    ]


def _numbered(place: dict[str, int], rule: str) -> int:
    """The number of a rule; one that has no open finding gets the next. -1 for no rule."""
    return place.setdefault(rule, len(place)) if rule else -1
