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

from codereview.facts.module import CONDITIONAL
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.routes.values import Guard, Route

from ..._syntax.patterns import lazy_pattern
from .callers import Callers
from .opened import declared_open, is_public, says_open

_LEAST = 4
_SHARE = 0.75
_MANY = 20
_NEARLY_ALL = 0.9
_MOST = 60
_DEEPEST = 3
_WAY_IN = lazy_pattern(
    r"log_?in|log_?out|sign_?(?:in|up|out)|regist|token|refresh|callback|hook|health(?!care)|(?<![a-z])ping|forgot|reset|"
    r"recover|verif|resend|(?<![a-z])t?otp(?![a-z])|public|guest|anonym|captcha|invit|oauth|"
    r"(?<![a-z])sso|saml|(?<![a-z])cart|basket|notif(?:y|ied)|"
    r"^ipn|_ipn$|(?:alipay|paypal|stripe|wechat)(?!_?(?:price|product|plan|customer|config|setting))",
    re.IGNORECASE,
)
_OPEN = frozenset({"public", "anonymous"})
"""Parts of a path under which everything is for strangers."""
_NEWCOMER = lazy_pattern(r"(?:create|add|new)_?(?:user|account)|user_?create|^users?$", re.IGNORECASE)
"""How somebody comes in for the first time, where no other route is for that."""
_SIGN_UP = lazy_pattern(r"regist(?:er|ration)|sign_?-?up", re.IGNORECASE)
_MANAGES = lazy_pattern(
    r"(?:admin_)?(?:approve|reject|delete|remove|archive|assign|update|edit|toggle|enable|disable|revoke|change)_",
    re.IGNORECASE,
)
"""What is done to one of the ways in, once there is one: ``reject_registration``."""
_FIRST = lazy_pattern(
    r"(?:^|_)init(?:_|$)|bootstrap|first_(?:admin|user)|confirm|(?<!de)activat|setup|install(?!ment)|share(?!d|holder)",
    re.IGNORECASE,
)
"""Ways in of those who are nobody yet; of one thing among many that the path names, they are none."""
_FORMS = lazy_pattern(r"contact|feedback|subscribe", re.IGNORECASE)
"""What strangers send; changed or deleted is what was sent."""
_STEP = lazy_pattern(
    r"(?:log|sign)[_-]?(?:in|up)|regist(?:er|ration)|(?:forgot|reset)[_-]?password|password[_-]?(?:reset|recovery)",
    re.IGNORECASE,
)
"""Parts of a path below which every route is a step of coming in."""
_COMES_BACK = lazy_pattern(
    r"^(?:success|succeeded|return|complete[d]?|cancel(?:led)?|thank-?you)$", re.IGNORECASE
)
_BROUGHT = lazy_pattern(
    r"^(?:checkout_)?session_id$|^payment_(?:intent|id)$|^(?:state|code|order_token)$", re.IGNORECASE
)
"""Where another system, such as one of payments, sends people back to, and what only who was there can bring."""
_OF_ONE = lazy_pattern(r"\{\w*(?:id|pk|key|uuid|slug)(?::\w+)?\}|<(?:\w+:)?\w*(?:id|pk|key|uuid|slug)>")
_CHANGES = lazy_pattern(
    r"(?:bulk|mass|batch|api|do|handle|post|force|auto|quick)?_?(?:create|add|insert|update|upsert|edit|change|set_|"
    r"toggle|rename|delete|remove|drop|purge|clear|cancel|archive|restore|approve|reject|(?:un)?assign|merge|dedup|move|"
    r"close|reopen|save|store_|enable|disable|(?:un)?publish|import|upload|start|stop|pause|resume|trigger|run_|sync|"
    r"retry|dismiss|release|re_?index|rebuild|acknowledge|resolve(?!_\w*(?:layout|path|ur[il]|name|address|config))|escalate|rollback|mark_|submit|transfer|grant|revoke|block|ban_|(?:un)?lock|complete|copy|duplicate|clone|"
    r"schedule|re_?schedule|(?:de_?)?activate|clean_?up|(?:dis)?connect|promote|demote|quarantine|deploy|restart|seed|"
    r"(?:un)?link|attach|detach|replace|swap|reorder|patch|put_|write|execute|decide|report_)|"
    r"\w+_(?:create|add|update|edit|delete|remove|clean_?up|clear|purge|import|upload|sync|toggle)$",
    re.IGNORECASE,
)
"""How handlers are called that change something."""
_REFUSES = lazy_pattern(
    r"\b40[13]\b|authoriz|authenticat|unauthor|forbid|current_?user|permission_?denied|is_(?:admin|staff|superuser|owner)",
    re.IGNORECASE,
)
_TURNS_AWAY = lazy_pattern(r"\b40[13]\b|unauthor|forbid|permission_?denied", re.IGNORECASE)
_ADMITS = lazy_pattern(r"(?:^|[._])(?:maybe|optional|try)_|_(?:optional|or_none|if_any)$", re.IGNORECASE)
"""Names of what looks who is calling, and lets nobody in particular in."""
_SHOWN = lazy_pattern(
    r"401|unauthor|current_?user|(?:api|access|auth|device|agent)_?token|hmac|signature|compare_digest|passw|(?:verify|check|valid)\w*(?:token|key|secret)",
    re.IGNORECASE,
)
"""What even code asks for that is given plain values."""
_CONTEXT = lazy_pattern(
    r"401|unauthor|current_?user|request_?user|logged_?in|principal|identity|is_authenticated|context_?user",
    re.IGNORECASE,
)
"""What code asks for that is given nothing of its caller: what something else keeps of him."""
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
        self.callers = Callers(project)

    def of(self, routes: Sequence[Route]) -> Iterator[tuple[Route, list[Route], str, str]]:
        """The routes of one router that lack a protection, with the siblings that name it, its name, and in words of
        how many routes they are the most."""
        counted = [route for route in routes if _own(route) or not self._is_apart(route)]
        considered, siblings = routes, _majority(counted)
        if not siblings:  # the others may be open to everyone on purpose
            considered = [route for route in routes if route.changes]
            counted = [route for route in counted if route.changes]
            siblings = _majority(counted) or self._all_but_one(routes) or self._all_but_one(considered)
        if not siblings:
            return
        alone = siblings[0].router != routes[0].router
        if not alone and len(siblings) * 2 < len({route.handler for route in considered}):
            return  # the ways in are the most here
        those = "routes beside it" if considered is routes else "routes beside it that change something"
        beside = f"{len(considered) - 1} {those}"
        if alone:
            beside = f"{len(self._changing(routes[0].application))} routes of this application that change something"
        usual = Counter(_own(route)[0].name for route in siblings).most_common(1)[0][0]
        shared = {g for g in siblings[0].guards if all(g in route.guards for route in siblings)}
        for route in considered:
            if self._is_bare(route, shared) and (considered is routes or not is_public(route)):
                yield route, siblings, usual, beside

    def _is_apart(self, route: Route) -> bool:
        """Whether a route is none of those that a guard is for: a way in, or one whose own code turns people away."""
        checks = (g.name for g in route.guards if g.kind == "check")
        return self._is_way_in(route) or any(_TURNS_AWAY.search(name) for name in checks)

    def _all_but_one(self, routes: Sequence[Route]) -> list[Route]:
        """The routes of a small router that name a protection, where one does not and hardly any of the application;
        of a router that has no others, those of the application."""
        handlers = {route.handler for route in routes}
        siblings = [route for route in routes if _own(route)]
        alone = len(handlers) < _LEAST - 1
        if not handlers or (not alone and len({route.handler for route in siblings}) != len(handlers) - 1):
            return []
        changing = self._changing(routes[0].application)
        known = {route.handler for route in changing if route.protection == "known"}
        total = len({route.handler for route in changing})
        if total < _MANY or len(known) < _NEARLY_ALL * total:
            return []
        return [route for route in changing if _own(route)] if alone else siblings

    def _changing(self, application: str) -> list[Route]:
        """The routes of an application that change something and are for those who are known."""
        routes = self.by_application.get(application, ())
        return [route for route in routes if route.changes and not self._is_apart(route)]

    def _changes(self, route: Route) -> bool:
        """Whether a route says more of itself than that it is sent something, which may only be worked with."""
        name = route.name.rpartition(".")[2]
        return route.methods != ("POST",) or _CHANGES.match(name) is not None or self.writes(route)

    def _is_bare(self, route: Route, shared: set[Guard]) -> bool:
        if (
            route.protection == "known"
            or route.handler is None
            or not route.changes
            or route.conditional
            or route.of_class
            or says_open(self.project, route.handler)
            or declared_open(route)
        ):
            return False
        if self._is_way_in(route):
            return False
        # a dependency that the route names itself, and that cannot be told, may be what asks; also where all name it
        others = [
            g
            for g in route.guards
            if g.authenticates is not False and (g not in shared or g.level == "route")
        ]
        if any(g.kind != "check" and not self.callers.only_brings(route, g) for g in others):
            return False
        shows = not {"GET", "*"}.isdisjoint(route.methods)  # a page that a form could be sent to
        if not (self.writes(route) if shows else self._changes(route)) or self._only_answers(route.handler):
            return False
        return not self._refuses(route)

    def _is_way_in(self, route: Route) -> bool:
        """Whether a route is for those who are nobody yet, or for forms that strangers send."""
        name, last = route.name.rpartition(".")[2], route.path.rstrip("/").rpartition("/")[2]
        of_one = _OF_ONE.search(route.path) is not None
        manages = of_one and _MANAGES.match(name) is not None
        handler = None if route.of_class else route.handler
        given = self.project.function(handler).params if handler is not None else ()
        if any(_SIGN_UP.search(param.annotation.rpartition(".")[2]) for param in given):
            return True
        parts = route.path.split("/")
        if not _OPEN.isdisjoint(parts) or any(_STEP.fullmatch(part) for part in parts):
            return True
        if (_COMES_BACK.search(last) or name.endswith("_success")) and any(
            _BROUGHT.search(param.name) for param in given
        ):
            return True
        for word in (name, last):
            if (_WAY_IN.search(word) and not manages) or (_FIRST.search(word) and not of_one):
                return True
            if _FORMS.search(word) and not (of_one and "POST" not in route.methods):
                return True
            if _NEWCOMER.search(word) and not of_one and not self._signs_up(route):
                return True
        return False

    def _signs_up(self, route: Route) -> bool:
        """Whether another route of the application is where people sign up."""
        return any(
            other.handler != route.handler and other.changes and _SIGN_UP.search(f"{other.path} {other.name}")
            for other in self.by_application.get(route.application, ())
        )

    def _only_answers(self, handler: Key) -> bool:
        """Whether a handler does nothing but answer: ``raise HTTPException(410)``, ``return JSONResponse(...)``; one
        that calls nothing is still to be written."""
        calls = self.project.calls_in(handler)
        names = {(call.written or call.path).rpartition(".")[2] for call in calls}
        answers = all(name == "abort" or name.endswith(("Exception", "Error", "Response")) for name in names)
        return not calls or (answers and any(not call.flags & CONDITIONAL for call in calls))

    def _refuses(self, route: Route) -> bool:
        """Whether the handler, or what it calls, turns somebody away or reads what a caller shows. Code that is given
        nothing of the caller can refuse an action (403) and not a person."""
        start = route.handler
        assert start is not None
        sees = self.callers.sees(route)
        sent = sees or self.callers.carries(route)
        asked = sees and self.callers.only_requests(route)
        seen, queue = {start}, [(start, 0, True)]
        while queue and len(seen) < _MOST:
            key, depth, told = queue.pop()
            function = self.project.function(key)
            words = self.hints.get((key[0], function.qualname, function.line), ())
            if not sees and key != start:  # what it is handed is the caller's, who knows nobody
                words = tuple(set(words).difference(param.name for param in function.params))
            refuses = (
                _REFUSES
                if (sees and told) or (sent and key == start)
                else _SHOWN
                if sent and told
                else _CONTEXT
            )
            if key == start and any(_TURNS_AWAY.search(word) for word in words):
                return True
            if any(refuses.search(word) for word in words):
                return True
            own = [word for word in words if sees or word != "headers"]  # those of a request that it sends
            if sent and key == start and any(_READS.search(word) for word in own):
                return True
            for call in self.project.calls_in(key):
                if refuses.search((call.written or call.path).rpartition(".")[2]):
                    return True
                callee = self.project.callee(self.project.resolve(key[0], call.path))
                if depth < _DEEPEST and callee is not None and callee not in seen:
                    seen.add(callee)
                    handed = told and (not asked or key != start or self.callers.hands_request(key, call))
                    queue.append((callee, depth + 1, handed))
        return False


def _majority(routes: Sequence[Route]) -> list[Route]:
    """The routes that name a protection, where they are nearly all; none where they are not."""
    handlers = {route.handler for route in routes}
    siblings = [route for route in routes if _own(route)]
    count = len({route.handler for route in siblings})
    return siblings if len(handlers) >= _LEAST and count >= max(_LEAST - 1, _SHARE * len(handlers)) else []


def _own(route: Route) -> list[Guard]:
    """The guards that a route names itself."""
    return [g for g in route.guards if g.authenticates and g.level == "route" and not _ADMITS.search(g.name)]
