"""Production files -> at most so many areas, which add up to all of them."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from codereview.model_pictures import Area

MOST = 200


@dataclass
class _Node:
    """A folder or file. Its figures are those of all files below it."""

    path: str
    is_file: bool = False
    files: int = 0
    statements: int = 0
    points: float = 0.0
    below: dict[str, _Node] = field(default_factory=dict)

    def add(self, files: int, statements: int, points: float) -> None:
        self.files += files
        self.statements += statements
        self.points += points

    @property
    def order(self) -> tuple[int, str]:
        return -self.statements, self.path

    def area(self) -> Area:
        return Area(
            path=self.path or ".",
            files=self.files,
            statements=self.statements,
            points=self.points,
            rest=not self.is_file,
        )


def areas(statements: Mapping[str, int], points: Mapping[str, float], most: int = MOST) -> tuple[Area, ...]:
    """Files and what is left of folders, the largest first.

    The largest folders are opened one after the other, as long as there is room for what is in them. What has no area
    of its own is in that of the nearest folder above it, so that nothing is lost and nothing counted twice.

    Args:
        statements: AST statements by file.
        points: what the findings in a file cost.
        most: how many areas there may be, at least one.
    """
    root = _tree(statements, points)
    if not root.files:
        return ()
    shown: list[_Node] = []
    waiting = [(root.order, root)]
    while waiting:
        _, node = heapq.heappop(waiting)
        room = most - len(shown) - len(waiting)
        if node.is_file or room < 2:
            shown.append(node)
            continue
        inside = sorted(node.below.values(), key=lambda item: item.order)
        if len(inside) > room:
            rest = _Node(node.path)
            for item in inside[room - 1 :]:
                rest.add(item.files, item.statements, item.points)
            inside = inside[: room - 1]
            shown.append(rest)
        for item in inside:
            heapq.heappush(waiting, (item.order, item))
    shown.sort(key=lambda node: node.order)
    return tuple(node.area() for node in shown)


def _tree(statements: Mapping[str, int], points: Mapping[str, float]) -> _Node:
    root = _Node("")
    costs: dict[str, float] = defaultdict(float, points)
    for path, count in sorted(statements.items()):
        figures = (1, count, costs[path])
        root.add(*figures)
        node, parts = root, path.split("/")
        for depth, name in enumerate(parts, 1):
            if name not in node.below:
                node.below[name] = _Node("/".join(parts[:depth]))
            node = node.below[name]
            node.add(*figures)
        node.is_file = True
    return root
