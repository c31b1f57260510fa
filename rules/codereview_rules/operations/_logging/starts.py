"""Which files a person or a program starts, and which are only imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from functools import cached_property

from codereview.api import Zone
from codereview.facts import module as m
from codereview.facts.module import FileFacts
from codereview.facts.paths import last_name
from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern
from .definitions import only_defines

_OTHERS_CODE = frozenset(
    {Zone.TESTS, Zone.VENDORED, Zone.ENVIRONMENT, Zone.GENERATED, Zone.DOCS, Zone.EXAMPLES}
)
_STARTED_NAMES = frozenset(
    {"main.py", "__main__.py", "app.py", "application.py", "run.py", "server.py", "cli.py", "bot.py"}
    | {"manage.py", "wsgi.py", "asgi.py", "worker.py", "streamlit_app.py", "lambda_function.py", "handler.py"}
    | {"start.py", "launch.py", "launcher.py", "webui.py", "conftest.py", "setup.py", "gunicorn.conf.py"}
    | {
        "gunicorn_conf.py",
        "celery.py",
        "celeryconfig.py",
        "index.py",
        "function_app.py",
        "home.py",
        "Home.py",
    }
)
_NOT_STARTED_KINDS = frozenset({"Django", "script", "task"})
_APPS = frozenset(
    {"fastapi.FastAPI()", "flask.Flask()", "starlette.applications.Starlette()", "quart.Quart()"}
    | {
        "sanic.Sanic()",
        "celery.Celery()",
        "aiohttp.web.Application()",
        "typer.Typer()",
        "litestar.Litestar()",
    }
    | {"bottle.Bottle()", "dash.Dash()", "robyn.Robyn()", "connexion.App()", "connexion.FlaskApp()"}
    | {"connexion.AsyncApp()", "chalice.Chalice()", "aiogram.Dispatcher()", "discord.Client()"}
    | {"discord.ext.commands.Bot()", "telebot.TeleBot()", "azure.functions.FunctionApp()", "slack_bolt.App()"}
    | {"faust.App()", "socketio.AsyncServer()", "fastmcp.FastMCP()", "mcp.server.fastmcp.FastMCP()"}
)
_SERVED = frozenset({"app", "application"})
# calls at the top of a module that go on until the program ends
_RUNS = lazy_pattern(
    r"(?:.*\.)?(?:run|run_polling|run_webhook|run_until_complete|run_forever|start_polling|infinity_polling"
    r"|polling|mainloop|serve_forever|serve|main|cli|launch)"
)
_SCRIPT_FOLDERS = frozenset(
    {"scripts", "script", "bin", "tools", "notebooks", "pages", "migrations", "alembic", "versions"}
)


class Starts:
    """Tells started files from imported ones."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._kinds: dict[str, set[str]] = defaultdict(set)
        for entry in project.entry_points:
            self._kinds[entry.path].add(entry.kind)

    @cached_property
    def importers(self) -> dict[str, list[str]]:
        """For each file, the own files outside tests and examples that import it."""
        found: dict[str, list[str]] = defaultdict(list)
        for path, targets in self._project.imports.items():
            if self._project.zone(path) not in _OTHERS_CODE:
                for target in targets:
                    found[target].append(path)
        return found

    def own(self, path: str) -> bool:
        """Whether a file is code of this project that is no test, example or copy."""
        return self._project.zone(path) not in _OTHERS_CODE

    def is_library(self, path: str) -> bool:
        """Whether own code imports a file, and nothing tells that it is also the start of a program."""
        importers = self.importers.get(path, [])
        facts = self._project.files[path]
        if self._in_scripts(path):
            importers = [other for other in importers if not self._in_scripts(other)]
        elif not importers and (facts.is_package or only_defines(facts)):
            importers = [path]
        if not importers or not self.own(path) or path.rpartition("/")[2] in _STARTED_NAMES:
            return False
        return not self._is_started(path, facts)

    def _in_scripts(self, path: str) -> bool:
        """Whether a file lies where scripts lie, which may use each other."""
        folders = path.split("/")[:-1]
        return self._project.zone(path) is Zone.SCRIPTS or not _SCRIPT_FOLDERS.isdisjoint(folders)

    def _is_started(self, path: str, facts: FileFacts) -> bool:
        """A main guard alone does not count: what stands outside of it runs for importers, too."""
        kinds = self._kinds.get(path, set()) - _NOT_STARTED_KINDS
        if kinds or (path.endswith("settings.py") and "Django" in self._kinds.get(path, ())):
            return True
        return self._builds_app(path, facts) or _runs_at_import(facts) or _is_lambda(facts)

    def _builds_app(self, path: str, facts: FileFacts) -> bool:
        """An application object of the module, or a function of it that makes one."""
        resolve = self._project.resolve
        for name, value in facts.names.items():
            if (
                value[:1] not in ("?", "=")
                and value.endswith(")")
                and resolve(path, f"@.{name}").name in _APPS
            ):
                return True
        if _hands_on_app(facts):
            return True
        return any(
            resolve(path, result).name in _APPS
            for function in facts.functions
            if function.parent < 0 and function.cls < 0
            for result in function.returns
            if result.endswith(")")
        )

    def roots(self, among: Container[str]) -> list[str]:
        """Where processes begin, among some files: entry points, and files that nothing imports."""
        files = [path for path in self._project.files if path in among and self.own(path)]
        begun = [path for path in files if path in self._kinds or not self.importers.get(path)]
        return [path for path in begun if not self.is_library(path)]


def _hands_on_app(facts: FileFacts) -> bool:
    """``app = main.app``: a server is given this module, though the application is made elsewhere."""
    imported = {item.alias or item.name for item in facts.imports}
    return any(last_name(facts.names.get(name, "")) in _SERVED for name in _SERVED - imported)


def _runs_at_import(facts: FileFacts) -> bool:
    return any(
        call.function < 0
        and call.flags & m.DROPPED
        and not call.flags & m.IN_MAIN
        and _RUNS.fullmatch(call.path)
        for call in facts.calls
    )


def _is_lambda(facts: FileFacts) -> bool:
    """A handler of AWS Lambda: a function of the module with the two parameters that the runtime passes."""
    return any(
        function.parent < 0
        and function.cls < 0
        and [p.name for p in function.params][:2] == ["event", "context"]
        for function in facts.functions
    )
