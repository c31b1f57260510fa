"""Configuration of GitLab CI, CircleCI, Azure Pipelines, Travis CI and Bitbucket Pipelines, as far as commands go.

Documents: https://docs.gitlab.com/ci/yaml/ · https://circleci.com/docs/configuration-reference/ ·
https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/ · https://docs.travis-ci.com/user/job-lifecycle/ ·
https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

import msgspec

from codereview.facts.pipeline.github import scripted
from codereview.facts.pipeline.tree import Tree, read_tree
from codereview.facts.pipeline.values import Step

_NO_JOBS = frozenset(
    "stages variables default include workflow image services before_script after_script cache spec".split()
)
_MANUAL = ("manual", "never")
_DEEPEST = 6


def provided(provider: str, path: str, texts: Mapping[str, str]) -> Iterator[Step]:
    """The steps of one configuration file."""
    tree = read_tree(texts[path])
    base = Step(provider, path, 1)
    if provider == "GitLab CI":
        yield from _GitLab(path, tree, texts).steps()
    elif provider == "CircleCI":
        yield from _circle(tree, base)
    elif provider == "Azure Pipelines":
        soft = (
            "its pipeline has no trigger" if tree.get("trigger").text == tree.get("pr").text == "none" else ""
        )
        yield from _azure(tree, msgspec.structs.replace(base, soft=soft), texts)
    elif provider == "Travis CI":
        yield from _travis(tree, base)
    elif provider == "Bitbucket Pipelines":
        yield from _bitbucket(tree.get("pipelines"), base)


class _GitLab:
    def __init__(self, path: str, tree: Tree, texts: Mapping[str, str]) -> None:
        self._path = path
        self._texts = texts
        self._jobs: dict[str, tuple[str, Tree]] = {}
        self._default: Tree = Tree()
        self._global: dict[str, Tree] = {}
        self.foreign: list[int] = []
        self._read(path, tree, 0)

    def _read(self, path: str, tree: Tree, depth: int) -> None:
        for item in tree.get("include").children() or [tree.get("include")]:
            local = item.get("local").text or (item.text if not item.text.startswith("http") else "")
            if local:
                inner = local.lstrip("/")
                if inner in self._texts and depth < 4:
                    self._read(inner, read_tree(self._texts[inner]), depth + 1)
            elif item:
                self.foreign.append(item.line)
        for name, job in tree.items():
            if name in ("before_script", "default"):
                self._global[name] = job
            elif name not in _NO_JOBS:
                self._jobs[name] = (path, job)

    def _value(self, job: Tree, key: str, depth: int = 0) -> Tree:
        found = job.get(key)
        if found or depth > 5:
            return found
        for parent in reversed(job.get("extends").names()):
            if parent in self._jobs:
                found = self._value(self._jobs[parent][1], key, depth + 1)
                if found:
                    return found
        return Tree()

    def steps(self) -> Iterator[Step]:
        for line in self.foreign:
            yield Step("GitLab CI", self._path, line, uses="include")
        for name, (path, job) in self._jobs.items():
            if name.startswith("."):
                continue
            base = Step("GitLab CI", path, job.line, name, soft=self._soft(job))
            before = self._value(job, "before_script") or self._global.get("before_script", Tree())
            before = before or self._global.get("default", Tree()).get("before_script")
            for part in (before, self._value(job, "script")):
                yield from _listed(part, base)

    def _soft(self, job: Tree) -> str:
        if self._value(job, "allow_failure").is_true:
            return "its job has `allow_failure: true`"
        when = self._value(job, "when").text
        if when in _MANUAL:
            return f"its job has `when: {when}`"
        rules = self._value(job, "rules").children()
        if rules and all(
            rule.get("when").text in _MANUAL
            or "schedule" in rule.get("if").text
            or rule.get("allow_failure").is_true
            for rule in rules
        ):
            return "the rules of its job start it by hand, on schedule or with `allow_failure`"
        only = set(self._value(job, "only").names())
        if only and only <= {"tags", "schedules", "web", "triggers", "api"}:
            return f"its job runs only on {', '.join(sorted(only))}"
        return ""


def _listed(script: Tree, base: Step) -> Iterator[Step]:
    """A script that is one text, or a list of them."""
    for text in script.texts():
        yield from scripted(text, base, strict=True, pipefail=True)


def _circle(tree: Tree, base: Step) -> Iterator[Step]:
    jobs = dict(tree.get("jobs").items())
    commands = dict(tree.get("commands").items())
    used: dict[str, str] = {}
    for flow in (value for _, value in tree.get("workflows").items()):
        listed = flow.get("jobs").children()
        triggers = [name for item in flow.get("triggers").children() for name, _ in item.items()]
        soft = "its workflow runs only on schedule" if triggers and set(triggers) == {"schedule"} else ""
        for item in listed:
            for name in item.names():
                tags = item.get(name).get("filters", "branches", "ignore").text
                why = soft or ("its job runs only on tags" if tags in ("/.*/", ".*") else "")
                used[name] = why if used.get(name, why) else ""
    if not used:
        used = dict.fromkeys(jobs, "")
    for name, soft in used.items():
        if name in jobs:
            yield from _circle_steps(
                jobs[name].get("steps"), commands, msgspec.structs.replace(base, job=name, soft=soft), 0
            )
        elif "/" in name:
            yield msgspec.structs.replace(
                base, job=name, uses=name, soft=soft, line=tree.key_line("workflows")
            )


def _circle_steps(steps: Tree, commands: Mapping[str, Tree], base: Step, depth: int) -> Iterator[Step]:
    for step in steps.children():
        for name, value in [(step.text, step)] if step.is_text else step.items():
            if name == "run":
                script = value if value.is_text else value.get("command")
                folder = value.get("working_directory").text
                item = msgspec.structs.replace(
                    base, name=value.get("name").text, folder="" if folder[:1] in "~/$" else folder
                )
                if script:
                    yield from scripted(script, item, strict=True, pipefail=True)
            elif name in ("when", "unless"):
                yield from _circle_steps(value.get("steps"), commands, base, depth + 1)
            elif name in commands and depth < _DEEPEST:
                yield from _circle_steps(commands[name].get("steps"), commands, base, depth + 1)
            elif "/" in name:
                yield msgspec.structs.replace(base, uses=name, line=value.line)


def _azure(tree: Tree, base: Step, texts: Mapping[str, str], depth: int = 0) -> Iterator[Step]:
    for key, value in tree.items():
        if key in ("stages", "jobs", "steps", "deployment", "strategy", "runOnce", "deploy"):
            for item in value.children() or [value]:
                soft = base.soft or (
                    "it has `continueOnError: true`" if item.get("continueOnError").is_true else ""
                )
                soft = soft or ("it has `condition: false`" if item.get("condition").is_false else "")
                name = item.get("job").text or item.get("stage").text or base.job
                if depth < _DEEPEST * 2:
                    yield from _azure(
                        item, msgspec.structs.replace(base, job=name, soft=soft), texts, depth + 1
                    )
        elif key in ("script", "bash") and value.is_text:
            # without `set -e` each line runs whatever became of the one before; which one counts is not told here
            yield from scripted(value, base, strict=True, pipefail=False)
        elif key == "task":
            yield msgspec.structs.replace(base, uses=value.text, line=value.line)
        elif key == "template" and depth < _DEEPEST:
            inner = posixpath.normpath(posixpath.join(posixpath.dirname(base.path), value.text.lstrip("/")))
            if inner in texts:
                yield from _azure(
                    read_tree(texts[inner]), msgspec.structs.replace(base, path=inner), texts, depth + 1
                )
            else:
                yield msgspec.structs.replace(base, uses="template", line=value.line)


def _travis(tree: Tree, base: Step) -> Iterator[Step]:
    places = [tree, *tree.get("jobs", "include").children(), *tree.get("matrix", "include").children()]
    for place in places:
        for key in ("before_install", "install", "before_script", "script"):
            yield from _listed(
                place.get(key), msgspec.structs.replace(base, job=place.get("name").text or key)
            )
        # what runs after the result is known cannot change it
        after = msgspec.structs.replace(base, soft="it runs in `after_success`, which changes no result")
        yield from _listed(place.get("after_success"), after)


def _bitbucket(tree: Tree, base: Step, depth: int = 0) -> Iterator[Step]:
    for key, value in tree.items():
        if key == "script":
            yield from _listed(value, base)
        elif depth < _DEEPEST:
            soft = base.soft or ("it is started by hand" if key == "custom" else "")
            for item in value.children() or [value]:
                inner = msgspec.structs.replace(base, soft=soft, job=item.get("name").text or base.job)
                yield from _bitbucket(item, inner, depth + 1)
