"""The projects within a repository: folders with manifests of their own, each with a kind and a score of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from codereview.auditor.kind import kind
from codereview.facts.kinds import kinds
from codereview.facts.project import ProjectFacts
from codereview.model import Finding, Zone
from codereview.model_review import Part
from codereview.score import ScoreResult
from codereview.score.causes import by_severity

LEAST = 60
"""AST statements in production from which a folder with a manifest is a project; below it is an example or a tool."""
SHOWN = 40

Scoring = Callable[[Sequence[Finding], Callable[[str], bool]], ScoreResult]


def parts(project: ProjectFacts, findings: Sequence[Finding], scored: Scoring) -> tuple[Part, ...]:
    """The projects of a repository that holds at least two; what is in none of their folders counts as the root's.

    Args:
        project: the facts of the whole.
        findings: those that count.
        scored: gives the score of some findings and the files that a test holds for.
    """
    owner = _owners(project)
    statements: dict[str, int] = {}
    for path, folder in owner.items():
        statements[folder] = statements.get(folder, 0) + project.files[path].statements
    large = sorted(folder for folder, size in statements.items() if size >= LEAST)
    if len(large) < 2:
        return ()
    found = []
    for folder in large[:SHOWN]:
        paths = {path for path, of in owner.items() if of == folder}
        found.append(_part(project, folder, paths, statements[folder], findings, scored))
    return tuple(found)


def _owners(project: ProjectFacts) -> dict[str, str]:
    """For each production file the folder of its project: the nearest above it with a manifest of its own."""
    folders = {item.folder for item in project.dependencies.applications}
    found = {}
    for path in project.files:
        if project.zone(path) is Zone.PRODUCTION and path.endswith(".py"):
            above = path.rpartition("/")[0]
            while above and above not in folders:
                above = above.rpartition("/")[0]
            found[path] = above
    return found


def _part(
    project: ProjectFacts,
    folder: str,
    paths: set[str],
    statements: int,
    findings: Sequence[Finding],
    scored: Scoring,
) -> Part:
    others = [item.folder for item in project.dependencies.applications if item.folder.startswith(folder)]
    nested = tuple(f"{other}/" for other in others if other != folder)
    prefix = f"{folder}/" if folder else ""

    def holds(path: str) -> bool:
        return path.startswith(prefix) and not path.startswith(nested)

    inside = [item for item in findings if holds(item.path)]
    result = scored(findings, holds)
    return Part(
        path=folder or ".",
        name=folder.rpartition("/")[2] or "the root",
        kind=_kind(project, prefix, holds),
        files=len(paths),
        statements=statements,
        score=result.score.value if result.score else None,
        grade=result.score.grade if result.score else None,
        findings=by_severity(inside),
        because="" if result.score else "nothing in it could be scored",
    )


def _kind(project: ProjectFacts, prefix: str, holds: Callable[[str], bool]) -> str:
    """What kind of project a folder is, as if it were the repository."""
    size = len(prefix)
    texts = {path[size:]: text for path, text in project.texts.items() if holds(path)}
    files = {path: facts for path, facts in project.files.items() if holds(path)}
    others = [path[size:] for path in project.others if holds(path)]
    entries = [entry for entry in project.entry_points if holds(entry.path)]
    found = kinds(files, project.zones, entries, texts, [*(path[size:] for path in files), *others])
    return kind(found, files, project.zones)
