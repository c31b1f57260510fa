"""What can be proved of a practice in a project: the evidence that is reached, is no stub, and exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from codereview.api import Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview.model import Related, Zone


class Proof(NamedTuple):
    """A practice as it was seen, with the evidence that stands, and what most of that is reached from."""

    seen: Seen
    evidence: tuple[Related, ...]
    reached_from: str


def prove(
    practice: Practice, project: ProjectFacts, faulty: Collection[tuple[str, int]] = ()
) -> Proof | None:
    """The first that a practice sees of which some evidence stands.

    Args:
        practice: the practice.
        project: the facts.
        faulty: places (path, line) that findings of its category are about.
    """
    found = practice.check(project)
    if found is None:
        return None
    for seen in [found] if isinstance(found, Seen) else found:
        evidence = tuple(_standing(seen.evidence, practice, project, faulty))
        # where most of what was seen does not stand, its counts do not either
        if evidence and len(evidence) * 2 >= len(seen.evidence):
            by = Counter(project.live.entry(spot.path) for spot in evidence)
            return Proof(seen, evidence, min(by, key=lambda name: (-by[name], name)))
    return None


def _standing(
    evidence: Iterable[Related],
    practice: Practice,
    project: ProjectFacts,
    faulty: Collection[tuple[str, int]],
) -> Iterable[Related]:
    for spot in dict.fromkeys(evidence):
        facts = project.files.get(spot.path)
        if (spot.path, spot.line) in faulty:
            continue
        if facts is None:
            lines = project.texts.get(spot.path, "").count("\n") + 1
            if (spot.path in project.texts or spot.path in project.others) and 1 <= spot.line <= lines:
                yield spot
        elif 1 <= spot.line <= max(facts.lines, 1) and _counts(spot, practice, project):
            yield spot


def _counts(spot: Related, practice: Practice, project: ProjectFacts) -> bool:
    """Whether a place in Python is live, or for practices of tests stands in one, and is not in a stub."""
    facts = project.files[spot.path]
    if practice.where == "tests":
        return project.zone(spot.path) is Zone.TESTS
    if practice.where == "code" and (
        project.zone(spot.path) is not Zone.PRODUCTION or not project.live.entry(spot.path)
    ):
        return False
    around = [f for f in facts.functions if f.line <= spot.line <= f.end_line and f.name != "<lambda>"]
    return not (around and max(around, key=lambda f: f.line).stub)
