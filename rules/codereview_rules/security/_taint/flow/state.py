"""What is known at one point of a function, and what the walk has written down so far."""

from __future__ import annotations

import ast
from typing import NamedTuple, Protocol

from .values import CLEAN, Value, killed


class Resolver(Protocol):
    """What is asked of the file: the symbolic path of an expression."""

    def __call__(self, node: ast.expr) -> str: ...


class State:
    """Values of names at one point, and labels that a guard has found harmless.

    ``names`` has locals and ``self.x``; what it does not have is looked up by the walk.
    """

    __slots__ = ("checked", "guarded", "names")

    def __init__(
        self,
        names: dict[str, Value] | None = None,
        guarded: dict[str, int] | None = None,
        checked: dict[str, int] | None = None,
    ) -> None:
        self.names = names if names is not None else {}
        self.guarded = guarded if guarded is not None else {}
        self.checked = checked if checked is not None else {}  # by calls that raise: they count on all ways

    def copy(self) -> State:
        """A state of its own for a branch."""
        return State(dict(self.names), dict(self.guarded), dict(self.checked))

    def guard(self, value: Value, mask: int, always: bool = False) -> None:
        """From here on the labels of a value are harmless for these kinds."""
        if not mask or not value:
            return
        for label in value:
            if label[0] != "~":
                self.guarded[label] = self.guarded.get(label, 0) | mask
                if always:
                    self.checked[label] = self.checked.get(label, 0) | mask

    def take(self, guarded: dict[str, int]) -> None:
        """Takes over what another state knows of labels."""
        for label, mask in guarded.items():
            self.guarded[label] = self.guarded.get(label, 0) | mask

    def seen(self, value: Value) -> Value:
        """A value with what guards have found."""
        guarded = self.guarded
        if not guarded or not value:
            return value
        return {label: mask | guarded.get(label, 0) for label, mask in value.items()}


def merged(one: State, other: State) -> State:
    """What is known where two branches meet."""
    names = dict(one.names)
    for name, value in other.names.items():
        mine = names.get(name)
        if mine is None:
            names[name] = other.seen(value)
        elif mine is not value or one.guarded != other.guarded:
            both = dict(one.seen(mine))
            for label, mask in other.seen(value).items():
                both[label] = both[label] & mask if label in both else mask
            names[name] = both
    guarded = {
        label: mask & other.guarded[label] for label, mask in one.guarded.items() if label in other.guarded
    }
    checked = {**one.checked, **other.checked}
    for label, mask in checked.items():
        guarded[label] = guarded.get(label, 0) | mask
    if one.guarded:
        for name, value in one.names.items():
            if name not in other.names:
                names[name] = one.seen(value)
    return State(names, guarded, checked)


class SourceSeen(NamedTuple):
    """A source that a function reads."""

    node: ast.expr
    kind: str
    shown: str


class CallSeen(NamedTuple):
    """A call that may be of the project, with what its arguments hold."""

    node: ast.Call
    path: str
    args: tuple[tuple[str, Value], ...]


class SinkSeen(NamedTuple):
    """A value that reaches a sink. ``verify`` is the path that has to be a sink's, where the file alone cannot tell."""

    node: ast.AST
    kind: int
    shown: str
    value: Value
    verify: str


_EACH = frozenset({"form of the page", "console"})  # every call asks anew


class Seen:
    """What one function does with values, in the order of the text."""

    def __init__(self) -> None:
        self.sources: list[SourceSeen] = []
        self.calls: list[CallSeen] = []
        self.sinks: list[SinkSeen] = []
        self.returns: list[tuple[ast.AST, Value]] = []
        self.attrs: list[tuple[str, Value]] = []
        self._by_text: dict[tuple[str, str], str] = {}
        self._by_call: dict[ast.Call, str] = {}
        self._at_sink: dict[tuple[ast.AST, int], int] = {}

    def source(self, node: ast.expr, kind: str, shown: str) -> str:
        """The label of a source; one that is written alike is the same."""
        text = f"{shown}:{node.lineno}" if shown.endswith("()") and kind in _EACH else shown
        label = self._by_text.get((kind, text))
        if label is None:
            label = self._by_text[kind, text] = f"s:{len(self.sources)}"
            self.sources.append(SourceSeen(node, kind, shown))
        return label

    def call(self, node: ast.Call, path: str, args: tuple[tuple[str, Value], ...]) -> str:
        """The label of a call's result; a call that is walked again takes over what it is given then."""
        label = self._by_call.get(node)
        if label is None:
            label = self._by_call[node] = f"r:{len(self.calls)}"
            self.calls.append(CallSeen(node, path, args))
        else:
            self.calls[int(label[2:])] = CallSeen(node, path, args)
        return label

    def sink(self, node: ast.AST, kind: int, shown: str, value: Value, verify: str) -> None:
        """Notes a value at a sink, once for each place and kind."""
        value = {label: mask for label, mask in value.items() if not mask & kind}
        if not any(label[0] != "~" for label in value):
            return
        at = self._at_sink.get((node, kind))
        if at is None:
            self._at_sink[node, kind] = len(self.sinks)
            self.sinks.append(SinkSeen(node, kind, shown, value, verify))
        else:
            self.sinks[at] = SinkSeen(node, kind, shown, {**self.sinks[at].value, **value}, verify)


__all__ = ["CLEAN", "CallSeen", "Resolver", "Seen", "SinkSeen", "SourceSeen", "State", "killed", "merged"]
