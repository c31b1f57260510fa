"""Which rows a query asks for: its model and the column that is compared, read from the calls it is built
of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from codereview.facts.paths import SPREAD, last_name

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, RefFact
    from codereview.facts.project import ProjectFacts

Part = TypeVar("Part", "CallFact", "RefFact")
_FILTERS = frozenset({"filter", "filter_by", "get", "aget", "exclude", "where", "get_or_none", "find_one"})
_AGGREGATES = tuple(
    f"{library}.func.{name}"
    for library in ("sqlalchemy", "sqlmodel")
    for name in ("count", "sum", "max", "min", "avg")
)
_NO_KEYS = frozenset({"**", "defaults", "with_for_update", "options", "session", "using"})
_BY_ID = frozenset({"get", "get_one", "get_or_404", "get_by_id"})
_OF_MANY = frozenset(
    {"all", "values", "values_list", "first", "last", "exists", "order_by", "select_related", "only"}
)
_OF_PLACES = frozenset(
    "within intersects covers coveredby dwithin distance_lt distance_lte overlaps crosses touches bbcontains".split()
)
_FIRST = frozenset({"first", "afirst", "last", "alast", "limit"})
_NEWEST = frozenset({"latest", "alatest", "earliest", "aearliest"})
_MOST_CALLS = 8
_OF_ITSELF = re.compile(r"@\.\w+\(\)\.\w+")
"""What an object has that a method is called on, which may be what a loop runs over."""
_ENTITIES = frozenset({"select", "query", "delete", "update", "insert", "select_from", "exists"})


class Asked(NamedTuple):
    """``model`` is the class's name or empty; ``key`` the one column that is compared with what varies.
    ``unclear``: there are several, so a single filter for many values has to be worked out. ``counted``: the
    query gives numbers, not rows. ``given``: the values of its keyword filters, if it has no others.
    ``batch``: it asks for many keys at once. ``adds``: some of its numbers are sums and the like.
    ``placed``: it asks for what lies in or near something. ``top``: it takes the first of the ordered rows of each
    item. ``conditions``: how many its filters have. ``built``: some come from a list that was put together before."""

    model: str = ""
    key: str = ""
    unclear: bool = False
    counted: bool = False
    given: tuple[str, ...] = ()
    batch: bool = False
    adds: bool = False
    placed: bool = False
    top: bool = False
    conditions: int = 0
    built: bool = False


class Askers:
    """Reads queries; the calls of a file are put in order once."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._calls: dict[tuple[str, int], list[CallFact]] = {}
        self._refs: dict[tuple[str, int], list[RefFact]] = {}
        self._named: dict[tuple[str, int, str], list[CallFact]] = {}
        self._sorted: set[str] = set()

    def of(self, file: str, call: CallFact) -> Asked:
        """What the query that a call runs asks for."""
        self._sort(self.project.files[file])
        spans = [call, *self._builders(file, call)]
        key = (file, call.function)
        parts = _within(self._calls.get(key, []), spans)
        refs = _within(self._refs.get(key, []), spans)
        numbers = [part.path for part in parts if part.path.startswith(_AGGREGATES)]
        found = self._asked(call, parts, refs)
        return found._replace(
            top=bool(found.key or found.unclear) and not found.counted and _is_top(parts),
            batch=any(_is_batch(part) for part in parts),
            adds=not all(path.endswith(".count") for path in numbers),
            placed=any(_is_placed(name, value) for part in parts for name, value in part.kwargs),
            conditions=sum(map(_conditions, parts)),
            built=any(_is_built(part) for part in parts),
        )

    def _asked(self, call: CallFact, parts: list[CallFact], refs: list[RefFact]) -> Asked:
        model = _model(parts)
        counted = any(part.path.startswith(_AGGREGATES) for part in parts)
        filters = [part for part in parts if part.path.rpartition(".")[2] in _FILTERS]
        if call.path.rpartition(".")[2] in _BY_ID and call.args:
            return Asked(model, "", False, counted)
        names = set(_keywords(filters) or _columns(refs, parts, model))
        if not names:
            return Asked(model, "", bool(filters) or call.path.rpartition(".")[2] in _OF_MANY, counted)
        made = {
            key for part in filters if part.varies >= 0 for key, value in part.kwargs if value.endswith(")")
        }
        name = names.pop() if len(names) == 1 and not made - names - _NO_KEYS else ""
        if "__" in name or (model and not _keywords(filters) and _is_of_more(refs, model)):
            name = ""
        given = tuple(value for part in filters for name_, value in part.kwargs if name_ not in _NO_KEYS)
        plain = not any(part.args for part in filters)
        return Asked(model, "" if name in ("id", "pk") else name, not name, counted, given if plain else ())

    def built(self, file: str, function: int, path: str, at: tuple[int, int]) -> list[CallFact]:
        """The calls that the query of a path was built by, for each the nearest before a place, with those in them."""
        self._sort(self.project.files[file])
        spans = list(self._chain(file, function, path, at))
        return _within(self._calls.get((file, function), []), spans)

    def _builders(self, file: str, call: CallFact) -> Iterator[CallFact]:
        """The calls that a query held in names was built by, for each the nearest before its use."""
        for path in (call.path.rpartition(".")[0], *call.args[:1]):
            yield from self._chain(file, call.function, path, (call.end_line, call.end_column))

    def _chain(self, file: str, function: int, path: str, at: tuple[int, int]) -> Iterator[CallFact]:
        """The calls of a path, from the last to the first."""
        for _ in range(_MOST_CALLS):
            if not path.endswith(")") or path[0] == "=":
                break
            head = path[: path.rindex("(")]
            calls = self._named.get((file, function, head), [])
            before = bisect_right(calls, at, key=_start)
            if before:
                yield calls[before - 1]
                at = _start(calls[before - 1])
            path = head.rpartition(".")[0]

    def _sort(self, facts: FileFacts) -> None:
        if facts.path in self._sorted:
            return
        self._sorted.add(facts.path)
        for call in sorted(facts.calls, key=_start):
            self._calls.setdefault((facts.path, call.function), []).append(call)
            self._named.setdefault((facts.path, call.function, call.path), []).append(call)
        for ref in sorted(facts.refs, key=_start):
            self._refs.setdefault((facts.path, ref.function), []).append(ref)


def _start(part: CallFact | RefFact) -> tuple[int, int]:
    return part.line, part.column


def _within(items: Sequence[Part], spans: list[CallFact]) -> list[Part]:
    """The items in some spans, in the order of the text; ``items`` are in it."""
    found: dict[int, Part] = {}
    for span in spans:
        end = (span.end_line, span.end_column)
        first = bisect_left(items, _start(span), key=_start)
        for item in items[first : bisect_right(items, end, key=_start)]:
            if (item.end_line, item.end_column) <= end:
                found[id(item)] = item
    return sorted(found.values(), key=_start)


def _is_batch(part: CallFact) -> bool:
    """Whether a part of a query compares with the many keys that one round has."""
    if part.varies < 0:
        return False
    return part.path.endswith(".in_") or any(
        name.endswith("__in") and value[:1] != "=" for name, value in part.kwargs
    )


def _is_top(parts: list[CallFact]) -> bool:
    """Whether a query is ordered, and gives the first row or rows alone."""
    names = {part.path.rpartition(".")[2] for part in parts}
    return not names.isdisjoint(_NEWEST) or ("order_by" in names and not names.isdisjoint(_FIRST))


def _conditions(part: CallFact) -> int:
    """How many conditions a part of a query has."""
    if part.path.rpartition(".")[2] not in _FILTERS:
        return 0
    return len(part.args) + sum(name not in _NO_KEYS for name, _ in part.kwargs)


def _is_built(part: CallFact) -> bool:
    """``where(*conditions)``"""
    return SPREAD in part.args and part.path.rpartition(".")[2] in _FILTERS


def _is_placed(name: str, value: str) -> bool:
    """Whether a keyword of a filter compares with a place that the item has."""
    return name.rpartition("__")[2] in _OF_PLACES and "[]" in value


def _model(parts: list[CallFact]) -> str:
    """The class that a query is for."""
    found = ""
    for part in parts:
        name = part.path.rpartition(".")[2]
        if name not in _ENTITIES or not part.args:
            continue
        owner = next((word for word in reversed(part.args[0].split(".")) if word[:1].isupper()), "")
        if owner.isidentifier() and (not found or name == "select_from"):
            found = owner
    if found:
        return found
    for part in parts:  # select(func.count(Order.id))
        if part.path.startswith(_AGGREGATES) and part.args and "(" not in part.args[0]:
            words = part.args[0].split(".")
            if len(words) > 1 and words[-2][:1].isupper():
                return words[-2]
    return ""


def _columns(refs: list[RefFact], parts: list[CallFact], model: str) -> set[str]:
    """The column of a model that is compared with what varies (``Order.user_id == user.id``); all columns that
    are named where that is not told."""
    named, before = [], set()
    for at, ref in enumerate(refs):
        column = _column(ref.path, model)
        if column:
            named.append(column)
            after = refs[at + 1] if at + 1 < len(refs) else None
            if after is not None and after.varies >= 0 and not _column(after.path, model):
                before.add(column)
    named += [_column(part.path[:-4], model) for part in parts if part.path.endswith(".in_")]
    return before or set(named) - {""}


def _is_of_more(refs: list[RefFact], model: str) -> bool:
    """Whether what varies is compared with a column of another model too, or more than once with one of its own."""
    found = [
        (_column(ref.path, ""), _column(ref.path, model))
        for ref, after in pairwise(refs)
        if ref.varies < 0 and after.varies >= 0
    ]
    compared = [own for column, own in found if column]
    return "" in compared or len(set(compared)) < len(compared)


def _column(path: str, model: str) -> str:
    """``user_id`` of ``app.models.Order.user_id``; of the model only, if that is known."""
    words = path.split(".")
    if len(words) < 2 or not words[-2][:1].isupper() or (model and words[-2] != model):
        return ""
    return words[-1]


def _keywords(filters: list[CallFact]) -> list[str]:
    """The names of keyword filters whose values vary: with elements, else parameters, else other names."""
    given = [
        (name, value)
        for part in filters
        for name, value in part.kwargs
        if not value.startswith("=") and name not in _NO_KEYS
    ]
    for fits in (_is_element, _is_parameter):
        names = [name for name, value in given if fits(value)]
        # what is unknown may be the same in all rounds
        if names and not any("[]" in value for _, value in given):
            names += [name for name, value in given if _OF_ITSELF.match(value) and name not in names]
        if names:
            return names
    return [name for name, _ in given]


def _is_element(value: str) -> bool:
    return "[]" in value or value.startswith("?")


def _is_parameter(value: str) -> bool:
    return (last_name(value) != "" and value[0] == "%") or _OF_ITSELF.match(value) is not None
