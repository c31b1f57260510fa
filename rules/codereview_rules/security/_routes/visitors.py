"""What shows that an application knows its visitor by something that the browser sends along by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

_USES = re.compile(
    r"\.set_(?:signed_|secure_)?cookie\(|\.set_(?:access|refresh|session|auth)_cookies?\(|request\.(?:cookies|COOKIES)\b"
    r"|\b(?:req|websocket|ws|conn)\.cookies\b|JWT_TOKEN_LOCATION.{1,20}cookies|\bssl_client_|SSL_CLIENT_|-client-cert\b"
    r"|request\.session\b",
    re.IGNORECASE,
)
_OF_DJANGO = re.compile(r"""["']django\.contrib\.(?:sessions|auth)\b""")
_CROSSING = re.compile(r"same_?site[\"']?\s*[=:,]\s*[\"']none[\"']", re.IGNORECASE)
_NAMES = frozenset(
    "HTTPBasic HTTPBasicAuth HTTPDigest HTTPDigestAuth CookieTransport APIKeyCookie "
    "Cookie SessionAuthentication BasicAuthentication".split()
)
_BASIC = frozenset({"HTTPBasic", "HTTPBasicAuth", "HTTPDigest", "HTTPDigestAuth", "BasicAuthentication"})
_SESSIONS = frozenset({"SessionMiddleware"})
_BEARERS = frozenset({"HTTPBearer", "OpenIdConnect", "OAuth2PasswordBearer", "OAuth2AuthorizationCodeBearer"})
_FRAMEWORKS = frozenset(
    "fastapi starlette flask_httpauth fastapi_users fastapi_login litestar rest_framework".split()
)
"""Packages that have those names."""
_PACKAGES = frozenset(
    "flask_login flask_session flask_security flask_user flask_basicauth starsessions fastapi_sessions allauth "
    "starlette_session aiohttp_session aiohttp_security quart_auth sanic_session mozilla_django_oidc "
    "social_django".split()
)
_NOT_SERVED = (Zone.TESTS, Zone.EXAMPLES, Zone.DOCS, Zone.VENDORED)

_SERVES = {
    **dict.fromkeys(("fastapi", "starlette", "fastapi_users", "starsessions"), "starlette"),
    **dict.fromkeys(("flask", "werkzeug", "flask_cors", "flask_login"), "flask"),
    "quart": "quart",
    "django": "django",
}

COOKIES = "cookies"
DJANGO = "django"
CROSSING = "crossing"


class CookieUses(Collector):
    """Files that set or read cookies, set some with ``SameSite=None``, or name Django's sessions and accounts: one note
    of each kind."""

    def wants(self, file: ModuleContext) -> bool:
        """What tests and examples do tells nothing of the application."""
        return file.zone not in _NOT_SERVED

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """A note of each kind, or none."""
        for kind, pattern in ((COOKIES, _USES), (DJANGO, _OF_DJANGO), (CROSSING, _CROSSING)):
            if pattern.search(file.text):
                yield Note(kind, 1, 1, 1, 1, -1, -1)


class Visitors:
    """How the applications of a project know their visitors."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        noted = [(path, note.kind) for path, notes in project.noted(CookieUses) for note in notes]
        self.cookies = {path for path, kind in noted if kind == COOKIES}
        self.by_sessions_of_django = any(kind == DJANGO for _, kind in noted)
        self._crossing = any(kind == CROSSING for _, kind in noted)

    @cached_property
    def from_other_sites(self) -> bool:
        """Whether a browser sends along who calls to pages of other sites: cookies with ``SameSite=None``, HTTP basic.

        Without ``SameSite`` browsers keep cookies to the site that set them.
        """
        return self._crossing or any(
            item.name in _BASIC for facts in self.project.files.values() for item in facts.imports
        )

    def known_by_browser(self, path: str) -> bool:
        """Whether the application that a file is of takes cookies, a session, HTTP basic or certificates."""
        mine = _frameworks(self.project.files[path])
        sessions = bearers = False
        for item in self._application(path):
            facts = self.project.files[item]
            others = _frameworks(facts)
            if self.project.zone(item) in _NOT_SERVED or (mine and others and not mine & others):
                continue  # a module that both share leads to another application
            if item in self.cookies or _imports(facts, _NAMES):
                return True
            sessions = sessions or _imports(facts, _SESSIONS)
            bearers = bearers or _imports(facts, _BEARERS)
        return sessions and not bearers  # nobody reads the session, and the header is what counts

    def _application(self, path: str) -> set[str]:
        """The files that are of one application with another: those that lead to it, and all that these lead to."""
        project = self.project
        above, todo = {path}, [path]
        while todo:
            for importer in project.importers.get(todo.pop(), ()):
                if importer not in above and project.zone(importer) not in _NOT_SERVED:
                    above.add(importer)
                    todo.append(importer)
        return above.union(*(project.reachable_from(item) for item in sorted(above)))


def _frameworks(facts: FileFacts) -> set[str]:
    return {_SERVES[root] for item in facts.imports if (root := item.module.partition(".")[0]) in _SERVES}


def _imports(facts: FileFacts, names: frozenset[str]) -> bool:
    for item in facts.imports:
        root = item.module.partition(".")[0]
        if item.level == 0 and (root in _PACKAGES or (root in _FRAMEWORKS and item.name in names)):
            return True
        if root in ("flask", "quart") and item.name == "session":
            return True
    return False
