"""Code of a pull request that runs with the rights of the repository.

Background: https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codereview.api import Confidence, Related, Severity
from codereview.facts.pipeline.github import Workflow
from codereview.facts.pipeline.tree import Tree

from ..._syntax.patterns import lazy_pattern
from .fault import Fault
from .injection import follows_strangers, known_author

_HEAD = lazy_pattern(
    r"github\.event\.pull_request\.head\.(?:sha|ref|repo)|github\.head_ref|github\.event\.pull_request\.merge_commit_sha"
    r"|refs/pull/|github\.event\.pull_request\.number\s*\}\}/(?:merge|head)"
)
_HEAD_OF_RUN = lazy_pattern(
    r"github\.event\.workflow_run\.(?:head_sha|head_branch|head_repository|head_commit)"
)
_FETCHES = lazy_pattern(
    r"\bgh\s+pr\s+checkout\b|git\s+fetch\s[^\n]*\bpull/|git\s+checkout\s[^\n]*head\.(?:sha|ref)"
)
_RUNS = lazy_pattern(
    r"\b(?:pip3?|uv|poetry|pdm|pipenv|npm|yarn|pnpm|bun|make|just|tox|nox|pytest|python3?|node|go|cargo|gradlew?|mvn|docker|bash|sh"
    r"|pre-commit|hatch|bundle|composer|cmake|mkdocs|sphinx-build)\s+\S|(?:^|\s)\./[\w./-]+",
    re.MULTILINE,
)
_OTHERS = lazy_pattern(
    r"\bpip3?\s+install\s+(?:(?:-U|--upgrade|-q)\s+)*[A-Za-z][\w-]*(?:[=~<>\[][^\s]*)?(?:\s+[A-Za-z][^\s]*)*\s*$|^\s*#"
)
"""Installs a program of elsewhere."""
_BUILDS = ("docker/build-push-action", "pre-commit/action", "./")


def checkouts(workflow: Workflow, workflows: Sequence[Workflow]) -> Iterator[Fault]:
    """One fault for each job that checks such code out."""
    events = set(workflow.events)
    if "pull_request_target" in events:
        pattern, event = _HEAD, "pull_request_target"
    elif "workflow_run" in events and follows_strangers(workflow, workflows):
        pattern, event = _HEAD_OF_RUN, "workflow_run"
    elif "issue_comment" in events:
        pattern, event = re.compile(r"refs/pull/"), "issue_comment"
    else:
        return
    for name, job in workflow.jobs:
        fault = _of_job(workflow, name, job, pattern, event)
        if fault is not None:
            yield fault


def _of_job(workflow: Workflow, name: str, job: Tree, pattern: re.Pattern[str], event: str) -> Fault | None:
    steps = job.get("steps").children()
    for index, step in enumerate(steps):
        given = step.get("with")
        place = next(
            (given.get(key) for key in ("ref", "repository") if pattern.search(given.get(key).text)), Tree()
        )
        if not place and _FETCHES.search(step.get("run").text) and event != "workflow_run":
            place = step.get("run")
        if (
            not place
            or known_author(job, step)
            or f"event_name == '{event}'" not in _chosen(job, step, event)
        ):
            continue
        runner = next((later for later in steps[index + 1 :] if _runs(later)), None)
        limited = _is_read_only(workflow.tree, job)
        severity, confidence = Severity.HIGH, Confidence.HIGH
        if (
            runner is None
            or given.get("path")
            or "label" in job.get("if").text
            or limited
            or job.get("environment")
        ):
            severity, confidence = Severity.MEDIUM, Confidence.MEDIUM
        if runner is None and limited:
            return None
        text = "with its token and secrets" if not limited else "beside its caches and secrets"
        told = f", and runs it {text}" if runner is not None else ""
        related = (
            (Related(workflow.path, runner.line, "runs what was checked out"),) if runner is not None else ()
        )
        return Fault(
            workflow.path,
            place.line,
            f"Job `{name}` runs on `{event}` and checks out the code of the pull request{told}",
            severity,
            confidence,
            related,
            "conditions on the author or the repository, permissions of the token, steps behind it",
        )
    return None


def _chosen(job: Tree, step: Tree, event: str) -> str:
    """The conditions of a job and step; those that name no event admit all."""
    text = job.get("if").text + " " + step.get("if").text
    return text if "event_name ==" in text else f"event_name == '{event}'"


def _runs(step: Tree) -> bool:
    uses = step.get("uses").text
    lines = [line for line in step.get("run").text.split("\n") if not _OTHERS.search(line)]
    if re.search(
        r"\b(?:npm|pnpm|yarn)\s+(?:install|i|add|global)\s+(?:-g|--global|add)\b", step.get("run").text
    ):
        return False  # a program of elsewhere
    return bool(_RUNS.search("\n".join(lines))) or uses.startswith(_BUILDS)


def _is_read_only(tree: Tree, job: Tree) -> bool:
    """Whether the token can change nothing and no secret is named."""
    given = job.get("permissions") or tree.get("permissions")
    if not given:
        return False
    if given.is_text:
        return given.text in ("read-all", "{}")
    return all(value.text in ("read", "none") for _, value in given.items())
