"""Whoever changes something is asked who they are."""

from __future__ import annotations

import re

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview.facts.routes.values import Guard, Route
from codereview_rules.practices._evidence import many, named, repeated, spot, spread
from codereview_rules.practices._examples import in_tests

from .._syntax.patterns import lazy_pattern

_ENTRANCE = lazy_pattern(
    r"(?:log_?-?in|sign_?-?in|sign_?-?up|register|registration|token|refresh|log_?-?out|forgot|reset)[\w-]*/?$",
    re.IGNORECASE,
)
_SOMETIMES = lazy_pattern(r"option|enabled|feature|maybe|anonymous|_or_none", re.IGNORECASE)
"""Guards that only ask under a condition, by their names."""
_LEAST = 8
_SHARE = 0.9
_CODE = (
    "from fastapi import Depends, FastAPI\nfrom fastapi.security import OAuth2PasswordBearer\n\napp = FastAPI()\n"
    "scheme = OAuth2PasswordBearer(tokenUrl='token')\n\n\n"
    "async def get_current_user(token: str = Depends(scheme)):\n    return check(token)\n"
    + repeated(
        "\n\n@app.post('/{name}')\nasync def {name}(user=Depends(get_current_user)):\n    return user.save({n})\n",
        8,
    )
)


class AuthenticatedMutations(Practice):
    """Counts the routes that change data, and those of them where something known to ask who is calling runs first."""

    id = "authenticated-mutations"
    title = "Routes that change data ask who is calling"
    category = Category.SECURITY
    why = "Nobody changes or deletes what is not theirs without at least leaving a name."
    bar = f"{_LEAST} such routes, {_SHARE:.0%} of all, and no open finding on a route without"
    weight = 3
    contradicted_by = ("SEC011", "SEC012", "SEC013")
    good = (Has({"main.py": _CODE}, ("main.py:12", "main.py:47"), "8 of 8 handlers"),)
    bad = (
        Lacks({"main.py": _CODE.replace("user=Depends(get_current_user)", "user=None")}, "nobody is asked"),
        Lacks({"main.py": _CODE.replace("app.post", "app.get")}, "the routes change nothing"),
        Lacks(in_tests([_CODE]), "the routes are those of tests"),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without routes nobody calls."""
        return "" if project.live.routes else "it has no routes"

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share, of routes and not of registrations."""
        changing = {
            (r.file, r.line): r for r in project.live.routes if r.changes and r.placed and not _enters(r)
        }
        asked = [route for route in changing.values() if _asker(route.guards)]
        if len(asked) < _LEAST or len(asked) < _SHARE * len(changing):
            return None
        evidence = spread(spot(r.file, r.line, f"{named(r)}: `{_asker(r.guards)}`") for r in asked)
        handlers = f"{len(asked):,} of {many(len(changing), 'handler')}"
        said = f"{handlers} of routes that change data are known to ask who is calling"
        return Seen(said, evidence, len(asked), len(changing))


def _enters(route: Route) -> bool:
    """Whether a route is how one gets in: it asks who is calling because that is what it is for."""
    return _ENTRANCE.search(route.path) is not None


def _asker(guards: tuple[Guard, ...]) -> str:
    """The name of what asks who is calling, and does so always; empty without."""
    asking = (guard.name for guard in guards if guard.authenticates is True)
    return next((name for name in asking if name and not _SOMETIMES.search(name)), "")
