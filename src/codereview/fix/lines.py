"""Which lines an edit changed, and whether it may: the statement of a finding, and imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from codereview.fix.base import Edited, Source, Target, lines_of, parse

_Change = tuple[int, int, int, int]


def changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    """The differing runs of lines: ``old[first:last]`` became ``new[start:stop]``."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle, renewed = old[head : len(old) - tail], new[head : len(new) - tail]
    for tag, first, last, start, stop in SequenceMatcher(None, middle, renewed, autojunk=False).get_opcodes():
        if tag != "equal":
            yield first + head, last + head, start + head, stop + head


def unexpected(source: Source, edited: Edited, targets: Sequence[Target]) -> str:
    """What is wrong with an edited text: it does not parse, or other lines changed; empty if nothing."""
    try:
        tree = parse(edited.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "the result would not parse"
    old, new = source.lines, lines_of(edited.text)
    allowed = set(edited.also) | _imports(source.tree)
    for target in targets:
        allowed |= _statement(source, target)
    imports = _imports(tree)
    ends = {line[len(line.rstrip("\r\n")) :] for line in old} | {"\n" if "\n" in source.text else ""}
    for first, last, start, stop in changes(old, new):
        near = not allowed.isdisjoint((first, first + 1))
        if first < last and not allowed.issuperset(range(first + 1, last + 1)):
            return "other lines than those of the finding would change"
        for number in range(start + 1, stop + 1):
            line = new[number - 1]
            if line[len(line.rstrip("\r\n")) :] not in ends:
                return "the line ends would change"
            if first == last and not near and line.strip() and number not in imports:
                return "lines would be added away from the finding"
    if bool(old) and bool(new) and old[-1].endswith("\n") != new[-1].endswith("\n"):
        return "the end of the file would change"
    return ""


def _imports(tree: ast.Module) -> set[int]:
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def _statement(source: Source, target: Target) -> set[int]:
    """The lines of the innermost statement at a place; of a compound statement, those of its head."""
    best: set[int] = set()
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.stmt):
            continue
        first, last = node.lineno, node.end_lineno or node.lineno
        body = getattr(node, "body", None)
        if isinstance(body, list) and body:
            decorators = getattr(node, "decorator_list", ())
            first = min([first, *(d.lineno for d in decorators)])
            inner = body[0]
            heads = [inner.lineno, *(d.lineno for d in getattr(inner, "decorator_list", ()))]
            last = max(node.lineno, min(heads) - 1)
        if first <= target.line <= last and (not best or last - first < max(best) - min(best)):
            best = set(range(first, last + 1))
    return best
