"""The health route tells whether the service can work."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import Key, ProjectFacts
from codereview_rules.practices._evidence import shown, spot
from codereview_rules.practices._examples import in_tests

from .._syntax.patterns import lazy_pattern

_HEALTH = lazy_pattern(
    r"/(?:_?health(?:z|check|_check|-check)?|ready|readyz|readiness|livez|__heartbeat__)(?:/\w+)?/?$"
)
_ASKS = lazy_pattern(
    r"\.(?:execute|ping|scalar|fetchval|fetchrow|fetchone|command|ensure_connection|server_info)$"
    r"|(?i:redis|valkey|elastic|mongo|cache|rabbit)\w*(?:\(\))?\.info$"  # of a logger it says nothing
)
_DEPTH = 3
_CODE = (
    "from fastapi import FastAPI\nfrom shop import db\n\napp = FastAPI()\n\n\n"
    "@app.get('/health')\nasync def health():\n    await db.check()\n    return {'status': 'ok'}\n"
)
_DB = (
    "engine = object()\n\n\nasync def check():\n    async with engine.connect() as connection:\n"
    "        await connection.execute('SELECT 1')\n"
)
_LOG = "import logging\n\n\nasync def check():\n    logging.getLogger(__name__).info('asked')\n"


class DatabaseHealth(Practice):
    """Follows the calls of a health route to a query or ping."""

    id = "database-health"
    title = "The health route asks what the service depends on"
    category = Category.OPERATIONS
    why = "A copy that cannot reach its database gets no requests."
    bar = f"a health route from which a query or ping is at most {_DEPTH} calls away"
    contradicted_by = ("OPS008",)
    good = (
        Has(
            {"main.py": _CODE, "shop/db.py": _DB},
            ("main.py:7", "shop/db.py:6"),
            "`/health` calls `connect.execute`",
        ),
    )
    bad = (
        Lacks(
            {"main.py": _CODE.replace("    await db.check()\n", ""), "shop/db.py": _DB},
            "it says ok whatever happens",
        ),
        Lacks({"main.py": _CODE.replace("/health", "/items"), "shop/db.py": _DB}, "it is another route"),
        Lacks(
            {"main.py": _CODE, "shop/db.py": _LOG},
            "it writes to the log",
        ),
        Lacks(in_tests([_CODE]), "only tests have it"),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without routes there is no health route."""
        return "" if project.live.routes else "it has no routes"

    def check(self, project: ProjectFacts) -> Seen | None:
        """The first health route that asks something."""
        for route in project.live.routes:
            if route.handler is None or route.of_class or not _HEALTH.search(route.path):
                continue
            found = self._asks(project, route.handler)
            if found is not None:
                path, line, name = found
                evidence = (spot(route.file, route.line, f"`{route.path}`"), spot(path, line, f"`{name}`"))
                return Seen(f"`{route.path}` calls `{name}` before it answers", evidence)
        return None

    @staticmethod
    def _asks(project: ProjectFacts, start: Key) -> tuple[str, int, str] | None:
        seen = {start}
        level = [start]
        for _ in range(_DEPTH):
            later: list[Key] = []
            for key in level:
                for edge in project.edges_from(key):
                    if _ASKS.search(edge.call.path) and edge.target.kind != "function":
                        return key[0], edge.call.line, shown(edge.call)
                    other = project.callee(edge.target)
                    if other is not None and other not in seen:
                        seen.add(other)
                        later.append(other)
            level = later
        return None
