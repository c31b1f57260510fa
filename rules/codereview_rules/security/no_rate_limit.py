"""SEC017: passwords can be tried without end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.project import ProjectFacts
from codereview.facts.routes.values import Route

from .._services.service import said
from .._syntax.patterns import lazy_pattern
from ._limits.collect import Limits
from ._limits.examples_rate import BAD, GOOD

_LOGIN = lazy_pattern(
    r"(^|/)(log-?_?in|sign-?_?in|token|auth|authenticate|jwt/create|access-token)/?$", re.IGNORECASE
)
_NAMED = lazy_pattern(r"^_*(\w+_)?(login|log_in|sign_?in|authenticate)(_\w+)?$", re.IGNORECASE)
_OUTSIDE = lazy_pattern(
    r"oauth|google|github|facebook|sso|saml|oidc|callback|refresh|logout|microsoft|twitter|wechat",
    re.IGNORECASE,
)
_PASSWORD = lazy_pattern(r"passw|pwd|RequestForm|check_password|bcrypt|verify_password", re.IGNORECASE)
_PROGRAMS = lazy_pattern(r"client_?(?:credentials|secret)", re.IGNORECASE)
_CONFIGURED = (
    "limit_req",
    "limit_req_zone",
    "rateLimit",
    "ratelimit",
    "rate_limit",
    "fail2ban",
    "throttling",
    "rate_limiting",
)


class NoRateLimit(ProjectRule):
    """Login routes of applications in which nothing counts attempts."""

    card = Card(
        id="SEC017",
        title="No limit on login attempts",
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        effort=45,
        why=(
            "Whoever knows an account's name can try passwords as fast as the "
            "server answers, and lists of leaked "
            "passwords are long. Nothing slows it down and nobody is told."
        ),
        instead=(
            "Limit attempts by address and by account (slowapi, Flask-Limiter, "
            "django-axes, throttle classes), or at "
            "the proxy in front, and keep its configuration in the repository."
        ),
        false_alarms=(
            "A limit outside of the repository: a gateway, a firewall, an identity "
            "provider. Any limiter, counter of "
            "failed attempts, captcha or throttle in the code, and limits in the "
            "configuration of a proxy that lies "
            "in the repository, keep it silent."
        ),
        cwe=(307,),
    )
    bad = BAD
    good = GOOD
    collects = (Limits,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without routes there is nothing to say."""
        return "" if project.routes.all else "the project registers no route that is understood"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each application: at its first login route."""
        logins = [route for route in project.routes.all if self._logs_in(project, route)]
        if not logins or _limited(project):
            return
        seen: set[object] = set()
        for route in logins:
            if route.application in seen or route.handler in seen:
                continue
            seen |= {route.application, route.handler}
            others = [r for r in logins if r.application == route.application and r != route]
            more = (
                f", and {len(others)} more routes"
                if len(others) > 1
                else ", and one more route"
                if others
                else ""
            )
            yield self.finding(
                route.file,
                At(route.line, route.column, route.end_line, route.end_column),
                f"nothing in the project limits how often `{_shown(route)}` "
                f"(`{route.name}`) can be tried{more}",
                symbol=route.name,
                confidence=Confidence.LOW if _is_for_programs(project, route) else None,
                related=[Related(r.file, r.line, f"`{_shown(r)}`") for r in others[:5]],
                checked="limiters, counters of attempts, captchas, throttles, configuration of proxies",
                cause=f"no rate limit in {route.application}",
            )

    def _logs_in(self, project: ProjectFacts, route: Route) -> bool:
        if route.handler is None or project.zone(route.file) is not Zone.PRODUCTION:
            return False
        if "POST" not in route.methods and "*" not in route.methods:
            return False
        if _OUTSIDE.search(route.path) or _OUTSIDE.search(route.name):
            return False
        if not (_LOGIN.search(route.path.rstrip("/").partition("?")[0]) or _NAMED.match(route.name)):
            return False
        return self._takes_password(project, route)

    def _takes_password(self, project: ProjectFacts, route: Route) -> bool:
        """Whether the handler's own words, or its parameters, have to do with a password."""
        assert route.handler is not None
        path, index = route.handler
        if route.of_class:
            qualname = project.files[path].classes[index].qualname + "."
        else:
            function = project.function(route.handler)
            qualname = function.qualname
            if any(_PASSWORD.search(p.name) or _PASSWORD.search(p.annotation) for p in function.params):
                return True
        for item in project.files[path].routing:
            mine = item.target == qualname or (route.of_class and item.target.startswith(qualname))
            if mine and item.kind == "hints" and any(_PASSWORD.search(word) for word in item.value.texts()):
                return True
        return False


def _is_for_programs(project: ProjectFacts, route: Route) -> bool:
    """Whether programs sign in with a secret that was made for them, and cannot be guessed."""
    if route.handler is None or route.of_class:
        return False
    given = project.function(route.handler).params
    shown = " ".join(f"{param.name} {param.annotation}" for param in given)
    return _PROGRAMS.search(shown) is not None and "passw" not in shown.lower()


def _shown(route: Route) -> str:
    return f"{'/'.join(m for m in route.methods if m == 'POST') or 'POST'} {route.path}".strip()


def _limited(project: ProjectFacts) -> bool:
    """Whether anything in the repository limits how often something is asked for."""
    if any(note.kind == "paced" for _, notes in project.noted(Limits) for note in notes):
        return True
    for facts in project.files.values():
        for item in facts.routing:
            if item.target == "REST_FRAMEWORK" and any("THROTTLE" in key for key in item.value.keys):
                return True
    return bool(said(project, _CONFIGURED))
