"""What is made in the rounds of a loop, there or in a function that the loop calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import Related, Zone
from codereview.facts import module as m
from codereview.facts.clones import is_migration
from codereview.facts.module import CallFact, FileFacts, LoopFact
from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern
from .._streamlit.pages import is_cached
from .table import spelled_like_one

_FEW = 5
_AGAIN = lazy_pattern(
    r"attempt|retr|tries|^_$|worker|thread|account|user|tenant|profile|proxy|proxies|token|key|region", re.I
)
"""Loops that try again, make one of something for each of some, or change who is asking."""
_LOADS = lazy_pattern(
    r"(?:load\w*|from_pretrained|pipeline|\w*Transformer|\w+Encoder|\w+Model|Reader|YOLO|Llama|\w+OCR|\w+Session"
    r"|\w+Embeddings)$"
)
_SELDOM = m.SELDOM | m.EXITS_LOOP | m.CONDITIONAL | m.IN_HANDLER


class Repeated(NamedTuple):
    """A call that runs in each round. ``direct``: the loop stands around it."""

    path: str
    call: CallFact
    often: str
    related: tuple[Related, ...]
    direct: bool


def repeated(project: ProjectFacts, importers: frozenset[str]) -> Iterator[Repeated]:
    """Calls spelled like those that make a client or load a model, in a loop whose rounds are many.

    Args:
        project: its facts.
        importers: the files to look at.
    """
    for path in sorted(importers):
        facts = project.files[path]
        for call in facts.calls if _is_ours(project, path) else ():
            if call.loop >= 0:
                if _in_each_round(facts, call):
                    often = f"in each round of the loop in line {facts.loops[call.loop].line}"
                    yield Repeated(path, call, often, (), True)
            elif call.function >= 0 and spelled_like_one(call.path):
                yield from _through(project, path, call)


def _in_each_round(facts: FileFacts, call: CallFact) -> bool:
    if call.varies >= 0 or call.flags & _SELDOM or not _is_long(facts, call.loop):
        return False
    return spelled_like_one(call.path) or _LOADS.search(call.path) is not None


def _through(project: ProjectFacts, path: str, call: CallFact) -> Iterator[Repeated]:
    """The function around it, called from a loop."""
    function = project.files[path].functions[call.function]
    if function.globals or function.name == "__init__" or is_cached(function):
        return
    made = f"{call.path}()"
    if any(value.startswith(made) for value in function.returns):
        return
    for edge in project.callers.get((path, call.function), ()):
        file, where = edge.caller[0], edge.call
        if where.loop < 0 or where.flags & _SELDOM or project.zone(file) is not Zone.PRODUCTION:
            continue
        facts = project.files[file]
        if _is_long(facts, where.loop):
            often = f"at each call of `{function.name}`, which a loop calls"
            yield Repeated(
                path,
                call,
                often,
                (Related(file, where.line, f"`{function.name}` is called in a loop"),),
                False,
            )
            return


def patterns(project: ProjectFacts) -> Iterator[tuple[str, list[CallFact]]]:
    """The calls of ``re.compile`` with a literal in loops, by file."""
    for path, facts in project.files.items():
        if facts.names.get("re") != "re" or not _is_ours(project, path):
            continue
        found = [
            call
            for call in facts.calls
            if call.path == "re.compile"
            and call.loop >= 0
            and call.function >= 0
            and call.args[:1] in (("=str",), ("=bytes",))
            and not call.flags & (m.SELDOM | m.EXITS_LOOP | m.CONDITIONAL | m.ITERATED)
            and facts.loops[call.loop].bound < 0
        ]
        if found:
            yield path, found


def _is_ours(project: ProjectFacts, path: str) -> bool:
    return project.zone(path) is Zone.PRODUCTION and not is_migration(path)


def _is_long(facts: FileFacts, index: int) -> bool:
    loop: LoopFact = facts.loops[index]
    if loop.kind == "while" or 0 <= loop.bound <= _FEW or loop.iterable.startswith("builtins.range"):
        return False
    return not any(_AGAIN.search(name) for name in (*loop.targets, loop.iterable.rpartition(".")[2]))
