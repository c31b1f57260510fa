"""PERF005: routes that read a whole table and give it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.module import ClassFact
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.routes.values import Route

from .._syntax.patterns import lazy_pattern
from ._clients.runs import handlers
from ._tables.collect import Cuts
from ._tables.examples import BAD, GOOD
from ._tables.whole import Whole, is_small, of_all, whole_tables

_PAGES = lazy_pattern(
    r"^(?:limit|size|page\w*|per_page|take|offset|skip|cursor|count|max_\w+|top_?\w*|n)$|paginat",
    re.IGNORECASE,
)
_ALL_MEANT = lazy_pattern(
    r"export|dump|download|csv|xlsx?|excel|pdf|sitemap|feed|rss|backup|seed|sync|migrat|choices|dropdown|options|stats|report"
    r"|admin|internal|debug|test|clear|reset|delete|init|count|dashboard|predict|recommend|train",
    re.IGNORECASE,
)
_VIEWSETS = lazy_pattern(
    r"rest_framework\.(?:viewsets\.(?:ModelViewSet|ReadOnlyModelViewSet)|generics\.(?:ListAPIView|ListCreateAPIView))$"
)
_DEEP = 2
_MOST = 8


class _Read(NamedTuple):
    """A table that a route reads."""

    key: Key
    route: Route
    whole: Whole
    way: tuple[Related, ...]


class UnboundedList(ProjectRule):
    """Follows the routes that answer GET to the queries whose rows they give out."""

    card = Card(
        id="PERF005",
        title="Whole table in one answer",
        severity=Severity.LOW,
        confidence=Confidence.LOW,
        effort=30,
        why=(
            "The answer grows with the table: every row is read, turned into an object and into text, for each "
            "request. What takes milliseconds with the data of a test takes seconds and all of the memory a year later."
        ),
        instead=(
            "Give out pages: take `limit` (with an upper bound) and `offset` or a cursor, order by a unique column, "
            "and put both into the query. In the REST framework set `DEFAULT_PAGINATION_CLASS` and `PAGE_SIZE`."
        ),
        false_alarms=(
            "A table that never has more than a few rows; those that are named like it (categories, roles, settings) "
            "are left out, and so are queries with any condition, slices, paginators, routes that take a size or a "
            "page, and exports, reports and pages for administrators. Uploads that are read whole are SEC018's."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (Cuts,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Answers are given by services."""
        return "" if project.routes.all else "the project registers no route that is understood"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each table that is read so, and one for the lists of the REST framework."""
        sliced: set[Key] = set()
        paging = False
        for path, notes in project.noted(Cuts):
            sliced |= {(path, note.function) for note in notes if note.kind == "slice"}
            paging = paging or any(note.kind == "paging" for note in notes)
        found: dict[str, dict[tuple[str, int, int], _Read]] = {}
        for read in self._reads(project, sliced):
            place = (read.key[0], read.whole.call.line, read.whole.call.column)
            found.setdefault(read.whole.model, {}).setdefault(place, read)
        for _, reads in sorted(found.items()):
            yield self._finding(project, [reads[place] for place in sorted(reads)])
        if not paging:
            yield from self._viewsets(project)

    def _reads(self, project: ProjectFacts, sliced: set[Key]) -> Iterator[_Read]:
        seen: set[Key] = set()
        for route in project.routes.all:
            if route.handler is None or project.zone(route.handler[0]) is not Zone.PRODUCTION:
                continue
            if (route.methods and not {"GET", "*"} & set(route.methods)) or _ALL_MEANT.search(route.path):
                continue
            for key in handlers(project, route):
                name = project.function(key).name
                if not route.of_class or name in ("get", "list"):
                    yield from self._from(project, route, key, (), sliced, seen)

    def _from(
        self,
        project: ProjectFacts,
        route: Route,
        key: Key,
        way: tuple[Related, ...],
        sliced: set[Key],
        seen: set[Key],
    ) -> Iterator[_Read]:
        seen.add(key)
        function = project.function(key)
        if key in sliced or _ALL_MEANT.search(function.name) or project.zone(key[0]) is not Zone.PRODUCTION:
            return
        calls = list(project.calls_in(key))
        if any(_PAGES.search(param.name) for param in function.params) or any(
            "aginat" in call.path or call.path.endswith((".limit", ".add_all", ".delete", ".yield_per"))
            for call in calls
        ):
            return
        for whole in whole_tables(project.files[key[0]], calls):
            yield _Read(key, route, whole, way)
        if len(way) < _DEEP:
            for call in calls:
                if call.path[:1] in "?=" or call.path.startswith("builtins."):
                    continue
                callee = project.callee(project.resolve(key[0], call.path))
                if callee is not None and callee[1] >= 0 and callee not in seen:
                    hop = Related(key[0], call.line, f"`{project.function(callee).name}` is called")
                    yield from self._from(project, route, callee, (*way, hop), sliced, seen)

    def _finding(self, project: ProjectFacts, reads: list[_Read]) -> Finding:
        first = reads[0]
        route = first.route
        others = len(reads) - 1
        more = f", and so it is in {others} more {'place' if others == 1 else 'places'}" if others else ""
        start = [Related(route.file, route.line, f"{_said(route)} is served")] if first.way else []
        again = [
            Related(read.key[0], read.whole.call.line, f"every row again, for {_said(read.route)}")
            for read in reads[1:_MOST]
        ]
        return self.finding(
            first.key[0],
            first.whole.call,
            f"every row of `{first.whole.model}` is read for {_said(route)}, without a limit{more}",
            symbol=project.function(first.key).qualname,
            related=[*start, *first.way, *again],
            checked="conditions, limits, slices, paginators, parameters of the route for a size or a page",
        )

    def _viewsets(self, project: ProjectFacts) -> Iterator[Finding]:
        """List views of the REST framework without pages, where no setting gives them any."""
        found: list[tuple[str, ClassFact]] = []
        for path, facts in project.files.items():
            if project.zone(path) is Zone.PRODUCTION:
                found += [
                    (path, cls)
                    for cls in facts.classes
                    if any(map(_VIEWSETS.match, cls.bases)) and _gives_all(cls)
                ]
        if not found:
            return
        path, cls = found[0]
        more = (
            f", and {len(found) - 1} more list {'view' if len(found) == 2 else 'views'}"
            if len(found) > 1
            else ""
        )
        yield self.finding(
            path,
            At(cls.line, cls.column),
            f"`{cls.name}`{more} {'give' if more else 'gives'} out every row: no `pagination_class`, and no "
            "`DEFAULT_PAGINATION_CLASS` in the settings",
            symbol=cls.qualname,
            related=[Related(p, c.line, f"`{c.name}`") for p, c in found[1:_MOST]],
            checked="`pagination_class`, `get_queryset`, `list`, the settings",
        )


def _gives_all(cls: ClassFact) -> bool:
    if {"get_queryset", "list", "get", "filter_queryset", "paginate_queryset"} & set(cls.methods):
        return False
    attrs = {attr.name: attr for attr in cls.attrs}
    queryset = attrs.get("queryset")
    if "pagination_class" in attrs or queryset is None or not queryset.path.endswith(".objects.all()"):
        return False
    return not is_small(of_all(queryset.path.removesuffix("()"))) and not is_small(cls.name)


def _said(route: Route) -> str:
    return f"`{'/'.join(route.methods) or 'GET'} {route.path}`".replace(" `", "`")
