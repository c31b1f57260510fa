"""Handlers are given what they work with."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import given_aliases, gives, many, named, repeated, spot, spread
from codereview_rules.practices._examples import in_tests

_LEAST = 8
_SHARE = 0.6
_CODE = (
    "from fastapi import Depends, FastAPI\n\napp = FastAPI()\n\n\ndef get_db():\n    yield object()\n"
    + repeated("\n\n@app.get('/{name}')\nasync def {name}(db=Depends(get_db)):\n    return db.all({n})\n", 8)
)


class DependencyInjection(Practice):
    """Counts the routes of FastAPI whose handlers are given something by ``Depends``, alias or not."""

    id = "dependency-injection"
    title = "Handlers are given their collaborators"
    category = Category.ARCHITECTURE
    why = "Sessions, users and clients are made in one place and replaced in tests without patching."
    bar = f"{_LEAST} routes, and {_SHARE:.0%} of all"
    contradicted_by = ("ARC009",)
    good = (Has({"main.py": _CODE}, ("main.py:10", "main.py:45"), "8 of 8 routes"),)
    bad = (
        Lacks(
            {"main.py": _CODE.replace("db=Depends(get_db)", "db=None")}, "nothing is given to the handlers"
        ),
        Lacks(in_tests([_CODE]), "the routes are those of tests"),
        Lacks({"main.py": _CODE.split("\n\n@app.get('/thing4')")[0]}, "four routes are too few"),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Only FastAPI gives handlers what they name."""
        return "" if "fastapi" in project.live.imported else "it does not use FastAPI"

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share."""
        live = project.live
        said = [(path, item) for path, facts in live.files.items() for item in facts.routing]
        aliases = given_aliases(live.files.values())
        given = {(path, i.def_line) for path, i in said if i.kind == "depends" and gives(i.value, aliases)}
        routes = [r for r in live.routes if r.framework == "fastapi" and live.handler(r) is not None]
        mine = [r for r in routes if (f := live.handler(r)) and r.handler and (r.handler[0], f.line) in given]
        if len(mine) < _LEAST or len(mine) < _SHARE * len(routes):
            return None
        evidence = spread(dict.fromkeys(spot(r.file, r.line, named(r)) for r in mine))
        return Seen(
            f"{len(mine):,} of {many(len(routes), 'route')} are given what they work with by dependencies",
            evidence, len(mine), len(routes),
        )  # fmt: skip
