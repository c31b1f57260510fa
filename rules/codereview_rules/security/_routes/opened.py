"""Routes that change something and ask nobody who is calling."""

from __future__ import annotations

import re
from collections import defaultdict

from codereview.facts.project import Key, ProjectFacts
from codereview.facts.routes.hints import OPEN
from codereview.facts.routes.values import Route
from codereview.model import Zone

from ..._syntax.patterns import lazy_pattern

# what is open to strangers on purpose: the ways in, what machines call, forms for everyone
_PUBLIC = lazy_pattern(
    r"log_?[io]n|log_?out|sign_?(in|up|out)|regist|token|refresh|auth(?!or(?!i))|(?<![a-z])sso|saml|callback|hook|health|"
    r"(?<![a-z])ping|heartbeat|contact|subscri|newsletter|forgot|reset|recover|verif|confirm|activat|passw|public|guest|"
    r"anonym|captcha|csp|feedback|track|analytic|metric|survey|vote|(?<![a-z])cart|basket|checkout|order|"
    r"(?<![a-z])pay(?!load|roll)|(?<![a-z])ipn|stripe|twilio|telegram|slack|whatsapp|docs|demo|"
    r"(?<![a-z])test(?!imon)|search|query|preview|share|internal|invit|waitlist|unsubscribe|onboard|setup|install|"
    r"session|join|event|notif|message|chat|predict|detect|generate|analy[sz]e|validate|calculat|convert|estimate|"
    r"locale|language|theme|cookie|consent|enquir|inquir|(?<![a-z])lead(?!er)|apply|application|book|reserv|comment|"
    r"(?<![a-z])rating|review|"
    r"(^|_|/|-)(views?|clicks?|likes?|hits?|increment|download|play|count)($|_|/|-)|AddView|ViewProduct|cleanup|temp|"
    r"refund|purchase|shipping|deliver|coupon|device|heart|ingest|agent|node|worker|debug|seed|init|^index$|home|"
    r"(?<![a-z])t?otp|account_?create|create_?account|"
    r"create_?user|add_?user|new_?user|user_?create|users?/?$|customers?/?$|error|websocket|proxy",
    re.IGNORECASE,
)
_OPERATOR = lazy_pattern(r"admin|superuser|staff|internal|cron|operator", re.IGNORECASE)
_WRITES = frozenset(
    """
    commit save delete bulk_create get_or_create update_or_create insert_one insert_many update_one update_many
    delete_one delete_many replace_one find_one_and_update find_one_and_delete bulk_update asave adelete acreate
    put_object delete_object
    """.split()
)
_VERB = lazy_pattern(
    r"(?:^|[._])(create|update|delete|remove|add|edit|insert|save|destroy|purge|import|upload)", re.I
)
_REQUEST = lazy_pattern(r"^_*(?:request|req|self|cls|r)$")
_MOST = 50
_ZONES = frozenset({Zone.TESTS, Zone.EXAMPLES, Zone.DOCS, Zone.VENDORED, Zone.GENERATED})


class Open:
    """The open routes of a project, each with the application that it belongs to."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        own = [r for r in project.routes.all if project.zone(r.file) not in _ZONES]
        self.routes = [r for r in own if r.placed]
        self.by_application: dict[str, list[Route]] = defaultdict(list)
        self.by_router: dict[tuple[str, str], list[Route]] = defaultdict(list)
        self.beside: dict[tuple[str, str], list[Route]] = defaultdict(list)
        """The routes of each router, also of one that nothing is seen to include."""
        for route in own:
            self.beside[route.application, route.router].append(route)
        for route in self.routes:
            self.by_application[route.application].append(route)
            self.by_router[route.application, route.router].append(route)

    def changing(self, route: Route) -> bool:
        """Whether a route is open, is seen to change something, and is not for strangers by its name."""
        return (
            route.protection == "none"
            and route.handler is not None
            and not route.of_class
            and not route.conditional
            and not is_public(route)
            and not declared_open(route)
            and not says_open(self.project, route.handler)
            and not self._cannot_answer(route)
            and self.writes(route)
        )

    def _cannot_answer(self, route: Route) -> bool:
        """Whether a view of Django has to be given more than its address has, or takes no request and gives nothing
        back, as a helper does: every call of it fails."""
        if route.framework != "django" or route.handler is None:
            return False
        function = self.project.function(route.handler)
        wanted = [p for p in function.params if not p.default and p.kind == "positional"]
        if wanted and not _REQUEST.search(wanted[0].name) and not function.returns_value:
            return True
        return not function.decorators and len(wanted) - 1 > route.path.count("<") + route.path.count("(")

    def writes(self, route: Route) -> bool:
        """Whether what a route runs writes somewhere, as far as calls can be followed."""
        if route.methods == ("*",) or "POST" in route.methods:
            if route.handler is None:
                return False
            name = route.name.rpartition(".")[2]
            return self._reaches_write(route.handler) and (
                route.methods != ("*",) or bool(_VERB.search(name))
            )
        return route.changes and route.handler is not None and self._reaches_write(route.handler)

    def _reaches_write(self, start: Key) -> bool:
        seen, queue = {start}, [start]
        while queue and len(seen) < _MOST:
            key = queue.pop()
            for call in self.project.calls_in(key):
                name = (call.written or call.path).rpartition(".")[2]
                if name in _WRITES and not (
                    name == "save" and call.args
                ):  # an upload that is put into a file
                    return True
                callee = self.project.callee(self.project.resolve(key[0], call.path))
                if callee is not None and callee not in seen:
                    seen.add(callee)
                    queue.append(callee)
        return False


def says_open(project: ProjectFacts, handler: Key) -> bool:
    """Whether a handler's docstring or description says that nobody has to log in."""
    function = project.function(handler)
    return OPEN in project.routes.verdicts.hints.get((handler[0], function.qualname, function.line), ())


def declared_open(route: Route) -> bool:
    """Whether its permission classes say in so many words that everyone is admitted."""
    return any(g.kind == "permission" and g.level in ("class", "route") for g in route.guards)


def asks_users(route: Route) -> bool:
    """Whether a route's protection knows users, and not only an operator or another program."""
    return any(g.authenticates and not _OPERATOR.search(g.name.rpartition(".")[2]) for g in route.guards)


def is_public(route: Route) -> bool:
    """Whether a route is meant for callers that nobody knows yet, or only counts, by its path and handler."""
    last = route.name.rpartition(".")[2] if "." in route.name else route.name
    return bool(_PUBLIC.search(route.path.rstrip("/")) or _PUBLIC.search(last))


def shown(route: Route) -> str:
    """A route in messages: ``POST /items``."""
    methods = ",".join(m for m in route.methods if m != "*")
    return f"{methods} {route.path}".strip()
