"""Who calls the function of a loop: nobody, only calls that do not come to it, or somebody by hand now and then."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from codereview_rules.performance._blocking.given import Given
from codereview_rules.performance._blocking.uncalled import Uncalled

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, RefFact
    from codereview.facts.project import Key, ProjectFacts
    from codereview_rules.performance._queries.models import Models

_OF_FRAMEWORK = frozenset("clean save delete natural_key full_clean clean_fields validate_unique".split())
"""Methods of models that Django calls."""
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
    def uncalled(self) -> Uncalled:
        """What nothing calls; nobody else calls the code of what serves."""
        return Uncalled(self.project, self.project.is_a("web service", "bot or worker"))

    def lacks(self, key: Key, at: CallFact | RefFact) -> str:
        """What to check first of who calls a function, and comes to a place in it; empty for nothing."""
        if self.uncalled.holds(key) or self._is_unnamed(key):
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
            and self.uncalled.is_unnamed(key)
        )

    def _is_action(self, key: Key) -> bool:
        """Whether a function is an action of Django's administration."""
        function = self.project.function(key)
        names = [param.name for param in function.params]
        if function.cls < 0 or len(names) != _OF_ACTIONS or names[1] != "request":
            return False
        return not _OF_PAGES.match(function.name) and _ADMIN in self.project.resolver.bases(
            (key[0], function.cls)
        )
