"""Somebody is told of what fails."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import keyword, many, places
from codereview_rules.practices._examples import in_tests, started, unreached

_STARTS = (
    "sentry_sdk.init", "rollbar.init", "bugsnag.configure", "honeybadger.honeybadger.configure",
    "raven.Client", "elasticapm.Client", "ddtrace.patch_all", "newrelic.agent.initialize",
)  # fmt: skip
_CODE = "import os\nimport sentry_sdk\n\n\ndef start():\n    sentry_sdk.init(dsn=os.environ['SENTRY_DSN'])\n"


class ErrorTracking(Practice):
    """Looks for the start of a service that collects errors."""

    id = "error-tracking"
    title = "Errors are collected by a tracker"
    category = Category.OPERATIONS
    why = "A failure that no user reports is seen, with what led to it."
    bar = "a tracker that is started, with an address that is no empty text"
    weight = 1
    contradicted_by = ("OPS013",)
    good = (Has(started({"setup_errors.py": _CODE}), ("setup_errors.py:6",), "started in 1 place"),)
    bad = (
        Lacks(in_tests([_CODE]), "only tests start it"),
        Lacks(unreached({"errors.py": _CODE}), "nothing that starts reaches it"),
        Lacks(
            started({"errors.py": "import sentry_sdk\n\nsentry_sdk.set_tag('a', 'b')\n"}),
            "it is never started",
        ),
        Lacks(started({"errors.py": _CODE.replace("os.environ['SENTRY_DSN']", "None")}), "it has no address"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The places where it is started."""
        uses = [use for use in project.live.calls(*_STARTS) if use.call.path in _STARTS]
        evidence = places([use for use in uses if keyword(use.call, "dsn") != "=None"])
        if not evidence:
            return None
        return Seen(f"A tracker of errors is started in {many(len(evidence), 'place')}", evidence)
