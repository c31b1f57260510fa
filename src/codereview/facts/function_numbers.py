"""The numbers of a file's functions: cyclomatic complexity of each, cognitive complexity of the outermost."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from codereview.facts.cognitive_number import IN_EXPRESSIONS, number
from codereview.facts.complexity import counted
from codereview.facts.drafts import FunctionDraft
from codereview.facts.walk.base import Walk


def measure(walk: Walk) -> None:
    """Sets ``complexity`` and ``cognitive`` of the drafts of a walk that is over.

    The cognitive number takes a second walk, over statements. It is left out where nothing decides, and looks into the
    expressions of those statements alone in which something does, or the function calls itself.
    """
    functions = walk.functions
    called = {(call.written or call.path).rpartition(".")[2] for call in walk.calls}
    outermost = _outermost(functions)
    deciding: set[int] = set()
    inside: set[int] = set()
    with_classes = {
        name for draft in walk.classes for name, local, _ in (draft.qualname.partition(".<locals>"),) if local
    }
    for draft, outer in zip(functions, outermost, strict=True):
        if isinstance(draft.node, ast.Lambda):
            continue
        found = draft.decisions
        draft.complexity = counted(found)
        if found:
            deciding.add(outer)
        if draft.node.name in called or any(type(node) in IN_EXPRESSIONS for node in found):
            inside.add(outer)
    for index, (draft, outer) in enumerate(zip(functions, outermost, strict=True)):
        if outer == index and not isinstance(draft.node, ast.Lambda):
            looked = index in inside or draft.qualname in with_classes
            if looked or index in deciding:
                own = walk.called.get(draft.node.name, ()) if looked else ()
                draft.cognitive = number(draft.node, walk.deciding.union(own) if own else walk.deciding)
            else:
                draft.cognitive = 0


def _outermost(functions: Sequence[FunctionDraft]) -> list[int]:
    """For each function the index of the one that stands in no other; those around it come before it."""
    found: list[int] = []
    for index, draft in enumerate(functions):
        found.append(found[draft.parent] if draft.parent >= 0 else index)
    return found
