"""What a project imports and calls, by names alone: enough to tell what a rule has nothing to look at in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.fingerprints import unpacked
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_NOT_OURS = frozenset({Zone.VENDORED, Zone.ENVIRONMENT})


class Vocabulary:
    """Names of a project's own files.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._files = [facts for path, facts in project.files.items() if project.zone(path) not in _NOT_OURS]
        self._production = [
            facts for path, facts in project.files.items() if project.zone(path) is Zone.PRODUCTION
        ]

    @cached_property
    def modules(self) -> frozenset[str]:
        """The modules that are imported, as written."""
        return frozenset(item.module for facts in self._files for item in facts.imports)

    @cached_property
    def roots(self) -> frozenset[str]:
        """Their first parts: ``flask`` of ``from flask.views import x``."""
        return frozenset(module.partition(".")[0] for module in self.modules)

    @cached_property
    def called(self) -> frozenset[str]:
        """The last names of all that is called: ``execute`` of ``self.db.execute(...)``."""
        return frozenset(call.path.rpartition(".")[2] for facts in self._files for call in facts.calls)

    @cached_property
    def has_managers(self) -> bool:
        """Whether anything is called on the managers of Django's models: ``Order.objects.get(...)``."""
        return any(".objects." in call.path for facts in self._files for call in facts.calls)

    @cached_property
    def spoken(self) -> frozenset[int]:
        """Hashes of what the strings of all its modules speak of, vendored ones too (see ``fingerprints``)."""
        files = self._project.files.values()
        return frozenset(number for facts in files for number in unpacked(facts.prints.spoken))

    @cached_property
    def mentioned(self) -> frozenset[int]:
        """Hashes of the words of its files that are not Python."""
        return frozenset(number for data in self._project.mentions.values() for number in unpacked(data))

    @cached_property
    def executes(self) -> bool:
        """Whether production code runs the text of files with names that it gives them."""
        return any(
            (call.path == "builtins.exec" and len(call.args) > 1) or call.path == "runpy.run_path"
            for facts in self._production
            for call in facts.calls
        )
