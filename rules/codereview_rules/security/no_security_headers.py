"""SEC016: pages go to browsers without the headers that switch their protection on."""

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

from .._services.service import no_web_service, own, said, start, uses
from ._headers.examples import BAD, GOOD

_NAMES = ("X-Frame-Options", "X-Content-Type-Options", "Content-Security-Policy", "Strict-Transport-Security")
_PARTS = ("ecurity", "-Option", "-option")
_SET = (
    "SecurityMiddleware",
    "XFrameOptionsMiddleware",
    "SECURE_HSTS",
    "SECURE_CONTENT_TYPE",
    "CSPMiddleware",
    "X_FRAME_OPTIONS",
)
_PACKAGES = frozenset(
    "flask_talisman talisman secure secweb flask_seasurf_headers csp django_csp "
    "starlette_securityheaders fastapi_security_headers "
    "flask_csp fastapi_armor aiohttp_security_headers flask_security_headers guard fastapi_guard "
    "secure_headers "
    "django_permissions_policy django_security asgi_secure_headers dockerflow flask_appbuilder".split()
)
_WORDS = (
    "nosniff",
    "SAMEORIGIN",
    "frameDeny",
    "contentTypeNosniff",
    "stsSeconds",
    "frameAncestors",
    "customFrameOptionsValue",
    "hsts",
)
_PAGES = re.compile(
    r"(?:^|\.)(?:flask\.(?:templating\.)?(?:render_template|render_template_string)"
    r"|quart\.render_template|django\.shortcuts\.render"
    r"|(?:starlette|fastapi)\.templating\.Jinja2Templates(?:\(\))?(?:\.TemplateResponse)?"
    r"|aiohttp_jinja2\.(?:render_template|template)"
    r"|sanic_ext\.render|bottle\.(?:template|jinja2_template))$"
)
_FEWEST = 2


class Headers(Collector):
    """Whether a file names a header of protection, or what sets one: one note, of kind ``headers``."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """One note, or none."""
        text = file.text
        if file.zone is not Zone.PRODUCTION:
            return
        if not any(part in text for part in _PARTS):  # of all that is looked for; few files have one
            return
        if any(name in text for name in _SET) or any(name in text or name.lower() in text for name in _NAMES):
            yield Note("headers", 1, 1, 1, 1, -1, -1)


class NoSecurityHeaders(ProjectRule):
    """Looks at services that render pages, for anything that sets such headers."""

    collects = (Headers,)
    card = Card(
        id="SEC016",
        title="No security headers on pages",
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        effort=30,
        why=(
            "Without `X-Frame-Options` or `frame-ancestors` any other site can put the pages into a "
            "frame and have its visitors "
            "click there; without `nosniff` a browser guesses what an upload is; without a content "
            "policy one hole for scripts "
            "is enough."
        ),
        instead=(
            "Set them in one place for all answers: flask-talisman, `secure`, Django's "
            "`SecurityMiddleware`, a middleware of a few "
            "lines, or the proxy in front, with its configuration in the repository."
        ),
        false_alarms=(
            "A proxy or gateway whose configuration lies elsewhere. Services that answer with JSON "
            "alone are not asked. Headers that "
            "are set anywhere in the code or in the configuration of a proxy in the repository keep it silent."
        ),
        cwe=(693, 1021),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Browsers have to get pages from it."""
        return no_web_service(project) or ("" if _pages(project) else "the service renders no pages")

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for the project."""
        found = _pages(project)
        if len(found) < _FEWEST or any(True for _ in project.noted(Headers)):
            return
        if uses(project, _PACKAGES) or said(project, _WORDS):
            return
        path, at = _middleware(project) or start(project)
        shown = found[0][1].path.replace("()", "").rpartition(".")[2]
        yield self.finding(
            path,
            at,
            f"{len(found)} places render pages (`{shown}` in `{found[0][0]}:{found[0][1].line}`), and "
            "nothing sets "
            "`X-Frame-Options`, `X-Content-Type-Options`, a content policy or HSTS",
            checked="names of the headers in code and in configuration of proxies, middleware, packages that set them",
        )


def _middleware(project: ProjectFacts) -> tuple[str, At | CallFact] | None:
    """Where Django's list of middleware stands."""
    for path, facts in own(project):
        for declared in facts.routing:
            if declared.target == "MIDDLEWARE":
                return path, At(declared.line, declared.column, declared.end_line, declared.end_column)
    return None


def _pages(project: ProjectFacts) -> list[tuple[str, CallFact]]:
    """Calls of the project's own code that render a page."""
    found = []
    for path, facts in own(project):
        for call in facts.calls:
            if "emplate" in call.path or call.path.endswith("render"):
                name = call.path
                if name[:1] in "@%":
                    name = project.resolve(path, name).name
                if _PAGES.search(name):
                    found.append((path, call))
    return found
