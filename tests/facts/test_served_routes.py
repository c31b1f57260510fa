"""Classes of the standard library's server as rows of the route table: methods, paths, who asks."""

from __future__ import annotations

import textwrap

import pytest
from facts_lab import project_of

from codereview.auditor.route_table import route_table
from codereview.report.architecture import why

HEAD = "from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler\nfrom urllib.parse import urlparse\n"


def rows(body: str, base: str = "BaseHTTPRequestHandler") -> list[str]:
    """The rows of one class, as ``METHOD path protection``."""
    text = f"{HEAD}\n\nclass Handler({base}):\n{textwrap.indent(textwrap.dedent(body), '    ')}"
    project = project_of({"app.py": text})
    assert project.routes.all == ()  # no rule takes it for a route that a framework registers
    return [f"{','.join(route.methods)} {route.path} {route.protection}" for route in project.routes.served]


def test_each_method_answers_every_path() -> None:
    found = rows(
        """
        def do_GET(self):
            self.wfile.write(b"")
        def do_POST(self):
            return self.do_GET()
        def do_OPTIONS(self):
            self.end_headers()
        def do_magic(self):
            pass
        """
    )
    assert found == ["GET /{any path} unknown", "POST /{any path} unknown"]


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ('if self.path == "/a":\n    pass\nelif self.path in ("/b", "/c"):\n    pass', ["/a", "/b", "/c"]),
        ('parsed = urlparse(self.path)\nif parsed.path != "/a":\n    return', ["/a"]),
        ('path = self.path.split("?")[0]\nif path == "":\n    pass', ["/"]),
        ('path, _, query = self.path.partition("?")\nif path == "/a" and query == "/q":\n    pass', ["/a"]),
        ('if self.path.startswith("/files/"):\n    pass', ["/files/{any path}"]),
        ('match urlparse(self.path).path:\n    case "/a" | "/b":\n        pass', ["/a", "/b"]),
        ('if self.path == "/a":\n    return\nsuper().do_GET()', ["/a", "/{any path}"]),
        ('parts = self.path.strip("/").split("/")\nif parts[0] == "bucket":\n    pass', ["/{any path}"]),
        ("if self.path != METRICS:\n    return", ["/{METRICS}"]),
        ("if self.path in ROUTES:\n    pass", ["/{any path}"]),
        ('if self.command == "/a" or other.path == "/b":\n    pass', ["/{any path}"]),
    ],
)
def test_the_paths_that_a_method_compares(body: str, paths: list[str]) -> None:
    found = rows(f"def do_GET(self):\n{textwrap.indent(body, '    ')}\n")
    assert found == [f"GET {path} unknown" for path in paths]


REFUSED = "self.send_error(401)\n        return\n"


@pytest.mark.parametrize(
    ("body", "asks"),
    [
        (f'if self.headers.get("Authorization") != wanted:\n        {REFUSED}', True),
        (f'token = self.headers["X-Api-Key"]\n    if token != wanted:\n        {REFUSED}', True),
        (f'if self.path != "/a":\n        return\n    if not self._known():\n        {REFUSED}', True),
        (f'self.calls += 1\n    if self.headers.get("Cookie") is None:\n        {REFUSED}', True),
        # a path is answered before
        (f'if self.path == "/a":\n        return\n    if not self._known():\n        {REFUSED}', False),
        (f"if self.path in OPEN:\n        return\n    if not self._known():\n        {REFUSED}", False),
        # only where it is configured; nobody is turned away; no credentials are read
        (
            f"if wanted:\n        if not self._known():\n            {REFUSED.replace('        ', ' ' * 12)}",
            False,
        ),
        ("if not self._known():\n        self.send_error(400)\n        return\n", False),
        (f'if self.headers.get("Content-Type") != "text/plain":\n        {REFUSED}', False),
        (f"if not self._shaped():\n        {REFUSED}", False),
        ('self.headers.get("Authorization")\n    self.send_error(401)\n', False),
    ],
)
def test_somebody_asks_before_the_method_tells_paths_apart(body: str, asks: bool) -> None:
    text = (
        f"def do_POST(self):\n    {body}    self.wfile.write(b'')\n"
        'def _known(self):\n    return self.headers.get("Authorization") == wanted\n'
        'def _shaped(self):\n    return self.headers.get("Content-Type") == "text/plain"\n'
    )
    protections = {row.rpartition(" ")[2] for row in rows(text)}
    assert protections == {"known" if asks else "unknown"}


def test_a_handler_is_one_by_its_bases() -> None:
    body = "def do_GET(self):\n    pass\n"
    assert rows(body, "SimpleHTTPRequestHandler") == ["GET /{any path} unknown"]
    assert rows(body, "object") == rows(body, "cmd.Cmd") == []
    base = f"{HEAD}\n\nclass Quiet(BaseHTTPRequestHandler):\n    pass\n"
    text = "from base import Quiet\n\n\nclass Own(Quiet):\n    def do_GET(self):\n        pass\n"
    assert [route.name for route in project_of({"app.py": text, "base.py": base}).routes.served] == [
        "Own.do_GET"
    ]


def test_a_class_in_a_function_is_served_too() -> None:
    inner = "class Handler(BaseHTTPRequestHandler):\n    def do_PUT(self):\n        pass\n"
    text = f"{HEAD}\n\ndef made(state):\n{textwrap.indent(inner, '    ')}    return Handler\n"
    project = project_of({"app.py": text})
    assert [(r.methods, r.path) for r in project.routes.served] == [(("PUT",), "/{any path}")]


def test_the_table_of_the_audit_says_that_it_cannot_be_told() -> None:
    text = f"{HEAD}\n\nclass Handler(BaseHTTPRequestHandler):\n    def do_DELETE(self):\n        pass\n"
    table = route_table(project_of({"app.py": text}))
    assert (table.total, table.unknown, table.open_changing) == (1, 1, 0)
    (row,) = table.listed
    assert (row.framework, row.changes, row.handler, row.line) == (
        "http.server",
        True,
        "Handler.do_DELETE",
        6,
    )
    assert why(row) == "nothing but its code could ask"
