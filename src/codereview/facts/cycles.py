"""Cycles among the imports that run when modules are imported, and the fewest imports that break them.

Components are Tarjan's (Depth-first search and linear graph algorithms, 1972). The smallest set of edges whose removal
leaves no cycle (minimum feedback arc set) is found exactly by iterative deepening: every such set holds an edge of each
cycle, so the search branches over the edges of a shortest one. Beyond its bound a greedy order takes over (Eades, Lin,
Smyth: A fast and effective heuristic for the feedback arc set problem, 1993).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from codereview.facts.layout import Layout
from codereview.facts.module import FileFacts, ImportFact
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

Graph = Mapping[str, Mapping[str, ImportFact]]
"""For each file the files that it imports when it is imported itself, with the first import that says so."""
Link = tuple[str, str]

_STEPS = 4000
"""Cycles that the exact search looks at."""


class Cycle(NamedTuple):
    """Files that import each other. ``path`` is a shortest cycle, beginning with the file of the first cut; ``cuts``
    are the imports to remove, the fewest if ``exact``. ``own``: no cycle but by imports of a package's
    ``__init__`` from inside of the package."""

    files: tuple[str, ...]
    path: tuple[str, ...]
    cuts: tuple[Link, ...]
    exact: bool
    own: bool


def is_own_package(one: str, other: str) -> bool:
    """Whether a module imports the ``__init__`` of a package that it is in."""
    folder, _, name = other.rpartition("/")
    return name == "__init__.py" and one.startswith(f"{folder}/" if folder else "")


def _is_re_export(one: str, other: str) -> bool:
    """Whether the ``__init__`` of a package imports a module of the package: it is how the package is used, and how
    frameworks find what it defines."""
    return is_own_package(other, one)


def in_graph(own: Mapping[str, FileFacts], project: ProjectFacts) -> dict[str, FileFacts]:
    """Modules of production, and those that are only called like one of tests: a module of production beside them
    imports them.

    Args:
        own: the files of production.
        project: what they are part of.
    """
    found = {path: facts for path, facts in own.items() if path.endswith(".py")}
    for path, importers in project.importers.items():
        if path.endswith(".py") and project.zone(path) is Zone.TESTS:
            folder = path.rpartition("/")[0]
            if any(one in own and one.rpartition("/")[0] == folder for one in importers):
                found[path] = project.files[path]
    return found


def import_graph(files: Mapping[str, FileFacts], layout: Layout) -> dict[str, dict[str, ImportFact]]:
    """The imports at the top level of files, without those under a condition, in ``try`` or for type checkers."""
    return {path: dict(_imported(path, facts, files, layout)) for path, facts in files.items()}


def _imported(
    path: str, facts: FileFacts, files: Mapping[str, FileFacts], layout: Layout
) -> Iterator[tuple[str, ImportFact]]:
    folder = path.rpartition("/")[0]
    seen = {path}
    for item in facts.imports:
        if item.type_checking or item.guarded or item.function >= 0 or 0 < facts.main_line < item.line:
            continue
        found = layout.find(f"{item.module}.{item.name}".strip("."), folder) if item.name else ""
        if not found.endswith(".py"):
            above = layout.find(item.module, folder)
            if found and item.name not in (files[above].names if above in files else ()):
                continue  # a folder without an ``__init__``: what stands in it is asked, not the package around it
            found = above
        if found in files and found not in seen:
            seen.add(found)
            yield found, item


def cycles(graph: Graph) -> Iterator[Cycle]:
    """All components of files that import each other, in the order of their first files."""
    importers = Counter(other for others in graph.values() for other in others)

    def preference(link: Link) -> tuple[bool, bool, int, Link]:
        """First what a module asks of its own package, then what the module that more others need asks; last what
        an ``__init__`` hands on."""
        one, other = link
        return (
            not is_own_package(one, other),
            _is_re_export(one, other),
            importers[other] - importers[one],
            link,
        )

    for component in sorted(_components(graph)):
        members = set(component)
        inner = {one: [other for other in graph[one] if other in members] for one in component}
        cuts, exact = _cuts(inner, preference)
        strict = {one: [other for other in to if not is_own_package(one, other)] for one, to in inner.items()}
        own = not _shortest(strict, frozenset())
        start, end = cuts[0]
        back = _way(inner, end, start) or [end, start]
        yield Cycle(tuple(component), (start, *back), tuple(cuts), exact, own)


def _components(graph: Graph) -> list[list[str]]:
    """Strongly connected components of more than one file, each in order; without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []
    for root in graph:
        if root in index:
            continue
        work = [(root, iter(graph[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, following = work[-1]
            for other in following:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(graph[other])))
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = _popped(stack, on_stack, node)
                    if len(component) > 1:
                        found.append(sorted(component))
    return found


def _popped(stack: list[str], on_stack: set[str], node: str) -> list[str]:
    place = stack.index(node)
    component = stack[place:]
    del stack[place:]
    on_stack.difference_update(component)
    return component


def _way(
    graph: Mapping[str, Iterable[str]], start: str, goal: str, without: frozenset[Link] = frozenset()
) -> list[str]:
    """A shortest way from start to goal, both included; empty if there is none."""
    before = {start: start}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        if node == goal:
            way = [goal]
            while way[-1] != start:
                way.append(before[way[-1]])
            return way[::-1]
        for other in graph[node]:
            if other not in before and (node, other) not in without:
                before[other] = node
                queue.append(other)
    return []


def _shortest(graph: Mapping[str, list[str]], without: frozenset[Link]) -> list[Link]:
    """The edges of a shortest cycle; empty if there is none."""
    links = [(node, other) for node in graph for other in graph[node] if (node, other) not in without]
    left = set(links)
    for node, other in links:
        if (other, node) in left:
            return [(node, other), (other, node)]
    best: list[str] = []
    for node, other in links:
        way = _way(graph, other, node, without)
        if way and (not best or len(way) + 1 < len(best)):
            best = [node, *way]
            if len(best) == 4:
                break
    return list(pairwise(best))


def _has_cycle(graph: Mapping[str, list[str]], without: frozenset[Link]) -> bool:
    """Whether taking away what nothing leads to leaves something (Kahn 1962)."""
    into = Counter(other for node in graph for other in graph[node] if (node, other) not in without)
    queue = [node for node in graph if not into[node]]
    gone = 0
    while queue:
        node = queue.pop()
        gone += 1
        for other in graph[node]:
            if (node, other) not in without:
                into[other] -= 1
                if not into[other]:
                    queue.append(other)
    return gone < len(graph)


def _cuts(
    graph: Mapping[str, list[str]], preference: Callable[[Link], tuple[bool, bool, int, Link]]
) -> tuple[list[Link], bool]:
    """Edges whose removal leaves no cycle, and whether there is no smaller set; preferred ones first."""
    greedy = sorted(_greedy(graph), key=preference)
    left = [_STEPS // max(1, len(graph) // 4)]

    def search(removed: frozenset[Link], size: int) -> frozenset[Link] | None:
        left[0] -= 1
        if not _has_cycle(graph, removed):
            return removed
        if size and left[0] > 0:
            for edge in sorted(_shortest(graph, removed), key=preference):
                found = search(removed | {edge}, size - 1)
                if found is not None:
                    return found
        return None

    for size in range(1, len(greedy) + 1):
        found = search(frozenset(), size)
        if found is not None:
            return sorted(found, key=preference), True
        if left[0] <= 0:
            return greedy, False
    return greedy, True


def _greedy(graph: Mapping[str, list[str]]) -> list[Link]:
    """The edges that go backwards in a good order, less those that can stay."""
    nodes = set(graph)
    out = {node: set(graph[node]) for node in nodes}
    into: dict[str, set[str]] = {node: set() for node in nodes}
    for node, others in out.items():
        for other in others:
            into[other].add(node)
    front: list[str] = []
    back: list[str] = []
    while nodes:
        sinks = [node for node in sorted(nodes) if not out[node] & nodes]
        sources = [node for node in sorted(nodes) if not into[node] & nodes]
        if sinks:
            back.append(sinks[0])
            nodes.remove(sinks[0])
        elif sources:
            front.append(sources[0])
            nodes.remove(sources[0])
        else:
            chosen = max(sorted(nodes), key=lambda node: len(out[node] & nodes) - len(into[node] & nodes))
            front.append(chosen)
            nodes.remove(chosen)
    rank = {node: place for place, node in enumerate([*front, *reversed(back)])}
    backward = sorted((a, b) for a in graph for b in graph[a] if rank[b] < rank[a])
    removed = frozenset(backward)
    for a, b in backward:  # what closes no cycle any more can stay
        if not _way(graph, b, a, removed - {(a, b)}):
            removed -= {(a, b)}
    return sorted(removed)
