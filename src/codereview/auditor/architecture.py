"""Facts of a project -> how it is built: the architecture that reports show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from codereview.auditor.module_map import module_map
from codereview.auditor.route_table import route_table
from codereview.facts.cycles import Cycle, Graph
from codereview.facts.entrypoints import EntryPoint, started
from codereview.facts.project import ProjectFacts
from codereview.facts.reachability import Reachability
from codereview.model import Finding, NotAssessed, Zone
from codereview.model_architecture import Architecture, Cut, CycleLink, ImportCycle, LooseModule, Spot, Start

STARTS = 300
CYCLES = 50
CYCLE_FILES = 30
CUTS = 20
LINKS = 200
LOOSE = 200
CYCLE_RULE = "ARC001"
_STARTING = (Zone.PRODUCTION, Zone.SCRIPTS)
_FIRST = ("application", "command line", "command", "task", "workflow", "page", "script")
"""Kinds of entry points in the order in which they are listed, as parts of their names."""


def architecture_or_gap(
    project: ProjectFacts, reachability: Reachability, findings: Iterable[Finding]
) -> tuple[Architecture | None, tuple[NotAssessed, ...]]:
    """How a project is built, or why that cannot be told: a defect here costs the section, not the audit."""
    try:
        return architecture(project, reachability, findings), ()
    except Exception as error:
        reason = f"the section could not be made: {type(error).__name__}: {error}"
        return None, (NotAssessed(what="the architecture", reason=reason),)


def architecture(
    project: ProjectFacts, reachability: Reachability, findings: Iterable[Finding]
) -> Architecture:
    """How a project is built.

    Args:
        project: its facts.
        reachability: the labels of its files.
        findings: those of the audit, for the one that tells of a cycle.
    """
    starts = _starts(project)
    production = [path for path in project.files if project.zone(path) is Zone.PRODUCTION]
    folders, folder_count = module_map(project, production)
    found = _cycles(project, findings)
    loose = [
        LooseModule(path=path, statements=project.files[path].statements, tests=label == "tests only")
        for path in production
        if (label := reachability.of(path).label) in ("unreachable", "tests only")
    ]
    loose.sort(key=lambda item: (item.tests, -item.statements, item.path))
    return Architecture(
        starts=starts[:STARTS],
        start_count=len(starts),
        folders=folders,
        folder_count=folder_count,
        cycles=found[:CYCLES],
        cycle_count=len(found),
        loose=tuple(loose[:LOOSE]),
        loose_count=len(loose),
        not_judged=project.library,
        routes=route_table(project),
    )


def _starts(project: ProjectFacts) -> tuple[Start, ...]:
    """The files that something starts, what matters most first; those of examples and documents are left out."""
    by_file: dict[str, list[EntryPoint]] = defaultdict(list)
    for entry in project.entry_points:
        if project.zone(entry.path) in _STARTING:
            by_file[entry.path].append(entry)
    commands = _lines_of_commands(project)
    ranked = []
    for path, entries in by_file.items():
        entries.sort(key=_rank)
        kinds = _kinds(entries)
        spots = dict.fromkeys(_said(entry, commands) for entry in entries)
        exact = {spot.path for spot in spots if spot.line}
        said = tuple(spot for spot in spots if spot.line or spot.path not in exact)
        outside = project.zone(path) is not Zone.PRODUCTION
        ranked.append(((outside, _rank(entries[0])), Start(path=path, kinds=kinds, said=said)))
    ranked.sort(key=lambda pair: (pair[0], pair[1].path))
    return tuple(start for _, start in ranked)


def _kinds(entries: Sequence[EntryPoint]) -> tuple[str, ...]:
    """What a file is, in words. That something finds it by its name is said where nothing else is."""
    kinds = tuple(dict.fromkeys(entry.kind for entry in entries if not entry.kind.endswith(".py")))
    return kinds or (f"found as {entries[0].kind}",)


def _rank(entry: EntryPoint) -> int:
    ranks = [number for number, part in enumerate(_FIRST) if part in entry.kind]
    return min(ranks, default=len(_FIRST))


def _said(entry: EntryPoint, commands: Mapping[tuple[str, str], int]) -> Spot:
    path, _, line = entry.said.rpartition(":")
    if path == entry.path and line.isdecimal():
        return Spot(path=path, line=int(line))
    return Spot(path=entry.said, line=commands.get((entry.path, entry.said), 0))


def _lines_of_commands(project: ProjectFacts) -> dict[tuple[str, str], int]:
    """The line of the first command in a file that starts another one, by both."""
    found: dict[tuple[str, str], int] = {}
    for command in project.commands:
        path = started(command, project.files, project.layout)
        if path:
            found.setdefault((path, command.path), command.line)
    return found


def _cycles(project: ProjectFacts, findings: Iterable[Finding]) -> tuple[ImportCycle, ...]:
    """The import cycles of production code, the real ones first, then by size."""
    told: dict[tuple[str, int], str] = {
        (item.path, item.line): item.fingerprint
        for item in findings
        if item.rule == CYCLE_RULE and item.suppressed is None
    }
    found = [_cycle(cycle, project.import_graph, told) for cycle in project.import_cycles]
    return tuple(sorted(found, key=lambda cycle: (cycle.own, -cycle.size, cycle.files)))


def _cycle(cycle: Cycle, graph: Graph, told: Mapping[tuple[str, int], str]) -> ImportCycle:
    cuts = tuple(_cut(cycle.cuts, graph))
    around = cycle.path[:-1] if cycle.path[-1] == cycle.path[0] else cycle.path
    return ImportCycle(
        files=cycle.files[:CYCLE_FILES],
        size=len(cycle.files),
        around=around[:CYCLE_FILES],
        cuts=cuts,
        cut_count=len(cycle.cuts),
        smallest=cycle.exact,
        own=cycle.own,
        finding=told.get((cuts[0].path, cuts[0].line), ""),
        links=tuple(_links(cycle.files[:CYCLE_FILES], graph))[:LINKS],
        link_count=sum(1 for _ in _links(cycle.files, graph)),
    )


def _links(files: Sequence[str], graph: Graph) -> Iterator[CycleLink]:
    places = {path: place for place, path in enumerate(files)}
    for path, place in places.items():
        for other in sorted(places.keys() & graph[path].keys()):
            yield CycleLink(importer=place, imported=places[other])


def _cut(links: Sequence[tuple[str, str]], graph: Graph) -> Iterator[Cut]:
    for one, other in links[:CUTS]:
        yield Cut(path=one, line=graph[one][other].line, imports=other)
