"""Copies that are hardly more than the frame of functions of one kind: constructors, and what a record is asked for
before anything is done with it."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from codereview.api import Collector, ModuleContext
from codereview.facts.clone_edges import statements
from codereview.facts.clones import CloneClass, Place
from codereview.facts.notes import Note
from codereview.facts.project import ProjectFacts

_OWN, _FEW = 1 / 3, 4
"""Share and number of the statements that are more than a frame, below which a copy is one of the frame."""


class Frames(Collector):
    """Notes where a function is left because what it asked for is not there: ``if user is None: raise ...``; and
    constructors that do nothing but keep something."""

    nodes = (ast.If, ast.FunctionDef)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note for each such condition or constructor."""
        if isinstance(node, ast.If):
            *said, end = node.body
            ends = isinstance(end, (ast.Raise, ast.Return)) and all(
                isinstance(item, ast.Assign) for item in said
            )
            if ends and not node.orelse and _asks_whether_there(node.test):
                yield self.noted(node, file, "guard")
        elif isinstance(node, ast.FunctionDef) and node.name == "__init__" and all(map(_keeps, node.body)):
            yield self.noted(node, file, "constructor")


def _keeps(node: ast.stmt) -> bool:
    """Whether a statement keeps something, or calls something as that of the class above."""
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Attribute) for target in node.targets)
    return isinstance(node, ast.Expr) or (
        isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Attribute)
    )


def _asks_whether_there(test: ast.expr) -> bool:
    """Whether a condition is ``not x`` or ``x is None``."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return isinstance(test.operand, ast.Name)
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and isinstance(test.ops[0], ast.Is)
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value is None
    )


def is_frame(project: ProjectFacts, clone: CloneClass) -> bool:
    """Whether most of one copy in two files is the constructors of its classes and guards with what they ask for."""
    if clone.parts > 1:
        return False
    own = min(_own(project, place) for place in clone.places[:2])
    return own < max(_FEW, _OWN * clone.compared)


def _own(project: ProjectFacts, place: Place) -> int:
    """The statements of a place that are neither of a constructor nor of a guard, nor ask for what a guard is about."""
    facts = project.files[place.path]
    found = statements(facts)
    inside = range(bisect_left(found.lines, place.line), bisect_right(found.lines, place.end_line))
    left = {number for number in inside if found.sizes[number]}
    for note in facts.noted.get(Frames.name(), ()):
        first = bisect_left(found.lines, note.line) - (note.kind == "guard")  # what asks for it stands before
        left.difference_update(range(first, bisect_right(found.lines, note.end_line)))
    return len(left)
