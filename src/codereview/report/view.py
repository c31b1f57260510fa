"""The view model: an Audit arranged as reports show it. Every figure is counted from the lists shown."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from codereview.model import (
    Audit,
    Category,
    CategoryScore,
    Finding,
    Metric,
    NotAssessed,
    Outcome,
    RuleInfo,
    Severity,
    Zone,
)
from codereview.report.priorities import Priority, prioritise
from codereview.report.since import SinceView

SEVERITIES = tuple(reversed(Severity))
UNPARSED_RULE = "REL001"
_SLUG = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Item:
    """A finding with the anchor under which it is found in a document; anchors are unique in a view."""

    finding: Finding
    anchor: str


@dataclass(frozen=True)
class RuleGroup:
    """All open findings of one rule, worst first. ``severity`` is the worst among them."""

    id: str
    anchor: str
    title: str
    category: Category
    severity: Severity
    card: RuleInfo | None
    items: tuple[Item, ...]
    causes: int
    points: float


@dataclass(frozen=True)
class CategoryView:
    """A category with its open findings. ``score`` is None when the audit does not list the category."""

    category: Category
    score: CategoryScore | None
    counts: dict[Severity, int]
    groups: tuple[RuleGroup, ...]

    @property
    def total(self) -> int:
        """The number of open findings."""
        return sum(self.counts.values())

    @property
    def worst(self) -> RuleGroup | None:
        """The group that holds the worst finding."""
        return self.groups[0] if self.groups else None


class View:
    """An audit arranged for reading.

    Args:
        audit: the audit.
    """

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        judged = [finding for finding in audit.findings if not finding.imported]
        self.open: tuple[Finding, ...] = tuple(f for f in judged if not is_suppressed(f))
        self.suppressed: tuple[Finding, ...] = tuple(f for f in judged if is_suppressed(f))
        self.imported: tuple[Finding, ...] = tuple(
            f for f in audit.findings if f.imported and not is_suppressed(f)
        )
        self.cards = {card.id: card for card in audit.rules}

    @cached_property
    def since(self) -> SinceView | None:
        """What changed since the base that was asked for, if one was."""
        scores = {score.id: score for score in self.audit.categories}
        change = self.audit.since
        return None if change is None else SinceView(change, self.audit.score, scores)

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """Open findings by severity, critical first, noughts included."""
        return count_severities(self.open)

    @cached_property
    def groups(self) -> tuple[RuleGroup, ...]:
        """Open findings by rule, the worst rule first."""
        return self._groups(self.open)

    @cached_property
    def imported_groups(self) -> tuple[RuleGroup, ...]:
        """What other tools' files report, by rule, the worst first. None of it is counted anywhere else."""
        return self._groups(self.imported)

    def _groups(self, findings: Iterable[Finding]) -> tuple[RuleGroup, ...]:
        by_rule: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            by_rule[finding.rule].append(finding)
        anchors = _Anchors("f-")
        rule_anchors = _Anchors("rule-")
        groups = []
        for rule, members in sorted(by_rule.items()):
            ordered = sorted(members, key=worst_first)
            card = self.cards.get(rule)
            groups.append(
                RuleGroup(
                    id=rule,
                    anchor=rule_anchors.of(rule),
                    title=card.title if card else ordered[0].title,
                    category=ordered[0].category,
                    severity=ordered[0].severity,
                    card=card,
                    items=tuple(Item(f, anchors.of(f.fingerprint or f"{f.rule}-{f.line}")) for f in ordered),
                    causes=len({f.root_cause for f in ordered}),
                    points=sum(f.points for f in ordered),
                )
            )
        return tuple(sorted(groups, key=lambda g: (-g.severity.rank, -g.points, g.id)))

    @cached_property
    def categories(self) -> tuple[CategoryView, ...]:
        """All ten categories in their order."""
        scores = {score.id: score for score in self.audit.categories}
        return tuple(
            CategoryView(
                category=category,
                score=scores.get(category),
                counts=count_severities(f for f in self.open if f.category is category),
                groups=tuple(g for g in self.groups if g.category is category),
            )
            for category in Category
        )

    @cached_property
    def worst(self) -> tuple[Item, ...]:
        """All open findings, worst first."""
        return tuple(sorted((i for g in self.groups for i in g.items), key=lambda i: worst_first(i.finding)))

    @cached_property
    def fix_first(self) -> tuple[Priority, ...]:
        """What to fix by points gained per minute; what gains none follows by severity."""
        first: dict[str, Item] = {}
        for group in self.groups:
            for item in group.items:
                first.setdefault(item.finding.root_cause, item)
        return prioritise(
            self.audit.causes,
            {cause: item.anchor for cause, item in first.items()},
            {cause: item.finding.message for cause, item in first.items()},
        )

    @property
    def lost(self) -> float | None:
        """Points between 100 and the score before caps."""
        return None if self.audit.score is None else 100 - self.audit.score.raw

    @cached_property
    def unassessed_categories(self) -> tuple[CategoryScore, ...]:
        """Categories without a score, with their reasons."""
        return tuple(c for c in self.audit.categories if c.score is None)

    @cached_property
    def unassessed_rules(self) -> tuple[tuple[str, tuple[Outcome, ...]], ...]:
        """Rules that were not assessed or do not apply, by reason: ``(reason, outcomes)``."""
        by_reason: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
        for outcome in self.audit.outcomes:
            if outcome.outcome in ("not assessed", "not applicable"):
                by_reason[outcome.outcome, outcome.reason].append(outcome)
        ordered = sorted(by_reason.items(), key=lambda pair: (pair[0][0] != "not assessed", pair[0][1]))
        return tuple((reason, tuple(outcomes)) for (_, reason), outcomes in ordered)

    @cached_property
    def outcome_counts(self) -> dict[str, int]:
        """How many rules found something, were clean, do not apply, were not assessed."""
        counted = Counter(outcome.outcome for outcome in self.audit.outcomes)
        return {name: counted[name] for name in ("found", "clean", "not applicable", "not assessed")}

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """Measured figures; those that were not assessed stand last."""
        return tuple(sorted(self.audit.metrics, key=lambda m: m.status == "not assessed"))

    @property
    def not_assessed(self) -> tuple[NotAssessed, ...]:
        """What the audit could not look at, each only once."""
        return tuple(dict.fromkeys(self.audit.not_assessed))

    @property
    def effort(self) -> int:
        """Minutes to fix every root cause."""
        return sum(cause.effort_minutes for cause in self.audit.causes)

    @property
    def broken(self) -> tuple[Finding, ...]:
        """Open findings that say that a production file cannot be parsed or imported."""
        return tuple(f for f in self.open if f.rule == UNPARSED_RULE and f.zone is Zone.PRODUCTION)

    @property
    def gates_passed(self) -> bool | None:
        """Whether all thresholds were met; None when none was set."""
        return all(gate.passed for gate in self.audit.gates) if self.audit.gates else None


def is_suppressed(finding: Finding) -> bool:
    """Whether it is left out of lists and score. A baseline is for gates: a finding in one is open."""
    return finding.suppressed is not None and finding.suppressed.source != "baseline"


def worst_first(finding: Finding) -> tuple[object, ...]:
    """A sort key: severity, confidence, production before the rest, points, then place."""
    return (
        -finding.severity.rank,
        -finding.confidence.rank,
        finding.zone is not Zone.PRODUCTION,
        -finding.points,
        finding.path,
        finding.line,
        finding.column,
        finding.rule,
        finding.fingerprint,
        finding.message,
    )


def count_severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Findings by severity, critical first, noughts included."""
    counted = Counter(finding.severity for finding in findings)
    return {severity: counted[severity] for severity in SEVERITIES}


class _Anchors:
    """Document anchors from keys: safe characters only, a number behind the second of the same name."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._taken: Counter[str] = Counter()

    def of(self, key: str) -> str:
        name = _SLUG.sub("-", key)[:80]
        self._taken[name] += 1
        times = self._taken[name]
        # A point never stands in a slug, so numbered anchors cannot meet plain ones.
        return f"{self._prefix}{name}" if times == 1 else f"{self._prefix}{name}.{times}"
