"""OPS008: nothing that whoever runs the service could ask whether it is well."""

from __future__ import annotations

import re
from collections.abc import Iterable

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts
from codereview.facts.routes.values import Route

from .._services.service import deployed_by, not_a_service, own, start, uses
from .._syntax.patterns import lazy_pattern
from ._services.examples_health import BAD, GOOD

_WORD = (
    r"_*(?:health|healthz|health[-_]?checks?|healthy|livez?|readyz?|liveness|readiness|ping|pong"
    r"|status|alive|heartbeat|lbheartbeat"
    r"|hc|up|version|state|monitor|probe|is[-_]?alive|healthcheck\w*)_*"
)
_PATH = lazy_pattern(rf"(?:^|/|_|-){_WORD}(?:/|$|\.json$|\?)", re.IGNORECASE)
_NAMED = lazy_pattern(
    r"health|liveness|readiness|heartbeat|(?:^|_)(?:ping|alive|healthz|livez|readyz)(?:_|$)", re.IGNORECASE
)
_WHOLE = lazy_pattern(r"(?:^|/)_*(?:health|healthz|health[-_]?check|readyz?|readiness)_*/?$", re.IGNORECASE)
_PACKAGES = frozenset(
    "health_check watchman alive dockerflow healthcheck fastapi_health fastapi_healthcheck "
    "fastapi_healthchecks flask_healthz "
    "py_healthcheck django_health_check django_watchman django_alive fastapi_probes "
    "servestatic_health healthpy "
    "django_healthchecks flask_healthcheck aiohttp_healthcheck gunicorn_healthcheck django_probes watchman".split()
)
_CHECKS = (
    "HEALTHCHECK",
    "livenessProbe",
    "readinessProbe",
    "health_check_path",
    "healthCheckPath",
    "healthcheckPath",
)
_STORES = frozenset(
    "sqlalchemy sqlmodel psycopg psycopg2 asyncpg pymongo motor peewee tortoise aiomysql pymysql "
    "MySQLdb databases beanie mongoengine "
    "flask_sqlalchemy flask_mongoengine prisma".split()
)
_CONSTANT = lazy_pattern(
    r"(?:^|\.)(?:JSONResponse|jsonify|HttpResponse|JsonResponse|Response|PlainTextResponse"
    r"|make_response|json_response|dict|str|int|now|"
    r"utcnow|time|isoformat|info|debug|get|getenv|round|total_seconds|route|doc|HealthResponse"
    r"|Health\w*|Status\w*)(?:\(\))?$"
)
_OTHERS = lazy_pattern(
    r"postgres|postgis|mysql|mariadb|mongo|redis|valkey|rabbitmq|kafka|zookeeper|elastic|opensearch|minio|memcached|nginx"
)
"""Images of what a service stands on."""
_FEWEST = 3


class HealthRoute(ProjectRule):
    """Looks at the paths of all routes and at what else tells how the service is."""

    card = Card(
        id="OPS008",
        title="Health route missing or shallow",
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        effort=20,
        why=(
            "Whoever runs a container has to ask it whether it is well. Without a route for that a "
            "service that hangs keeps its "
            "traffic; and one that only says `ok` says so when its database has been gone for an hour."
        ),
        instead=(
            "Add a route such as `/healthz` that answers at once, and one such as `/readyz` that "
            "runs `SELECT 1`, and name them "
            "in the container's health check or the probes."
        ),
        false_alarms=(
            "A health check of another kind: of the port, by a proxy, on a route that is made by "
            "code that is not understood. "
            "Health checks in container files, packages and functions that are named for it are "
            "understood. That a route is "
            "registered twice is what REL021 says."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Somebody has to run it."""
        return not_a_service(project, container=True)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding: there is no such route, or it is one that asks nothing."""
        routes = project.routes.all
        telling = [
            route for route in routes if _PATH.search(route.path.rstrip("/")) or _NAMED.search(route.name)
        ]
        if telling:
            yield from self._shallow(project, telling)
        elif len({route.path for route in routes}) >= _FEWEST and not _checked(project):
            path, at = start(project)
            deployed = deployed_by(project, container=True)
            yield self.finding(
                path,
                at,
                f"`{deployed}` runs the service, and none of its {len(routes)} routes tells whether it is well",
                checked="paths and names of routes, packages for health checks, health checks and probes of containers",
            )

    def _shallow(self, project: ProjectFacts, telling: list[Route]) -> Iterable[Finding]:
        stores = [
            item.module.partition(".")[0]
            for _, facts in own(project)
            for item in facts.imports
            if item.module.partition(".")[0] in _STORES and not item.type_checking
        ]
        if not stores or uses(project, _PACKAGES):
            return
        whole = [route for route in telling if _WHOLE.search(route.path)]
        if not whole or any(not _asks_nothing(project, route) for route in telling):
            return
        route = whole[0]
        yield self.finding(
            route.file,
            At(route.line, route.column, route.end_line, route.end_column),
            f"`{route.path}` answers the same whatever has happened: `{route.name}` asks nothing, and "
            "the service stands on "
            f"a database (`{stores[0]}`)",
            severity=Severity.INFO,
            symbol=route.name,
            checked="calls and dependencies of all routes that tell how the service is",
        )


def _checked(project: ProjectFacts) -> bool:
    """Whether something else asks the service, or a function is named for it."""
    if uses(project, _PACKAGES, _CHECKS) or _composed(project):
        return True
    return any(_NAMED.search(function.name) for _, facts in own(project) for function in facts.functions)


def _composed(project: ProjectFacts) -> bool:
    """Whether a compose file asks a service of the project's own; that of a database tells nothing of it."""
    composes = project.deployment.composes
    if not composes:
        return bool(uses(project, frozenset(), ("healthcheck",)))
    services = [service for file in composes.values() for service in file.services]
    return any(
        service.node.has("healthcheck") and (service.context is not None or not _OTHERS.search(service.image))
        for service in services
    )


def _asks_nothing(project: ProjectFacts, route: Route) -> bool:
    """Whether a handler is known to call nothing but what makes an answer."""
    if route.handler is None or route.of_class or any(guard.kind == "dependency" for guard in route.guards):
        return False
    function = project.function(route.handler)
    if any(param.default.endswith("Depends()") or "Depends" in param.annotation for param in function.params):
        return False
    return all(_CONSTANT.search(call.path) for call in project.calls_in(route.handler))
