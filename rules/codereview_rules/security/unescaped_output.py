"""SEC022: a page or template that holds what somebody else wrote."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from .._services.service import answers_nothing
from ._taint.collector import Flows
from ._taint.examples_pages import BAD, GOOD
from ._taint.flow.values import HTML, TEMPLATE
from ._taint.report import followed


class UnescapedOutput(ProjectRule):
    """Values of a request in HTML that no template escapes, and in the text of templates themselves."""

    card = Card(
        id="SEC022",
        title="Unescaped output",
        severity=Severity.MEDIUM,
        confidence=Confidence.LOW,
        effort=20,
        why=(
            "Text goes into a page without escaping. A script in it runs in the browser of every visitor, "
            "with that visitor's session; an expression in the text of a template runs on the server."
        ),
        instead=(
            "Render a fixed template and pass values to it, leave escaping on, and build HTML with "
            "`format_html` or `escape`."
        ),
        false_alarms=(
            "Text that the application made from constants or that was cleaned before; templates whose output "
            "is no HTML. What is seen to come from a request is critical in a template's text and high in "
            "markup; other tools, whose reports are findings of this rule too, do not see where the text "
            "comes from."
        ),
        cwe=(79, 1336),
    )
    bad = BAD
    good = GOOD
    collects = (Flows,)

    asked_anyway = True

    def not_applicable(self, project: ProjectFacts) -> str:
        """Somebody has to get pages."""
        return "" if project.vocabulary.roots & {"jinja2", "mako", "markupsafe"} else answers_nothing(project)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each page or template that a value from outside reaches as it is."""
        return followed(self, project, HTML | TEMPLATE)
