"""SEC014: any origin, together with credentials."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Severity, Zone
from codereview.facts.project import ProjectFacts
from codereview.facts.routes.declared import Declared, Value

from .._services.service import answers_nothing
from ._routes.examples_cors import BAD, GOOD
from ._routes.visitors import CookieUses, Visitors

_ANY_REGEX = frozenset({".*", "^.*$", "https?://.*", "http.*", ".+"})

_ALL = ("CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL")
_OF_DEVELOPERS = re.compile(r"(?:^|[/_])(?:dev|development|local|debug)(?:_settings)?\.py$")
"""Settings of a developer's own machine."""


class CorsWithCredentials(ProjectRule):
    """CORS middleware of FastAPI and Starlette, flask-cors, django-cors-headers."""

    card = Card(
        id="SEC014",
        title="CORS admits every origin with credentials",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "With any origin and credentials, these libraries answer with the very origin that asked: a page of "
            "anyone's can then call the application with the visitor's cookies and read the answer."
        ),
        instead="List the origins that are yours, from the settings if need be, or leave credentials off.",
        false_alarms=(
            "An application that takes no cookies and no client certificates, so that a foreign page has nothing to "
            "send along: where no session, cookie or HTTP basic authentication is seen in what belongs to it, the "
            "finding is of low confidence; of medium where no cookie is set with SameSite=None and no HTTP basic "
            "authentication is there, as browsers then keep cookies from other sites. Origins that come from settings "
            "are not judged."
        ),
        cwe=(942,),
    )
    bad = BAD
    good = GOOD
    collects = (CookieUses,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Origins are those of requests."""
        settings = any(
            said.target.startswith("CORS_") for facts in project.files.values() for said in facts.routing
        )
        return "" if settings else answers_nothing(project)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each place that sets it."""
        visitors = Visitors(project)
        elsewhere: dict[str, set[str]] = defaultdict(set)
        for path, facts in project.files.items():
            for said in facts.routing:
                if said.kind == "assign" and said.target in _ALL and said.value.text == "False":
                    elsewhere[said.target].add(path)
        for path, facts in project.files.items():
            if facts.routing and project.zone(path) not in (Zone.TESTS, Zone.EXAMPLES):
                for said in facts.routing:
                    for finding in self._call(project, path, said):
                        yield _weighed(finding, visitors.known_by_browser(path), visitors)
                for finding in self._django(path, facts.routing, elsewhere):
                    yield _weighed(
                        finding, bool(visitors.cookies) or visitors.by_sessions_of_django, visitors
                    )

    def _call(self, project: ProjectFacts, path: str, said: Declared) -> Iterator[Finding]:
        for call in said.value.calls():
            origins: Value | None = None
            on = False
            if _is_middleware(call):
                origins = call.keyword("allow_origins")
                on = _true(call.keyword("allow_credentials"))
                regex = call.keyword("allow_origin_regex")
                if regex is not None and set(regex.texts()) & _ANY_REGEX:
                    origins = Value("text", "*")
            elif call.last == "CORS":
                outside = project.routes.identity.outside(path, said.scope, call.text)
                if not outside.startswith("flask_cors"):
                    continue
                on = _true(call.keyword("supports_credentials"))
                resources = call.keyword("resources")
                origins = call.keyword("origins") or _of_resources(resources)
                if origins is None and resources is None and "**" not in call.keys:
                    origins = Value("text", "*")
            if not on or origins is None:
                continue
            bound = None
            if origins.kind == "name":
                bound = project.routes.identity.assigned(path, said.scope, origins.text)
                origins = bound[1].value if bound is not None else origins
            if "*" in origins.texts():
                aside = project.live.aside.in_folder(path) or (bound is not None and bound[1].conditional)
                yield self._found(path, said, "every origin is admitted, with credentials", aside)

    def _django(
        self, path: str, routing: tuple[Declared, ...], elsewhere: Mapping[str, set[str]]
    ) -> Iterator[Finding]:
        last = {s.target: s for s in routing if s.kind == "assign" and not s.scope and not s.conditional}
        credentials = last.get("CORS_ALLOW_CREDENTIALS")
        if credentials is None or not _true(credentials.value):
            return
        for name in _ALL:
            said = last.get(name)
            if said is not None and _true(said.value):
                aside = bool(elsewhere.get(name, set()) - {path})  # in settings of another stage it is off
                yield self._found(path, said, f"`{name}` together with `CORS_ALLOW_CREDENTIALS`", aside)
                return

    def _found(self, path: str, said: Declared, message: str, aside: bool = False) -> Finding:
        """``aside``: whether nothing may run it, or the origins are others elsewhere."""
        place = At(said.line, said.column, said.end_line, said.end_column)
        sure = Confidence.MEDIUM if said.conditional else None  # it can be a switch for development
        doubt = aside or _OF_DEVELOPERS.search(path)
        return self.finding(path, place, message, confidence=Confidence.LOW if doubt else sure)


def _weighed(finding: Finding, known: bool, visitors: Visitors) -> Finding:
    """Where no visitor is known by what a browser sends along by itself, a foreign page has nothing to misuse, and
    little where browsers keep it from pages of other sites."""
    if known and visitors.from_other_sites:
        return finding
    if known:
        sure = finding.confidence.at_most(Confidence.MEDIUM)
        return replace(finding, severity=Severity.MEDIUM, confidence=sure)
    return replace(
        finding,
        message=f"{finding.message}; no cookie, session or HTTP basic authentication is seen to say who calls",
        severity=Severity.LOW,
        confidence=Confidence.LOW,
    )


def _is_middleware(call: Value) -> bool:
    """Whether a call puts Starlette's CORS middleware in place: by name, or as the first argument."""
    if call.last == "CORSMiddleware":
        return True
    first = call.positional[0] if call.positional else call.keyword("middleware_class")
    return (
        call.last in ("add_middleware", "Middleware") and first is not None and first.last == "CORSMiddleware"
    )


def _of_resources(resources: Value | None) -> Value | None:
    """The origins that flask-cors is given per resource, if they are all of one kind."""
    if resources is None or resources.kind != "dict":
        return None
    found = [item.keyword("origins") for item in resources.items if item.kind == "dict"]
    return found[0] if len(found) == 1 else None


def _true(value: Value | None) -> bool:
    return value is not None and value.kind == "const" and value.text == "True"
