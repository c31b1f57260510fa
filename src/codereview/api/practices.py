"""Practices: what a rule is to a fault, a practice is to a strength."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from codereview.api.rules import Collector
from codereview.model import Category, Related

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

Where = Literal["code", "tests", "files"]


@dataclass(frozen=True)
class Seen:
    """What a practice saw.

    Args:
        message: what is done well, with its counts ("58 of 74 routes declare a permission"); no full stop.
        evidence: places, the most telling first. All of them must hold what the message says.
        count: how many places do it; the number of ``evidence`` if it is left out.
        total: how many could have done it; 0 where no share is meant.
    """

    message: str
    evidence: tuple[Related, ...]
    count: int = 0
    total: int = 0


@dataclass(frozen=True)
class Has:
    """An example that has the strength: places that have to be among those that are cited, as ``"path:line"``, and a
    part of the message, with its counts.
    """

    files: Mapping[str, str]
    evidence: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class Lacks:
    """An example that looks like the strength and has it not; ``because`` says what is missing."""

    files: Mapping[str, str]
    because: str


class Practice:
    """Something that a project can do well, proved from its facts.

    A strength is told only if it is there, is reached from an entry point, is no stub, and no open finding contradicts
    it. `check` sees to the first with the facts of what is live (``project.live``); whoever asks a practice
    drops evidence that is not reached, stands in a stub, or is what a finding of the same category is about.
    """

    id: ClassVar[str]
    """A slug such as ``rate-limiting``."""

    title: ClassVar[str]
    """One noun phrase, no full stop."""

    category: ClassVar[Category]

    why: ClassVar[str]
    """What it spares whom, in one or two sentences."""

    bar: ClassVar[str]
    """How much there has to be until it is worth a line, with the numbers."""

    where: ClassVar[Where] = "code"
    """Where evidence in Python may stand: in production code that an entry point reaches, in tests, or only in files of
    other kinds (manifests, containers, workflows), which are told by their place."""

    weight: ClassVar[int] = 2
    """How much it says of a project, 1 to 3: reports list by it and by the amount of evidence."""

    contradicted_by: ClassVar[tuple[str, ...]] = ()
    """Ids or prefixes of rules. An open finding of one of them in production code, of low severity or above and of
    medium confidence or above, means that the strength is not told. The rules have to be on: else nothing is said."""

    collects: ClassVar[tuple[type[Collector], ...]] = ()
    """The collectors whose notes it takes, as those of a `ProjectRule`."""

    good: ClassVar[tuple[Has, ...]] = ()
    bad: ClassVar[tuple[Lacks, ...]] = ()

    def not_applicable(self, project: ProjectFacts) -> str:
        """The reason why nobody would look for it in this project, or an empty string."""
        return ""

    def check(self, project: ProjectFacts) -> Iterable[Seen] | Seen | None:
        """What is seen of it; None or nothing where it is not notable. Of several the first counts that can be
        proved."""
        return None
