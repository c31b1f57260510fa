"""Calls of tests that leave the process or stop it, and what shows that they do not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.names import own_name

from .hosts import host_of, real_host

_VERBS = r"(get|post|put|patch|delete|head|options|request|stream)"
_ASKS = re.compile(
    rf"^(requests\.{_VERBS}|requests\.(sessions\.)?[Ss]ession\(\)\.{_VERBS}|httpx\.{_VERBS}|httpx\.(Async)?Client\(\)\.{_VERBS}"
    rf"|aiohttp\.(client\.)?ClientSession\(\)\.{_VERBS}|urllib\.request\.(urlopen|urlretrieve)|urllib2\.urlopen"
    r"|urllib3\.PoolManager\(\)\.(request|urlopen)|urllib3\.request|socket\.create_connection|http\.client\.HTTPS?Connection"
    r"|smtplib\.SMTP(_SSL)?|ftplib\.FTP(_TLS)?|websockets?\.(connect|create_connection)|pandas\.read_(csv|json|html|excel))$"
)
_BARE_HOST = ("http.client.", "smtplib.", "ftplib.")
COROUTINES = frozenset({"asyncio.sleep", "anyio.sleep", "trio.sleep"})
_SLEEPS = COROUTINES | {"time.sleep", "gevent.sleep", "eventlet.sleep"}
_PATCHES = frozenset({"patch", "setattr", "object", "dict", "multiple", "spy", "stub", "when"})
_PATCHED = re.compile(
    r"request|httpx|urlopen|urllib|aiohttp|socket|session|http|client|\bget\b|\bpost\b|smtp|ftp|read_"
)
_TRANSPORT = frozenset({"transport", "app", "mounts", "connector"})


class Outside(Collector):
    """Notes in files of tests: ``net`` (function, host or ``=name``), ``const`` (name, host), ``sleep`` (function,
    milliseconds), ``patch`` (of what: ``net`` or ``sleep``), ``mark`` (names in ``pytestmark``)."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.Call, ast.Assign)

    def wants(self, file: ModuleContext) -> bool:
        """Only files of tests that name a host or wait."""
        tests = file.zone is Zone.TESTS or "test" in file.path
        return tests and ("://" in file.text or "sleep" in file.text or "socket" in file.text)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """Notes of a call or an assignment."""
        if isinstance(node, ast.Assign):
            return self._assigned(node, file)
        return self._called(node, file) if isinstance(node, ast.Call) else ()

    def _assigned(self, node: ast.Assign, file: ModuleContext) -> Iterable[Note]:
        target = node.targets[0]
        if file.function >= 0 or not isinstance(target, ast.Name):
            return
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            if host := real_host(node.value.value):
                yield self.noted(node, file, "const", target.id, host)
        elif target.id == "pytestmark":
            parts = node.value.elts if isinstance(node.value, (ast.List, ast.Tuple)) else [node.value]
            names = [file.resolve(part.func if isinstance(part, ast.Call) else part) for part in parts]
            yield self.noted(node, file, "mark", tuple(names))

    def _called(self, node: ast.Call, file: ModuleContext) -> Iterable[Note]:
        name = own_name(node.func)
        if name in _PATCHES:
            text = " ".join(_texts(node))
            if "sleep" in text:
                yield self.noted(node, file, "patch", "sleep")
            if _PATCHED.search(text.lower()):
                yield self.noted(node, file, "patch", "net")
        if name in ("Client", "AsyncClient", "ClientSession") and _TRANSPORT & {k.arg for k in node.keywords}:
            yield self.noted(node, file, "patch", "net")
        if name in ("mount", "route", "add_route", "register_uri"):
            yield self.noted(node, file, "patch", "net")
        if not node.args and not any(k.arg == "url" for k in node.keywords):
            return
        path = file.resolve(node.func)
        if path in _SLEEPS and node.args:
            seconds = node.args[0]
            if isinstance(seconds, ast.Constant) and isinstance(seconds.value, (int, float)):
                yield self.noted(node, file, "sleep", path, int(min(seconds.value, 100_000) * 1000))
        elif _ASKS.match(path):
            for value in [*node.args[:2], *(k.value for k in node.keywords if k.arg == "url")]:
                if host := host_of(value, bare=path.startswith(_BARE_HOST)):
                    yield self.noted(node, file, "net", path, host)
                    return


def _texts(node: ast.Call) -> Iterable[str]:
    """What the first arguments of a call name."""
    for value in node.args[:2]:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value
        elif isinstance(value, ast.Attribute):
            yield value.attr
        elif isinstance(value, ast.Name):
            yield value.id
