"""An import cycle as a ring of modules: arrows are imports, dashed those to cut."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from codereview.model_architecture import ImportCycle
from codereview.report.pictures.shapes import Label, fitting, tenth

MOST = 10
WIDTH = 420.0
_RADIUS = 70.0
_AWAY = 12.0
_ROOM = 10.0
_NODE = 5.0
_NEAR = 0.34


@dataclass(frozen=True)
class Arrow:
    """An import; ``cut`` is its number among the imports to remove, 0 for none."""

    path: str
    cut: int
    at: Label | None


@dataclass(frozen=True)
class Ring:
    """The picture; ``left_out`` counts the modules of the ring that are not drawn."""

    width: float
    height: float
    nodes: tuple[tuple[float, float], ...]
    labels: tuple[Label, ...]
    arrows: tuple[Arrow, ...]
    left_out: int
    radius: float = _NODE


def cycle(found: ImportCycle) -> Ring | None:
    """The picture of the modules of a cycle, those of a shortest one first; None where there are less than two."""
    every = list(dict.fromkeys((*_turned(found), *_cut_first(found), *found.files)))
    if len(every) < 2:
        return None
    names = every if max(found.size, len(every)) <= MOST else every[: MOST - 1]
    left_out = max(found.size, len(every)) - len(names)
    cuts = {(cut.path, cut.imports): number for number, cut in reversed(list(enumerate(found.cuts, 1)))}
    outgoing = Counter(cut.path for cut in found.cuts)
    incoming = Counter(cut.imports for cut in found.cuts)
    places = {name: place for place, name in enumerate(names)}
    pairs = [(places[a], places[b]) for a, b in _imports(found) if a != b and a in places and b in places]
    count = len(names) + (left_out > 0)
    height = 120.0 if count == 2 else 2 * (_RADIUS + _AWAY + 18)
    middle = WIDTH / 2, height / 2
    angles = [
        2 * math.pi * place / count - (math.pi if count == 2 else math.pi / 2) for place in range(count)
    ]
    nodes = [(middle[0] + _RADIUS * math.cos(a), middle[1] + _RADIUS * math.sin(a)) for a in angles]
    texts = [*names, *([f"… {left_out:,} more"] if left_out else [])]
    return Ring(
        width=WIDTH,
        height=tenth(height),
        nodes=tuple((tenth(x), tenth(y)) for x, y in nodes[: len(names)]),
        labels=tuple(_label(text, angle, middle) for text, angle in zip(texts, angles, strict=True)),
        arrows=tuple(
            _arrow(
                nodes[start],
                nodes[end],
                cuts.get((names[start], names[end]), 0),
                # words are told apart best at the end where fewer of the cuts meet
                _NEAR if outgoing[names[start]] <= incoming[names[end]] else 1 - _NEAR,
            )
            for start, end in sorted(pairs, key=lambda pair: (names[pair[0]], names[pair[1]]) in cuts)
        ),
        left_out=left_out,
    )


def _imports(found: ImportCycle) -> Iterator[tuple[str, str]]:
    """What is known to import what: all of it, or in audits that do not say it the shortest cycle and the cuts."""
    if found.links:
        names = dict(enumerate(found.files))
        yield from ((names.get(link.importer, ""), names.get(link.imported, "")) for link in found.links)
        return
    around = found.around
    steps = ((name, around[(place + 1) % len(around)]) for place, name in enumerate(around))
    yield from dict.fromkeys((*steps, *((cut.path, cut.imports) for cut in found.cuts)))


def _cut_first(found: ImportCycle) -> Iterator[str]:
    for cut in found.cuts:
        yield from (cut.path, cut.imports)


def _turned(found: ImportCycle) -> list[str]:
    """A shortest cycle from the module on that an import is to be taken from, so that this one is seen."""
    names = list(found.around)
    cuts = {(cut.path, cut.imports) for cut in found.cuts}
    for place, name in enumerate(names):
        if (name, names[(place + 1) % len(names)]) in cuts:
            return names[place:] + names[:place]
    return names


def _label(name: str, angle: float, middle: tuple[float, float]) -> Label:
    across, down = math.cos(angle), math.sin(angle)
    x, y = middle[0] + (_RADIUS + _AWAY) * across, middle[1] + (_RADIUS + _AWAY) * down
    anchor = "middle" if abs(across) < 0.2 else "start" if across > 0 else "end"
    room = WIDTH - 8 if anchor == "middle" else WIDTH - x - 4 if anchor == "start" else x - 4
    parts = name.split("/")
    both = "/".join(parts[-2:])
    shown = both if fitting(both, room) == both else fitting(parts[-1], room, tail=True)
    return Label(tenth(x), tenth(y + 4 + (4 * down if anchor == "middle" else 0)), shown, anchor)


def _arrow(start: tuple[float, float], end: tuple[float, float], cut: int, share: float) -> Arrow:
    """A curve from one node to another that bends towards the right of its way, so that two ways do not meet.

    Its words stand at a share of its way.
    """
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, down)
    bend = min(0.22 * length, 26.0)
    control = (start[0] + end[0]) / 2 - bend * down / length, (start[1] + end[1]) / 2 + bend * across / length
    first, last = _towards(start, control), _towards(end, control)
    path = "M{} {}Q{} {} {} {}".format(*map(tenth, (*first, *control, *last)))
    if not cut:
        return Arrow(path, 0, None)
    weights = (1 - share) ** 2, 2 * share * (1 - share), share**2
    x, y = (
        sum(weight * place[axis] for weight, place in zip(weights, (first, control, last), strict=True))
        for axis in (0, 1)
    )
    return Arrow(path, cut, Label(tenth(x), tenth(y + 4), f"cut {cut}", "middle"))


def _towards(node: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """The place at some distance from a node, so that arrows do not touch it."""
    far = math.dist(node, other)
    share = min(_ROOM / far, 0.4) if far else 0.0
    return node[0] + (other[0] - node[0]) * share, node[1] + (other[1] - node[1]) * share
