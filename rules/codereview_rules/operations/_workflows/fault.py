"""What the modules of this folder find."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import Confidence, Related, Severity
from codereview.facts.pipeline.github import Workflow
from codereview.facts.pipeline.tree import Tree


class Fault(NamedTuple):
    """One fault of a workflow."""

    path: str
    line: int
    message: str
    severity: Severity
    confidence: Confidence = Confidence.HIGH
    related: tuple[Related, ...] = ()
    checked: str = ""
    cause: str = ""
    column: int = 1


class Script(NamedTuple):
    """A script in a workflow: its job, its step, the text, and whether it is JavaScript of ``github-script``."""

    job: Tree
    step: Tree
    text: Tree
    javascript: bool = False

    def lines(self) -> Iterator[tuple[int, str]]:
        """Its lines with their numbers in the file."""
        for index, line in enumerate(self.text.text.split("\n")):
            yield self.text.first_line + (index if self.text.is_block else 0), line


def scripts(workflow: Workflow) -> Iterator[Script]:
    """The scripts of all jobs of a workflow."""
    for _, job in workflow.jobs:
        for step in job.get("steps").children():
            if step.get("run").is_text:
                yield Script(job, step, step.get("run"))
            elif step.get("uses").text.startswith("actions/github-script@"):
                yield Script(job, step, step.get("with", "script"), javascript=True)


def counted(items: list[str], most: int = 3) -> str:
    """Some of the names, and how many more there are."""
    shown = ", ".join(f"`{item}`" for item in items[:most])
    return shown + (f" and {len(items) - most} more" if len(items) > most else "")
