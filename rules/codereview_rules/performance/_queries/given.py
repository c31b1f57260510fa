"""Which of the fields of a serializer are given: some are dropped as it is made, or it answers without them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.paths import last_name
from codereview.facts.resolve import Target
from codereview_rules.performance._queries.guards import Guards
from codereview_rules.performance._queries.listing import DROPS

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_DROPPING = ("fields.pop", "fields.clear", "fields.keys")
_CHOOSING_BASES = ("Polymorphic", "FlexField", "DynamicField", "Sparse", "QueryFields", "Expandable")
"""Parts of the names of bases that leave out what is not asked for."""


class Given:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project

    def arranged(self, key: Key) -> str:
        """What to look at where a serializer drops some of its fields as it is made."""
        for base in self.project.resolver.bases(key):
            if isinstance(base, str):
                if any(word in last_name(base) for word in _CHOOSING_BASES):
                    return f"which of its fields `{last_name(base)}` leaves out"
                continue
            cls = self.project.resolver.class_(base)
            drops = "__init__" in cls.methods and any(
                call.path.endswith(_DROPPING)
                for call in self.project.calls_in((base[0], cls.methods["__init__"]))
            )
            lines = {self.project.files[base[0]].functions[at].line for at in cls.methods.values()}
            if drops or any((base[0], line) in self._dropping for line in lines):
                return f"which of its fields `{cls.name}` leaves out"
        return ""

    def writes_itself(self, key: Key) -> bool:
        """Whether a serializer makes what it gives without its fields."""
        target = self.project.resolver.member(Target("instance", "", *key), "to_representation")
        return target.kind == "function" and not any(
            last_name(call.path) in ("to_representation", "super")
            for call in self.project.calls_in(target.key)
        )

    def chooses(self, key: Key) -> bool:
        """Whether a serializer has its own ``Meta``, whose ``fields`` may leave out what its bases declare."""
        facts = self.project.files[key[0]]
        name = f"{facts.classes[key[1]].qualname}.Meta"
        return any(cls.qualname == name for cls in facts.classes)

    @cached_property
    def _dropping(self) -> frozenset[tuple[str, int]]:
        notes = self.project.noted(Guards)
        return frozenset((path, one.line) for path, found in notes for one in found if one.kind == DROPS)
