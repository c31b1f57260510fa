"""What a dependency yields for a parameter that is annotated as something else: FastAPI looks at the dependency."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codereview.facts import module as m
from codereview.facts.paths import known, last_name

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts
    from codereview.facts.project import Key, ProjectFacts

_ASYNC = ("sqlalchemy.ext.asyncio.", "sqlmodel.ext.asyncio.")
_MAKER = "sqlalchemy.orm.sessionmaker"
_MOST_HOPS = 4


def failing(project: ProjectFacts, path: str) -> Iterator[range]:
    """The lines of a file that nothing reaches, since ``db.query`` before them is asked of an ``AsyncSession``, which
    has no such method."""
    facts = project.files[path]
    for index, name in async_params(project, facts):
        end = facts.functions[index].end_line
        for call in facts.calls:
            if call.function == index and (call.written or call.path) == f"{name}.query":
                yield range(call.line, (call.end_line if call.flags & m.CONDITIONAL else end) + 1)


def async_params(project: ProjectFacts, facts: FileFacts) -> Iterator[tuple[int, str]]:
    """The functions of a file, and the parameters of them for which a dependency yields an ``AsyncSession``."""
    asked = [call for call in facts.calls if call.args and last_name(call.path) == "Depends"]
    for index, function in enumerate(facts.functions) if asked else ():
        starts = [(param.line, param.column) for param in function.params]
        ends = [*starts[1:], (function.body_line, 0)]
        for param, start, end in zip(function.params, starts, ends, strict=False):
            given = (call.args[0] for call in asked if start <= (call.line, call.column) < end)
            if any(gives_async(project, facts.path, one) for one in given):
                yield index, param.name


def gives_async(project: ProjectFacts, path: str, dependency: str) -> bool:
    """Whether what ``Depends`` is given in a file gives sessions that are awaited."""
    target = project.resolve(path, dependency) if known(dependency) else None
    return target is not None and target.kind == "function" and _is_async(project, target.key, _MOST_HOPS)


def _is_async(project: ProjectFacts, key: Key, hops: int) -> bool:
    """Whether a function gives sessions that are awaited, by what it gives, else by its annotation."""
    function = project.function(key)
    for given in (*function.yields, *function.returns):
        if given[0] in "=%?":
            continue
        target = project.resolve(key[0], given.removesuffix("()"))
        if target.kind == "function":
            return hops > 0 and _is_async(project, target.key, hops - 1)
        name = project.resolve(key[0], given).name or given
        if name.startswith(_MAKER):
            return any(map(_is_of_async, project.files[key[0]].calls))
        if name.startswith(("sqlalchemy.", "sqlmodel.")):
            return name.startswith(_ASYNC)
    return function.annotation.startswith(_ASYNC)


def _is_of_async(call: CallFact) -> bool:
    """``sessionmaker(engine, class_=AsyncSession)``"""
    return call.path == _MAKER and dict(call.kwargs).get("class_", "").startswith(_ASYNC)
