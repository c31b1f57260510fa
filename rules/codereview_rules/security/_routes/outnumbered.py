"""Routes whose siblings nearly all name a protection and that name none, though something else could ask.

A middleware or a word in the code could mean that somebody asks who is calling, and alone that is reason enough for
silence. But where the siblings pass the same middleware and still name a dependency or decorator of their own, that
middleware does not do for them; and a word is no refusal. Siblings are all routes of the router or, where it shows to
strangers what it has, those that change something.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from codereview.facts.project import Key, ProjectFacts
from codereview.facts.routes.values import Guard, Route

from ..._syntax.patterns import lazy_pattern
from .opened import is_public, says_open

_LEAST = 4
_SHARE = 0.75
_MANY = 20
_NEARLY_ALL = 0.9
_MOST = 60
_DEEPEST = 3
_WAY_IN = lazy_pattern(
    r"log_?in|log_?out|sign_?(?:in|up|out)|regist|token|refresh|callback|hook|health(?!care)|(?<![a-z])ping|forgot|reset|"
    r"recover|verif|public|guest|anonym|captcha|invit|oauth|"
    r"(?<![a-z])sso|saml|"
    r"(?:create|add|new)_?(?:user|account)|user_?create|^users?$|(?<![a-z])cart|basket|notif(?:y|ied)|"
    r"^ipn|_ipn$|(?:alipay|paypal|stripe|wechat)(?!_?(?:price|product|plan|customer|config|setting))",
    re.IGNORECASE,
)
_FIRST = lazy_pattern(r"confirm|(?<!de)activat|setup|install(?!ment)|share(?!d|holder)", re.IGNORECASE)
"""Ways in of those who are nobody yet; of one thing among many that the path names, they are none."""
_FORMS = lazy_pattern(r"contact|feedback|subscribe", re.IGNORECASE)
"""What strangers send; changed or deleted is what was sent."""
_OF_ONE = lazy_pattern(r"\{\w*(?:id|pk|key|uuid|slug)(?::\w+)?\}|<(?:\w+:)?\w*(?:id|pk|key|uuid|slug)>")
_CHANGES = lazy_pattern(
    r"(?:bulk|mass|batch|api|do|handle|post|force|auto|quick)?_?(?:create|add|insert|update|upsert|edit|change|set_|"
    r"toggle|rename|delete|remove|drop|purge|clear|cancel|archive|restore|approve|reject|(?:un)?assign|merge|dedup|move|"
    r"close|reopen|save|store_|enable|disable|(?:un)?publish|import|upload|start|stop|pause|resume|trigger|run_|sync|"
    r"retry|dismiss|release|re_?index|rebuild|acknowledge|resolve(?!_\w*(?:layout|path|ur[il]|name|address|config))|escalate|rollback|mark_|submit|transfer|grant|revoke|block|ban_|(?:un)?lock|complete|copy|duplicate|clone|"
    r"(?:un)?link|attach|detach|replace|swap|reorder|patch|put_|write|execute|decide|report_)",
    re.IGNORECASE,
)
"""How handlers are called that change something."""
_REFUSES = lazy_pattern(
    r"\b40[13]\b|authoriz|authenticat|unauthor|forbid|current_?user|permission_?denied|is_(?:admin|staff|superuser|owner)",
    re.IGNORECASE,
)
_SHOWN = lazy_pattern(
    r"401|unauthor|current_?user|(?:api|access|auth|device|agent)_?token|hmac|signature|compare_digest|passw|(?:verify|check|valid)\w*(?:token|key|secret)",
    re.IGNORECASE,
)
"""What even code asks for that is given plain values."""
_CALLER = lazy_pattern(
    r"(?:^|_)(?:user|account|member|actor|caller|viewer|me)$|"
    r"^x_|auth|token|signature|cookie|identity|principal|api_?key|session_?id",
    re.IGNORECASE,
)
"""Names of parameters that hold who is calling, or what he shows."""
_WHOLE = lazy_pattern(r"(?:^|[.!])(?:Request|HTTPConnection|WebSocket)!?$|Header|Cookie|Security")
_READS = lazy_pattern(
    r"(?<!lock_)token(?!s\b|_count|_usage|_limit|iz)|jwt|cookie|signature|hmac|secret|passw|api_?key|credential|header|^\.session$|current|logged|principal|identity",
    re.IGNORECASE,
)


class Outnumbered:
    """The routes of a project that its siblings outnumber.

    Args:
        project: its facts.
        writes: whether a route is seen to write something.
        by_application: the routes of each application.
    """

    def __init__(
        self,
        project: ProjectFacts,
        writes: Callable[[Route], bool],
        by_application: Mapping[str, Sequence[Route]],
    ) -> None:
        self.project = project
        self.by_application = by_application
        self.writes = writes
        self.hints = project.routes.verdicts.hints

    def of(self, routes: Sequence[Route]) -> Iterator[tuple[Route, list[Route], str, int]]:
        """The routes of one router that lack a protection, with the siblings that name it, its name, and of how many
        routes they are the most."""
        considered, siblings = routes, _majority(routes)
        if not siblings:  # the others may be open to everyone on purpose
            considered = [route for route in routes if route.changes]
            siblings = _majority(considered) or self._all_but_one(routes) or self._all_but_one(considered)
        if not siblings:
            return
        usual = Counter(_own(route)[0].name for route in siblings).most_common(1)[0][0]
        shared = {g for g in siblings[0].guards if all(g in route.guards for route in siblings)}
        for route in considered:
            if self._is_bare(route, shared) and (considered is routes or not is_public(route)):
                yield route, siblings, usual, len(considered)

    def _all_but_one(self, routes: Sequence[Route]) -> list[Route]:
        """The routes of a small router that name a protection, where one does not and hardly any of the application."""
        handlers = {route.handler for route in routes}
        siblings = [route for route in routes if _own(route)]
        if len(handlers) < _LEAST - 1 or len({route.handler for route in siblings}) != len(handlers) - 1:
            return []
        changing = [route for route in self.by_application.get(routes[0].application, ()) if route.changes]
        known = {route.handler for route in changing if route.protection == "known"}
        total = len({route.handler for route in changing})
        return siblings if total >= _MANY and len(known) >= _NEARLY_ALL * total else []

    def _changes(self, route: Route) -> bool:
        """Whether a route says more of itself than that it is sent something, which may only be worked with."""
        name = route.name.rpartition(".")[2]
        return route.methods != ("POST",) or _CHANGES.match(name) is not None or self.writes(route)

    def _is_bare(self, route: Route, shared: set[Guard]) -> bool:
        last = route.path.rstrip("/").rpartition("/")[2]
        if (
            route.protection == "known"
            or route.handler is None
            or not route.changes
            or route.conditional
            or route.of_class
            or says_open(self.project, route.handler)
        ):
            return False
        for word in (route.name.rpartition(".")[2], last):
            of_one = _OF_ONE.search(route.path) is not None
            if _WAY_IN.search(word) or (_FIRST.search(word) and not of_one):
                return False
            if _FORMS.search(word) and not (of_one and "POST" not in route.methods):
                return False
        # a dependency that the route names itself, and that cannot be told, may be what asks; also where all name it
        others = [
            g
            for g in route.guards
            if g.authenticates is not False and (g not in shared or g.level == "route")
        ]
        if any(g.kind != "check" for g in others):
            return False
        shows = not {"GET", "*"}.isdisjoint(route.methods)  # a page that a form could be sent to
        if not (self.writes(route) if shows else self._changes(route)) or self._only_answers(route.handler):
            return False
        return not self._refuses(route.handler, self._sees(route))

    def _only_answers(self, handler: Key) -> bool:
        """Whether a handler does nothing but answer: ``raise HTTPException(410)``, ``return JSONResponse(...)``."""
        calls = self.project.calls_in(handler)
        names = {(call.written or call.path).rpartition(".")[2] for call in calls}
        return bool(names) and all(
            name == "abort" or name.endswith(("Exception", "Error", "Response")) for name in names
        )

    def _sees(self, route: Route) -> bool:
        """Whether a handler is given more of its caller than the values that its parameters name."""
        if route.framework != "fastapi" or route.handler is None:
            return True
        function = self.project.function(route.handler)
        given = {function.qualname: function}
        for guard in route.guards:
            if guard.kind == "dependency" and guard.level == "route":
                found = self.project.resolve(route.handler[0], f"@.{guard.name}")
                key = self.project.callee(found)
                if key is None:
                    return True
                given[guard.name] = self.project.function(key)
        return any(
            _CALLER.search(p.name) or _WHOLE.search(p.annotation) or _WHOLE.search(p.default)
            for f in given.values()
            for p in f.params
        )

    def _refuses(self, start: Key, sees: bool = True) -> bool:
        """Whether the handler, or what it calls, turns somebody away or reads what a caller shows. Code that is given
        nothing of the caller can refuse an action (403) and not a person."""
        seen, queue = {start}, [(start, 0)]
        while queue and len(seen) < _MOST:
            key, depth = queue.pop()
            function = self.project.function(key)
            words = self.hints.get((key[0], function.qualname, function.line), ())
            if not sees and key != start:  # what it is handed is the caller's, who knows nobody
                words = tuple(set(words).difference(param.name for param in function.params))
            refuses = _REFUSES if sees or key == start else _SHOWN
            if any(refuses.search(word) for word in words):
                return True
            if key == start and any(_READS.search(word) for word in words):
                return True
            for call in self.project.calls_in(key):
                if refuses.search((call.written or call.path).rpartition(".")[2]):
                    return True
                callee = self.project.callee(self.project.resolve(key[0], call.path))
                if depth < _DEEPEST and callee is not None and callee not in seen:
                    seen.add(callee)
                    queue.append((callee, depth + 1))
        return False


def _majority(routes: Sequence[Route]) -> list[Route]:
    """The routes that name a protection, where they are nearly all; none where they are not."""
    handlers = {route.handler for route in routes}
    siblings = [route for route in routes if _own(route)]
    count = len({route.handler for route in siblings})
    return siblings if len(handlers) >= _LEAST and count >= max(_LEAST - 1, _SHARE * len(handlers)) else []


def _own(route: Route) -> list[Guard]:
    """The guards that a route names itself."""
    return [g for g in route.guards if g.authenticates and g.level == "route"]
