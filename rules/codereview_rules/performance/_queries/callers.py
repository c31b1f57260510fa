"""Who calls the function of a loop: nobody, only calls that do not come to it, or somebody by hand now and then."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.api import Zone
from codereview.facts.paths import last_name
from codereview_rules._syntax.given import Given

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, RefFact
    from codereview.facts.project import Edge, Key, ProjectFacts
    from codereview_rules.performance._queries.models import Models

_OF_FRAMEWORK = frozenset("clean save delete natural_key full_clean clean_fields validate_unique".split())
"""Methods of models that Django calls."""
_OF_COLLECTIONS = frozenset("clear pop popitem items keys values append extend discard copy".split())
"""Methods of Python's collections, save for those that a repository is as likely to have, as ``get``."""
_ADMIN = "django.contrib.admin.ModelAdmin"
_OF_ACTIONS = 3
"""Parameters of an action of Django's administration: the object, the request, and the chosen rows."""
_OF_PAGES = re.compile(
    r"(?:get|has|save|delete|add|change|response|render|formfield|log|message|lookup|construct)_|\w+_view"
)
"""Names of its methods that are called for each page."""


class Callers:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts, models: Models) -> None:
        self.project = project
        self.models = models
        self.given = Given(project)

    @cached_property
    def _is_closed(self) -> bool:
        """Whether nobody else calls its code: that of what serves."""
        return self.project.is_a("web service", "bot or worker")

    def lacks(self, key: Key, at: CallFact | RefFact) -> str:
        """What to check first of who calls a function, and comes to a place in it; empty for nothing."""
        uncalled = self.project.live.uncalled.holds(key, closed=self._is_closed)
        if uncalled or self._is_unnamed(key) or self._is_shared(key):
            return "whether anything calls it"
        if self.given.excluded(key, at):
            return "whether any call comes to it with what it passes"
        return "how often somebody starts it by hand" if self._is_action(key) else ""

    def _is_unnamed(self, key: Key) -> bool:
        """Whether a method of a model is named nowhere else."""
        function = self.project.function(key)
        return (
            function.cls >= 0
            and function.name not in _OF_FRAMEWORK
            and bool(self.models.lib((key[0], function.cls)))
            and self.project.live.uncalled.is_unnamed(key, closed=self._is_closed)
        )

    def _is_shared(self, key: Key) -> bool:
        """Whether a method that has the name of one of Python's collections is called on nothing that may be of its
        class: what else is called so is of them."""
        function = self.project.function(key)
        if function.cls < 0 or function.name not in _OF_COLLECTIONS or function.decorators:
            return False
        cls = self.project.files[key[0]].classes[function.cls]
        outside = any(isinstance(base, str) for base in self.project.resolver.bases((key[0], function.cls)))
        if outside or any(self.project.zone(edge.caller[0]) is not Zone.TESTS for edge in self._edges(key)):
            return False
        owner = cls.name.lower()
        named = (one for one in self._receivers[function.name] if len(one) != 1)  # a letter says nothing
        return not any(one in owner or owner in one for one in named)

    def _edges(self, key: Key) -> tuple[Edge, ...]:
        return tuple(edge for edge in self.project.callers.get(key, ()) if edge.caller != key)

    @cached_property
    def _receivers(self) -> dict[str, set[str]]:
        """What methods that collections have too are called on, by the names of the methods, as far as it has names."""
        found: dict[str, set[str]] = {name: set() for name in _OF_COLLECTIONS}
        for path, facts in self.project.files.items():
            for call in () if self.project.zone(path) is Zone.TESTS else facts.calls:
                head, _, name = (call.written or call.path).rpartition(".")
                if name in found:
                    found[name].add(last_name(head).rpartition(":")[2].strip("_?").lower().replace("_", ""))
        return found

    def _is_action(self, key: Key) -> bool:
        """Whether a function is an action of Django's administration."""
        function = self.project.function(key)
        names = [param.name for param in function.params]
        if function.cls < 0 or len(names) != _OF_ACTIONS or names[1] != "request":
            return False
        return not _OF_PAGES.match(function.name) and _ADMIN in self.project.resolver.bases(
            (key[0], function.cls)
        )
