"""Queries that run only where something before them gave no answer: the second part of an ``or``, one side of a
choice, and what a function asks for after it could return what it had."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from codereview.api import Collector, ModuleContext, Note, Zone

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, LoopFact, RefFact
    from codereview.facts.project import ProjectFacts

CHOICE = "choice"
"""A part of an expression in a loop that another part decides about; the value has the names in that part."""
PASSED = "passed"
"""The same of what follows an ``and``: it asks on where the part before it holds."""
ANSWER = "answer"
"""An ``if`` by which a function returns what it has: ``if self.price is not None: return self.price``."""


class Fallbacks(Collector):
    """Notes on what decides in expressions of loops, and on functions that return what they have."""

    nodes = (ast.BoolOp, ast.IfExp, ast.If)

    def wants(self, file: ModuleContext) -> bool:
        """Whether a file is none of the tests."""
        return file.zone is not Zone.TESTS

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """Notes on the parts that are decided about, or one on an ``if`` that returns what it found."""
        if isinstance(node, ast.If):
            return (self.noted(node, file, ANSWER),) if _answers(node) else ()
        if file.loop < 0:
            return ()
        if isinstance(node, ast.IfExp):
            words = _words(node.test)
            return [self.noted(part, file, CHOICE, words) for part in (node.body, node.orelse)]
        if not isinstance(node, ast.BoolOp):
            return ()
        kind = CHOICE if isinstance(node.op, ast.Or) else PASSED
        return [
            self.noted(part, file, kind, " ".join(map(_words, node.values[:at])))
            for at, part in enumerate(node.values)
            if at and any(isinstance(one, (ast.Call, ast.Attribute)) for one in ast.walk(part))
        ]


def _answers(node: ast.If) -> bool:
    """``if found: return found.name``, also by ``is not None``."""
    last, test = node.body[-1], node.test
    if not isinstance(last, ast.Return) or last.value is None:
        return False
    if isinstance(test, ast.Compare):
        if not isinstance(test.ops[0], ast.IsNot) or not isinstance(test.comparators[0], ast.Constant):
            return False
        test = test.left
    if not isinstance(test, (ast.Name, ast.Attribute)):
        return False
    asked = ast.dump(test)
    return any(ast.dump(part) == asked for part in _heads(last.value))


def _heads(value: ast.expr | None) -> Iterator[ast.expr]:
    """An expression and what it is a part of, or made of: ``found`` for ``float(found.price)``, not for what is passed
    to another function."""
    while value is not None:
        yield value
        if isinstance(value, ast.Call):
            made = isinstance(value.func, ast.Name) and len(value.args) == 1
            value = value.args[0] if made else value.func
        elif isinstance(value, (ast.Attribute, ast.Subscript, ast.Await)):
            value = value.value
        else:
            value = value.values[0] if isinstance(value, ast.BoolOp) else None


def _words(test: ast.expr) -> str:
    """The names in a part of an expression."""
    names = (
        part.id if isinstance(part, ast.Name) else part.attr
        for part in ast.walk(test)
        if isinstance(part, (ast.Name, ast.Attribute))
    )
    return " ".join(names)


class Answers:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._held: dict[tuple[str, str], list[Note]] = defaultdict(list)
        for path, notes in project.noted(Fallbacks):
            for note in notes:
                self._held[path, note.kind].append(note)

    def decided(self, path: str, loop: LoopFact, at: CallFact | RefFact, how: str) -> bool:
        """Whether another part of an expression decides whether a place in a loop is reached, and says nothing of
        ``how`` that is queried: to ask for what one has is no choice between rounds."""
        return any(how not in _asked(note) for note in self._around(CHOICE, path, loop, at))

    def passed(self, path: str, loop: LoopFact, at: CallFact | RefFact) -> bool:
        """Whether a place in a loop stands behind the first part of an expression, and may not be reached."""
        return any(True for kind in (PASSED, CHOICE) for _ in self._around(kind, path, loop, at))

    def before(self, places: Iterable[tuple[str, int]]) -> str:
        """The name of a function that can return what it has before it comes to one of some places, files and lines;
        empty if none can."""
        for path, line in places:
            functions = self.project.files[path].functions
            for note in self._held.get((path, ANSWER), ()):
                if note.function < 0 or not note.end_line < line:
                    continue
                function = functions[note.function]
                if line <= function.end_line:
                    return function.name
        return ""

    def _around(self, kind: str, path: str, loop: LoopFact, at: CallFact | RefFact) -> Iterator[Note]:
        """The notes of a kind in a loop that hold a place."""
        place = (at.line, at.column)
        for note in self._held.get((path, kind), ()):
            inside = (note.line, note.column) <= place < (note.end_line, note.end_column)
            if inside and (loop.line, loop.column) <= (note.line, note.column):
                yield note


def _asked(note: Note) -> set[str]:
    return {word.removesuffix("_id") for word in str(note.values[0]).split()}
