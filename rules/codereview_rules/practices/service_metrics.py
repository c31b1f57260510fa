"""The service tells how it is doing."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import files_of, many, places
from codereview_rules.practices._examples import in_tests, started, unreached

_MADE = tuple(f"prometheus_client.{kind}" for kind in ("Counter", "Histogram", "Gauge", "Summary"))
_UPDATES = ("inc", "observe", "set", "dec", "time", "labels", "count_exceptions", "track_inprogress")
_SHOWN = (
    "prometheus_client.generate_latest", "prometheus_client.start_http_server", "prometheus_client.make_asgi_app",
    "prometheus_client.make_wsgi_app", "prometheus_client.start_wsgi_server", "prometheus_client.push_to_gateway",
    "prometheus_client.exposition.generate_latest",
)  # fmt: skip
_WHOLE = (
    "prometheus_fastapi_instrumentator.Instrumentator().instrument",
    "prometheus_flask_exporter.PrometheusMetrics",
)
_CODE = (
    "from prometheus_client import Counter, Histogram, generate_latest\n\norders = Counter('orders', 'n')\n"
    "seconds = Histogram('seconds', 's')\n\n\ndef order():\n    orders.inc()\n    seconds.observe(1)\n\n\n"
    "def metrics():\n    return generate_latest()\n"
)


class ServiceMetrics(Practice):
    """Looks for metrics of Prometheus that are made, updated and shown."""

    id = "service-metrics"
    title = "The service has metrics"
    category = Category.OPERATIONS
    why = "Load, errors and delays are seen before somebody complains."
    bar = "two metrics that are updated, and a place where they are shown; or an instrumented application"
    contradicted_by = ("OPS013",)
    good = (Has(started({"measures.py": _CODE}), ("measures.py:3", "measures.py:13"), "2 metrics"),)
    bad = (
        Lacks(in_tests([_CODE]), "only tests have them"),
        Lacks(unreached({"measures.py": _CODE}), "nothing that starts reaches them"),
        Lacks(started({"measures.py": _CODE.split("\n\n\ndef metrics")[0] + "\n"}), "nobody can read them"),
        Lacks(started({"measures.py": "import prometheus_client\n"}), "imported only"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The metrics, and where they are shown."""
        live = project.live
        whole = places(live.calls(*_WHOLE))
        if whole:
            return Seen("The application is instrumented for Prometheus", whole)
        uses = live.calls("prometheus_client.")
        made = places([use for use in uses if use.call.path in _MADE], "a metric")
        shown = places([use for use in uses if use.call.path in _SHOWN], "shows them")
        names = {
            name
            for path, f in live.files.items()
            for name, value in f.names.items()
            if value.removesuffix("()") in _MADE
        }
        updated = any(
            not names.isdisjoint(part.strip("@?") for part in use.call.path.replace("()", "").split("."))
            or use.call.path.startswith("prometheus_client.")
            for use in live.methods(*_UPDATES)
        )
        if len(made) < 2 or not shown or not updated:
            return None
        where = many(files_of(made), "file")
        return Seen(f"{many(len(made), 'metric')} in {where} are kept and shown", (*made, *shown))
