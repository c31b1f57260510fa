"""Annotation slots: what of a function can be annotated, and what is.

A slot is a parameter or the return of a function. Not slots: ``self`` and ``cls``, the parameters and return
of a lambda (Python has no syntax for them), the implementation behind overloads (a type checker reads the
overloads), and all of a function under ``typing.no_type_check``. Where a module has a stub beside it, the
stub's slots count.

The return of ``__init__`` and ``__init_subclass__`` with an annotated parameter is a slot like any other, as
linters have it, though type checkers take it for ``None`` (PEP 484): `Slots.implied` tells it apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec

from codereview.facts.module import FileFacts, FunctionFact

_NONE_RETURNING = frozenset({"__init__", "__init_subclass__"})
_IMPLICIT_FIRST = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})


class Slots(NamedTuple):
    """The slots of one function, the ``number``-th of its file. ``missing`` names the empty ones, the return
    as ``return``. ``implied``: nothing is missing but a return that type checkers take for ``None``."""

    number: int
    function: FunctionFact
    filled: int
    total: int
    missing: tuple[str, ...]
    public: bool
    implied: bool = False


def slots_of(facts: FileFacts) -> Iterator[Slots]:
    """The slots of each function of a file that has any, in order of place."""
    functions = facts.functions
    for number, missing, total, public, implied in facts.slots:
        yield Slots(number, functions[number], total - len(missing), total, missing, public, implied)


def with_slots(facts: FileFacts) -> FileFacts:
    """The facts of a file with its slots: by function its number, the empty ones, how many there are, whether it is
    public, and whether type checkers know what is missing. Worked out once, beside the walk."""
    overloaded = {f.qualname for f in facts.functions if f.overload}
    rows = []
    for number, function in enumerate(facts.functions):
        if function.name == "<lambda>" or (function.qualname in overloaded and not function.overload):
            continue
        if function.decorators and _is_decorated(function, "no_type_check"):
            continue
        missing, total = _count(function)
        implied = missing == ["return"] and function.cls >= 0 and _is_implied(function)
        rows.append((number, tuple(missing), total, is_public(facts, function), implied))
    return msgspec.structs.replace(facts, slots=tuple(rows)) if rows else facts


def _count(function: FunctionFact) -> tuple[list[str], int]:
    params = function.params
    bound = params and function.cls >= 0 and params[0].kind == "positional" and not params[0].annotated
    if bound and not _is_static(function):
        params = params[1:]
    missing = [_shown(param.name, param.kind) for param in params if not param.annotated]
    if not function.annotated:
        missing.append("return")
    return missing, len(params) + 1


def _shown(name: str, kind: str) -> str:
    return name if kind == "positional" else {"vararg": "*", "kwarg": "**"}.get(kind, "") + name


def _is_decorated(function: FunctionFact, name: str) -> bool:
    return any(path.rpartition(".")[2] == name for path in function.decorators)


def _is_static(function: FunctionFact) -> bool:
    if function.name in _IMPLICIT_FIRST:
        return False
    return bool(function.decorators) and _is_decorated(function, "staticmethod")


def _is_implied(function: FunctionFact) -> bool:
    """Whether type checkers take a method's missing return for None: special methods with an annotated parameter."""
    return function.name in _NONE_RETURNING and any(param.annotated for param in function.params)


def slots_by_file(
    files: Mapping[str, FileFacts], known: dict[str, list[Slots]] | None = None
) -> dict[str, list[Slots]]:
    """The slots of all files that count: a module with a stub beside it is represented by the stub.

    Args:
        files: facts by path.
        known: slots that were worked out before, by path; what is worked out now is added.
    """
    known = {} if known is None else known
    found: dict[str, list[Slots]] = {}
    for path, facts in files.items():
        if not (path.endswith(".py") and path + "i" in files):
            if path not in known:
                known[path] = list(slots_of(facts))
            found[path] = known[path]
    return found


def is_public(facts: FileFacts, function: FunctionFact) -> bool:
    """Whether users of the module are meant to call a function: no part of its path is private or local to a
    function.

    Special methods are as public as their class. A module with ``__all__`` makes public what is listed there; a
    private one lists it for the package that hands it on.
    """
    qualname = function.qualname
    if "<locals>" in qualname or (facts.exports is None and _is_private(facts.module)):
        return False
    if facts.exports is not None and qualname.partition(".")[0] not in facts.exports:
        return False
    return not _is_private(qualname)


@lru_cache(maxsize=100_000)
def _is_private(dotted: str) -> bool:
    """Whether a part of a dotted name begins with an underscore and is no special name."""
    return "_" in dotted and any(
        name.startswith("_") and not (name.startswith("__") and name.endswith("__"))
        for name in dotted.split(".")
    )
