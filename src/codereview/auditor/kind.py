"""What kind of project it is, in a few words: the first of its kinds, and the frameworks that it uses."""

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


def kind(project: ProjectFacts) -> str:
    """A short noun phrase: ``web service (FastAPI)``, ``Streamlit application``, ``library`` ..."""
    if not project.kinds:
        return "application"
    first = project.kinds[0]
    if first.name == "bot or worker":
        return "chat bot" if "chat" in first.because else "worker"
    if first.name == "web service":
        imported = _imported(project)
        used = [name for module, name in _FRAMEWORKS if module in imported]
        return f"web service ({', '.join(used[:2])})" if used else "web service"
    return first.name


def _imported(project: ProjectFacts) -> frozenset[str]:
    return frozenset(
        item.module.partition(".")[0]
        for path, facts in project.files.items()
        if project.zone(path) is Zone.PRODUCTION
        for item in facts.imports
        if not item.level
    )
