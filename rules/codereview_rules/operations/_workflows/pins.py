"""Actions that are named by a tag or branch, which their owner can move."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from codereview.api import Confidence, Related, Severity
from codereview.facts.pipeline.github import Workflow

from .fault import Fault, counted

_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_BRANCHES = frozenset({"master", "main", "develop", "dev", "trunk", "HEAD", "latest", "nightly"})
_GITHUB = ("actions/", "github/")


class _Use(NamedTuple):
    reference: str
    line: int

    @property
    def is_branch(self) -> bool:
        return self.reference.partition("@")[2] in _BRANCHES


def unpinned(workflows: Sequence[Workflow], owners: frozenset[str]) -> Iterator[Fault]:
    """One fault for each workflow with actions of others, and one for all that use GitHub's own alone.

    Args:
        workflows: all of the repository.
        owners: the names, in small letters, that the repository's own owner can have.
    """
    own: list[tuple[Workflow, list[_Use]]] = []
    for workflow in workflows:
        uses = [
            use
            for use in _uses(workflow)
            if not _SHA.fullmatch(use.reference.partition("@")[2])
            and use.reference.partition("/")[0].lower() not in owners
        ]
        others = [use for use in uses if not use.reference.startswith(_GITHUB)]
        if others:
            yield _fault(workflow, others, len(uses) - len(others))
        elif uses:
            own.append((workflow, uses))
    if own:
        names = sorted({use.reference for _, uses in own for use in uses})
        first, uses = own[0]
        where = f"{len(own)} workflows name" if len(own) > 1 else "The workflow names"
        yield Fault(
            first.path,
            uses[0].line,
            f"{where} actions of GitHub by tag, not by commit: {counted(names)}",
            Severity.INFO,
            related=tuple(Related(w.path, u[0].line, f"`{u[0].reference}`") for w, u in own[1:6]),
            cause="unpinned",
        )


def _fault(workflow: Workflow, others: list[_Use], rest: int) -> Fault:
    branches = [use for use in others if use.is_branch]
    first = branches[0] if branches else others[0]
    names = list(dict.fromkeys(use.reference for use in (*branches, *others)))
    beside = f", beside {rest} of GitHub's own" if rest else ""
    secret = "secrets." in workflow.text
    kind = "by a branch" if branches and len(branches) == len(others) else "by a tag"
    kind = "by a branch or a tag" if branches and len(branches) < len(others) else kind
    return Fault(
        workflow.path,
        first.line,
        f"Actions of third parties are named {kind}, which their owners can move, not by commit: "
        f"{counted(names)}{beside}",
        Severity.MEDIUM if branches and secret else Severity.LOW,
        Confidence.HIGH,
        tuple(
            Related(workflow.path, use.line, f"`{use.reference}`")
            for use in {u.reference: u for u in reversed(others)}.values()
            if use.reference != first.reference
        )[:6],
        cause="unpinned",
    )


def _uses(workflow: Workflow) -> Iterator[_Use]:
    for _, job in workflow.jobs:
        for step in job.get("steps").children():
            uses = step.get("uses")
            if uses.text and not uses.text.startswith(("./", "docker://")) and "@" in uses.text:
                yield _Use(uses.text, uses.line)
