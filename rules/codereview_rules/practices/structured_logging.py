"""Logs are structured."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import files_of, keyword, many, places
from codereview_rules.practices._examples import in_tests, started, unreached

_CONFIGURES = ("structlog.configure", "structlog.configure_once")
_FORMATTERS = (
    "pythonjsonlogger.",
    "json_log_formatter.",
    "json_logging.",
    "ecs_logging.",
    "google.cloud.logging.",
)
_LOGGERS = ("structlog.get_logger", "structlog.stdlib.get_logger", "logging.getLogger")
_LEAST = 3
_CODE = "import structlog\n\nlog = structlog.get_logger()\n\n\ndef act():\n    log.info('acted', times=3)\n"
_SETUP = "import structlog\n\n\ndef configure():\n    structlog.configure(processors=[])\n"
_PARTS = {f"part{n}.py": _CODE for n in range(3)}


class StructuredLogging(Practice):
    """Looks for the configuration of structured logs, and for modules that log by it."""

    id = "structured-logging"
    title = "Logs are structured"
    category = Category.OPERATIONS
    why = "Logs can be searched by their fields, not by guessing at sentences."
    bar = f"a structured format that is configured, and {_LEAST} files that log by it"
    contradicted_by = ("OPS001", "OPS003")
    good = (
        Has(started({"logs.py": _SETUP, **_PARTS}), ("logs.py:5", "part0.py:3"), "3 files log by it"),
        Has(
            started(
                {
                    "logs.py": "import logging\nfrom pythonjsonlogger import jsonlogger\n\n\ndef configure(handler):\n"
                    "    handler.setFormatter(jsonlogger.JsonFormatter())\n",
                    **{
                        f"part{n}.py": "import logging\n\nlog = logging.getLogger(__name__)\n"
                        for n in range(3)
                    },
                }
            ),
            ("logs.py:6", "part2.py:3"),
            "3 files log by it",
        ),
    )
    bad = (
        Lacks(in_tests([_SETUP, _CODE, _CODE, _CODE]), "only tests do it"),
        Lacks(unreached({"logs.py": _SETUP, **_PARTS}), "nothing that starts reaches it"),
        Lacks(started(_PARTS), "it is nowhere configured"),
        Lacks(started({"logs.py": _SETUP}), "nobody logs by it"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """Configuration and loggers."""
        live = project.live
        by_structlog = live.calls(*_CONFIGURES)
        formats = [*live.calls(*_FORMATTERS), *live.calls("loguru.logger.add")]
        formats = [
            u
            for u in formats
            if u.call.path != "loguru.logger.add" or keyword(u.call, "serialize") == "=True"
        ]
        made = places(by_structlog or formats, "configures the format")
        loggers = _LOGGERS[:2] if by_structlog else _LOGGERS
        logging = places([u for u in live.calls(*loggers) if u.call.path in loggers], "a logger of it")
        if "loguru" in live.imported and not by_structlog:
            logging = (*logging, *places(live.calls("loguru.logger."), "logs by it"))
        if not made or files_of(logging) < _LEAST:
            return None
        return Seen(
            f"A structured format is configured, and {many(files_of(logging), 'file')} log by it",
            (*made, *logging),
        )
