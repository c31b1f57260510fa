"""The table of all routes of a repository."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.routes.applications import Applications
from codereview.facts.routes.identity import Identity
from codereview.facts.routes.patterns import Patterns
from codereview.facts.routes.permissions import Permissions
from codereview.facts.routes.registered import Registered
from codereview.facts.routes.served import Served
from codereview.facts.routes.values import Route
from codereview.facts.routes.verdicts import Verdicts
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts


class RouteTable:
    """Routes outside of tests, in the order of files and lines.

    ``all`` are the routes. Where the framework, the router or the handler of a registration cannot be told, it is
    left out or its parts are empty: a route in the table is one that is registered.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.identity = Identity(project)
        self.verdicts = Verdicts(self.identity)
        self.applications = Applications(self.identity, self.verdicts)

    @cached_property
    def in_order(self) -> tuple[Route, ...]:
        """Every route that is registered, those of one router or URL configuration in the order of registration."""
        registered = Registered(self.applications, self.verdicts)
        patterns = Patterns(self.identity, Permissions(self.identity, self.verdicts))
        found = (*registered.routes(), *patterns.routes())
        return tuple(route for route in found if self.project.zone(route.file) is not Zone.TESTS)

    @cached_property
    def all(self) -> tuple[Route, ...]:
        """The same in the order of files, lines and paths."""
        return tuple(sorted(self.in_order, key=lambda r: (r.file, r.line, r.column, r.path, r.methods)))

    @cached_property
    def served(self) -> tuple[Route, ...]:
        """What classes of the standard library's server answer: shown beside `all`, and in no rule's way."""
        found = Served(self.identity, self.verdicts).routes()
        return tuple(route for route in found if self.project.zone(route.file) is not Zone.TESTS)
