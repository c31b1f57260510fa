"""YAML as a tree of plain values with lines and tags, all documents of a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from codereview.facts.yaml_nodes import composed

if TYPE_CHECKING:
    import yaml


class Tree(NamedTuple):
    """A node. ``kind``: ``map``, ``list``, ``text``. ``tag`` is that of a scalar as YAML resolved it (``!!int`` as
    ``int``), ``line`` counts from 1."""

    kind: str
    line: int
    text: str = ""
    tag: str = ""
    entries: tuple[tuple[str, int, Tree], ...] = ()
    elements: tuple[Tree, ...] = ()

    def get(self, *keys: str) -> Tree:
        """The node below some keys of mappings; an empty text at this line where there is none."""
        node = self
        for key in keys:
            node = next((value for name, _, value in node.entries if name == key), Tree("text", 0))
        return node

    def has(self, key: str) -> bool:
        """Whether a mapping has a key."""
        return any(name == key for name, _, _ in self.entries)

    def strings(self) -> tuple[Tree, ...]:
        """The scalars of a list, or the scalar itself unless it is empty."""
        if self.kind == "list":
            return tuple(item for item in self.elements if item.kind == "text")
        return (self,) if self.kind == "text" and self.text else ()

    @property
    def is_true(self) -> bool:
        """Whether it is the boolean true."""
        return self.kind == "text" and self.text.lower() in ("true", "yes", "on")


EMPTY = Tree("text", 0)


@lru_cache(maxsize=256)
def documents(text: str) -> tuple[Tree, ...]:
    """The documents of a YAML text; none where it is no YAML, too large, or refers to itself."""
    try:
        return tuple(_tree(node) for node in composed(text))
    except ValueError:
        return ()


def document(text: str) -> Tree:
    """The first document; an empty text where there is none."""
    return next(iter(documents(text)), EMPTY)


def _tree(node: yaml.Node) -> Tree:
    line = node.start_mark.line + 1
    if node.id == "mapping":
        return Tree("map", line, entries=tuple(_entries(node)))
    if node.id == "sequence":
        return Tree("list", line, elements=tuple(_tree(item) for item in node.value))
    tag = node.tag.rpartition(":")[2]
    return Tree("text", line, "" if tag == "null" else node.value, tag)


def _entries(node: yaml.Node) -> Iterator[tuple[str, int, Tree]]:
    """Own keys first, then those merged by ``<<``, as far as they are not there already."""
    own: dict[str, tuple[str, int, Tree]] = {}
    merged: list[tuple[str, int, Tree]] = []
    for key, value in node.value:
        if key.id != "scalar":
            continue
        tree = _tree(value)
        if key.value == "<<":
            for source in tree.elements if tree.kind == "list" else (tree,):
                merged += source.entries
        else:
            own[key.value] = (key.value, key.start_mark.line + 1, tree)
    for entry in merged:
        own.setdefault(entry[0], entry)
    yield from own.values()


__all__ = ["EMPTY", "Tree", "document", "documents"]
