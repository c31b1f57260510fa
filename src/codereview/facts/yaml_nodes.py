"""YAML composed into nodes with lines, within bounds, for all who read it. No tag makes an object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

_LARGEST = 400_000
"""Characters of a file that is read; hand-written configuration stays far below."""
_MOST_NODES = 60_000
"""Nodes of one file, aliases counted each time: a few lines of aliases can stand for billions."""
_DEEPEST = 60


def composed(text: str) -> Iterator[yaml.Node]:
    """The documents of a YAML text, one by one, composed by PyYAML's safe loader.

    Raises:
        ValueError: it is no YAML, is too large or too deep, or refers to itself.
    """
    if len(text) > _LARGEST:
        raise ValueError("the text is too large")
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    left = _MOST_NODES
    try:
        for node in yaml.compose_all(text, Loader=loader):
            if node is not None:
                left -= _size(node, _DEEPEST, {})
                if left < 0:
                    raise ValueError("there are too many nodes")
                yield node
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError("the text is no YAML") from error


def _size(node: yaml.Node, depth: int, known: dict[tuple[int, int], int]) -> int:
    """The nodes that a node stands for, keys left out; what an alias repeats is worked out once for each depth."""
    if depth < 0:
        raise ValueError("nodes stand too deep in each other, or in themselves")
    found = known.get((id(node), depth))
    if found is None:
        inner = node.value if node.id in ("mapping", "sequence") else ()
        children = (item[1] if node.id == "mapping" else item for item in inner)
        found = known[id(node), depth] = 1 + sum(_size(child, depth - 1, known) for child in children)
    return found
