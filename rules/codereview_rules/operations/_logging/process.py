"""What happens to the root logger in one process, in order: imports as they run, then the main path."""

from __future__ import annotations

from collections.abc import Iterator
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
    """The functions that reach an event, and the files whose import does: all else need not be walked."""

    def __init__(self, project: ProjectFacts, events: Events) -> None:
        self.functions: set[Key] = set()
        queue = list(events.by_function)
        while queue:
            key = queue.pop()
            if key in self.functions:
                continue
            self.functions.add(key)
            if key[1] >= 0:
                queue += [edge.caller for edge in project.callers.get(key, ())]
        importers: dict[str, list[str]] = {}
        for path, targets in project.imports.items():
            for target in targets:
                importers.setdefault(target, []).append(path)
        self.files: set[str] = set()
        waiting = [path for path, _ in self.functions]
        while waiting:
            path = waiting.pop()
            if path not in self.files:
                self.files.add(path)
                waiting += importers.get(path, ())


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
        for item in self._items(key):
            if isinstance(item, ImportFact):
                for path in self._targets(key[0], item):
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

    def _items(self, key: Key) -> list[ImportFact | CallFact]:
        """Imports and calls of a body as they run; the main block only of the file that is started."""
        path, index = key
        facts = self._project.files[path]
        skips_main = index < 0 and path != self._root
        imports = [
            item
            for item in facts.imports
            if item.function == index
            and not item.type_checking
            and not (skips_main and 0 < facts.main_line < item.line)
        ]
        calls = [
            call
            for call in self._project.calls_in(key)
            if call.path[0] not in "?="
            and not call.path.startswith("builtins.")
            and not (skips_main and call.flags & m.IN_MAIN)
        ]
        return sorted([*imports, *calls], key=_order)

    def _targets(self, path: str, item: ImportFact) -> Iterator[str]:
        """The files that an import runs, packages first."""
        folder = path.rpartition("/")[0]
        for name in (item.module, f"{item.module}.{item.name}") if item.name else (item.module,):
            found = self._project.layout.find(name, folder)
            if found.endswith(".py") and found != path:
                parts = found.split("/")[:-1]
                for count in range(1, len(parts) + 1):
                    init = "/".join(parts[:count]) + "/__init__.py"
                    if init in self._project.files and init != path:
                        yield init
                yield found


def _order(item: ImportFact | CallFact) -> tuple[int, int]:
    """Calls in the order in which they end: arguments are made before the call that takes them."""
    return (item.line, item.column) if isinstance(item, ImportFact) else (item.end_line, item.end_column)
