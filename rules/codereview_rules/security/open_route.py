"""SEC011: a route that changes data and asks nobody who is calling."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts
from codereview.facts.routes.values import Route

from ._routes.examples_open import BAD, GOOD
from ._routes.opened import Open, asks_users, shown

_LEAST_KNOWN = 2
_LEAST_SHARE = 0.1  # of all routes; below, what is protected is the exception and not the rule


class OpenRoute(ProjectRule):
    """Routes that write, in applications that ask for credentials elsewhere."""

    card = Card(
        id="SEC011",
        title="Route that changes data without authentication",
        severity=Severity.HIGH,
        confidence=Confidence.MEDIUM,
        effort=30,
        why=(
            "The application knows its users and asks for them at other routes, but not here: whoever finds the "
            "address can change or delete what belongs to others."
        ),
        instead=(
            "Put the dependency, decorator or permission class that the other routes carry in front of it; best on "
            "the router or blueprint, so that the next route has it too."
        ),
        false_alarms=(
            "A route that is open on purpose, or a proxy in front that asks. Routes whose path or handler is a way in "
            "(login, registration, password reset, webhooks, carts, public forms) are left out, and so is any whose "
            "own code, callees, dependencies, decorators, middleware or base classes could ask. Applications without "
            "any protected route, or with hardly any, are not judged."
        ),
        cwe=(306, 862),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without routes there is nothing to say."""
        return "" if project.routes.all else "the project registers no route that is understood"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each handler; those of one application share their cause."""
        opened = Open(project)
        seen: set[object] = set()
        for application, routes in sorted(opened.by_application.items()):
            known = [r for r in routes if r.protection == "known" and asks_users(r)]
            if len({r.handler for r in known}) < _LEAST_KNOWN or len(known) < _LEAST_SHARE * len(routes):
                continue
            for route in routes:
                if route.handler not in seen and opened.changing(route):
                    seen.add(route.handler)
                    yield self._finding(application, route, known, len(routes))

    def _finding(self, application: str, route: Route, known: list[Route], total: int) -> Finding:
        guard = next(g for g in known[0].guards if g.authenticates)
        example = known[0]
        return self.finding(
            route.file,
            At(route.line, route.column, route.end_line, route.end_column),
            f"`{shown(route)}` (`{route.name}`) writes data and asks nobody who is calling; "
            f"at least {len(known)} of {total} routes of this application do ask",
            symbol=route.name,
            related=(Related(example.file, example.line, f"`{shown(example)}` is behind `{guard.name}`"),),
            checked="dependencies, decorators, permission classes, bases, middleware, hooks, and the handler's code",
            cause=f"open routes of {application}",
        )
