"""REL027: the same method and path registered twice."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts
from codereview.facts.routes.values import Route

from .._syntax.patterns import lazy_pattern
from ._routes.examples import BAD, GOOD

_BRACED = lazy_pattern(r"(?<=/)\{\w+((?::\w+)?)\}")
_BARE = lazy_pattern(r"<\w+>|[\\(\[|?+*]")
_UNKNOWN = lazy_pattern(r"\{[^{}/]*\}")
_FLASK = lazy_pattern(r"<((?:\w+(?:\([^)]*\))?:)?)\w+>")


class RouteRegisteredTwice(ProjectRule):
    """Routes of one application that no request can reach."""

    card = Card(
        id="REL027",
        title="Route registered twice",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "The framework takes the first route that matches. The second handler of the same method and path never "
            "runs: it is maintained, tested by calling it, and dead."
        ),
        instead="Give the second one a path or method of its own, or remove it and its tests.",
        false_alarms=(
            "Routers of which only one is included under a condition that is not seen. Prefixes are followed through "
            "every include; routes of different applications, and those under conditions, are not compared. Where no "
            "application is seen to include a router, its routes are compared with each other alone."
        ),
        cwe=(561,),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without routes there is nothing to say."""
        return "" if project.routes.all else "the project registers no route that is understood"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each handler that is hidden by another one."""
        first: dict[tuple[str, str, str], Route] = {}
        seen: set[object] = set()
        for route in project.routes.in_order:
            if route.conditional or route.handler is None:
                continue
            if _UNKNOWN.fullmatch(route.path):
                continue  # a variable, of which only the name is known
            if not route.path.startswith(("/", "{")) or (
                route.framework == "django" and _BARE.search(route.path)
            ):
                continue  # a parameter without a kind is one of a regular expression, which is not compared
            for method in route.methods:
                if method in ("OPTIONS", "HEAD"):
                    continue  # written beside the methods that are meant; any handler will do
                # of a router that nothing is seen to include, the routes are compared with each other
                where = route.application if route.placed and route.application else f"on {route.router}"
                key = (where, method, _pattern(route))
                before = first.setdefault(key, route)
                if before.handler == route.handler or route.handler in seen:
                    continue
                seen.add(route.handler)
                yield self._finding(route, before, method)

    def _finding(self, route: Route, before: Route, method: str) -> Finding:
        shown = f"{method} {route.path}".removeprefix("* ")
        message = f"`{route.name}` never runs for `{shown}`: `{before.name}` is registered for it before"
        if route.router != before.router:
            message = (
                f"`{shown}` is registered for `{before.name}` and for `{route.name}`: only one of them runs"
            )
        return self.finding(
            route.file,
            At(route.line, route.column, route.end_line, route.end_column),
            message,
            symbol=route.name,
            related=(Related(before.file, before.line, f"`{before.name}` takes `{shown}`"),),
            checked="prefixes of routers and blueprints, and conditions around both",
        )


def _pattern(route: Route) -> str:
    """A path with the names of its parameters left out: they do not tell routes apart."""
    if route.framework in ("flask", "quart", "django"):
        return _FLASK.sub(r"<\1>", route.path)
    return _BRACED.sub(r"{\1}", route.path)
