"""Settings that a file outside of the repository may replace: what is executed or taken in behind them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.names import own_name
from codereview.facts.project import ProjectFacts

from .lattice import SettingsNamed

_LOCAL = re.compile(
    r"(?:^|[._])(?:local|private|secrets?|prod|production|overrides?|custom|site|deploy\w*|env|instance)(?=$|[._])"
)
_ASIDE = re.compile(r"(?:^|[/_])(?:dev\w*|local|debug|tests?|testing|ci|travis|demo|example)(?=$|[/_.])")
_SAID = "a file that is not here may set another"
_NAMES = frozenset({"vars", "globals", "locals"})


class Updates(Collector):
    """Modules whose names are set by what another file holds: ``exec(file.read())``, ``vars().update(settings)``."""

    nodes = (ast.Call,)

    def wants(self, file: ModuleContext) -> bool:
        """Whether a call of the kind may be there."""
        return (
            "exec(" in file.text
            or "execfile(" in file.text
            or ").update(" in file.text
            or "include(" in file.text
        )

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note for each call in the module itself."""
        if file.function < 0 and isinstance(node, ast.Call) and _updates(node):
            yield self.noted(node, file, "updated")


def _updates(node: ast.Call) -> bool:
    func, given = node.func, node.args[0] if node.args else None
    if isinstance(func, ast.Attribute) and func.attr == "update" and isinstance(func.value, ast.Call):
        return own_name(func.value.func) in _NAMES and isinstance(given, (ast.Name, ast.Call))
    if isinstance(func, ast.Name) and func.id == "execfile":
        return True
    if isinstance(func, ast.Name) and func.id in {"exec", "include"} and given is not None:
        return any(
            (isinstance(part, ast.Call) and own_name(part.func) in {"open", "read", "read_text", "optional"})
            for part in ast.walk(given)
        )
    return False


def may_replace(project: ProjectFacts, path: str) -> str:
    """Why the settings of a module may be replaced by a file that is not in the repository, empty if they may not."""
    if _is_updated(project, path) or _takes_missing(project, path) or _asked_for_missing(project, path):
        return _SAID
    return ""


def _is_updated(project: ProjectFacts, path: str) -> bool:
    """Whether the module, or one for production that begins with all of it, takes settings from data or a file."""
    for other, notes in project.noted(Updates):
        if not notes or _ASIDE.search(other.lower()):
            continue
        if other == path or path in _found_stars(project, other):
            return True
    return False


def _found_stars(project: ProjectFacts, path: str) -> list[str]:
    folder = path.rpartition("/")[0]
    return [project.layout.find(star, folder) or "" for star in project.files[path].stars]


def _takes_missing(project: ProjectFacts, path: str) -> bool:
    """Whether it takes all of a module of its own that is not there: ``from .local_settings import *``."""
    stars = project.files[path].stars if path in project.files else ()
    found = _found_stars(project, path) if stars else []
    return any(not there and _LOCAL.search(star) for star, there in zip(stars, found, strict=True))


def _asked_for_missing(project: ProjectFacts, path: str) -> bool:
    """Whether the settings that the program starts with are beside it, but kept out of the repository."""
    folder = path.rpartition("/")[0]
    for other, notes in project.noted(SettingsNamed):
        if project.zone(other) not in (Zone.PRODUCTION, Zone.SCRIPTS):
            continue
        for note in notes:
            dotted = str(note.values[0])
            wanted = dotted.replace(".", "/") + ".py"
            beside = wanted.rpartition("/")[0]
            missing = not project.layout.find(dotted, other.rpartition("/")[0])
            near = folder == beside or folder.endswith("/" + beside)
            if (
                missing
                and near
                and project.deployment.is_ignored(f"{folder}/{wanted.rpartition('/')[2]}".lstrip("/"))
            ):
                return True
    return False
