"""Commands of asynchronous clients of Redis that nobody awaits: they are made, and never sent."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.module import AWAITED, PASSED, RETURNED
from codereview.facts.paths import last_name

if TYPE_CHECKING:
    from codereview.facts.module import CallFact
    from codereview.facts.project import ProjectFacts

_ASYNCHRONOUS = ("redis.asyncio.", "aioredis.")
_CLIENTS = (*_ASYNCHRONOUS, "redis.")
# what is passed on or given back may be awaited there
_HANDED = AWAITED | PASSED | RETURNED


class Unsent:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project

    def holds(self, path: str, call: CallFact) -> bool:
        """Whether a call is one of an asynchronous client, and nothing awaits it."""
        if call.flags & _HANDED:
            return False
        client = call.path.rpartition(".")[0]
        target = self._project.resolve(path, client) if client[:1] not in "?=" else None
        if target is not None and target.kind == "external" and target.name.startswith(_CLIENTS):
            return target.name.startswith(_ASYNCHRONOUS)
        return last_name(client).lstrip("?") in self._attributes

    @cached_property
    def _attributes(self) -> frozenset[str]:
        """The names of attributes that hold asynchronous clients alone, whatever class has them."""
        held: dict[str, set[bool]] = {}
        for facts in self._project.files.values():
            for cls in facts.classes:
                for attr in cls.attrs:
                    if attr.path.startswith(_CLIENTS):
                        held.setdefault(attr.name, set()).add(attr.path.startswith(_ASYNCHRONOUS))
        return frozenset(name for name, kinds in held.items() if kinds == {True})
