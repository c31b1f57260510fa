"""An application opens and closes what it needs with itself."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Related, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import keyword, shown, spot
from codereview_rules.practices._examples import in_tests

from .._syntax.patterns import lazy_pattern

_CLOSES = lazy_pattern(
    r"(?:^|_)(?:a?close|a?close_all|aclose|dispose|shutdown|stop|disconnect|cancel|terminate|cleanup|teardown|drain"
    r"|flush|wait_closed|close_\w+|stop_\w+|shutdown_\w+|disconnect_\w+|cleanup_\w+|cancel_\w+)$"
)
_MAKERS = ("fastapi.FastAPI", "starlette.applications.Starlette", "litestar.Litestar", "fastmcp.FastMCP")
_CODE = (
    "from contextlib import asynccontextmanager\nfrom fastapi import FastAPI\nfrom shop.db import engine\n\n\n"
    "@asynccontextmanager\nasync def lifespan(app):\n    app.state.pool = await engine.connect()\n    yield\n"
    "    await engine.dispose()\n\n\napp = FastAPI(lifespan=lifespan)\n"
)
_ENGINE = "engine = object()\n"


class LifespanHandling(Practice):
    """Looks for the lifespan that an application is made with, and for what it closes."""

    id = "lifespan-handling"
    title = "The application's lifespan closes what it opened"
    category = Category.RELIABILITY
    why = "A restart leaves no open connections and no half-done work behind."
    bar = "an application that is made with a lifespan function of the project that closes or stops something"
    contradicted_by = ("OPS014",)
    good = (
        Has(
            {"main.py": _CODE, "shop/db.py": _ENGINE},
            ("main.py:13", "main.py:10"),
            "`lifespan` calls `engine.dispose`",
        ),
    )
    bad = (
        Lacks(
            {"main.py": _CODE.replace("    await engine.dispose()\n", ""), "shop/db.py": _ENGINE},
            "it closes nothing",
        ),
        Lacks(
            {"main.py": _CODE.replace("lifespan=lifespan", ""), "shop/db.py": _ENGINE}, "it is not attached"
        ),
        Lacks(in_tests([_CODE]), "only the application of tests has it"),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Only some frameworks have a lifespan."""
        known = {"fastapi", "starlette", "litestar", "fastmcp"}
        return "" if project.live.imported & known else "it uses no framework with a lifespan"

    def check(self, project: ProjectFacts) -> Seen | None:
        """The first application whose lifespan closes something."""
        for path, call in project.live.calls(*_MAKERS):
            given = keyword(call, "lifespan")
            target = project.resolve(path, given) if given else None
            if target is None or target.kind != "function" or target.key is None:
                continue
            function = project.function(target.key)
            closing = [
                c
                for c in project.calls_in(target.key)
                if _CLOSES.search(_name(c.path, c.written)) and c.loop < 0
            ]
            if not function.is_generator or not closing:
                continue
            evidence: list[Related] = [spot(path, call.line, "the application is made with it")]
            evidence += [spot(target.key[0], c.line, f"`{shown(c)}`") for c in closing]
            more = f" and {len(closing) - 1} more" if len(closing) > 1 else ""
            said = f"`{function.name}` calls `{shown(closing[0])}`{more} when it ends"
            return Seen(said, tuple(evidence))
        return None


def _name(path: str, written: str) -> str:
    return (written or path).removesuffix("()").rpartition(".")[2].lstrip("@?")
