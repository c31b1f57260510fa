"""Whether files of a project have a word at all: what none of them mentions, a rule need not ask of their calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from codereview.api import Collector, ModuleContext
from codereview.facts.module import FileFacts
from codereview.facts.notes import Note
from codereview.facts.project import ProjectFacts


class Mentions(Collector):
    """Notes, once for a file, that one of ``words`` stands in its text. A rule that goes through the whole project for
    a thing that cannot be had without its name asks this first."""

    words: ClassVar[frozenset[str]] = frozenset()

    def wants(self, file: ModuleContext) -> bool:
        return any(word in file.text for word in self.words)

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        yield Note("mentioned", 1, 0, 1, 0, -1, -1, ())

    @classmethod
    def anywhere(cls, project: ProjectFacts) -> bool:
        """Whether a file of the project has one of the words."""
        return next(project.noted(cls), None) is not None
