"""The head of an audit: what project it is, and how much of it there is."""

from __future__ import annotations

from codereview.auditor.kind import kind
from codereview.auditor.measure import Measured
from codereview.auditor.read import Reading
from codereview.engine.plan import Plan
from codereview.facts.project import ProjectFacts
from codereview.model import Project


def portrait(project: ProjectFacts, reading: Reading, plan: Plan, measured: Measured) -> Project:
    """Name, kind, commit, and files and lines by zone."""
    repository = reading.repository
    counts: dict[str, int] = {}
    lines: dict[str, int] = {}
    unparsed: dict[str, int] = {}
    for path, facts in project.files.items():
        zone = project.zone(path).value
        counts[zone] = counts.get(zone, 0) + 1
        lines[zone] = lines.get(zone, 0) + facts.lines
        if facts.failure is not None:
            unparsed[zone] = unparsed.get(zone, 0) + 1
    counts["text"] = sum(1 for result in reading.results if result.facts is None and not result.binary)
    counts["not_parsed"] = sum(unparsed.values())
    return Project(
        name=repository.root.rstrip("/\\").replace("\\", "/").rpartition("/")[2],
        root=".",
        kind=kind(project.kinds, project.files, project.zones),
        vcs=repository.vcs,
        files=dict(sorted(counts.items())),
        lines=sum(facts.lines for facts in measured.files),
        statements=measured.statements,
        lines_by_zone=dict(sorted(lines.items())),
        requires_python=f">={plan.python[0]}.{plan.python[1]}",
        unparsed=dict(sorted(unparsed.items())),
    )
