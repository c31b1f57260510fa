"""Loops that only collect what an error tells of that is raised then: where all is in order, they find nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from codereview.api import Collector, ModuleContext, Note

if TYPE_CHECKING:
    from codereview.facts.module import LoopFact
    from codereview.facts.project import ProjectFacts

_GROWS = frozenset({"append", "add", "extend", "insert", "setdefault", "update"})


class Faults(Collector):
    """Notes of kind ``faults``, at loops before ``if missing: raise ...`` that do no more than to fill ``missing``."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.FunctionDef, ast.AsyncFunctionDef)

    def wants(self, file: ModuleContext) -> bool:
        return "raise " in file.text

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """A note for each such loop among the statements of a function; none for most."""
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for place, item in enumerate(node.body):
            if isinstance(item, ast.For):
                raised = {name for after in node.body[place + 1 :] for name in _raised_for(after)}
                if raised and (filled := set(_filled(item.body))) and filled <= raised:
                    yield self.noted(item, file, "faults")


def _raised_for(item: ast.stmt) -> Iterator[str]:
    """The name that a statement asks about before it raises."""
    if isinstance(item, ast.If) and isinstance(item.test, ast.Name) and isinstance(item.body[-1], ast.Raise):
        yield item.test.id


def _filled(body: Iterable[ast.stmt]) -> Iterator[str]:
    """What statements fill; an empty name for whatever else they do than to name something for themselves."""
    for item in body:
        if isinstance(item, ast.If):
            yield from _filled((*item.body, *item.orelse))
        elif isinstance(item, ast.Expr) and isinstance(item.value, ast.Call):
            called = item.value.func
            grows = isinstance(called, ast.Attribute) and called.attr in _GROWS
            yield _root(called.value) if isinstance(called, ast.Attribute) and grows else ""
        elif isinstance(item, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = item.targets if isinstance(item, ast.Assign) else [item.target]
            yield from (_root(one) for one in targets if not isinstance(one, ast.Name))
        elif not isinstance(item, (ast.Continue, ast.Pass)):
            yield ""


def _root(node: ast.expr) -> str:
    """The name that holds what is subscripted: ``missing`` of ``missing[one][two]``."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def for_errors(project: ProjectFacts, path: str, loop: LoopFact) -> bool:
    """Whether a loop only collects what an error tells of that is raised then."""
    at = (loop.line, loop.column)
    notes = dict(project.noted(Faults)).get(path, ())
    return any((note.line, note.column) == at for note in notes)
