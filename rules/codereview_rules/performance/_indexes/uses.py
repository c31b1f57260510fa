"""Which columns the queries of a project compare, and where."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from codereview.api import Zone
from codereview.facts.module import CallFact
from codereview.facts.project import Key
from codereview_rules.reliability._models.collect import Compared
from codereview_rules.reliability._models.schema import Schema

_METHODS = frozenset(
    ("filter_by", "filter", "get", "exclude", "get_or_404", "get_or_create", "update_or_create")
)
_SAME = ("", "exact", "in")
_RANGES = ("gt", "gte", "range")


class Use(NamedTuple):
    """One comparison: where, whether for equality, and the index of the function."""

    path: str
    line: int
    same: bool
    function: int


Used = dict[tuple[Key, str], set[Use]]
"""By class and attribute the comparisons."""


def compared(schema: Schema) -> Used:
    """What production code compares with values; columns that are compared with each other (joins) are left out, as
    one side of a join is mostly found by its key."""
    project = schema.project
    found: Used = defaultdict(set)
    for path, notes in project.noted(Compared):
        for note in notes if project.zone(path) is Zone.PRODUCTION else ():
            owner, _, name = str(note.values[0]).rpartition(".")
            target = project.resolve(path, owner)
            if target.kind != "class" or target.key not in schema.tables:
                continue
            if not _is_column(schema, path, str(note.values[1])):
                use = Use(path, note.line, note.kind == "same", note.function)
                found[holder(schema, target.key, name), name].add(use)
    for path, facts in project.files.items():
        if project.zone(path) is Zone.PRODUCTION:
            for call in facts.calls:
                if call.kwargs and call.path.rpartition(".")[2] in _METHODS:
                    _by_keyword(schema, path, call, found)
    return found


def _is_column(schema: Schema, path: str, other: str) -> bool:
    owner = other.rpartition(".")[0]
    return bool(owner) and owner[0] not in "?=" and schema.project.resolve(path, owner).kind == "class"


def _by_keyword(schema: Schema, path: str, call: CallFact, found: Used) -> None:
    """Adds what ``filter_by(name=x)`` and Django's ``filter(name__gt=x)`` compare."""
    key = _asked(schema, path, call)
    if key is not None:
        for keyword, _ in call.kwargs:
            name, _, lookup = keyword.partition("__")
            if (
                name not in schema.tables[key].columns
                and name.removesuffix("_id") in schema.tables[key].columns
            ):
                name = name.removesuffix("_id")  # the column of a foreign key, as Django calls it
            lookup = "" if lookup in ("id", "pk") else lookup
            if lookup in _SAME or lookup in _RANGES:
                use = Use(path, call.line, lookup in _SAME, call.function)
                found[holder(schema, key, name), name].add(use)


def holder(schema: Schema, key: Key, name: str) -> Key:
    """The class that declares an attribute: the model itself or one of its bases."""
    table = schema.tables[key]
    if name in table.columns:
        return key
    return next((above.key for above in schema.above(table) if name in above.columns), key)


def _asked(schema: Schema, path: str, call: CallFact) -> Key | None:
    """The model that a query is about: the receiver's manager, or what ``query(...)`` was given."""
    receiver = call.path.rpartition(".")[0]
    for mark in (".objects", ".query"):
        head, found, rest = receiver.partition(mark)
        if found and (rest == "" or rest.startswith((".", "("))):
            if rest.startswith("(") and rest[1:].partition(")")[0]:
                named = rest[1:].partition(")")[0]
                target = schema.project.resolver.symbol(path, named.rpartition(".")[2])
            else:
                target = schema.project.resolve(path, head)
            if target.kind == "class" and target.key in schema.tables:
                return target.key
    return None
