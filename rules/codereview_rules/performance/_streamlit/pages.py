"""What runs at each interaction with a page: its own code, and what that calls without asking first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import Zone
from codereview.facts import module as m
from codereview.facts.module import CallFact, FunctionFact
from codereview.facts.project import Key, ProjectFacts

from .table import takes_long

CACHES = frozenset(
    {
        "cache", "cache_data", "cache_resource", "experimental_memo", "experimental_singleton", "memo", "singleton",
        "lru_cache", "cached", "memoize", "cached_property",
    }
)  # fmt: skip
_ON_DEMAND = frozenset({"fragment", "dialog", "experimental_dialog", "experimental_fragment"})
_DEEP = 4
_GIVEN = ("streamlit.", "io.", "?uploaded", "=bytes")
"""What a reader is given that is in memory already: an upload."""


class Slow(NamedTuple):
    """A call that takes long, with the way from the page's code to it."""

    path: str
    call: CallFact
    what: str
    name: str
    way: tuple[tuple[str, int, str], ...]


def pages(project: ProjectFacts) -> Iterator[str]:
    """The files that Streamlit runs from top to bottom: those that draw by themselves, or that nothing imports."""
    starts = {entry.path for entry in project.entry_points if entry.kind == "Streamlit page"}
    for path, facts in project.files.items():
        if project.zone(path) is not Zone.PRODUCTION:
            continue
        if path in starts or (
            path not in project.importers and any(c.path.startswith("streamlit.") for c in facts.calls)
        ):
            yield path


def slow_calls(project: ProjectFacts, page: str) -> Iterator[Slow]:
    """The calls that take long and run at each interaction, each once."""
    queue: list[tuple[Key, tuple[tuple[str, int, str], ...]]] = [((page, -1), ())]
    seen: set[Key] = {(page, -1)}
    while queue:
        key, way = queue.pop(0)
        for call in project.calls_in(key):
            if not _always(call):
                continue
            target = project.resolve(key[0], call.path)
            if target.kind == "external":
                what = takes_long(target.name)
                if what and not _in_memory(call):
                    yield Slow(key[0], call, what, target.name, way)
                continue
            callee = project.callee(target)
            if callee is None or callee in seen or len(way) >= _DEEP:
                continue
            seen.add(callee)
            function = project.function(callee)
            if not is_cached(function) and not function.is_generator:
                queue.append((callee, (*way, (key[0], call.line, f"`{function.name}` is called"))))


def is_cached(function: FunctionFact) -> bool:
    """Whether a function's result is kept, or it is only run when asked for."""
    names = {path.replace("()", "").rpartition(".")[2] for path in function.decorators}
    return not names.isdisjoint(CACHES | _ON_DEMAND)


def _always(call: CallFact) -> bool:
    """Whether nothing is asked first: a button, an upload, what the session holds already."""
    asked = m.IN_HANDLER | m.FILLS | m.TYPE_CHECKING
    if not call.flags & m.IN_MAIN:
        asked |= m.CONDITIONAL
    return not call.flags & asked


def _in_memory(call: CallFact) -> bool:
    return bool(call.args) and call.args[0].startswith(_GIVEN)
