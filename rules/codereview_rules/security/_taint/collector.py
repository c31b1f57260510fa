"""What the worker writes down of a file: flows of the functions that read a source, reach a sink, or build text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence

from codereview.api import Collector, ModuleContext, Note, Zone, place
from codereview.facts.module import FileFacts

from ..._syntax.debugging import is_debugging
from ..._syntax.locate import function_node
from .chosen import chosen_in
from .flow.state import Seen
from .flow.statements import Flow
from .flow.values import Value, encoded, origins
from .sources import Sources

SINK, CALL, RETURN, SOURCE, ATTR = "sink", "call", "return", "source", "attr"
"""Kinds of notes. Labels in them count the notes of the file."""

_PLAIN = frozenset(
    "builtins.int! builtins.float! builtins.bool! datetime.datetime! datetime.date! uuid.UUID! decimal.Decimal! "
    "datetime.timedelta! builtins.int!* datetime.time!".split()
)


_MAPPING = re.compile(r"(?:^|\.)(?:dict|Dict|Mapping|MutableMapping)\b")


class Flows(Collector):
    """Notes of flows, for all rules that follow values."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """Walks the functions that matter once more, after names are resolved."""
        if file.zone is Zone.TESTS:
            return ()
        chosen = chosen_in(file, facts)
        if not chosen:
            return ()
        packages = frozenset(item.module.partition(".")[0] for item in facts.imports)
        servers = frozenset(
            f"@.{cls.qualname}()"
            for cls in facts.classes
            if any(b.endswith("HTTPRequestHandler") for b in cls.bases)
        )
        sources = Sources(packages, servers)
        notes: list[Note] = []
        for index in sorted(chosen):
            found = _walked(file, facts, index, sources)
            if found is not None:
                _write(found, index, notes, file.tree)
        return notes


def _walked(file: ModuleContext, facts: FileFacts, index: int, sources: Sources) -> Seen | None:
    """What one function does; None where its body is not found again."""
    if index < 0:
        body: Sequence[ast.stmt] = [s for s in file.tree.body if not isinstance(s, _DEFINED)]
        return Flow(file.resolve, sources, frozenset(), "").run(body)
    function = facts.functions[index]
    node = function_node(file.tree, function)
    if node is None:
        return None
    own = ""
    if (
        function.cls >= 0
        and function.params
        and not any(d.endswith("staticmethod") for d in function.decorators)
    ):
        own = function.params[0].name
    params = frozenset(
        param.name
        for param in function.params
        if param.name != own
        and param.annotation not in _PLAIN
        and not param.default.endswith(("Depends()", "Security()"))
    )
    mapped = frozenset(param.name for param in function.params if _MAPPING.search(param.annotation))
    return Flow(file.resolve, sources, params, own, mapped & params).run(node.body)


_DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _write(seen: Seen, index: int, notes: list[Note], tree: ast.AST) -> None:
    """Turns what a function does into notes; labels of sources and calls become numbers of notes."""
    used = _used(seen)
    numbers: dict[str, str] = {}
    at = len(notes)
    for label in used:
        numbers[label] = f"{label[:2]}{at}"
        at += 1

    def value(held: Value) -> tuple[str, ...]:
        return encoded({_renamed(label, numbers): mask for label, mask in held.items()})

    def note(node: ast.AST, kind: str, *values: str | int | tuple[str, ...]) -> None:
        where = place(node)
        notes.append(
            Note(kind, where.line, where.column, where.end_line, where.end_column, index, -1, values)
        )

    for label in used:
        number = int(label[2:])
        if label[0] == "s":
            source = seen.sources[number]
            note(source.node, SOURCE, source.kind, source.shown)
        else:
            call = seen.calls[number]
            args = [item for name, held in call.args for item in (name, value(held))]
            note(call.node, CALL, call.path, *args)
    for sink in seen.sinks:
        debugs = int(is_debugging(place(sink.node).line, tree))
        note(sink.node, SINK, sink.kind, sink.shown, sink.verify, value(sink.value), debugs)
    for node, held in seen.returns:
        note(node, RETURN, value(held))
    for name, held in dict(seen.attrs).items():
        notes.append(Note(ATTR, 1, 1, 1, 1, index, -1, (name, value(held))))


def _renamed(label: str, numbers: dict[str, str]) -> str:
    if label[0] not in "sr":
        return label
    if label[-1] == "#":
        return numbers[label[:-1]] + "#"
    return numbers[label]


def _used(seen: Seen) -> list[str]:
    """The sources and calls that a note needs: calls that are given something, and what flows into anything."""
    found: dict[str, None] = {}
    waiting: list[Value] = [sink.value for sink in seen.sinks]
    waiting += [held for _, held in seen.returns]
    waiting += [held for _, held in seen.attrs]
    for number, call in enumerate(seen.calls):
        if any(origins(held) for _, held in call.args):
            waiting.append({f"r:{number}": 0})
    while waiting:
        for label in waiting.pop():
            label = label.removesuffix("#")
            if label[:2] not in ("s:", "r:") or label in found:
                continue
            found[label] = None
            if label[0] == "r":
                waiting += [held for _, held in seen.calls[int(label[2:])].args]
    return list(found)
