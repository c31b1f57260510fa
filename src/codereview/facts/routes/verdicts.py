"""Whether something that runs before a handler asks who is calling: told by names and by what its code mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from codereview.facts.routes.declared import Declared, Value
from codereview.facts.routes.hints import GOES_ON
from codereview.facts.routes.identity import Identity
from codereview.facts.targets import Target

if TYPE_CHECKING:
    from codereview.facts.project import Key

_STRONG = re.compile(
    r"auth|current_?user|current_?active|login|logged|token|jwt|api_?key|permission|require|verif|admin|superuser|"
    r"get_user|bearer|credential|protect|guard|role|scope|secret|principal|identity|user_?dep|staff|owner|signature|"
    r"current_?(account|member|tenant|company|employee|customer|client)|is_?(user|owner)|member_required|csrf|"
    r"validate_(request|key|api)|check_(user|key|access)|rbac|acl\b|session_required|^active_?user|^user$",
    re.IGNORECASE,
)
# names that many dependencies have which only bring something
_BRINGS = re.compile(
    r"^(get_|provide_|create_|make_|async_)*(async_)?(db|database|session|conn|connection|engine|redis|cache|mongo|"
    r"settings|config|logger|pagination|page|params|query|filters?|service|repo|repository|uow|storage|client|"
    r"background|rate_?limit\w*|limiter|locale|lang|uow|paginat\w*)(_?(db|session|dep|service|async|sync))*$|"
    r"(_|^)(db|repo|repository|service|uow|pagination|params|limiter|session|settings|config|configuration)$|"
    r"(Settings|Config|Repository|Service|Session|Params|Filter|Pagination|SessionDep|Db|DB)(Dep)?$",
    re.IGNORECASE,
)
_FORM = re.compile(r"RequestForm")
_ASKS = re.compile(
    r"current_?user|is_authenticated|authoriz|authenticat|token|jwt|api_?key|\b401\b|\b403\b|forbidden|unauthor|"
    r"permission|login|cookie|hmac|signature|verif|secret|passw|csrf|credential|is_?admin|admin_|_admin|superuser|(has|check|user|require|in|any|get)_?roles?|roles?_(required|allowed|check)|\bauth\b|access_control|"
    r"request_user|get_user|user_?session|basic|bearer|captcha|whitelist|remote_addr|account|identity|principal|owner|"
    r"member|(?<![a-z])x_[a-z]|tenant|protect|logged|signed",
    re.IGNORECASE,
)
# by which code is seen to turn strangers away
_REFUSES = re.compile(
    r"\b401\b|\b403\b|authoriz|authenticat|unauthor|forbidden|current_?user|is_authenticated|permission_?denied",
    re.I,
)
_OTHERWISE = re.compile(
    r"xss|https|json|content|field|param|argument|header|setting|feature|ajax|method|version|federation|"
    r"(team|user)_mode|_data$",
    re.IGNORECASE,
)
# decorators that say nothing of who is calling
_NEUTRAL = re.compile(
    r"^(route|get|post|put|patch|delete|head|options|api_route|websocket|websocket_route|limit|rate_?limit\w*|ratelimit\w*|throttled?|cache|cached|memoize|"
    r"swag_from|doc|docs|expect|marshal_with|response|arguments|use_args|use_kwargs|cross_origin|exempt|wraps|"
    r"api_view|action|renderer_classes|parser_classes|throttle_classes|require_http_methods|require_GET|require_POST|"
    r"require_safe|csrf_exempt|never_cache|cache_page|cache_control|ensure_csrf_cookie|csrf_protect|staticmethod|"
    r"classmethod|extend_schema|swagger_auto_schema|atomic|transaction|xframe_options_exempt|gzip_page|measure|timer|"
    r"timeit|log|logged_call|trace|traced|observe|inject|retry|validate|validator|template|jinja2|async_to_sync|"
    r"sync_to_async|version|deprecated|override|hidden|profile_time|errorhandler|vary_on_headers|sensitive_post_parameters|"
    r"non_atomic_requests|method_decorator|view|templated|json_response|handle_exceptions|handle_errors|output|input)$"
)
_MIDDLEWARE = re.compile(
    r"CORS|GZip|TrustedHost|HTTPSRedirect|SessionMiddleware|Prometheus|RequestI[dD]|Correlation|Logging|SlowAPI|"
    r"Timing|Metrics|ProxyHeaders|Process_?Time|Sentry|Profil|RateLimit|Brotli|Static|Locale|Tracing|Timeout|ProxyFix|"
    r"Exception|ErrorHandl|Security_?Headers|cors|log|time|Cache",
)
_WEAK_SESSION = frozenset({"session", "user"})
_MOST = 60


class Verdicts:
    """Answers for one project; each dependency is judged once."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.project = identity.project
        self.depends: dict[tuple[str, str, int], Declared] = {}
        self.hints: dict[tuple[str, str, int], tuple[str, ...]] = {}
        self.read: set[str] = set()
        for path, facts in identity.files.items():
            for said in facts.routing:
                if said.kind == "depends":
                    self.depends[path, said.target, said.def_line] = said
                elif said.kind == "hints":
                    self.read.add(path)
                    self.hints[path, said.target, said.def_line] = said.value.texts()
        self._judged: dict[tuple[str, str], bool | None] = {}

    def dependency(self, given: Value, file: str, scope: str, depth: int = 0) -> bool | None:
        """Whether a call of ``Depends`` or ``Security`` brings somebody who was asked for credentials."""
        if given.last == "Security":
            return True
        inner = given.positional[0] if given.positional else given.keyword("dependency")
        if inner is None:
            return None
        name = inner.text
        if inner.kind not in ("name", "call") or not name:
            return None
        key = (file, f"{scope}{name}")
        if depth > 5:
            return None
        if key not in self._judged:
            self._judged[key] = None
            self._judged[key] = self._dependency(name, file, scope, depth)
        return self._judged[key]

    def _dependency(self, name: str, file: str, scope: str, depth: int) -> bool | None:
        outside = self.identity.outside(file, scope, name)
        if _FORM.search(name) or _FORM.search(outside):
            return False
        if outside.startswith("fastapi.security"):
            return True
        last = name.rpartition(".")[2]
        found = self.identity.target(file, scope, name)
        if GOES_ON in (self.hints_of(found) or ()):
            return None  # who shows nothing comes through; what uses it may turn him away
        nested = self._nested(found, depth)
        if nested is True:
            return True
        brings = bool(_BRINGS.search(last))
        if not brings and _STRONG.search(last):
            return None if self._sees_nobody(found) else True
        if found.kind not in ("function", "class", "instance"):
            return False if brings else None
        hints = self.hints_of(found)
        if hints is None:
            return False if brings else None
        if any(_REFUSES.search(word) for word in hints):
            return None if brings else True
        return None if any(_ASKS.search(word) for word in hints) and not brings else nested

    def _sees_nobody(self, found: Target) -> bool:
        """Whether a dependency is given nothing of the request, and so brings an object rather than a caller."""
        if found.kind != "function" or self.project.resolver.function(found).params:
            return False
        return not any(map(_REFUSES.search, self.hints_of(found) or ()))

    def _nested(self, found: Target, depth: int) -> bool | None:
        """What the dependencies of a dependency say: True if one of them asks, None if one cannot be told."""
        function = self._function(found)
        if function is None:
            return False
        said = self.depends.get(function)
        if said is None:
            return False
        results = {g for _, g in self.injected(said, function[0], depth + 1)}
        return True if True in results else None if None in results else False

    def injected(self, said: Declared, file: str, depth: int = 0) -> list[tuple[str, bool | None]]:
        """The dependencies that a function's parameters name, each with its verdict."""
        found: list[tuple[str, bool | None]] = []
        for given in said.value.items:
            if given.kind == "call":
                inner = given.positional[0].text if given.positional else given.text
                found.append((inner, self.dependency(given, file, said.scope, depth)))
            elif given.kind == "name":
                found += self._alias(given.text, file, said.scope, depth)
        return found

    def _alias(self, name: str, file: str, scope: str, depth: int) -> list[tuple[str, bool | None]]:
        """What an annotation such as ``CurrentUser = Annotated[User, Depends(get_current_user)]`` injects."""
        node = self.identity.node(file, scope, name)
        found: list[tuple[str, bool | None]] = []
        for path, said in self.identity.bound.get(node, []):
            if said.value.kind == "list":
                calls = [
                    c for c in said.value.items if c.kind == "call" and c.last in ("Depends", "Security")
                ]
                found += [(name, self.dependency(call, path, said.scope, depth)) for call in calls]
        if not found and _STRONG.search(name) and self.identity.target(file, scope, name).kind == "unknown":
            found.append((name, None))  # in a file that could not be read
        return found

    def _function(self, found: Target) -> tuple[str, str, int] | None:
        if found.kind in ("class", "instance"):
            names = ("__call__", "__init__") if found.kind == "class" else ("__call__",)
            for name in names:
                method = self.project.resolver.member(found.but(kind="instance"), name)
                if method.kind == "function":
                    found = method
                    break
        if found.kind != "function":
            return None
        function = self.project.resolver.function(found)
        return found.file, function.qualname, function.line

    def hints_of(self, found: Target) -> tuple[str, ...] | None:
        """The words of a function that have to do with who is asking; None if nothing was read of it."""
        key = self._function(found)
        return None if key is None else self.hints.get(key)

    def asks(self, key: Key, flask: bool) -> str:
        """A word by which a handler, or what it calls, is seen to ask who is calling; empty without."""
        project = self.project
        seen, queue = {key}, [(key, 0)]
        while queue and len(seen) < _MOST:
            current, depth = queue.pop()
            function = project.function(current)
            if current == key and (key[0], function.qualname, function.line) not in self.hints:
                return "?"
            for word in self.hints.get((current[0], function.qualname, function.line), ()):
                if _ASKS.search(word) or (flask and word in _WEAK_SESSION):
                    return word
            for call in project.calls_in(current):
                name = (call.written or call.path).rpartition(".")[2]
                if _ASKS.search(name):
                    return name
                if depth < 3:
                    callee = project.callee(project.resolve(current[0], call.path))
                    if callee is not None and callee not in seen:
                        takes = {param.name for param in project.function(callee).params}
                        if callee[0] not in self.read and "request" in takes:
                            return name  # what it does with the request was not read
                        seen.add(callee)
                        queue.append((callee, depth + 1))
        return ""

    def decorator(self, path: str) -> bool | None:
        """Whether a decorator lets through only those who are known."""
        last = path.removesuffix("()").rpartition(".")[2].lstrip("?")
        if _NEUTRAL.match(last):
            return False
        return True if _STRONG.search(last) and not _OTHERWISE.search(last) else None

    def middleware(self, name: str) -> bool | None:
        """Whether a middleware asks who is calling: never said for certain, as it can let paths through."""
        last = name.rpartition(".")[2]
        return False if _MIDDLEWARE.search(last) and not re.search(r"auth", last, re.IGNORECASE) else None

    def words_ask(self, words: Iterable[str]) -> bool:
        """Whether some of the words of a function ask who is calling."""
        return any(_ASKS.search(word) for word in words)
