"""Where the code is and where the points are lost: areas by statements, colours by points per 1,000 statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from codereview.model_pictures import Area
from codereview.report.pictures.shapes import CHARACTER, Label, fitting, tenth
from codereview.report.pictures.squarify import Box, squarified
from codereview.report.text import number, plural, points

SHARES = (0.5, 1.5, 4.0)
"""Where levels end, as multiples of what half of the code that loses anything loses per 1,000 statements."""
_LINE = 13.0
_INSET = 5.0
_BOLD = 7.2
"""Width of a character of the first line of a label, which is bold."""


@dataclass(frozen=True)
class Tile:
    """A file, or the rest of a folder; ``level`` is 0 where it costs nothing, and up to 4."""

    x: float
    y: float
    width: float
    height: float
    level: int
    title: str
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Level:
    """A colour of the legend."""

    level: int
    text: str


@dataclass(frozen=True)
class Treemap:
    """The picture: tiles, frames around the folders at the top, and what the colours mean."""

    width: float
    height: float
    tiles: tuple[Tile, ...]
    frames: tuple[Box, ...]
    legend: tuple[Level, ...]


@dataclass
class _Node:
    path: str
    area: Area | None = None
    below: dict[str, _Node] = field(default_factory=dict)

    @property
    def statements(self) -> int:
        return self.area.statements if self.area else sum(node.statements for node in self.below.values())


def density(area: Area) -> float:
    """Points per 1,000 statements."""
    return 1000 * area.points / area.statements if area.statements else 0.0


def treemap(areas: Sequence[Area], width: float, height: float) -> Treemap | None:
    """The picture of areas in a frame of that size; None where there is no statement."""
    shown = [area for area in areas if area.statements]
    if not shown:
        return None
    usual = _usual(shown)
    root = _collapsed(_tree(shown))
    frame = Box(0.0, 0.0, width, height)
    tiles = tuple(_tile(area, box, usual) for area, box in _laid_out(root, frame))
    frames = tuple(_rounded(box) for box in _frames(root, frame, root.statements / 2))
    return Treemap(width, height, tiles, frames, _legend(usual))


def level(area: Area, usual: float) -> int:
    """0 for nothing lost, up to 4 for the most, against what is lost usually."""
    lost = density(area)
    return 1 + sum(lost > share * usual for share in SHARES) if lost > 0 else 0


def _usual(areas: Sequence[Area]) -> float:
    """What half of the code that loses anything loses at most, per 1,000 statements; 0 where nothing is lost."""
    ranked = sorted((density(area), area.statements) for area in areas if area.points > 0)
    half = sum(statements for _, statements in ranked) / 2
    for lost, statements in ranked:
        half -= statements
        if half <= 0:
            return lost
    return 0.0


def _legend(usual: float) -> tuple[Level, ...]:
    if usual <= 0:
        return (Level(0, "nothing lost"),)
    ends = [number(share * usual, 2) for share in SHARES]
    return (
        Level(0, "nothing lost"),
        Level(1, f"up to {ends[0]}"),
        Level(2, f"up to {ends[1]}"),
        Level(3, f"up to {ends[2]}"),
        Level(4, f"more than {ends[2]}"),
    )


def _tree(areas: Sequence[Area]) -> _Node:
    root = _Node("")
    for area in areas:
        node = root
        parts = [] if area.path == "." else area.path.split("/")
        for name in parts[: len(parts) - (not area.rest)]:
            node = node.below.setdefault(name, _Node(f"{node.path}{name}/"))
        # No file is named so: what is left of a folder stands beside its files and folders.
        node.below["/" if area.rest else parts[-1]] = _Node(area.path, area)
    return root


def _collapsed(node: _Node) -> _Node:
    """The tree without folders that hold nothing but one other thing."""
    while not node.area and len(node.below) == 1:
        node = next(iter(node.below.values()))
    node.below = {name: _collapsed(child) for name, child in node.below.items()}
    return node


def _ordered(node: _Node) -> list[_Node]:
    return sorted(node.below.values(), key=lambda child: (-child.statements, child.path))


def _laid_out(node: _Node, frame: Box) -> Iterator[tuple[Area, Box]]:
    if node.area:
        yield node.area, frame
        return
    children = _ordered(node)
    for child, box in zip(children, squarified([c.statements for c in children], frame), strict=True):
        yield from _laid_out(child, box)


def _frames(node: _Node, frame: Box, large: float) -> Iterator[Box]:
    """Around folders; one of more than ``large`` statements is parted: a frame around most of it would say nothing."""
    if node.area:
        return
    if node.statements <= large:
        yield frame
        return
    children = _ordered(node)
    for child, box in zip(children, squarified([c.statements for c in children], frame), strict=True):
        yield from _frames(child, box, large)


def _rounded(box: Box) -> Box:
    """A box on tenths; its edges meet those of its neighbours."""
    x, y = tenth(box.x), tenth(box.y)
    return Box(x, y, tenth(tenth(box.x + box.width) - x), tenth(tenth(box.y + box.height) - y))


def _tile(area: Area, box: Box, usual: float) -> Tile:
    box = _rounded(box)
    name = f"{area.path}/… ({plural(area.files, 'file')})" if area.rest else area.path
    lost = number(density(area), 2)
    title = f"{name}: {plural(area.statements, 'statement')}, {points(area.points)} points, {lost} per 1,000 statements"
    return Tile(box.x, box.y, box.width, box.height, level(area, usual), title, _labels(area, box, lost))


def _labels(area: Area, box: Box, lost: str) -> tuple[Label, ...]:
    """Name, folder and density, as far as there is room."""
    room = box.width - 2 * _INSET
    if room < 5 * CHARACTER or box.height < _LINE + 6:
        return ()
    folder, _, name = area.path.rpartition("/")
    first = _name(f"{name}/…" if area.rest else name, room * CHARACTER / _BOLD)
    lines = [text for text in (first, _folder(folder, room), lost if area.points > 0 else "") if text]
    lines = lines[: int((box.height - 6) / _LINE)]
    x = tenth(box.x + _INSET)
    return tuple(Label(x, tenth(box.y + _LINE * (place + 1) + 1), text) for place, text in enumerate(lines))


def _name(name: str, room: float) -> str:
    """The name of a file, without its ending if that makes it fit."""
    stem = name.removesuffix(".py")
    return name if fitting(name, room) == name else fitting(stem, room)


def _folder(path: str, room: float) -> str:
    """As many of the last folders of a path as fit; none where the last one does not."""
    parts = path.split("/")
    for start in range(len(parts)):
        text = ("…/" if start else "") + "/".join(parts[start:])
        if fitting(text, room) == text:
            return text
    return parts[-1] if fitting(parts[-1], room) == parts[-1] else ""
