"""Queries that are cut at as many rows as a function is told, and what all its callers tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.paths import SPREAD
from codereview_rules._syntax.given import given_to

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, FunctionFact, LoopFact
    from codereview.facts.project import Key, ProjectFacts

CUT_BY = "cut by"
"""A query that is cut at the number that a name holds; the value is the name."""
NUMBER = "number"
"""A call that gives a number for such a name, or a function that has it for default; values: the name, the number."""
_CUT_BY = re.compile(r"(?:\.limit\(\s*|\[\s*:\s*)([a-z_]\w*)\s*[)\]]")
_NAMES = re.compile(r"(?:\A|_)(?:limit|count|top|size|take|number|n|k)\Z|\A(?:max|num|top|n)_")
_MOST_ROWS = 20


class Numbers(Collector):
    """Notes on what cuts queries, and on the numbers that calls give for it."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterator[Note]:
        """One note for each such line, call and default."""
        text = file.text
        if facts.loops and (".limit(" in text or "[:" in text):
            for match in _CUT_BY.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                yield Note(CUT_BY, line, 1, line, 1, -1, -1, (match.group(1),))
        for call in facts.calls:
            for name, value in call.kwargs:
                if value == "=int" and _NAMES.search(name):
                    yield from _read(_text(file.lines, call), call, name)
        for function in facts.functions:
            for param in function.params:
                if param.default == "=int" and _NAMES.search(param.name):
                    head = "\n".join(file.lines[function.line - 1 : function.body_line])
                    yield from _read(head, function, param.name)


def _text(lines: list[str], call: CallFact) -> str:
    """The text of a call; columns are taken for characters, which is near enough to find a word."""
    said = lines[call.line - 1 : call.end_line]
    said[-1] = said[-1][: call.end_column]
    said[0] = said[0][call.column - 1 :]
    return "\n".join(said)


def _read(text: str, at: CallFact | FunctionFact, name: str) -> Iterator[Note]:
    """The number that a name is given in a call or in the head of a function."""
    found = re.search(rf"\b{name}\s*(?::[^=,]*)?=\s*(\d+)\b", text)
    if found is not None:
        yield Note(NUMBER, at.line, at.column, at.line, at.column, -1, -1, (name, int(found.group(1))))


class Bounds:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project

    def are_few(self, path: str, loop: LoopFact) -> bool:
        """Whether the query for the rows of a loop is cut at a number that is small in all calls of its function."""
        if loop.function < 0:
            return False
        key = (path, loop.function)
        function = self.project.function(key)
        lines = range(function.body_line, loop.line + 1)
        names = {name for line, name in self._cut.get(path, ()) if line in lines}
        return any(param.name in names and self._is_small(key, param.name) for param in function.params)

    def _is_small(self, key: Key, name: str) -> bool:
        edges = [
            edge
            for edge in self.project.callers.get(key, ())
            if edge.caller != key and self.project.zone(edge.caller[0]) is not Zone.TESTS
        ]
        function = self.project.function(key)
        default = self._numbers.get((key[0], function.line, function.column, name))
        for edge in edges:
            call = edge.call
            given = given_to(function, edge.target.kind != "function" or edge.target.owner is not None, call)
            number = default
            if name in given or "**" in given or SPREAD in call.args:
                number = self._numbers.get((edge.caller[0], call.line, call.column, name))
            if number is None or number > _MOST_ROWS:
                return False
        return bool(edges)

    @cached_property
    def _cut(self) -> dict[str, list[tuple[int, str]]]:
        return {
            path: [(note.line, str(note.values[0])) for note in notes if note.kind == CUT_BY]
            for path, notes in self.project.noted(Numbers)
        }

    @cached_property
    def _numbers(self) -> dict[tuple[str, int, int, str], int]:
        return {
            (path, note.line, note.column, str(note.values[0])): int(str(note.values[1]))
            for path, notes in self.project.noted(Numbers)
            for note in notes
            if note.kind == NUMBER
        }
