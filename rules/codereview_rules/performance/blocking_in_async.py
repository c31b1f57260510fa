"""PERF001: a blocking call that a coroutine reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.module import AWAITED, ENTERED, FunctionFact
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.routes.vocabulary import VERBS
from codereview_rules.reliability._coroutines.operands import Operands

from .._syntax.switches import Spared, Switches
from ._blocking.asked import Asked
from ._blocking.awaited import is_injected_unentered
from ._blocking.doubts import Caches
from ._blocking.examples import BAD, GOOD
from ._blocking.examples_stake import ALONE, REPLACED, STAKE
from ._blocking.examples_sure import SILENT, SURE
from ._blocking.examples_told import INJECTED, TOLD
from ._blocking.examples_ways import UNREACHED, WAYS
from ._blocking.found import Hit, Step
from ._blocking.grading import Grade
from ._blocking.held import Held
from ._blocking.installing import Installing
from ._blocking.light import Light
from ._blocking.made import InMemory
from ._blocking.memo import Memos
from ._blocking.naming import canonical, thing
from ._blocking.paths import Reach, Route
from ._blocking.purpose import Local, Purpose
from ._blocking.rarity import Rarity
from ._blocking.refused import Allowed, Taken
from ._queries.databases import Databases

_BRIEF = 32
_MANY = 7
_UNDER_LOCK = "hand all that is done while the lock is held to asyncio.to_thread, as one function"


class BlockingInAsync(ProjectRule):
    """Direct, or through any number of functions, methods and constructors of the project."""

    card = Card(
        id="PERF001",
        title="Blocking call in a coroutine",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=20,
        why=(
            "An event loop runs one thing at a time. While a coroutine waits in a call that knows "
            "nothing of the loop, every other request, connection and timer of the process waits too, "
            "and the service stalls under load. Django's queries are worse off: on the loop's thread they raise "
            "SynchronousOnlyOperation, unless DJANGO_ALLOW_ASYNC_UNSAFE lets them block."
        ),
        instead=(
            "Await the asynchronous counterpart (asyncio.sleep, httpx.AsyncClient, an asynchronous "
            "driver), or hand the call to a thread: await asyncio.to_thread(function, arguments). A "
            "FastAPI endpoint without await can be a plain def."
        ),
        false_alarms=(
            "What is handed to a thread, executor or thread pool, merely passed on or defined, is understood, "
            "and so are decorators that do it. Where nobody waits, a call is a note of severity info that says why: "
            "a program of one shot (asyncio.run without tasks or a server beside it), what runs before or after it "
            "serves, what is loaded once and kept, scripts, trials, examples, tests and stand-ins, and files that are "
            "read or written at once. What only files, pictures and handlers of errors, the end of an object, a "
            "loop that a thread or a job starts for itself, a call that nobody makes or no handler is seen to come "
            "to, or an older copy may hold is told "
            "with low confidence and with what to look at first. What one function says to one package is one cause. "
            "Severity follows how long the call takes and how often it is come to: a picture less than a document, one "
            "row by its key, a commit or a read of a cache less than all rows or a query in a loop, all of that less "
            "where administrators alone, jobs with long pauses or programs that end come to it."
        ),
    )
    collects = (
        Allowed,
        Taken,
        Purpose,
        Local,
        Memos,
        Caches,
        Switches,
        Spared,
        Asked,
        Rarity,
        Installing,
        Light,
        InMemory,
        Held,
        Operands,
        Databases,
    )
    bad = (*BAD, *SURE, *WAYS, *STAKE, *REPLACED, *TOLD)
    good = (*GOOD, *SILENT, *UNREACHED, *ALONE, *INJECTED)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Needs at least one coroutine function."""
        if any(function.is_async for _, function in project.functions):
            return ""
        return "there is no async def in the project"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each call in a coroutine that blocks, or that leads to a call that does."""
        reach = Reach(project)
        for key in reach.coroutines:
            if is_injected_unentered(project, key):
                continue
            yield from self._coroutine(project, reach, key)

    def _coroutine(self, project: ProjectFacts, reach: Reach, key: Key) -> Iterator[Finding]:
        seen: dict[tuple[int, int], Finding] = {}
        hits = reach.hits(key)
        begun = {
            (hit.cause.line, hit.cause.column): hit
            for hit in hits
            if hit.cause is not hit.at and not hit.slight
        }
        for hit in hits:
            finding = self._direct(project, reach, key, hit, begun)
            place = (hit.at.line, hit.at.column)
            # the calls of a chain begin at one place
            if finding is not None and (place not in seen or _graver(finding, seen[place])):
                seen[place] = finding
        yield from seen.values()
        ways: dict[tuple[int, int], tuple[Step, Route]] = {}
        if project.zone(key[0]) is Zone.TESTS:
            return  # helpers of a test delay that test alone
        for step in reach.steps(key):
            route = reach.route(step)
            place = (step.at.line, step.at.column)
            if route is None or place in seen:
                continue
            if place not in ways or _worse(route, ways[place][1]):
                ways[place] = (step, route)
        for step, route in ways.values():
            yield self._through(project, reach, key, step, route)

    def _direct(
        self, project: ProjectFacts, reach: Reach, key: Key, hit: Hit, begun: dict[tuple[int, int], Hit]
    ) -> Finding | None:
        function = project.function(key)
        if project.zone(key[0]) is Zone.TESTS and hit.group.direct and hit.group.severity is Severity.LOW:
            return None
        grade = reach.grading.of(key, hit, hit.at, hit.sure, hit.once)
        if _is_open(grade) and (check := reach.doubt(key, hit.at)):
            grade = grade._replace(confidence=Confidence.LOW, check=check)
        later = begun.get((hit.at.line, hit.at.column)) if hit.group.kind == "file" else None
        if later is not None and later is not hit and not grade.note:
            check = f"line {later.at.line}, which goes on with what is opened here"
            grade = grade._replace(confidence=Confidence.LOW, check=check)
        way = _UNDER_LOCK if reach.locks.hold(key, hit.at) else f"use {_instead(project, key, hit)}"
        bound = bool(getattr(hit.at, "flags", 0) & (AWAITED | ENTERED)) or hit.given
        return self.finding(
            key[0],
            hit.at,
            f"{hit.shown} {reach.does(hit)} in {function.name}() ({_noted(reach.kind(hit), grade)}); "
            f"{way}{_checked(grade)}",
            severity=grade.severity,
            confidence=grade.confidence,
            symbol=function.qualname,
            checked=f"{_meant(hit)} is called on the loop's thread: not awaited, not handed to a thread or "
            "an executor",
            cause=_cause(hit),
            effort=5 if hit.group.kind == "sleep" else None,
            fixable=hit.group.edit
            and not bound
            and not reach.locks.hold(key, hit.at)
            and not hit.name.endswith("__iter__"),
        )

    def _through(self, project: ProjectFacts, reach: Reach, key: Key, step: Step, route: Route) -> Finding:
        function = project.function(key)
        hit = route.hit
        grade = reach.grading.of(
            key, hit, step.at, route.sure, route.once, repeated=route.repeated, lapses=route.lapses
        )
        if _is_open(grade) and (
            check := reach.doubt(key, step.at)
            or reach.doubt_of_way(step, route)
            or _checked_on_the_way(route)
        ):
            grade = grade._replace(confidence=Confidence.LOW, check=check)
        advice = _advice(hit, project.function(step.callee))
        count = len(route.steps) + 1
        calls = "1 call" if count == 1 else f"{count} calls"
        place = f"{hit.key[0].rpartition('/')[2]}:{hit.at.line}"
        related = [Related(path=key[0], line=step.at.line, message=f"calls {step.title}")]
        related += [Related(path=s.key[0], line=s.at.line, message=f"calls {s.title}") for s in route.steps]
        related.append(
            Related(path=hit.key[0], line=hit.at.line, message=f"blocks in {hit.shown} ({reach.kind(hit)})")
        )
        return self.finding(
            key[0],
            step.at,
            f"{_called(step, function)} {reach.does(hit)} in {function.name}(): {calls} down, {hit.shown} "
            f"in {place} ({_noted(reach.kind(hit), grade)}); "
            f"{_UNDER_LOCK if reach.locks.hold(key, step.at) else advice}{_checked(grade)}",
            severity=grade.severity,
            confidence=grade.confidence,
            symbol=function.qualname,
            related=related,
            checked=f"the last call is {_meant(hit)}; no step of the path is awaited, decorated to run "
            "elsewhere, or handed to a thread or an executor",
            cause=_cause(hit),
        )


def _is_open(grade: Grade) -> bool:
    """Whether a call is a fault that nothing has said anything against."""
    return not grade.note and not grade.check


def _graver(one: Finding, other: Finding) -> bool:
    return one.severity.rank > other.severity.rank


def _worse(one: Route, other: Route) -> bool:
    return _weight(one) > _weight(other)


def _weight(route: Route) -> tuple[bool, int, int]:
    severity = 0 if route.hit.slight else route.hit.group.severity.rank
    often = not route.once and not route.hit.rare and route.rare is None and route.spared is None
    return (often, severity, -len(route.steps))


def _advice(hit: Hit, called: FunctionFact) -> str:
    """Moving the outer call to a thread always helps; the counterpart is named where that is short. What calls a
    generator runs nothing of it: that is for who iterates over it, or enters it."""
    if hit.name == "sqlite3.connect":  # a connection is for the thread that made it
        return "use aiosqlite, or do all that the connection is for in one asyncio.to_thread"
    if hit.group.refused:
        return "consume it in sync_to_async" if called.is_generator else "await it in sync_to_async"
    way = "await it in asyncio.to_thread"
    if called.is_generator and any(last_name(path) == "contextmanager" for path in called.decorators):
        way = "do all that it is for in asyncio.to_thread, as one function"
    elif called.is_generator:
        way = "consume it in the thread, as by asyncio.to_thread(list, ...)"
    brief = len(hit.group.instead) <= _BRIEF and "to_thread" not in hit.group.instead
    return f"{way}, or use {hit.group.instead}" if brief else way


def _called(step: Step, function: FunctionFact) -> str:
    """The function that a step calls, with its file where the one that calls it has the same name."""
    if step.title != f"{function.name}()":
        return step.title
    return f"{step.title} of {step.callee[0].rpartition('/')[2]}"


def _instead(project: ProjectFacts, key: Key, hit: Hit) -> str:
    """What to use instead; that an endpoint can be a plain function is no help to what a bot or another function of
    the project calls, nor to an endpoint that awaits something."""
    text, function = hit.group.instead, project.function(key)
    awaits = any(call.flags & AWAITED for call in project.calls_in(key))
    if function.name == "<lambda>" or (
        not awaits and any(last_name(path.removesuffix("()")) in VERBS for path in function.decorators)
    ):
        return text
    return text.replace(", a def endpoint, or ", ", or ").removesuffix(", or a def endpoint")


def _checked_on_the_way(route: Route) -> str:
    """What is to be checked of a way: whether what is called goes it at all."""
    if route.rare is not None:
        return f"how often that is come to: {route.rare.title} is called as something fails"
    if route.spared is not None:
        return f"how often that is come to: {route.spared.title} is called where something is missing or switched on"
    if route.switched is not None:
        return f"whether {route.switched.title} does it with what it is given here"
    if len(route.steps) + 1 >= _MANY:
        return f"whether each of the {len(route.steps) + 1} calls is come to"
    return ""


def _noted(kind: str, grade: Grade) -> str:
    return f"{kind}, {grade.note}" if grade.note else kind


def _checked(grade: Grade) -> str:
    return f"; check first {grade.check}" if grade.check else ""


def _meant(hit: Hit) -> str:
    return f"iteration over {thing(hit.name[:-9])}" if hit.name.endswith(".__iter__") else canonical(hit.name)


def _cause(hit: Hit) -> str:
    place = hit.exchange or hit.cause
    return f"PERF001:{hit.key[0]}:{place.line}:{place.column}"
