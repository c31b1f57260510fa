"""What does not agree within the architecture of an audit, and between it and the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from codereview.model import Audit
from codereview.model_architecture import Architecture, Routes
from codereview.report.text import shorten

CYCLE_RULE = "ARC001"
Problem = Callable[[str, int], str]
"""Tells what is wrong with a path and a line; empty where nothing is."""


def architecture(audit: Audit, problem: Problem) -> Iterator[str]:
    """One sentence for each contradiction.

    Args:
        audit: the audit.
        problem: the test of a place that all cited places undergo.
    """
    built = audit.architecture
    if built is None:
        return
    yield from _counts(built)
    yield from _routes(built.routes)
    yield from _parts(built, audit)
    yield from _findings(built, audit)
    for path, line in dict.fromkeys(_places(built)):
        if said := problem(path, line or 1):
            yield f"The architecture cites {shorten(path, 80)}:{line}: {said}."


def _counts(built: Architecture) -> Iterator[str]:
    for what, listed, counted in (
        ("entry points", len(built.starts), built.start_count),
        ("import cycles", len(built.cycles), built.cycle_count),
        ("unreachable modules", len(built.loose), built.loose_count),
        ("routes", len(built.routes.listed), built.routes.total),
    ):
        if listed > counted:
            yield f"The architecture counts {counted} {what} and lists {listed}."
    for cycle in built.cycles:
        if not set(cycle.around) <= set(cycle.files) and cycle.size == len(cycle.files):
            yield f"The import cycle of {shorten(cycle.files[0], 80)} goes through a module that is not in it."
        if cycle.size < len(cycle.files) or cycle.cut_count < len(cycle.cuts):
            yield f"The import cycle of {shorten(cycle.files[0], 80)} lists more than it counts."
    starts = {start.path for start in built.starts}
    for item in built.loose:
        if item.path in starts:
            yield f"{shorten(item.path, 80)} is both an entry point and unreachable."
    if built.loose and built.not_judged:
        yield "Unreachable modules are listed, and reachability was not judged."


def _routes(routes: Routes) -> Iterator[str]:
    if routes.known + routes.none + routes.unknown != routes.total:
        yield f"The routes by protection do not sum to {routes.total}."
    if routes.open_changing > routes.none:
        yield "More routes without protection change data than there are without protection."
    if len(routes.listed) == routes.total:
        counted = Counter(route.protection for route in routes.listed)
        if (counted["known"], counted["none"], counted["unknown"]) != (
            routes.known, routes.none, routes.unknown,
        ):  # fmt: skip
            yield "The routes that are listed have another protection than their counts say."
        if (
            sum(route.changes and route.protection == "none" for route in routes.listed)
            != routes.open_changing
        ):
            yield "The open routes that change data are not those that are listed."
    for route in routes.listed:
        asks = any(guard.authenticates for guard in route.guards)
        if asks != (route.protection == "known"):
            yield f"The route {shorten(route.url, 80)} has guards that do not agree with its protection."


def _parts(built: Architecture, audit: Audit) -> Iterator[str]:
    """The folders hold no more than the project."""
    project = audit.project
    files = sum(folder.files for folder in built.folders)
    if built.folders and files > project.files.get("production", 0):
        yield f"The folders hold {files} modules, more than the project's production code."
    if built.folders and sum(folder.statements for folder in built.folders) > project.statements:
        yield "The folders hold more statements than the project's production code."
    if any(len(folder.imports) > folder.imports_from for folder in built.folders):
        yield "A folder imports from more folders than it says."


def _findings(built: Architecture, audit: Audit) -> Iterator[str]:
    known = {finding.fingerprint: finding.rule for finding in audit.findings}
    for cycle in built.cycles:
        if cycle.finding and known.get(cycle.finding) != CYCLE_RULE:
            yield f"The import cycle of {shorten(cycle.files[0], 80)} points to a finding that is not there."
    loose = {item.path for item in built.loose}
    for path in sorted({f.path for f in audit.findings if f.reachability == "reachable"} & loose):
        yield f"{shorten(path, 80)} is unreachable, and a finding says that it is reached."


def _places(built: Architecture) -> Iterable[tuple[str, int]]:
    for start in built.starts:
        yield start.path, 0
        yield from ((spot.path, spot.line) for spot in start.said)
    for cycle in built.cycles:
        yield from ((path, 0) for path in (*cycle.files, *cycle.around))
        yield from ((cut.path, cut.line) for cut in cycle.cuts)
    yield from ((item.path, 0) for item in built.loose)
    for route in built.routes.listed:
        yield route.path, route.line if route.line else -1
        if route.handler_at is not None:
            yield route.handler_at.path, route.handler_at.line
