"""Workflows of GitHub Actions.

Syntax: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax (events, ``if``,
``continue-on-error``, the default shell ``bash -e`` without ``pipefail``), composite actions and reusable workflows
of the repository itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import msgspec

from codereview.facts.pipeline.shell import runs
from codereview.facts.pipeline.tree import Tree, read_tree
from codereview.facts.pipeline.values import Spot, Step

_NEVER = re.compile(r"(?:\$\{\{)?\s*(?:false|!\s*true|1\s*==\s*2)\s*(?:\}\})?")
_ONLY_ON = re.compile(
    r"(?:\$\{\{)?\s*github\.event_name\s*==\s*'(schedule|workflow_dispatch|release|repository_dispatch)'\s*(?:\}\})?"
)
_OF_TAGS = re.compile(r"(?:\$\{\{)?\s*startsWith\(\s*github\.ref\s*,\s*'refs/tags[^']*'\s*\)\s*(?:\}\})?")
CHANGES = ("push", "pull_request", "pull_request_target", "merge_group")
"""Events of a change to the code."""


class Workflow(NamedTuple):
    """One workflow: its path, tree, the names of its events, why none of its runs judges a change, and its text."""

    path: str
    tree: Tree
    events: tuple[str, ...]
    seldom: str
    text: str

    @property
    def jobs(self) -> Iterator[tuple[str, Tree]]:
        """Its jobs by name."""
        return self.tree.get("jobs").items()


def workflow(path: str, tree: Tree, text: str) -> Workflow | None:
    """A workflow; None if the file is none or cannot be read."""
    if not tree.get("jobs"):
        return None
    on = tree.get("on")
    return Workflow(path, tree, tuple(on.names()), _seldom(on), text)


def _seldom(on: Tree) -> str:
    """Why a workflow does not judge changes: ``runs only on schedule``; empty if it does."""
    events = on.names()
    judging = []
    for event in events:
        if event not in CHANGES:
            continue
        given = on.get(event)
        types = given.get("types").names()
        keys = {name for name, _ in given.items()}
        if (
            event == "push"
            and keys & {"tags", "tags-ignore"}
            and not keys & {"branches", "branches-ignore", "paths"}
        ):
            continue
        if (
            types
            and not {"opened", "synchronize", "reopened", "ready_for_review"} & set(types)
            and event != "merge_group"
        ):
            continue
        judging.append(event)
    if judging:
        return ""
    if "push" in events:
        return "its workflow runs only on tags"
    if "pull_request" in events or "pull_request_target" in events:
        return "its workflow does not run when a change comes in"
    shown = " and ".join(f"`{event}`" for event in events[:3])
    return f"its workflow runs only on {shown}" if shown else ""


class GitHub:
    """The steps of all workflows.

    Args:
        texts: text by path, of workflows and of the repository's own actions.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._actions: dict[str, Tree] = {}

    @cached_property
    def _trees(self) -> dict[str, Tree]:
        return {
            path: read_tree(text)
            for path, text in sorted(self._texts.items())
            if re.fullmatch(r"\.github/workflows/[^/]+\.ya?ml", path)
        }

    @cached_property
    def workflows(self) -> tuple[Workflow, ...]:
        """The workflows that can be read, by path."""
        found = (workflow(path, tree, self._texts[path]) for path, tree in self._trees.items())
        return tuple(item for item in found if item is not None)

    @property
    def broken(self) -> list[str]:
        """The files that are no YAML."""
        return [path for path, tree in self._trees.items() if not tree]

    @cached_property
    def _called(self) -> frozenset[str]:
        """Workflows that others of the repository call."""
        return frozenset(
            job.get("uses").text.removeprefix("./").partition("@")[0]
            for item in self.workflows
            for _, job in item.jobs
            if job.get("uses").text.startswith("./")
        )

    def steps(self) -> Iterator[Step]:
        """The steps of all workflows that events start; called workflows come with their callers."""
        for item in self.workflows:
            if set(item.events) - {"workflow_call"} or item.path not in self._called:
                yield from self._of_workflow(item, item.events, item.seldom, ())

    def _of_workflow(
        self, item: Workflow, events: tuple[str, ...], soft: str, through: tuple[Spot, ...]
    ) -> Iterator[Step]:
        shell = item.tree.get("defaults", "run", "shell").text
        folder = item.tree.get("defaults", "run", "working-directory").text
        for name, job in item.jobs:
            why = _softened(job, "its job") or soft
            called = job.get("uses").text
            if called.startswith("./"):
                target = next((w for w in self.workflows if w.path == called.removeprefix("./")), None)
                if target is not None and len(through) < 4:
                    place = Spot(item.path, job.get("uses").line)
                    yield from self._of_workflow(target, events, why, (*through, place))
                continue
            if called:
                line = job.get("uses").line
                yield Step(
                    "GitHub Actions",
                    item.path,
                    line,
                    name,
                    uses=called,
                    triggers=events,
                    soft=why,
                    through=through,
                )
                continue
            base = Step(
                "GitHub Actions",
                item.path,
                job.line,
                name,
                triggers=events,
                soft=why,
                through=through,
                folder=job.get("defaults", "run", "working-directory").text or folder,
            )
            yield from self._of_steps(
                job.get("steps"), base, job.get("defaults", "run", "shell").text or shell
            )

    def _of_steps(self, steps: Tree, base: Step, shell: str) -> Iterator[Step]:
        for step in steps.children():
            yield from self._of_step(step, base, shell)

    def _of_step(self, step: Tree, base: Step, shell: str) -> Iterator[Step]:
        soft = base.soft or _softened(step, "its step")
        if soft and not base.soft and f"steps.{step.get('id').text}.outcome" in self._texts[base.path]:
            soft = ""  # another step looks at what became of it
        folder = step.get("working-directory").text or base.folder
        item = msgspec.structs.replace(
            base,
            name=step.get("name").text,
            soft=soft,
            folder="" if "$" in folder else folder.removeprefix("./"),
        )
        run = step.get("run")
        if run.is_text:
            own = step.get("shell").text or shell
            yield from scripted(
                run, item, strict="-e" in own or own in ("", "bash", "sh"), pipefail=own == "bash"
            )
            return
        uses = step.get("uses").text
        if not uses:
            return
        if uses.startswith("./"):
            tree = self._action(uses.removeprefix("./").rstrip("/"))
            if tree and len(base.through) < 4:
                place = Spot(base.path, step.get("uses").line)
                inner = msgspec.structs.replace(item, path=tree[0], through=(*base.through, place))
                yield from self._of_steps(tree[1].get("runs", "steps"), inner, "")
            return
        given = " ".join(
            f"--exit-code={value.text}" if name == "exit-code" else value.text
            for name, value in step.get("with").items()
            if value.is_text
        )
        yield msgspec.structs.replace(item, line=step.get("uses").line, uses=uses, given=given)

    def _action(self, folder: str) -> tuple[str, Tree] | None:
        for name in ("action.yml", "action.yaml"):
            path = f"{folder}/{name}"
            if path in self._texts:
                if path not in self._actions:
                    self._actions[path] = read_tree(self._texts[path])
                return path, self._actions[path]
        return None


def scripted(run: Tree, base: Step, *, strict: bool, pipefail: bool) -> Iterator[Step]:
    """The commands of a script that stands in a file, with their lines."""
    for item in runs(run.text, strict=strict, pipefail=pipefail):
        line = run.first_line + (item.line if run.is_block else 0)
        yield msgspec.structs.replace(base, line=line, words=item.words, soft=base.soft or item.soft)


def _softened(tree: Tree, what: str) -> str:
    """Why a job or a step that fails does no harm."""
    if tree.get("continue-on-error").is_true:
        return f"{what} has `continue-on-error: true`"
    condition = tree.get("if").text.strip()
    if _NEVER.fullmatch(condition):
        return f"{what} has `if: false`"
    only = _ONLY_ON.fullmatch(condition)
    if only:
        return f"{what} runs only on `{only.group(1)}`"
    if _OF_TAGS.fullmatch(condition):
        return f"{what} runs only on tags"
    return ""
