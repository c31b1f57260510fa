"""YAML as a tree with lines: composed, not constructed, so that no tag makes an object."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from codereview.facts.yaml_nodes import composed


class Tree:
    """A node: a mapping, a sequence, a text, or nothing at all (what is missing is an empty node).

    Merge keys and anchors are followed; an alias shares its node, so that nothing is copied.
    """

    def __init__(self, node: Any = None) -> None:
        self._node = node

    def __bool__(self) -> bool:
        return self._node is not None

    @property
    def line(self) -> int:
        """The line that it starts on."""
        return int(self._node.start_mark.line) + 1 if self._node is not None else 1

    @property
    def is_text(self) -> bool:
        """Whether it is a scalar."""
        return self._node is not None and isinstance(self._node.value, str)

    @property
    def text(self) -> str:
        """The text of a scalar, else empty."""
        return self._node.value if self.is_text else ""

    @property
    def is_true(self) -> bool:
        """Whether it says yes."""
        return self.text.strip().lower() in ("true", "yes", "on", "${{ true }}", "${{true}}")

    @property
    def is_false(self) -> bool:
        """Whether it says no."""
        return self.text.strip().lower() in ("false", "no", "off", "${{ false }}", "${{false}}")

    @cached_property
    def _pairs(self) -> list[tuple[Any, Any]]:
        if self._node is None or self._node.id != "mapping":
            return []
        return list(self._node.value)

    def items(self) -> Iterator[tuple[str, Tree]]:
        """Keys and values of a mapping, those that are merged into it last."""
        merged: list[Tree] = []
        seen: set[str] = set()
        for key, value in self._pairs:
            name = key.value if isinstance(key.value, str) else ""
            if name == "<<":
                merged += [Tree(value), *Tree(value).children()]
            elif name and name not in seen:
                seen.add(name)
                yield name, Tree(value)
        for tree in merged:
            for name, child in tree.items() if tree._node is not self._node else ():
                if name not in seen:
                    seen.add(name)
                    yield name, child

    def get(self, *keys: str) -> Tree:
        """The node at a path of keys."""
        found = self
        for key in keys:
            found = next((value for name, value in found.items() if name == key), Tree())
        return found

    def key_line(self, key: str) -> int:
        """The line of a key of a mapping, or of the mapping."""
        for node, _ in self._pairs:
            if node.value == key:
                return int(node.start_mark.line) + 1
        return self.line

    def children(self) -> list[Tree]:
        """The items of a sequence; none of anything else."""
        if self._node is None or self._node.id != "sequence":
            return []
        return [Tree(node) for node in self._node.value]

    def names(self) -> list[str]:
        """The texts of a sequence, the keys of a mapping, or the one text."""
        if self.is_text:
            return [self.text] if self.text else []
        return [item.text for item in self.children() if item.is_text] or [name for name, _ in self.items()]

    def texts(self, depth: int = 0) -> Iterator[Tree]:
        """The texts of a node and of the sequences in it, as lists of commands are written."""
        if self.is_text:
            yield self
        elif depth < 5:
            for item in self.children():
                yield from item.texts(depth + 1)

    @property
    def first_line(self) -> int:
        """The line on which the content of a text starts: that of a block begins below its mark."""
        block = self._node is not None and getattr(self._node, "style", None) in ("|", ">")
        return self.line + 1 if block else self.line

    @property
    def is_block(self) -> bool:
        """Whether it is a text of which each line is a line of the file."""
        return self._node is not None and getattr(self._node, "style", None) == "|"


def read_tree(text: str) -> Tree:
    """The first document of a YAML text; an empty node if it cannot be read."""
    try:
        return Tree(next(composed(text), None))
    except ValueError:
        return Tree()
