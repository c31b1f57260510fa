"""What the score stands on: findings, shares, what could not be assessed. For the whole, and for a folder of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from codereview.api import Card
from codereview.auditor.measure import Measured
from codereview.auditor.outcomes import inactive
from codereview.facts.project import ProjectFacts
from codereview.model import Category, Finding, Ratio, ScoreBasis, Severity, Zone
from codereview.score import ScoreResult
from codereview.score.again import again


class Scored:
    """Scores of one audit.

    Args:
        project: its facts.
        measured: its figures.
        cards: the cards of the rules that were on.
        known: the cards of all rules there are.
        not_assessed: reasons by rule.
        failed_tools: what was asked for and failed.
    """

    def __init__(
        self,
        project: ProjectFacts,
        measured: Measured,
        cards: Mapping[str, Card],
        known: Sequence[Card],
        not_assessed: Mapping[str, str],
        failed_tools: Collection[str],
    ) -> None:
        self._project = project
        self._measured = measured
        self._cards = cards
        self._known = known
        self._not_assessed = not_assessed
        self._failed_tools = tuple(sorted(failed_tools))

    def whole(self, findings: Sequence[Finding]) -> tuple[ScoreBasis, ScoreResult]:
        """What the score of the repository stands on besides the findings, and the score."""
        basis = self._basis(findings, lambda path: True, self._ratios(None))
        return basis, again(findings, basis)

    def folder(self, findings: Sequence[Finding], holds: Callable[[str], bool]) -> ScoreResult:
        """The score of the files that a project within the repository holds, by the same model.

        Shares that belong to the repository as a whole (its pipeline) are left out.
        """
        inside = frozenset(path for path in self._project.files if holds(path))
        mine = [item for item in findings if holds(item.path)]
        return again(mine, self._basis(mine, holds, self._ratios(inside)))

    def _basis(
        self,
        findings: Sequence[Finding],
        holds: Callable[[str], bool],
        ratios: Mapping[Category, tuple[Ratio, ...]],
    ) -> ScoreBasis:
        failed = [
            path
            for path, facts in self._project.files.items()
            if facts.failure is not None
            and facts.failure.is_fault
            and self._project.zone(path) is Zone.PRODUCTION
            and holds(path)
        ]
        entries = {entry.path for entry in self._project.entry_points}
        return ScoreBasis(
            statements=self._measured.to_be_kept(findings, "ARC007" in self._cards, holds),
            ratios=ratios,
            inactive=self._inactive(ratios),
            broken_entry_points=tuple(path for path in failed if path in entries),
            unparsed=tuple(path for path in failed if path not in entries),
            failed_tools=self._failed_tools,
            disabled_rules=tuple(
                card.id
                for card in self._known
                if card.id not in self._cards and card.severity in (Severity.HIGH, Severity.CRITICAL)
            ),
            preview_rules=frozenset(name for name, card in self._cards.items() if card.preview),
        )

    def _ratios(self, inside: frozenset[str] | None) -> dict[Category, tuple[Ratio, ...]]:
        """The shares of the rules that are on and gave a result; ``inside`` None is the whole repository."""
        found = {
            Category.TYPING: self._measured.ratio(inside),
            Category.TESTING: self._measured.test_ratio(inside),
            Category.DOCUMENTATION: self._measured.docstring_ratio(inside),
        }
        if inside is None:
            found[Category.OPERATIONS] = self._measured.hygiene_ratio()
        return {
            category: (ratio,)
            for category, ratio in found.items()
            if ratio.rule in self._cards and ratio.rule not in self._not_assessed
        }

    def _inactive(self, ratios: Iterable[Category]) -> dict[Category, str]:
        """Categories without a score, with the reason: nothing is on, or what is on could not be assessed."""
        # a rule in preview weighs nothing, and so cannot be what a category's score stands on
        on = [
            card for name, card in self._cards.items() if name not in self._not_assessed and not card.preview
        ]
        found = inactive(on, [card for card in self._known if not card.preview], ratios)
        missing = {self._cards[name].area: reason for name, reason in self._not_assessed.items()}
        return {category: missing.get(category, reason) for category, reason in found.items()}
