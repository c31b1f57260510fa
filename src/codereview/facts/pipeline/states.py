"""How far a kind of tool is in force: what CI blocks on, what it only runs, what is only there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from codereview.facts.pipeline.values import Kind, Row, Spot, Step
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.pipeline.project import Pipeline
    from codereview.facts.project import ProjectFacts

Level = Literal["blocking", "unknown", "soft", "hooks", "tasks", "configured", "declared", "missing"]
_NO_FORMATTER = frozenset({"isort"})
"""Sorts imports, and leaves the rest as it is."""
_NO_CODE = frozenset({"secret scan", "zizmor"})
"""Look for secrets and at workflows, not at the code."""
_BOTS = frozenset({"dependabot", "renovate"})
_SECURITY_OF_RUFF = re.compile(r"select\s*=\s*\[[^\]]*[\"'](?:S\d*|ALL)[\"']")
_PLACES = ("pyproject.toml", "setup.cfg", "setup.py", "requirements.txt", "Pipfile", "tox.ini")


class State(NamedTuple):
    """How far a kind is in force.

    Attributes:
        level: the strongest that there is. ``unknown``: CI starts something that cannot be read.
        row: the tool that has it; None if there is none.
        spot: where a reader would look: the step, the configuration, the requirement.
        reason: why it does not block, where it runs in CI.
    """

    level: Level
    row: Row | None = None
    spot: Spot | None = None
    reason: str = ""


def state(pipeline: Pipeline, kind: Kind) -> State:
    """The state of one kind of tool."""
    left_out = (
        _NO_FORMATTER if kind == "formatter" else _NO_CODE if kind == "security scan" else frozenset[str]()
    )
    rows = [row for row in pipeline.of_kind(kind) if row.tool not in left_out]
    if kind == "security scan":
        rows += [row for row in pipeline.of_kind("linter") if row.tool == "ruff" and _scans(pipeline, row)]
    for row in rows:
        if row.blocking or (row.tool in _BOTS and row.configured):
            return State("blocking", row, _spot(row))
    unknown = bool(pipeline.unread or pipeline.opaque)
    # a linter that cannot fail is a fault whatever else runs; tests that fail elsewhere are none
    if not unknown or kind not in ("tests", "coverage"):
        for row in rows:
            if row.ci:
                return State("soft", row, Spot(row.ci[0].path, row.ci[0].line), row.ci[0].soft)
    if unknown:
        return State("unknown")
    for row in rows:
        if any(not hook.soft for hook in row.hooks):
            return State("hooks", row, _at(row.hooks[0]))
    for row in rows:
        if row.tasks:
            return State("tasks", row, _at(row.tasks[0]))
    for row in rows:
        if row.configured:
            return State("configured", row, row.configured[0])
    return State("declared", rows[0], rows[0].declared[0]) if rows and rows[0].declared else State("missing")


def unread(pipeline: Pipeline, kind: Kind) -> str:
    """What CI starts that cannot be read, so that it is open whether a kind of tool runs; empty where it is known."""
    if state(pipeline, kind).level != "unknown":
        return ""
    if pipeline.opaque:
        step = pipeline.opaque[0]
        return f"CI starts `{step.command or step.uses}`, and what that runs cannot be read"
    return "a file of the CI could not be read"


def _scans(pipeline: Pipeline, row: Row) -> bool:
    """Whether ruff is told to run its security rules."""
    return any(_SECURITY_OF_RUFF.search(pipeline.text(spot.path)) for spot in row.configured)


def _at(step: Step) -> Spot:
    return Spot(step.path, step.line)


def _spot(row: Row) -> Spot | None:
    step = next((step for step in row.ci if not step.soft), None)
    return _at(step) if step is not None else next(iter(row.configured), None)


def statements(project: ProjectFacts) -> int:
    """The number of statements of production code."""
    return sum(f.statements for path, f in project.files.items() if project.zone(path) is Zone.PRODUCTION)


def home(project: ProjectFacts) -> Spot:
    """Where a reader would put what is missing: the manifest, else the README, else the first file."""
    for name in _PLACES:
        if name in project.texts:
            return Spot(name, 1)
    manifests = [
        path
        for path, manifest in project.dependencies.manifests.items()
        if not manifest.locked
        and project.zone(path) is Zone.PRODUCTION
        and not path.startswith((".", "docs/"))
    ]
    readmes = [path for path in project.others if re.fullmatch(r"(?i)readme[\w.-]*", path)]
    for paths in (manifests, readmes):
        if paths:
            return Spot(min(paths, key=lambda path: (path.count("/"), path)), 1)
    own = [path for path in project.files if project.zone(path) is Zone.PRODUCTION]
    return Spot(min(own or project.files, key=lambda path: (path.count("/"), path)), 1)
