"""The database behind the interface of OSV, on this machine only, for tools that ask OSV.

Shapes: https://google.github.io/osv.dev/post-v1-query/ and https://google.github.io/osv.dev/post-v1-querybatch/.
Only packages of PyPI are served; anything else is refused, since an empty answer would mean that nothing is
known against it.
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from packaging.utils import canonicalize_name

from codereview.advisories.database import Database
from codereview.advisories.records import ECOSYSTEM, OsvRecord, advisory
from codereview.errors import ConfigError
from codereview.facts.dependencies.advisories import affects

_LARGEST = 8 * 1024 * 1024
_MOST_QUERIES = 1000
_PATIENCE_SECONDS = 30.0


class RefusedError(Exception):
    """A query that cannot be answered; the message says why."""


class Endpoint:
    """A server on a free port of the loopback interface, for as long as it is open::

        with Endpoint(database) as endpoint:
            ... endpoint.url ...

    It listens from the beginning, and answers from `start` (or ``with``) on.

    Args:
        database: what it serves; stays open when the server closes.
    """

    def __init__(self, database: Database) -> None:
        self._server = _Server(database)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """What pip-audit's ``--osv-url`` wants."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1/query"

    def start(self) -> None:
        """Begins to answer. Questions that came since it was made have waited in the meantime, so that a process
        which asks can be started before and the thread after workers have been forked.
        """
        if not self._thread.is_alive():
            self._thread.start()

    def __enter__(self) -> Endpoint:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the server and waits for it."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


def answer(database: Database, query: object) -> list[OsvRecord]:
    """The records that answer one query of OSV's form. Without a version: all on the package.

    Raises:
        RefusedError: the query is malformed, or not about a package of PyPI.
        ConfigError: the database is damaged.
    """
    name, version = _asked(query)
    canonical = canonicalize_name(name)
    found = database.records(canonical)
    return [record for record in found if not version or affects(advisory(record, canonical), version)]


def _asked(query: object) -> tuple[str, str]:
    if not isinstance(query, dict):
        raise RefusedError("a query is an object")
    if query.get("commit"):
        raise RefusedError("only packages are known here, no commits")
    package = query.get("package")
    if not isinstance(package, dict):
        raise RefusedError("package is missing")
    version = query.get("version") or ""
    name, ecosystem = package.get("name"), package.get("ecosystem")
    if package.get("purl"):
        if name or ecosystem:
            raise RefusedError("give a purl or a name with its ecosystem, not both")
        name, given = _purl(package["purl"])
        if given and version:
            raise RefusedError("the version is given twice")
        version, ecosystem = version or given, ECOSYSTEM
    if ecosystem != ECOSYSTEM:
        raise RefusedError(f"only the ecosystem {ECOSYSTEM} is served here")
    if not isinstance(name, str) or not name or not isinstance(version, str):
        raise RefusedError("name and version are texts")
    return name, version


def _purl(purl: object) -> tuple[str, str]:
    """Name and version of a package URL (https://github.com/package-url/purl-spec)."""
    start = "pkg:pypi/"
    if not isinstance(purl, str) or not purl.lower().startswith(start):
        raise RefusedError(f"only package URLs that begin with {start} are served here")
    name, _, version = purl[len(start) :].partition("#")[0].partition("?")[0].partition("@")
    return unquote(name), unquote(version)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, database: Database) -> None:
        self.database = database
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        """As the base class, without asking the network for a name of this machine."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "codereview"
    sys_version = ""
    timeout = _PATIENCE_SECONDS
    wbufsize = -1  # head and body leave in one piece
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        status, data = self._result()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _result(self) -> tuple[int, bytes]:
        try:
            size = int(self.headers.get("Content-Length") or "")
        except ValueError:
            size = -1
        if not 0 <= size <= _LARGEST:
            self.close_connection = True
            return _error(400, "the body is too large, or its length is not given")
        data = self.rfile.read(size)
        path = urlsplit(self.path).path
        try:
            if path == "/v1/query":
                return 200, _encoded(answer(self.server.database, json.loads(data)))
            if path == "/v1/querybatch":
                return 200, self._batch(json.loads(data))
            return _error(404, "there are only /v1/query and /v1/querybatch")
        except RefusedError as error:
            return _error(400, str(error))
        except (ValueError, RecursionError):
            return _error(400, "the body is no JSON")
        except ConfigError as error:
            return _error(500, str(error))

    def _batch(self, body: Any) -> bytes:
        queries = body.get("queries") if isinstance(body, dict) else None
        if not isinstance(queries, list) or len(queries) > _MOST_QUERIES:
            raise RefusedError(f"queries is a list of at most {_MOST_QUERIES:,}")
        results: list[dict[str, object]] = []
        for query in queries:
            found = answer(self.server.database, query)
            short = [{"id": record.id, "modified": record.modified} for record in found]
            results.append({"vulns": short} if short else {})
        return msgspec.json.encode({"results": results})

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed beside the report."""


def _encoded(records: list[OsvRecord]) -> bytes:
    return msgspec.json.encode({"vulns": records} if records else {})


def _error(status: int, message: str) -> tuple[int, bytes]:
    return status, msgspec.json.encode({"code": 3 if status == 400 else 5, "message": message})
