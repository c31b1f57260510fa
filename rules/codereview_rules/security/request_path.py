"""SEC010: a file whose place the request names."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from .._services.service import answers_nothing
from ._taint.collector import Flows
from ._taint.examples_places import BAD_PATH, GOOD_PATH
from ._taint.flow.values import PATH
from ._taint.report import followed


class RequestPath(ProjectRule):
    """Names of files out of requests, uploads and messages, opened, sent, written or removed."""

    card = Card(
        id="SEC010",
        title="Path from outside",
        severity=Severity.MEDIUM,
        confidence=Confidence.LOW,
        effort=15,
        why=(
            "A name such as `../../etc/passwd` leads out of the folder that is meant, and an absolute one "
            "leads anywhere: the sender, or a member of an archive, chooses which file is read, overwritten "
            "or removed."
        ),
        instead=(
            "Look the file up by an id, take `secure_filename(name)`, or resolve the path and ask "
            '`is_relative_to(folder)` before it is opened. Extract archives with `filter="data"`.'
        ),
        false_alarms=(
            "Parts of a route's path without a slash, `basename`, `secure_filename`, checks of the resolved "
            "path, lists of allowed names and names that Django has cut are understood. Of archives nobody "
            "sees who made them: those that the project itself makes are safe, and so is Python 3.14, where "
            "the filter is the default."
        ),
        cwe=(22,),
    )
    bad = BAD_PATH
    good = GOOD_PATH
    collects = (Flows,)

    asked_anyway = True

    def not_applicable(self, project: ProjectFacts) -> str:
        """The path has to come with a request or in an archive."""
        if project.vocabulary.roots & {"tarfile", "zipfile", "shutil"}:
            return ""
        return answers_nothing(project)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each use of a file that a value from outside names."""
        return followed(self, project, PATH)
