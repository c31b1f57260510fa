"""Where a project can be started from, as its own files tell.

Read are: ``if __name__ == "__main__"``, ``__main__.py``, console scripts and entry points of
``pyproject.toml`` and ``setup.cfg``, web applications and task queues built at module level, Django's
``manage.py``, ``wsgi.py``, ``asgi.py`` and settings, Streamlit pages, and commands in Dockerfiles,
Procfiles, compose files and workflow steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

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
    "tornado.web.Application()": "web application",
    "django.core.wsgi.get_wsgi_application()": "WSGI application",
    "django.core.asgi.get_asgi_application()": "ASGI application",
}
_STREAMLIT_HELPERS = re.compile(
    r"streamlit\.(?:cache|cache_data|cache_resource|experimental_\w+|fragment|dialog|connection|secrets|logger"
    r"|runtime|components|session_state|get_option|set_option|column_config|testing)\b"
)
_RUN_FILE = re.compile(
    r"(?:python[\d.]*|streamlit\s+run|fastapi\s+(?:run|dev)|coverage\s+run)\s+(?:-[uOBEI]+\s+)*([\w./-]+\.py)\b"
)
_RUN_MODULE = re.compile(r"python[\d.]*\s+(?:-[uOBEI]+\s+)*-m\s+([\w.]+)")
_RUN_APP = re.compile(
    r"\b(?:uvicorn|gunicorn|hypercorn|daphne|granian|waitress-serve)\b[^\n]*?\s\"?([\w.]+):[\w.]+"
)
_RUN_CELERY = re.compile(r"\bcelery\b[^\n]*?\s(?:-A|--app)[ =]([\w.]+)")
_SCRIPT = re.compile(r"""(?:^|["'])\s*["']?[\w.-]+["']?\s*=\s*["']?([\w.]+):[\w.]+""", re.MULTILINE)
# ["python", "run.py"], as Dockerfiles and compose files may write a command
_EXEC_FORM = re.compile(r"""\[\s*["'][^\]\n]*\]""")


class EntryPoint(NamedTuple):
    """A file that something starts: which, how, and where that is said."""

    path: str
    kind: str
    said: str


def entry_points(
    files: Mapping[str, FileFacts], texts: Mapping[str, str], layout: Layout, zones: Mapping[str, Zone]
) -> tuple[EntryPoint, ...]:
    """All entry points outside the tests, in the order of their paths.

    Args:
        files: facts by path.
        texts: manifests, Docker, compose, Procfile and workflow files by path.
        layout: to find modules by name.
        zones: zone by path.
    """
    found = {
        *_from_code(files, zones),
        *(entry for path, text in texts.items() for entry in _from_text(path, text, files, layout)),
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
        ):
            yield EntryPoint(path, "script" if name in ("__main__.py", "manage.py") else name, path)
        if name in ("settings.py", "urls.py", "apps.py", "admin.py") and any(
            i.module.partition(".")[0] == "django" for i in facts.imports
        ):
            yield EntryPoint(path, "Django", path)
        for value in facts.names.values():
            if value in _APPS:
                yield EntryPoint(path, _APPS[value], path)
        if any(call.function < 0 and _draws(call.path) for call in facts.calls):
            yield EntryPoint(path, "Streamlit page", path)


def _draws(path: str) -> bool:
    """Whether a call puts something on a Streamlit page; helper modules only cache and read settings."""
    return path.startswith("streamlit.") and not _STREAMLIT_HELPERS.match(path)


def _from_text(path: str, text: str, files: Mapping[str, FileFacts], layout: Layout) -> Iterator[EntryPoint]:
    folder, _, name = path.rpartition("/")
    if name not in ("pyproject.toml", "setup.cfg", "setup.py"):
        text = _EXEC_FORM.sub(lambda found: re.sub(r"""["'\[\],\s]+""", " ", found.group()), text)
    for match in _RUN_FILE.finditer(text):
        for base in (folder, ""):
            candidate = f"{base}/{match.group(1)}".lstrip("/").replace("/./", "/").removeprefix("./")
            if candidate in files:
                yield EntryPoint(candidate, "command", path)
                break
    modules = [m.group(1) for pattern in (_RUN_APP, _RUN_CELERY, _RUN_MODULE) for m in pattern.finditer(text)]
    if name in ("pyproject.toml", "setup.cfg", "setup.py"):
        modules += [m.group(1) for m in _SCRIPT.finditer(text)]
    for module in modules:
        for dotted in (f"{module}.__main__", module):
            found = layout.find(dotted, folder)
            if found.endswith(".py"):
                yield EntryPoint(found, "command", path)
                break
