"""What happens to the root logger in one process, in order: imports as they run, then the main path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from codereview.facts import module as m
from codereview.facts.module import CallFact, ImportFact
from codereview.facts.project import Key, ProjectFacts

from .events import Event, Events

_DEPTH = 30
_MAYBE = m.CONDITIONAL | m.IN_HANDLER


@dataclass(frozen=True)
class Step:
    """An event as it is reached: ``certain`` if no condition stands on the way to it."""

    event: Event
    certain: bool


class Interesting:
    """The functions that reach an event, and the files whose import does: all else need not be walked.

    What stands in a body that is walked is worked out once for all processes.
    """

    def __init__(self, project: ProjectFacts, events: Events) -> None:
        self._project = project
        self._bodies: dict[tuple[Key, bool], tuple[tuple[ImportFact | CallFact, tuple[str, ...]], ...]] = {}
        self.functions, self.files = self._reaching(events.by_function)
        _, self.configuring = self._reaching({(e.path, e.call.function) for e in events.basic})
        """The files whose start may configure the root logger."""

    def _reaching(self, starts: Iterable[Key]) -> tuple[set[Key], set[str]]:
        """The functions that reach one of some functions by calls, and the files whose import may run one of these."""
        functions: set[Key] = set()
        queue = list(starts)
        while queue:
            key = queue.pop()
            if key in functions:
                continue
            functions.add(key)
            if key[1] >= 0:
                queue += [edge.caller for edge in self._project.callers.get(key, ())]
        files: set[str] = set()
        waiting = [path for path, _ in functions]
        while waiting:
            path = waiting.pop()
            if path not in files:
                files.add(path)
                waiting += self._project.importers.get(path, ())
        return functions, files

    def body(self, key: Key, main: bool) -> tuple[tuple[ImportFact | CallFact, tuple[str, ...]], ...]:
        """Imports and calls of a body as they run, imports with the files of interest that they run.

        Args:
            key: the function; index -1 is the module's own code.
            main: whether its main block runs, too.
        """
        found = self._bodies.get((key, main))
        if found is None:
            items = ((item, self._targets(key[0], item)) for item in self._items(key, main))
            found = self._bodies[key, main] = tuple(
                (item, targets) for item, targets in items if targets or isinstance(item, CallFact)
            )
        return found

    def _items(self, key: Key, main: bool) -> list[ImportFact | CallFact]:
        path, index = key
        facts = self._project.files[path]
        imports = [
            item
            for item in facts.imports
            if item.function == index
            and not item.type_checking
            and not (not main and 0 < facts.main_line < item.line)
        ]
        calls = [
            call
            for call in self._project.calls_in(key)
            if call.path[0] not in "?="
            and not call.path.startswith("builtins.")
            and not (not main and call.flags & m.IN_MAIN)
        ]
        return sorted([*imports, *calls], key=_order)

    def _targets(self, path: str, item: ImportFact | CallFact) -> tuple[str, ...]:
        """The files that an import runs, packages first."""
        if isinstance(item, CallFact):
            return ()
        folder = path.rpartition("/")[0]
        found: list[str] = []
        for name in (item.module, f"{item.module}.{item.name}") if item.name else (item.module,):
            module = self._project.layout.find(name, folder)
            if module.endswith(".py") and module != path:
                parts = module.split("/")[:-1]
                inits = ("/".join(parts[:count]) + "/__init__.py" for count in range(1, len(parts) + 1))
                found += [init for init in inits if init in self.files and init != path]
                found += [module] if module in self.files else []
        return tuple(dict.fromkeys(found))


class Process:
    """One process: the steps that starting a file takes."""

    def __init__(self, project: ProjectFacts, events: Events, interesting: Interesting, root: str) -> None:
        self._project = project
        self._events = events
        self._interesting = interesting
        self._root = root
        self._files: dict[str, bool] = {}
        self._functions: dict[Key, bool] = {}
        self.steps: list[Step] = []
        self._file(root, True, 0)
        self._entry_function()

    def _entry_function(self) -> None:
        """``main`` of a console script, which nothing in the file calls."""
        facts = self._project.files[self._root]
        for index, function in enumerate(facts.functions):
            key = (self._root, index)
            named = function.name in ("main", "cli", "run") and function.parent < 0 and function.cls < 0
            if named and not facts.main_line and not self._project.callers.get(key):
                self._function(key, True, 0)

    def _file(self, path: str, certain: bool, depth: int) -> None:
        done = self._files.get(path)
        if depth > _DEPTH or path not in self._interesting.files or done or done is certain:
            return
        self._files[path] = certain
        self._body((path, -1), certain, depth)

    def _function(self, key: Key, certain: bool, depth: int) -> None:
        done = self._functions.get(key)
        if depth > _DEPTH or key not in self._interesting.functions or done or done is certain:
            return
        self._functions[key] = certain
        self._body(key, certain, depth)

    def _body(self, key: Key, certain: bool, depth: int) -> None:
        main = key[1] >= 0 or key[0] == self._root
        for item, paths in self._interesting.body(key, main):
            if isinstance(item, ImportFact):
                for path in paths:
                    self._file(path, certain and not item.guarded, depth + 1)
                continue
            sure = certain and not item.flags & _MAYBE
            event = self._events.at(key, item)
            if event is not None:
                self.steps.append(Step(event, sure))
                continue
            target = self._project.resolve(key[0], item.path)
            callee = self._project.callee(target)
            if callee is not None and not self._project.function(callee).is_generator:
                self._function(callee, sure, depth + 1)


def _order(item: ImportFact | CallFact) -> tuple[int, int]:
    """Calls in the order in which they end: arguments are made before the call that takes them."""
    return (item.line, item.column) if isinstance(item, ImportFact) else (item.end_line, item.end_column)
