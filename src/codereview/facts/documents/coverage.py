"""Public modules, classes and functions, and which of them have a docstring: those whose names do not begin with an
underscore. What a reader of the interface does not see, such as overloads, special methods and what is nested in
functions, is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.slots import is_public


class Public(NamedTuple):
    """Something that a user of a module sees. ``function`` is its index in the file's functions, -1 for others."""

    kind: str
    name: str
    line: int
    documented: bool
    function: int


def public(facts: FileFacts) -> Iterator[Public]:
    """All that is public in a file: the module, its functions, its classes."""
    if facts.statements and not facts.module.split(".")[-1].startswith("_"):
        yield Public("module", facts.module, 1, facts.docstring, -1)
    for number, function in enumerate(facts.functions):
        if _wants_docstring(facts, function):
            yield Public("function", function.qualname, function.line, function.docstring, number)
    for cls in facts.classes:
        if not any(part.startswith("_") for part in cls.qualname.split(".")):
            yield Public("class", cls.qualname, cls.line, cls.docstring, -1)


def documented(facts: FileFacts) -> tuple[int, int]:
    """How many public things of a file have a docstring, and how many there are."""
    things = list(public(facts))
    return sum(thing.documented for thing in things), len(things)


def _wants_docstring(facts: FileFacts, function: FunctionFact) -> bool:
    """Whether a function is one that readers of the interface see."""
    if function.name == "<lambda>" or function.overload or function.name.startswith("__"):
        return False
    return is_public(facts, function)
