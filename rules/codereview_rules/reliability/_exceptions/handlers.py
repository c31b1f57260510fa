"""The handlers and raises of a project, joined: which handler an error meets on its way out of a function."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple, cast

from codereview.api import Note
from codereview.facts import module as m
from codereview.facts.module import CallFact
from codereview.facts.project import Edge, Key, ProjectFacts

from ..._syntax.remembered import once_for_a_project
from . import marks as k
from .errors import ENDINGS, EVERYTHING, Error, Hierarchy, fails_outside
from .notes import FINALLY, HANDLER, RAISE, SUPPRESS, Errors

_LINES_OF_A_RAISE = 4


class Handler(NamedTuple):
    """An ``except`` clause or a suppressing block, in the function at ``key``. ``first`` and ``last`` are the lines
    that it guards; ``errors`` are the classes that it takes, None for one that is not known."""

    key: Key
    at: Note
    errors: tuple[Error | None, ...]
    marks: int
    first: int
    last: int
    log_line: int
    log_name: str
    raised: str
    raised_line: int
    status: int
    constant: str

    @property
    def suppresses(self) -> bool:
        """Whether it is a ``with suppress(...)`` block."""
        return self.at.kind == SUPPRESS

    @property
    def is_bare(self) -> bool:
        """Whether it takes what ends programs and tasks, too."""
        return not self.errors or "builtins.BaseException" in self.errors

    @property
    def is_broad(self) -> bool:
        """Whether it takes every error."""
        return not self.errors or not EVERYTHING.isdisjoint(e for e in self.errors if isinstance(e, str))

    @property
    def is_for_failures(self) -> bool:
        """Whether it is there for what fails outside of the program, or tells of everything before it raises it on."""
        if self.is_broad:
            return self.has(k.LOUD, k.TRACE, k.TELLS) or not self.has(k.RETHROWS)
        if self.has(k.RETHROWS) and not self.has(k.LOUD, k.TRACE, k.TELLS):
            return False
        return any(not isinstance(error, str) or fails_outside(error) for error in self.errors)

    @property
    def is_error_logged(self) -> bool:
        """Whether it logs at the level of errors."""
        return self.log_name.rpartition(".")[2] in ("error", "exception", "critical", "fatal")

    @property
    def shown(self) -> str:
        """Its head as messages have it."""
        if self.suppresses:
            return "`suppress(Exception)`"
        if not self.errors:
            return "a bare `except:`"
        return "`except BaseException`" if self.is_bare else "`except Exception`"

    def has(self, *wanted: int) -> bool:
        """Whether it has one of the marks."""
        return any(self.marks & mark for mark in wanted)

    def guards(self, line: int) -> bool:
        """Whether a line stands in what it guards."""
        return self.first <= line <= self.last


class Handlers:
    """All handlers and raises of a project. Use `of`."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.hierarchy = Hierarchy(project)
        self.all: list[Handler] = []
        self.raises: dict[Key, list[Note]] = defaultdict(list)
        self.finals: dict[Key, list[Note]] = defaultdict(list)
        self.dropped: dict[Key, list[tuple[int, int]]] = defaultdict(list)
        self.within: dict[Key, list[Handler]] = defaultdict(list)
        for path, notes in project.noted(Errors):
            for note in notes:
                self._add(path, note)

    def _add(self, path: str, note: Note) -> None:
        key = (path, note.function)
        if note.kind == RAISE:
            self.raises[key].append(note)
        elif note.kind == FINALLY:
            self.finals[key].append(note)
            if note.values:
                self.dropped[key].append(cast("tuple[int, int]", note.values))
        else:
            handler = self._handler(key, note)
            self.all.append(handler)
            self.within[key].append(handler)

    def _handler(self, key: Key, note: Note) -> Handler:
        types = tuple(self.hierarchy.error(key[0], path) for path in cast("tuple[str, ...]", note.values[0]))
        if note.kind == SUPPRESS:
            first, last, marks = cast("tuple[int, int, int]", note.values[1:])
            return Handler(key, note, types, k.SILENT | k.CONSTANT | marks, first, last, 0, "", "", 0, 0, "")
        assert note.kind == HANDLER
        first, last, marks, *rest = cast(
            "tuple[int, int, int, int, str, str, int, int, str]", note.values[1:]
        )
        return Handler(key, note, types, marks, first, last, *rest)  # type: ignore[arg-type]

    @cached_property
    def callees(self) -> dict[Key, list[tuple[Edge, Key]]]:
        """For each function, its calls that reach functions of the project, with those."""
        found: dict[Key, list[tuple[Edge, Key]]] = defaultdict(list)
        for key, edges in self.project.callers.items():
            for edge in edges:
                found[edge.caller].append((edge, key))
        for calls in found.values():
            calls.sort(key=lambda item: (item[0].call.line, item[0].call.column, item[1]))
        return found

    def catches(self, handler: Handler, error: Error) -> bool | None:
        """Whether a handler takes an error; None where its types are not known."""
        if handler.is_bare:
            return True
        above = self.hierarchy.above(error)
        if any(e in above for e in handler.errors if e is not None):
            return True
        return None if None in handler.errors else False

    def passes(self, key: Key, line: int, error: Error, within: Handler | None = None) -> bool:
        """Whether an error that appears at a line leaves the function, or reaches a handler of it.

        Args:
            key: the function.
            line: where the error appears.
            error: its class.
            within: the handler that it is to reach; only what lies inside of what that guards can stop it before.
        """
        for first, last in self.dropped.get(key, ()):  # `finally: return` ends every error
            if first <= line <= last and (within is None or (within.first <= first and last <= within.last)):
                return False
        done: tuple[int, int] | None = None
        for handler in sorted(self.within.get(key, ()), key=_inner_first):
            if not handler.guards(line) or done == (handler.first, handler.last):
                continue
            if within is not None and _same(handler, within):
                return True
            if within is not None and not (within.first <= handler.first and handler.last <= within.last):
                return True
            caught = self.catches(handler, error)
            if caught is None:
                return False
            if caught:
                span = (handler.first, handler.last)
                if not handler.has(k.RETHROWS) or (
                    within is not None and span == (within.first, within.last)
                ):
                    return False
                done = (handler.first, handler.last)
        return within is None or within.guards(line)

    def lets_ends_pass(self, handler: Handler) -> bool:
        """Whether a handler before this one takes Ctrl-C, the end of the process or a cancellation for itself."""
        return any(
            (other.first, other.last) == (handler.first, handler.last)
            and not ENDINGS.isdisjoint(set(other.errors))
            for other in self.within[handler.key]
        )

    def calls(self, handler: Handler) -> list[CallFact]:
        """The calls in what a handler guards."""
        return [call for call in self.project.calls_in(handler.key) if handler.guards(call.line)]

    def in_cleanup(self, handler: Handler) -> bool:
        """Whether a handler stands in a ``finally`` or in another handler: the error that counts is another one."""
        line = handler.first
        if any(note.line <= line <= note.end_line for note in self.finals.get(handler.key, ())):
            return True
        return any(
            other.at.line <= line <= other.at.end_line and not other.suppresses and other.at != handler.at
            for other in self.within[handler.key]
        )

    def traced_by_helper(self, handler: Handler) -> bool:
        """Whether something that a handler calls logs with the traceback."""
        for edge, key in self.callees.get(handler.key, ()):
            if handler.at.line <= edge.call.line <= handler.at.end_line:
                for call in self.project.calls_in(key):
                    name = (call.written or call.path).rpartition(".")[2]
                    if name in k.TRACERS or any(word == "exc_info" for word, _ in call.kwargs):
                        return True
        return False

    def raises_by_helper(self, handler: Handler) -> bool:
        """Whether a handler calls something that gives back nothing and ends by raising."""
        for edge, key in self.callees.get(handler.key, ()):
            if handler.at.line <= edge.call.line <= handler.at.end_line:
                function = self.project.function(key)
                last = max((note.line for note in self.raises.get(key, ())), default=0)
                if not function.returns_value and 0 <= function.end_line - last < _LINES_OF_A_RAISE:
                    return True
        return False

    def is_async(self, key: Key) -> bool:
        """Whether a function is a coroutine."""
        return key[1] >= 0 and self.project.function(key).is_async

    def awaits(self, handler: Handler) -> bool:
        """Whether what a handler guards waits for something on the loop."""
        return self.is_async(handler.key) and any(call.flags & m.AWAITED for call in self.calls(handler))


def _inner_first(handler: Handler) -> tuple[int, int, int]:
    return (-handler.first, handler.last, handler.at.line)


def _same(one: Handler, other: Handler) -> bool:
    return one.at.line == other.at.line and one.at.column == other.at.column


@once_for_a_project
def of(project: ProjectFacts) -> Handlers:
    """The handlers of a project, joined once for all rules."""
    return Handlers(project)
