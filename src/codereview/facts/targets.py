"""What a symbolic path can refer to."""

from __future__ import annotations

from typing import Any

import msgspec

from codereview.facts.canonical import canonical
from codereview.facts.module import FunctionFact

EXACT = "exact"
"""Named directly: an import, a definition, a method on ``self`` through known bases."""
CONSTRUCTED = "constructed"
"""Through a local or attribute whose constructor call was seen."""
ANNOTATED = "annotated"
"""Through an annotation."""
INFERRED = "inferred"
"""Through a return value, or through arguments that callers pass."""
_ORDER = (EXACT, CONSTRUCTED, ANNOTATED, INFERRED)


class Target(msgspec.Struct, frozen=True):
    """What a path refers to.

    ``kind``: ``external`` (``name`` is its canonical dotted path), ``function``, ``class``, ``instance``,
    ``generator``, ``module``, ``elements`` (a container of what ``inner`` is), ``unknown``. ``file`` and
    ``index`` point at the first-party definition. For something external that was reached through a
    first-party class (a method that a base from outside has), ``owner`` is that class. ``via`` is the
    weakest link on the way.
    """

    kind: str
    name: str = ""
    file: str = ""
    index: int = -1
    owner: tuple[str, int] | None = None
    via: str = EXACT
    inner: Target | None = None

    @property
    def key(self) -> tuple[str, int]:
        """File and index of the definition."""
        return self.file, self.index

    def but(self, **changes: Any) -> Target:
        """The same with some fields changed."""
        return msgspec.structs.replace(self, **changes)

    def through(self, via: str) -> Target:
        """The same, reached through a link that may be the weakest on the way."""
        return self.but(via=via) if _RANK[via] > _RANK[self.via] else self


NOTHING = Target("unknown")


_RANK = {link: rank for rank, link in enumerate(_ORDER)}


def weaker(one: str, other: str) -> str:
    """The less certain of two links."""
    return other if _RANK[other] > _RANK[one] else one


OUTSIDE = ".([!"
"""How suffixes begin that make one external thing of another: attributes, calls, elements, instances."""


def outside(target: Target, tokens: tuple[str, ...], start: int) -> tuple[Target, int]:
    """What such suffixes, from the one at ``start`` on, make of something external, and where they end."""
    name, via = target.name, target.via
    count = len(tokens)
    while start < count and (first := tokens[start][0]) in OUTSIDE:
        if first == "!":
            name, via = canonical(name + "()"), weaker(via, ANNOTATED)
        else:
            name = canonical(name + tokens[start])
        start += 1
    return Target(target.kind, name, target.file, target.index, target.owner, via, target.inner), start


_OF_CLASSES = frozenset({"__init_subclass__", "__class_getitem__"})
"""Methods that Python makes class methods: https://docs.python.org/3/reference/datamodel.html"""


def decorated(function: FunctionFact, *names: str) -> bool:
    """Whether a function carries one of the decorators, by the last part of its name; some methods of classes are
    class methods without any."""
    if "classmethod" in names and function.cls >= 0 and function.name in _OF_CLASSES:
        return True
    return any(path.rpartition(".")[2] in names for path in function.decorators)
