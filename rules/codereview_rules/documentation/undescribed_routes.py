"""DOC007: routes whose answers and purpose the API's description does not tell."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.module import FunctionFact
from codereview.facts.paths import last_name
from codereview.facts.project import ProjectFacts
from codereview.facts.routes.declared import Value
from codereview.facts.routes.values import Route

from .._syntax.patterns import lazy_pattern
from ._routes.examples import BAD, GOOD
from ._routes.raw import gives_raw

_LEAST = 5  # routes of an application; with fewer nobody needs a description
_SHARE = 0.3
_PROBE = re.compile(
    r"/?(?:(?:api|v\d+)/)*_*(?:(?:health|healthz|health[-_]?check|livez?|readyz?|liveness|readiness|ping|status|version|metrics)"
    r"(?:/\w+)?/?)?"
    r"|/(?:[\w.-]+/)+_*(?:healthz?|health[-_]?check|livez|readyz|liveness|readiness|ping)/?"  # of a part
)
_OF_DATA = re.compile(r"/?(?:(?:api|v\d+)/)*(?:livez?|status|version|metrics)?/?")
"""What is asked of probes and of data alike: what is on the air is ``/live`` too."""
_SHORT = 8
"""Lines of a handler that does no more than say that it answers."""
_OF_SERVER = frozenset({"Request", "Response", "HTTPConnection"})
_ASKS = frozenset({"GET", "HEAD"})
"""How probes ask."""
_USUAL = frozenset({"main", "app", "api", "application", "server", "asgi", "__init__", "__main__"})
"""How modules of applications are called."""
_PLAIN = lazy_pattern(
    r"(?:204|30[1-478])|(?:HTTP_)?(?:204_NO_CONTENT|30[1-478]_\w+)|NO_CONTENT|NOT_MODIFIED|SEE_OTHER"
)
"""Statuses of answers without content, as numbers or as the names of FastAPI and `http` have them."""
_GIVES = frozenset({"get_openapi", "openapi"})
"""What makes a description that the application does not publish by itself."""
_Row = tuple[Route, bool, bool]
"""A route, whether it declares a model, and whether it has a description."""


class UndescribedRoutes(ProjectRule):
    """Routes of FastAPI applications."""

    card = Card(
        id="DOC007",
        title="Routes without model or description",
        severity=Severity.LOW,
        preview=True,  # the only rule of its category: a score would stand on it alone
        confidence=Confidence.HIGH,
        effort=60,
        why=(
            "FastAPI makes the API's description from the code. Without a model "
            "the description says of the answer "
            "only that there is one, clients cannot be generated, and a field that "
            "should not leave the server is "
            "not filtered out."
        ),
        instead="Give each handler a return annotation or `response_model`, and a docstring or `summary`.",
        false_alarms=(
            "Routes that nobody but the application's own pages calls. Routes that "
            "are not in the schema, that give "
            "pages, files or redirects, that have no content, and probes such as `/health` and `/` are not "
            "counted; one "
            "that returns nothing needs no model."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without routes of FastAPI there is nothing to say."""
        known = any(route.framework == "fastapi" for route in project.routes.all)
        return "" if known else "the project has no routes of FastAPI"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each application, at the first route of the file with most of them."""
        calls = {
            (path, said.line, said.column): said.value
            for path, facts in project.files.items()
            for said in facts.routing
            if said.kind in ("decorator", "call")
        }
        applications: dict[str, list[_Row]] = {}
        pages: Counter[str] = Counter()
        beside: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
        placed = any(route.placed and route.framework == "fastapi" for route in project.routes.all)
        for route in project.routes.all:
            if placed and not route.placed:
                continue  # of a router that no application includes, and so in no description
            call = calls.get((route.file, route.line, route.column))
            judged = _judge(project, route, call) if call is not None else None
            if judged is None and call is not None and _gives_page(project, route, call):
                pages[route.application or route.router] += 1
            if judged is not None:
                applications.setdefault(route.application or route.router, []).append((route, *judged))
            elif call is not None and _is_answered(project, route, call):
                beside[route.application or route.router].add((route.file, route.line, route.column))
        # an application or router that others include, or that tests make, is told of once
        told: set[tuple[str, int]] = set()
        closed = _without_schema(project)
        for application, rows in sorted(applications.items(), key=lambda item: (-len(item[1]), item[0])):
            distinct = list({(row[0].file, row[0].line, row[0].column): row for row in rows}.values())
            fresh = [row for row in distinct if (row[0].file, row[0].line) not in told]
            if application in closed or len(distinct) < _LEAST or 2 * len(fresh) < len(distinct):
                continue
            told.update((row[0].file, row[0].line) for row in distinct)
            # an application of pages has its other routes for those
            sure = pages[application] <= len(distinct) and not _is_aside(project, distinct, applications)
            left_out = len(beside[application])
            yield from self._application(application, distinct, left_out, sure)

    def _application(
        self, application: str, rows: list[_Row], left_out: int, sure: bool
    ) -> Iterable[Finding]:
        models = [route for route, model, _ in rows if not model]
        described = [route for route, _, text in rows if not text]
        if len(models) < _SHARE * len(rows) and len(described) < _SHARE * len(rows):
            return
        parts = []
        if len(models) >= _SHARE * len(rows):
            parts.append(f"{len(models)} of {len(rows)} routes declare no model of their answer")
        if len(described) >= _SHARE * len(rows):
            parts.append(
                f"{len(described)} have no description"
                if parts
                else f"{len(described)} of {len(rows)} routes have no description"
            )
        lacking = models if len(models) >= _SHARE * len(rows) else described
        beside = (
            f"; {left_out} more {'does' if left_out == 1 else 'do'} not count: probes, pages and files, "
            "without content, or not in the schema"
            if left_out
            else ""
        )
        worst = Counter(route.file for route in lacking).most_common()
        top = sorted(worst, key=lambda item: (-item[1], item[0]))
        first = next(route for route in lacking if route.file == top[0][0])
        yield self.finding(
            first.file,
            At(first.line, first.column, first.end_line, first.end_column),
            " and ".join(parts) + beside,
            confidence=_confidence(len(rows), len(models), len(described)) if sure else Confidence.LOW,
            symbol=first.name,
            related=[
                Related(
                    file, next(r for r in lacking if r.file == file).line, f"{count} of them in this file"
                )
                for file, count in top[:5]
            ],
            cause=f"undescribed routes of {application}",
        )


def _confidence(rows: int, models: int, described: int) -> Confidence:
    """How sure it is that something is missing: where the models are there, names often say the rest."""
    if max(models, described) < _LEAST:
        return Confidence.LOW
    return Confidence.HIGH if models >= _SHARE * rows else Confidence.MEDIUM


def _without_schema(project: ProjectFacts) -> frozenset[str]:
    """The applications that publish no description, ``FastAPI(openapi_url=None)``, where nothing else gives one."""
    if any(last_name(call.path) in _GIVES for facts in project.files.values() for call in facts.calls):
        return frozenset()
    return frozenset(
        f"{path}:{said.scope}{said.target}"
        for path, facts in project.files.items()
        for said in facts.routing
        if said.kind == "assign"
        and (address := said.value.keyword("openapi_url")) is not None
        and (address.kind, address.text) == ("const", "None")
    )


def _is_answered(project: ProjectFacts, route: Route, call: Value) -> bool:
    """Whether a route that does not count is one that whoever reads the application counts."""
    kept = project.zone(route.file) is Zone.PRODUCTION and not project.live.aside.in_folder(route.file)
    return kept and route.framework == "fastapi" and call.last not in ("websocket", "mount")


def _is_aside(project: ProjectFacts, rows: list[_Row], applications: Mapping[str, list[_Row]]) -> bool:
    """Whether an application is one module that nothing imports and no command starts, and whose name is not that of an
    application, beside one that has more routes: a demonstration or an attempt."""
    files = {row[0].file for row in rows}
    file = min(files)
    stem = file.rpartition("/")[2].removesuffix(".py")
    if len(files) > 1 or project.importers.get(file) or stem in _USUAL:
        return False
    if any(entry.path == file and entry.kind == "command" for entry in project.entry_points):
        return False
    return any(len(other) > len(rows) for other in applications.values())


def _is_of_data(route: Route, function: FunctionFact) -> bool:
    """Whether a route with a probe's path takes something, or is one for data that is only called so: it asks for a
    session or for who is there, or is long."""
    if route.path not in ("", "/") and not _ASKS.issuperset(route.methods):
        return True
    if not _OF_DATA.fullmatch(route.path):
        return False
    asks = any(
        not param.name.startswith("_") and last_name(param.annotation).rstrip("!") not in _OF_SERVER
        for param in function.params
    )
    is_long = function.end_line - function.body_line >= _SHORT
    return asks or (is_long and route.path not in ("", "/"))


def _gives_page(project: ProjectFacts, route: Route, call: Value) -> bool:
    """Whether a route gives a page, a file or a redirect, of which the description says nothing."""
    if route.framework != "fastapi" or route.handler is None or route.of_class:
        return False
    if call.keyword("response_class") is not None:
        return True
    return call.keyword("response_model") is None and gives_raw(project, route.handler)


def _judge(project: ProjectFacts, route: Route, call: Value) -> tuple[bool, bool] | None:
    """Whether a route declares a model and has a description; None if it is not part of a description."""
    if (
        route.framework != "fastapi"
        or route.handler is None
        or route.of_class
        or call.last in ("websocket", "mount")
    ):
        return None
    if project.zone(route.file) is not Zone.PRODUCTION or project.live.aside.in_folder(route.file):
        return None
    hidden = call.keyword("include_in_schema")
    if hidden is not None and hidden.text == "False":
        return None
    function = project.function(route.handler)
    declared = call.keyword("response_model")
    if _gives_page(project, route, call):
        return None
    if _PROBE.fullmatch(route.path) and not _is_of_data(route, function):
        return None  # who asks these looks at whether they answer
    status = call.keyword("status_code")
    if status is not None and _PLAIN.fullmatch(status.last):
        return None
    if "**" in call.keys:
        return None
    model = function.annotated or declared is not None or call.keyword("responses") is not None
    if not model and not function.returns_value:
        return None  # there is no answer to describe
    text = (
        function.docstring or call.keyword("summary") is not None or call.keyword("description") is not None
    )
    return model, text
