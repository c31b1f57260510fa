"""Coroutines of Django projects to which only modules that routes and commands import lead: whether a loop that serves
runs them.

A view or command that is a plain function starts a loop for one coroutine and ends it: nobody else is on that loop.
What serves can be seen: views that are coroutines, consumers, bots, and tasks that are begun beside others.
"""

from __future__ import annotations

from codereview.api import Zone
from codereview.facts.module import AWAITED, ENTERED, ITERATED
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts

from .loops import PLAIN

_DJANGO = "(Django)"
_WAITED = AWAITED | ENTERED | ITERATED
_SERVING = frozenset("aiogram channels discord fastapi ninja pyrogram strawberry telegram telethon".split())
_GIVEN = frozenset({"request", "scope", "update", "message", "event"})
_OF_LANGUAGE = ("builtins.", "abc.", "typing.", "enum.")
_MOST = 60


class DjangoLoops:
    """Answers for one project; remembered by coroutine."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._known: dict[Key, bool] = {}

    def unserved(self, key: Key) -> bool:
        """Whether nothing that serves is seen to come to a coroutine of a file that Django alone leads to."""
        if not self._project.live.reachability.of(key[0]).by.endswith(_DJANGO):
            return False
        if key not in self._known:
            self._known[key] = not self._is_served(key)
        return self._known[key]

    def _is_served(self, key: Key) -> bool:
        """Whether a way to a coroutine begins with what a server or a bot calls, or with a task; where there are too
        many ways to say, it does."""
        seen, queue = {key}, [key]
        while queue and len(seen) <= _MOST:
            one = queue.pop()
            if self._is_called_by_others(one):
                return True
            for edge in self._project.callers.get(one, ()):
                caller = edge.caller
                if self._project.zone(caller[0]) is Zone.TESTS or caller[1] < 0 or caller in seen:
                    continue
                if not self._project.function(caller).is_async:
                    continue
                if self._project.function(one).is_async and not edge.call.flags & _WAITED:
                    return True
                seen.add(caller)
                queue.append(caller)
        return bool(queue)

    def _is_called_by_others(self, key: Key) -> bool:
        """Whether a function is decorated, is given a request first, or stands in a class of a framework or in a file
        that imports what serves."""
        function, project = self._project.function(key), self._project
        if any(last_name(path) not in PLAIN for path in function.decorators):
            return True
        if any(param.name in _GIVEN for param in function.params[:2]):
            return True
        bases = project.resolver.bases((key[0], function.cls)) if function.cls >= 0 else ()
        if any(isinstance(base, str) and not base.startswith(_OF_LANGUAGE) for base in bases):
            return True
        return any(item.module.partition(".")[0] in _SERVING for item in project.files[key[0]].imports)
