"""Whether a handler is seen to come to a coroutine: what a server, a bot or a queue calls for each that waits.

A decorator that is of a library, a registration that is given the function, and a class that takes the library's for
its base say so. What no such function comes to may run in a worker or a job of its own, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property

from codereview.api import Zone
from codereview.facts.project import Key

from .makers import Makers
from .region import Regions

_MOST = 200
_NAMED = re.compile(r"(?:Handler|Consumer|Controller|Endpoint|Middleware|Resolver|View)s?\Z")
_PLAIN = frozenset({"object", "abc.ABC", "typing.Protocol", "typing.Generic", "enum.Enum", "Exception"})


class Handlers:
    """Answers for one project; remembered by coroutine.

    Args:
        regions: its calls and names.
    """

    def __init__(self, regions: Regions) -> None:
        self.project = regions.project
        self._regions = regions
        self._makers = Makers(regions.project)
        self._known: dict[Key, bool] = {}

    @cached_property
    def any(self) -> bool:
        """Whether the project has any: where it has none, its coroutines are for others to call."""
        return any(
            function.is_async and self.project.zone(key[0]) is Zone.PRODUCTION and self.is_one(key)
            for key, function in self.project.functions
        )

    def come_to(self, key: Key) -> bool:
        """Whether a function is a handler, or is called by one, through any number of functions."""
        if key not in self._known:
            self._known[key] = self._is_come_to(key)
        return self._known[key]

    def _is_come_to(self, key: Key) -> bool:
        seen, queue = {key}, [key]
        while queue and len(seen) <= _MOST:
            one = queue.pop()
            if self.is_one(one):
                return True
            callers = self._callers(one)
            if not callers and self._is_beside_one(one):
                return True
            for caller in callers:
                if caller[1] >= 0 and caller not in seen and self.project.zone(caller[0]) is not Zone.TESTS:
                    seen.add(caller)
                    queue.append(caller)
        return bool(queue)  # too much to say

    def _callers(self, key: Key) -> Collection[Key]:
        """Who calls a function; where nobody is seen to call a method, who makes what has it."""
        if (edges := self.project.callers.get(key)) or self.project.function(key).cls < 0:
            return [edge.caller for edge in edges or ()]
        return self._makers.of(key)

    def _is_beside_one(self, key: Key) -> bool:
        """Whether a handler stands in the file of a function: it may pick that from a table."""
        functions = self.project.files[key[0]].functions
        return self.project.function(key).parent < 0 and any(
            function.is_async and self.is_one((key[0], index)) for index, function in enumerate(functions)
        )

    def is_one(self, key: Key) -> bool:
        """Whether a library is given a function, by a decorator, a name or a class, or the class is named as one.

        Args:
            key: the function.
        """
        if self._regions.decorated(key) or self._regions.is_named(key):
            return True
        function = self.project.function(key)
        if function.parent >= 0 and self._regions.decorated((key[0], function.parent)):
            return True
        if function.cls < 0:
            return False
        if _NAMED.search(function.qualname.rpartition(".")[0]):
            return True  # who dispatches to it looks it up
        bases = self.project.resolver.bases((key[0], function.cls))
        return any(isinstance(base, str) and base.split("[")[0] not in _PLAIN for base in bases)
