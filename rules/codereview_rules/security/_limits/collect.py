"""What is noted of limits, and of uploads that are read whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from codereview.api import Collector, ModuleContext, Note, Zone, place
from codereview.facts.module import FileFacts, FunctionFact

from ..._syntax.locate import FunctionNode, function_node, last_name, own, parameters, words

_LIMITERS = frozenset(
    "slowapi flask_limiter django_ratelimit ratelimit axes fastapi_limiter defender brutebuster limits "
    "pyrate_limiter throttled asgi_ratelimit fastapi_guard "
    "flask_limiter_plus limiter quart_rate_limiter".split()
)
_PACES = re.compile(
    r"rate_?limit|throttl|lock_?out|login_?attempt|failed_?(login|attempt)|attempts_|_attempts|brute_?force|captcha|"
    r"turnstile|too_?many|cool_?down|\blimiter|_limiter|account_?locked|locked_until"
)
_SIZES = re.compile(
    r"max_?(content|upload|file|body|request|image|document|allowed)_?(length|size|bytes|mb|limit)?|"
    r"(upload|file|body|content|size)_?(max|limit)|patch_request_class|content_?length|file_?size|too_?large|413"
)
_OF_PACES = (
    *("ratelimit", "rate_limit", "limiter", "throttl", "lockout", "lock_out", "attempt", "failed", "brute"),
    *("captcha", "turnstile", "toomany", "too_many", "cooldown", "cool_down", "locked"),
)
_OF_SIZES = (
    *("max", "limit", "contentlength", "content_length", "filesize", "file_size", "toolarge", "too_large"),
    *("patch_request_class", "413"),
)
"""One of these stands in each name of paces and of sizes."""
_PROVIDERS = frozenset({"supabase", "firebase_admin", "auth0", "cognito", "keycloak", "clerk", "workos"})


class Limits(Collector):
    """Notes by kind: ``paced`` (something counts attempts or slows down: its name), ``sized`` (something bounds what is
    sent: its name), ``upload`` (a handler that reads an upload whole: its name), ``files`` (Flask's ``request.files``).
    """

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """Notes of one file."""
        if file.zone in (Zone.TESTS, Zone.VENDORED, Zone.GENERATED):
            return
        names = _names(facts)
        found = _PACES.search(names) if any(part in names for part in _OF_PACES) else None
        named = found.group() if found else ""
        for item in facts.imports:
            if item.module.partition(".")[0] in _LIMITERS or item.module.partition(".")[0] in _PROVIDERS:
                named = item.module
        if named:
            yield Note("paced", 1, 1, 1, 1, -1, -1, (named,))
        sized = _SIZES.search(names) if any(part in names for part in _OF_SIZES) else None
        if sized:
            yield Note("sized", 1, 1, 1, 1, -1, -1, (sized.group(),))
        elif _bounds_requests(file, facts):
            yield Note("sized", 1, 1, 1, 1, -1, -1, ("content-length",))
        if any(item.name == "UploadFile" or item.module == "fastapi" for item in facts.imports):
            yield from _uploads(file.tree, facts)
        if any(item.module == "flask" for item in facts.imports):
            yield from _flask(file.tree, facts)


def _bounds_requests(file: ModuleContext, facts: FileFacts) -> bool:
    """Whether a middleware of Starlette looks at the length that a request says it has."""
    passes = any(param.name == "call_next" for function in facts.functions for param in function.params)
    return passes and "content-length" in file.text.lower()


def _names(facts: FileFacts) -> str:
    """All names that a file binds or defines, one on a line and in lower case."""
    found = [*facts.names, *[function.name for function in facts.functions]]
    for cls in facts.classes:
        found.append(cls.name)
        found += [attr.name for attr in cls.attrs]
    return "\n".join(found).lower()


@lru_cache(maxsize=50_000)
def _sizes(name: str) -> bool:
    return bool(_SIZES.search(name.lower()))


def _uploads(tree: ast.Module, facts: FileFacts) -> Iterator[Note]:
    for index, function in enumerate(facts.functions):
        if not function.params or "UploadFile" not in "".join(p.annotation for p in function.params):
            continue
        node = function_node(tree, function)
        if node is not None:
            yield from _reads(node, index)


def _reads(node: FunctionNode, index: int) -> Iterator[Note]:
    """``await file.read()`` of an upload whose size nothing in the function asks for."""
    uploads = {
        item.arg
        for item in parameters(node)
        if item.annotation is not None
        and any(isinstance(n, ast.Name) and n.id == "UploadFile" for n in ast.walk(item.annotation))
    }
    read: ast.Call | None = None
    for item in own(node):
        if (
            isinstance(item, ast.Call)
            and not item.args
            and isinstance(item.func, ast.Attribute)
            and item.func.attr == "read"
            and _upload(item.func.value) in uploads
        ):
            read = read or item
    if read is None:
        return
    for item in own(node):
        if isinstance(item, (ast.Name, ast.Attribute)):
            name = item.attr if isinstance(item, ast.Attribute) else item.id
            if name == "size" or _sizes(name) or "valid" in name or "check" in name:
                return
        if isinstance(item, ast.Compare) and any(
            isinstance(n, ast.Call) and last_name(n.func) == "len" and not _empty(item)
            for n in ast.walk(item)
        ):
            return
    at = place(read)
    yield Note("upload", at.line, at.column, at.end_line, at.end_column, index, -1, (node.name,))


def _upload(node: ast.expr) -> str:
    """The name of the upload that is read: itself, or its ``.file``."""
    if isinstance(node, ast.Attribute) and node.attr == "file":
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _empty(item: ast.Compare) -> bool:
    return all(isinstance(c, ast.Constant) and c.value == 0 for c in item.comparators)


def _flask(tree: ast.Module, facts: FileFacts) -> Iterator[Note]:
    for index, function in enumerate(facts.functions):
        if not function.decorators:
            continue
        node = function_node(tree, function)
        if node is None:
            continue
        for item in own(node):
            if (
                isinstance(item, ast.Attribute)
                and item.attr == "files"
                and last_name(item.value) == "request"
            ):
                at = place(item)
                yield Note(
                    "files", at.line, at.column, at.end_line, at.end_column, index, -1, (function.name,)
                )
                break
    for call in ast.iter_child_nodes(tree):
        if isinstance(call, (ast.Assign, ast.Expr)) and any(_sizes(word) for word in words(call)):
            yield Note("sized", call.lineno, 1, call.lineno, 1, -1, -1, ("MAX_CONTENT_LENGTH",))
            return
    for function in facts.functions:
        if _configures(function):
            node = function_node(tree, function)
            if node is not None and any(_sizes(word) for word in words(node)):
                yield Note("sized", function.line, 1, function.line, 1, -1, -1, ("MAX_CONTENT_LENGTH",))
                return


def _configures(function: FunctionFact) -> bool:
    return bool(re.search(r"app|config|setup|init", function.name))
