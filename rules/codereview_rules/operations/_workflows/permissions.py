"""What the token of a workflow may do.

The default: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions and
https://github.blog/changelog/2023-02-02-github-actions-updating-the-default-github_token-permissions-to-read-only/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codereview.api import Related, Severity
from codereview.facts.pipeline.github import Workflow

from .fault import Fault


def permissions(workflows: Sequence[Workflow]) -> Iterator[Fault]:
    """One fault for each grant of everything, and one for all workflows that say nothing."""
    silent: list[Workflow] = []
    for workflow in workflows:
        places = [("The workflow", workflow.tree), *((f"Job `{name}`", job) for name, job in workflow.jobs)]
        for what, place in places:
            if place.get("permissions").text == "write-all":
                yield Fault(
                    workflow.path,
                    place.get("permissions").line,
                    f"{what} gives its token `write-all`: every step and every action in it can change "
                    "code, packages and issues",
                    Severity.MEDIUM,
                )
        jobs = [job for _, job in workflow.jobs]
        if not workflow.tree.get("permissions") and any(not job.get("permissions") for job in jobs):
            silent.append(workflow)
    if silent:
        first = silent[0]
        which = "The workflow does" if len(silent) == 1 else f"{len(silent)} workflows do"
        yield Fault(
            first.path,
            first.tree.key_line("jobs"),
            f"{which} not say `permissions`: the token has what the repository's settings give, which is "
            "reading in those made since February 2023 and reading and writing in older ones",
            Severity.INFO,
            related=tuple(Related(w.path, w.tree.key_line("jobs"), "no `permissions`") for w in silent[1:6]),
            cause="permissions",
        )
