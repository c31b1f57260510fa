"""Whether a call of a function comes to one of its lines, by what it is given."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from codereview.api import Note, Place, Zone
from codereview.facts.module import CallFact, FunctionFact
from codereview.facts.paths import SPREAD, last_name
from codereview.facts.project import Edge, Key, ProjectFacts

from .switches import Spared, Switches

Values = Mapping[str, str]
"""What is known of the parameters of a function in one call: the path or constant that each holds."""

RECEIVER = "^"
"""The name of the first parameter of a method in what `given_to` finds."""
_FALSE = frozenset({"=False", "=None", "=0", "=0.0"})
_OPTION = re.compile(r"enable|debug|verbose|trac(?:e|ing)|remote|telemetry")
_BY_DEFAULT_NOT = re.compile(r"(?:true|some):\w+:.*!\Z")
_LEFT = "!"  # not passed: the parameter has its default
_PASSED = "+"  # passed by all calls that are known, whatever that is
_At = tuple[int, int]
_Part = tuple[_At, _At, tuple[str, ...]]


class Given:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._usual: dict[Key, Values] = {}

    def passed(self, key: Key, at: Place, callee: Key, around: Values) -> Values:
        """What a call passes to what it runs, as far as it is known; nothing for syntax that calls.

        Args:
            key: the function in which it stands.
            at: the call.
            callee: what it runs.
            around: what is known of the parameters of the function in which it stands.
        """
        return self._of_call(key[1], at, callee, around) if isinstance(at, CallFact) else {}

    def excluded(self, key: Key, at: Place) -> bool:
        """Whether all calls of a function pass what keeps it from a place; tests and unknown calls left out."""
        if not self.depends(key, at):
            return False
        edges = [
            edge
            for edge in self.project.callers.get(key, ())
            if self.project.zone(edge.caller[0]) is not Zone.TESTS
        ]
        return bool(edges) and not any(self.comes(edge, key, at) for edge in edges)

    def is_left_out(self, key: Key, at: Place) -> bool:
        """Whether a place needs a parameter that is not so by default, and no call by the name of its function passes
        it: which of several classes a call means is often not told. Tests are left out."""
        function = self.project.function(key)
        wanted = {need.split(":")[1] for need in self._needs(key, at) if _BY_DEFAULT_NOT.match(need)}
        if not wanted or function.decorators:
            return False
        calls = [
            call
            for path, found in self.project.spellings.calls(frozenset({function.name})).items()
            if self.project.zone(path) is not Zone.TESTS
            for call in found
            if last_name(call.path) == function.name
        ]
        names = [param.name for param in function.params if param.kind == "positional"]
        return bool(calls) and not any(_gives(call, names, wanted) for call in calls)

    def usual(self, key: Key) -> Values:
        """The parameters of a function that may be left out, and that all its calls pass; calls of tests count where
        there are no others."""
        if key not in self._usual:
            edges = [edge for edge in self.project.callers.get(key, ()) if edge.caller != key]
            live = [edge for edge in edges if self.project.zone(edge.caller[0]) is not Zone.TESTS]
            left = [self._left_out(edge, key) for edge in live or edges]
            names = [param.name for param in self.project.function(key).params if param.default in _FALSE]
            self._usual[key] = {
                name: _PASSED for name in names if left and not any(name in one for one in left)
            }
        return self._usual[key]

    def _left_out(self, edge: Edge, callee: Key) -> set[str]:
        """The parameters that a call does not pass, or only if its own function was given them: of a parameter that is
        declared as something, the facts tell what it is, and not which one."""
        function, call = self.project.function(callee), edge.call
        names = [param.name for param in function.params if param.kind == "positional"]
        if _is_bound(call, function, names):
            names = names[1:]
        given = dict(zip(names, call.args, strict=False)) | dict(call.kwargs)
        optional = self._optional(edge.caller)
        left = optional | _FALSE
        passed = {name: value for name, value in given.items() if value not in left}
        declared = {name for name, value in passed.items() if optional and value.endswith("!")}
        return {param.name for param in function.params if param.name not in passed or param.name in declared}

    def _optional(self, key: Key) -> set[str]:
        """The paths of the parameters that a function, and those in which it stands, may be called without."""
        found: set[str] = set()
        path, index = key
        while index >= 0:
            function = self.project.function((path, index))
            found |= {f"%{index}:{param.name}" for param in function.params if param.default in _FALSE}
            index = function.parent
        return found

    def depends(self, key: Key, at: Place) -> bool:
        """Whether a place of a function is under a condition on its parameters."""
        return any(True for _ in self._needs(key, at))

    def comes(self, edge: Edge, key: Key, at: Place) -> bool:
        """Whether a call of a function may come to a place in it, with what it passes."""
        return self.reaches(key, at, self._of_call(edge.caller[1], edge.call, key, {}))

    def _of_call(self, within: int, call: CallFact, callee: Key, around: Values) -> Values:
        function = self.project.function(callee)
        if "**" in dict(call.kwargs) or SPREAD in call.args:
            return {}
        names = [param.name for param in function.params if param.kind == "positional"]
        if _is_bound(call, function, names):
            names = names[1:]
        found = dict(zip(names, call.args, strict=False)) | dict(call.kwargs)
        own = f"%{within}:"
        for name, value in found.items():
            if value.startswith(own):
                found[name] = around.get(value[len(own) :], "?").removeprefix(_LEFT)
        for param in function.params:
            if param.name not in found and param.default:
                found[param.name] = _LEFT + param.default
        return found

    def reaches(self, key: Key, at: Place, values: Values) -> bool:
        """Whether a call of a function that is given some values may come to a place in it."""
        return not values or all(_may_be(need, values) for need in self._needs(key, at))

    def _needs(self, key: Key, at: Place) -> Iterator[str]:
        """What must hold of parameters for a place to be come to."""
        for first, last, needs in self._parts.get(key, ()):
            if first <= (at.line, at.column) <= last:
                yield from needs

    def is_spared(self, key: Key, at: Place) -> bool:
        """Whether a place is come to only where a package is missing, nothing is kept yet, or its object is told to."""
        return self._is_opted(key, at) or any(
            note.function == key[1]
            and (note.line, note.column) <= (at.line, at.column)
            and (at.end_line, at.end_column) <= (note.end_line, note.end_column)
            for note in self._spared.get(key[0], ())
            if note.kind == "spared"
        )

    def is_raising(self, key: Key, at: Place) -> bool:
        """Whether a place is come to only on the way to raising an error."""
        return any(
            note.kind == "raising" and note.line <= at.line <= note.end_line
            for note in self._spared.get(key[0], ())
        )

    def _is_opted(self, key: Key, at: Place) -> bool:
        """Whether a place is behind ``if not self.enabled: return``, where the class sets that to False."""
        cls = self.project.function(key).cls if key[1] >= 0 else -1
        if cls < 0:
            return False
        asked = {
            need.split(":")[1].removeprefix("self.")
            for need in self._needs(key, at)
            if need.startswith("true:self.")
        }
        attrs = self.project.files[key[0]].classes[cls].attrs if asked else ()
        return any(
            attr.name in asked and attr.path == "=False" and _OPTION.search(attr.name) for attr in attrs
        )

    @cached_property
    def _spared(self) -> dict[str, tuple[Note, ...]]:
        return dict(self.project.noted(Spared))

    @cached_property
    def _parts(self) -> dict[Key, list[_Part]]:
        """For each function that has some, its parts under a condition on parameters."""
        found: dict[tuple[str, int, int], list[_Part]] = defaultdict(list)
        for path, notes in self.project.noted(Switches):
            for note in notes:
                *places, needs = note.values
                line, column, *around = (one for one in places if isinstance(one, int))
                assert isinstance(needs, tuple)
                found[path, line, column].append(((around[0], around[1]), (around[2], around[3]), needs))
        parts: dict[Key, list[_Part]] = {}
        for path in {place[0] for place in found}:
            for index, function in enumerate(self.project.files[path].functions):
                here = found.get((path, function.line, function.column))
                if here is not None:
                    parts[path, index] = here
        return parts


def _gives(call: CallFact, names: list[str], wanted: set[str]) -> bool:
    """Whether a call may pass one of some parameters; ``names`` are those that may be given without their own."""
    given = {name for name, value in call.kwargs if value not in _FALSE}
    first = 1 if names[:1] in (["self"], ["cls"]) else 0
    given |= set(names[first : first + len(call.args)])
    return SPREAD in call.args or "**" in given or bool(given & wanted)


def _is_bound(call: CallFact, function: FunctionFact, names: list[str]) -> bool:
    """Whether the first parameter is not among what is passed: ``self``, ``cls``."""
    if function.cls < 0 or any(last_name(path) == "staticmethod" for path in function.decorators):
        return False
    return bool(names) and not (call.args and call.args[0].endswith((":self", ":cls")))


def _may_be(need: str, values: Values) -> bool:
    kind, name, wanted = need.split(":")
    value = values.get(name, "?")
    against = wanted.endswith("!")
    wanted = wanted.removesuffix("!")
    if value[0] == _LEFT:
        return not against
    if value == _PASSED:
        return kind not in ("false", "none")
    if value[0] == "=":
        return {
            "true": value not in _FALSE,
            "false": value != "=True",
            "none": value == "=None",
            "some": value != "=None",
            "eq": value != "=None",
        }.get(kind, True)
    name = last_name(value)
    if kind in ("eq", "ne") and name.isupper() and value[-1] != ")":
        return (name == wanted) is (kind == "eq")
    return True


def given_to(function: FunctionFact, bound: bool, call: CallFact) -> dict[str, str]:
    """The paths that a call passes, by the names of the parameters that take them; its receiver is one of them.

    Args:
        function: what is called.
        bound: whether its first parameter is given by the receiver.
        call: the call.
    """
    names = [p.name for p in function.params if p.kind == "positional"]
    given = dict(call.kwargs)
    if function.cls >= 0 and bound and not any(d.endswith("staticmethod") for d in function.decorators):
        given[RECEIVER] = call.path.rpartition(".")[0]
        names = names[1:]
    return given | dict(zip(names, call.args, strict=False))
