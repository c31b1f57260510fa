"""The production code that an entry point reaches, and what it calls: what strengths are counted over.

What only tests reach, what nothing reaches and what is not known to be reached is left out, and so are copies of
others' code and migrations, which are written once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from codereview.facts.aside import Aside
from codereview.facts.clones import is_migration
from codereview.facts.idle import Idle
from codereview.facts.led import Led
from codereview.facts.module import CallFact, ClassFact, FileFacts, FunctionFact
from codereview.facts.reachability import Reachability
from codereview.facts.routes.values import Route
from codereview.facts.uncalled import Uncalled
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts


class Use(NamedTuple):
    """A call and the file that it stands in."""

    path: str
    call: CallFact


class Live:
    """What runs.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.reachability = Reachability(project)

    @cached_property
    def uncalled(self) -> Uncalled:
        """The other way round: functions that nothing comes to."""
        return Uncalled(self.project)

    @cached_property
    def aside(self) -> Aside:
        """Files that say that they are kept and no longer used."""
        return Aside(self.project)

    @cached_property
    def idle(self) -> Idle:
        """Why nothing comes to a place."""
        return Idle(self.project, self.uncalled, self.reachability.reach, self.aside)

    @cached_property
    def _led(self) -> Led:
        return Led(self.project, self.reachability, self.uncalled)

    def is_led_to(self, path: str, line: int) -> bool:
        """Whether it is known what comes to the function at a line of a module that is reached; true of all that is
        outside of functions, and of what code elsewhere may call."""
        facts = self.project.files.get(path)
        if facts is None or facts.failure is not None or self.project.for_others:
            return True
        key = self.idle.outermost(path, line)
        if key is None or self.project.zone(path) is not Zone.PRODUCTION:
            return True
        return line > self.project.function(key).end_line or self._led.is_known(key)

    @cached_property
    def files(self) -> dict[str, FileFacts]:
        """Its files, in the order of paths."""
        project = self.project
        return {
            path: facts
            for path, facts in project.files.items()
            if path.endswith(".py")
            and facts.failure is None
            and project.zone(path) is Zone.PRODUCTION
            and not is_migration(path)
            and self.entry(path)
        }

    def entry(self, path: str) -> str:
        """The entry point that leads to a file, with its kind; empty if none does, or only one of the examples."""
        label, by = self.reachability.of(path)
        if label != "reachable":
            return ""
        if self.project.zone(by.rpartition(" (")[0]) in (Zone.EXAMPLES, Zone.DOCS):
            return "those who import the package" if self.project.library else ""
        return by

    @cached_property
    def imported(self) -> frozenset[str]:
        """The first parts of the names of all modules that it imports."""
        return frozenset(
            item.module.partition(".")[0] for facts in self.files.values() for item in facts.imports
        )

    @cached_property
    def _by_path(self) -> dict[str, list[Use]]:
        found: dict[str, list[Use]] = {}
        for path, facts in self.files.items():
            for call in facts.calls:
                name = call.path
                if name in found:
                    found[name].append(Use(path, call))
                else:
                    found[name] = [Use(path, call)]
        return found

    @cached_property
    def _by_root(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._by_path:
            found[name.partition(".")[0]].append(name)
        return found

    @cached_property
    def _by_last(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._by_path:
            found[name.rpartition(".")[2]].append(name)
        return found

    def calls(self, *starts: str) -> list[Use]:
        """The calls of paths that begin so (``httpx.``), or are it, in the order of places.

        A start names at least one whole part: ``fastapi.Depends`` finds it and ``fastapi.Depends().x``.
        """
        found = [
            use
            for start in dict.fromkeys(starts)
            for name in self._by_root.get(start.partition(".")[0].partition("(")[0], ())
            if name.startswith(start)
            for use in self._by_path[name]
        ]
        return _sorted(found)

    def methods(self, *names: str) -> list[Use]:
        """The calls whose last name is one of these, whatever they are called on, in the order of places."""
        found = [
            use
            for name in dict.fromkeys(names)
            for path in self._by_last.get(name, ())
            for use in self._by_path[path]
        ]
        return _sorted(found)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """The routes whose registration and handler are live and whose place is known."""
        return tuple(
            route
            for route in self.project.routes.all
            if route.line
            and route.file in self.files
            and (route.handler is None or route.handler[0] in self.files)
        )

    def functions(self) -> Iterator[tuple[str, int, FunctionFact]]:
        """Its functions and methods, with file and index; lambdas are left out."""
        for path, facts in self.files.items():
            for index, function in enumerate(facts.functions):
                if function.name != "<lambda>":
                    yield path, index, function

    def classes(self) -> Iterator[tuple[str, ClassFact]]:
        """Its classes, with their files."""
        for path, facts in self.files.items():
            for cls in facts.classes:
                yield path, cls

    def handler(self, route: Route) -> FunctionFact | None:
        """The function of a route; None for a class, or where it is not known."""
        if route.handler is None or route.of_class:
            return None
        path, index = route.handler
        functions = self.project.files[path].functions
        return functions[index] if 0 <= index < len(functions) else None


def _sorted(found: list[Use]) -> list[Use]:
    return sorted(found, key=lambda use: (use.path, use.call.line, use.call.column, use.call.path))
