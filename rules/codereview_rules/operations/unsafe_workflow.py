"""OPS015: a workflow that runs what strangers write, or trusts more than it has to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._workflows.checkout import checkouts
from ._workflows.examples import BAD, GOOD
from ._workflows.fault import Fault
from ._workflows.injection import injections
from ._workflows.permissions import permissions
from ._workflows.pins import unpinned
from ._workflows.shells import piped, printed

_OWNER = lazy_pattern(r"github\.com[/:]([\w-]+)/[\w.-]+")
_NAME = lazy_pattern(r"^\s*name\s*=\s*[\"']?([\w-]+)", re.MULTILINE)


class UnsafeWorkflow(ProjectRule):
    """Reads the workflows of GitHub Actions: expressions in scripts, checkouts, references, permissions, shells."""

    card = Card(
        id="OPS015",
        title="Unsafe workflow",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "A workflow has the repository's token and secrets. An expression in a script is replaced "
            "before the shell reads it, so that a title with a quotation mark in it is a command; a "
            "`pull_request_target` that builds the pull request runs a stranger's code with those rights; "
            "and a tag of an action points wherever its owner, or whoever took the account over, moves it."
        ),
        instead=(
            'Hand text over in `env:` and read it as `"$NAME"`. Build pull requests in `pull_request`. '
            "Name actions of others by commit, with the tag in a comment, and let a bot raise them. "
            "Begin every workflow with `permissions: contents: read`. Install from a package manager, or "
            "check a checksum."
        ),
        false_alarms=(
            "Graded by what the event gives a stranger: high where the token can write and secrets are "
            "there, low in a plain `pull_request`. Comparisons, `contains` and the like, conditions on the "
            "author or on the repository of the head, fields that the event does not have, and output into "
            "files are understood. Rights that an organisation sets are not seen, nor is text that goes "
            "through the outputs of another step."
        ),
        cwe=(78, 829, 732, 532, 494),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Only GitHub's workflows are judged."""
        return "" if project.pipeline.workflows else "the project has no workflow of GitHub Actions"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """The findings of each question, in the order of their weight."""
        workflows = project.pipeline.workflows
        for workflow in workflows:
            faults = (*injections(workflow, workflows), *checkouts(workflow, workflows))
            for fault in (*faults, *printed(workflow), *piped(workflow)):
                yield self._finding(fault)
        for fault in (*unpinned(workflows, _owners(project)), *permissions(workflows)):
            yield self._finding(fault)

    def _finding(self, fault: Fault) -> Finding:
        return self.finding(
            fault.path,
            At(fault.line, fault.column),
            fault.message,
            severity=fault.severity,
            confidence=fault.confidence,
            related=fault.related,
            checked=fault.checked,
            cause=fault.cause,
        )


def _owners(project: ProjectFacts) -> frozenset[str]:
    """Names that the repository's owner can have: the project's own, and those of its addresses."""
    found: set[str] = set()
    for path, text in project.texts.items():
        if path in ("pyproject.toml", "setup.py", "setup.cfg"):
            found.update(_OWNER.findall(text))
            found.update(_NAME.findall(text)[:1])
    return frozenset(name.lower() for name in found)
