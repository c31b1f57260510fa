"""What a handler hides: raises and calls in what it guards, through functions of the project."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import Related
from codereview.facts import module as m
from codereview.facts.module import CallFact
from codereview.facts.paths import known, last_name
from codereview.facts.project import Edge, Key
from codereview.facts.resolve import INFERRED

from . import marks as k
from .errors import PROGRAMMING, REFUSED, Error
from .handlers import Handler, Handlers
from .stakes import Stake, asks_route, is_sending, stake

_MOST = 60
"""Functions that are looked through for one handler; more would tell a reader nothing."""
_HOPS_OF_STAKES = 2
_LOGS = frozenset("debug info warning warn error exception critical log".split())
_NO_FAULT = frozenset(
    {"builtins.NotImplementedError", "builtins.StopIteration", "builtins.StopAsyncIteration", "builtins.GeneratorExit",
     "builtins.SystemExit", "builtins.KeyboardInterrupt"}
)  # fmt: skip


class Visit(NamedTuple):
    """A function that runs within what a handler guards: the lines of it that do, and the calls that lead there."""

    key: Key
    first: int
    last: int
    chain: tuple[Edge, ...]

    def holds(self, line: int) -> bool:
        """Whether a line runs."""
        return self.first <= line <= self.last


class Site(NamedTuple):
    """A place that raises an error which a handler takes, with the calls that lead there."""

    error: Error
    key: Key
    line: int
    chain: tuple[Edge, ...]
    status: int

    @property
    def sure(self) -> bool:
        """Whether every call on the way is known for what it is."""
        return all(edge.target.via != INFERRED for edge in self.chain)


class Risk(NamedTuple):
    """The call in what a handler guards for which most is at stake, as it is written there."""

    stake: Stake
    shown: str
    line: int


def _is_mistake(error: Error) -> bool:
    """Whether a class of errors is one of those that a wrong line of code raises."""
    return isinstance(error, str) and error.removeprefix("builtins.") in PROGRAMMING


class Hidden:
    """Answers for the handlers of one project.

    Args:
        handlers: those.
        unforeseen: whether only calls count as a risk whose failure no handler on the way foresees.
    """

    def __init__(self, handlers: Handlers, unforeseen: bool = False) -> None:
        self.handlers = handlers
        self.unforeseen = unforeseen
        self.project = handlers.project

    def visits(self, handler: Handler) -> Iterator[Visit]:
        """The functions that run within what a handler guards, nearest first, each once."""
        start = Visit(handler.key, handler.first, handler.last, ())
        queue = deque([start])
        seen: set[Key] = set()
        while queue and len(seen) < _MOST:
            visit = queue.popleft()
            yield visit
            for edge, key in self.handlers.callees.get(visit.key, ()):
                if key in seen or not visit.holds(edge.call.line) or not self._runs(edge.call, key):
                    continue
                within = handler if not visit.chain else None
                if not self.handlers.passes(visit.key, edge.call.line, "builtins.Exception", within):
                    continue
                seen.add(key)
                function = self.project.function(key)
                queue.append(Visit(key, function.line, function.end_line, (*visit.chain, edge)))

    def _runs(self, call: CallFact, key: Key) -> bool:
        """Whether a call runs the function's body there and then."""
        function = self.project.function(key)
        if function.is_generator:
            return bool(call.flags & (m.ITERATED | m.ENTERED))
        return not function.is_async or bool(call.flags & (m.AWAITED | m.ENTERED))

    def sites(self, handler: Handler, most: int = 3) -> list[Site]:
        """The places that raise what a handler takes, nearest first, one for each class of error."""
        found: dict[Error, Site] = {}
        for visit in self.visits(handler):
            notes = self.handlers.raises.get(visit.key, ())
            for note in sorted(notes, key=lambda one: bool(one.values[5])):
                if not visit.holds(note.line) or not note.values[0]:
                    continue
                error = self.handlers.hierarchy.error(visit.key[0], str(note.values[0]))
                if error is None or error in _NO_FAULT or error in found or _is_mistake(error):
                    continue
                if self.handlers.catches(handler, error) and self._arrives(handler, visit, note.line, error):
                    found[error] = Site(error, visit.key, note.line, visit.chain, int(str(note.values[1])))
            if len(found) >= most:
                break
        return list(found.values())[:most]

    def _arrives(self, handler: Handler, visit: Visit, line: int, error: Error) -> bool:
        """Whether an error at a line of a visited function comes back to the handler."""
        chain = visit.chain
        if not self.handlers.passes(visit.key, line, error, None if chain else handler):
            return False
        return all(
            self.handlers.passes(edge.caller, edge.call.line, error, None if number else handler)
            for number, edge in enumerate(chain)
        )

    def logged_before(self, handler: Handler) -> Iterator[tuple[Handler, Visit]]:
        """The handlers that log an error and raise it on to this one, with the way from here to them."""
        for visit in self.visits(handler):
            for inner in self.handlers.within.get(visit.key, ()):
                loud = inner.has(k.LOGS) and inner.has(k.LOUD) and not inner.has(k.PARTED)
                if not loud or not visit.holds(inner.at.line) or not self._logs_its_own(inner):
                    continue
                error, line = self._raised_on(inner)
                if error is None or not self.handlers.catches(handler, error):
                    continue
                if self._arrives(handler, visit, line, error):
                    yield inner, visit

    def _logs_its_own(self, inner: Handler) -> bool:
        """Whether what a handler logs is the error that it took, and not one that its cleaning up met."""
        line = inner.log_line
        return line > 0 and not any(
            inner.at.line < other.at.line <= line <= other.at.end_line
            for other in self.handlers.within.get(inner.key, ())
        )

    def _raised_on(self, inner: Handler) -> tuple[Error | None, int]:
        """What a handler raises at its end, and where."""
        if not inner.has(k.ENDS_RAISING):
            return None, 0
        if inner.raised:
            return self.handlers.hierarchy.error(inner.key[0], inner.raised), inner.raised_line
        if not inner.errors:
            return "builtins.Exception", inner.at.end_line
        if (refused := self._refused(inner)) is not None:
            return refused, inner.at.end_line
        return (inner.errors[0] if None not in inner.errors else None), inner.at.end_line

    def _refused(self, inner: Handler) -> Error | None:
        """The one error that comes to a handler of nothing but ``raise_for_status()``, whatever else it would take."""
        calls = self.handlers.calls(inner)
        if len(calls) != 1 or last_name(calls[0].path) != "raise_for_status":
            return None
        error = REFUSED.get(self.external(inner.key[0], calls[0]).partition(".")[0])
        return error if error is not None and self.handlers.catches(inner, error) else None

    def risk(self, handler: Handler) -> Risk:
        """What is at stake in what a handler guards."""
        worst = Risk(Stake.NOTHING, "", handler.first)
        for visit in self.visits(handler):
            if len(visit.chain) > _HOPS_OF_STAKES:
                break
            if (
                visit.chain and last_name(visit.chain[0].call.path) in _LOGS
            ):  # a log of the project's own making
                continue
            kept = bool(visit.chain) and not visit.chain[-1].call.flags & (m.DROPPED | m.RETURNED)
            inside = self.project.calls_in(visit.key)
            for call in inside:
                if visit.holds(call.line) and not call.flags & m.IN_HANDLER:
                    if self._only_makes(visit.key, call) or asks_route(call, inside):
                        continue
                    if self._keeps_own(visit.key, call):
                        continue
                    found = stake(call, self.external(visit.key[0], call), kept)
                    found = max(found, Stake.WRITE) if is_sending(call, inside) else found
                    if found > worst.stake and not (visit.chain and found <= Stake.OUTSIDE):
                        within = None if visit.chain else handler
                        if not self.handlers.passes(visit.key, call.line, "builtins.Exception", within):
                            continue
                        if self.unforeseen and self._is_foreseen(visit, call):
                            continue
                        first = visit.chain[0].call if visit.chain else call
                        worst = Risk(found, _shown(call), first.line)
        return worst

    def _only_makes(self, key: Key, call: CallFact) -> bool:
        """Whether a call is of a function of the project that does nothing but make an object: its name says nothing
        of what it does."""
        for edge, target in self.handlers.callees.get(key, ()):
            if edge.call is call:
                inside = self.project.calls_in(target)
                made = [one for one in inside if not one.flags & m.PASSED]
                return len(made) == 1 and bool(made[0].flags & m.RETURNED) and _makes(made[0])
        return False

    def _keeps_own(self, key: Key, call: CallFact) -> bool:
        """Whether a function of the project that is called takes every error of what it does itself; or is called as
        what puts a task into a queue, and is none."""
        for edge, target in self.handlers.callees.get(key, ()):
            if edge.call is not call:
                continue
            if self.project.function(target).name == "delay":
                return True
            inside = [one for one in self.project.calls_in(target) if not one.flags & m.IN_HANDLER]
            raises = self.handlers.raises.get(target) or any(
                one.has(k.ENDS_RAISING, k.RETHROWS) for one in self.handlers.within.get(target, ())
            )
            return (
                bool(inside)
                and not raises
                and not any(
                    self.handlers.passes(target, one.line, "builtins.Exception", None) for one in inside
                )
            )
        return False

    def _is_foreseen(self, visit: Visit, call: CallFact) -> bool:
        """Whether a handler around a call, or around one that leads there, takes failures of other systems; a function
        of the project fails by what is in it."""
        if any(edge.call is call for edge, _ in self.handlers.callees.get(visit.key, ())):
            return True
        steps = [(visit.key, call.line), *((edge.caller, edge.call.line) for edge in visit.chain)]
        return any(
            other.guards(at) and other.is_for_failures
            for key, at in steps
            for other in self.handlers.within.get(key, ())
        )

    def external(self, file: str, call: CallFact) -> str:
        """The external path that a call resolves to, or nothing."""
        if not known(call.path):
            return ""
        if call.path.startswith("builtins."):
            return call.path
        target = self.project.resolve(file, call.path)
        return target.name if target.kind == "external" and target.owner is None else ""

    def path(self, site: Site) -> list[Related]:
        """The calls that lead to a raise, and it."""
        steps = [
            Related(path=edge.caller[0], line=edge.call.line, message=f"calls {written(edge.call)}")
            for edge in site.chain
        ]
        name = self.handlers.hierarchy.name(site.error)
        return [*steps, Related(path=site.key[0], line=site.line, message=f"raises {name}")]


def _makes(call: CallFact) -> bool:
    name = last_name(call.written or call.path)
    return name == "cls" or name[:1].isupper()


def _shown(call: CallFact) -> str:
    """What fails: a statement that is only put together is run by what it is handed to."""
    return "`execute(text(...))`" if last_name(call.path) == "text" else written(call)


def written(call: CallFact) -> str:
    """A call as messages show it."""
    text = call.written or call.path.lstrip("?@.")
    text = text.removeprefix("builtins.")
    if (
        text.startswith("=")
        or "<locals>" in text
        or "%" in text
        or "[" in text
        or "!" in text
        or len(text) > 60
        or not text
    ):
        text = last_name(call.path).rpartition(":")[2]
    return f"`{text}()`"
