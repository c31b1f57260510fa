"""Where a project can be started from, as its own files tell.

Read are: ``if __name__ == "__main__"``, ``__main__.py``, console scripts and entry points of
``pyproject.toml`` and ``setup.cfg``, web applications and task queues built at module level, Django's
``manage.py``, ``wsgi.py``, ``asgi.py`` and settings, Streamlit pages, and commands in Dockerfiles,
Procfiles, compose files and workflow steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from posixpath import normpath
from typing import NamedTuple

from codereview.facts.commands import Command
from codereview.facts.layout import Layout
from codereview.facts.module import FileFacts
from codereview.model import Zone

_APPS = {
    "fastapi.FastAPI()": "ASGI application",
    "starlette.applications.Starlette()": "ASGI application",
    "flask.Flask()": "WSGI application",
    "quart.Quart()": "ASGI application",
    "sanic.Sanic()": "ASGI application",
    "litestar.Litestar()": "ASGI application",
    "aiohttp.web.Application()": "web application",
    "celery.Celery()": "task queue",
    "typer.Typer()": "command line",
    "bottle.Bottle()": "WSGI application",
    "falcon.App()": "WSGI application",
    "falcon.asgi.App()": "ASGI application",
    "dash.Dash()": "WSGI application",
    "gradio.Blocks()": "web application",
    "gradio.Interface()": "web application",
    "gradio.ChatInterface()": "web application",
    "robyn.Robyn()": "web application",
    "nicegui.ui": "web application",
    "huey.RedisHuey()": "task queue",
    "huey.SqliteHuey()": "task queue",
    "airflow.DAG()": "scheduled workflow",
    "airflow.models.DAG()": "scheduled workflow",
    "click.Group()": "command line",
    "tornado.web.Application()": "web application",
    "django.core.wsgi.get_wsgi_application()": "WSGI application",
    "django.core.asgi.get_asgi_application()": "ASGI application",
}
_TASKS = frozenset({"shared_task", "task", "actor", "periodic_task", "db_task", "flow", "dag", "on_event"})
_TASK_LIBRARIES = (
    "celery.",
    "dramatiq.",
    "huey.",
    "prefect.",
    "airflow.",
    "rq.",
    "apscheduler.",
    "procrastinate.",
)
"""Decorators that put a function into a registry from which a worker takes it."""
_DJANGO_FILES = ("settings.py", "urls.py", "apps.py", "admin.py", "models.py", "routing.py", "consumers.py")
_STREAMLIT_HELPERS = re.compile(
    r"streamlit\.(?:cache|cache_data|cache_resource|experimental_\w+|fragment|dialog|connection|secrets|logger"
    r"|runtime|components|session_state|get_option|set_option|column_config|testing)\b"
)


class EntryPoint(NamedTuple):
    """A file that something starts: which, how, and where that is said."""

    path: str
    kind: str
    said: str


def entry_points(
    files: Mapping[str, FileFacts], starting: Iterable[Command], layout: Layout, zones: Mapping[str, Zone]
) -> tuple[EntryPoint, ...]:
    """All entry points outside the tests, in the order of their paths.

    Args:
        files: facts by path.
        starting: the commands of manifests, Docker, compose, Procfile and workflow files.
        layout: to find modules by name.
        zones: zone by path.
    """
    found = {
        *_from_code(files, zones),
        *(
            EntryPoint(path, "command", command.path)
            for command in starting
            if (path := started(command, files, layout))
        ),
    }
    return tuple(sorted(entry for entry in found if zones.get(entry.path) is not Zone.TESTS))


def _from_code(files: Mapping[str, FileFacts], zones: Mapping[str, Zone]) -> Iterator[EntryPoint]:
    for path, facts in files.items():
        name = path.rpartition("/")[2]
        if facts.main_line:
            yield EntryPoint(path, "script", f"{path}:{facts.main_line}")
        if name in (
            "__main__.py",
            "manage.py",
            "wsgi.py",
            "asgi.py",
            "setup.py",
            "gunicorn.conf.py",
            "streamlit_app.py",
        ) and not (name in ("wsgi.py", "asgi.py") and _is_of_protocol(facts)):
            yield EntryPoint(path, "script" if name in ("__main__.py", "manage.py") else name, path)
        if (name in _DJANGO_FILES or "/management/commands/" in path or "/templatetags/" in path) and any(
            i.module.partition(".")[0] in ("django", "channels") for i in facts.imports
        ):
            yield EntryPoint(path, "Django", path)
        if any(_is_task(path) for function in facts.functions for path in function.decorators):
            yield EntryPoint(path, "task", path)
        if any(base in _WORKERS for cls in facts.classes for base in (*cls.bases, cls.name)):
            yield EntryPoint(path, "task", path)
        for value in facts.names.values():
            if value in _APPS:
                yield EntryPoint(path, _APPS[value], path)
        if any(call.function < 0 and _draws(call.path) for call in facts.calls):
            yield EntryPoint(path, "Streamlit page", path)


def _is_of_protocol(facts: FileFacts) -> bool:
    """Whether a file called after the protocol defines classes, and nothing that a server asks such a file for."""
    bound = {
        *facts.names,
        *(f.qualname for f in facts.functions),
        *(i.alias or i.name for i in facts.imports),
    }
    return bool(facts.classes) and not any(re.fullmatch(r"(?:\w+_)?app(?:lication)?", name) for name in bound)


_WORKERS = frozenset({"WorkerSettings", "scrapy.Spider", "locust.HttpUser", "locust.User"})
"""Classes that a runner looks for by name or base: arq's settings, spiders, users of a load test."""


def _is_task(path: str) -> bool:
    """Whether a decorator registers a task: by its library, resolved, and its name."""
    return path.startswith(_TASK_LIBRARIES) and not _TASKS.isdisjoint(path.replace("()", "").split("."))


def _draws(path: str) -> bool:
    """Whether a call puts something on a Streamlit page; helper modules only cache and read settings."""
    return path.startswith("streamlit.") and not _STREAMLIT_HELPERS.match(path)


def started(command: Command, files: Mapping[str, FileFacts], layout: Layout) -> str:
    """The file that a command starts; empty if it is none of the project, or not known.

    Args:
        command: the command.
        files: facts by path.
        layout: to find modules by name.
    """
    above = command.path.rpartition("/")[0]
    bases = [above, *(normpath(f"{above}/{folder}").lstrip("/.") for folder in command.folders), ""]
    bases += [folder.strip("/.") for folder in command.folders]
    for base in dict.fromkeys(bases):
        if command.form == "file":
            candidate = normpath(f"{base}/{command.named}".lstrip("/"))
            if candidate in files:
                return candidate
            continue
        for dotted in (f"{command.named}.__main__", command.named):
            found = layout.find(dotted, base)
            if found.endswith(".py"):
                return found
    return ""
