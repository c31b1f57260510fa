"""Parameters without annotation, and the one thing that all callers pass for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from codereview.facts.module import CallFact, FileFacts, FunctionFact
from codereview.facts.resolve import EXACT, INFERRED, Resolver, Target

Key = tuple[str, int]
Slot = tuple[str, int, str]
"""A parameter: file and index of its function, and its name."""

_ROUNDS = 2
"""So that a value handed on once more is seen too."""
_GIVING = ("dagster.", "click.pass_", "click.decorators.pass_", "click.make_pass_decorator")
"""Decorators whose first argument is a context, which no caller writes."""
_KINDS = ("external", "instance", "function")


class _Signature(NamedTuple):
    """Of one function as one kind of caller sees it: the slots of its positional parameters (None for one with an
    annotation), and of all that can be named."""

    positional: tuple[Slot | None, ...]
    named: Mapping[str, Slot]


class Passing:
    """What is passed to functions.

    Args:
        files: facts by path.
        resolver: resolves paths; `learn` teaches it what was found.
    """

    def __init__(self, files: Mapping[str, FileFacts], resolver: Resolver) -> None:
        self.files = files
        self.resolver = resolver
        self.passed: dict[Slot, set[tuple[str, str]]] = defaultdict(set)  # file and path of each value
        self.ended: set[Slot] = set()  # something is passed that is never known, or two different things
        self._signatures: dict[tuple[Key, bool], _Signature | None] = {}

    def learn(self) -> None:
        """Gives the resolver the parameters whose callers all pass the same."""
        waiting = {path: self._passing(path, facts) for path, facts in self.files.items()}
        for _ in range(_ROUNDS):
            for path, calls in waiting.items():
                for name in [name for name in calls if self._is_known(path, name, calls[name])]:
                    del calls[name]
            fresh = {slot: target for slot in self.passed if (target := self._common(slot)) is not None}
            if fresh == self.resolver.parameters:
                break
            self.resolver.learn(fresh)

    def _passing(self, path: str, facts: FileFacts) -> dict[str, list[CallFact]]:
        """The calls of a file that pass something to the project's own, by what is called: a file calls the same
        things again and again."""
        found: dict[str, list[CallFact]] = {}
        for call in facts.calls:
            if call.args or call.kwargs:
                found.setdefault(call.path, []).append(call)
        folder, is_outside = path.rpartition("/")[0], self.resolver.is_outside
        return {name: calls for name, calls in found.items() if not is_outside(folder, name)}

    def _is_known(self, path: str, name: str, calls: list[CallFact]) -> bool:
        """Whether it is known what some calls of a file call; if so, their arguments are noted."""
        target = self.resolver.resolve(path, name)
        if target.kind == "unknown":
            return False
        signature = self._signature(target)
        if signature is not None:
            for call in calls:
                self._pass(path, signature, call)
        return True

    def _pass(self, path: str, signature: _Signature, call: CallFact) -> None:
        for slot, value in _pairs(signature, call):
            if slot in self.ended or value == "=None":
                continue
            if value[0] in "?=":
                self.ended.add(slot)
                self.passed.pop(slot, None)
            else:
                self.passed[slot].add((path, value))

    def _signature(self, target: Target) -> _Signature | None:
        key = self.resolver.callee(target)
        if key is None:
            return None
        unbound = target.kind == "function" and target.owner is None
        if (key, unbound) not in self._signatures:
            function = self.files[key[0]].functions[key[1]]
            found = _signature(key, function, unbound)
            if found is not None and any(self._gives(key[0], path) for path in function.decorators):
                found = found._replace(positional=())
            self._signatures[key, unbound] = found
        return self._signatures[key, unbound]

    def _gives(self, file: str, decorator: str) -> bool:
        """Whether a decorator hands the function something of its own before what it is called with."""
        target = self.resolver.resolve(file, decorator)
        return target.kind == "external" and target.name.startswith(_GIVING)

    def _common(self, slot: Slot) -> Target | None:
        """What all callers pass, None if one of them is not known or they differ."""
        found: Target | None = None
        for path, value in sorted(self.passed[slot]):
            here = self.resolver.resolve(path, value)
            if here.via != EXACT:
                here = here.but(via=EXACT)
            if here.kind not in _KINDS or found not in (None, here):
                return None
            found = here
        return found and found.but(via=INFERRED)


def _signature(key: Key, function: FunctionFact, unbound: bool) -> _Signature | None:
    slots = {p.name: (*key, p.name) for p in function.params if p.annotation == "?"}
    if not slots:
        return None
    positional = [p for p in function.params if p.kind == "positional"]
    method = function.cls >= 0 and not any(d.endswith("staticmethod") for d in function.decorators)
    if method and not unbound:
        positional = positional[1:]
    return _Signature(tuple(slots.get(p.name) for p in positional), slots)


def _pairs(signature: _Signature, call: CallFact) -> Iterator[tuple[Slot, str]]:
    for place, value in zip(signature.positional, call.args, strict=False):
        if place is not None:
            yield place, value
    for name, value in call.kwargs:
        slot = signature.named.get(name)
        if slot is not None:
            yield slot, value
