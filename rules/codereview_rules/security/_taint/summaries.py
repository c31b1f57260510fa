"""The notes of a file, by function, as the join reads them."""

from __future__ import annotations

from typing import NamedTuple

from codereview.api import Note

from .collector import ATTR, CALL, RETURN, SINK, SOURCE
from .flow.values import Value, decoded


class Arg(NamedTuple):
    """An argument of a call that holds something: its position or keyword, and what it holds."""

    name: str
    value: Value


class Summary:
    """What one function does with values. Calls and sources are found by the number of their note in the file."""

    __slots__ = ("attrs", "calls", "returns", "sinks", "sources")

    def __init__(self) -> None:
        self.sinks: list[Note] = []
        self.calls: list[tuple[int, Note]] = []
        self.returns: list[Note] = []
        self.sources: list[Note] = []
        self.attrs: list[Note] = []


def summaries(notes: tuple[Note, ...]) -> dict[int, Summary]:
    """Notes of one file by the function that they are of."""
    found: dict[int, Summary] = {}
    for number, note in enumerate(notes):
        summary = found.get(note.function)
        if summary is None:
            summary = found[note.function] = Summary()
        kind = note.kind
        if kind == CALL:
            summary.calls.append((number, note))
        elif kind == SINK:
            summary.sinks.append(note)
        elif kind == RETURN:
            summary.returns.append(note)
        elif kind == SOURCE:
            summary.sources.append(note)
        elif kind == ATTR:
            summary.attrs.append(note)
    return found


def held(note: Note, at: int) -> Value:
    """What a note holds at a position of its values."""
    texts = note.values[at]
    return decoded(texts) if isinstance(texts, tuple) else {}


def arguments(note: Note) -> list[Arg]:
    """The arguments of a call's note."""
    values = note.values
    return [Arg(str(values[at]), held(note, at + 1)) for at in range(1, len(values) - 1, 2)]
