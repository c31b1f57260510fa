"""OPS003: the logs of a service are lines that only a person can read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from codereview.api import (
    At,
    Card,
    Collector,
    Confidence,
    Finding,
    ModuleContext,
    Note,
    ProjectRule,
    Severity,
    Zone,
)
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.project import ProjectFacts

from .._services.service import deployed_by, not_a_service, own, start, uses
from ._services.examples_logs import BAD, GOOD

_PACKAGES = frozenset(
    "structlog loguru pythonjsonlogger python_json_logger json_log_formatter json_logging jsonlogger "
    "logstash logstash_async logstash_formatter "
    "python_logstash ecs_logging google.cloud.logging google_cloud_logging watchtower graypy pygelf "
    "logfire django_structlog eliot "
    "asgi_correlation_id jsonformatter logbook opentelemetry logging_loki python_logging_loki "
    "aws_lambda_powertools picologging "
    "fluent fluent_logger seqlog msgspec_logging azure.monitor opencensus newrelic elasticapm "
    "structlog_sentry loki_logger_handler "
    "django_guid flask_log_request_id starlette_context daiquiri oslo_log twiggy sentry_sdk ddtrace".split()
)
_LEVELS = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
_SETUP = (
    "logging.basicConfig",
    "logging.config.dictConfig",
    "logging.config.fileConfig",
    "logging.Formatter",
)
_BASES = (
    "logging.Formatter",
    "logging.Filter",
    "logging.LoggerAdapter",
    "logging.LogRecord",
    "logging.Handler",
)
_LOGGER = re.compile(r"(?:^|[._])(?:log|logger|logging|LOG|LOGGER)$")
_FEWEST_CALLS = 25
_FEWEST_FILES = 15


class LogFormats(Collector):
    """Whether a file says anything of JSON or fields beside its logging: one note, of kind ``structured``."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """One note, or none."""
        sets_up = "LOGGING" in facts.names or any(item.module.startswith("logging") for item in facts.imports)
        if not sets_up or file.zone is not Zone.PRODUCTION:
            return
        text = file.text
        setup = "Formatter" in text or "dictConfig" in text or "LogRecord" in text or "LoggerAdapter" in text
        if setup and re.search(
            r"json|correlation|request_id|trace_id|setLogRecordFactory|LoggerAdapter", text, re.IGNORECASE
        ):
            yield Note("structured", 1, 1, 1, 1, -1, -1)


class UnstructuredLogs(ProjectRule):
    """Looks at how a service that is deployed and of some size writes its logs."""

    collects = (LogFormats,)
    card = Card(
        id="OPS003",
        title="Unstructured logs in a service",
        severity=Severity.INFO,
        confidence=Confidence.MEDIUM,
        effort=60,
        why=(
            "Logs of a service are searched by machines: all lines of one request, all errors of one "
            "customer. From free text that "
            "takes a regular expression for each message, and lines of concurrent requests cannot be "
            "told apart."
        ),
        instead=(
            "Write one JSON object a line (structlog, python-json-logger) with the message fixed and "
            "the values as fields, and bind "
            "a request id in a middleware."
        ),
        false_alarms=(
            "Logs that the platform or a collector parses by agreement. JSON formatters, fields by "
            "`extra=`, adapters, filters and "
            "request ids anywhere in the project keep it silent."
        ),
        cwe=(778,),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """It has to be in operation, and of some size."""
        reason = not_a_service(project)
        if reason:
            return reason
        return (
            ""
            if sum(1 for _ in own(project)) >= _FEWEST_FILES
            else f"the service has fewer than {_FEWEST_FILES} files"
        )

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for the project, where logging is set up."""
        if any(True for _ in project.noted(LogFormats)) or uses(
            project, _PACKAGES, ("JsonFormatter", "jsonlogger")
        ):
            return
        calls = 0
        setup: tuple[str, At | CallFact] | None = None
        for path, facts in own(project):
            if any(base.startswith(_BASES) for cls in facts.classes for base in cls.bases):
                return
            for call in facts.calls:
                head, _, last = call.path.rpartition(".")
                if call.path in _SETUP and setup is None and not path.endswith("/env.py"):
                    setup = path, call
                if last in _LEVELS and (
                    head.startswith("logging.") or head == "logging" or _LOGGER.search(head)
                ):
                    calls += 1
                    if any(name == "extra" for name, _ in call.kwargs):
                        return
        if calls < _FEWEST_CALLS:
            return
        path, at = setup or start(project)
        yield self.finding(
            path,
            at,
            f"the {calls} logging calls of the service that `{deployed_by(project)}` runs write free "
            "text: no JSON formatter, no "
            "fields, no id of the request",
            checked="packages for structured logs, formatters, adapters, filters, `extra=`, request ids",
        )
