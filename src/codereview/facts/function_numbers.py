"""The numbers of a file's functions: cyclomatic complexity of each, cognitive complexity of the outermost."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from codereview.facts.cognitive_number import IN_EXPRESSIONS, number
from codereview.facts.complexity import counted, decisions
from codereview.facts.drafts import ClassDraft, FunctionDraft
from codereview.facts.module import CallFact


def measure(
    functions: Sequence[FunctionDraft], classes: Sequence[ClassDraft], calls: Sequence[CallFact]
) -> None:
    """Sets ``complexity`` and ``cognitive`` of the drafts.

    The cognitive number takes a second walk. It is left out where nothing decides, and stays out of expressions where
    none of them can count: no boolean operator, conditional expression or call of a function's own name.
    """
    called = {(call.written or call.path).rpartition(".")[2] for call in calls}
    outermost = [_outermost(functions, index) for index in range(len(functions))]
    deciding: set[int] = set()
    inside: set[int] = set()
    with_classes = {
        name for draft in classes for name, local, _ in (draft.qualname.partition(".<locals>"),) if local
    }
    for draft, outer in zip(functions, outermost, strict=True):
        if isinstance(draft.node, ast.Lambda):
            continue
        found = list(decisions(draft.node.body))
        draft.complexity = counted(found)
        if found:
            deciding.add(outer)
        if draft.node.name in called or any(type(node) in IN_EXPRESSIONS for node in found):
            inside.add(outer)
    for index, (draft, outer) in enumerate(zip(functions, outermost, strict=True)):
        if outer == index and not isinstance(draft.node, ast.Lambda):
            looked = index in inside or draft.qualname in with_classes
            draft.cognitive = number(draft.node, looked) if looked or index in deciding else 0


def _outermost(functions: Sequence[FunctionDraft], index: int) -> int:
    while functions[index].parent >= 0:
        index = functions[index].parent
    return index
