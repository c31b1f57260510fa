"""Routes whose siblings nearly all name a protection and that name none, though something else could ask.

A middleware or a word in the code could mean that somebody asks who is calling, and alone that is reason enough for
silence. But where the siblings pass the same middleware and still name a dependency or decorator of their own, that
middleware does not do for them; and a word is no refusal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from codereview.facts.project import Key, ProjectFacts
from codereview.facts.routes.values import Guard, Route

from ..._syntax.patterns import lazy_pattern

_LEAST = 4
_SHARE = 0.75
_MOST = 60
_DEEPEST = 3
_WAY_IN = lazy_pattern(
    r"log_?in|log_?out|sign_?(?:in|up|out)|regist|token|refresh|callback|hook|health|ping|forgot|reset|recover|verif|"
    r"confirm|activat|public|guest|anonym|captcha|invit|share|subscribe|contact|feedback|oauth|sso|saml|setup|install|"
    r"(?:create|add|new)_?(?:user|account)|user_?create|^users?$|cart|basket|notif(?:y|ied)|^ipn|_ipn$|"
    r"alipay|paypal|stripe|wechat",
    re.IGNORECASE,
)
_REFUSES = lazy_pattern(
    r"\b40[13]\b|authoriz|authenticat|unauthor|forbid|current_?user|permission_?denied|is_(?:admin|staff|superuser|owner)",
    re.IGNORECASE,
)
_READS = lazy_pattern(
    r"token|jwt|cookie|signature|hmac|secret|passw|api_?key|credential|header|^\.session$|current|logged|principal|identity",
    re.IGNORECASE,
)


class Outnumbered:
    """The routes of a project that its siblings outnumber.

    Args:
        project: its facts.
        writes: whether a route is seen to write something.
    """

    def __init__(self, project: ProjectFacts, writes: Callable[[Route], bool]) -> None:
        self.project = project
        self.writes = writes
        self.hints = project.routes.verdicts.hints

    def of(self, routes: Sequence[Route]) -> Iterator[tuple[Route, list[Route], str]]:
        """The routes of one router that lack a protection, with the siblings that name it, and its name."""
        handlers = {route.handler for route in routes}
        if len(handlers) < _LEAST:
            return
        siblings = [route for route in routes if _own(route)]
        count = len({route.handler for route in siblings})
        if count < max(_LEAST - 1, _SHARE * len(handlers)):
            return
        usual = Counter(_own(route)[0].name for route in siblings).most_common(1)[0][0]
        shared = {g for g in siblings[0].guards if all(g in route.guards for route in siblings)}
        for route in routes:
            if self._is_bare(route, shared):
                yield route, siblings, usual

    def _is_bare(self, route: Route, shared: set[Guard]) -> bool:
        last = route.path.rstrip("/").rpartition("/")[2]
        if (
            route.protection == "known"
            or route.handler is None
            or not route.changes
            or route.conditional
            or route.of_class
        ):
            return False
        if _WAY_IN.search(route.name.rpartition(".")[2]) or _WAY_IN.search(last):
            return False
        others = [g for g in route.guards if g.authenticates is not False and g not in shared]
        if any(g.kind != "check" for g in others):
            return False
        shows = not {"GET", "*"}.isdisjoint(route.methods)  # a page that a form could be sent to
        return (not shows or self.writes(route)) and not self._refuses(route.handler)

    def _refuses(self, start: Key) -> bool:
        """Whether the handler, or what it calls, turns somebody away or reads what a caller shows."""
        seen, queue = {start}, [(start, 0)]
        while queue and len(seen) < _MOST:
            key, depth = queue.pop()
            function = self.project.function(key)
            words = self.hints.get((key[0], function.qualname, function.line), ())
            if any(_REFUSES.search(word) for word in words):
                return True
            if key == start and any(_READS.search(word) for word in words):
                return True
            for call in self.project.calls_in(key):
                if _REFUSES.search((call.written or call.path).rpartition(".")[2]):
                    return True
                callee = self.project.callee(self.project.resolve(key[0], call.path))
                if depth < _DEEPEST and callee is not None and callee not in seen:
                    seen.add(callee)
                    queue.append((callee, depth + 1))
        return False


def _own(route: Route) -> list[Guard]:
    """The guards that a route names itself."""
    return [g for g in route.guards if g.authenticates and g.level == "route"]
