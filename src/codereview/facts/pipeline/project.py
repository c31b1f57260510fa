"""All that checks one project: `codereview.facts.project.ProjectFacts.pipeline`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from codereview.facts.dependencies.project import Dependencies
from codereview.facts.pipeline import hooks as hooks_of
from codereview.facts.pipeline.files import provider_of, unread
from codereview.facts.pipeline.follow import HOOK_FILES, Follower
from codereview.facts.pipeline.github import GitHub, Workflow
from codereview.facts.pipeline.matrix import checks, rows
from codereview.facts.pipeline.providers import provided
from codereview.facts.pipeline.slots import Slot, slots
from codereview.facts.pipeline.tree import read_tree
from codereview.facts.pipeline.values import Kind, Row, Spot, Step
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_NOT_OURS = frozenset({Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT, Zone.EXAMPLES, Zone.DOCS, Zone.TESTS})


def _counts(path: str, zone: Zone) -> bool:
    """Whether a file can be one of the project's own: settings among tests are data, scripts there can be called."""
    return zone not in _NOT_OURS or (zone is Zone.TESTS and path.endswith(".sh"))


class Pipeline:
    """What runs where, and which tools are among it. Made from texts; every part when it is asked for.

    Args:
        texts: text of configuration by path.
        paths: all files.
        zones: zone by path.
        dependencies: what the manifests say.
        project: the whole project, for its slots.
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        paths: Sequence[str],
        zones: Mapping[str, Zone],
        dependencies: Dependencies,
        project: ProjectFacts | None = None,
    ) -> None:
        self._project = project
        self._texts = {
            path: text
            for path, text in texts.items()
            if _counts(path, zones.get(path, Zone.PRODUCTION))
            and "{{" not in path
            and "cookiecutter" not in path
        }
        self.paths = frozenset((*paths, *texts))
        self._dependencies = dependencies
        self._follower = Follower(self._texts, self.paths)

    @cached_property
    def files(self) -> dict[str, str]:
        """The configuration of CI that is read: path and provider."""
        return {path: provider for path in self._texts if (provider := provider_of(path))}

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """Configuration of CI that is not understood. Of what runs nothing can be denied then."""
        others = (path for path, provider in self.files.items() if provider != "GitHub Actions")
        broken = [path for path in others if not read_tree(self._texts[path])]
        return (*unread(self.paths), *self.github.broken, *broken)

    @cached_property
    def github(self) -> GitHub:
        """The workflows of GitHub Actions."""
        return GitHub(self._texts)

    @cached_property
    def workflows(self) -> tuple[Workflow, ...]:
        """The workflows of GitHub Actions that can be read."""
        return self.github.workflows

    @cached_property
    def written(self) -> tuple[Step, ...]:
        """The steps of CI as its files have them, not followed."""
        found = list(self.github.steps())
        for path, provider in self.files.items():
            if provider != "GitHub Actions":
                found += provided(provider, path, self._texts)
        return tuple(found)

    @cached_property
    def ci(self) -> tuple[Step, ...]:
        """The steps of CI, each followed by what it leads to (pre-commit.ci too)."""
        found = list(self._follower.followed(self.written))
        for path in HOOK_FILES:
            service = (
                hooks_of.service(read_tree(self._texts[path])) if "ci:" in self._texts.get(path, "") else None
            )
            if service is not None:
                place = (Spot(path, service[0]),)
                found.append(
                    Step("pre-commit.ci", path, service[0], uses="pre-commit-ci/", triggers=("pull_request",))
                )
                found += [
                    msgspec.structs.replace(hook, triggers=("pull_request",), through=place)
                    for hook in self.hooks
                    if hook.name not in service[1]
                ]
        return tuple(found)

    @cached_property
    def hooks(self) -> tuple[Step, ...]:
        """The hooks of pre-commit."""
        return self._follower.hooks

    @cached_property
    def opaque(self) -> tuple[Step, ...]:
        """What CI starts on a change and cannot be read: other repositories' workflows, programs that build."""
        return tuple(step for step in (self.ci and self._follower.opaque) if not step.soft)

    @cached_property
    def tasks(self) -> tuple[Step, ...]:
        """All commands of task runners: Makefiles, tox, nox, scripts of manifests."""
        return tuple(self._follower.runners.tasks())

    @cached_property
    def tools(self) -> tuple[Row, ...]:
        """The tool matrix: every tool of which there is a trace."""
        declared: dict[str, list[Spot]] = defaultdict(list)
        for requirement in self._dependencies.direct():
            if requirement.group == "main" and self._ships(requirement.path):
                continue  # a program that runs the tool itself
            declared[requirement.name].append(Spot(requirement.path, requirement.line))
        hooks = {
            path: Step("pre-commit", path, 1, uses="pre-commit-config")
            for path in self._texts
            if path in HOOK_FILES
        }
        return rows(
            self.ci,
            (*self.hooks, *hooks.values()),
            self.tasks,
            self._texts,
            {name: tuple(spots) for name, spots in declared.items()},
        )

    def _ships(self, path: str) -> bool:
        """Whether the main requirements of a manifest are those of a command-line tool that is installed: a package
        that it needs while it runs says nothing of how it is checked."""
        installed = self._project is not None and self._project.is_a("command-line tool", "plugin")
        return installed and path.rpartition("/")[2] in ("pyproject.toml", "setup.py", "setup.cfg")

    def of_kind(self, kind: Kind) -> tuple[Row, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.tools if row.kind == kind)

    @cached_property
    def judging(self) -> tuple[Step, ...]:
        """The steps of CI that run a tool, as they count for it."""
        return tuple(counted for step in self.ci for _, counted in checks(step))

    def text(self, path: str) -> str:
        """The text of a file that is read, or nothing."""
        return self._texts.get(path, "")

    def slots(self) -> tuple[int, int, tuple[Slot, ...]]:
        """The hygiene slots of the project (`codereview.facts.pipeline.slots`): covered, total, and which."""
        return slots(self._project) if self._project is not None else (0, 0, ())
