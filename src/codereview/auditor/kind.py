"""What kind of project it is, in a few words: the first of its kinds, and the frameworks that it uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codereview.facts.kinds import Kind
from codereview.facts.module import FileFacts
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


def kind(kinds: Sequence[Kind], files: Mapping[str, FileFacts], zones: Mapping[str, Zone]) -> str:
    """A short noun phrase: ``web service (FastAPI)``, ``Streamlit application``, ``library`` ..."""
    if not kinds:
        return "application"
    first = kinds[0]
    if first.name == "bot or worker":
        return "chat bot" if "chat" in first.because else "worker"
    if first.name == "web service":
        imported = _imported(files, zones)
        used = [name for module, name in _FRAMEWORKS if module in imported]
        return f"web service ({', '.join(used[:2])})" if used else "web service"
    return first.name


def _imported(files: Mapping[str, FileFacts], zones: Mapping[str, Zone]) -> frozenset[str]:
    return frozenset(
        item.module.partition(".")[0]
        for path, facts in files.items()
        if zones.get(path, Zone.PRODUCTION) is Zone.PRODUCTION
        for item in facts.imports
        if not item.level
    )
