"""Lists are given out in pages."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Related, Seen
from codereview.facts.module import FunctionFact
from codereview.facts.project import ProjectFacts
from codereview.facts.routes.values import Route
from codereview_rules.practices._evidence import keyword, many, named, places, repeated, spot, spread
from codereview_rules.practices._examples import in_tests, started

from .._syntax.patterns import lazy_pattern

_SIZE = lazy_pattern(
    r"^(?:limit|size|page_size|per_page|pagesize|take|first|count|pagination|page_params|paginator)$"
)
_START = lazy_pattern(
    r"^(?:offset|skip|page|cursor|start|after|page_number|page_no|pagination|page_params|paginator)$"
)
_LIST = lazy_pattern(
    r"(?:^|\.)(?:list|List|Sequence|Page|LimitOffsetPage|CursorPage|\w*Page|Paginated\w*)\[\]$"
)
_PAGED = lazy_pattern(r"(?:^|\.)(?:Page|LimitOffsetPage|CursorPage|Paginated\w*)\[\]$")
_LEAST = 4
_SHARE = 0.7
_CODE = "from fastapi import FastAPI\n\napp = FastAPI()\n" + repeated(
    "\n\n@app.get('/{name}')\nasync def {name}(limit: int = 50, offset: int = 0) -> list[int]:\n"
    "    return list(range(offset, offset + limit))\n",
    4,
)
_DJANGO = "from django.views.generic import ListView\n" + repeated(
    "\n\nclass List{n}(ListView):\n    paginate_by = 20\n", 4
)


class PaginatedLists(Practice):
    """Counts the routes of FastAPI that give out lists, and list views and paginators of Django, that are paged."""

    id = "paginated-lists"
    title = "Lists are given out in pages"
    category = Category.PERFORMANCE
    why = "An answer stays small and quick however much data there will be."
    bar = f"{_LEAST} lists with size and start, and {_SHARE:.0%} of those that can be told"
    good = (
        Has({"main.py": _CODE}, ("main.py:6", "main.py:21"), "4 of 4 routes"),
        Has(started({"views.py": _DJANGO}), ("views.py:5", "views.py:17"), "4 of 4 list views"),
    )
    bad = (
        Lacks(
            {
                "main.py": _CODE.replace("limit: int = 50, offset: int = 0", "limit=50, offset=0, *")
                .replace(", *)", ")")
                .replace("limit=50, offset=0", "q: str = ''")
            },
            "the routes give all",
        ),
        Lacks(in_tests([_CODE, _DJANGO]), "only tests have them"),
        Lacks(
            started({"views.py": _DJANGO.replace("paginate_by = 20", "paginate_by = None")}), "paging is off"
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """Routes first, then views."""
        return self._routes(project) or self._views(project)

    def _routes(self, project: ProjectFacts) -> Seen | None:
        live = project.live
        lists: dict[tuple[str, int], tuple[Route, bool]] = {}
        for route in live.routes:
            function = live.handler(route)
            if function is None or "GET" not in route.methods:
                continue
            shape = self._shape(project, route, function)
            if shape:
                lists[route.file, route.line] = (route, bool(_PAGED.search(shape)) or _is_paged(function))
        paged = [route for route, yes in lists.values() if yes]
        if len(paged) < _LEAST or len(paged) < _SHARE * len(lists):
            return None
        evidence = spread(spot(r.file, r.line, named(r)) for r in paged)
        said = f"{len(paged):,} of {many(len(lists), 'route')} that give out lists take a size and a start"
        return Seen(said, evidence, len(paged), len(lists))

    @staticmethod
    def _shape(project: ProjectFacts, route: Route, function: FunctionFact) -> str:
        """The path of a list that a route gives out; empty if it is none or cannot be told."""
        if function.annotation.endswith("*"):
            return "list[]"
        if _LIST.search(function.annotation.rstrip("!")):
            return function.annotation.rstrip("!")
        for call in project.files[route.file].calls:
            if call.line == route.line and (model := keyword(call, "response_model")):
                return model if _LIST.search(model) else ""
        return ""

    def _views(self, project: ProjectFacts) -> Seen | None:
        live = project.live
        if "django" not in live.imported:
            return None
        found: list[Related] = []
        total = 0
        for path, cls in live.classes():
            if any(base.endswith(".ListView") for base in cls.bases):
                total += 1
                paged = next((a for a in cls.attrs if a.name == "paginate_by" and a.path != "=None"), None)
                if paged is not None:
                    found.append(spot(path, paged.line, f"`{cls.name}`"))
        own = places(live.calls("django.core.paginator.Paginator"), "a paginator")
        if len(found) + len(own) < _LEAST or len(found) < _SHARE * total:
            return None
        parts = [f"{len(found):,} of {many(total, 'list view')} are paged"] if found else []
        parts += (
            [f"{many(len(own), 'list')} {'is' if len(own) == 1 else 'are'} cut by a paginator"] if own else []
        )
        count = len(found) + len(own)
        return Seen(", ".join(parts), spread([*found, *own]), count, total + len(own) if total else 0)


def _is_paged(function: FunctionFact) -> bool:
    names = [param.name for param in function.params]
    return any(_SIZE.match(name) for name in names) and any(_START.match(name) for name in names)
