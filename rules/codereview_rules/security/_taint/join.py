"""Flows of functions joined over the calls of the project: from sources to sinks, with every hop."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Note
from codereview.facts.project import Key, ProjectFacts

from ..._syntax.remembered import once_for_a_project
from .flow.values import HTML, NAME, SQL, Value
from .origins import named_upload
from .reach import Reach
from .summaries import Summary, arguments, held
from .trails import Built, Hop, Trace


class Join(Reach):
    """All traces of a project. Make it with `joined_flows`."""

    def __init__(self, project: ProjectFacts) -> None:
        super().__init__(project)
        self.traces = sorted(self._traces(), key=_order)

    def _traces(self) -> Iterator[Trace]:
        for key, summary in self.by_key.items():
            outside = bool(self.handlers.of(key))
            for sink in summary.sinks:
                if not _foreign(sink.values[3], outside):
                    continue
                value = held(sink, 3)
                kind = int(str(sink.values[0]))
                for origin in self.origins(key, value):
                    if origin.kind and not origin.mask & kind and self.verified(key, sink):
                        yield Trace(origin, key, sink, origin.hops, self.marks(key, value))
            for _, note in summary.calls:
                if any(_foreign(texts, outside) for texts in note.values[2::2]):
                    for name, value in arguments(note):
                        yield from self._forward(key, note, name, value)
            if key in self.handlers.flask and self.project.function(key).cls < 0:
                yield from self._pages(key, summary)

    def _forward(self, key: Key, note: Note, name: str, value: Value) -> Iterator[Trace]:
        sources = [origin for origin in self.origins(key, value) if origin.kind]
        if not sources:
            return
        for callee, given in self.into(key, note, name, value):
            hop = Hop(key[0], note.line, f"handed to {self.project.function(callee).name}()")
            for hit in self.reach(callee, given):
                kind = int(str(hit.sink.values[0]))
                if not self.verified(hit.key, hit.sink):
                    continue
                marks = hit.marks | {mark for mark in value if mark[0] == "~"}
                for origin in (named_upload(source, hit.attr) for source in sources):
                    if origin.mask & kind:
                        continue
                    if (
                        hit.attr
                        and origin.model is not None
                        and not self.handlers.field(origin.model, hit.attr)
                    ):
                        continue
                    at = hit.at or self.built_here(key, note, value, hit)
                    yield Trace(origin, hit.key, hit.sink, (*origin.hops, hop, *hit.hops), marks, at)

    def _pages(self, key: Key, summary: Summary) -> Iterator[Trace]:
        """What a view of Flask gives back is a page, if it is text."""
        for note in summary.returns:
            value = held(note, 0)
            marks = self.marks(key, value)
            if not marks & {"~html", "~text"}:
                continue
            sink = Note(
                "page",
                note.line,
                note.column,
                note.end_line,
                note.end_column,
                key[1],
                -1,
                (HTML, "return", "", ()),
            )
            for origin in self.origins(key, value):
                if origin.kind and not origin.mask & HTML:
                    yield Trace(origin, key, sink, origin.hops, marks)

    def built(self) -> Iterator[Built]:
        """SQL text that is built from parameters of which nobody knows what they hold."""
        for key, summary in self.by_key.items():
            if key[1] < 0 or key in self.handlers.routed or self.project.function(key).name.startswith("<"):
                continue
            for sink in summary.sinks:
                if int(str(sink.values[0])) != 1 or not self.verified(key, sink):
                    continue
                value = held(sink, 3)
                if "~sql" in self.marks(key, value):
                    names = {
                        o.name
                        for o in self.origins(key, value)
                        if not o.kind and not o.mask & 1 and not o.attr
                    }
                    if names:
                        yield Built(key, sink, tuple(sorted(names)), (), str(sink.values[1]))
            for _, note in summary.calls:
                for name, value in arguments(note) if _holds_sql(note) else ():
                    yield from self._built_for(key, note, name, value)

    def _own(self, key: Key, value: Value) -> set[str]:
        """Parameters that a value holds as a value of SQL, not as a name of a table or column."""
        return {
            o.name
            for o in self.origins(key, value)
            if not o.kind and not o.mask & (SQL | NAME) and not o.attr
        }

    def _built_for(self, key: Key, note: Note, name: str, value: Value) -> Iterator[Built]:
        """The same, run by a helper."""
        if "~sql" not in value or "~ddl" in value:
            return
        names = self._own(key, value)
        for callee, given in self.into(key, note, name, value) if names else ():
            for hit in self.reach(callee, given):
                if hit.sink.values[0] == SQL and "~sql" not in hit.marks and self.verified(hit.key, hit.sink):
                    hop = Hop(key[0], note.line, f"handed to {self.project.function(callee).name}()")
                    yield Built(key, note, tuple(sorted(names)), (hop, *hit.hops), str(hit.sink.values[1]))
                    return


def _foreign(texts: object, outside: bool) -> bool:
    """Whether encoded labels can be more than parameters that nobody outside fills."""
    return isinstance(texts, tuple) and any(
        text[0] in "sra" or (outside and text[0] == "p") for text in texts
    )


def _holds_sql(note: Note) -> bool:
    """Whether an argument of a call is text of SQL."""
    return any(
        text.startswith("~sql") for texts in note.values[2::2] if isinstance(texts, tuple) for text in texts
    )


def _order(trace: Trace) -> tuple[object, ...]:
    key, sink = trace.place
    return (key[0], sink.line, sink.column, len(trace.hops), trace.origin.file, trace.origin.line, trace.origin.shown,
            trace.hops)  # fmt: skip


@once_for_a_project
def joined_flows(project: ProjectFacts) -> Join:
    """The flows of a project; several rules ask, one of them pays."""
    return Join(project)
