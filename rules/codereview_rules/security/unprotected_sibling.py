"""SEC012: one route of a router that lacks the protection its siblings have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts
from codereview.facts.routes.values import Route

from ._routes import examples_majority
from ._routes.examples_siblings import BAD, GOOD
from ._routes.opened import Open, shown
from ._routes.outnumbered import Outnumbered

_LEAST = 2
_SHARE = 2


class UnprotectedSibling(ProjectRule):
    """Routers of which most routes are protected and one that writes is not."""

    card = Card(
        id="SEC012",
        title="Route without the protection of its siblings",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "The routes beside it on the same router are protected, and this one writes without asking: it was "
            "forgotten, and nothing fails until somebody finds it."
        ),
        instead="Give it the dependency or decorator of its siblings, or move that to the router.",
        false_alarms=(
            "A route that is open on purpose. Ways in (login, registration, webhooks, public forms) are left out, and "
            "so is any whose own code, callees, dependencies or decorators could ask who is calling. Where three in "
            "four siblings and more name a protection themselves, what all of them pass beside it (a middleware) "
            "does not excuse the one that lacks it, and neither does code that is given nothing of its caller: a "
            "token that it reads is the application's own. Routes that turn people away themselves, and ways in, are "
            "no siblings there. What such a count alone tells is of low confidence."
        ),
        cwe=(862,),
        absorbs=("SEC011",),
    )
    bad = BAD + examples_majority.BAD
    good = GOOD + examples_majority.GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without routes there is nothing to say."""
        return "" if project.routes.all else "the project registers no route that is understood"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each handler that its siblings outnumber."""
        opened = Open(project)
        outnumbered = Outnumbered(project, opened.writes, opened.by_application)
        seen: set[object] = set()
        for _, routes in sorted(opened.by_router.items()):
            known = [r for r in routes if r.protection == "known"]
            writing = [r for r in known if r.changes or r.methods == ("*",)]
            bare = [r for r in routes if opened.changing(r)]
            if len({r.handler for r in known}) < _LEAST or not writing or len(bare) * _SHARE > len(known):
                continue
            for route in bare:
                if route.handler not in seen:
                    seen.add(route.handler)
                    yield self._finding(route, writing, len(known), f"{len(routes) - 1} routes beside it")
        for _, routes in sorted(opened.beside.items()):
            for route, siblings, usual, beside in outnumbered.of(routes):
                if route.handler not in seen:
                    seen.add(route.handler)
                    count = len(siblings)
                    yield self._finding(route, siblings, count, beside, usual, Confidence.LOW)

    def _finding(
        self,
        route: Route,
        known: list[Route],
        count: int,
        beside: str,
        usual: str = "",
        confidence: Confidence = Confidence.HIGH,
    ) -> Finding:
        names = Counter(next(g.name for g in r.guards if g.authenticates) for r in known)
        usual = usual or names.most_common(1)[0][0]
        mostly = "mostly" if 2 * names[usual] > len(known) else "such as"
        return self.finding(
            route.file,
            At(route.line, route.column, route.end_line, route.end_column),
            f"`{shown(route)}` (`{route.name}`) answers without the protection of its siblings: {count} of "
            f"{beside} have one, {mostly} `{usual}`",
            confidence=confidence,
            symbol=route.name,
            related=tuple(Related(r.file, r.line, f"`{shown(r)}` is protected") for r in known[:2]),
            checked="dependencies, decorators, permission classes, bases, middleware, hooks, and the handler's code",
        )
