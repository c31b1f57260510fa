"""Hygiene slots: what a project of its kind and size is expected to have around its code, and has.

A project of fewer than 200 statements in production has no slots, nor have loose scripts. Slots of all others:

- changes are judged by CI,
- a linter and a formatter block in CI,
- where there are tests: CI runs them, and they can fail it; coverage is measured,
- where at least five packages are required: a bot or a scan keeps watch on them.

Services, bots, libraries, plugins and command-line tools beside: a type checker blocks in CI. Services, bots and
libraries of 1,000 statements or more: a security scan of the code runs in CI. What is published: a licence and a
changelog.

What is unknown (CI starts something that cannot be read) is no slot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from codereview.facts.kinds import KindName
from codereview.facts.pipeline.states import state, statements
from codereview.facts.pipeline.values import Kind

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

LEAST = 200
"""Statements below which a project is not asked for anything."""
LARGE = 1_000
"""Statements below which nobody is told that a check is missing, and asked for the heavier ones: what is a slot must be
told, or no advice would regain its points."""
LICENCE = re.compile(r"(?:licen[cs]es?|copying|unlicense|copyright)(?:[-_.][\w.-]*)?(?:/.*)?", re.IGNORECASE)
CHANGES = re.compile(
    r"(?:docs?/(?:[\w-]+/)?)?(?:change[-_]?logs?|changes|history|news|releases?|release[-_]?(?:notes|history)|whats[-_]?new)"
    r"(?:[-_.][\w.-]*)?(?:/.*)?|newsfragments/.*|changelog\.d/.*|\.changes/.*|debian/changelog",
    re.IGNORECASE,
)
OF_KIND: Mapping[Kind, str] = {
    "linter": "a linter blocks in CI",
    "formatter": "a formatter blocks in CI",
    "tests": "tests block in CI",
    "coverage": "coverage is measured in CI",
    "type checker": "a type checker blocks in CI",
    "security scan": "a security scan of the code runs in CI",
    "dependency scan": "dependencies are watched by a bot or a scan",
}
"""The slots that a kind of tool fills."""
_TYPED: tuple[KindName, ...] = ("web service", "bot or worker", "library", "plugin", "command-line tool")
_SCANNED: tuple[KindName, ...] = ("web service", "bot or worker", "library")
_PUBLISHES = re.compile(
    r"twine upload|(?:poetry|uv|flit|hatch|pdm|rye) publish|gh-action-pypi-publish|setup\.py\s+\S*\s*upload"
)


class Slot(NamedTuple):
    """One thing that is expected, and whether it is there."""

    what: str
    covered: bool


def slots(project: ProjectFacts) -> tuple[int, int, tuple[Slot, ...]]:
    """How many slots are covered, how many there are, and which."""
    found = tuple(_slots(project))
    return sum(slot.covered for slot in found), len(found), found


def is_published(project: ProjectFacts) -> bool:
    """Whether the project is offered to others: its manifest describes a distribution, or a step uploads one."""
    manifests = project.dependencies.manifests.values()
    at_root = any(m.published and "/" not in m.path for m in manifests)
    return at_root or any(_PUBLISHES.search(step.command) for step in project.pipeline.ci)


def has(project: ProjectFacts, pattern: re.Pattern[str]) -> bool:
    """Whether a file of such a name is there."""
    return any(pattern.fullmatch(path) for path in (*project.others, *project.files))


def _slots(project: ProjectFacts) -> list[Slot]:
    if statements(project) < LEAST or project.is_a("scripts"):
        return []
    pipeline = project.pipeline
    judged = any(not step.soft for step in pipeline.judging)
    found = [] if pipeline.unread or pipeline.opaque else [Slot("changes are judged by CI", judged)]

    def ask(kind: Kind) -> None:
        told = state(pipeline, kind)
        if told.level != "unknown":
            found.append(Slot(OF_KIND[kind], told.level == "blocking"))

    ask("linter")
    ask("formatter")
    if project.testing.exist:
        ask("tests")
        ask("coverage")
    if project.is_a(*_TYPED):
        ask("type checker")
    if statements(project) >= LARGE and project.is_a(*_SCANNED):
        ask("security scan")
    if len({requirement.name for requirement in project.dependencies.direct()}) >= 5:
        ask("dependency scan")
    if is_published(project):
        found.append(Slot("there is a licence", has(project, LICENCE)))
        found.append(Slot("there is a changelog", has(project, CHANGES)))
    return found
