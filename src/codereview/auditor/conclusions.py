"""Facts, findings and root causes -> the conclusions of the review: what a reader wants to know after the findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache

from codereview.api import Card
from codereview.auditor.parts import Scoring, parts
from codereview.auditor.stack import stack
from codereview.cards import of_card
from codereview.facts.project import ProjectFacts
from codereview.model import Audit, NotAssessed, Zone
from codereview.model_review import ProjectKind, Review
from codereview.review.levels import ranked
from codereview.review.material import Material
from codereview.review.plan import plan
from codereview.review.readiness import readiness
from codereview.review.risks import risks


def review_or_gap(
    project: ProjectFacts, audit: Audit, cards: Mapping[str, Card], scored: Scoring
) -> tuple[Review | None, tuple[NotAssessed, ...]]:
    """The conclusions, or why they cannot be drawn: a defect here costs the sections, not the audit."""
    try:
        return review(project, audit, cards, scored), ()
    except Exception as error:
        reason = f"the sections could not be made: {type(error).__name__}: {error}"
        return None, (NotAssessed(what="priorities, risks, readiness and plan", reason=reason),)


def review(project: ProjectFacts, audit: Audit, cards: Mapping[str, Card], scored: Scoring) -> Review:
    """All conclusions.

    Args:
        project: its facts.
        audit: all but its conclusions.
        cards: the cards of the rules that were on.
        scored: gives the score of a part of the repository.
    """
    material = Material(
        findings=audit.findings,
        causes=audit.causes,
        outcomes={item.rule: item for item in audit.outcomes},
        cards={name: of_card(card) for name, card in cards.items()},
        kinds=tuple(
            ProjectKind(name=k.name, path=k.path, line=k.line, because=k.because) for k in project.kinds
        ),
        architecture=audit.architecture,
        importers=_importers(project),
        tested=_tested(project),
    )
    priorities, levels = ranked(material)
    return Review(
        kinds=material.kinds,
        priorities=priorities,
        levels=levels,
        risks=risks(material),
        readiness=readiness(material),
        plan=plan(material),
        stack=stack(project, audit.findings, audit.project.requires_python or ""),
        parts=parts(project, material.open, scored),
    )


def _importers(project: ProjectFacts) -> Callable[[str], int]:
    """For a file, how many production modules import it, directly or through others."""
    direct: dict[str, list[str]] = defaultdict(list)
    for path, targets in project.imports.items():
        if project.zone(path) is Zone.PRODUCTION:
            for target in targets:
                direct[target].append(path)

    @cache
    def count(path: str) -> int:
        seen, queue = {path}, [path]
        while queue:
            fresh = [other for other in direct.get(queue.pop(), ()) if other not in seen]
            seen.update(fresh)
            queue += fresh
        return len(seen) - 1

    return count


def _tested(project: ProjectFacts) -> frozenset[str] | None:
    """The production modules that a test imports; None if there are no tests to look at."""
    if not project.testing.exist:
        return None
    return frozenset(project.testing.modules) - frozenset(project.testing.unreached_modules)
