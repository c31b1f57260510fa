"""SEC015: a form or view that another site can have a visitor's browser send."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from codereview.api import At, Card, Confidence, Finding, ModuleContext, ModuleRule, Severity, Zone
from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.project import ProjectFacts

from .._syntax.locate import FunctionNode, chain, function_node, last_name, own, words
from .._syntax.patterns import lazy_pattern
from ._csrf.examples import BAD, GOOD

_EXEMPT = "django.views.decorators.csrf.csrf_exempt"
_KNOWN = lazy_pattern(
    r"(login_required|permission_required|user_passes_test|staff_member_required|superuser_required)(\(\))?$"
)
_PLAIN = lazy_pattern(
    r"((?:^|\.)require_(?:POST|GET|safe|http_methods|methods?|ajax)|atomic|never_cache|transaction\.\w+|api_view|cache_control)"
    r"(\(\))?$"
)
_MIXINS = lazy_pattern(r"(LoginRequired|PermissionRequired|UserPassesTest|StaffRequired|AccessMixin)\w*$")
_OTHERWISE = lazy_pattern(
    r"webhook|hmac|signature|api_?key|bearer|authorization|jwt|token|oauth|saml|(?:^|_)lti(?:$|_|[A-Z])|LTI|ipn|callback|secret|x_hub|basic_?auth|csrf"
    r"|check_password|(?:old|current)_?password",
    re.IGNORECASE,
)
_REPORTS = lazy_pattern(r"(?:^|_)csp|violation|report_?uri", re.IGNORECASE)
"""What browsers report of themselves, without a token."""
_CHANGES = frozenset(
    {"save", "create", "delete", "update", "add", "remove", "set_password", "commit", "bulk_create"}
)
_WRITES = ("post", "put", "patch", "delete")
_MARKS = lazy_pattern(r"(?:set_|mark_)?(?:as_)?(?:un)?(?:read|seen)$|dismiss$")
"""How a message is marked that its reader has seen."""
_TRIES = lazy_pattern(r"test|dev|local|debug|(^|_)ci(_|$)|example", re.IGNORECASE)
_SHOWS = frozenset(
    "render render_to_response get_context_data get_context HttpResponse JsonResponse redirect reverse get str int "
    "gettext".split()
)
"""Calls that change nothing."""
_WTF = frozenset({"WTF_CSRF_ENABLED", "WTF_CSRF_CHECK_DEFAULT"})


_FORMS = frozenset({"django", "flask", "flask_wtf", "wtforms"})


class CsrfExempt(ModuleRule):
    """Django's ``csrf_exempt`` on views that know their visitor by the session; Flask-WTF switched off."""

    card = Card(
        id="SEC015",
        title="CSRF protection off",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=20,
        why=(
            "The browser sends the session's cookie with every request, those that "
            "another site makes included. "
            "Without the token, a page of anyone's can change or delete in the name of whoever looks at it."
        ),
        instead=(
            "Leave the protection on and send the token with the form, or in the "
            "header `X-CSRFToken` from scripts. "
            "Endpoints for machines take a key or signature and no session."
        ),
        false_alarms=(
            "An application whose cookies are `SameSite=Strict`. Views that look "
            "at a key, token or signature, and "
            "views that change nothing, are left out; so are settings of tests and development."
        ),
        cwe=(352,),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Its switches are those of Django and of Flask's forms."""
        if project.vocabulary.roots & _FORMS:
            return ""
        return "nothing in the project uses Django or forms of Flask, whose protection could be switched off"

    def check(self, file: ModuleContext, facts: FileFacts) -> Iterable[Finding]:
        """One finding for each view and each switch."""
        if file.zone is not Zone.PRODUCTION:
            return
        exempt = any(item.name == "csrf_exempt" for item in facts.imports)
        for index, function in enumerate(facts.functions if exempt else ()):
            if _EXEMPT in function.decorators:
                yield from self._view(file, facts, index, function)
        for cls in facts.classes:
            if any(d.startswith("django.utils.decorators.method_decorator") for d in cls.decorators):
                yield from self._class(file, facts, cls.line, cls.name, cls.bases)
        if any(item.module.startswith(("flask", "wtforms")) for item in facts.imports) or _WTF & set(
            facts.names
        ):
            yield from self._flask(file, facts)
        for cls in facts.classes:
            for attr in cls.attrs:
                if (
                    attr.name in _WTF
                    and attr.path == "=False"
                    and not _TRIES.search(f"{cls.name} {file.path}")
                ):
                    yield self._off(file, At(attr.line), attr.name, cls.name)

    def joined(self, finding: Finding, project: ProjectFacts) -> Finding | None:
        """Nothing where the check that is off by default is made by hand (``csrf.protect()`` before each request).

        It is a question where an address leads to another view of that name.
        """
        if finding.symbol and _is_beside(finding, project):
            return replace(finding, confidence=Confidence.LOW)
        if "WTF_CSRF_CHECK_DEFAULT" not in finding.message:
            return finding
        by_hand = any(
            call.path.endswith(".protect") and "csrf" in f"{call.written} {call.path}".lower()
            for facts in project.files.values()
            for call in facts.calls
        )
        return None if by_hand else finding

    def _view(
        self, file: ModuleContext, facts: FileFacts, index: int, function: FunctionFact
    ) -> Iterator[Finding]:
        node = function_node(file.tree, function)
        if node is None or _OTHERWISE.search(function.name):
            return
        if any(d.startswith(_WITHOUT) for d in function.decorators) or any(
            map(_only_reads, node.decorator_list)
        ):
            return
        if _REPORTS.search(function.name):
            return
        guarded = next((d for d in function.decorators if _KNOWN.search(d)), "")
        by_session = _session(node)
        if not (guarded or by_session) or _asks_otherwise(node) or not _changes(node):
            return
        if not all(d == _EXEMPT or _KNOWN.search(d) or _PLAIN.search(d) for d in function.decorators):
            return  # of a decorator that is not known it cannot be told whether it asks for a key
        name = guarded.removesuffix("()").rpartition(".")[2] or by_session
        yield self.finding(
            file.path,
            At(node.lineno, node.col_offset + 1),
            f"`{function.name}` is exempt from CSRF protection, knows its visitor "
            f"by the session (`{name}`), and writes",
            symbol=function.qualname,
            confidence=Confidence.HIGH if guarded else Confidence.MEDIUM,
        )

    def _class(
        self, file: ModuleContext, facts: FileFacts, line: int, name: str, bases: tuple[str, ...]
    ) -> Iterator[Finding]:
        node = next(
            (n for n in reversed(chain(file.tree, line)) if isinstance(n, ast.ClassDef) and n.name == name),
            None,
        )
        if node is None or _OTHERWISE.search(name) or any(_OTHERWISE.search(base) for base in bases):
            return
        exempt = any("csrf_exempt" in words(d) for d in node.decorator_list)
        guard = next((b for b in bases if _MIXINS.search(b)), "")
        known = guard or next((w for d in node.decorator_list for w in words(d) if _KNOWN.search(w)), "")
        writes = any(
            isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef))
            and s.name in _WRITES
            and not _only_shows(s)
            for s in node.body
        )
        if exempt and known and writes:
            yield self.finding(
                file.path,
                At(node.lineno, node.col_offset + 1),
                f"`{name}` is exempt from CSRF protection and knows its visitor by the "
                f"session (`{known.rpartition('.')[2]}`)",
                symbol=name,
                severity=Severity.LOW if _only_marks(node) else None,
                confidence=Confidence.LOW if _only_marks(node) else None,
            )

    def _flask(self, file: ModuleContext, facts: FileFacts) -> Iterator[Finding]:
        if _TRIES.search(file.path):
            return
        yield from self._switches(file, file.tree.body, "")
        for function in facts.functions:
            if re.search(r"app|config|setup|init", function.name) and not _TRIES.search(function.name):
                node = function_node(file.tree, function)
                if node is not None:
                    yield from self._switches(
                        file, [n for n in node.body if isinstance(n, ast.stmt)], function.qualname
                    )

    def _switches(self, file: ModuleContext, body: list[ast.stmt], symbol: str) -> Iterator[Finding]:
        for item in body:
            if (
                isinstance(item, ast.Assign)
                and isinstance(item.value, ast.Constant)
                and item.value.value is False
            ):
                for target in item.targets:
                    name = target.id if isinstance(target, ast.Name) else ""
                    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                        name = str(target.slice.value)
                    if name in _WTF:
                        yield self._off(file, At(item.lineno, item.col_offset + 1), name, symbol)

    def _off(self, file: ModuleContext, at: At, name: str, symbol: str) -> Finding:
        return self.finding(
            file.path, at, f"`{name}` is off: no form of the application is protected", symbol=symbol,
            confidence=Confidence.MEDIUM,
        )  # fmt: skip


def _is_beside(finding: Finding, project: ProjectFacts) -> bool:
    """Whether addresses lead to another view of the same name, and none to this one."""
    handlers = [route.handler for route in project.routes.all if route.handler is not None]
    named = [key for key in handlers if key[1] >= 0 and project.function(key).name == finding.symbol]
    return bool(named) and all(key[0] != finding.path for key in named)


_WITHOUT = (
    "rest_framework.decorators.api_view",
    "django.views.decorators.http.require_GET",
    "django.views.decorators.http.require_safe",
)
"""Views of REST framework are exempt by themselves, and their session authentication asks for the token; others do not
write."""


def _only_reads(decorator: ast.expr) -> bool:
    """``@require_http_methods(["GET"])``: the protection never looks at such a request."""
    if not isinstance(decorator, ast.Call) or last_name(decorator.func) != "require_http_methods":
        return False
    methods = [n.value for arg in decorator.args for n in ast.walk(arg) if isinstance(n, ast.Constant)]
    return bool(methods) and {str(method).upper() for method in methods} <= {"GET", "HEAD", "OPTIONS"}


def _session(node: FunctionNode) -> str:
    """``request.user`` or ``request.session``, where the body reads one."""
    for item in own(node):
        if (
            isinstance(item, ast.Attribute)
            and item.attr in ("user", "session")
            and last_name(item.value) == "request"
        ):
            return f"request.{item.attr}"
    return ""


def _asks_otherwise(node: FunctionNode) -> bool:
    return any(_OTHERWISE.search(word) for statement in node.body for word in words(statement))


def _only_shows(node: FunctionNode) -> bool:
    """Whether all that a method calls makes a page of what it read."""
    called = {last_name(item.func) for item in own(node) if isinstance(item, ast.Call)}
    return bool(called) and called <= _SHOWS


def _only_marks(node: ast.ClassDef) -> bool:
    """Whether all that the methods of a view do to what is stored is to note that somebody has seen it."""
    called = {
        last_name(call.func)
        for item in node.body
        if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) and item.name in _WRITES
        for call in own(item)
        if isinstance(call, ast.Call)
    } - _SHOWS
    return bool(called) and all(map(_MARKS.match, called))


def _changes(node: FunctionNode) -> bool:
    """Whether a view writes: it saves, creates, deletes, on the way to its answer."""
    return any(isinstance(item, ast.Call) and _is_change(item) for item in own(node))


def _is_change(call: ast.Call) -> bool:
    """Whether a call changes what is stored: not a cache, a dictionary by ``update(rows)``, nor a set
    of its own by ``add``."""
    name = last_name(call.func)
    if isinstance(call.func, ast.Attribute) and "cache" in last_name(call.func.value):
        return False
    if name == "update":
        return not call.args
    if name in ("add", "remove"):
        return isinstance(call.func, ast.Attribute) and not isinstance(call.func.value, ast.Name)
    return name in _CHANGES
