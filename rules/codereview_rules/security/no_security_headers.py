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
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.project import ProjectFacts

from .._services.service import no_web_service, own, said, start, uses
from .._syntax.patterns import lazy_pattern
from ._headers.examples import BAD, GOOD

_NAMES = ("X-Frame-Options", "X-Content-Type-Options", "Content-Security-Policy", "Strict-Transport-Security")
_SET = (
    "SecurityMiddleware",
    "XFrameOptionsMiddleware",
    "SECURE_HSTS",
    "SECURE_CONTENT_TYPE",
    "CSPMiddleware",
    "X_FRAME_OPTIONS",
)
_PARTS = ("ecurity", "-Option", "-option", "FrameOptions", "FRAME_OPTIONS", "SECURE_", "CSP")
"""What one of the names above has in it; few files have any."""
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
_PAGES = lazy_pattern(
    r"(?:^|\.)(?:flask\.(?:templating\.)?(?:render_template|render_template_string)"
    r"|quart\.render_template|django\.shortcuts\.render"
    r"|(?:starlette|fastapi)\.templating\.Jinja2Templates(?:\(\))?(?:\.TemplateResponse)?"
    r"|aiohttp_jinja2\.(?:render_template|template)"
    r"|sanic_ext\.render|bottle\.(?:template|jinja2_template))$"
)
_TEMPLATE = lazy_pattern(r"\.(?:html?|jinja2?|j2|mako|djhtml|xhtml|tpl|pt)$", re.IGNORECASE)
_MARKUP = lazy_pattern(r"<!doctype html|<(?:html|body|head)[ >]|render_template_string\(", re.IGNORECASE)
_FEWEST = 2
_IN_FRONT = lazy_pattern(
    r"(?:^|/)(?:vercel\.json|now\.json|netlify\.toml|_headers|firebase\.json|staticwebapp\.config\.json|render\.ya?ml"
    r"|serverless\.ya?ml|fly\.toml|app\.ya?ml|web\.config|\.htaccess|static\.json|Caddyfile[^/]*|[^/]*\.caddy|[^/]*\.vcl"
    r"|[^/]*haproxy[^/]*\.cfg|[^/]*(?:nginx|apache|httpd|traefik|kong|envoy|ingress)[^/]*\.(?:conf|ya?ml|toml)"
    r"|[^/]*\.conf(?:\.(?:template|j2|tpl|erb))?|[^/]*\.nginx|nginx[^/]*|(?:docker-)?compose[^/]*\.ya?ml"
    r"|(?:k8s|kubernetes|helm|charts?|manifests|kustomize|deploy|deployment|infra)/(?:[^/]+/)*[^/]+\.(?:ya?ml|tpl))$"
)
"""Files of what stands before a service: hosting platforms, proxies, ingresses, labels of containers."""
_WORDS_OF = (
    ("Frame", "Options"),
    ("frame", "options"),
    ("Content", "Security", "Policy"),
    ("Strict", "Transport", "Security"),
)
"""Names of headers as the words that such a file is known by."""


class Headers(Collector):
    """Whether a file names a header of protection, or what sets one, and whether a page is written in it: notes of
    kind ``headers`` and ``markup``."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """One note of each, or none."""
        text = file.text
        if file.zone is not Zone.PRODUCTION:
            return
        if _MARKUP.search(text):
            yield Note("markup", 1, 1, 1, 1, -1, -1)
        if not any(part in text for part in _PARTS):
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
        confidence=Confidence.LOW,
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
            "are set anywhere in the code, or in the repository's configuration of a proxy, an ingress or a hosting "
            "platform, keep it silent."
        ),
        cwe=(693, 1021),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Browsers have to get pages from it, and nothing before it may set the headers already."""
        if reason := no_web_service(project):
            return reason
        if not _pages(project):
            return "no code of the service renders a template"
        path = _sets(project)
        return f"`{path}`, which stands before the service, sets such headers" if path else ""

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for the project."""
        found = _pages(project)
        noted = {note.kind for _, notes in project.noted(Headers) for note in notes}
        if len(found) < _FEWEST or "headers" in noted:
            return
        if "markup" not in noted and not any(_TEMPLATE.search(path) for path in project.others):
            return  # calls that are left over: there is no page to be rendered
        if uses(project, _PACKAGES) or said(project, _WORDS):
            return
        path, at = _middleware(project) or start(project)
        first, line, shown = found[0]
        looked = ", ".join(f"`{name}`" for name in _in_front(project)[:3])
        yield self.finding(
            path,
            at,
            f"{len(found)} places render pages (`{shown}` in `{first}:{line}`), and "
            "nothing sets "
            "`X-Frame-Options`, `X-Content-Type-Options`, a content policy or HSTS",
            checked=f"names of the headers in code, middleware, packages that set them, {looked or 'other files'}",
        )


def _middleware(project: ProjectFacts) -> tuple[str, At | CallFact] | None:
    """Where Django's list of middleware stands."""
    for path, facts in own(project):
        for declared in facts.routing:
            if declared.target == "MIDDLEWARE":
                return path, At(declared.line, declared.column, declared.end_line, declared.end_column)
    return None


def _in_front(project: ProjectFacts) -> list[str]:
    """The files of what stands before the service, the nearest to the root first."""
    found = [
        path for path in project.others if _IN_FRONT.search(path) and project.zone(path) is Zone.PRODUCTION
    ]
    return sorted(found, key=lambda path: (path.count("/"), path))


def _sets(project: ProjectFacts) -> str:
    """The first of these files that names a header; empty for none."""
    told = {word: word_hash(word) for words in (*_WORDS_OF, _WORDS) for word in words}
    for path in _in_front(project):
        words = set(unpacked(project.mentions.get(path, b"")))
        if any(all(told[word] in words for word in name) for name in _WORDS_OF):
            return path
        if any(told[word] in words for word in _WORDS):
            return path
    return ""


def _pages(project: ProjectFacts) -> list[tuple[str, int, str]]:
    """Where the project's own code renders a page: calls, and views of Django that name their template."""
    found = []
    for path, facts in own(project):
        if "mail" in path.rpartition("/")[2]:
            continue  # what it renders goes to no browser
        for call in facts.calls:
            if "emplate" in call.path or call.path.endswith("render"):
                name = call.path
                if name[:1] in "@%":
                    name = project.resolve(path, name).name
                if _PAGES.search(name):
                    found.append((path, call.line, call.path.replace("()", "").rpartition(".")[2]))
        if any(item.module.partition(".")[0] == "django" for item in facts.imports):
            found += [
                (path, attr.line, attr.name)
                for made in facts.classes
                for attr in made.attrs
                if attr.name == "template_name"
            ]
    return found
