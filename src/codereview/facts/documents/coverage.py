"""Public modules, classes and functions, and which of them have a docstring.

What counts is the same as in `codereview.facts.documented`, whose figures the metric stands on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from codereview.facts.documented import wants_docstring
from codereview.facts.module import FileFacts


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
        if wants_docstring(facts, function):
            yield Public("function", function.qualname, function.line, function.docstring, number)
    for cls in facts.classes:
        if not any(part.startswith("_") for part in cls.qualname.split(".")):
            yield Public("class", cls.qualname, cls.line, cls.docstring, -1)
