"""SEC024: a redirect to a place that the request names."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from .._services.service import answers_nothing
from ._taint.collector import Flows
from ._taint.examples_places import BAD_REDIRECT, GOOD_REDIRECT
from ._taint.flow.values import REDIRECT
from ._taint.report import followed


class OpenRedirect(ProjectRule):
    """Addresses out of queries and forms that a visitor is sent to."""

    card = Card(
        id="SEC024",
        title="Redirect to a place that the request names",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "A link to this site takes its visitor to any other, which can look the same and ask for the "
            "password again. Where a token is added to the address, the other site gets it."
        ),
        instead=(
            "Let only paths of this site through: Django's `url_has_allowed_host_and_scheme`, a comparison of "
            "`urlparse(target).netloc`, or names of targets that are looked up."
        ),
        false_alarms=(
            "Targets behind a fixed host or path, routes built by `url_for` or `reverse`, checked hosts, "
            "headers and the address of the request itself are left out. A form that only the site's own pages can "
            "send, a name before a fixed domain, and what only debugging comes to are asked."
        ),
        cwe=(601,),
    )
    bad = BAD_REDIRECT
    good = GOOD_REDIRECT
    collects = (Flows,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Only answers to requests redirect."""
        return answers_nothing(project)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each redirect whose target comes from outside."""
        return followed(self, project, REDIRECT)
