"""REL015: a coroutine that is never awaited, or something awaited that is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codereview.api import At, Card, Confidence, Finding, Note, Place, ProjectRule, Related, Severity, Zone
from codereview.facts import module as m
from codereview.facts.module import CallFact, FunctionFact
from codereview.facts.project import Edge, Key, ProjectFacts
from codereview.facts.targets import INFERRED

from ._coroutines import examples_passed
from ._coroutines.examples import BAD, GOOD
from ._coroutines.handed import HANDED, LOOP
from ._coroutines.kinds import COROUTINE, GENERATOR, MANAGER, PLAIN, Given, may_await
from ._coroutines.operands import OPERAND, Operands
from ._coroutines.outside import is_coroutine, may_be_one
from ._coroutines.raising import fails_first, is_patched
from ._coroutines.receivers import Receivers
from ._coroutines.takes import Takes
from ._flow.callees import Callee
from ._flow.collect import LATER, Flow
from ._flow.kept import KEPT, OTHERS, PASSED, RECORDED
from ._flow.uses import USED
from ._uses.places import is_idle, is_uncollected

_OF_COROUTINE = frozenset({".send", ".throw", ".close", ".__await__", ".__name__", ".__qualname__"})
_OF_GENERATOR = frozenset({".asend", ".athrow", ".aclose", ".__anext__", ".__aiter__"})
_VERBS = frozenset({"get", "post", "put", "patch", "delete", "route", "api_route", "websocket"})
_WORDS = {
    "iterated": "iterated over",
    "async iterated": "iterated over",
    "entered": "entered by `with`",
    "async entered": "entered by `async with`",
    "computed": "computed with",
    "compared": "compared",
    "formatted": "formatted into a text",
    "unpacked": "unpacked",
    "annotated": "annotated as what awaiting it would give",
    "tested": "tested, which tells nothing",
    RECORDED: "a value of a dictionary that is returned",
    "()": "called",
}


class CoroutineNotAwaited(ProjectRule):
    """Calls of coroutine functions of the project, directly or through a helper that hands the coroutine on."""

    card = Card(
        id="REL015",
        title="Coroutine never awaited, or something awaited that is none",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=5,
        why=(
            "Calling a coroutine function only makes a coroutine. Nothing of it runs until it is awaited, and the "
            "program goes on as if it had. Awaiting what is none raises `TypeError`."
        ),
        instead=(
            "Await it, hand it to a task group, or run it with `asyncio.run`; leave `await` out where there is nothing "
            "to wait for."
        ),
        false_alarms=(
            "Only functions of the project with one definition are judged, whose decorators are known to leave them as "
            "they are, and well-known coroutines of libraries that are called as a statement. A coroutine that is "
            "stored, returned or awaited later is not meant, nor one that is passed on where anything may be taken."
        ),
        cwe=(252,),
    )
    bad = BAD + examples_passed.BAD
    good = GOOD + examples_passed.GOOD
    collects = (Flow, Operands, Takes)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Needs at least one coroutine function."""
        if any(f.is_async for facts in project.files.values() for f in facts.functions):
            return ""
        return "there is no async def in the project"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each place where a coroutine is lost or a plain value is awaited."""
        given = Given(project)
        seen: set[tuple[str, int, int | str]] = set()
        for finding in self._all(project, given):
            place = (finding.path, finding.line, finding.column)
            told = (finding.path, finding.line, finding.message)
            if place not in seen and told not in seen and not _expected(project, finding):
                seen |= {place, told}
                yield finding

    def _all(self, project: ProjectFacts, given: Given) -> Iterator[Finding]:
        later = {
            (path, note.function)
            for path, notes in project.noted(Flow)
            for note in notes
            if note.kind == LATER
        }
        receivers = Receivers(project, given.callees)
        wanted = m.DROPPED | m.AWAITED | m.CONSUMED | m.ITERATED | m.ENTERED | m.RETURNED
        for edge in project.edges:
            if edge.call.flags & wanted and not (edge.call.flags & m.CONDITIONAL and _asks(project, edge)):
                yield from self._call(project, given, edge, later)
            elif edge.call.flags & m.PASSED:
                yield from self._passed(project, given, receivers, edge)
        for path, facts in project.files.items():
            if project.zone(path) is not Zone.TESTS and any(f.is_async for f in facts.functions):
                for call in facts.calls:
                    if call.flags & m.DROPPED and not call.flags & m.AWAITED and may_be_one(call.path):
                        yield from self._outside(project, path, call)
        for collector in (Flow, Operands):
            for path, notes in project.noted(collector):
                for note in notes:
                    if note.kind == LOOP:
                        if not is_patched(project):
                            yield self._nested_loop(project, path, note)
                    elif note.kind == HANDED:
                        yield from self._handed(project, given, path, note)
                    else:
                        yield from self._used(project, given, path, note, later, receivers)

    def _outside(self, project: ProjectFacts, path: str, call: CallFact) -> Iterator[Finding]:
        """A coroutine of a library, made and dropped by a coroutine."""
        target = project.resolve(path, call.path)
        if target.kind != "external" or target.via == INFERRED or not is_coroutine(target.name):
            return
        if _is_coroutine(project, (path, call.function)):
            name = target.name.replace("()", "").split(".")
            yield self.finding(
                path,
                At(call.line, call.column, call.end_line, call.end_column),
                f"The coroutine that `{'.'.join(name[-2:])}` gives is never awaited: its code does not run",
                symbol=project.files[path].symbol(call.function),
                checked=f"`{target.name}` is a coroutine function of its library, and the call is a statement",
            )

    def _passed(
        self, project: ProjectFacts, given: Given, receivers: Receivers, edge: Edge
    ) -> Iterator[Finding]:
        """A coroutine that is an argument where a value is taken."""
        known = given.of_target(edge.target, edge.call.path)
        to = receivers.passed(edge) if known is not None and known[0] == COROUTINE else ""
        if known is not None and to:
            text = _as_value(COROUTINE, f"passed to `{to}`, which takes a value", "", known[1])
            yield self._finding(project, edge.caller[0], edge.call, known[1], text, edge.caller[1])

    def _call(self, project: ProjectFacts, given: Given, edge: Edge, later: set[Key]) -> Iterator[Finding]:
        known = given.of_target(edge.target, edge.call.path)
        if known is not None:
            kind, callee = known
            caller = None if edge.caller in later else _giving(project, edge.caller)
            if edge.call.flags & m.RETURNED and not edge.call.flags & (m.AWAITED | m.ENTERED):
                text = _as_result(kind, callee, caller)
            else:
                text = _at_once(kind, edge.call.flags, callee)
            if text:
                yield self._finding(project, edge.caller[0], edge.call, callee, text, edge.caller[1])

    def _handed(self, project: ProjectFacts, given: Given, path: str, note: Note) -> Iterator[Finding]:
        """A coroutine function that is handed to what calls it as a plain one."""
        passed, name = map(str, note.values)
        known = given.of(path, passed)
        if known is not None and known[0] == COROUTINE:
            coroutine = known[1].function.qualname
            text = f"`{name}` calls `{coroutine}` and drops the coroutine that it gives: its code never runs"
            yield self._finding(project, path, note, known[1], text, note.function)

    def _nested_loop(self, project: ProjectFacts, path: str, note: Note) -> Finding:
        """``asyncio.run`` in a coroutine: its thread runs a loop already."""
        function = project.files[path].functions[note.function].qualname
        return self.finding(
            path,
            At(note.line, note.column, note.end_line, note.end_column),
            f"`{note.values[0]}` is called in the coroutine `{function}`, whose thread runs an event loop: it raises "
            "RuntimeError",
            symbol=function,
            checked="the function is a coroutine function, and the call is not guarded",
        )

    def _used(
        self,
        project: ProjectFacts,
        given: Given,
        path: str,
        note: Note,
        later: set[Key],
        receivers: Receivers,
    ) -> Iterator[Finding]:
        """A coroutine that is used as if it were its result."""
        if note.kind == USED:
            if note.values[1]:
                return
            how, name = str(note.values[2]), str(note.values[3])
        elif note.kind in (OPERAND, KEPT):
            how, name = str(note.values[1]), str(note.values[2]) if note.kind == KEPT else ""
        else:
            return
        callee = str(note.values[0])
        known = given.of(path, callee)
        if known is None or known[0] not in (COROUTINE, GENERATOR):
            return
        if how == "returned":
            caller = None if (path, note.function) in later else _giving(project, (path, note.function))
            text = _as_result(known[0], known[1], caller)
        elif how == RECORDED and not _is_coroutine(project, (path, note.function)):
            return
        elif how == PASSED:
            others = str(note.values[4]) == OTHERS
            to = receivers.takes_one(path, str(note.values[3]), others) if known[0] == COROUTINE else ""
            text = _as_value(known[0], f"passed to `{to}`, which takes a value", name, known[1]) * bool(to)
        else:
            text = _as_value(known[0], how, name, known[1])
        if text:
            yield self._finding(project, path, note, known[1], text, note.function)

    def _finding(
        self, project: ProjectFacts, path: str, at: Place, callee: Callee, text: str, function: int
    ) -> Finding:
        """A finding at a call; in a test it is the test that tells nothing, and where nobody comes it weighs little."""
        owner = project.files[path].symbol(function)
        idle = is_idle(project, path, at.line)
        tests = Severity.MEDIUM if project.zone(path) is Zone.TESTS else None
        makes = callee.function.is_async and not callee.function.is_generator
        fails = makes and fails_first(project, path, at, callee, function)
        return self.finding(
            path,
            At(at.line, at.column, at.end_line, at.end_column),
            text,
            severity=Severity.LOW if fails or is_uncollected(project, path) else tests,
            confidence=Confidence.LOW if idle or fails else Confidence.HIGH,
            symbol=owner,
            related=(
                Related(callee.key[0], callee.function.line, f"`{callee.function.qualname}` is defined here"),
            ),
            checked="the function has one definition, no class below replaces it, and no decorator wraps it",
        )


def _asks(project: ProjectFacts, edge: Edge) -> bool:
    """Whether the caller asks first whether the function is a coroutine function."""
    calls = project.calls_in(edge.caller)
    if edge.call.flags & m.AWAITED:  # of this very function: the other branch calls it without
        asked = (call.args[:1] for call in calls if call.path.endswith(".iscoroutinefunction"))
        return (edge.call.path,) in asked
    return any(call.path.endswith((".iscoroutinefunction", ".iscoroutine", ".isawaitable")) for call in calls)


def _at_once(kind: str, flags: int, callee: Callee) -> str:
    """What is wrong with the use of a result where the call stands."""
    name = callee.function.qualname
    awaited, entered, iterated = flags & m.AWAITED, flags & m.ENTERED, flags & m.ITERATED
    if kind == COROUTINE:
        if entered or iterated:
            what = "`with` enters it" if entered else "`for` iterates over it"
            return f"`{name}` gives a coroutine, and {'async ' if awaited else ''}{what} without awaiting it first"
        if awaited:
            return ""
        if flags & m.DROPPED:
            return f"The coroutine that `{name}` gives is never awaited: its code does not run"
        return f"`{name}` gives a coroutine, which is tested or indexed here without being awaited"
    if kind == GENERATOR and not entered:
        if iterated and not awaited:
            return f"`{name}` is an asynchronous generator: a plain `for` cannot iterate over it"
        if awaited and not iterated:
            return f"`{name}` is an asynchronous generator, which cannot be awaited; iterate over it with `async for`"
        return f"`{name}` is an asynchronous generator: called as a statement, none of its code runs" * (
            bool(flags & m.DROPPED) and not awaited
        )
    if kind == MANAGER:
        if entered and not awaited:
            return f"`{name}` is an asynchronous context manager: a plain `with` cannot enter it"
        if awaited and not entered and not iterated:
            return f"`{name}` is an asynchronous context manager, which cannot be awaited; enter it with `async with`"
    if kind == PLAIN and awaited and not entered and not iterated and not may_await(callee.function):
        return f"`{name}` is no coroutine function, and what it gives cannot be awaited"
    return ""


def _is_coroutine(project: ProjectFacts, key: Key) -> bool:
    return key[1] >= 0 and project.function(key).is_async


def _giving(project: ProjectFacts, key: Key) -> FunctionFact | None:
    """The coroutine function at a key, if whoever awaits it wants a value: it is annotated, a route, or awaited."""
    function = project.function(key) if key[1] >= 0 else None
    if function is None or not function.is_async or function.is_generator:
        return None
    routed = any(path.removesuffix("()").rpartition(".")[2] in _VERBS for path in function.decorators)
    if function.annotated or routed:
        return function
    return function if any(e.call.flags & m.AWAITED for e in project.callers.get(key, ())) else None


def _as_result(kind: str, callee: Callee, caller: FunctionFact | None) -> str:
    """What is wrong with a coroutine that a coroutine function gives back: who awaits the one gets the other."""
    if kind != COROUTINE or caller is None:
        return ""
    name = caller.qualname
    return (
        f"`{name}` gives back the coroutine of `{callee.function.qualname}` without awaiting it: whoever awaits "
        f"`{name}` gets a coroutine and no value"
    )


def _as_value(kind: str, how: str, name: str, callee: Callee) -> str:
    """What is wrong with a coroutine that a name holds, or an operator takes."""
    function = callee.function.qualname
    what = "a coroutine" if kind == COROUTINE else "an asynchronous generator"
    if how in (_OF_COROUTINE if kind == COROUTINE else _OF_GENERATOR) or how in ("", "other", "asked"):
        return ""
    if how == "unused":
        return f"The coroutine that `{function}` gives is kept as `{name}` and never awaited: its code does not run"
    if kind == GENERATOR and how in ("tested", "compared", "async iterated"):
        return ""
    word = _WORDS.get(how, f"read for `{how[1:]}`" if how[0] == "." else "indexed" if how[0] == "[" else how)
    held = f"`{name}` holds" if name else f"`{function}()` gives"
    made = f" that `{function}` gives" if name else ""
    return f"{held} {what}{made}, not awaited, and it is {word}"


def _expected(project: ProjectFacts, finding: Finding) -> bool:
    """Whether a test or guard around it waits for the error."""
    return any(
        first <= finding.line <= last and error in ("*", "TypeError")
        for first, last, error in project.files[finding.path].guards
    )
