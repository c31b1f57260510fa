"""What kind of project it is, as its entry points and imports tell."""

from __future__ import annotations

from codereview.facts.project import ProjectFacts
from codereview.model import Zone

_FRAMEWORKS = (
    ("django", "Django"),
    ("fastapi", "FastAPI"),
    ("flask", "Flask"),
    ("starlette", "Starlette"),
    ("aiohttp", "aiohttp"),
    ("litestar", "Litestar"),
    ("sanic", "Sanic"),
    ("tornado", "Tornado"),
)
_APPLICATIONS = frozenset(
    {
        "aiohttp.web.Application",
        "fastapi.FastAPI",
        "flask.Flask",
        "litestar.Litestar",
        "quart.Quart",
        "sanic.Sanic",
        "starlette.applications.Starlette",
        "tornado.web.Application",
    }
)
_BOTS = frozenset({"discord", "telegram", "aiogram", "nextcord", "disnake", "slack_bolt", "pydis_core", "hikari"})


def kind(project: ProjectFacts) -> str:
    """A short noun phrase: ``web service (FastAPI)``, ``Streamlit application``, ``library`` ..."""
    entries = [e for e in project.entry_points if project.zone(e.path) is Zone.PRODUCTION]
    kinds = {entry.kind for entry in entries}
    imported = _imported(project)
    used = [name for module, name in _FRAMEWORKS if module in imported]
    if "Streamlit page" in kinds and not any("application" in k for k in kinds):
        return "Streamlit application"
    if imported & _BOTS and entries and not imported & {"fastapi", "django", "flask"}:
        return "chat bot"
    if any(
        k in ("ASGI application", "WSGI application", "web application", "Django", "wsgi.py", "asgi.py")
        for k in kinds
    ) or (entries and "command line" not in kinds and _builds_application(project)):
        return f"web service ({', '.join(used[:2])})" if used else "web service"
    if (
        "command line" in kinds
        or "command" in kinds
        or (imported & {"click", "typer", "argparse"} and entries)
    ):
        return "command-line tool"
    if entries:
        return "application"
    return "library"


def _builds_application(project: ProjectFacts) -> bool:
    """Whether production code makes a web application anywhere, such as in a ``create_app``."""
    return any(
        call.path in _APPLICATIONS
        for path, facts in project.files.items()
        if project.zone(path) is Zone.PRODUCTION
        for call in facts.calls
    )


def _imported(project: ProjectFacts) -> frozenset[str]:
    return frozenset(
        item.module.partition(".")[0]
        for path, facts in project.files.items()
        if project.zone(path) is Zone.PRODUCTION
        for item in facts.imports
        if not item.level
    )
