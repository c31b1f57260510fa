"""Queries of Django that give one row at most: they are narrowed to one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codereview.facts import module as m
from codereview_rules.performance._queries.asked import Askers

if TYPE_CHECKING:
    from codereview.facts.module import FileFacts
    from codereview.facts.project import Key, ProjectFacts
    from codereview_rules.performance._queries.kinds import Value
    from codereview_rules.performance._queries.values import Values

_NARROWS = (".filter", ".filter_by")
_KEYS = frozenset({"id", "pk"})


class Single:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts, values: Values) -> None:
        self.project = project
        self.values = values
        self.askers = Askers(project)

    def of_loop(self, path: str, facts: FileFacts, index: int) -> bool:
        """Whether a loop that stands in no other one runs over one row at most."""
        loop = facts.loops[index]
        if loop.parent >= 0 or loop.kind == "while" or not loop.iterable.endswith(")"):
            return False
        return self.of_rows(path, loop.function, loop.iterable, (loop.end_line, loop.end_column))

    def of_rows(self, path: str, function: int, rows: str, at: tuple[int, int], branch: bool = False) -> bool:
        """Whether a query, as a path up to a place of a function has it, compares a key of its own model; ``branch``
        where that place stands under a condition, as what builds the query then may."""
        if "filter" not in rows:
            return False
        value = self.values.of(path, rows)
        if value is None or value.kind not in ("query", "rows"):
            return False
        keys = _KEYS | self._unique(value)
        return any(
            call.path.endswith(_NARROWS)
            and rows.startswith(f"{call.path}(")
            and (branch or not call.flags & m.CONDITIONAL)
            and any(name in keys for name, _ in call.kwargs)
            for call in self.askers.built(path, function, rows, at)
        )

    def lacks(self, path: str, function: int, relation: str) -> bool:
        """Whether a function keeps only rows that have none of a relation: where it asks for that in all cases."""
        asked = ((f"{relation}__isnull", "=True"), (relation, "=None"))
        return function >= 0 and any(
            call.path.endswith(_NARROWS)
            and not call.flags & m.CONDITIONAL
            and not {*asked}.isdisjoint(call.kwargs)
            for call in self.project.calls_in((path, function))
        )

    def _unique(self, value: Value) -> set[str]:
        """The fields of a model that no two rows have alike."""
        found: set[str] = set()
        for key in self.project.resolver.bases(value.model) if value.model is not None else ():
            found.update(self._unique_of(key) if not isinstance(key, str) else ())
        return found

    def _unique_of(self, key: Key) -> set[str]:
        return {
            attr.name
            for attr in self.project.resolver.class_(key).attrs
            if {("unique", "=True"), ("primary_key", "=True")} & set(attr.kwargs)
        }
