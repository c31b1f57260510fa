"""Queries that ask for every row of a table."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from codereview.facts import module as m
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.paths import split

from ..._syntax.patterns import lazy_pattern

_ORDERS = frozenset(
    "order_by options distinct join outerjoin select_related prefetch_related only defer values values_list reverse "
    "with_entities execution_options scalars unique mappings execute all annotate using scalar".split()
)
"""What may stand between a table and its rows without leaving any out."""
_SMALL = lazy_pattern(
    r"categor|role|permission|status|type$|types$|setting|config|countr|currenc|language|locale|plan$|tag|department|group"
    r"|option|choice|region|unit|level|theme|genre|color|size$|brand|version|provider|template|city|state$|faculty|branch"
    r"|section|workflow|session|metadata|part$|parts$|method$|methods$|semester|question|course|skill|menu|slider|banner|about|team|faq|social|service$|feature|room|model$|agent$",
    re.IGNORECASE,
)
"""Tables that stay small, by name."""


class Whole(NamedTuple):
    """A call that reads a table: the name of its model."""

    call: CallFact
    model: str


def whole_tables(facts: FileFacts, calls: list[CallFact]) -> list[Whole]:
    """The calls of a function that read every row of a table.

    Args:
        facts: the file.
        calls: those of one function.
    """
    found = []
    for call in calls:
        if not call.path.endswith(".all") or call.flags & (m.IN_HANDLER | m.TYPE_CHECKING | m.CONDITIONAL):
            continue
        model = of_all(call.path)
        if model and not is_small(model) and _runs(facts, calls, call):
            found.append(Whole(call, model))
    return found


def is_small(model: str) -> bool:
    """Whether a table is named like one that never has many rows."""
    return _SMALL.search(model) is not None


@lru_cache(maxsize=20_000)
def of_all(path: str) -> str:
    """The model of which a call of ``all`` reads every row; empty if there is a condition, or it is no query."""
    tokens = split(path)
    names = [token[1:] for token in tokens if token[:1] == "."]
    for position, token in enumerate(tokens):
        if token in (".query", ".select") and position + 1 < len(tokens) and tokens[position + 1][:1] == "(":
            asked = tokens[position + 1][1:-1]
            rest = [name[1:] for name in tokens[position + 2 :] if name[:1] == "."]
            plain = asked.isidentifier() and asked[:1].isupper() and set(rest) <= _ORDERS
            return asked if plain and (token == ".query" or {"scalars", "execute"} & set(rest)) else ""
    for name in ("query", "objects"):
        if name in names[1:] if tokens[0] == "@" else name in names:
            at = names.index(name)
            model = names[at - 1] if at else ""
            rest = names[at + 1 :]
            if model[:1].isupper() and rest and set(rest) <= _ORDERS:
                return model
    return ""


def _runs(facts: FileFacts, calls: list[CallFact], call: CallFact) -> bool:
    """Whether the rows are read as they are: Django's ``all`` is only a beginning where more calls follow."""
    if ".objects" not in call.path:
        return True
    made = f"{call.path}()"
    for other in calls:
        if other.path.startswith(f"{made}.") and other.path.rpartition(".")[2] not in (
            "values",
            "values_list",
        ):
            return False
        if other.path in ("builtins.list", "builtins.tuple") and made in other.args:
            return True
        if other.path.endswith(("JsonResponse", "Response")) and any(made in value for value in other.args):
            return True
        if ("many", "=True") in other.kwargs and other.args[:1] == (made,):
            return True
    given = [other for other in calls if any(value.startswith(made) for value in other.given)]
    if not given and any(other.path == "django.shortcuts.render" for other in calls):
        return not call.flags & m.PASSED  # a template shows them
    return any(loop.iterable.startswith(made) and loop.function == call.function for loop in facts.loops)
