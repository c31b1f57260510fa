"""Programs whose loop serves one caller at a time: functions of a cloud, and servers of a protocol over pipes."""

from __future__ import annotations

from functools import cached_property

from codereview.api import Zone
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts

_SERVERS = ("uvicorn.", "hypercorn.", "granian.", "gunicorn.")
_LOCAL = ("local", "dev", "debug")
_OVER_HTTP = frozenset(
    "SseServerTransport StreamableHTTPSessionManager streamable_http_app sse_app http_app run_http_async"
    " run_sse_async run_streamable_http_async".split()
)
_PIPES = frozenset({"stdio_server", "run_stdio_async"})
_TOOLS = frozenset({"mcp", "fastmcp"})


class Serving:
    """Answers for one project, worked out on the first question."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project

    def check(self, key: Key) -> str:
        """What is to be checked of a coroutine that may be all that its loop runs; empty if nothing is."""
        if self._on_lambda and key[0].partition("/")[0] in self._on_lambda:
            return "whether anything but Lambda serves it, where each process has one request at a time"
        if self._over_pipes and self._is_of_tools(key[0]):
            return "whether the server has a second caller: over stdio there is one"
        return ""

    def _is_of_tools(self, path: str) -> bool:
        return any(item.module.partition(".")[0] in _TOOLS for item in self.project.files[path].imports)

    @cached_property
    def _on_lambda(self) -> frozenset[str]:
        """The outermost folders of what Mangum serves, if no other server is started."""
        found: set[str] = set()
        for path, facts in self.project.files.items():
            if self.project.zone(path) is Zone.TESTS:
                continue
            for call in facts.calls:
                if call.path == "mangum.Mangum":
                    found.add(path.partition("/")[0])
                elif call.path.startswith(_SERVERS) and not _is_local(path):
                    return frozenset()
        return frozenset() if not found or self._is_started_otherwise() else frozenset(found)

    def _is_started_otherwise(self) -> bool:
        """Whether a container or a command starts a server."""
        words = {word_hash(name.rstrip(".")) for name in _SERVERS}
        files = ("Dockerfile", "Procfile", ".yml", ".yaml", ".service")
        return any(
            not words.isdisjoint(unpacked(data))
            for path, data in self.project.mentions.items()
            if path.endswith(files)
        )

    @cached_property
    def _over_pipes(self) -> bool:
        """Whether servers of tools are spoken to over pipes alone."""
        pipes = False
        for path, facts in self.project.files.items():
            if self.project.zone(path) is Zone.TESTS or not self._is_of_tools(path):
                continue
            for call in facts.calls:
                name = last_name(call.path)
                if name in _OVER_HTTP:
                    return False
                if name in _PIPES:
                    pipes = True
                elif name == "run" and call.path.endswith("MCP().run"):
                    if call.args or call.kwargs:
                        return False
                    pipes = True
        return pipes


def _is_local(path: str) -> bool:
    """Whether a file starts a server on the machine of a developer."""
    return any(word in path.rpartition("/")[2] for word in _LOCAL)
