"""What the conclusions are drawn from: one value, made once for an audit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from codereview.model import Architecture, Cause, Confidence, Finding, Outcome, RuleInfo, Severity, Zone
from codereview.model_review import Evidence, Level, ProjectKind
from codereview.score.causes import is_open

SERIOUS = (Severity.CRITICAL, Severity.HIGH)
_ANYWHERE = frozenset({"SEC001", "SEC002", "OPS005"})


def _nobody(path: str) -> int:
    return 0


@dataclass(frozen=True)
class Material:
    """Everything that a conclusion may rest on.

    Attributes:
        findings: those of the audit; `open` leaves out what is suppressed or in code that is not scored.
        causes: their root causes.
        outcomes: what came of each rule.
        cards: the cards of all rules that were on, by id.
        kinds: what kinds of project it is.
        architecture: entry points and routes; None if that could not be told.
        importers: how many production modules import a file, at any distance.
        tested: production files that a test imports; None where tests were not looked at.
        placed: levels of root causes with their reasons, as far as they were asked for (`codereview.review.levels`).
    """

    findings: Sequence[Finding]
    causes: Sequence[Cause]
    outcomes: Mapping[str, Outcome]
    cards: Mapping[str, RuleInfo]
    kinds: tuple[ProjectKind, ...] = ()
    architecture: Architecture | None = None
    importers: Callable[[str], int] = _nobody
    tested: frozenset[str] | None = None
    placed: dict[str, tuple[Level, str]] = field(default_factory=dict)

    @cached_property
    def open(self) -> tuple[Finding, ...]:
        """The findings that count."""
        return tuple(item for item in self.findings if is_open(item) and not item.imported)

    @cached_property
    def by_rule(self) -> Mapping[str, tuple[Finding, ...]]:
        """The same by rule, worst first."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for item in self.open:
            found[item.rule].append(item)
        return {rule: tuple(sorted(items, key=worst_first)) for rule, items in found.items()}

    @cached_property
    def by_cause(self) -> Mapping[str, tuple[Finding, ...]]:
        """The same by root cause, worst first."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for item in self.open:
            found[item.root_cause].append(item)
        return {cause: tuple(sorted(items, key=worst_first)) for cause, items in found.items()}

    def is_a(self, *names: str) -> bool:
        """Whether the project is of one of these kinds."""
        return any(kind.name in names for kind in self.kinds)

    def of(self, rules: Iterable[str]) -> tuple[Finding, ...]:
        """The open findings of some rules, worst first."""
        return tuple(sorted((f for rule in rules for f in self.by_rule.get(rule, ())), key=worst_first))


def worst_first(item: Finding) -> tuple[object, ...]:
    """A sort key: severity, confidence, production before the rest, place."""
    return (
        -item.severity.rank,
        -item.confidence.rank,
        item.zone is not Zone.PRODUCTION,
        item.path,
        item.line,
        item.column,
        item.rule,
        item.message,
    )


def counts(item: Finding) -> bool:
    """Whether a finding can hold up a release: at least medium confidence, in production code that something starts
    (or of which that is not known). A secret counts wherever it stands, and what CI lacks stands in a workflow."""
    if item.confidence is Confidence.LOW:
        return False
    if item.rule in _ANYWHERE or (item.rule == "OPS015" and item.severity in (*SERIOUS, Severity.MEDIUM)):
        return True
    return item.zone is Zone.PRODUCTION and item.reachability not in ("unreachable", "tests only")


def places(items: Iterable[Finding], most: int = 5) -> tuple[Evidence, ...]:
    """The places of the first findings, each once."""
    found = {
        (item.path, item.line): Evidence(path=item.path, line=item.line, said=item.rule) for item in items
    }
    return tuple(found.values())[:most]
