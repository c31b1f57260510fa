"""OPS013: a service in operation of which nobody hears when it fails."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from .._services.service import deployed_by, not_a_service, own, start, uses
from .._syntax.patterns import lazy_pattern
from ._services.examples_observed import BAD, GOOD

_PACKAGES = frozenset(
    "sentry_sdk raven bugsnag rollbar honeybadger airbrake pybrake raygun4py appsignal opentelemetry "
    "prometheus_client "
    "prometheus_fastapi_instrumentator prometheus_flask_exporter starlette_exporter "
    "starlette_prometheus django_prometheus "
    "aioprometheus prometheus_async statsd datadog ddtrace elasticapm elastic_apm newrelic logfire "
    "scout_apm skywalking "
    "aws_xray_sdk opencensus applicationinsights jaeger_client instana lightstep honeycomb beeline "
    "google.cloud.error_reporting "
    "google_cloud_error_reporting google_cloud_monitoring google_cloud_trace "
    "azure_monitor_opentelemetry azure.monitor "
    "aws_lambda_powertools aws_embedded_metrics influxdb_client apitally dynatrace oneagent sentry "
    "signoz uptrace telegraf "
    "flask_monitoringdashboard pyroscope traceloop openinference highlight_io glitchtip "
    "apache_skywalking wavefront "
    "graphite graphyte librato appoptics_apm solarwinds_apm lgtm django_statsd markus baselime axiom_py posthog".split()
)
_WORDS = (
    "SENTRY_DSN",
    "sentry",
    "Sentry",
    "prometheus",
    "Prometheus",
    "ddtrace",
    "opentelemetry",
    "otel",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "newrelic",
    "datadog",
    "elasticapm",
    "grafana",
)
_OF_ITS_OWN = lazy_pattern(
    r"(?:^|/)(?:\w+_)?(?:metrics?|telemetry|tracing|monitoring|observability|instrumentation|sentry"
    r"|apm|error_report\w*)(?:_\w+)?"
    r"(?:\.py$|/)"
)
_MAILED = frozenset({"ADMINS", "mail_admins", "SMTPHandler"})
_FEWEST = 5


class UnobservedService(ProjectRule):
    """Looks for anything that reports errors, counts or traces, in code, requirements and files of operation."""

    card = Card(
        id="OPS013",
        title="Service without error tracking, metrics or tracing",
        severity=Severity.INFO,
        confidence=Confidence.MEDIUM,
        effort=60,
        why=(
            "What fails in operation is found when a user complains. Without reported errors and a "
            "few counts nobody knows how "
            "often it happens, since when, and which release brought it."
        ),
        instead=(
            "Start with reported errors (a tracker of the Sentry kind) and the four usual measures "
            "of each route: requests, errors, "
            "durations, saturation, by OpenTelemetry or a Prometheus exporter."
        ),
        false_alarms=(
            "An agent that the platform puts into the process, and monitoring whose configuration "
            "lies elsewhere. Packages, "
            "modules of the project's own that are named for it, mail to administrators and words in "
            "container files are understood."
        ),
        cwe=(778,),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """It has to be in operation, and more than a page."""
        return not_a_service(project) or (
            "" if len(project.routes.all) >= _FEWEST else "the service has fewer than five routes"
        )

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for the project."""
        if uses(project, _PACKAGES, _WORDS) or _has_its_own(project):
            return
        path, at = start(project)
        yield self.finding(
            path,
            at,
            f"nothing reports errors, metrics or traces of the service that `{deployed_by(project)}` runs "
            f"({len(project.routes.all)} routes)",
            checked=f"imports, requirements and files of operation for {len(_PACKAGES)} packages; modules named for it",
        )


def _has_its_own(project: ProjectFacts) -> bool:
    for path, facts in own(project):
        if _OF_ITS_OWN.search(path) or not _MAILED.isdisjoint(facts.names):
            return True
        if any(call.path.rpartition(".")[2] in _MAILED for call in facts.calls):
            return True
    return any(route.path.rstrip("/").endswith("/metrics") for route in project.routes.all)
