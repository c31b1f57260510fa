"""SEC007: objects made from what somebody else sent."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from ._taint.collector import Flows
from ._taint.examples_code import BAD_LOAD, GOOD_LOAD
from ._taint.flow.values import LOAD
from ._taint.report import followed

_LOADERS = frozenset(
    "pickle cPickle _pickle dill cloudpickle marshal joblib torch yaml jsonpickle numpy pandas shelve ruamel".split()
)


class Deserialised(ProjectRule):
    """Request data, cookies and uploads that pickle, marshal, YAML or torch read."""

    card = Card(
        id="SEC007",
        title="Unsafe deserialisation",
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        effort=45,
        why=(
            "Reading a pickle, or YAML with a full loader, runs whatever code its author put in. Who can "
            "change the data runs code here."
        ),
        instead=(
            "Take JSON, `yaml.safe_load` or `weights_only=True`; sign data that has to be a pickle, and check "
            "before reading."
        ),
        false_alarms=(
            "Data that only this process writes, to a place that no one else can write, is safe. What is seen "
            "to come from a request is critical; a loader alone, as other tools report it, is not. What only "
            "those send whom a check lets through is asked."
        ),
        cwe=(502,),
    )
    bad = BAD_LOAD
    good = GOOD_LOAD
    collects = (Flows,)

    asked_anyway = True

    def not_applicable(self, project: ProjectFacts) -> str:
        """There has to be a loader that can run code."""
        return (
            ""
            if project.vocabulary.roots & _LOADERS
            else "nothing in the project imports a loader of pickles or YAML"
        )

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each loader that is given what came from outside."""
        return followed(self, project, LOAD)
