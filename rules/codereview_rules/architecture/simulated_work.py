"""ARC013: work that is pretended, outside of tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from codereview.api import At, Card, Confidence, Finding, Note, ProjectRule, Related, Severity, Zone
from codereview.facts import module as m
from codereview.facts.module import FileFacts, ImportFact
from codereview.facts.project import Key, ProjectFacts

from ._simulated.collect import Pretences
from ._simulated.examples import BAD, GOOD
from ._simulated.names import HELPER, PLACES, made_up_module

_SAID = {
    "drawn": "`{0}` is drawn by `{1}` and given out as if it had been measured",
    "slept": "`{0}` sleeps and returns what is written in it: nothing is done",
    "constant": "`{name}` answers with `{0}`",
    "later": "`{name}` answers that it is not there yet, in the form of a result",
    "somebody": "`{name}` answers with people who are written in the code",
    "unfinished": "`{0}` is registered as a route and raises NotImplementedError",
}
_DEEPEST = 6
_SHORT = re.compile("mock|fake|dummy")
_WAITS = re.compile(r"(?:^|_)(?:delay|wait|sleep|pause|throttle|timer)(?:_|s?$)", re.IGNORECASE)
_ASKS = re.compile(
    r"^_*(?:can|is|has|should|are|use|uses|allow|allows|may)_|_(?:enabled|allowed|mode|active|on)$"
)
"""Functions that only say whether something stands in."""
_SHOWS = re.compile(
    r"preview|simulat|sample|example|demo|placeholder|mock|dry[_-]?run|not[_-]?implemented|/errors?/",
    re.IGNORECASE,
)
"""What a route is for that answers with something made up, or with an error on purpose."""


class SimulatedWork(ProjectRule):
    """Made-up results on the way to an answer of a route, and tools of tests in production code."""

    card = Card(
        id="ARC013",
        title="Simulated work outside tests",
        severity=Severity.MEDIUM,
        confidence=Confidence.LOW,
        effort=120,
        why=(
            "The program answers as if the work had been done. Whoever calls it, "
            "tests it or reads a demonstration "
            "takes made-up values for real ones, and nothing fails that would show what is missing."
        ),
        instead=(
            "Do the work, or say that it is not there: answer 501, raise a clear "
            "error, and keep stand-ins among the "
            "tests or behind a setting that is off by default."
        ),
        false_alarms=(
            "Simulations that are the purpose of the program (games, models, "
            "generators of sample data); files and "
            "functions whose names say so are left out, and so is what no route "
            "reaches. A stand-in behind a switch "
            "is not reported."
        ),
        cwe=(1059,),
    )
    bad = BAD
    good = GOOD
    collects = (Pretences,)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each function that pretends, and for each module of stand-ins that is imported."""
        yield from self._mock_library(project)
        noted = list(project.noted(Pretences))
        says = {(path, note.function) for path, notes in noted for note in notes if note.kind == "labelled"}
        modules = list(self._modules(project))
        handlers = _handlers(project) if noted or modules else {}
        if handlers:
            yield from modules
            for path, notes in noted:
                if project.live.aside.in_folder(path):
                    continue
                yield from self._notes(project, path, notes, handlers, says)

    def _notes(
        self,
        project: ProjectFacts,
        path: str,
        notes: tuple[Note, ...],
        handlers: dict[Key, str],
        says: AbstractSet[Key],
    ) -> Iterator[Finding]:
        seen: set[tuple[str, int]] = set()
        for note in notes:
            key = (path, note.function)
            function = project.function(key)
            if (
                (note.kind, note.function) in seen
                or note.kind == "labelled"
                or (PLACES.search(function.qualname) and note.kind not in ("stand-in", "constant"))
            ):
                continue
            if note.kind == "slept" and _WAITS.search(function.name):
                found = None  # waiting is its work
            elif note.kind == "stand-in" and _ASKS.search(function.name):
                found = None
            elif note.kind == "stand-in":
                found = self._stand_in(project, key, handlers, says)
            elif note.kind == "unfinished" and (key not in handlers or _is_filled_below(project, key)):
                found = None
            else:
                found = self._reached(project, key, note, handlers)
            if found is not None:
                seen.add((note.kind, note.function))
                yield found

    def _reached(
        self, project: ProjectFacts, key: Key, note: Note, handlers: dict[Key, str]
    ) -> Finding | None:
        way = _way(project, key, handlers)
        if way is None or _SHOWS.search(handlers[way[-1]]):
            return None
        function = project.function(key)
        message = _SAID[note.kind].format(*note.values, name=function.name)
        first = way[-1]
        if len(way) > 1:
            message += f"; `{project.function(first).name}` (`{handlers[first]}`) comes to it"
        return self.finding(
            key[0],
            note,
            message,
            symbol=function.qualname,
            related=_related(project, way),
            cause=f"{note.kind} in {key[0]}",
        )

    def _stand_in(
        self, project: ProjectFacts, key: Key, handlers: dict[Key, str], says: AbstractSet[Key]
    ) -> Finding | None:
        """A function that makes something up and is called where a route comes, without a switch."""
        function = project.function(key)
        if not function.returns_value:
            return None  # it moves a mouse, or waits: nothing is given out
        for edge in project.callers.get(key, ()):
            flags = edge.call.flags
            if (
                edge.caller[1] < 0
                or edge.caller in says
                or (flags & m.CONDITIONAL and not flags & m.IN_HANDLER)
            ):
                continue
            if project.zone(edge.caller[0]) is not Zone.PRODUCTION or PLACES.search(edge.caller[0]):
                continue
            way = _way(project, edge.caller, handlers)
            if way is None:
                continue
            caller = project.function(edge.caller)
            if any(PLACES.search(project.function(step).name) for step in way):
                continue
            if any(_SHOWS.search(project.function(step).qualname) for step in way) or _SHOWS.search(
                handlers[way[-1]]
            ):
                continue
            if flags & m.IN_HANDLER:
                message = (
                    f"where `{caller.name}` fails, `{function.name}` makes up an answer in place of an error"
                )
            else:
                message = f"`{caller.name}` takes what `{function.name}` makes up"
            if len(way) > 1:
                message += f"; `{project.function(way[-1]).name}` (`{handlers[way[-1]]}`) comes to it"
            return self.finding(
                edge.caller[0],
                edge.call,
                message,
                symbol=caller.qualname,
                related=(Related(key[0], function.line, f"`{function.name}`"),),
                cause=f"simulated in {key[0]}:{function.qualname}",
            )
        return None

    def _mock_library(self, project: ProjectFacts) -> Iterator[Finding]:
        """``unittest.mock`` in code that runs in production."""
        for path, facts in project.files.items():
            for item in facts.imports:
                if not _is_mock(item) or project.zone(path) is not Zone.PRODUCTION or HELPER.search(path):
                    continue
                if (
                    path in project.reachable
                    and (facts.routing or not facts.main_line or path in project.importers)
                    and not _defines_tests(project, path)
                ):
                    message = "the library of tests, `unittest.mock`, is imported by production code"
                    yield self.finding(path, At(item.line, item.column), message)
                    break

    def _modules(self, project: ProjectFacts) -> Iterator[Finding]:
        """Modules of stand-ins that production code imports without a condition."""
        for path, facts in project.files.items():
            if (
                not any(_SHORT.search(item.module) or _SHORT.search(item.name) for item in facts.imports)
                or project.zone(path) is not Zone.PRODUCTION
                or PLACES.search(path)
                or path not in project.reachable
            ):
                continue
            for item in facts.imports:
                module = item.module
                if item.guarded or item.type_checking or item.function >= 0:
                    continue
                last = module.rpartition(".")[2]
                if made_up_module(last) or made_up_module(item.name):
                    target = project.layout.find(
                        module if made_up_module(last) else f"{module}.{item.name}", path.rpartition("/")[0]
                    )
                    if target.endswith(".py") and target in project.files and not _doubles(facts):
                        yield self.finding(
                            path,
                            At(item.line, item.column),
                            f"production code imports the stand-ins of `{target}`",
                            related=(Related(target, 1, "the stand-ins"),),
                            cause=f"stand-ins of {target}",
                        )
                        break


def _handlers(project: ProjectFacts) -> dict[Key, str]:
    """The functions that answer requests, with what they answer."""
    found: dict[Key, str] = {}
    for route in project.routes.all:
        if route.handler is None:
            continue
        shown = f"{'/'.join(route.methods)} {route.path}".strip()
        if route.of_class:
            path, index = route.handler
            for method in project.files[path].classes[index].methods.values():
                found.setdefault((path, method), shown)
        else:
            found.setdefault(route.handler, shown)
    return found


def _way(project: ProjectFacts, key: Key, handlers: dict[Key, str]) -> list[Key] | None:
    """The shortest way from a function back through its callers to a handler, handler last."""
    queue, seen = [[key]], {key}
    while queue:
        way = queue.pop(0)
        if way[-1] in handlers:
            return way
        if len(way) < _DEEPEST:
            for edge in project.callers.get(way[-1], ()):
                if (
                    edge.caller[1] >= 0
                    and edge.caller not in seen
                    and project.zone(edge.caller[0]) is Zone.PRODUCTION
                ):
                    seen.add(edge.caller)
                    queue.append([*way, edge.caller])
    return None


def _related(project: ProjectFacts, way: list[Key]) -> tuple[Related, ...]:
    return tuple(
        Related(key[0], project.function(key).line, f"`{project.function(key).name}`")
        for key in reversed(way[1:])
    )


def _is_filled_below(project: ProjectFacts, key: Key) -> bool:
    """Whether a method is one that the classes below have their own of."""
    function = project.function(key)
    below = project.classes.below((key[0], function.cls)) if function.cls >= 0 else []
    return any(function.name in project.classes.fact(other).methods for other in below)


def _doubles(facts: FileFacts) -> bool:
    """Whether a file has a class that stands in for another one, which the made-up data is for."""
    return any(PLACES.search(cls.name) for cls in facts.classes)


def _is_mock(item: ImportFact) -> bool:
    named = item.module == "unittest.mock" or (item.module == "unittest" and item.name == "mock")
    return named and not (item.type_checking or item.level)


def _defines_tests(project: ProjectFacts, path: str) -> bool:
    facts = project.files[path]
    return any(f.name.startswith("test") for f in facts.functions) or any(
        item.module.partition(".")[0] in ("pytest", "unittest", "nose")
        and item.name != "mock"
        and item.module != "unittest.mock"
        for item in facts.imports
    )
