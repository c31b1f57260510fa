"""Programs whose loop serves one caller at a time: functions of a cloud, servers of a protocol over pipes, and bots
that take one update after another."""

from __future__ import annotations

from functools import cached_property

from codereview.api import Severity, Zone
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts

from .found import Hit

_SERVERS = ("uvicorn.", "hypercorn.", "granian.", "gunicorn.")
_RESOURCE = "aws_lambda_function"
_SETS_UP = frozenset({"serverless.yml", "serverless.yaml", "samconfig.toml"})
_LOCAL = ("local", "dev", "debug")
_OVER_HTTP = frozenset(
    "SseServerTransport StreamableHTTPSessionManager streamable_http_app sse_app http_app run_http_async"
    " run_sse_async run_streamable_http_async".split()
)
_BOTS = frozenset({"ApplicationBuilder", "builder"})
_AT_ONCE = frozenset({"concurrent_updates", "SimpleUpdateProcessor"})
_PIPES = frozenset({"stdio_server", "run_stdio_async"})
_TOOLS = frozenset({"mcp", "fastmcp"})


class Serving:
    """Answers for one project, worked out on the first question."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project

    def check(self, key: Key, hit: Hit) -> str:
        """What is to be checked of a coroutine that may be all that its loop runs; empty if nothing is."""
        of_a_row = hit.group.kind == "database" and hit.group.severity is not Severity.HIGH
        if of_a_row and self._takes_turns and self._is_of_bot(key):
            return "whether anything waits for it: the bot takes one update after another, and a row is soon read"
        if self._on_lambda and key[0].partition("/")[0] in self._on_lambda:
            return "whether anything but Lambda serves it, where each process has one request at a time"
        if self._over_pipes and self._is_of_tools(key[0]):
            return "whether the server has a second caller: over stdio there is one"
        return ""

    def _is_of_bot(self, key: Key) -> bool:
        """Whether a coroutine is given an update of python-telegram-bot, or stands beside what is."""
        if not any(
            item.module.partition(".")[0] == "telegram" for item in self.project.files[key[0]].imports
        ):
            return False
        return not self.project.function(key).decorators

    @cached_property
    def _takes_turns(self) -> bool:
        """Whether an application of python-telegram-bot handles updates one after another, which it does unless it is
        told otherwise: https://docs.python-telegram-bot.org/en/stable/telegram.ext.applicationbuilder.html."""
        calls = self.project.spellings.calls
        if len(self.project.files) == 1:
            return False
        made = any(call.path.startswith("telegram.ext.") for some in calls(_BOTS).values() for call in some)
        return made and not calls(_AT_ONCE)

    def _is_of_tools(self, path: str) -> bool:
        return any(item.module.partition(".")[0] in _TOOLS for item in self.project.files[path].imports)

    @cached_property
    def _on_lambda(self) -> frozenset[str]:
        """The outermost folders of what Mangum serves, if no other server is started, or what sets it up for Lambda
        stands beside it: a server that is started as well is for the machine of a developer then."""
        found: set[str] = set()
        set_up = self._is_set_up_for_lambda()
        for path, facts in self.project.files.items():
            if self.project.zone(path) is Zone.TESTS:
                continue
            for call in facts.calls:
                if call.path == "mangum.Mangum":
                    found.add(path.partition("/")[0])
                elif call.path.startswith(_SERVERS) and not (set_up or _is_local(path)):
                    return frozenset()
        return frozenset(found) if set_up or (found and not self._is_started_otherwise()) else frozenset()

    def _is_set_up_for_lambda(self) -> bool:
        """Whether Terraform or a framework for Lambda is told of a function of it."""
        resource = word_hash(_RESOURCE)
        return any(
            path.rpartition("/")[2] in _SETS_UP or (path.endswith(".tf") and resource in unpacked(data))
            for path, data in self.project.mentions.items()
        )

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
