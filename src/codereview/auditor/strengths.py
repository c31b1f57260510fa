"""What a project does well: practices that are proved and that no open finding contradicts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from codereview.api import Practice
from codereview.engine.plan import Plan
from codereview.engine.practices import Proof, prove
from codereview.facts.project import ProjectFacts
from codereview.model import Category, Confidence, Finding, NotAssessed, Severity, Strength, Zone
from codereview.registry import load_rules

EVIDENCE = 20
"""Places that an audit keeps of a strength; its count counts all."""


def strengths(
    project: ProjectFacts,
    plan: Plan,
    findings: Sequence[Finding],
    crashes: Mapping[str, Sequence[str]],
    silent: Iterable[str],
) -> tuple[tuple[Strength, ...], tuple[NotAssessed, ...]]:
    """What is proved, by how much it says and the amount of evidence, and what could not be judged.

    Args:
        project: the facts.
        plan: the rules and practices that are on.
        findings: those of the audit, after triage.
        crashes: what failed in the workers, by practice.
        silent: ids of rules that were not assessed: what they would contradict cannot be told.
    """
    known = {rule.card.id for rule in load_rules(plan.folders)}
    asked = _Asked(project, findings, known.difference(plan.rules).union(silent), crashes)
    return asked.found(plan.practised()), tuple(asked.gaps)


class _Asked:
    """Practices that are asked one by one. ``gaps`` are those that could not be judged, filled by `found`."""

    def __init__(
        self,
        project: ProjectFacts,
        findings: Sequence[Finding],
        missing: Collection[str],
        crashes: Mapping[str, Sequence[str]],
    ) -> None:
        self.project = project
        self.open = [finding for finding in findings if finding.suppressed is None and not finding.imported]
        self.titles = {finding.title for finding in self.open}
        self.serious = {
            finding.rule for finding in self.open if finding.zone is Zone.PRODUCTION and _contradicts(finding)
        }
        self.faulty: dict[Category, set[tuple[str, int]]] = defaultdict(set)
        for finding in self.open:
            self.faulty[finding.category].add((finding.path, finding.line))
        self.missing = missing
        self.crashes = crashes
        self.gaps: list[NotAssessed] = []

    def found(self, practices: Iterable[Practice]) -> tuple[Strength, ...]:
        """All that is proved, in order."""
        ranked = []
        unheard = 0
        for practice in practices:
            if self._speaks(practice, self.serious) or practice.title in self.titles:
                continue
            if self._speaks(practice, self.missing):
                unheard += 1
            elif (proof := self._proof(practice)) is not None:
                ranked.append((_rank(practice, proof), _strength(practice, proof)))
        if unheard:
            reason = "rules that could contradict them are switched off or were not assessed"
            self.gaps.append(
                NotAssessed(what=f"{unheard} kind{'' if unheard == 1 else 's'} of strengths", reason=reason)
            )
        return tuple(strength for _, strength in sorted(ranked, key=lambda pair: pair[0]))

    @staticmethod
    def _speaks(practice: Practice, rules: Iterable[str]) -> bool:
        """Whether one of some rules is named as contradicting it."""
        return bool(practice.contradicted_by) and any(
            rule.startswith(practice.contradicted_by) for rule in rules
        )

    def _proof(self, practice: Practice) -> Proof | None:
        why = next(iter(self.crashes.get(practice.id, ())), "")
        if not why:
            try:
                return (
                    None
                    if practice.not_applicable(self.project)
                    else prove(practice, self.project, self.faulty[practice.category])
                )
            except Exception as error:  # a practice's defect costs that practice, not the audit
                why = f"{type(error).__name__}: {error}"
        reason = f"the practice failed: {why}"
        self.gaps.append(NotAssessed(what=f"the strength {practice.id}", reason=reason))
        return None


def _contradicts(finding: Finding) -> bool:
    return finding.severity.rank >= Severity.LOW.rank and finding.confidence.rank >= Confidence.MEDIUM.rank


def _strength(practice: Practice, proof: Proof) -> Strength:
    return Strength(
        id=practice.id,
        title=practice.title,
        message=proof.seen.message.rstrip("."),
        category=practice.category,
        evidence=proof.evidence[:EVIDENCE],
        count=proof.seen.count or len(proof.evidence),
        total=proof.seen.total,
        contradicted_by=practice.contradicted_by,
        reached_from=proof.reached_from if practice.where == "code" else "",
    )


def _rank(practice: Practice, proof: Proof) -> tuple[float, str]:
    """Less for what says more: the weight of the practice times the size of the count, by its share."""
    count = proof.seen.count or len(proof.evidence)
    share = count / proof.seen.total if proof.seen.total else 1.0
    return -round(practice.weight * math.log2(2 + count) * min(share, 1.0), 6), practice.id
