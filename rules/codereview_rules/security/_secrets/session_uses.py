"""Whether a program that signs sessions has any: the key of a middleware for sessions opens nothing where none is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

ASKED = "whether the program has sessions"
_USES = re.compile(
    r"\b(?:request|req|websocket|ws|conn|connection|info\.context|self)\.session\b|\.session\[|[\[(][\"']session[\"'][\])]"
    r"|\b(?:authlib|sqladmin|starlette_admin|fastadmin|starlette_wtf|starlette_csrf|fastapi_sso|nicegui|gradio|httpx_oauth)\b"
)
_MIDDLEWARE = "SessionMiddleware"
_TARGET = re.compile(r"\s{0,40}(?P<name>[a-z_]\w{0,60})\s{0,4}=(?!=)")
_FEW = 3


class SessionUses(Collector):
    """The modules that read or write a session, or take in what does; of kind ``session``."""

    def wants(self, file: ModuleContext) -> bool:
        """Whether a module of the program speaks of sessions in one of these ways."""
        return file.zone in (Zone.PRODUCTION, Zone.SCRIPTS) and _USES.search(file.text) is not None

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """One note."""
        if file.tree.body:
            yield self.noted(file.tree.body[0], file, "session")


def only_signs_sessions(place: int, lines: Sequence[str]) -> bool:
    """Whether the variable that a line assigns goes to the middleware for sessions, and nowhere else."""
    found = _TARGET.match(lines[place])
    if found is None:
        return False
    name = found["name"]
    text = "\n".join(lines)
    given = re.findall(rf"{_MIDDLEWARE},\s{{0,80}}(?:[^()]{{0,200}},\s{{0,80}})?secret_key={name}\b", text)
    uses = re.findall(rf"\b{name}\b(?!\s{{0,4}}=(?!=))", text)
    asked = re.findall(rf"\bif not {name}\b", text)
    return bool(given) and len(uses) == len(given) + len(asked)


def unused(project: ProjectFacts, path: str) -> str:
    """Why the key of sessions signs nothing, empty if a module of its service uses a session, or too few are seen."""
    parts = path.split("/")
    folder = "/".join(parts[:2]) + "/" if len(parts) > 3 else ""
    own = [p for p in project.files if p.startswith(folder) and project.zone(p) is Zone.PRODUCTION]
    if len(own) < _FEW or any(p.startswith(folder) and notes for p, notes in project.noted(SessionUses)):
        return ""
    return "no module of the program uses a session, as it seems"
