"""Notes: what rules that see the whole project have to know of single nodes of syntax.

A node is gone when the project is joined: only facts cross from the workers. What many rules take is a fact of its
own (`codereview.facts.module`); what one or a few take is a note, made by a collector of theirs
(`codereview.api.Collector`) during the same walk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from codereview.facts.struct import Struct

Value = str | int | tuple[str, ...]
"""What a note holds: symbolic paths, names, numbers; never the text of a literal that could be a secret."""


class Note(Struct, frozen=True):
    """What a collector saw at one place.

    ``function`` is the index of the function it stands in (-1: module or class level) and ``loop`` that of the
    innermost loop around it, as in `codereview.facts.module.CallFact`. ``kind`` and ``values`` mean what their
    collector says.
    Lines and columns from 1, columns in UTF-8 bytes, end exclusive.
    """

    kind: str
    line: int
    column: int
    end_line: int
    end_column: int
    function: int
    loop: int
    values: tuple[Value, ...] = ()


def by_collector(
    files: Iterable[tuple[str, Mapping[str, tuple[Note, ...]]]],
) -> dict[str, list[tuple[str, tuple[Note, ...]]]]:
    """All notes by the collector's name, each with its file: most files have few, and many collectors are asked for.

    Args:
        files: the notes of each file, by the collector's name.
    """
    found: dict[str, list[tuple[str, tuple[Note, ...]]]] = {}
    for path, noted in files:
        for name, notes in noted.items():
            if notes:
                found.setdefault(name, []).append((path, notes))
    return found
