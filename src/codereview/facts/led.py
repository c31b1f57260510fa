"""Whether it is known what comes to a function: calls, references and registrations, back to code that runs.

The other way round than `codereview.facts.uncalled`: that one is silent unless nothing can come to a function, this
one unless something is seen to. Between the two it is not known, and the function's module says nothing of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.paths import last_name, split
from codereview.facts.uncalled import PROPERTIES, WRAPS, Uncalled
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts
    from codereview.facts.reachability import Reachability

_MOST_FUNCTIONS = 400
_STARTED_BY_NAME = re.compile(
    r"__\w+__\Z|(?:get|put|patch|delete|head|options|lifespan|application|app|create_app|main|handler|lambda_handler"
    r"|run|start|command|execute|forward|dispatch|process|upgrade|downgrade)\Z"
    r"|(?:on|do|visit|setup|teardown|pre|post|before|after|when|async|pytest|resolve)(?:_\w*)?\Z"
)
"""Functions that a server, a framework or a platform calls by their names, and methods of objects that it is given."""
_TASKS = frozenset({"task", "shared_task", "periodic_task", "actor", "job"})


class Led:
    """Answers for one project; an application's own code only.

    Args:
        project: its facts.
        reachability: what starts its modules.
        uncalled: what nothing calls of it.
    """

    def __init__(self, project: ProjectFacts, reachability: Reachability, uncalled: Uncalled) -> None:
        self.project = project
        self.reachability = reachability
        self.uncalled = uncalled
        self._known: dict[Key, bool] = {}
        self._said: dict[str, dict[str, list[tuple[int, str]]]] = {}

    def is_known(self, key: Key) -> bool:
        """Whether something that is started leads to a function, through any number of others."""
        if key not in self._known:
            self._known[key] = self._is_led(key)
        return self._known[key]

    def _is_led(self, key: Key) -> bool:
        queue, seen = [key], {key}
        while queue:
            one = queue.pop()
            if self._known.get(one) or self._is_start(one) or len(seen) > _MOST_FUNCTIONS:
                return True
            if self._known.get(one) is None:
                fresh = set(self._callers(one)) - seen
                seen |= fresh
                queue += sorted(fresh)
        self._known.update(dict.fromkeys(seen, False))  # what would lead to one of them would lead here
        return False

    def _is_start(self, key: Key) -> bool:
        """Whether a function runs without a call that could be seen, or the code of a module as it is loaded."""
        path, index = key
        if self.project.zone(path) is Zone.TESTS or self.reachability.of(path).label != "reachable":
            return False
        if index < 0:
            return True
        function = self.project.function(key)
        if function.parent >= 0:
            return False
        if self._is_registered(path, function) or self._is_named_outside(function):
            return True
        if _STARTED_BY_NAME.match(function.name):
            return True
        return (
            self._is_said_otherwise(key, function) if function.cls < 0 else self.uncalled.may_be_a_hook(key)
        )

    def _is_registered(self, path: str, function: FunctionFact) -> bool:
        """Whether a decorator hands a function to what calls it; a task waits until something names it."""
        names = {last_name(one) for one in function.decorators} - PROPERTIES
        keeps = {name for name in names if not WRAPS.match(name)}
        if keeps and keeps <= _TASKS:
            return not self.uncalled.taken.is_lone(path, function.name)
        return bool(keeps)

    def _is_named_outside(self, function: FunctionFact) -> bool:
        """Whether settings or scripts have a function's name, or pages that of a method that takes nothing."""
        if self.reachability.reach.is_in_settings(function.name):
            return True
        return function.cls >= 0 and len(function.params) <= 1 and self.uncalled.taken.is_told(function.name)

    def _is_said_otherwise(self, key: Key, function: FunctionFact) -> bool:
        """Whether a module has the name of its function a second time, where no call or reference is seen: in a table,
        or in a text."""
        path = key[0]
        return function.name not in self.project.files[path].prints.lone and not self._naming(
            path, function.name
        )

    def _callers(self, key: Key) -> Iterator[Key]:
        """Functions and modules that call a function, pass it on or may mean it, tests left out."""
        if key[1] < 0:
            return
        function, project = self.project.function(key), self.project
        if function.parent >= 0:
            yield key[0], function.parent
        for meant in self._meant_by(key, function):
            for edge in project.callers.get(meant, ()):
                if project.zone(edge.caller[0]) is not Zone.TESTS:
                    yield edge.caller
        yield from self._named(key, function)

    def _meant_by(self, key: Key, function: FunctionFact) -> Iterator[Key]:
        """A method, and those of the classes above that it takes the place of."""
        yield key
        if function.cls >= 0:
            for base in self.project.resolver.bases((key[0], function.cls))[1:]:
                if not isinstance(base, str):
                    index = self.project.resolver.class_(base).methods.get(function.name)
                    if index is not None:
                        yield base[0], index

    def _named(self, key: Key, function: FunctionFact) -> Iterator[Key]:
        for path in {key[0], *self.uncalled.taken.files_with(function.name)}:
            hits = self._naming(path, function.name)
            for index, one in hits:
                if self._may_mean(path, one, key, function):
                    yield path, index
            if path != key[0] and not hits and self._takes(path, key, function):
                yield path, -1

    def _takes(self, path: str, key: Key, function: FunctionFact) -> bool:
        """Whether a file imports a function and does something with it that no fact tells of: puts it in a table."""
        facts = self.project.files[path]
        if function.cls >= 0 or function.name in facts.prints.unused:
            return False
        return any(
            item.name == function.name
            and self.project.resolve(path, f"{item.module}.{item.name}").key in (key, ("", -1))
            for item in facts.imports
        )

    def _may_mean(self, path: str, said: str, key: Key, function: FunctionFact) -> bool:
        """Whether what a file says can be a function: it is, or it is not known what it is."""
        if any(last_name(one) in PROPERTIES for one in function.decorators):
            return True
        target = self.project.resolve(path, said)
        if target.kind == "function":
            return target.key == key or self.project.function(target.key).stub
        return target.kind == "unknown"

    def _naming(self, path: str, name: str) -> list[tuple[int, str]]:
        """Where a file's facts have a name as a part of a path: the function, and the path up to the name."""
        if path not in self._said:
            found: dict[str, list[tuple[int, str]]] = defaultdict(list)
            for index, one in _paths(self.project.files[path]):
                root, *tokens = split(one)
                said = root
                if root and root[0] not in "=%":
                    found[root.lstrip("?")].append((index, root))
                for token in tokens:
                    said += token
                    if token[0] == ".":
                        found[token[1:]].append((index, said))
            self._said[path] = found
        return self._said[path].get(name, [])


def _paths(facts: FileFacts) -> Iterator[tuple[int, str]]:
    """All paths that a file's facts hold, with the function that they stand in."""
    for call in facts.calls:
        yield call.function, call.path
        if call.written:
            yield call.function, call.written
        for one in call.given:
            yield call.function, one
    for ref in facts.refs:
        yield ref.function, ref.path
    for read in facts.reads:
        yield read.function, read.path
    for index, function in enumerate(facts.functions):
        for one in function.decorators:
            yield -1, one
        for one in (*function.returns, *function.yields):
            yield index, one
    for cls in facts.classes:
        for attr in cls.attrs:
            for one in (attr.path, *attr.args, *(value for _, value in attr.kwargs)):
                yield -1, one
    for name, one in facts.names.items():
        if one != f"@.{name}":  # a definition
            yield -1, one
