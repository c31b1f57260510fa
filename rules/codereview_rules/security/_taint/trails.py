"""Steps, origins, hits and traces: what following a value gives."""

from __future__ import annotations

from typing import NamedTuple

from codereview.api import Note
from codereview.facts.project import Key
from codereview.facts.targets import Target


class Hop(NamedTuple):
    """A step of a path: a call that hands the value on, or gives it back."""

    file: str
    line: int
    text: str


class Origin(NamedTuple):
    """Where a value comes from: a source, or a parameter (``name``) of the function that is looked at."""

    kind: str  # of the source; empty for a parameter
    shown: str
    file: str
    line: int
    mask: int
    hops: tuple[Hop, ...] = ()
    name: str = ""
    attr: str = ""
    model: Target | None = None


class Hit(NamedTuple):
    """A sink that a parameter reaches. ``at`` is where the text is put together that a helper runs, if it is not at the
    sink."""

    key: Key
    sink: Note
    mask: int
    hops: tuple[Hop, ...]
    attr: str
    marks: frozenset[str]
    at: tuple[Key, Note] | None = None


class Trace(NamedTuple):
    """A value from outside at a sink, with the way that it takes."""

    origin: Origin
    key: Key
    sink: Note
    hops: tuple[Hop, ...]
    marks: frozenset[str]
    at: tuple[Key, Note] | None = None

    @property
    def place(self) -> tuple[Key, Note]:
        """Where the fault stands: at the sink, or where the text for it is put together."""
        return self.at or (self.key, self.sink)


class Built(NamedTuple):
    """SQL text that a function builds from a parameter of its own, and that is run."""

    key: Key
    at: Note
    params: tuple[str, ...]
    hops: tuple[Hop, ...]
    shown: str
