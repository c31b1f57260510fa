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
_WEB = frozenset({"ASGI application", "WSGI application", "web application", "Django", "wsgi.py", "asgi.py"})
_CHAT = frozenset(
    {"aiogram", "discord", "disnake", "hikari", "nextcord", "pydis_core", "slack_bolt", "telegram"}
)
_OF_BOTS = frozenset({"aiohttp.web.Application"})
"""Applications with which bots listen for callbacks: they make no web service of one."""
_ARGUMENTS = frozenset({"argparse", "click", "typer"})
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


def kind(project: ProjectFacts) -> str:
    """A short noun phrase: ``web service (FastAPI)``, ``Streamlit application``, ``library`` ..."""
    entries = [e for e in project.entry_points if project.zone(e.path) is Zone.PRODUCTION]
    kinds = {entry.kind for entry in entries}
    imported = _imported(project)
    if "Streamlit page" in kinds and not any("application" in k for k in kinds):
        return "Streamlit application"
    if not entries:
        return "library"
    if kinds & _WEB or ("command line" not in kinds and _serves(project, imported)):
        used = [name for module, name in _FRAMEWORKS if module in imported]
        return f"web service ({', '.join(used[:2])})" if used else "web service"
    if imported & _CHAT:
        return "chat bot"
    if kinds & {"command line", "command"} or imported & _ARGUMENTS:
        return "command-line tool"
    return "application"


def _serves(project: ProjectFacts, imported: frozenset[str]) -> bool:
    """Whether production code makes a web application anywhere, such as in a ``create_app``."""
    telling = _APPLICATIONS - _OF_BOTS if imported & _CHAT else _APPLICATIONS
    return any(
        call.path in telling
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
