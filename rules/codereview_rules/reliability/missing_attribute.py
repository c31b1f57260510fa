"""REL004: an attribute that a class or module of the project does not have."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.module import CallFact
from codereview.facts.project import ProjectFacts
from codereview.facts.uses.attributes import Attributes, Lacking

from ._flow.collect import Flow
from ._uses import attribute_examples_bound
from ._uses.attribute_examples import BAD, GOOD
from ._uses.elsewhere import Withdrawn, is_withdrawn, template
from ._uses.places import is_idle, judged, severity, symbol


class MissingAttribute(ProjectRule):
    """Attributes and methods that are asked of what does not have them."""

    card = Card(
        id="REL004",
        title="Attribute that the class or module does not have",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "Neither the class nor a base of it, or nothing in the module, sets or defines the attribute: "
            "`AttributeError` as soon as the line runs. Tests that replace the object by a mock do "
            "not notice."
        ),
        instead="Correct the name, or add the attribute or method where it is asked for.",
        false_alarms=(
            "What an object gets from a plugin at run time cannot be seen. Only classes and modules "
            "of the project are "
            "judged of which everything is seen: no base from elsewhere but models of pydantic and "
            "plain classes of the "
            "standard library, no `__getattr__`, no attributes set by a computed name. What a template of the "
            "file has, or the class in a comment, is told with low confidence."
        ),
    )
    bad = BAD
    good = GOOD + attribute_examples_bound.GOOD
    collects = (Flow, Withdrawn)

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each place that asks."""
        attributes = Attributes(project)
        for path in judged(project):
            items = list(attributes.lacking(path))
            for item in items:
                yield self._finding(project, path, item, _is_other_class(project, item, items))

    def _finding(self, project: ProjectFacts, path: str, item: Lacking, doubted: bool) -> Finding:
        where = (
            Related(item.source, item.line, f"`{item.owner}` is defined here")
            if item.line
            else Related(item.source, 1, f"`{item.owner}` is this file")
        )
        sure = Confidence.MEDIUM if item.inferred else None
        made_of = template(project, item)
        known = bool(made_of) or is_withdrawn(project, item)
        return self.finding(
            path,
            item.fact,
            item.told + (f"; {made_of} has it, where a deployment makes the file of that" if made_of else ""),
            confidence=Confidence.LOW if doubted or known or is_idle(project, path, item.fact.line) else sure,
            severity=severity(project, path, item.fact.line),
            symbol=symbol(project, path, item.fact.function),
            related=(where,),
            cause=f"{item.source}:{item.owner}.{item.name}",
            checked="bases, subclasses, attributes that other code sets, `__getattr__`, and tests "
            "for the type around it",
        )


def _is_other_class(project: ProjectFacts, item: Lacking, items: list[Lacking]) -> bool:
    """Whether a file calls several methods of members of an enumeration that has none of them: what is called is an
    object of another class, and only an annotation names the wrong one."""
    called = {
        other.name
        for other in items
        if (other.source, other.line) == (item.source, item.line) and isinstance(other.fact, CallFact)
    }
    return len(called) > 1 and any(
        cls.line == item.line
        and any(
            isinstance(base, str) and base.startswith("enum.")
            for base in project.resolver.bases((item.source, index))
        )
        for index, cls in enumerate(project.files[item.source].classes)
    )
