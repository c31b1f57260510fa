"""ARC007: the same code in several files."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.clones import CloneClass, Place
from codereview.facts.project import ProjectFacts

from ._clones.apart import are_heads, are_ways_of_waiting, deployed, hardly_matters, stand_apart
from ._clones.backups import backups
from ._clones.examples import BAD, GOOD
from ._clones.frame import Frames, is_frame
from ._clones.whole import whole_files

_LARGE = 20
_SHOWN = 12
_SMALL = 8
CARD = Card(
    id="ARC007",
    title="Duplicated code",
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    effort=45,
    why=(
        "Copies drift apart: a fault that is mended in one of them stays in the others, and nobody knows any more "
        "which of their differences are meant. Each reader reads the same code several times."
    ),
    instead=(
        "Move what is the same into one function, base class or fixture of data that all places use, and pass in "
        "what differs. Delete copies that nothing uses."
    ),
    false_alarms=(
        "Compared are the statements of production files, not tests, generated code, migrations, imports, fields of "
        "classes, copies of parameters to attributes, or tables of values. At least six statements that do "
        "something are surely the same: to the letter, or in shape and in all that they call. Code that is the same "
        "today and is to change for different reasons is reported, too. Low are few statements that are alike in form "
        "alone or mostly constructors and questions whether a record is there, and copies that hardly have a place in "
        "common: scripts that are run once or by hand, what was put "
        "aside, versions of an interface, settings of stages, and parts that are deployed each by itself."
    ),
)


def told(clone: CloneClass) -> str:
    """What is the same, in words."""
    parts = f" in {clone.parts} places of each" if clone.parts > 1 else ""
    statements = f"{clone.same} statements{parts}"
    if clone.exact == clone.compared:
        return f"{statements} are the same"
    if clone.same == clone.compared and 2 * clone.exact < clone.same:
        return f"{statements} are the same but for names and values"
    if clone.exact == clone.same:
        return f"{statements} are the same, of {clone.compared} that were compared"
    if clone.same == clone.compared:
        return f"{statements} are the same, {clone.same - clone.exact} of them but for names and values"
    but = f"{clone.same - clone.exact} of them but for names and values"
    return f"{statements} are the same, {but}, of {clone.compared} that were compared"


def _others(places: tuple[Place, ...]) -> str:
    """The files beside the two that have most in common."""
    if not places:
        return ""
    more = f" and {len(places) - 2} more files" if len(places) > 2 else ""
    names = ", ".join(f"`{place.path}`" for place in places[:2])
    return f"; {names}{more} {'has' if len(places) == 1 else 'have'} part of it"


def _is_to_the_letter(clone: CloneClass) -> bool:
    """Whether hardly more than names differ in few places: what is parallel for other things needs parameters."""
    return 4 * clone.exact >= 3 * clone.same


def _is_doubtful(clone: CloneClass) -> bool:
    """Whether few statements are alike, and many of them in form alone: that is often a usual form."""
    if clone.same >= _LARGE:
        return False
    return clone.exact < clone.same if clone.same < _SMALL else 10 * clone.exact < 7 * clone.same


def _without_backups(project: ProjectFacts) -> tuple[CloneClass, ...]:
    """The code that files share beside what ARC014 tells of whole files: a backup is to be deleted."""
    gone = {backup.path for backup in backups(project)}
    classes = project.clones.classes
    if any(place.path in gone for clone in classes for place in clone.places):
        return project.clones.without(gone).classes
    return classes


class DuplicatedCode(ProjectRule):
    """One finding for all code that the same files share; see `codereview.facts.clones`."""

    card = CARD
    bad = BAD
    good = GOOD
    collects = (Frames,)

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        manifests = deployed(project) if project.clones.classes else frozenset()
        for clone in _without_backups(project):
            first, second, *others = clone.places
            ways = are_ways_of_waiting(clone)
            grave = clone.same >= _LARGE and not ways
            sure = grave and 2 * clone.exact >= clone.compared
            apart = stand_apart(project, clone, manifests)
            usual = not grave and (are_heads(project, clone) or is_frame(project, clone))
            doubtful = apart or usual or _is_doubtful(clone)
            weighty = grave and not apart and _is_to_the_letter(clone) and not hardly_matters(project, clone)
            yield self.finding(
                first.path,
                At(first.line, 1, first.end_line, 1),
                f"{told(clone)} in this file and in `{second.path}`{_others(tuple(others))}"
                + whole_files(project, clone)
                + (": one module for each way of waiting" if ways else ""),
                severity=None if weighty else Severity.LOW,
                # few statements are often those of a usual form
                confidence=Confidence.LOW if doubtful else None if sure else Confidence.MEDIUM,
                related=[
                    Related(place.path, place.line, f"the copy, lines {place.line} to {place.end_line}")
                    for place in (second, *others)[:_SHOWN]
                ],
                checked="imports, declarations, tables, tests, migrations and generated code are not compared",
            )
